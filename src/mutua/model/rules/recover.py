"""Verb 7, recover: severity falls with joint work; efficacy, hope, acceptance, adherence move."""

from math import sqrt

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts, pair
from mutua.model.rules.crisis import (
    course_after,
    expressed_emotion_after,
    order_after,
    secure_base,
)
from mutua.model.rules.experience import accuracy
from mutua.model.rules.relate import dialogue
from mutua.model.rules.response import (
    USUAL_CONSENSUS,
    USUAL_HOPE,
    chance,
    clip,
    coercion,
    consensus,
    factor,
    gate,
    pos,
    sat,
    share,
    squash,
    toward,
)
from mutua.model.rules.worth import came_over
from mutua.model.state import Carer, Dyad, Event, Mind, Support, User


@rule
def joint_work(to_user: Gifts, to_professional: Gifts, complements: float) -> float:
    """Work done together, >= 0, from the information and services of both sides.

    ``(1 - c)(a + b)/2 + c 2ab/(a + b)``: substitutes at c = 0, complements at c = 1.
    Source: S000 item 37 (mutual dependence toward a shared goal); form assumed.
    """
    a = to_user.information + to_user.services
    b = to_professional.information + to_professional.services
    either = 0.5 * (a + b)
    both = 2.0 * a * b / (a + b + 1e-9)
    return either + complements * (both - either)


@rule
def unlike_attitudes(person: User, attitude: float, p: Parameters) -> float:
    """Gain by unlike attitudes of relative and professional, ``1 + k |difference|``, >= 1.

    Source: S001 item 91 (difference in illness attitude predicted better outcome, against
    intuition); default small, form assumed.
    """
    kin = person.traits.relative
    return 1.0 + p.recover.attitude * kin.present * abs(attitude - kin.attitude)


@rule
def effect_of_work(dyad: Dyad, carer: Carer, joint: float, goods: float, p: Parameters) -> float:
    """What joint work and medication do for this person in these hands, >= 0.

    ``skill understanding response (joint + m goods adherence) (1 - w (1 - consensus^2)) (1 - v + v
    adherence) unlike``: work for what one side does not want is lost on both. Source: S001 items
    91, 153 and 155 (the relation as vehicle; adherence), S000 item 62, E16, E17; form assumed.
    """
    talk, person = dyad.tie.talk, dyad.person
    agreed = consensus(talk)
    agreed = 1.0 - p.recover.consensus * (1.0 - agreed * agreed)
    taken = 1.0 - p.recover.adherence * (1.0 - person.adherence)
    done = joint + p.recover.goods * goods * person.adherence
    able = carer.professional.skill * talk.understanding * person.traits.response
    unlike = unlike_attitudes(person, carer.professional.attitude, p)
    return able * done * agreed * taken * unlike


@rule
def drift_need(need: float, typical: float, x: float) -> float:
    """One need drawn to the typical one, ``n + x (typical - n)``; a shock is added after it."""
    return need + x * (typical - need)


@rule
def shake_need(need: float, shock: float, x: float) -> float:
    """One need after a week's shock, within [.01, 1]: no need is ever 0."""
    return clip(need + x * shock, 0.01, 1.0)


@rule
def needs_after(need: Gifts, shock: Gifts, p: Parameters) -> Gifts:
    """The user's needs after a week: they drift and people stay different.

    A lag-one process with 1 - d around the typical need, whose spread stays what it is at the
    start: ``sd sqrt(1 - (1 - d)^2)`` of shocks. Source: design 2.2 (drift .98 a week); assumed.
    """
    d = p.recover.needs
    shake = p.population.need_sd * sqrt(d * (2.0 - d))
    return pair(shake_need, pair(drift_need, need, p.population.need, d), shock, shake)


@rule
def life_after(life: float, shock: float, p: Parameters) -> float:
    """Life events, a lag-one process in SD units: ``a L + sqrt(1 - a^2) shock`` with a = .9.

    Source: design 2.2 (weekly life events, lag-one .9); assumed. The root is a constant, .43589.
    """
    return 0.9 * life + 0.4358898943540674 * shock


@rule
def severity_after(
    severity: float, baseline: float, work: float, life: float, crisis: float, p: Parameters
) -> float:
    """Severity after a week, in [0, 1].

    ``S - r work S + d (S0 - S) + v life + c crisis (1 - S)``: joint work lifts in proportion to
    what there is to lift; the illness returns to its baseline; life goes up and down; a crisis
    makes it worse.
    Source: S001 item 153 (relationship as vehicle), S004 item 151; form and rates assumed.
    """
    drift = p.recover.drift * (baseline - severity) + p.recover.life * life
    pushed = p.crisis.push * crisis * (1.0 - severity)
    return share(severity - p.recover.rate * work * severity + drift + pushed)


@rule
def persuasion(dyad: Dyad, reward: float, p: Parameters) -> float:
    """Influence of the professional, gated by trust, >= 0.

    ``gate(trust)(a bond + b reward)``: referent power rises with the bond, reward power with money
    and goods given. Source: S001 items 98-100 (power bases), S003 items 101 and 141; form assumed.
    """
    feeling, x = dyad.user.feeling, p.influence
    return gate(feeling.trust) * (x.referent * feeling.bond + x.reward * reward)


@rule
def willing_by_tie(dyad: Dyad, reward: float, p: Parameters) -> float:
    """Factor of the tie on the odds of following the treatment, > 0; 1 without a tie.

    ``m(consensus)(1 + u understanding)(1 + o gate(trust) debt)(1 + persuasion)(1 + i incentive)``:
    one follows what was agreed, and trust acts by the gates of debt and persuasion. Source: S001
    items 13, 82 and 155 (goals agreed; alliance and adherence), S000 item 62 (adherence is what the
    user returns), S001 items 98-100 (influence), Priebe 2013 (incentive); form assumed.
    """
    x, feeling, talk = p.adhere, dyad.user.feeling, dyad.tie.talk
    owed = 1.0 + x.obligation * gate(feeling.trust) * dyad.user.books.debt
    agreed = factor(consensus(talk), USUAL_CONSENSUS, x.consensus) * (
        1.0 + x.understanding * talk.understanding
    )
    paid = 1.0 + x.incentive * p.interventions.incentive.strength
    return owed * (1.0 + persuasion(dyad, reward, p)) * agreed * paid


@rule
def adherence_odds(person: User, willing: float, p: Parameters) -> float:
    """Odds of following the treatment, >= 0; `willing` is the factor of the tie.

    ``base m(hope) willing (1 + c coercion) / ((1 + r (1 - acceptance))(1 + b burden))``. Source:
    S001 item 105 (resistance to an illness identity), S004 item 9 (power); form assumed.
    """
    x = p.adhere
    hopeful = x.odds * willing * factor(person.mind.hope, USUAL_HOPE, x.hope)
    refused = 1.0 + x.acceptance * (1.0 - person.mind.acceptance)
    burdened = 1.0 + x.burden * person.traits.burden
    return hopeful * (1.0 + x.coercion * coercion(person, p)) / (refused * burdened)


@rule
def efficacy_after(
    efficacy: float, anchor: float, success: float, own: float, p: Parameters
) -> float:
    """Self-efficacy after a week, in [0, 1]: success that is felt to be one's own.

    ``E + g pos(success) own (1 - E) + d (E0 - E)``. Source: S001 item 69, S000 item 53; rates
    assumed.
    """
    gain = p.mind.efficacy * pos(success) * own * (1.0 - efficacy)
    return share(efficacy + gain + p.mind.drift * (anchor - efficacy))


@rule
def hope_after(hope: float, anchor: float, relief: float, trust: float, p: Parameters) -> float:
    """Hope after a week, in [0, 1]: relief in the hands of a trusted professional.

    ``H + g relief trust + d (H0 - H)``. Source: S002 item 116 (hope); form assumed.
    """
    return share(hope + p.mind.hope * relief * trust + p.mind.drift * (anchor - hope))


@rule
def acceptance_after(
    acceptance: float, anchor: float, moved_by: float, hurt: float, p: Parameters
) -> float:
    """Acceptance of the illness identity after a week, in [0, 1].

    ``A + moved (1 - A) - b hurt + d (A0 - A)``: `moved` is the real relation, accuracy x trust x
    dialogue, with persuasion; `hurt` is stigma x harm. Source: S001 items 104-106 (self-concept,
    denial, stigma), S003 item 141 (influence); form assumed.
    """
    moved = moved_by * (1.0 - acceptance) - p.mind.stigma * hurt
    return share(acceptance + moved + p.mind.drift * (anchor - acceptance))


@rule
def mind_after(person: User, support: Support, p: Parameters) -> Mind:
    """Efficacy, hope and acceptance after a week; without a visit they drift to their anchors."""
    mind, anchor, given = person.mind, person.traits.anchor, support
    return Mind(
        efficacy=efficacy_after(mind.efficacy, anchor.efficacy, given.relief, given.own, p),
        hope=hope_after(mind.hope, anchor.hope, given.relief, given.trust, p),
        acceptance=acceptance_after(
            mind.acceptance, anchor.acceptance, given.accepting, given.hurt, p
        ),
    )


@rule
def person_after(person: User, support: Support, p: Parameters, draws: Draws) -> User:
    """The person after a week, in care or not.

    Income and daily use draw the purse back to its usual level; goods received are used up.
    """
    life = life_after(person.life_event, draws.life, p)
    course = course_after(person, support, p, draws)
    followed = chance(adherence_odds(person, support.willing, p))
    return replace(
        person,
        mind=mind_after(person, support, p),
        course=course,
        severity=severity_after(
            person.severity, person.traits.baseline, support.work, life, course.crisis, p
        ),
        life_event=life,
        purse=toward(person.purse, person.traits.income, p.recover.living),
        adherence=share(toward(person.adherence, followed, p.adhere.speed)),
        expressed_emotion=expressed_emotion_after(person.expressed_emotion, p),
        order=order_after(person, course, p),
    )


@rule
def support_of(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Support:
    """What the tie does for the user this week; only at a visit is there work, relief or harm.

    What makes a user accept the illness is the real relation, accuracy x trust x dialogue, and
    persuasion, less the fear of stigma where trust is low (S001 item 106).
    """
    side, tie, given = dyad.user, dyad.tie, event.given.to_user
    joint, goods, reward, relief, accepting, hurt = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if event.visit.attended > 0.0:
        worked = came_over(given, carer.professional, p)
        joint = joint_work(worked, event.given.to_professional, p.recover.complements)
        goods, reward = given.goods, sat(given.money + given.goods)
        relief = squash(event.relief / p.experience.relief_scale)
        seeing = accuracy(tie.uncertainty, side.perception.distortion)
        accepting = p.mind.acceptance * seeing * side.feeling.trust * dialogue(event.given)
        accepting = accepting + p.influence.acceptance * persuasion(dyad, reward, p)
        accepting = accepting * (1.0 - dyad.person.traits.stigma * (1.0 - side.feeling.trust))
        hurt = dyad.person.traits.stigma * event.given.harm_to_user
    return Support(
        work=effect_of_work(dyad, carer, joint, goods, p),
        joint=joint,
        relief=relief,
        own=1.0 - side.perception.felt_control,
        trust=side.feeling.trust,
        accepting=accepting,
        hurt=hurt,
        secure=secure_base(side.feeling),
        familiarity=tie.talk.familiarity,
        plan=p.interventions.crisis_plan.strength,
        willing=willing_by_tie(dyad, reward, p),
    )


@rule
def recover(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """The person after the week; without a visit there is no joint work."""
    support = support_of(dyad, carer, event, p)
    person = person_after(dyad.person, support, p, draws)
    onset = person.course.crises - dyad.person.course.crises
    needs = needs_after(dyad.user.need, draws.need, p)
    dyad = replace(dyad, person=person, user=replace(dyad.user, need=needs))
    return dyad, replace(event, joint=support.joint, onset=onset)
