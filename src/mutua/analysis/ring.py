"""Foa's ring of an arm: what roles ask, what is given and felt at visits, what is needed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.benefit import SIDES
from mutua.analysis.summary import bands
from mutua.analysis.tables import interval_columns, table
from mutua.model.resources import ANGLE

#: What stands on the ring of a side, in this order.
ON_RING = ("asked", "given", "felt", "needed")

RING = {
    "arm": ("name", "the arm"),
    "side": ("name", "the side that receives and needs"),
    "value": (
        "name",
        "asked: what the role asks of the other side at a visit; given: what the other side gives "
        "there; felt: what of it this side feels; needed: what would meet this side's needs",
    ),
    "resource": ("name", "Foa's class of resources"),
    "angle": ("degrees", "its place on Foa's ring"),
    "mean": ("units", "mean over the attended visits of the sample"),
    **interval_columns("units"),
    "visits": ("count", "visits of the sample, all replicates"),
}


class ArmOnRing(NamedTuple):
    """The sampled visits of one arm."""

    #: Means over visits in units, shape (replicates, SIDES, ON_RING, resources)
    means: np.ndarray
    visits: int  #: In all replicates


def ring_table(arms: Mapping[str, ArmOnRing]) -> pd.DataFrame:
    """One row an arm, side, value and resource; columns as in `RING`.

    Parameters
    ----------
    arms : mapping of ArmOnRing
        By the name of the arm.
    """
    return table(_rows(arms), RING)


def _rows(arms: Mapping[str, ArmOnRing]) -> Iterator[tuple[object, ...]]:
    places = list(zip(ANGLE._fields, ANGLE, strict=True))
    for arm, seen in arms.items():
        bars = np.array(bands(seen.means))
        for s, side in enumerate(SIDES):
            for v, value in enumerate(ON_RING):
                for r, (resource, angle) in enumerate(places):
                    yield (arm, side, value, resource, angle, *bars[:, s, v, r], seen.visits)
