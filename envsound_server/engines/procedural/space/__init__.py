"""Where a sound stands: distance, air, rooms, motion."""
