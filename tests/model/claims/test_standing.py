"""Standing tests: what the defaults have to show, and the worked checks of three verbs.

Defaults are not calibrated; these are the bounds within which they make sense. People share
professionals and teams, so that a standard error is that of clusters and larger than that of as
many who share nothing: it is taken from the spread over seeds and said where a bound is near.
"""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from helpers import DYAD, changed, defaults

import mutua
from mutua.engines.agents import Service
from mutua.model.draws import key_of
from mutua.model.measures.follow_up import is_first_tie
from mutua.model.people.quantiles import tables
from mutua.model.rules.learn import level_after
from mutua.model.rules.part import leave_odds
from mutua.model.rules.response import chance
from mutua.model.rules.trust import Attachment, trust_by_surprise
from mutua.model.state import Feeling, Level
from mutua.scenarios.arms import SWEPT
from mutua.scenarios.resolve import resolve

#: Most claims; and those whose bounds are near.
DYADS, MANY = 4_000, 12_000


@cache
def year(regime: str) -> mutua.Result:
    """A year in the community."""
    return mutua.simulate(regime=regime, dyads=DYADS, weeks=52)


def courses(weeks: int, dyads: int = MANY, **service):
    """Weeks of every dyad; missing once the tie has ended."""
    return mutua.simulate(dyads=dyads, weeks=weeks, record="trajectories", **service).trajectories


@pytest.mark.parametrize("regime", SWEPT)
def test_community__loses_between_one_in_twenty_and_nine_in_twenty_in_a_year(regime):
    assert 0.05 <= year(regime).dyads["dropout"].mean() <= 0.45


def test_community__trust_rises_over_the_first_year__in_who_stays_and_not_by_who_leaves():
    """Of all who are engaged, where selection helps, and of those who stay the year: learning.

    Those who stay gain .025 by week 26 and .012 after it, standard error .002.
    """
    trust = courses(52)["trust_user"]
    weeks = trust.sel(week=[1, 26, 52]).to_numpy()
    stayed = weeks[~np.isnan(weeks[:, -1])]
    assert len(stayed) > 0.4 * MANY
    for mean in (np.nanmean(weeks, axis=0), stayed.mean(axis=0)):
        assert mean[0] + 0.02 < mean[1] < mean[2], mean


def test_the_four_kinds_of_dyad_are_there__and_few_are_none():
    names = ["dead", "antagonistic_stable", "directive_compliant", "mutual", "other"]
    last = [year(regime).weekly.iloc[-1] for regime in SWEPT]
    pooled = {name: np.mean([row[f"class_{name}"] for row in last]) for name in names}
    assert pooled.pop("other") < 0.35  # who is led against the own wish has no class
    assert min(pooled.values()) > 0.005, pooled


def test_routine_care_loses_a_third_after_the_first_visit():
    """E02: no second visit within seven weeks of the first, whatever the ending."""
    result = mutua.simulate(setting="routine", dyads=DYADS, weeks=26, record="trajectories")
    came = result.trajectories["attended"].to_numpy() > 0.0
    seen = result.dyads["visits_attended"].to_numpy() > 0
    first = np.where(came.any(axis=1), came.argmax(axis=1), 10_000)
    again = np.array([row[k + 1 : k + 8].any() for row, k in zip(came, first, strict=True)])
    assert 0.25 <= 1.0 - again[seen].mean() <= 0.42


def test_psychotherapy_loses_a_fifth__two_thirds_of_them_by_the_third_visit():
    """E01 and E03. The worked check below asks for half of them; the model front-loads more."""
    rows = mutua.simulate(setting="psychotherapy", dyads=MANY, weeks=18).dyads
    rows = rows[rows["visits_attended"] > 0]
    lost = rows["dropout"] & (rows["exit_week"] <= 16)
    assert 0.15 <= lost.mean() <= 0.25
    assert 0.60 <= (rows["visits_attended"][lost] <= 3).mean() <= 0.72


#: What the registered check of agreement lets differ; the end of a protocol and of a closed cohort
#: go with a year of psychotherapy.
THREE = ("service.statutory_power", "service.contact_interval", "population.severity.")
LASTING = {"exit.protocol": 0.0, "service.refill": resolve().values["service.refill"]}
EARLY, END = (12, "early"), (52, "end")
AT_VISIT_4 = {"measure.early_visit": 4.0}


def three_of(setting: str) -> dict[str, float]:
    """Severity, statutory power and contact rate of a setting."""
    values = resolve(setting=setting).values
    return {name: value for name, value in values.items() if name.startswith(THREE)}


def agreement(setting: str, weeks: int, rating: str, changes: dict[str, float]) -> float:
    """Pearson's r of both sides' alliance, without the noise of an instrument (design 2.6)."""
    rows = mutua.simulate(setting=setting, parameters=changes, dyads=MANY, weeks=weeks).dyads
    sides = rows[[f"alliance_user_{rating}", f"alliance_professional_{rating}"]]
    return float(sides[rows.engaged | (rating == "early")].dropna().corr().iloc[0, 1])


@pytest.mark.parametrize(
    ("setting", "changes"),
    [("psychotherapy", {}), ("community", three_of("psychotherapy") | AT_VISIT_4)],
    ids=["as shipped", "the three alone"],
)
def test_both_sides_agree_by_half_on_the_alliance_in_psychotherapy(setting, changes):
    """The registered check, .5 +- .1 at visit 4, once to the letter: nothing else differs.

    A professional is half of 20 ratings: over seeds the standard error of 10,000 ties is .01.
    """
    assert 0.4 <= agreement(setting, *EARLY, changes) <= 0.6


@pytest.mark.parametrize(
    ("setting", "changes"),
    [("community", {}), ("psychotherapy", three_of("community") | LASTING)],
    ids=["as shipped", "the three alone"],
)
def test_both_sides_agree_little_in_the_community_after_a_year(setting, changes):
    """The other half of the registered check, .18 +- .1, once by the same parameters but three.

    The standard error over seeds is .03 with 2,000 ties, and .016 with the 6,000 here.
    """
    assert 0.08 <= agreement(setting, *END, changes) <= 0.28


def surprises(teams: int, weeks: int) -> list[np.ndarray]:
    """Outcomes of visits less the anchor of expectation, of each user after the first five."""
    scenario = resolve()
    p = scenario.parameters
    dyads = teams * int(p.service.caseload * p.service.team_size)
    service = Service(scenario, tables(p), key_of(1), 0, range(teams), dyads)
    users = list(service.users)
    seen: list[list[float]] = [[] for _ in users]
    for _ in range(weeks):
        service.step()
        for user, values in zip(users, seen, strict=True):
            if user.event.visit.attended > 0.0 and is_first_tie(user.dyad.tie):
                values.append(user.event.user.y - user.dyad.user.level.anchor)
        service.end_week()
        service.renew()
    return [np.array(values[5:]) for values in seen if len(values) >= 15]


def test_stationary_trust_orders_by_quality():
    """Where every visit is as good as the last but for noise, better is trusted more.

    By surprise alone, what is shown and a bond left out. Between the quartiles of quality that a
    run shows, trust differs by .2 and more.
    """
    lived = surprises(teams=2, weeks=52)
    spread = np.quantile([values.mean() for values in lived], [0.05, 0.25, 0.5, 0.75, 0.95])
    noise = np.median([values.std(ddof=1) for values in lived])
    p, rng, attached = defaults(), np.random.default_rng(1), Attachment(0.4, 0.4, 0.0)
    shocks, anchor, means = noise * rng.standard_normal(12_000), p.population.anchor.mean, []
    for quality in spread:
        trust, level, seen = p.population.trust.mean, Level(anchor, anchor, anchor), []
        for shock in shocks:
            y = anchor + quality + shock
            feeling = Feeling(trust=trust, bond=0.0, affect=0.0, rupture=0.0)
            trust = trust_by_surprise(feeling, y - level.expectation, attached, p)
            level = level_after(level, y, p)
            seen.append(trust)
        means.append(np.mean(seen[2_000:]))
    assert all(a < b for a, b in pairwise(means)), means
    assert means[3] - means[1] >= 0.2, means


def share_of_professionals(gone: np.ndarray) -> float:
    """Share of the variance of leaving that lies between professionals, as in E15.

    ``v/(v + 3.29)``, v the variance of the log odds without binomial noise, by moments; `gone` has
    a row a professional.
    """
    users, rate, mean = gone.shape[1], gone.mean(axis=1), gone.mean()
    between = rate.var(ddof=1) - np.mean(rate * (1.0 - rate)) / (users - 1)
    variance = between / (mean * (1.0 - mean)) ** 2
    return float(variance / (variance + np.pi**2 / 3.0))


def visits_until_the_exit(alliance: np.ndarray, reach: np.ndarray, rng) -> np.ndarray:
    """Visit after which each breaks off, of 16; 0 for those who stay (design 2.3, worked check).

    Base .0058, start 5.7, 1.1 a SD of alliance (.2), by the rule of verb 8.
    """
    values = {"exit.base": 0.0058, "exit.start": 5.7, "exit.trust": 5.5}
    neutral = dict.fromkeys(
        [
            "exit.alternatives",
            "exit.strain",
            "exit.rupture",
            "exit.unfair",
            "obligation.stay",
        ],
        0.0,
    )
    p, left = defaults(values | neutral), np.zeros(reach.size, int)
    for visit in range(1, 17):
        for i in np.flatnonzero(left == 0):
            trust = min(max(0.5 + 0.2 * alliance[i], 0.0), 1.0)
            dyad = changed(DYAD, {"user.feeling.trust": trust})
            odds = leave_odds(dyad, reach[i], 0.5 ** (visit - 1), p)
            if rng.random() < chance(odds):
                left[i] = visit
    return left


def test_the_worked_check_of_the_exit():
    """With a reach SD of .62, .19 are lost in 16 visits, half of them by visit 3.

    Those who stay had the better alliance by half a SD: .53 in the design's sketch, over seeds .61
    to .68 by the rule as it is, so this seed is near the bound.
    """
    rng = np.random.default_rng(2)
    alliance, reach = rng.standard_normal(4_000), np.exp(0.62 * rng.standard_normal(4_000))
    left = visits_until_the_exit(alliance, reach, rng)
    gone = left > 0
    apart = (alliance[~gone].mean() - alliance[gone].mean()) / alliance.std()
    assert gone.mean() == pytest.approx(0.19, abs=0.03)
    assert (left[gone] <= 3).mean() == pytest.approx(0.51, abs=0.07)
    assert apart == pytest.approx(0.53, abs=0.12)


def test_the_worked_check_of_the_exit__between_professionals():
    """.123 of the variance lies between them: 200 with 60 users each; over seeds .105 to .133."""
    rng = np.random.default_rng(2)
    reach = np.exp(0.62 * rng.standard_normal(200)).repeat(60)
    left = visits_until_the_exit(rng.standard_normal(reach.size), reach, rng)
    assert (left > 0).mean() == pytest.approx(0.19, abs=0.03)
    assert 0.08 <= share_of_professionals(left.reshape(200, 60) > 0) <= 0.17
