"""Measures what the README promises about speed: `python -m bench`."""
