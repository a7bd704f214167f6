"""Print how far each side answers the other, by what, and when, as tables in Markdown."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pandas as pd

import mutua
from mutua.analysis.digits import number
from mutua.analysis.elasticity import ANSWERS, answer_table, answers_by_replicate
from mutua.engines.agents import Service
from mutua.engines.batch import Batch, step
from mutua.engines.recorder import weekly_table
from mutua.jit.structs import replace
from mutua.scenarios.resolve import resolve
from mutua.studies.reciprocity.experiment import EXITS_OFF, GIVEN

#: Weeks that are read, first and last, from the first contact to the second year.
WINDOWS = ((1, 13), (14, 26), (27, 52), (53, 78), (79, 104))
SIDES = tuple(ANSWERS)
#: Every way from what one side gives to what the other gives, and the choices that close it.
CHANNELS: dict[str, Mapping[str, Any]] = {
    "trust in giving": {"parameters": {"give.trust": 0.0}},
    "affect in giving": {"parameters": {"give.affect": 0.0}},
    "books": {"mechanism": {"obligation": False}},
    "habits": {"mechanism": {"reinforcement": False}},
    "ruptures that close disclosure": {"parameters": {"rupture.gain": 0.0}},
    "acts beyond the role": {"parameters": dict.fromkeys(
        ("give.unasked", "give.returned", "ask.answer"), 0.0)},
    "illness, adherence, weeks on the ward": {"parameters": {
        "give.capacity": 0.0, "give.adherence": 0.0, "give.admitted": 1.0}},
    "energy, burnout and climate of staff": {"parameters": dict.fromkeys(
        ("give.climate", "give.burnout", "work.drain"), 0.0)},
    "money and goods": {"parameters": {
        f"norm.{side}.{name}": 0.0 for side in SIDES for name in ("money", "goods")}},
}  # fmt: skip
#: Channels by which a side is moved to give: drive, books, habits.
FEELINGS = ("trust in giving", "affect in giving", "books", "habits")
#: Size of the study by agents: dyads, replicates, and the weeks of the change.
BY_AGENTS, PERIOD = (480, 4), (53, 78)


def choices_without(*channels: str) -> dict[str, Any]:
    """Choices that close some channels."""
    closed: dict[str, Any] = {"parameters": {}, "mechanism": {}}
    for channel in channels:
        for kind, values in CHANNELS[channel].items():
            closed[kind] |= values
    return closed


def by_channel(**sizes: Any) -> Iterator[tuple[str, pd.DataFrame]]:
    """Answers in usual care with channels closed, each by itself and together."""
    yield "none", mutua.reciprocity(["usual"], **sizes).summary()
    sets = {name: (name,) for name in CHANNELS}
    sets |= {"trust, affect, books and habits": FEELINGS, "all of them": tuple(CHANNELS)}
    for name, channels in sets.items():
        yield name, mutua.reciprocity(["usual"], **sizes, **choices_without(*channels)).summary()


def by_weeks(*channels: str, **sizes: Any) -> Iterator[tuple[str, pd.DataFrame]]:
    """Answers in usual care by the weeks that are read, with some channels closed."""
    choices = sizes | choices_without(*channels)
    for since, weeks in WINDOWS:
        found = mutua.reciprocity(["usual"], since=since, weeks=weeks, **choices)
        yield ", ".join([f"{since} to {weeks}", *channels]), found.summary()


class Changed(Service):
    """A service in which one side gives more, or less, from a week on."""

    side, effort, since = "user", 1.0, PERIOD[0]

    def step(self) -> None:
        """One week; effort changes before the first one of the period."""
        if self.week + 1 == self.since:
            self.p = replace(self.p, effort=replace(self.p.effort, **{self.side: self.effort}))
        super().step()


def within_a_relation() -> pd.DataFrame:
    """Answers in usual care where effort changes after a year, in the weeks of the change.

    The kernel keeps the parameters of a run, so that this takes the engine of agents, and minutes.
    """
    dyads, replicates = BY_AGENTS
    base, rows = resolve(parameters=EXITS_OFF), []
    for side in SIDES:
        for effort in (0.85, 1.15):
            service = type("Arm", (Changed,), {"side": side, "effort": effort})
            batch = Batch([base] * replicates, range(replicates), dyads, PERIOD[1], 1, rows=False)
            recording = step(batch, engine="mesa", service=service)
            for replicate in range(replicates):
                weekly = weekly_table(recording, replicate)
                read = weekly[weekly["week"] >= PERIOD[0]]
                flows = {f"flow_{giver}": read[name].mean() for giver, name in GIVEN.items()}
                rows.append({"regime": "usual", "changed": side, "effort": effort,
                             "replicate": replicate, **flows})  # fmt: skip
    return answer_table(answers_by_replicate(pd.DataFrame(rows)), ["usual"])


def as_markdown(first: str, rows: Iterator[tuple[str, pd.DataFrame]]) -> Iterator[str]:
    """One row a table of answers, one column a side that answers."""
    yield f"| {first} | " + " | ".join(f"{side} answers" for side in SIDES) + " |"
    yield "|---|" + "---:|" * len(SIDES)
    for name, answers in rows:
        by_side = answers.set_index("answers")
        cells = (cell(by_side.loc[side]) for side in SIDES)
        yield f"| {name} | " + " | ".join(cells) + " |"


def cell(row: pd.Series) -> str:
    """An elasticity with the half-width of its interval."""
    return f"{number(row['elasticity'])} ({number((row['high'] - row['low']) / 2)})"


def main() -> None:
    """Print all tables."""
    found = mutua.reciprocity()
    regimes = found.summary().groupby("regime", sort=False)
    print("\n".join(as_markdown("regime", iter(regimes))), end="\n\n")
    weeks = chain(by_weeks(replicates=4), by_weeks("books", replicates=4))
    print("\n".join(as_markdown("weeks, closed", weeks)), end="\n\n")
    print("\n".join(as_markdown("closed", by_channel(replicates=4))), end="\n\n")
    changed = iter([("after a year", within_a_relation())])
    print("\n".join(as_markdown("changed", changed)))


if __name__ == "__main__":
    main()
