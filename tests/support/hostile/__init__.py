"""Hostile input of all kinds, and the watch over a stack that receives it."""
