"""Inference of TangoFlux: prompts, sampling, decoding."""
