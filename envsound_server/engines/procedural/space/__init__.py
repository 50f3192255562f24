"""Acoustics around a sound: distance, air, rooms, motion."""
