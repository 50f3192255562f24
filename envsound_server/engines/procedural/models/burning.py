"""Burning wood: the banks of its crackles and pops."""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.models.drops import bursts, taps
from envsound_server.engines.procedural.models.particles import Bank


@cache
def crackles() -> Bank:
    """Return the grains of breaking splinters: very short bursts."""
    draw = np.random.default_rng(104)
    centres = np.clip(2_400.0 * np.exp(0.55 * draw.standard_normal(500)), 500.0, 14_000.0)
    decays = np.clip(0.00046 * np.exp(0.7 * draw.standard_normal(500)), 0.0002, 0.006)
    return Bank(bursts(draw, centres, draw.uniform(0.4, 0.9, 500), decays))


@cache
def pops() -> Bank:
    """Return the grains of bursting pockets of sap: low, short rings of the wood."""
    draw = np.random.default_rng(105)
    centres = np.clip(1_600.0 * np.exp(0.5 * draw.standard_normal(160)), 250.0, 4_000.0)
    return Bank(taps(draw, centres, 0.7, 6, draw.uniform(0.001, 0.004, 160)))
