"""One dyad under both arms, week by week: both sides, gifts, books, and its story.

Its team alone is stepped by the kernel, in some milliseconds; Mesa agents step it once more where
its story is asked for, in some seconds.
"""

from typing import Any, NamedTuple

import numpy as np

from mutua.app.choices import PageChoices, scenario_of
from mutua.engines.batch import Batch, step
from mutua.engines.sheets import Wanted
from mutua.model.resources import Gifts
from mutua.model.state import ENDINGS
from mutua.scenarios.scenario import Scenario

CLASSES_OF_GIFTS = Gifts._fields
#: What either side holds of the tie: the name on the page, and where it is in its state.
INNER = {
    "trust": "feeling.trust",
    "bond": "feeling.bond",
    "affect": "feeling.affect",
    "rupture": "feeling.rupture",
    "expectation": "level.expectation",
    "felt control": "perception.felt_control",
    "recognition": "perception.felt_recognition",
}
BOOKS = {"debt": "books.debt", "credit": "books.credit"}
SIDES_OF_DYAD = ("user", "professional")
#: What is known of the person and of the week.
FACTS = {
    "severity": "person.severity",
    "hope": "person.mind.hope",
    "adherence": "person.adherence",
    "crisis": "person.course.crisis",
    "admitted": "person.course.admitted",
    "onset": "event.onset",
    "offered": "event.visit.offered",
    "asked": "event.visit.asked",
    "answered": "event.visit.answered",
    "attended": "event.visit.attended",
    "burnout": "carer.professional.burnout",
    "successor": "carer.professional.generation",
    "ending": "tie.ending",
}


class Scene(NamedTuple):
    """A stretch of weeks of a story, or one of its turning points."""

    first: int  #: Weeks
    last: int
    title: str
    text: str


def _gift_leaves(side: str) -> dict[str, list[str]]:
    """What a side is given, feels and needs, class by class."""
    places = {
        "given": f"event.given.to_{side}",
        "felt": f"event.{side}.gifts",
        "needed": f"{side}.need",
    }
    return {name: [f"{place}.{gift}" for gift in CLASSES_OF_GIFTS]
            for name, place in places.items()}  # fmt: skip


def _leaves_of_dyad() -> dict[str, str | list[str]]:
    """All that is shown of a dyad, by the name that the page has for it."""
    leaves: dict[str, str | list[str]] = dict(FACTS)
    for side in SIDES_OF_DYAD:
        leaves |= {f"{side}.{name}": f"{side}.{leaf}" for name, leaf in (INNER | BOOKS).items()}
        leaves |= {f"{side}.{name}": places for name, places in _gift_leaves(side).items()}
    return leaves


SHOWN = _leaves_of_dyad()
SERIES_OF_DYAD = tuple(
    dict.fromkeys(
        leaf
        for leaves in SHOWN.values()
        for leaf in ([leaves] if isinstance(leaves, str) else leaves)
    )
)


def dyad_course(choices: PageChoices, arm: int, dyad: int) -> dict[str, np.ndarray]:
    """What is shown of a dyad by week, up to the week in which its first tie ended.

    Returns
    -------
    dict
        By name: shape (weeks,), or (weeks, 6) of gifts. Needs are in units, as much as a whole
        visit would have to bring.
    """
    scenario = scenario_of(choices, arm)
    kept = _series(scenario, choices, dyad)
    place = {name: k for k, name in enumerate(SERIES_OF_DYAD)}
    shown = {
        name: kept[:, place[leaves]] if isinstance(leaves, str)
        else kept[:, [place[leaf] for leaf in leaves]]
        for name, leaves in SHOWN.items()
    }  # fmt: skip
    for side in SIDES_OF_DYAD:
        shown[f"{side}.needed"] = shown[f"{side}.needed"] * scenario.parameters.exchange.full
    return shown


def _series(scenario: Scenario, choices: PageChoices, dyad: int) -> np.ndarray:
    """Series of a dyad up to the end of its first tie, shape (weeks, SERIES_OF_DYAD)."""
    team = dyad // scenario.team_width
    wanted = Wanted(("engaged", *SERIES_OF_DYAD))
    batch = Batch(
        [scenario], [0], choices.dyads, choices.horizon, choices.seed, (team,), False, wanted
    )
    values: np.ndarray = step(batch, threads=1).series[0][dyad - team * scenario.team_width]
    goes_on = int((values[:, 0] > 0.0).sum())
    return values[: goes_on + 1, 1:]  # the week of the ending is lived too


def week_in_words(facts: dict[str, np.ndarray], k: int) -> str:
    """What happened in a week, in sentences; `k` counts from 0."""
    is_so = {name: facts[name][k] > 0.0 for name in FACTS}
    parts = [_contact_in_words(is_so)]
    if k > 0 and facts["successor"][k] > facts["successor"][k - 1]:
        parts.insert(0, "Another professional has taken over.")
    if is_so["onset"]:
        parts.append("A crisis begins.")
    elif k > 0 and facts["crisis"][k - 1] > 0.0 and not is_so["crisis"]:
        parts.append("The crisis ends.")
    elif is_so["crisis"]:
        parts.append("The user is in a crisis.")
    if is_so["ending"]:
        parts.append(f"The tie ends: {ENDINGS[int(facts['ending'][k])]}.")
    return " ".join(parts)


def _contact_in_words(is_so: dict[str, bool]) -> str:
    """Whether the two met."""
    if is_so["admitted"]:
        return "The user is on the ward."
    if is_so["answered"]:
        came = "and they meet" if is_so["attended"] else "but does not come"
        return f"The user asks for a visit, {came}."
    if is_so["asked"]:
        return "The user asks for a visit in vain."
    if not is_so["offered"]:
        return "No visit is due."
    return "They meet." if is_so["attended"] else "A visit is offered; the user does not come."


def dyad_story(choices: PageChoices, arm: int, dyad: int, until: int) -> dict[str, Any]:
    """The story of a dyad so far: who the two are, scene by scene, and why it ended.

    Parameters
    ----------
    until : int
        Week up to which it is written; no later draw has a part in it.

    Returns
    -------
    dict
        ``prologue`` and ``closing``: lists of paragraphs, the latter empty while the tie goes on;
        ``scenes``: list of `Scene`.
    """
    from mutua.engines.history import trace_slot  # Mesa takes a second to import
    from mutua.reports.narrative.account import chapters
    from mutua.reports.narrative.ending import ending_in_words
    from mutua.reports.narrative.prologue import prologue

    scenario = scenario_of(choices, arm)
    history = trace_slot(scenario, slot=dyad, dyads=choices.dyads, weeks=until, seed=choices.seed,
                         replicate=0)  # fmt: skip
    tie = history.ties[0]
    scenes = [
        Scene(part.weeks[0].number, part.weeks[-1].number, part.title, part.sentence)
        for part in chapters(tie)
    ]
    who = prologue(scenario, dyad, history)[1:3]  # the user and the professional
    why = ending_in_words(tie) if tie[-1].after.tie.ending > 0.0 else []
    return {"prologue": who, "scenes": scenes, "closing": why}


def as_plain(values: dict[str, np.ndarray]) -> dict[str, list[Any]]:
    """Arrays as lists of numbers of four decimals, for the browser."""
    return {name: np.round(array, 4).tolist() for name, array in values.items()}
