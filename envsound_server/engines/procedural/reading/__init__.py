"""From the words of a prompt to the layers of a scene."""
