"""Interpretation of a prompt as the layers of a scene."""
