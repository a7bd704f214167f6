"""The story of one dyad: any tie of a stored run, stepped again and described week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mutua.analysis.phrases import count
from mutua.engines.history import History, Week, trace_slot
from mutua.engines.recorder import WEEK, outcomes_of
from mutua.errors import ParameterError, StoreError
from mutua.jit.sources import source_hash
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import ROW, WEEKLY, Outcome, Weekly, attach_units, label
from mutua.model.state import ENDINGS
from mutua.plots.figure import Figure, figures_class
from mutua.plots.replay import give_and_take
from mutua.reports.narrative.account import closing
from mutua.reports.narrative.ending import factors_of
from mutua.reports.narrative.prologue import prologue
from mutua.reports.narrative.text import as_text
from mutua.reports.replay import story_page
from mutua.reports.template import FigureCells
from mutua.scenarios.check import text, truth, whole
from mutua.scenarios.manifest import describe_scenario, read_scenario
from mutua.storage.disk import as_written
from mutua.storage.provenance import provenance
from mutua.studies.comparison.result import Contrast
from mutua.studies.replay.stored_run import (
    StoredRun,
    check_dyad,
    most_typical,
    sizes_of,
    stored_run,
)
from mutua.studies.replay.verification import (
    Difference,
    Verification,
    row_differences,
    verification_of,
)
from mutua.studies.result import Presented
from mutua.studies.simulate import Result

GENERATION = Outcome("number", "0 for the cohort, then one more for each refill of the place")
FIGURES = (
    Figure(
        "give_and_take",
        "Give and take",
        "Left: what each side gives at a visit as a share of what the role has, smoothed; the path "
        "runs from the first visit to the last; DE: equality of both flows, 0-1. Right: what "
        "happened in each week, the trust of both sides, then felt debt and claimed credit as each "
        "side keeps them; dotted: a new professional.",
        lambda story: give_and_take(story.weeks, f"dyad {story.dyad}; {story.run.name}"),
    ),
)


@dataclass(frozen=True, repr=False)
class Story(Presented):
    """One dyad of a run, week by week.

    Attributes
    ----------
    dyad : int
        Its place; the story is of generation 0, later ones are mentioned at its end.
    run : StoredRun
        The run.
    history : History
        Everything that happened in this place.
    verification : Verification
        Whether the replay is the run.
    manifest : dict
        Everything that is needed to step it again.
    why : str
        Why this dyad, if it was not named.
    """

    dyad: int
    run: StoredRun
    history: History
    verification: Verification
    manifest: dict[str, Any]
    why: str = ""
    figures: ClassVar = figures_class("StoryFigures", FIGURES)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``weeks``: one row a week of every tie here; ``row``: the first tie at its end."""
        weeks = pd.DataFrame([week.seen for week in self.history.weeks], columns=leaves(Weekly))
        weeks.insert(0, "week", [week.number for week in self.history.weeks])
        weeks.insert(1, "generation", [week.generation for week in self.history.weeks])
        about = {"week": WEEK, "generation": GENERATION, **WEEKLY}
        row = attach_units(outcomes_of(self.history.row[np.newaxis]), ROW)
        return {"weeks": attach_units(weeks, about), "row": row}

    @property
    def weeks(self) -> list[Week]:
        """Weeks of the tie that the story is about."""
        return self.history.ties[0]

    @property
    def ending(self) -> str:
        """How the tie ended; empty if it goes on."""
        return ENDINGS[int(self.weeks[-1].after.tie.ending)]

    @property
    def title(self) -> str:
        """Which dyad, under which norms and where."""
        return f"Dyad {self.dyad}{self.why}: {self.run.service}"

    @property
    def prologue(self) -> list[str]:
        """Who the two are."""
        return prologue(self.run.scenario, self.dyad, self.history)

    def summary(self) -> pd.DataFrame:
        """What was recorded of the first and of the last week, one row a series."""
        first, last = self.weeks[0].seen, self.weeks[-1].seen
        series = leaves(Weekly)
        units = [WEEKLY[name].unit for name in series]
        return pd.DataFrame({"series": series, "unit": units, "first": first, "last": last})

    def numbers(self) -> str:
        """Length and ending of the tie, in a line."""
        last = self.weeks[-1]
        visits = count(last.after.tie.contact.attended, "visit")
        weeks = count(len(self.weeks), "week")
        return f"{visits} in {weeks}; {f'ended: {self.ending}' if self.ending else 'goes on'}"

    def sentences(self) -> list[str]:
        """How the tie ended and why, then who came to this place later."""
        return closing(self.history)

    def text(self) -> str:
        """The story in 80 columns."""
        check = self.verification.sentence
        return as_text(self.title, self.run.size, check, self.prologue, self.history)

    def page(self, figures: FigureCells) -> str:
        """The story with every week, around figures that were drawn."""
        under_title = f"{self.run.size}. {self.verification.sentence}"
        return story_page(self.title, under_title, self.prologue, self.history, figures)

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON: each week's states, event, draws and odds."""
        return {
            "dyad": self.dyad,
            "run": self.run.name,
            "ending": self.ending,
            "verification": _plain_verification(self.verification),
            "leave_factors": {f.name: f.value for f in factors_of(self.weeks[-1])},
            "weeks": [_plain_week(week) for week in self.history.weeks],
        }  # fmt: skip

    def files(self, figures: bool = True) -> dict[str, bytes]:
        """Figure if it is wanted, page and text, by file name."""
        return super().files(figures) | {"story.txt": self.text().encode()}


def replay(
    run: Result | Contrast | str | Path,
    dyad: int | None = None,
    *,
    equilibrium: str | None = None,
    arm: str | None = None,
    replicate: int | None = None,
    verify: bool = False,
) -> Story:
    """Step one dyad of a run again and return its story.

    Parameters
    ----------
    run : Result, Contrast, str or Path
        What was simulated or compared, or a folder of it.
    dyad : int, optional
        The dyad; the number of its row.
    equilibrium : str, optional
        Instead: the most typical engaged dyad of this class.
    arm, replicate : optional
        Of a comparison; the first of each by default.
    verify : bool
        Also step the whole run in the kernel and compare its weekly table.

    Returns
    -------
    Story

    Raises
    ------
    ParameterError
        No such dyad, class, arm or replicate.
    StoreError
        The folder cannot be read or run again.

    Examples
    --------
    >>> import mutua
    >>> run = mutua.simulate(dyads=80, weeks=8)
    >>> story = mutua.replay(run, dyad=3)
    >>> story.verification.holds
    True
    """
    if (dyad is None) == (equilibrium is None):
        raise ParameterError("dyad: give either dyad=NUMBER or equilibrium=CLASS")
    verify = truth("verify", verify)
    origin = stored_run(run, arm, replicate)
    with as_written("the table of dyads of this run"):
        typical = dyad if equilibrium is None else most_typical(origin, equilibrium)
    slot = check_dyad(origin, typical)
    why = "" if equilibrium is None else f", the most typical of '{label(f'class_{equilibrium}')}'"
    history = _traced(origin, slot)
    with as_written("a table of this run"):
        verification = verification_of(origin, slot, history.row, whole=verify)
    return Story(
        slot, origin, history, verification, _manifest(origin, slot, verification, why), why
    )


def _traced(run: StoredRun, slot: int) -> History:
    """Everything that happened in one place of a run."""
    return trace_slot(run.scenario, slot=slot, dyads=run.dyads, weeks=run.weeks, seed=run.seed,
                      replicate=run.replicate)  # fmt: skip


def _manifest(
    run: StoredRun, dyad: int, verification: Verification, why: str
) -> dict[str, Any]:  # fmt: skip
    """Everything that is needed to step the dyad again."""
    return {
        "kind": "story",
        "dyad": dyad, "run": run.name, "why": why,
        "verification": _plain_verification(verification),
        "same_source": verification.same_source,
        "scenario": describe_scenario(run.scenario),
        "dyads": run.dyads, "weeks": run.weeks, "seed": run.seed, "replicate": run.replicate,
        "teams": run.teams, "source": run.source,
        "provenance": provenance(),
    }  # fmt: skip


def saved_story(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Story:
    """Return the story that a folder keeps: stepped again, and compared with what was saved.

    Raises
    ------
    StoreError
        It is of another version of the model.
    """
    m = manifest
    if "scenario" not in m:
        raise StoreError("this story is of another version of mutua; replay the dyad again")
    run = StoredRun(read_scenario(m["scenario"]), **sizes_of(m),
                    replicate=whole("replicate", m["replicate"]), teams=m["teams"], rows=None,
                    weekly=None, source=text("source", m["source"]))  # fmt: skip
    history = _traced(run, check_dyad(run, m["dyad"]))
    changes = row_differences(tables["row"], outcomes_of(history.row[np.newaxis]))
    kept = [Difference(*each) for each in m["verification"]["differences"]]
    against = (*m["verification"]["against"], *(["the saved story"] if changes else []))
    same_source = m["same_source"] and m["provenance"]["source"] == source_hash()
    verification = Verification(against, (*kept, *changes), same_source)
    return Story(m["dyad"], run, history, verification, m, m["why"])


def _plain_verification(check: Verification) -> dict[str, Any]:
    """What was compared and how it came out, as plain values."""
    return {
        "against": list(check.against),
        "equal": check.holds if check.against else None,
        "differences": [list(map(str, difference)) for difference in check.differences],
    }


def _plain_week(week: Week) -> dict[str, Any]:
    """A week as nested plain values; traits and the record of instruments are left out."""
    values = {"week": week.number, "generation": week.generation}
    for moment in ("before", "after"):
        dyad = _plain(getattr(week, moment))
        del dyad["record"], dyad["person"]["traits"]
        values[moment] = dyad
    professional = _plain(week.carer.professional)
    parts = {name: _plain(getattr(week, name)) for name in ("event", "draws", "odds")}
    return values | {"professional": professional} | parts


def _plain(state: Any) -> Any:
    if not isinstance(state, tuple):
        return state
    return {name: _plain(value) for name, value in zip(state._fields, state, strict=True)}  # type: ignore[attr-defined]
