"""What is given, felt and needed at the visits of a few dyads of each arm, on Foa's ring.

Six classes of resources for both sides are 36 numbers a dyad and week. A few dyads of a few
replicates are stepped once more for them, to the same bits: means over their visits are known well,
and it takes half a second where the comparison takes eight.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from mutua.analysis.benefit import SIDES
from mutua.analysis.ring import ON_RING, ArmOnRing, ring_table
from mutua.analysis.summary import mean
from mutua.engines.sheets import Wanted
from mutua.model.resources import ANGLE
from mutua.scenarios.scenario import Scenario
from mutua.studies.comparison.weekly_sample import dyads_stepped, teams_holding

#: Dyads of each replicate, and replicates, that are sampled.
RING_DYADS, RING_REPLICATES = 80, 8
#: The other side, which gives.
GIVER = {"user": "professional", "professional": "user"}
#: Steps some teams of an arm in some replicates: traces of shape (dyads, weeks, series).
GiftTrace = Callable[[Scenario, Sequence[int], tuple[int, ...]], Sequence[np.ndarray]]


def _gift_series() -> Wanted:
    """Whether the tie goes on, and there was a visit; what each side is given, feels, needs."""
    places = [
        place
        for side in SIDES
        for place in (f"event.given.to_{side}", f"event.{side}.gifts", f"{side}.need")
    ]
    classes = ANGLE._fields
    each = (f"{place}.{name}" for place in places for name in classes)
    return Wanted(("engaged", "event.visit.attended", *each))


EVERY_GIFT = _gift_series()


def ring_of_arms(
    arms: Sequence[Scenario], dyads: int, draws: Sequence[Mapping[str, float]], trace: GiftTrace
) -> pd.DataFrame:
    """Means over visits of the first dyads of each arm, class by class.

    Parameters
    ----------
    arms : sequence of Scenario
    dyads : int
        Of a replicate.
    draws : sequence of mapping
        Values of each replicate that are not those of the arm.
    trace : callable
        Steps teams with `EVERY_GIFT`.
    """
    size, replicates = min(dyads, RING_DYADS), range(min(len(draws), RING_REPLICATES))
    seen = {}
    for arm in arms:
        stepped = trace(arm, replicates, teams_holding(arm.team_width, size))
        traces = [part[:size] for part in stepped]
        own = [{**arm.values, **draws[r]} for r in replicates]
        means = [_replicate(part, values) for part, values in zip(traces, own, strict=True)]
        count = sum(int(_was_visit(part).sum()) for part in traces)
        seen[arm.name] = ArmOnRing(np.array(means), count)
    return ring_table(seen)


def ring_work(widths: Iterable[int], dyads: int, replicates: int, weeks: int) -> int:
    """Dyad-weeks that the sample steps, of arms with teams of so many users."""
    stepped = dyads_stepped(widths, min(dyads, RING_DYADS), dyads)
    return stepped * min(replicates, RING_REPLICATES) * weeks


def _was_visit(trace: np.ndarray) -> np.ndarray:
    """Whether a dyad met in a week, up to that in which its first tie ended; (dyads, weeks)."""
    engaged = trace[..., 0] > 0.0
    goes_on = np.hstack([np.ones((len(trace), 1), bool), engaged[:, :-1]])
    return np.asarray(goes_on & (trace[..., 1] > 0.0))


def _replicate(trace: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
    """Means over the visits of one replicate in units, shape (SIDES, ON_RING, resources)."""
    visits = trace[_was_visit(trace)][:, 2:]
    means = mean(visits, axis=0).reshape(len(SIDES), len(ON_RING) - 1, len(ANGLE))
    means[:, -1] *= values["exchange.full"]  # as much as a visit would have to bring
    asked = [_asked_of(GIVER[side], values) for side in SIDES]
    return np.concatenate([np.array(asked)[:, None], means], axis=1)


def _asked_of(giver: str, values: Mapping[str, float]) -> list[float]:
    """Units of each class that the role asks a side to give at a visit."""
    return [values[f"effort.{giver}"] * values[f"norm.{giver}.{name}"] for name in ANGLE._fields]
