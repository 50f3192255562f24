"""TangoFlux checkpoints: files, sizes and modules."""
