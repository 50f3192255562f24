"""Stable Audio 3 at work: prompts, sampling, loops, decoding."""
