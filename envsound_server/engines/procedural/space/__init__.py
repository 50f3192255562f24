"""Surroundings of a sound: distance, air, rooms, motion."""
