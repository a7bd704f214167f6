"""Print how far dyads differ in each state, as a table in Markdown: they stay different."""

import sys
from collections.abc import Iterator, Sequence

import pandas as pd

from mutua.engines.agents import Service
from mutua.jit.structs import flat, leaves
from mutua.model.draws import key_of
from mutua.model.people.quantiles import tables
from mutua.model.state import Dyad, Professional
from mutua.scenarios.resolve import resolve

WEEKS = (0, 13, 52)
#: Parts of a dyad that are no states: traits, what instruments remember, counts and dates.
NO_STATES = (
    "person.traits", "person.course", "person.order", "professional.need", "user.level.anchor",
    "professional.level.anchor", "tie.contact", "tie.rupture_visits", "tie.since_feedback",
    "tie.held", "tie.begun", "tie.ended", "tie.ending", "tie.generation", "tie.post", "tie.place",
    "tie.newcomers", "tie.spell", "person.outside", "record",
)  # fmt: skip
#: States of a professional.
OF_STAFF = ("energy", "burnout", "esteem")
#: Spread that is lost for a reason, by state.
EXPLAINED = {
    "person.adherence": "drawn by itself at week 0; what goals, hope and burden make of it is less",
}


def spread(dyads: int, seed: int = 1) -> pd.DataFrame:
    """SD between dyads of each state, by week, among those engaged.

    Parameters
    ----------
    dyads : int
        Service users at week 0, in usual care in the community.
    seed : int
        The random seed.

    Returns
    -------
    DataFrame
        One row a state; one column a week of `WEEKS`.
    """
    scenario = resolve()
    p = scenario.parameters
    width = int(p.service.caseload * p.service.team_size)
    service = Service(scenario, tables(p), key_of(seed), 0, range(-(-dyads // width)), dyads)
    found = {0: deviations(service)}
    for week in range(1, WEEKS[-1] + 1):
        service.step()
        if week in WEEKS:
            found[week] = deviations(service)
        service.end_week()
        service.renew()
    return pd.DataFrame(found)


def deviations(service: Service) -> pd.Series:
    """SD of each state now: of ties over the cohort that goes on, of staff over all of them."""
    dyads = [user.dyad for user in service.users if not user.ended]
    engaged = [dyad for dyad in dyads if dyad.tie.generation == 0.0]
    ties = pd.DataFrame([list(flat(dyad)) for dyad in engaged], columns=list(leaves(Dyad)))
    staff = pd.DataFrame([list(flat(x.state)) for x in service.professionals])
    staff.columns = list(leaves(Professional))
    kept = [name for name in ties.columns if not name.startswith(NO_STATES)]
    of_staff = staff[list(OF_STAFF)].add_prefix("staff.")
    return pd.concat([ties[kept].std(), of_staff.std()])


def lost(table: pd.DataFrame) -> list[str]:
    """States whose spread in the last week is below half of what it was before."""
    first, middle, last = (table[week] for week in WEEKS)
    fallen = (last < 0.5 * middle) | (last < 0.5 * first)
    return [name for name in table.index[fallen]]


def lines(table: pd.DataFrame) -> Iterator[str]:
    """The table in Markdown."""
    yield "| state | " + " | ".join(f"week {week}" for week in WEEKS) + " | remark |"
    yield "|---|" + "---:|" * len(WEEKS) + "---|"
    fallen = lost(table)
    for name, row in table.iterrows():
        remark = EXPLAINED.get(str(name), "not explained") if name in fallen else ""
        yield f"| `{name}` | " + " | ".join(f"{x:.3f}" for x in row) + f" | {remark} |"


def main(words: Sequence[str]) -> None:
    """Print the table for as many dyads as the first word says."""
    print("\n".join(lines(spread(int(words[0]) if words else 800))))


if __name__ == "__main__":
    main(sys.argv[1:])
