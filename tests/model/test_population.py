"""People: tables that round safely, traits as declared, and a person made by random draws alone."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from math import sqrt

import numpy as np
import pytest
from helpers import (
    DYAD,
    P,
    assert_in_range,
    assert_mean,
    assert_rises,
    bits,
    changed,
    defaults,
    moved,
    needs,
    parameters,
    shares,
    states,
)
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta as beta_distribution
from scipy.stats import norm, rankdata

from mutua.jit.structs import leaves
from mutua.model.draws import (
    MeetingDraws,
    ProfessionalDraws,
    UserDraws,
    counter_of,
    key_of,
    meeting_draws,
    professional_draws,
    user_draws,
)
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.groups import Marginal
from mutua.model.people import quantiles
from mutua.model.people.meeting import (
    LONG_AGO,
    begin_again,
    fresh_dyad,
    hand_over,
    image_of_professional,
    misfit_of_wishes,
    side_of_known,
)
from mutua.model.people.population import (
    background,
    binary_score,
    expressed_emotion_at_start,
    fresh_team,
    person,
    professional,
)
from mutua.model.people.quantiles import (
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
    ends,
    interpolate,
    score,
    tables,
)
from mutua.model.record import NO_RECORD
from mutua.model.rules.experience import brought_by_user
from mutua.model.rules.response import USUAL_COMING
from mutua.model.state import (
    Contact,
    Dyad,
    Level,
    Life,
    Professional,
    Team,
    User,
)
from mutua.scenarios.presets import presets
from mutua.scenarios.resolve import resolve

TABLE = tables(P)
PEOPLE = 10_000
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
    "anxiety": P.population.anxiety,
    "alternatives": P.population.alternatives,
    "response": P.population.response,
    "baseline": P.population.severity,
    "anchor.efficacy": P.population.efficacy,
    "anchor.hope": P.population.hope,
    "anchor.acceptance": P.population.acceptance,
    "stigma": P.population.stigma,
    "burden": P.population.burden,
    "enough": P.population.enough,
    "responsibility": P.population.responsibility,
    "relative.warmth": P.population.warmth,
    "relative.attitude": P.population.attitude,
}
PROFESSIONAL_MARGINALS = {
    "skill": P.population.skill,
    "empathy": P.population.empathy,
    "preferred_control": P.population.preferred_control_professional,
    "proneness": P.population.proneness,
    "flexibility": P.population.flexibility,
    "attachment": P.population.attachment,
    "attitude": P.population.attitude_professional,
    "outside_load": P.population.outside_load,
}
SIDE_MARGINALS = {
    "user.level.anchor": P.population.anchor,
    "professional.feeling.trust": P.population.trust_professional,
    "professional.level.anchor": P.population.anchor_professional,
    "person.purse": P.population.purse,
    "person.adherence": P.population.adherence,
    "person.expressed_emotion": P.population.expressed_emotion,
    "tie.talk.understanding": P.population.understanding,
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
    """First meetings of 10,000 users with as many professionals: all draws independent."""
    tables = (user_draws, professional_draws, meeting_draws)
    births = [[draws(KEY, who) for draws in tables] for who in slots()]
    return tuple(fresh_dyad(*drawn, 0.0, 0.0, 0.0, 0.0, TABLE, P) for drawn in births)


@cache
def professionals() -> tuple[Professional, ...]:
    return tuple(professional(professional_draws(KEY, who), TABLE, 0.0, P) for who in slots())


@cache
def backgrounds() -> np.ndarray:
    """What is known of the same 10,000 users: age, male, income, education, locus, a row each."""
    return np.array([background(user_draws(KEY, who), TABLE, P) for who in slots()]).T


def slots() -> Iterator:
    return (counter_of(slot, 0, 0, 0) for slot in range(PEOPLE))


@pytest.fixture
def unrounded(monkeypatch):
    """Tables before they are rounded; the caches know nothing of it afterwards."""
    caches = quantiles._scores, quantiles._beta, quantiles._multiple
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(quantiles, "_rounded", lambda values: values)
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
    mean, sd, *limits = ends(marginal)
    low, high = limits or (0.0, 1.0)
    stretched = beta_distribution(*beta_shape(*ends(marginal)), loc=low, scale=high - low)
    assert stretched.mean() == pytest.approx(mean, abs=1e-12)
    assert stretched.std() == pytest.approx(sd, abs=1e-12)


def assert_marginal(values: np.ndarray, mean: float, sd: float) -> None:
    """Hypothesis: mean and SD are those declared. n 10,000; 4 SE; 1 in 8,000 for the pair."""
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


@pytest.mark.parametrize("name", ["reach", "standard"])
def test_reach_and_standard__are_log_normal_around_one(name):
    values = np.log([getattr(carer, name) for carer in professionals()])
    assert_marginal(values, 0.0, getattr(P.population, name))


@pytest.mark.parametrize("side", ["user", "professional"])
def test_needs__differ_between_people_as_declared(side):
    values = np.array([getattr(tie, side).need for tie in ties()])
    q = P.population
    means, sd = (
        (q.need, q.need_sd) if side == "user" else (q.need_professional, q.need_sd_professional)
    )
    for k, mean in enumerate(means):
        assert_marginal(values[:, k], mean, sd)


Q = P.population
AGE, MALE, INCOME, EDUCATION, LOCUS = range(5)
#: What S001 (items 67 and 69) names, and how far it goes with the control that a user prefers.
DECLARED = {
    "severity": (lambda: column("person.traits.baseline"), Q.severity_control),
    "efficacy": (lambda: column("person.traits.anchor.efficacy"), Q.efficacy_control),
    "age": (lambda: backgrounds()[AGE], Q.age_control),
    "income": (lambda: backgrounds()[INCOME], Q.income_control),
    "education": (lambda: backgrounds()[EDUCATION], Q.education_control),
    "locus": (lambda: backgrounds()[LOCUS], Q.locus_control),
}


def column(name: str) -> np.ndarray:
    return np.array([at(tie, name) for tie in ties()])


def scores(values: np.ndarray) -> np.ndarray:
    """Normal scores of ranks."""
    return norm.ppf((rankdata(values) - 0.5) / PEOPLE)


@pytest.mark.parametrize("name", DECLARED)
def test_the_control_that_users_prefer__goes_with_what_is_known_of_them_as_declared(name):
    """Normal scores of ranks correlate as declared; n 10,000, SE (1-r^2)/sqrt(n), 4 SE."""
    values, declared = DECLARED[name]
    assert declared != 0.0
    wish = scores(column("person.traits.preferred_control"))
    found = np.corrcoef(scores(values()), wish)[0, 1]
    assert abs(found - declared) < 4.0 * (1.0 - declared**2) / sqrt(PEOPLE)


def test_men__prefer_more_direction_as_declared():
    """A trait that people have or not, against normal scores: n 10,000, 4 SE."""
    wish = scores(column("person.traits.preferred_control"))
    found = np.corrcoef(backgrounds()[MALE], wish)[0, 1]
    assert abs(found - Q.male_control) < 4.0 / sqrt(PEOPLE)
    assert_mean(backgrounds()[MALE], Q.male)


def test_younger_professionals_and_men__prefer_more_control_as_declared():
    """Of professionals age and sex are drawn and act through the preference only."""
    births = [professional_draws(KEY, who) for who in slots()]
    wish = scores(np.array([who.preferred_control for who in professionals()]))
    age = np.array([draws.age for draws in births])
    male = np.array([draws.male < Q.male_professional for draws in births], dtype=float)
    assert abs(np.corrcoef(scores(age), wish)[0, 1] - Q.age_control_professional) < 4.0 / sqrt(
        PEOPLE
    )
    assert abs(np.corrcoef(male, wish)[0, 1] - Q.male_control_professional) < 4.0 / sqrt(PEOPLE)


def test_a_score_of_what_one_has_or_not__is_standardised():
    for share in (0.1, 0.5, 0.35):
        have, lack = binary_score(1.0, share), binary_score(0.0, share)
        assert share * have + (1.0 - share) * lack == pytest.approx(0.0, abs=1e-12)
        assert share * have**2 + (1.0 - share) * lack**2 == pytest.approx(1.0)
    assert binary_score(1.0, 1.0) == binary_score(0.0, 0.0) == 0.0, "all alike, or none"


def test_all_else_about_people__is_independent():
    """All correlations but the declared seven are 0; 5 SE: 1 false alarm in 1.7 million a pair."""
    known = [values() for values, _ in DECLARED.values()] + [backgrounds()[MALE]]
    skip = {"baseline", "anchor.efficacy", "preferred_control"}
    traits = [f"person.traits.{name}" for name in USER_MARGINALS if name not in skip]
    names = [*traits, "person.traits.trust", *SIDE_MARGINALS, *NEEDS]
    names.remove("person.purse")  # income, which is known
    columns = [column("person.traits.preferred_control"), *known, *map(column, names)]
    columns += [[getattr(who, name) for who in professionals()] for name in PROFESSIONAL_MARGINALS]
    correlations = np.triu(np.corrcoef(columns), 1)
    assert (np.abs(correlations[0, 1 : 1 + len(known)]) > 0.05).all()
    correlations[0, 1 : 1 + len(known)] = 0.0
    assert np.abs(correlations).max() < 5.0 / sqrt(PEOPLE)
    pairs = len(columns) * (len(columns) - 1) / 2
    assert pairs / 1.7e6 < 1e-3, "one false alarm in a thousand sets of people"


def test_first_trust__is_lower_where_a_service_or_an_order_began():
    """Under the shipped shares; n some 5,000 each, 4 SE of the difference."""
    sent = np.array([user_draws(KEY, who).referral for who in slots()])
    sent = sent < P.service.ordered + P.service.referred
    trust = column("user.feeling.trust")
    assert_mean(sent, P.service.ordered + P.service.referred)
    assert_mean(trust[~sent], Q.trust.mean)
    squares = (trust[~sent] - Q.trust.mean) ** 2
    assert_mean(squares, Q.trust.sd**2)
    error = Q.trust.sd * sqrt(1.0 / sent.sum() + 1.0 / (~sent).sum())
    lost = trust[~sent].mean() - trust[sent].mean()
    assert abs(lost - P.trust.initiator) < 4.0 * error + 1e-3, "a thousandth: nobody falls below 0"
    assert (column("person.order") > 0.0).mean() == pytest.approx(P.service.ordered, abs=0.01)


def test_one_person__trusts_less_if_sent():
    draws = user_draws(KEY, counter_of(1, 0, 0, 0))._replace(trust=0.5)
    sent, came = (person(draws._replace(referral=u), TABLE, P) for u in (0.1, 0.9))
    assert came.traits.trust - sent.traits.trust == pytest.approx(P.trust.initiator)
    assert came.service_trust == came.traits.trust
    equal = changed(P, {"trust.initiator": 0.0})
    assert person(draws._replace(referral=0.1), TABLE, equal).traits == came.traits


@pytest.mark.parametrize(("referral", "weeks"), [(0.02, P.service.order_weeks), (0.1, 0.0)])
def test_who_comes_under_an_order__is_under_it_for_its_length(referral, weeks):
    draws = user_draws(KEY, counter_of(1, 0, 0, 0))._replace(referral=referral)
    assert person(draws, TABLE, P).order == weeks


@pytest.mark.parametrize(("severity", "admitted"), [(0.1, 0.0), (0.95, 1.0)])
def test_who_begins_in_a_crisis__is_admitted_if_severely_ill(severity, admitted):
    ward = changed(P, {"service.crisis": 1.0})
    draws = user_draws(KEY, counter_of(1, 0, 0, 0))._replace(severity=severity)
    course = person(draws, TABLE, ward).course
    assert (course.crisis, course.admitted) == (1.0, admitted)
    assert (course.crises, course.admissions, course.relapses) == (1.0, admitted, 0.0)
    assert person(draws, TABLE, P).course == (0.0,) * 7


def test_preferences__have_the_shares_of_e19():
    """Michaelis 2017: .190 user-led, .575 collaborative, .235 professional-led.

    The regimes prefer below .35, between, above .65. A beta distribution with two numbers meets
    three shares to .03; n 10,000, SE .005.
    """
    wish = np.array([tie.person.traits.preferred_control for tie in ties()])
    shares = [np.mean(wish < 0.35), np.mean((wish >= 0.35) & (wish <= 0.65)), np.mean(wish > 0.65)]
    assert shares == pytest.approx([0.190, 0.575, 0.235], abs=0.03)


def newcomer(seed: int = 1, slot: int = 4, generation: int = 0, replicate: int = 2, p=P) -> User:
    draws = user_draws(key_of(seed), counter_of(slot, generation, 0, replicate))
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
    """One draw of a person at a time: what moves belongs to it and to no other."""
    user, carer = (
        user_draws(KEY, counter_of(1, 0, 0, 0)),
        professional_draws(KEY, counter_of(1, 0, 0, 0)),
    )
    first = fresh_dyad(user, carer, MEETING, 0.0, 0.0, 0.0, 0.0, TABLE, P)
    made = {}
    for name in leaves(UserDraws):
        other = changed(user, {name: (at(user, name) + 0.4) % 1.0})
        made[name] = moved(
            first, fresh_dyad(other, carer, MEETING, 0.0, 0.0, 0.0, 0.0, TABLE, P), Dyad
        )
    for name in leaves(ProfessionalDraws):
        other = changed(carer, {name: (at(carer, name) + 0.4) % 1.0})
        apart = moved(first, fresh_dyad(user, other, MEETING, 0.0, 0.0, 0.0, 0.0, TABLE, P), Dyad)
        made[f"carer.{name}"] = apart
    for name in leaves(MeetingDraws):
        other = changed(MEETING, {name: (at(MEETING, name) + 0.4) % 1.0})
        apart = moved(first, fresh_dyad(user, carer, other, 0.0, 0.0, 0.0, 0.0, TABLE, P), Dyad)
        made[f"meeting.{name}"] = apart
    wish, trust = {"person.traits.preferred_control"}, {"person.traits.trust"}
    for correlated in ("severity", "efficacy", "purse", "male"):
        assert wish <= made[correlated]
    for background_only in ("age", "education", "locus", "male"):
        assert made[background_only] == wish, "acts through the preference alone"
    distortion = {"user.perception.distortion", "person.avoidance", "person.service_trust"}
    both = ("tie.talk.goals_user", "tie.talk.wanted_user")
    rest = {f"{of}.{goal}" for of in both for goal in ("stability", "access")}
    assert made["goal_stability"] == rest, "shares of what change leaves"
    shared = wish | trust | distortion | rest | {"user.feeling.trust"}
    shared |= {"person.order", "professional.perception.distortion"}
    for side in ("user", "professional"):
        assert made[f"meeting.image_{side}"] == {f"{side}.perception.image"}, "of whose own mind"
        shared.add(f"{side}.perception.image")
    owners = Counter(trait for traits in made.values() for trait in traits - shared)
    assert max(owners.values()) == 1
    idle = {name for name, traits in made.items() if not traits}
    ratings = {"rating_start", "rating_end", "rating_satisfaction", "rating_wellbeing"}
    own = {"skill", "empathy", "reach", "standard", "flexibility", "attitude", "outside_load"}
    assert idle == {"crisis", *ratings, *(f"carer.{name}" for name in own)}


def test_first_meetings__lie_in_their_ranges_and_start_from_nothing():
    for tie in ties()[:500]:
        assert_in_range(tie, Dyad)
        assert tie.user.usual == P.norm.professional, "what the other's role asks"
        assert tie.professional.usual == P.norm.user
        for side in (tie.user, tie.professional):
            assert side.books == (0.0, 0.0)
            assert side.feeling[1:] == (0.0, 0.0, 0.0)
            assert side.level == (side.level.anchor,) * 3
            assert side.perception.felt_control == tie.tie.talk.control == P.norm.control
            assert side.habit == (1.0,) * 6
            assert side.acts == 0.0
        talk = tie.tie.talk
        assert (talk.goals_user, talk.goals_professional) == (
            talk.wanted_user,
            talk.wanted_professional,
        )
        assert tie.person.mind == tie.person.traits.anchor
        assert tie.tie.ending == tie.tie.contact.gap == tie.tie.talk.familiarity == 0.0
        assert tie.tie.uncertainty == 1.0
        assert tie.person.severity == tie.person.traits.baseline == tie.tie.seen_severity
        assert tie.person.avoidance == tie.person.traits.avoidance
        assert tie.person.service_trust == tie.user.feeling.trust == tie.person.traits.trust
        assert tie.user.perception.distortion == brought_by_user(tie.person, P)
        assert tie.record == NO_RECORD


def test_the_most_avoidant__see_least():
    most, least = (
        fresh_dyad(
            user_draws(KEY, counter_of(1, 0, 0, 0))._replace(avoidance=u),
            BIRTH_P,
            MEETING,
            0.0,
            0.0,
            0.0,
            0.0,
            TABLE,
            P,
        )
        for u in (0.99, 0.01)
    )
    assert most.user.perception.distortion > least.user.perception.distortion
    assert most.user.perception.image < least.user.perception.image, "and think least of others"
    assert most.professional == least.professional


BIRTH_P = professional_draws(KEY, counter_of(1, 0, 0, 0))
MEETING = meeting_draws(KEY, counter_of(1, 0, 0, 0))


def test_a_professional__starts_rested_and_as_burnt_out_as_prone():
    carer = professional(BIRTH_P, TABLE, 3.0, P)
    assert_in_range(carer, Professional)
    assert (carer.energy, carer.burnout, carer.esteem) == (1.0, carer.proneness, 0.5)
    assert (carer.tenure, carer.generation) == (0.0, 3.0)
    climate = 1.0 - P.population.proneness.mean
    assert fresh_team(P) == Team(
        climate=climate,
        giving=P.norm.professional,
        control=P.norm.control,
        affect=0.0,
        coming=USUAL_COMING,
    )


#: What a user keeps when the professional leaves: the person, the needs, what is expected of a
#: visit, the own goals and how long they were held, the tally, what was received so far, and what
#: instruments remember.
KEPT = ("person", "record", "user.need", "user.level", "tie.talk.goals_user", "tie.begun")
KEPT += ("tie.talk.wanted_user",)
KEPT += (
    "tie.contact.offered",
    "tie.contact.attended",
    "tie.contact.last",
    "tie.flow",
    "tie.seen_severity",
    "tie.met",
    "tie.rupture_visits",
    "tie.held",
    "tie.organisation",
    "tie.generation",
    "tie.post",
    "tie.place",
    "tie.newcomers",
    "tie.spell",
)


@given(states(Dyad, ending=0.0), parameters("learn"))
def test_a_successor__begins_anew_with_what_is_trusted_of_the_service(dyad, p):
    after = hand_over(dyad, BIRTH_P, MEETING, TABLE, p)
    for name in KEPT:
        assert bits((at(after, name),)) == bits((at(dyad, name),)), name
    traits, person_now = dyad.person.traits, dyad.person
    carried = p.trust.carried * (person_now.service_trust - traits.trust)
    assert after.user.feeling.trust == pytest.approx(traits.trust + carried, abs=1e-15)
    assert after.user.feeling[1:] == (0.0, 0.0, 0.0)
    assert (*after.user.books, *after.professional.books) == (0.0,) * 4
    assert after.user.habit == (1.0,) * 6
    assert after.user.acts == 0.0
    assert after.user.perception == (
        brought_by_user(person_now, p),
        image_of_professional(person_now, MEETING, TABLE, p),
        p.norm.control,
        0.5,
    )
    assert after.user.usual == p.norm.professional, "and so is what is usual"
    assert (after.tie.uncertainty, after.tie.since_feedback) == (1.0, LONG_AGO)
    assert (after.tie.contact.missed, after.tie.contact.gap) == (0.0, 0.0), (
        "no miss is held against"
    )
    fresh = fresh_dyad(
        user_draws(KEY, counter_of(1, 0, 0, 0)), BIRTH_P, MEETING, 0.0, 0.0, 0.0, 0.0, TABLE, p
    )
    assert after.professional == fresh.professional, "whoever the user is"
    talk = after.tie.talk
    assert talk.control == talk.custom == p.norm.control
    assert talk.familiarity == 0.0
    assert talk.goals_professional == fresh.tie.talk.goals_professional == talk.wanted_professional
    assert_in_range(after, Dyad)


@given(states(Life), st.integers(0, 30), st.integers(1, 5200), parameters("learn"))
def test_who_comes_back__begins_a_tie_as_after_a_change_of_professional(life, newcomers, week, p):
    """The person, the needs, what is expected and what is wanted; no row, no book, no feeling."""
    vacant = DYAD.tie._replace(post=2.0, place=9.0, newcomers=float(newcomers), generation=3.0)
    tie = begin_again(life, BIRTH_P, MEETING, vacant, float(week), TABLE, p)
    assert_in_range(tie, Dyad)
    assert tie.person == life.person
    assert tie.user == side_of_known(life.person, life.need, life.level, MEETING, TABLE, p)
    assert (tie.tie.post, tie.tie.place, tie.tie.spell) == (2.0, life.place, life.spell)
    assert (tie.tie.generation, tie.tie.newcomers) == (0.0, float(newcomers))
    assert (tie.tie.begun, tie.tie.ended, tie.tie.ending) == (float(week), 0.0, 0.0)
    assert tie.tie.talk.goals_user == tie.tie.talk.wanted_user == life.wanted
    assert tie.tie.seen_severity == life.person.severity
    assert tie.tie.contact == Contact(0.0, 0.0, 0.0, 0.0, -1.0)
    adherence = NO_RECORD.window._replace(adherence=life.followed)
    assert tie.record == NO_RECORD._replace(window=adherence)
    before = changed(DYAD, {"person": life.person, "user.need": life.need, "tie.ending": 0.0})
    followed = hand_over(changed(before, {"user.level": life.level}), BIRTH_P, MEETING, TABLE, p)
    assert tie.user == followed.user
    assert tie.professional == followed.professional
    assert tie.tie.talk.control == followed.tie.talk.control


@given(states(User), states(Level), needs, shares, shares, parameters("learn"))
def test_what_was_learnt_of_a_service__is_the_trust_of_who_is_known_to_it(
    person, level, need, a, b, p
):
    def side(**changes):
        who = changed(person, {name.replace("__", "."): x for name, x in changes.items()})
        return side_of_known(who, need, level, MEETING, TABLE, p)

    assert_rises(lambda x: side(service_trust=x).feeling.trust, a, b)
    assert_rises(lambda x: side(traits__trust=x).feeling.trust, a, b)
    same = side(service_trust=a, traits__trust=a)
    assert same.feeling.trust == pytest.approx(a, abs=1e-15)
    assert (same.level, same.need) == (level, need)
    assert same.feeling[1:] == (0.0, 0.0, 0.0)
    assert tuple(same.books) == (0.0, 0.0)


@given(states(Dyad))
def test_trust__is_carried_to_a_successor_wholly_or_not_at_all(dyad):
    dyad = changed(dyad, {"tie.ending": 0.0})
    whole, none = (
        hand_over(
            dyad, BIRTH_P, MEETING, TABLE, changed(P, {"trust.carried": x})
        ).user.feeling.trust
        for x in (1.0, 0.0)
    )
    assert whole == pytest.approx(dyad.person.service_trust, abs=1e-15)
    assert none == dyad.person.traits.trust


@given(states(Dyad, ending=2.0))
def test_a_tie_that_has_ended__has_no_successor(dyad):
    assert bits(hand_over(dyad, BIRTH_P, MEETING, TABLE, P)) == bits(dyad)


def test_how_well_a_successor_understands__is_drawn_at_their_meeting():
    slow, quick = (
        hand_over(DYAD, BIRTH_P, MEETING._replace(understanding=u), TABLE, P) for u in (0.1, 0.9)
    )
    mean = P.population.understanding.mean
    assert slow.tie.talk.understanding < mean < quick.tie.talk.understanding
    assert slow.user.perception.image == quick.user.perception.image


def test_images_of_the_other__go_with_the_own_security_and_not_with_each_other():
    """Correlations of 10,000 pairs: standard errors of .01."""
    images = np.array([[t.user.perception.image, t.professional.perception.image] for t in ties()])
    avoidance = np.array([t.person.avoidance for t in ties()])
    attachment = np.array([who.attachment for who in professionals()])
    r = np.corrcoef([*images.T, avoidance, attachment])
    assert r[0, 2] == pytest.approx(P.population.avoidance_image, abs=0.04)
    assert r[1, 3] == pytest.approx(P.population.attachment_image, abs=0.04)
    assert abs(r[0, 1]) < 0.03
    assert abs(r[0, 3]) < 0.03
    for image, of in zip(
        images.T, (P.population.image, P.population.image_professional), strict=True
    ):
        assert image.mean() == pytest.approx(of.mean, abs=0.01)
        assert image.std() == pytest.approx(of.sd, abs=0.01)


def test_a_good_predecessor__makes_the_start_easier():
    trusted, let_down = (changed(DYAD, {"person.service_trust": x}) for x in (0.8, 0.1))
    better, worse = (
        hand_over(d, BIRTH_P, MEETING, TABLE, P).user.feeling.trust for d in (trusted, let_down)
    )
    assert better > DYAD.person.traits.trust > worse


def test_expressed_emotion__is_told_again_as_it_was_at_the_start():
    for slot in range(20):
        draws = user_draws(KEY, counter_of(slot, 0, 0, 0))
        assert expressed_emotion_at_start(draws, TABLE) == person(draws, TABLE, P).expressed_emotion


def test_nobody__needs_nothing_at_all():
    """Needs met are a share of all needs: the rarest that may be set leave some to everybody."""
    means = {f"need.{name}": 0.05 for name in P.population.need._fields}
    rarest = changed(P, {"population": changed(P.population, means | {"need_sd": 0.15})})
    assert tables(rarest)[NEED:NEED_P].min() >= LEAST_NEED > 0.0


def test_tables__follow_the_parameters():
    assert np.array_equal(tables(P), TABLE)
    other = changed(P, {"population.skill": Marginal(0.5, 0.1)})
    assert isinstance(other, Parameters)
    different = (tables(other) != TABLE).any(axis=1)
    assert np.flatnonzero(different).tolist() == [quantiles.SKILL]


@given(shares, shares, shares)
def test_wishes_for_control__fit_as_they_are_near_if_the_service_allocates_by_it(user, near, far):
    by_fit, by_room = (defaults({"service.fit": x}) for x in (1.0, 0.0))
    assert misfit_of_wishes(user, near, by_room) == 0.0
    assert misfit_of_wishes(user, near, by_fit) == misfit_of_wishes(near, user, by_fit)
    assert misfit_of_wishes(user, user, by_fit) == 0.0
    apart = [misfit_of_wishes(user, x, by_fit) for x in (near, far)]
    assert (apart[0] < apart[1]) == (abs(user - near) < abs(user - far))
