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
        if isinstance(value, float):
            values[prefix + name] = value
        elif isinstance(value, dict) or hasattr(value, "__dict__"):
            values |= values_of(value, f"{prefix}{name}.")
        else:
            values[prefix + name] = float(value)
    return values


def is_close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def differences(thing, state):
    """Leaves in which the second implementation and the rules differ, with both values."""
    ours, theirs = values_of(thing), dict(zip(leaves(type(state)), flat(state), strict=True))
    assert ours.keys() == theirs.keys(), ours.keys() ^ theirs.keys()
    return {
        name: (ours[name], theirs[name])
        for name in theirs
        if ours[name] != theirs[name] and not is_close(ours[name], theirs[name])
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


class Watched(float):
    """A draw that notes all chances that it is compared with."""

    def __new__(cls, value, noted):
        """A draw with its value, that notes in `noted`."""
        draw = super().__new__(cls, value)
        draw.noted = noted
        return draw

    def __lt__(self, chance):
        self.noted.append(chance)
        return float(self) < chance

    def __gt__(self, chance):
        self.noted.append(chance)
        return float(self) > chance


def watched(draws):
    """The same draws, and for each of them a list of what it comes to be compared with."""
    noted = {name: [] for name in Draws._fields if name not in (*SHOCKS, "need")}
    return draws._replace(**{k: Watched(getattr(draws, k), noted[k]) for k in noted}), noted


def chances_apart(ours, theirs):
    """Decisions that both implementations took by other chances, though by the same draw."""
    return {
        f"chance of {name}": (ours[name], theirs[name])
        for name in ours
        if theirs[name] and not all(any(is_close(x, y) for y in theirs[name]) for x in ours[name])
    }


def draws_anywhere(seed):
    """Draws within their range; three weeks of five have a visit, one has a request."""
    draws = fill(Draws, scattered(LEAST, MOST, seed).tolist())
    if seed % 5 < 3:
        return draws._replace(offered=0.0, comes=0.0)
    return draws._replace(offered=1.0, asks=0.0) if seed % 5 == 3 else draws
