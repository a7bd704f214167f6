"""Print rank histograms of twins, as a table in Markdown: are posteriors as wide as they say?"""

import sys
from collections.abc import Iterator, Sequence

import numpy as np

from experiments.calibration import ranks
from experiments.calibration.example import COMPLETE
from mutua.scenarios.presets import preset
from mutua.scenarios.resolve import resolve
from mutua.studies.calibration import profile
from mutua.studies.calibration.cohort import RATINGS
from mutua.studies.calibration.services import Observed, Services
from mutua.studies.calibration.summaries import definitions
from mutua.studies.sweep.notation import axis_of

BINS = 10
#: Chance of a false alarm, over all that is learned together.
ALARM = 0.01


def services(users: int, weeks: int) -> Services:
    """Services of a size, rated as completely as the example is."""
    rated = dict(zip(RATINGS, (*COMPLETE, *COMPLETE), strict=True))
    empty = Observed(users, weeks, rated, dict.fromkeys(definitions(weeks, rated), 0.0), {})
    axes = tuple(axis_of(name, text) for name, text in preset("space", "service").items())
    return Services(resolve(), axes, empty, seed=7)  # type: ignore[arg-type]


def lines(own: Services, ranked: np.ndarray, learned: Sequence[int]) -> Iterator[str]:
    """The table: counts of ranks, and the chance of more uneven ones."""
    yield f"| candidate | | {' | '.join(map(str, range(1, BINS + 1)))} | p |"
    yield f"|---|---|{'---:|' * (BINS + 1)}"
    counts, chance = ranks.histogram(ranked, BINS), ranks.unevenness(ranked, BINS)
    order = [*learned, *(k for k in range(len(own.axes)) if k not in learned)]
    for k in order:
        fate = "learned" if k in learned else "prior"
        cells = " | ".join(map(str, counts[:, k]))
        yield f"| `{own.axes[k].name}` | {fate} | {cells} | {chance[k]:.3f} |"
    alarm = ALARM / len(learned)
    low = [own.axes[k].name for k in learned if chance[k] < alarm]
    yield f"\nUneven, at p < {alarm:.4f}: {', '.join(low) or 'none'} (of {len(ranked)} twins)"


def main(words: Sequence[str]) -> None:
    """Print the table for as many twins, particles, users and weeks as the words say."""
    twins, particles, users, weeks = map(int, words)
    own = services(users, weeks)
    start = profile.places(own.axes, [own.scenario.values[axis.name] for axis in own.axes])
    learned = profile.profile_twin(own, start).teachable()
    ranked = ranks.rank_truths(
        own, ranks.twin_of(own), learned, twins=twins, particles=particles, seed=3
    )  # fmt: skip
    print("\n".join(lines(own, ranked, learned)))


if __name__ == "__main__":
    main(sys.argv[1:])
