"""Verb 7, recover: severity falls with joint work; efficacy, hope, acceptance, adherence move."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import Gifts
from mutua.rules.experience import accuracy
from mutua.rules.relate import consensus, dialogue
from mutua.rules.response import chance, factor, gate, pos, share, squash, toward
from mutua.state import Carer, Dyad, Event, Mind
from mutua.streams import Draws


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
def effect_of_work(dyad: Dyad, skill: float, joint: float, p: Parameters) -> float:
    """What joint work does for this person in these hands, >= 0.

    ``skill understanding response joint (1 - w + w consensus)(1 - v + v adherence)``.
    Source: S001 items 153 and 155 (the relation as vehicle; adherence), E16, E17; form assumed.
    """
    talk, person = dyad.tie.talk, dyad.person
    agreed = 1.0 - p.recover.consensus * (1.0 - consensus(talk))
    taken = 1.0 - p.recover.adherence * (1.0 - person.adherence)
    return skill * talk.understanding * person.traits.response * joint * agreed * taken


@rule
def life_after(life: float, luck: float, p: Parameters) -> float:
    """Life events, a lag-one process in SD units: ``a L + sqrt(1 - a^2) luck`` with a = .9.

    Source: design 2.2 (weekly life events, lag-one .9); assumed. The root is a constant, .43589.
    """
    return 0.9 * life + 0.4358898943540674 * luck


@rule
def severity_after(
    severity: float, baseline: float, work: float, life: float, p: Parameters
) -> float:
    """Severity after a week, in [0, 1].

    ``S - r work S + d (S0 - S) + v life``: joint work lifts in proportion to what there is to lift;
    the illness returns to its baseline; life goes up and down.
    Source: S001 item 153 (relationship as vehicle), S004 item 151; form and rates assumed.
    """
    drift = p.recover.drift * (baseline - severity)
    return share(severity - p.recover.rate * work * severity + drift + p.recover.life * life)


@rule
def adherence_odds(dyad: Dyad, p: Parameters) -> float:
    """Odds of following the treatment, >= 0.

    ``base m(trust)(1 + u understanding)(1 + o gate(trust) debt)
    / ((1 + r (1 - acceptance))(1 + b burden))``.
    Source: S001 items 82, 105 and 155 (alliance and adherence; resistance to an illness identity),
    S000 item 62 (adherence is what the user returns); form assumed.
    """
    x, person, feeling = p.adhere, dyad.person, dyad.user.feeling
    owed = 1.0 + x.obligation * gate(feeling.trust) * dyad.user.books.debt
    willing = x.odds * factor(feeling.trust, x.trust) * owed
    shared = 1.0 + x.understanding * dyad.tie.talk.understanding
    refused = 1.0 + x.acceptance * (1.0 - person.mind.acceptance)
    return willing * shared / (refused * (1.0 + x.burden * person.traits.burden))


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
    """Hope after a week, in [0, 1]: relief in the hands of somebody trusted.

    ``H + g relief trust + d (H0 - H)``. Source: S002 item 116 (hope); form assumed.
    """
    return share(hope + p.mind.hope * relief * trust + p.mind.drift * (anchor - hope))


@rule
def acceptance_after(
    acceptance: float, anchor: float, real: float, hurt: float, p: Parameters
) -> float:
    """Acceptance of the illness identity after a week, in [0, 1].

    ``A + a real (1 - A) - b hurt + d (A0 - A)``: `real` is accuracy x trust x dialogue, `hurt` is
    stigma x harm. Source: S001 items 104-106 (self-concept, denial, stigma); form assumed.
    """
    moved = p.mind.acceptance * real * (1.0 - acceptance) - p.mind.stigma * hurt
    return share(acceptance + moved + p.mind.drift * (anchor - acceptance))


@rule
def mind_after(dyad: Dyad, event: Event, p: Parameters) -> Mind:
    """Efficacy, hope and acceptance after a week; without a visit they drift to their anchors."""
    person, side, tie = dyad.person, dyad.user, dyad.tie
    mind, anchor = person.mind, person.traits.anchor
    relief, real, hurt = 0.0, 0.0, 0.0
    if event.visit.attended > 0.0:
        relief = squash(event.relief / p.experience.relief_scale)
        seeing = accuracy(tie.uncertainty, side.perception.distortion)
        real = seeing * side.feeling.trust * dialogue(event.given)
        hurt = person.traits.stigma * event.given.harm_to_user
    own = 1.0 - side.perception.felt_control
    return Mind(
        efficacy=efficacy_after(mind.efficacy, anchor.efficacy, relief, own, p),
        hope=hope_after(mind.hope, anchor.hope, relief, side.feeling.trust, p),
        acceptance=acceptance_after(mind.acceptance, anchor.acceptance, real, hurt, p),
    )


@rule
def recover(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """The person after the week; without a visit there is no joint work.

    Income and daily use draw the purse back to its usual level; goods received are used up.
    """
    person, joint = dyad.person, 0.0
    if event.visit.attended > 0.0:
        given = event.given
        joint = joint_work(given.to_user, given.to_professional, p.recover.complements)
    work = effect_of_work(dyad, carer.professional.skill, joint, p)
    life = life_after(person.life_event, draws.life, p)
    after = replace(
        person,
        mind=mind_after(dyad, event, p),
        severity=severity_after(person.severity, person.traits.baseline, work, life, p),
        life_event=life,
        purse=toward(person.purse, person.traits.income, p.recover.living),
        adherence=share(toward(person.adherence, chance(adherence_odds(dyad, p)), p.adhere.speed)),
    )
    return replace(dyad, person=after), replace(event, joint=joint)
