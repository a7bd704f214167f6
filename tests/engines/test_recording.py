"""What is recorded on request: series, ratings, professionals; allocation, events and start."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import mutua
from mutua.analysis.agreement import agreement_table
from mutua.engines.allocation import treated_dyads
from mutua.engines.batch import Batch, Recording, step
from mutua.engines.scratch import ROW_NAMES
from mutua.engines.sheets import Wanted, occasions_of
from mutua.errors import ParameterError
from mutua.scenarios.resolve import resolve

DYADS, WEEKS = 100, 30
OCCASIONS = ("week:0", "visit:3", "weeks:9-13", "week:26", "week:30")
EVERYTHING = Wanted(ROW_NAMES, occasions_of(OCCASIONS), posts=True)
#: Short caseloads: teams of 4 x 6, so that the last team is not full and has fewer professionals.
SMALL = {"service.caseload": 6}


def policy(name: str, strength: float, **when: float) -> dict[str, float]:
    """Values of one intervention."""
    given = {"strength": strength} | when
    return {f"interventions.{name}.{key}": value for key, value in given.items()}


EVENTS: dict[str, dict[str, float]] = {
    "no_show": policy("no_show", 1, start=12, stop=14),
    "breach": policy("breach", 1, start=12, every=5),
    "relapse": policy("relapse", 1, start=12, stop=12),
    "succession": policy("succession", 1, start=12, stop=12),
    "user_first": policy("user_first", 0.8, start=12, every=2),
    "training": policy("training", 0.5, start=12),
    "shared_decisions": policy("shared_decisions", 0.7, start=12, stop=20),
    "boundary": policy("boundary", 0.5, start=12),
}
UNITS = {"all": 0, "user": 1, "professional": 2, "team": 3}


def recorded(*values: dict[str, float], engine: str = "kernel", **choices: Any) -> Recording:
    """Everything that can be recorded of some scenarios with the same dyads."""
    arms = [resolve(parameters=SMALL | each, **choices) for each in values]
    batch = Batch(arms, [0] * len(arms), DYADS, WEEKS, seed=7, wanted=EVERYTHING)
    return step(batch, engine=engine, **({"threads": 1} if engine == "kernel" else {}))


def assert_equal(one: Recording, other: Recording) -> None:
    """Equal to the bit, missing ratings included."""
    np.testing.assert_array_equal(one.sums, other.sums)
    for a, b in zip(one.sheets, other.sheets, strict=True):
        for name in ("rows", "series", "ratings", "posts"):
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


@pytest.fixture(scope="module")
def treated() -> Recording:
    """Usual care, then each event for everybody."""
    return recorded({}, *EVENTS.values())


@pytest.mark.parametrize("unit", UNITS)
def test_both_engines_record_the_same(unit: str) -> None:
    """Series, ratings and professionals; events and policies for all, or for a share of units."""
    values = {key: x for each in EVENTS.values() for key, x in each.items()}
    values["interventions.allocation.unit"] = UNITS[unit]
    start = {"user.feeling.trust": 0.9, "person.severity": 0.8}
    both = [recorded(values, engine=engine, start=start) for engine in ("kernel", "mesa")]
    assert_equal(*both)


def test_nothing_changes_before_an_event(treated: Recording) -> None:
    """Every state of weeks 1 to 11 is that of usual care to the bit; each event changes some later.

    A rating has noise of its own: those before the event are equal too.
    """
    usual = treated.sheets[0]
    for name, sheets in zip(EVENTS, treated.sheets[1:], strict=True):
        np.testing.assert_array_equal(sheets.series[:, :11], usual.series[:, :11], err_msg=name)
        np.testing.assert_array_equal(sheets.posts[:, :11], usual.posts[:, :11], err_msg=name)
        assert not np.array_equal(sheets.series[:, 11:], usual.series[:, 11:]), name


def test_events_are_what_they_are_called(treated: Recording) -> None:
    """Nobody comes, all are breached, in crisis, or have another professional in these weeks."""
    of = {name: k for k, name in enumerate(ROW_NAMES)}
    by_name = dict(zip(("usual", *EVENTS), treated.series, strict=True))

    def values(arm: str, series: str, *weeks: int) -> np.ndarray:
        return by_name[arm][:, np.array(weeks) - 1, of[series]]

    on_ward = values("no_show", "person.course.admitted", 12) > 0.0
    assert not values("no_show", "event.visit.attended", 12, 13, 14)[~on_ward[:, 0]].any()
    for week in (12, 17, 22):
        met = values("breach", "event.visit.attended", week) > 0.0
        taken = values("breach", "event.given.harm_to_user", week)
        assert met.any()
        assert (taken[met] >= 1.0).all()
    assert (values("breach", "event.given.harm_to_user", 13, 14, 15, 16) < 1.0).all()
    calm = values("usual", "person.course.crisis", 11) == 0.0  # else the week may end a crisis
    calm &= values("relapse", "engaged", 12) > 0.0
    assert values("relapse", "person.course.crisis", 12)[calm].all()
    assert (values("succession", "carer.professional.generation", 13) >= 1.0).all()
    extra = values("user_first", "event.given.extra.goods", 12, 14)
    assert set(np.unique(extra).tolist()) == {0.0, 0.8}
    assert not values("user_first", "event.given.extra.goods", 11, 13, 15).any()


@pytest.mark.parametrize("unit", [name for name in UNITS if name != "all"])
def test_allocation_treats_a_share_of_units_and_leaves_the_rest(unit: str) -> None:
    """Allocated users are treated in the week of the event, and all of a unit or none."""
    event = EVENTS["relapse"] | {"interventions.allocation.unit": UNITS[unit]}
    arms = [{}, event, event | {"interventions.allocation.share": 0}]
    usual, some, none = recorded(*arms).series
    np.testing.assert_array_equal(usual, none)
    crisis, engaged = (ROW_NAMES.index(name) for name in ("person.course.crisis", "engaged"))
    open_to = (usual[:, 10:12, crisis] == 0.0).all(axis=1) & (usual[:, 11, engaged] > 0.0)
    changed = some[:, 11, crisis] > usual[:, 11, crisis]
    slots = np.arange(DYADS) // {"user": 1, "professional": 6, "team": 24}[unit]
    shares = [changed[open_to & (slots == slot)].mean() for slot in np.unique(slots[open_to])]
    assert set(shares) == {0.0, 1.0}


@pytest.mark.parametrize("fit", [0, 1])
@pytest.mark.parametrize("unit", UNITS)
def test_treated_dyads_are_those_that_the_engine_treats(unit: str, fit: int) -> None:
    """An extra act in each week: each treated dyad gets it at its visits, and no other dyad."""
    act = policy("user_first", 0.8) | {"interventions.allocation.unit": UNITS[unit]}
    recording = recorded({}, act | {"service.fit": fit})
    given, attended = (
        recording.series[1][:, :, ROW_NAMES.index(name)]
        for name in ("event.given.extra.goods", "event.visit.attended")
    )
    met = attended.any(axis=1)
    assert met.mean() > 0.9
    treated = treated_dyads(recording, 1)
    assert treated.all() == (unit == "all")
    np.testing.assert_array_equal((given > 0.0).any(axis=1), treated & met)


def test_states_are_set_at_week_0() -> None:
    """They are read from the state of week 1 before anything changed them; others stay as drawn."""
    set_to = {"tie.talk.familiarity": 0.75, "user.feeling.affect": -0.5}
    quiet = {"service.contact_interval": 26}
    usual, begun = (recorded(quiet, start=start).series[0] for start in ({}, set_to))
    unseen = usual[:, 0, ROW_NAMES.index("event.visit.attended")] == 0.0
    at = ROW_NAMES.index("tie.talk.familiarity")
    assert (begun[unseen, 0, at] == 0.75).all()
    assert (usual[unseen, 0, at] != 0.75).all()
    at = ROW_NAMES.index("person.traits.baseline")
    np.testing.assert_array_equal(usual[:, 0, at], begun[:, 0, at])


def test_trajectories_hold_the_week_of_the_ending() -> None:
    """The last visit of a tie is in its last week: visits are as many as in its row."""
    run = mutua.simulate(dyads=200, weeks=40, setting="psychotherapy", record="trajectories",
                         series=["event.user.y"], threads=1)  # fmt: skip
    assert run.trajectories is not None
    assert run.dyads is not None
    ended = ~run.dyads["engaged"].to_numpy()
    assert ended.any()
    visits = run.trajectories["attended"].sum("week").to_numpy()
    np.testing.assert_array_equal(visits, run.dyads["visits_attended"])
    weeks = run.trajectories["event.user.y"].notnull().sum("week").to_numpy()
    assert (weeks[ended] < 40).any()
    assert (weeks[ended] >= run.dyads["exit_week"].to_numpy()[ended]).all()


def test_ratings_of_an_occasion_do_not_depend_on_the_others() -> None:
    """A rating has its own noise by dyad and week."""
    one = mutua.simulate(dyads=80, weeks=20, ratings=["week:13"], threads=1).ratings
    more = mutua.simulate(dyads=80, weeks=20, ratings=["visit:1", "week:13"], threads=1).ratings
    assert one is not None
    assert more is not None
    same = more[more["occasion"] == "week:13"].reset_index(drop=True)
    assert one.drop(columns="occasion").equals(same.drop(columns="occasion"))


def test_ratings_and_professionals_are_kept(tmp_path: Any) -> None:
    """Saved and loaded, they are the same tables."""
    run = mutua.simulate(dyads=80, weeks=10, ratings=["week:0"], professionals=True, threads=1)
    run.save(tmp_path / "run")
    back = mutua.load(tmp_path / "run")
    assert back.ratings.equals(run.ratings)
    assert back.professionals.equals(run.professionals)
    assert len(run.professionals) == 4 * 10
    assert (run.professionals["burnout"].between(0, 1)).all()


def test_functions_of_both_sides__are_a_table_with_kappa() -> None:
    """Shares are those of the bits, and kappa of a side with itself is 1."""
    run = mutua.simulate(dyads=400, weeks=30, ratings=["week:26"], threads=1)
    table = run.agreement("week:26").set_index("function")
    assert len(table) == 12
    bits = run.ratings["functions_user"].to_numpy()
    assert table.loc["emotional", "user"] == ((bits >> 3) & 1).mean()
    assert table["kappa"].dropna().between(-1, 1).all()
    same = agreement_table(bits, bits, table.index)["kappa"].dropna()
    assert (same > 0.999).all()
    assert len(same) > 6
    with pytest.raises(ParameterError, match=r"^occasion: 'week:13' was not rated"):
        run.agreement("week:13")


WRONG: Sequence[tuple[dict[str, Any], str]] = (
    *(({"ratings": [text]}, "ratings") for text in
      ("visit", "visit:", "visit:0", "visit:-1", "visit:1.5", "visit:3-4", "week:x", "weeks:9",
       "weeks:13-9", "weeks:0-3", "month:3", "", "week:99999", "visit:٣", "week: 3", "week:3 ")),
    ({"ratings": ["week:3", "week:3"]}, "ratings"),
    *(({"series": [name], "record": "trajectories"}, "series") for name in
      ("", "trust", "user.feeling", "user.feeling.trsut", "event", "population.severity.mean")),
    ({"series": ["user.feeling.trust"]}, "series"),
    *(({"start": {name: value}}, "start") for name, value in
      (("user.feeling.trust", 2), ("user.feeling.trust", -0.1), ("user.feeling.trust", "high"),
       ("user.feeling.trust", float("nan")), ("tie.ended", 1), ("record.harm", 0.5),
       ("person.traits.avoidance", 0.5), ("trust", 0.5), ("", 0), ("user.feeling.affect", -1.5))),
    ({"start": [1]}, "start"),
    *(({"parameters": {f"interventions.{name}": value}}, "interventions") for name, value in
      (("allocation.unit", 4), ("allocation.unit", 0.5), ("allocation.share", 1.1),
       ("breach.every", -1), ("breach.every", 1.5), ("no_show.strength", 2))),
)  # fmt: skip


@pytest.mark.parametrize(("choice", "named"), WRONG)
def test_malformed_requests_are_one_line(choice: dict[str, Any], named: str) -> None:
    """The line names what was given and what is allowed."""
    with pytest.raises(ParameterError, match=named) as caught:
        mutua.simulate(dyads=8, weeks=20, **choice)
    assert "\n" not in str(caught.value)
