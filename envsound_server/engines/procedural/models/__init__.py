"""Models that the kinds share: noise, particles, struck bodies, voices, events in time."""
