"""Files of sounds, and the answers to earlier requests."""
