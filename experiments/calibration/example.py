"""Make the records of a synthetic service: visits and endings of simulated users."""

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from mutua.engines.agents import Service, ServiceUser
from mutua.jit.structs import flat, leaves
from mutua.model.draws import key_of
from mutua.model.measures.outcomes import Row
from mutua.model.people.quantiles import tables
from mutua.model.state import ENDINGS
from mutua.scenarios.resolve import resolve
from mutua.scenarios.scenario import Scenario
from mutua.studies.calibration.observation import Early
from mutua.studies.calibration.records import COLUMNS

#: The service of the shipped example, other than the setting has it.
TRUTH = {
    "exit.base": 0.003, "attend.odds": 3.5, "service.contact_interval": 1.9,
    "relate.understanding": 0.07,
}  # fmt: skip
USERS, WEEKS, SEED = 300, 52, 2026
#: Share of visits due for a rating at which the user, and the professional, gives one.
COMPLETE = (0.7, 0.5)
FILE = Path(__file__).parent / "visits.csv"

Record = dict[str, str | int]


def records(
    scenario: Scenario, users: int, weeks: int, seed: int, complete: Sequence[float] = COMPLETE
) -> list[Record]:
    """Records of a simulated service, as its office would keep them.

    Parameters
    ----------
    scenario : Scenario
        The service.
    users, weeks, seed : int
        Number of users, weeks of records, and the random seed.
    complete : sequence of float
        Share of ratings that each side gives.

    Returns
    -------
    list of dict
        Lines as in docs/calibration.md, person by person.
    """
    p = scenario.parameters
    teams = range(-(-users // scenario.team_width))
    service = Service(scenario, tables(p), key_of(seed), 0, teams, users)
    cohort = list(service.users)
    visits: list[list[tuple[int, bool]]] = [[] for _ in cohort]
    ended: dict[int, tuple[int, Mapping[str, float]]] = {}
    for week in range(1, weeks + 1):
        service.step()
        for i, user in enumerate(cohort):
            if i not in ended:
                if user.event.visit.offered > 0.0:
                    visits[i].append((week, user.event.visit.attended > 0.0))
                if user.ended or week == weeks:
                    ended[i] = week, row_of(user, week)
        service.end_week()
        service.renew()
    rates = np.random.default_rng(seed).random((users, 4)) < [*complete, *complete]
    early = Early.from_scenario(scenario)
    return [line for i in range(users)
            for line in lines(f"{i + 1:03d}", visits[i], *ended[i], rates[i], early)]  # fmt: skip


def row_of(user: ServiceUser, week: int) -> dict[str, float]:
    """What the model keeps of a dyad at its end, by name."""
    return dict(zip(leaves(Row), flat(user.row(float(week))), strict=True))


def lines(
    person: str, visits: Sequence[tuple[int, bool]], week: int, row: Mapping[str, float],
    given: np.ndarray, early: Early,
) -> Iterator[Record]:  # fmt: skip
    """Lines of one person: visits, those with ratings among them, and the closing one."""
    attended = [at for at, came in visits if came]
    when = [at for at in attended if early.week - 5 < at <= early.week][-1:]
    reason = ENDINGS[int(row["ending"])]
    rated = {at: "end" for at in attended[-1:] if not reason} | {at: "early" for at in when}
    for at, came in visits:
        line: Record = {"person": person, "week": at, "event": "attended" if came else "missed"}
        if came and at in rated:
            line |= ratings(row, rated[at], given[:2] if rated[at] == "early" else given[2:])
        yield line
    closing = "ended" if reason else "in_care"
    yield {"person": person, "week": week, "event": closing, "reason": reason}


def ratings(row: Mapping[str, float], when: str, given: np.ndarray) -> Record:
    """Ratings of both sides on a scale from 1 to 5, where they are given."""
    return {
        f"alliance_{side}": f"{1.0 + row[f'star_{side}_{when}'] / 12.0:.2f}"
        for side, gives in zip(("user", "professional"), given, strict=True)
        if gives
    }


def as_text(rows: Sequence[Record]) -> str:
    """Lines as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main(words: Sequence[str]) -> None:
    """Write the example, or to the file that the first word names."""
    rows = records(resolve(parameters=TRUTH), USERS, WEEKS, SEED)
    Path(words[0] if words else FILE).write_text(as_text(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
