"""Inference of Stable Audio 3: prompts, sampling, loops, decoding."""
