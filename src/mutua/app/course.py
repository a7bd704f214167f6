"""Both arms, stepped ahead to the horizon by the serial kernel: what the page plays back.

A whole course of 500 dyads takes some 40 ms, less than the browser needs to draw a week of it. So a
policy that is switched on in mid-run is a run with a later start: the same bits before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from mutua.analysis.stayers import mean_over_engaged
from mutua.analysis.summary import bands
from mutua.app.choices import CURVES, LEVELS
from mutua.engines.batch import Batch, Recording, step
from mutua.engines.recorder import LEAVES, professionals_of, weekly_means
from mutua.engines.sheets import Wanted
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import PLACES, WEEKLY
from mutua.model.measures.posts import PostWeek
from mutua.scenarios.scenario import Scenario

#: Weekly series of the page.
SERIES_OF_PAGE = tuple(dict.fromkeys(chain(*CURVES.values())))
#: Series of dyads, and those of whole services.
OF_DYADS = tuple(name for name in SERIES_OF_PAGE if name not in PLACES)
#: Series that say in which class a dyad is.
OF_CLASSES = tuple(f"class_{name}" for name in CLASSES[1:])
KEPT = tuple(dict.fromkeys(("engaged", "attended", *LEVELS, *OF_DYADS)))
WANTED = Wanted(tuple(LEAVES.get(name, name) for name in KEPT), posts=True)
WITH_CLASSES = Wanted((*WANTED.series, *OF_CLASSES), posts=True)
BURNOUT = PostWeek._fields.index("burnout")
#: Services like the one that is shown, over which the band of a difference is taken.
SERVICES = 8
#: What a tie does in a week.
ENDED, APART, MET = 0, 1, 2


@dataclass(frozen=True)
class ArmCourse:
    """One arm, week by week, of every dyad of the cohort in its first tie."""

    ties: np.ndarray  #: uint8, shape (dyads, weeks): `ENDED`, `APART` or `MET`
    #: float64, shape (dyads, weeks, series): `KEPT`, missing once the tie has ended
    states: np.ndarray
    classes: np.ndarray  #: uint8, shape (dyads, weeks): code of `CLASSES`
    professionals: np.ndarray  #: int64, shape (dyads,): slot of the professional
    burnout: np.ndarray  #: float64, shape (professionals, weeks)
    weekly: np.ndarray  #: float64, shape (weeks, series): means, as in `WEEKLY`

    def series(self, name: str) -> np.ndarray:
        """A series of every dyad, shape (dyads, weeks)."""
        return self.states[..., KEPT.index(name)]

    def mean(self, name: str) -> np.ndarray:
        """A weekly series of the arm, shape (weeks,)."""
        return self.weekly[:, list(WEEKLY).index(name)]


def step_arms(
    scenarios: Sequence[Scenario], dyads: int, weeks: int, seed: int, replicate: int = 0
) -> tuple[ArmCourse, ArmCourse]:
    """Both arms on the same dyads and the same random draws."""
    wanted = WITH_CLASSES if replicate == 0 else WANTED
    batch = Batch(scenarios, [replicate] * 2, dyads, weeks, seed, wanted=wanted)
    recording = step(batch, threads=1)
    return _course(recording, 0), _course(recording, 1)


def _course(recording: Recording, run: int) -> ArmCourse:
    """What was recorded of one arm."""
    kept = recording.series[run]
    engaged = kept[..., KEPT.index("engaged")] > 0.0
    attended = kept[..., KEPT.index("attended")] > 0.0
    ties = np.where(engaged, np.where(attended, MET, APART), ENDED)
    is_in = kept[..., len(KEPT) :] > 0.0
    classes = np.where(is_in.any(axis=-1), is_in.argmax(axis=-1) + 1, 0) if is_in.size else ties * 0
    return ArmCourse(
        ties=ties.astype(np.uint8),
        states=np.where(engaged[..., None], kept[..., : len(KEPT)], np.nan),
        classes=np.where(engaged, classes, 0).astype(np.uint8),
        professionals=professionals_of(recording, run),
        burnout=recording.sheets[run].posts[..., BURNOUT],
        weekly=weekly_means(recording.sums[run], recording.batch.count(run)),
    )


def paired_difference(first: ArmCourse, second: ArmCourse) -> np.ndarray:
    """Second arm less first by week, shape (weeks, SERIES_OF_PAGE).

    Of states over the dyads engaged under both arms, of other series over the whole service.
    """
    both = mean_over_engaged(second.states - first.states).mean
    columns = [
        both[:, KEPT.index(name)] if name in OF_DYADS else second.mean(name) - first.mean(name)
        for name in SERIES_OF_PAGE
    ]
    return np.stack(columns, axis=1)


def paired_bands(
    scenarios: Sequence[Scenario], dyads: int, weeks: int, seed: int, first: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean difference over services like the one that is shown, and its 95 % interval.

    Parameters
    ----------
    first : shape (weeks, SERIES_OF_PAGE)
        The difference in the service that is shown.

    Returns
    -------
    tuple of three arrays, each of that shape
    """
    others = _differences(scenarios, dyads, weeks, seed)
    return bands(np.array([first, *others]))


def _differences(
    scenarios: Sequence[Scenario], dyads: int, weeks: int, seed: int
) -> Iterator[np.ndarray]:
    """The difference in each further service; one at a time, as each is of some size."""
    for replicate in range(1, SERVICES):
        yield paired_difference(*step_arms(scenarios, dyads, weeks, seed, replicate))
