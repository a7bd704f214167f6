"""Random states, parameters and random draws, and where two implementations differ on them."""

import math
from functools import cache

import numpy as np
from helpers import DECLARED, JOINT, SHOCKS, consistent, range_of, scattered

from mutua.jit.structs import fill, flat, leaves
from mutua.model.draws import Draws


def values_of(thing, prefix=""):
    """Leaves of a plain state by dotted name."""
    values = {}
    for name, value in (thing if isinstance(thing, dict) else vars(thing)).items():
        if isinstance(value, dict) or hasattr(value, "__dict__"):
            values |= values_of(value, f"{prefix}{name}.")
        else:
            values[prefix + name] = float(value)
    return values


def differences(thing, state):
    """Leaves in which the second implementation and the rules differ, with both values."""
    ours, theirs = values_of(thing), dict(zip(leaves(type(state)), flat(state), strict=True))
    assert ours.keys() == theirs.keys(), ours.keys() ^ theirs.keys()
    return {
        name: (ours[name], theirs[name])
        for name in theirs
        if not math.isclose(ours[name], theirs[name], rel_tol=1e-9, abs_tol=1e-12)
    }


@cache
def limits(cls):
    """Lowest and highest value of each leaf of `cls`, and its last name."""
    lows, highs = np.clip(np.transpose([range_of(leaf) for leaf in leaves(cls)]), -50.0, 50.0)
    return lows, highs, [leaf.split(".")[-1] for leaf in leaves(cls)]


def anywhere(cls, seed, **fixed):
    """A state of `cls`, each leaf anywhere in its range save those fixed by their last name."""
    lows, highs, tails = limits(cls)
    values = zip(tails, scattered(lows, highs, seed).tolist(), strict=True)
    return consistent(fill(cls, [fixed.get(tail, x) for tail, x in values]))


#: Parameters that go with any others. A policy whose first and last week are anywhere is nearly
#: always over or yet to come: the run below has policies that come and go.
FREE = [
    d
    for name, d in DECLARED.items()
    if name not in JOINT and not name.endswith((".start", ".stop"))
]
LOWS, HIGHS = np.transpose([(d.low, d.high) for d in FREE])


def parameters_anywhere(seed):
    """Parameters off their defaults, anywhere within bounds: none, one in ten or half of them."""
    values = scattered(LOWS, HIGHS, seed).tolist()
    moved = np.random.default_rng([seed, 1]).random(len(FREE)) < (0.0, 0.1, 0.5)[seed % 3]
    pairs = zip(FREE, values, moved, strict=True)
    return {d.name: float(round(x)) if d.whole else x for d, x, move in pairs if move}


def moved_from(here, name):
    """Another value of a parameter: halfway to the end that is farther off, or not so far."""
    declared = DECLARED[name]
    high = min(declared.high, 4.0 * max(abs(here), 1.0))
    moved = (here + (high if high - here > here - declared.low else declared.low)) / 2.0
    return float(round(moved)) if declared.whole else moved


SHOCK = [leaf in SHOCKS or leaf.startswith("need.") for leaf in leaves(Draws)]
LEAST, MOST = np.where(SHOCK, -3.46, 2.0**-33), np.where(SHOCK, 3.46, 1 - 2.0**-33)


def draws_anywhere(seed):
    """Draws within their range; three weeks of five have a visit, one has a request."""
    draws = fill(Draws, scattered(LEAST, MOST, seed).tolist())
    if seed % 5 < 3:
        return draws._replace(offered=0.0, comes=0.0)
    return draws._replace(offered=1.0, asks=0.0) if seed % 5 == 3 else draws
