"""Users and professionals as pure functions of random draws: traits and week 0.

A person is a function of (seed, replicate, slot, generation) through keyed draws and quantile
tables, compiled like a rule: week 0, and later refill and succession, use the same code on every
engine. Marginals are quantile tables; dependence between traits is a correlation of normal scores.
"""

from math import sqrt
from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.jit.structs import Rows
from mutua.model.draws import ProfessionalDraws, UserDraws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.people import quantiles as trait
from mutua.model.people.quantiles import quantile, score, trait_value
from mutua.model.resources import Gifts
from mutua.model.rules.response import USUAL_COMING, share
from mutua.model.state import Course, Mind, Outside, Professional, Relative, Team, Traits, User


class Background(NamedTuple):
    """Traits of a user that act through preferences only (S001 items 67 and 69)."""

    age: float  # years
    male: float  # 1 or 0
    income: float  # units of the purse
    education: float  # [0, 1]
    locus: float  # [0, 1] internal locus of control


@rule
def binary_score(hit: float, share: float) -> float:
    """Standardised score of a trait that a `share` of users has; 0 where all or none have it."""
    return (hit - share) / sqrt(max(share * (1.0 - share), 1e-9))


@rule
def wish_of_user(draws: UserDraws, table: Rows, p: Parameters) -> float:
    """Normal score of the control that a user prefers, correlated with what S001 names.

    The more severely ill, older, poorer, less educated and men prefer more direction (item 67), the
    self-efficacious and those who see control in themselves less (item 69).
    """
    q = p.population
    male = 1.0 if draws.male < q.male else 0.0
    known = (
        q.severity_control * score(table, draws.severity)
        + q.efficacy_control * score(table, draws.efficacy)
        + q.age_control * score(table, draws.age)
        + q.income_control * score(table, draws.purse)
        + q.education_control * score(table, draws.education)
        + q.locus_control * score(table, draws.locus)
        + q.male_control * binary_score(male, q.male)
    )
    explained = (
        q.severity_control * q.severity_control
        + q.efficacy_control * q.efficacy_control
        + q.age_control * q.age_control
        + q.income_control * q.income_control
        + q.education_control * q.education_control
        + q.locus_control * q.locus_control
        + q.male_control * q.male_control
    )
    return known + sqrt(1.0 - explained) * score(table, draws.preferred_control)


@rule
def wish_of_professional(draws: ProfessionalDraws, table: Rows, p: Parameters) -> float:
    """Normal score of the control that a professional prefers: younger, and men, more (item 68)."""
    q = p.population
    male = 1.0 if draws.male < q.male_professional else 0.0
    by_age, by_sex = q.age_control_professional, q.male_control_professional
    known = by_age * score(table, draws.age) + by_sex * binary_score(male, q.male_professional)
    left = sqrt(1.0 - by_age * by_age - by_sex * by_sex)
    return known + left * score(table, draws.preferred_control)


@rule
def background(draws: UserDraws, table: Rows, p: Parameters) -> Background:
    """Traits of a user at the start, beyond the state."""
    return Background(
        age=trait_value(table, trait.AGE, draws.age),
        male=1.0 if draws.male < p.population.male else 0.0,
        income=trait_value(table, trait.PURSE, draws.purse),
        education=trait_value(table, trait.EDUCATION, draws.education),
        locus=trait_value(table, trait.LOCUS, draws.locus),
    )


@rule
def needs(table: Rows, first: int, u: Gifts) -> Gifts:
    """Six needs, from six tables in a row."""
    return Gifts(
        love=trait_value(table, first, u.love),
        status=trait_value(table, first + 1, u.status),
        information=trait_value(table, first + 2, u.information),
        money=trait_value(table, first + 3, u.money),
        goods=trait_value(table, first + 4, u.goods),
        services=trait_value(table, first + 5, u.services),
    )


@rule
def expressed_emotion_at_start(draws: UserDraws, table: Rows) -> float:
    """Expressed emotion of the key relative at week 0, in [0, 1]."""
    return trait_value(table, trait.EXPRESSED_EMOTION, draws.expressed_emotion)


@rule
def traits_of(draws: UserDraws, table: Rows, mind: Mind, p: Parameters) -> Traits:
    """What a service user brings and keeps.

    First trust is lower where a service or an order began the relation (S004 item 8).
    """
    sent = 1.0 if draws.referral < p.service.ordered + p.service.referred else 0.0
    return Traits(
        preferred_control=quantile(table, trait.PREFERRED_CONTROL, wish_of_user(draws, table, p)),
        avoidance=trait_value(table, trait.AVOIDANCE, draws.avoidance),
        anxiety=trait_value(table, trait.ANXIETY, draws.anxiety),
        trust=share(trait_value(table, trait.TRUST, draws.trust) - p.trust.initiator * sent),
        alternatives=trait_value(table, trait.ALTERNATIVES, draws.alternatives),
        response=trait_value(table, trait.RESPONSE, draws.response),
        baseline=trait_value(table, trait.SEVERITY, draws.severity),
        anchor=mind,
        income=trait_value(table, trait.PURSE, draws.purse),
        stigma=trait_value(table, trait.STIGMA, draws.stigma),
        burden=trait_value(table, trait.BURDEN, draws.burden),
        enough=trait_value(table, trait.ENOUGH, draws.enough),
        responsibility=trait_value(table, trait.RESPONSIBILITY, draws.responsibility),
        relative=Relative(
            present=1.0 if draws.relative < p.service.relatives else 0.0,
            warmth=trait_value(table, trait.WARMTH, draws.warmth),
            attitude=trait_value(table, trait.ATTITUDE, draws.attitude),
        ),
    )


@rule
def person(draws: UserDraws, table: Rows, p: Parameters) -> User:
    """A service user at week 0, in a crisis or not, under an order or not."""
    mind = Mind(
        efficacy=trait_value(table, trait.EFFICACY, draws.efficacy),
        hope=trait_value(table, trait.HOPE, draws.hope),
        acceptance=trait_value(table, trait.ACCEPTANCE, draws.acceptance),
    )
    traits = traits_of(draws, table, mind, p)
    crisis = 1.0 if draws.crisis < p.service.crisis else 0.0
    admitted = crisis if traits.baseline > p.crisis.threshold else 0.0
    return User(
        traits=traits,
        mind=mind,
        course=Course(
            crisis=crisis,
            calm=0.0,
            admitted=admitted,
            crises=crisis,
            relapses=0.0,
            admissions=admitted,
            crisis_weeks=0.0,
        ),
        outside=Outside(weeks=0.0, crises=0.0, relapses=0.0, admissions=0.0, crisis_weeks=0.0),
        severity=traits.baseline,
        life_event=0.0,
        adherence=trait_value(table, trait.ADHERENCE, draws.adherence),
        purse=traits.income,
        avoidance=traits.avoidance,
        service_trust=traits.trust,
        expressed_emotion=expressed_emotion_at_start(draws, table),
        order=p.service.order_weeks if draws.referral < p.service.ordered else 0.0,
    )


@rule
def professional(
    draws: ProfessionalDraws, table: Rows, generation: float, p: Parameters
) -> Professional:
    """Return a professional who begins: rested, and as burnt out as they are prone to be."""
    proneness = trait_value(table, trait.PRONENESS, draws.proneness)
    return Professional(
        skill=trait_value(table, trait.SKILL, draws.skill),
        empathy=trait_value(table, trait.EMPATHY, draws.empathy),
        reach=trait_value(table, trait.REACH, draws.reach),
        flexibility=trait_value(table, trait.FLEXIBILITY, draws.flexibility),
        preferred_control=quantile(
            table, trait.PREFERRED_CONTROL_P, wish_of_professional(draws, table, p)
        ),
        attachment=trait_value(table, trait.ATTACHMENT, draws.attachment),
        attitude=trait_value(table, trait.ATTITUDE_P, draws.attitude),
        standard=trait_value(table, trait.STANDARD, draws.standard),
        outside_load=trait_value(table, trait.OUTSIDE_LOAD, draws.outside_load),
        proneness=proneness,
        energy=1.0,
        burnout=proneness,
        esteem=0.5,
        tenure=0.0,
        generation=generation,
    )


@rule
def fresh_team(p: Parameters) -> Team:
    """Return a team at week 0, whose climate is what the members' proneness makes of it."""
    return Team(
        climate=1.0 - p.population.proneness.mean,
        giving=p.norm.professional,
        control=p.norm.control,
        affect=0.0,
        coming=USUAL_COMING,
    )
