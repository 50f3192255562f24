"""TangoFlux at work: prompts, sampling, decoding."""
