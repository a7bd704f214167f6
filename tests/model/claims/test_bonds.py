"""Trust, affect and attachment: what grows, what lasts, what locks in, and who says so.

Paired where two arms are compared; 3,200 dyads of the community unless said. False alarms: see
`test_exchange`.
"""

from functools import cache

import numpy as np
import pytest
from courses import LASTING, Courses, changes, courses, engaged, rows

import mutua

USER, PROFESSIONAL = "user.feeling.affect", "professional.feeling.affect"
TRUST = "user.feeling.trust"


@cache
def usual() -> Courses:
    """A year and a quarter of usual care."""
    return courses((USER, PROFESSIONAL, TRUST), weeks=65)


# --- affect --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [USER, PROFESSIONAL])
def test_affect__fills_its_range_and_lasts_for_months(name: str) -> None:
    weeks = usual()
    stay = weeks["engaged"][:, 64] > 0.0
    now, later = weeks[name][stay, 51], weeks[name][stay, 64]
    assert 0.15 <= now.std() <= 0.35
    assert 0.7 <= np.corrcoef(now, later)[0, 1] <= 0.92


def test_most_who_stay__feel_well_together() -> None:
    weeks = usual()
    well = (engaged(weeks, USER, 52) > 0.0) & (engaged(weeks, PROFESSIONAL, 52) > 0.0)
    assert well.mean() > 0.5


@cache
def apart(coupling: float, steepness: float) -> tuple[float, float]:
    """Affect of dyads that began at .5 over those at -.5, and the share .2 apart, after 104 weeks.

    The same dyads, nobody leaves.
    """
    shape = {"affect.coupling": coupling, "affect.steepness": steepness}
    low, high = (
        courses((USER,), LASTING | shape, weeks=104, dyads=1_600,
                start={USER: affect, PROFESSIONAL: affect})
        for affect in (-0.5, 0.5)
    )  # fmt: skip
    gap = (high[USER] - low[USER])[:, -1]
    return float(gap.mean()), float((gap > 0.2).mean())


def test_affect_has_one_basin_in_proportion__two_where_its_influence_is_steep() -> None:
    """At the default a minority stays apart; more where the coupling or its steepness is larger."""
    in_proportion, default, strong = apart(0.3, 1.0), apart(0.3, 4.0), apart(0.5, 4.0)
    assert in_proportion[0] < 0.02
    assert in_proportion[1] < 0.01
    assert 0.03 <= default[0] <= 0.3
    assert 0.03 <= default[1] <= 0.4
    assert strong[0] > 0.4
    assert strong[1] > 0.5


def test_affect_comes_apart__with_coupling_and_with_steepness() -> None:
    """Gap and share apart rise along both, as far as they are anything."""
    by_coupling = [apart(coupling, 4.0) for coupling in (0.15, 0.3, 0.4, 0.5)]
    by_steepness = [apart(0.4, steepness) for steepness in (1.0, 2.0, 4.0, 8.0)]
    for course in (by_coupling, by_steepness):
        gaps, shares = zip(*course, strict=True)
        assert np.all(np.diff(gaps) > 0.0)
        assert np.all(np.diff(shares) >= 0.0)


# --- trust ---------------------------------------------------------------------------------------


def test_trust_of_those_who_stay__grows_over_years() -> None:
    """Of the same dyads, week 4 to week 104; users' trust begins lower and grows more."""
    least = {TRUST: 0.08, "professional.feeling.trust": 0.04}
    weeks = courses(tuple(least), weeks=104)
    stay = weeks["engaged"][:, 103] > 0.0
    for name, growth in least.items():
        assert weeks[name][stay, 103].mean() - weeks[name][stay, 3].mean() >= growth


def deficit(contract: float) -> float:
    """Trust lost in the 13 weeks after two weeks of harm, as a share of what there was."""
    deal = LASTING | {"norm.contract": contract}
    harm = {"interventions.breach.strength": 1.0, "interventions.breach.start": 27.0,
            "interventions.breach.stop": 28.0}  # fmt: skip
    kept, broken = courses((TRUST,), deal)[TRUST], courses((TRUST,), deal | harm)[TRUST]
    return float((kept - broken)[:, 27:40].mean() / kept[:, 27:40].mean())


def test_trust_in_gifts_forgives_what_trust_in_a_deal_does_not() -> None:
    """Molm et al. 2009: the same breach costs less of a trust that rests on no terms."""
    assert deficit(0.0) < 0.95 * deficit(1.0)


# --- attachment ----------------------------------------------------------------------------------


@cache
def bad_weeks() -> Courses:
    """Weeks of a year by what attachment may do in them."""
    names = (USER, "event.visit.offered", "event.visit.attended", "person.avoidance",
             "person.traits.anxiety", "event.given.harm_to_professional")  # fmt: skip
    return courses(names, dyads=6_000)


def by_third(trait: str, name: str, where: str) -> tuple[float, float]:
    """Mean of a series in weeks after bad feeling, lowest and highest third of an attachment."""
    weeks = bad_weeks()
    bad = (weeks[USER][:, :-1] < -0.1) & (weeks["engaged"][:, 1:] > 0.0)
    bad &= weeks[where][:, 1:] > 0.0
    of = weeks[trait][:, :-1]
    low, high = np.quantile(of[bad], [1 / 3, 2 / 3])
    value = weeks[name][:, 1:]
    return float(value[bad & (of < low)].mean()), float(value[bad & (of > high)].mean())


def test_the_avoidant_withdraw__and_the_anxious_protest() -> None:
    came = by_third("person.avoidance", "event.visit.attended", "event.visit.offered")
    assert came[0] - came[1] >= 0.02
    met, harm = "event.visit.attended", "event.given.harm_to_professional"
    avoidant, anxious = (by_third(trait, harm, met)
                         for trait in ("person.avoidance", "person.traits.anxiety"))  # fmt: skip
    assert avoidant[0] - avoidant[1] >= 0.01
    assert anxious[1] - anxious[0] >= 0.01


def test_everybody_avoidant__trusts_less_and_stays_less_than_everybody_secure() -> None:
    def everybody(avoidance: float) -> dict[str, float]:
        asked = {"population.avoidance.mean": avoidance, "population.avoidance.sd": 0.04}
        return rows(changes(asked=asked))[["trust_user_end", "dropout"]].astype(float).mean()

    avoidant, secure = everybody(0.95), everybody(0.05)
    assert avoidant["trust_user_end"] < secure["trust_user_end"] - 0.05
    assert avoidant["dropout"] > secure["dropout"] + 0.03


# --- goals, habits, endings ----------------------------------------------------------------------


def test_goals__meet_and_stay_apart_in_part() -> None:
    result = mutua.simulate(dyads=3_200, weeks=104, ratings=["week:1", "week:52", "week:104"])
    consensus = result.ratings.groupby("occasion")["goal_consensus"].agg(["mean", "std"])
    first, year, end = (consensus.loc[f"week:{week}"] for week in (1, 52, 104))
    assert first["mean"] + 0.02 < year["mean"] < 0.92
    assert abs(end["mean"] - year["mean"]) < 0.02
    assert end["std"] > 0.06


def test_habits_of_giving__are_learnt_apart_and_held_by_the_role() -> None:
    def spread(changed: dict[str, float]) -> float:
        name = "professional.habit.services"
        return float(engaged(courses((name,), changed), name, 52).std())

    learnt = spread({})
    assert learnt >= 0.08
    assert spread({"habit.rate": 0.0}) == 0.0
    assert spread({"habit.homeostasis": 0.0}) > 1.1 * learnt


def test_some_ties_end_as_it_is_enough() -> None:
    """Two to ten in a hundred are asked; the margin is four standard errors of .003 or more."""
    for setting in ("psychotherapy", "community"):
        ending = rows(setting=setting)["ending"]
        assert 0.01 <= (ending == "enough").mean() <= 0.12
