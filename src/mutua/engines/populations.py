"""Quantile tables of populations, kept between runs.

To import SciPy and have it make the tables of one population takes as long as to simulate four
thousand dyads for two years. So they are kept on disk, beside the code compiled from these sources.
"""

from functools import lru_cache
from hashlib import sha256

import numpy as np

from mutua.jit import sealed
from mutua.jit.cache import code_folder
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.people import quantiles
from mutua.scenarios.scenario import POPULATION, Scenario, with_defaults

SUFFIX = ".tables"
#: Populations that are kept, the first there are; the tables of one take 440 kB.
MOST_KEPT = 16
_NAMES = [name for name in DECLARED if name.partition(".")[0] == POPULATION]


def population_of(scenario: Scenario) -> bytes:
    """All values that quantile tables depend on."""
    return np.array([scenario.values[name] for name in _NAMES]).tobytes()


@lru_cache(maxsize=64)
def population_tables(population: bytes) -> np.ndarray:
    """Quantile tables of a population, its values as bytes; shape (TABLES, POINTS)."""
    values = np.frombuffer(population).tolist()
    scenario = with_defaults(dict(zip(_NAMES, values, strict=True)))
    return np.asarray(quantiles.tables(scenario.parameters))


@lru_cache(maxsize=64)
def kept_tables(population: bytes) -> np.ndarray:
    """`population_tables` from the disk, where they are kept from now on."""
    folder = code_folder()
    if folder is None:
        return population_tables(population)
    path = folder / f"population-{sha256(population).hexdigest()[:16]}{SUFFIX}"
    content = sealed.read(path)
    if content is not None:
        return np.frombuffer(content).reshape(quantiles.TABLES, quantiles.POINTS)
    made = population_tables(population)
    if len(list(folder.glob(f"*{SUFFIX}"))) < MOST_KEPT:
        sealed.write(path, made.tobytes())
    return made
