"""People as pure functions of their luck: traits and week 0.

A person is a function of (seed, replicate, slot, generation) through keyed draws and quantile
tables, compiled like a rule: week 0, and later refill and succession, use the same code on every
engine. A table holds a marginal at 1,025 points over normal scores from -4 to 4; dependence between
traits is a correlation of the scores.
"""

from functools import lru_cache
from math import sqrt

import numpy as np

from mutua.catalogue import Marginal, Parameters
from mutua.compiled import rule
from mutua.layout import Rows
from mutua.resources import Gifts
from mutua.rules.response import share
from mutua.state import (
    Books,
    Contact,
    Dyad,
    Feeling,
    Flow,
    Goals,
    Level,
    Mind,
    Perception,
    Professional,
    Side,
    Talk,
    Team,
    Tie,
    Traits,
    User,
)
from mutua.streams import ProfessionalDraws, UserDraws

POINTS = 1025
#: Normal scores of the table's ends; points are 1/128 apart.
SCORE_END, SCORES_PER_UNIT = 4.0, 128.0
#: Tables hold multiples of this: SciPy versions differ in the last digits, tables must not.
GRAIN = 2.0**-20
#: Nobody needs nothing at all: shares of needs are divided by their sum.
LEAST_NEED = 0.01

# Rows of the table array: normal scores of uniforms first, then one marginal each.
SCORE = 0
SEVERITY, PREFERRED_CONTROL, AVOIDANCE, ALTERNATIVES, RESPONSE, TRUST, ANCHOR, PURSE = range(1, 9)
SKILL, EMPATHY, REACH, PREFERRED_CONTROL_P, PRONENESS, TRUST_P, ANCHOR_P = range(9, 16)
PREFERRED_CLOSENESS, ENOUGH, RESPONSIBILITY = 16, 17, 18
EFFICACY, HOPE, ACCEPTANCE, STIGMA, BURDEN, ADHERENCE = range(19, 25)
GOAL_CHANGE, GOAL_STABILITY, GOAL_CHANGE_P = range(25, 28)
NEED, NEED_P = 28, 34
TABLES = 40


@rule
def interpolate(table: Rows, row: int, position: float) -> float:
    """Value of one table at a fractional position, held within its ends."""
    position = min(max(position, 0.0), POINTS - 1.000001)
    k = int(position)
    low = table[row, k]
    return float(low + (position - k) * (table[row, k + 1] - low))


@rule
def score(table: Rows, u: float) -> float:
    """Normal score of a uniform, within +-3.3."""
    return interpolate(table, SCORE, u * (POINTS - 1.0))


@rule
def quantile(table: Rows, row: int, z: float) -> float:
    """Value of a marginal at a normal score."""
    return interpolate(table, row, (z + SCORE_END) * SCORES_PER_UNIT)


@rule
def drawn(table: Rows, row: int, u: float) -> float:
    """Value of a marginal for a uniform."""
    return quantile(table, row, score(table, u))


@rule
def correlated(x: float, y: float, own: float, rx: float, ry: float) -> float:
    """A normal score with correlations `rx`, `ry` to two independent ones, made of a third."""
    return rx * x + ry * y + sqrt(1.0 - rx * rx - ry * ry) * own


@rule
def needs(table: Rows, first: int, u: Gifts) -> Gifts:
    """Six needs, from six tables in a row."""
    return Gifts(
        love=drawn(table, first, u.love),
        status=drawn(table, first + 1, u.status),
        information=drawn(table, first + 2, u.information),
        money=drawn(table, first + 3, u.money),
        goods=drawn(table, first + 4, u.goods),
        services=drawn(table, first + 5, u.services),
    )


@rule
def person(draws: UserDraws, table: Rows, p: Parameters) -> User:
    """A service user at week 0; the more severely ill prefer more direction (S001 item 67)."""
    ill, able = score(table, draws.severity), score(table, draws.efficacy)
    own = score(table, draws.preferred_control)
    wish = correlated(ill, able, own, p.population.severity_control, p.population.efficacy_control)
    mind = Mind(
        efficacy=quantile(table, EFFICACY, able),
        hope=drawn(table, HOPE, draws.hope),
        acceptance=drawn(table, ACCEPTANCE, draws.acceptance),
    )
    severity, purse = quantile(table, SEVERITY, ill), drawn(table, PURSE, draws.purse)
    traits = Traits(
        preferred_control=quantile(table, PREFERRED_CONTROL, wish),
        avoidance=drawn(table, AVOIDANCE, draws.avoidance),
        alternatives=drawn(table, ALTERNATIVES, draws.alternatives),
        response=drawn(table, RESPONSE, draws.response),
        baseline=severity,
        preferred_closeness=drawn(table, PREFERRED_CLOSENESS, draws.preferred_closeness),
        enough=drawn(table, ENOUGH, draws.enough),
        responsibility=drawn(table, RESPONSIBILITY, draws.responsibility),
        anchor=mind,
        income=purse,
        stigma=drawn(table, STIGMA, draws.stigma),
        burden=drawn(table, BURDEN, draws.burden),
    )
    return User(
        traits=traits,
        mind=mind,
        severity=severity,
        life_event=0.0,
        adherence=drawn(table, ADHERENCE, draws.adherence),
        purse=purse,
    )


@rule
def professional(draws: ProfessionalDraws, table: Rows) -> Professional:
    """Return a professional at week 0: rested, and as burnt out as they are prone to be."""
    proneness = drawn(table, PRONENESS, draws.proneness)
    return Professional(
        skill=drawn(table, SKILL, draws.skill),
        empathy=drawn(table, EMPATHY, draws.empathy),
        reach=drawn(table, REACH, draws.reach),
        preferred_control=drawn(table, PREFERRED_CONTROL_P, draws.preferred_control),
        proneness=proneness,
        energy=1.0,
        burnout=proneness,
    )


@rule
def fresh_side(
    need: Gifts, trust: float, anchor: float, distortion: float, control: float, closeness: float
) -> Side:
    """One side before the first visit: empty books, expectation at its anchor."""
    return Side(
        need=need,
        habit=Gifts(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        feeling=Feeling(trust=trust, bond=0.0, affect=0.0, rupture=0.0),
        level=Level(expectation=anchor, anchor=anchor, mean_y=anchor),
        books=Books(debt=0.0, credit=0.0),
        perception=Perception(
            distortion=share(distortion),
            felt_control=control,
            felt_closeness=closeness,
            felt_recognition=0.5,
        ),
    )


@rule
def goals(change: float, stability: float) -> Goals:
    """Goals from the share of change and stability's share of the rest."""
    rest = 1.0 - change
    return Goals(change=change, stability=rest * stability, access=rest * (1.0 - stability))


@rule
def fresh_tie(severity: float, user: Goals, professional: Goals, p: Parameters) -> Tie:
    """Return a relation before the first visit; control stands at the norm."""
    return Tie(
        contact=Contact(offered=0.0, attended=0.0, missed=0.0, last=-1.0, gap=0.0),
        talk=Talk(
            control=p.norm.control,
            understanding=p.population.understanding,
            familiarity=0.0,
            goals_user=user,
            goals_professional=professional,
        ),
        flow=Flow(to_user=0.0, to_professional=0.0),
        uncertainty=1.0,
        seen_severity=severity,
        met=0.0,
        rupture_visits=0.0,
        organisation=0.0,
        ending=0.0,
    )


@rule
def fresh_dyad(
    user: UserDraws, carer: ProfessionalDraws, table: Rows, p: Parameters
) -> Dyad:  # fmt: skip
    """Return a tie at week 0 between two people who have not met."""
    who = person(user, table, p)
    traits, population = who.traits, p.population
    proneness = drawn(table, PRONENESS, carer.proneness)
    return Dyad(
        person=who,
        user=fresh_side(
            needs(table, NEED, user.need),
            drawn(table, TRUST, user.trust),
            drawn(table, ANCHOR, user.anchor),
            population.distortion * traits.avoidance,
            p.norm.control,
            p.norm.closeness,
        ),
        professional=fresh_side(
            needs(table, NEED_P, carer.need),
            drawn(table, TRUST_P, carer.trust),
            drawn(table, ANCHOR_P, carer.anchor),
            population.distortion_professional * proneness,
            p.norm.control,
            p.norm.closeness,
        ),
        tie=fresh_tie(
            who.severity,
            goals(
                drawn(table, GOAL_CHANGE, user.goal_change),
                drawn(table, GOAL_STABILITY, user.goal_stability),
            ),
            goals(drawn(table, GOAL_CHANGE_P, carer.goal_change), 0.5),
            p,
        ),
    )


@rule
def fresh_team(p: Parameters) -> Team:
    """Return a team at week 0, whose climate is what the members' proneness makes of it."""
    return Team(climate=1.0 - p.population.proneness.mean)


def tables(p: Parameters) -> Rows:
    """Quantile tables of one population, shape (TABLES, POINTS), in the units of the traits."""
    q = p.population
    marginals = [
        q.severity, q.preferred_control, q.avoidance, q.alternatives, q.response, q.trust, q.anchor,
        q.purse, q.skill, q.empathy, None, q.preferred_control_professional, q.proneness,
        q.trust_professional, q.anchor_professional, q.preferred_closeness, q.enough,
        q.responsibility, q.efficacy, q.hope, q.acceptance, q.stigma, q.burden, q.adherence,
        q.goal_change, q.goal_stability, q.goal_change_professional,
        *(Marginal(mean, q.need_sd, LEAST_NEED, 1.0) for mean in q.need),
        *(Marginal(mean, q.need_sd_professional, LEAST_NEED, 1.0) for mean in q.need_professional),
    ]  # fmt: skip
    rows = [_scores(), *(_reach(q.reach) if x is None else _beta(*x) for x in marginals)]
    return np.array(rows)


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.round(values / GRAIN) * GRAIN


@lru_cache(maxsize=4096)
def _scores() -> np.ndarray:
    from scipy.special import ndtri

    inner = np.linspace(0.0, 1.0, POINTS)
    inner[0], inner[-1] = 0.5 / POINTS, 1.0 - 0.5 / POINTS
    return _rounded(ndtri(inner))


def _normal_grid() -> np.ndarray:
    return np.linspace(-SCORE_END, SCORE_END, POINTS)


@lru_cache(maxsize=4096)
def _beta(mean: float, sd: float, low: float, high: float) -> np.ndarray:
    """Quantiles of a beta distribution with this mean and SD, stretched over [low, high]."""
    from scipy.special import betaincinv, ndtr

    a, b = beta_shape(mean, sd, low, high)
    return _rounded(low + (high - low) * betaincinv(a, b, ndtr(_normal_grid())))


@lru_cache(maxsize=4096)
def _reach(sd: float) -> np.ndarray:
    """Quantiles of exp(N(0, sd))."""
    return _rounded(np.exp(sd * _normal_grid()))


def beta_shape(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """Shape parameters of a beta distribution on [low, high]; not positive where none exists."""
    width = high - low
    m, s = (mean - low) / width, sd / width
    n = m * (1.0 - m) / (s * s) - 1.0
    return m * n, (1.0 - m) * n
