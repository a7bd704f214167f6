"""The story of one dyad: any tie of a stored run, stepped again and told week by week."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutua.engines.history import History, Week, trace_slot
from mutua.errors import ParameterError
from mutua.model.state import ENDINGS
from mutua.reports.narrative.ending import leave_factors
from mutua.storage.folder import Writer, writing
from mutua.studies.comparison.result import Contrast
from mutua.studies.replay.stored_run import Origin, check_dyad, origin, typical
from mutua.studies.replay.verification import Verification, verified
from mutua.studies.simulate import Result


@dataclass(frozen=True)
class Story:
    """One dyad of a run, week by week.

    Attributes
    ----------
    dyad : int
        Its place; the story is of generation 0, later ones are mentioned at its end.
    origin : Origin
        The run.
    history : History
        Everything that happened in this place.
    verification : Verification
        Whether the replay is the run.
    why : str
        Why this dyad, if it was not named.
    """

    dyad: int
    origin: Origin
    history: History
    verification: Verification
    why: str = ""

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
        return f"Dyad {self.dyad}{self.why}: {self.origin.service}"

    @property
    def prologue(self) -> list[str]:
        """Who the two are."""
        from mutua.reports.narrative.prologue import prologue

        return prologue(self.origin.scenario, self.dyad, self.history)

    def text(self) -> str:
        """The story in 80 columns."""
        from mutua.reports.narrative.text import as_text

        check = self.verification.sentence
        return as_text(self.title, self.origin.size, check, self.prologue, self.history)

    def html(self, figures: dict[str, bytes] | None = None) -> str:
        """The story as one page that holds all it shows, every week included."""
        from mutua.reports.replay import story_page

        drawn = self.figures() if figures is None else figures
        under_title = f"{self.origin.size}. {self.verification.sentence}"
        return story_page(self.title, under_title, self.prologue, self.history, drawn)

    def plot(self) -> Any:
        """Figure: give and take in phase, and both books over time; matplotlib Axes."""
        from mutua.plots.replay import give_and_take

        return give_and_take(self.weeks, f"dyad {self.dyad}; {self.origin.name}")

    def figures(self) -> dict[str, bytes]:
        """The figure as PNG and SVG, by file name."""
        from mutua.plots.files import rendered

        draw: dict[str, Callable[[], Any]] = {"story": self.plot}
        return rendered(draw)

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON: each week's states, event, draws and odds."""
        check = self.verification
        return {
            "dyad": self.dyad,
            "run": self.origin.name,
            "ending": self.ending,
            "verification": {
                "against": list(check.against),
                "equal": check.holds if check.against else None,
                "differences": [list(map(str, difference)) for difference in check.differences],
            },
            "leave_factors": {f.name: f.value for f in leave_factors(self.weeks[-1])},
            "weeks": [_plain_week(week) for week in self.history.weeks],
        }  # fmt: skip

    def write(self, folder: Writer) -> None:
        """Write into a folder that is held: text, page, figure, manifest."""
        files = self.figures()
        files |= {"story.html": self.html(files).encode(), "story.txt": self.text().encode()}
        told = self.as_dict()
        folder.finish({"kind": "story"} | {k: told[k] for k in ("dyad", "run", "verification")}, {},
                      files=files)  # fmt: skip

    def save(self, path: str | Path) -> Path:
        """Write a folder: story.txt, story.html, story.png, story.svg, manifest."""
        with writing(path) as folder:
            self.write(folder)
        return Path(path)


def replay(
    run: Result | Contrast | str | Path,
    dyad: int | None = None,
    *,
    equilibrium: str | None = None,
    arm: str | None = None,
    replicate: int | None = None,
    verify: bool = False,
) -> Story:
    """Live one dyad of a run again and tell its story.

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
    where = origin(run, arm, replicate)
    why = "" if equilibrium is None else f", the most typical of {equilibrium}"
    slot = check_dyad(where, dyad if equilibrium is None else typical(where, equilibrium))
    history = trace_slot(
        where.scenario, slot=slot, dyads=where.dyads, weeks=where.weeks, seed=where.seed,
        replicate=where.replicate,
    )  # fmt: skip
    return Story(slot, where, history, verified(where, slot, history.row, whole=verify), why)


def _plain_week(week: Week) -> dict[str, Any]:
    """A week as nested plain values; traits and the record of instruments are left out."""
    told = {"week": week.number, "generation": week.generation}
    for moment in ("before", "after"):
        dyad = _plain(getattr(week, moment))
        del dyad["record"], dyad["person"]["traits"]
        told[moment] = dyad
    professional = _plain(week.carer.professional)
    parts = {name: _plain(getattr(week, name)) for name in ("event", "draws", "odds")}
    return told | {"professional": professional} | parts


def _plain(state: Any) -> Any:
    if not isinstance(state, tuple):
        return state
    return {name: _plain(value) for name, value in zip(state._fields, state, strict=True)}  # type: ignore[attr-defined]
