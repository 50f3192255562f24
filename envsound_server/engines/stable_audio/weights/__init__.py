"""Stable Audio 3 checkpoints: their files, loading, verification, test checkpoints."""
