"""Benchmarks of the README's statements on speed: `python -m bench`."""
