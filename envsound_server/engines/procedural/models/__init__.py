"""Synthesis models that the kinds share: noise, grains, modal bodies, voices, events in time."""
