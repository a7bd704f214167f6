"""People: tables that round safely, traits as declared, and a person who is only their luck."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from math import sqrt

import numpy as np
import pytest
from helpers import P, assert_in_range, assert_mean, bits, changed, defaults, moved
from scipy.stats import beta as beta_distribution
from scipy.stats import norm, rankdata

from mutua import population
from mutua.catalogue import Marginal, Parameters
from mutua.config import presets, resolve
from mutua.layout import leaves
from mutua.population import (
    GRAIN,
    LEAST_NEED,
    NEED,
    NEED_P,
    POINTS,
    REACH,
    SCORE,
    SCORE_END,
    SEVERITY,
    TABLES,
    beta_shape,
    fresh_dyad,
    fresh_team,
    interpolate,
    person,
    professional,
    score,
    tables,
)
from mutua.state import Dyad, Professional, Team, User
from mutua.streams import (
    ProfessionalDraws,
    UserDraws,
    key_of,
    professional_draws,
    user_draws,
    whose,
)

TABLE = tables(P)
PEOPLE = 20_000
KEY = key_of(20_260_101)

#: Populations that are shipped, in each setting.
SHIPPED = {
    f"{setting}, {name}": resolve(setting=setting, population=name).parameters
    for setting in presets("setting")
    for name in presets("population")
}

USER_MARGINALS = {
    "preferred_control": P.population.preferred_control,
    "avoidance": P.population.avoidance,
    "alternatives": P.population.alternatives,
    "response": P.population.response,
    "baseline": P.population.severity,
    "preferred_closeness": P.population.preferred_closeness,
    "anchor.efficacy": P.population.efficacy,
    "anchor.hope": P.population.hope,
    "anchor.acceptance": P.population.acceptance,
    "stigma": P.population.stigma,
    "burden": P.population.burden,
    "enough": P.population.enough,
    "responsibility": P.population.responsibility,
}
PROFESSIONAL_MARGINALS = {
    "skill": P.population.skill,
    "empathy": P.population.empathy,
    "preferred_control": P.population.preferred_control_professional,
    "proneness": P.population.proneness,
}
SIDE_MARGINALS = {
    "user.feeling.trust": P.population.trust,
    "user.level.anchor": P.population.anchor,
    "professional.feeling.trust": P.population.trust_professional,
    "professional.level.anchor": P.population.anchor_professional,
    "person.purse": P.population.purse,
    "person.adherence": P.population.adherence,
    "tie.talk.goals_user.change": P.population.goal_change,
    "tie.talk.goals_professional.change": P.population.goal_change_professional,
}
NEEDS = [
    f"{side}.need.{name}" for side in ("user", "professional") for name in P.population.need._fields
]


def at(state: object, name: str) -> float:
    for part in name.split("."):
        state = getattr(state, part)
    return state  # type: ignore[return-value]


@cache
def ties() -> tuple[Dyad, ...]:
    """First meetings of 20,000 users with as many professionals: all draws independent."""
    luck = [(user_draws(KEY, who), professional_draws(KEY, who)) for who in slots()]
    return tuple(fresh_dyad(user, carer, TABLE, P) for user, carer in luck)


@cache
def professionals() -> tuple[Professional, ...]:
    return tuple(professional(professional_draws(KEY, who), TABLE) for who in slots())


def slots() -> Iterator:
    return (whose(slot, 0, 0, 0) for slot in range(PEOPLE))


@pytest.fixture
def unrounded(monkeypatch):
    """Tables before they are rounded; the caches know nothing of it afterwards."""
    caches = population._scores, population._beta, population._reach
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(population, "_rounded", lambda values: values)
    yield tables
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("name", SHIPPED)
def test_no_entry__is_near_a_rounding_boundary(unrounded, name):
    """SciPy versions differ by some 1e-14 here; a table entry that close would differ by 1e-6."""
    steps = unrounded(SHIPPED[name]) / GRAIN
    distance = np.abs(steps - np.floor(steps) - 0.5) * GRAIN
    assert distance.min() > 1e-12


@pytest.mark.parametrize("p", SHIPPED.values(), ids=SHIPPED)
def test_tables__are_whole_grains_that_never_fall(p):
    table = tables(p)
    assert table.shape == (TABLES, POINTS)
    assert np.array_equal(table, np.round(table / GRAIN) * GRAIN)
    assert (np.diff(table, axis=1) >= 0.0).all()
    assert (table[:, 0] < table[:, -1]).all()


def test_tables__hold_the_quantiles_of_their_distributions():
    z = np.linspace(-SCORE_END, SCORE_END, POINTS)
    severity = P.population.severity
    exact = beta_distribution(*beta_shape(*severity)).ppf(norm.cdf(z))
    assert np.abs(TABLE[SEVERITY] - exact).max() < GRAIN
    assert np.abs(TABLE[REACH] - np.exp(P.population.reach * z)).max() < GRAIN
    assert TABLE[REACH][POINTS // 2] == 1.0, "the median professional keeps people as the base says"


def test_tables__are_read_within_their_ends():
    for row in range(TABLES):
        assert interpolate(TABLE, row, -5.0) == TABLE[row, 0]
        assert interpolate(TABLE, row, 1e9) == pytest.approx(TABLE[row, -1], abs=1e-6)
        assert interpolate(TABLE, row, 511.25) == pytest.approx(
            0.75 * TABLE[row, 511] + 0.25 * TABLE[row, 512], abs=1e-12
        )


def test_scores__are_standard_normal_to_a_hundredth():
    """Exact moments of the interpolated table: truncation at +-3.3 costs under 1 % of the SD."""
    a, b = TABLE[SCORE, :-1], TABLE[SCORE, 1:]
    assert abs(np.mean((a + b) / 2)) < 1e-9
    assert np.mean((a * a + a * b + b * b) / 3) == pytest.approx(1.0, abs=0.01)
    assert score(TABLE, 2.0**-33) > -3.3
    assert score(TABLE, 0.975) == pytest.approx(norm.ppf(0.975), abs=1e-3)


@pytest.mark.parametrize(
    "marginal",
    [*P.population[:2], P.population.alternatives, P.population.purse],
    ids=["severity", "preferred_control", "alternatives", "purse"],
)
def test_beta_shape__has_the_mean_and_sd_asked_for(marginal):
    mean, sd, low, high = marginal
    stretched = beta_distribution(*beta_shape(*marginal), loc=low, scale=high - low)
    assert stretched.mean() == pytest.approx(mean, abs=1e-12)
    assert stretched.std() == pytest.approx(sd, abs=1e-12)


def assert_marginal(values: np.ndarray, mean: float, sd: float) -> None:
    """Hypothesis: mean and SD are those declared. n 20,000; 4 SE; 1 in 8,000 for the pair."""
    assert_mean(values, mean)
    squares = (values - mean) ** 2
    assert_mean(squares, sd * sd)


@pytest.mark.parametrize("name", USER_MARGINALS)
def test_users__have_the_declared_means_and_spreads(name):
    values = np.array([at(tie, f"person.traits.{name}") for tie in ties()])
    assert_marginal(values, *USER_MARGINALS[name][:2])


@pytest.mark.parametrize("name", SIDE_MARGINALS)
def test_first_meetings__have_the_declared_means_and_spreads(name):
    values = np.array([at(tie, name) for tie in ties()])
    assert_marginal(values, *SIDE_MARGINALS[name][:2])


@pytest.mark.parametrize("name", PROFESSIONAL_MARGINALS)
def test_professionals__have_the_declared_means_and_spreads(name):
    values = np.array([getattr(carer, name) for carer in professionals()])
    assert_marginal(values, *PROFESSIONAL_MARGINALS[name][:2])


def test_reach__is_log_normal_around_one():
    values = np.log([carer.reach for carer in professionals()])
    assert_marginal(values, 0.0, P.population.reach)


@pytest.mark.parametrize("side", ["user", "professional"])
def test_needs__differ_between_people_as_declared(side):
    values = np.array([getattr(tie, side).need for tie in ties()])
    q = P.population
    means, sd = (
        (q.need, q.need_sd) if side == "user" else (q.need_professional, q.need_sd_professional)
    )
    for k, mean in enumerate(means):
        assert_marginal(values[:, k], mean, sd)


@pytest.mark.parametrize(
    ("trait", "declared"),
    [
        ("baseline", P.population.severity_control),
        ("anchor.efficacy", P.population.efficacy_control),
    ],
)
def test_the_severely_ill_and_the_less_able__prefer_more_direction(trait, declared):
    """Normal scores of ranks correlate as declared; n 20,000, SE (1-r^2)/sqrt(n), 4 SE."""
    names = [f"person.traits.{name}" for name in (trait, "preferred_control")]
    columns = np.array([[at(tie, name) for name in names] for tie in ties()])
    scores = norm.ppf((rankdata(columns, axis=0) - 0.5) / PEOPLE)
    found = np.corrcoef(scores.T)[0, 1]
    assert abs(found - declared) < 4.0 * (1.0 - declared**2) / sqrt(PEOPLE)


def test_all_else_about_people__is_independent():
    """All correlations but the declared two are 0; 664 pairs, 5 SE: 1 false alarm in 2,600."""
    traits = [f"person.traits.{name}" for name in USER_MARGINALS]
    names = [*traits, *SIDE_MARGINALS, *NEEDS]
    columns = [[at(tie, name) for tie in ties()] for name in names]
    columns += [[getattr(who, name) for who in professionals()] for name in PROFESSIONAL_MARGINALS]
    correlations = np.corrcoef(columns)
    a = names.index("person.traits.preferred_control")
    for other in ("baseline", "anchor.efficacy"):
        b = names.index(f"person.traits.{other}")
        assert abs(correlations[a, b]) > 0.1
        correlations[a, b] = correlations[b, a] = 0.0
    assert len(columns) * (len(columns) - 1) // 2 - 2 == 664
    assert np.abs(np.triu(correlations, 1)).max() < 5.0 / sqrt(PEOPLE)


def test_preferences__have_the_shares_of_e19():
    """Michaelis 2017: .190 user-led, .575 collaborative, .235 professional-led.

    The regimes prefer below .35, between, above .65. A beta distribution with two numbers meets
    three shares to .03; n 20,000, SE .0035.
    """
    wish = np.array([tie.person.traits.preferred_control for tie in ties()])
    shares = [np.mean(wish < 0.35), np.mean((wish >= 0.35) & (wish <= 0.65)), np.mean(wish > 0.65)]
    assert shares == pytest.approx([0.190, 0.575, 0.235], abs=0.03)


def newcomer(seed: int = 1, slot: int = 4, generation: int = 0, replicate: int = 2, p=P) -> User:
    draws = user_draws(key_of(seed), whose(slot, generation, 0, replicate))
    return person(draws, tables(p), p)


def test_a_person__is_decided_by_seed_replicate_slot_and_generation():
    here = bits(newcomer())
    assert here == bits(newcomer())
    for change in ({"seed": 2}, {"slot": 5}, {"generation": 1}, {"replicate": 3}):
        assert bits(newcomer(**change)) != here


def test_a_person__is_the_same_under_every_regime():
    other = defaults({"norm.control": 0.1, "norm.rigidity": 0.9, "exit.base": 0.1, "trust.gain": 0})
    assert bits(newcomer(p=other)) == bits(newcomer())


def test_another_distribution_of_severity__moves_severity_alone():
    milder = defaults({"population.severity.mean": 0.45, "population.severity.sd": 0.15})
    first, other = newcomer(), newcomer(p=milder)
    assert other.traits.baseline != first.traits.baseline
    assert other.traits == first.traits._replace(baseline=other.traits.baseline)
    assert other.purse == first.purse


def test_every_draw__makes_traits_of_its_own():
    """One number of a person's luck at a time: what moves belongs to it and to no other."""
    user, carer = user_draws(KEY, whose(1, 0, 0, 0)), professional_draws(KEY, whose(1, 0, 0, 0))
    first = fresh_dyad(user, carer, TABLE, P)
    made = {}
    for name in leaves(UserDraws):
        other = changed(user, {name: (at(user, name) + 0.4) % 1.0})
        made[name] = moved(first, fresh_dyad(other, carer, TABLE, P), Dyad)
    for name in leaves(ProfessionalDraws):
        other = changed(carer, {name: (at(carer, name) + 0.4) % 1.0})
        made[f"carer.{name}"] = moved(first, fresh_dyad(user, other, TABLE, P), Dyad)
    for correlated in ("severity", "efficacy"):
        assert "person.traits.preferred_control" in made[correlated]
        made[correlated] -= {"person.traits.preferred_control"}
    rest = {"tie.talk.goals_user.stability", "tie.talk.goals_user.access"}
    assert made["goal_stability"] == rest, "shares of what change leaves"
    made["goal_change"] -= rest
    owners = Counter(trait for traits in made.values() for trait in traits)
    assert max(owners.values()) == 1
    idle = {name for name, traits in made.items() if not traits}
    person_of_the_carer = {"skill", "empathy", "reach", "preferred_control"}
    assert idle == {"rating_start", "rating_end", *(f"carer.{n}" for n in person_of_the_carer)}


def test_first_meetings__lie_in_their_ranges_and_start_from_nothing():
    for tie in ties()[:500]:
        assert_in_range(tie, Dyad)
        for side in (tie.user, tie.professional):
            assert side.books == (0.0, 0.0)
            assert side.feeling[1:] == (0.0, 0.0, 0.0)
            assert side.level == (side.level.anchor,) * 3
            assert side.perception.felt_control == tie.tie.talk.control == P.norm.control
            assert side.perception.felt_closeness == P.norm.closeness
            assert side.habit == (1.0,) * 6
        assert tie.person.mind == tie.person.traits.anchor
        assert tie.tie.ending == tie.tie.contact.gap == tie.tie.talk.familiarity == 0.0
        assert tie.tie.uncertainty == 1.0
        assert tie.person.severity == tie.person.traits.baseline == tie.tie.seen_severity


def test_the_most_avoidant__see_least():
    most, least = (
        fresh_dyad(user_draws(KEY, whose(1, 0, 0, 0))._replace(avoidance=u), LUCK_P, TABLE, P)
        for u in (0.99, 0.01)
    )
    assert most.user.perception.distortion > least.user.perception.distortion
    assert most.user.perception.distortion <= P.population.distortion
    assert most.professional == least.professional


LUCK_P = professional_draws(KEY, whose(1, 0, 0, 0))


def test_a_professional__starts_rested_and_as_burnt_out_as_prone():
    carer = professional(LUCK_P, TABLE)
    assert_in_range(carer, Professional)
    assert (carer.energy, carer.burnout) == (1.0, carer.proneness)
    assert fresh_team(P) == Team(climate=1.0 - P.population.proneness.mean)


def test_nobody__needs_nothing_at_all():
    """Needs met are a share of all needs: the rarest that may be set leave some to everybody."""
    means = {f"need.{name}": 0.05 for name in P.population.need._fields}
    rarest = changed(P, {"population": changed(P.population, means | {"need_sd": 0.15})})
    assert tables(rarest)[NEED:NEED_P].min() >= LEAST_NEED > 0.0


def test_tables__follow_the_parameters():
    assert np.array_equal(tables(P), TABLE)
    other = changed(P, {"population.skill": Marginal(0.5, 0.1, 0.0, 1.0)})
    assert isinstance(other, Parameters)
    different = (tables(other) != TABLE).any(axis=1)
    assert np.flatnonzero(different).tolist() == [population.SKILL]
