"""What is recorded of a dyad: every week, and once at its end."""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.jit.structs import Rows, replace
from mutua.model.draws import DrawCounter, DrawKey, UserDraws, Word
from mutua.model.measures.equilibrium import (
    ANTAGONISTIC,
    ASYMMETRIC,
    DEAD,
    DIRECTIVE,
    DRIFTING,
    GUIDED,
    MUTUAL,
    ONE_SIDED,
    OTHER,
    class_of,
    concepts,
    drift,
    in_equilibrium,
)
from mutua.model.measures.follow_up import is_first_tie, rated_improvement
from mutua.model.measures.functions import functions_of_professional, functions_of_user
from mutua.model.measures.index import agreement_part, exchange_part, index_levels
from mutua.model.measures.outcomes import Row, Weekly
from mutua.model.measures.star import alliance, rating_of_professional, rating_of_user, star
from mutua.model.parameters.catalogue import Parameters
from mutua.model.people.population import background, expressed_emotion_at_start
from mutua.model.rating_draws import Items, rating_draws
from mutua.model.rules.response import consensus, pos, share, squash, wished_control
from mutua.model.state import Carer, Dyad, Event, Tie


@rule
def one_if(a: float, b: float) -> float:
    """1 where two codes are equal, else 0."""
    return 1.0 if a == b else 0.0


@rule
def observe(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Weekly:
    """Record one dyad at the end of a week: a first tie of the cohort, as long as it goes on."""
    user, professional, tie, worker = dyad.user, dyad.professional, dyad.tie, carer.professional
    goes_on = 1.0 if tie.ending == 0.0 else 0.0
    here = goes_on if is_first_tie(tie) else 0.0
    kind = class_of(dyad, event.week, p) * here
    now = concepts(dyad, event.week, p)
    exhausted = 1.0 if worker.burnout >= 0.5 else 0.0
    arrived = 1.0 if worker.generation > 0.0 and worker.tenure == 0.0 else 0.0
    return Weekly(
        engaged=here,
        attended=here * event.visit.attended,
        trust_user=here * user.feeling.trust,
        trust_professional=here * professional.feeling.trust,
        bond_user=here * user.feeling.bond,
        bond_professional=here * professional.feeling.bond,
        debt_user=here * user.books.debt,
        debt_professional=here * professional.books.debt,
        credit_user=here * user.books.credit,
        credit_professional=here * professional.books.credit,
        affect_user=here * user.feeling.affect,
        affect_professional=here * professional.feeling.affect,
        flow_to_user=here * tie.flow.to_user,
        flow_to_professional=here * tie.flow.to_professional,
        control=here * tie.talk.control,
        felt_control_user=here * user.perception.felt_control,
        felt_control_professional=here * professional.perception.felt_control,
        understanding=here * tie.talk.understanding,
        severity=here * dyad.person.severity,
        efficacy=here * dyad.person.mind.efficacy,
        adherence=here * dyad.person.adherence,
        hope=here * dyad.person.mind.hope,
        avoidance=here * dyad.person.avoidance,
        met_user=here * tie.met,
        met_professional=here * dyad.record.window.met_professional,
        dynamic_equilibrium=here * now.dynamic_equilibrium,
        flow_imbalance=here * now.flow_imbalance,
        shared_affect=here * now.shared_affect,
        asymmetric_alliance=here * now.asymmetric_alliance,
        recognition=here * now.recognition,
        burnout=here * worker.burnout,
        crisis=here * dyad.person.course.crisis,
        class_dead=one_if(kind, DEAD),
        class_drifting=one_if(kind, DRIFTING),
        class_antagonistic_stable=one_if(kind, ANTAGONISTIC),
        class_one_sided=one_if(kind, ONE_SIDED),
        class_directive_compliant=one_if(kind, DIRECTIVE),
        class_user_guided=one_if(kind, GUIDED),
        class_mutual=one_if(kind, MUTUAL),
        class_asymmetric_alliance=one_if(kind, ASYMMETRIC),
        class_other=one_if(kind, OTHER),
        service_ties=goes_on,
        service_visits=event.visit.attended,
        service_burnout=worker.burnout,
        service_exhausted=exhausted,
        service_turnover=52.0 * arrived,
    )


class ItemNoise(NamedTuple):
    """Item noise of the four ratings of the relation."""

    user_early: Items
    professional_early: Items
    user_end: Items
    professional_end: Items


@rule
def draw_item_noise(key: DrawKey, who: DrawCounter) -> ItemNoise:
    """Draw the item noise of the four ratings."""
    return ItemNoise(
        user_early=rating_draws(key, who, Word(0)),
        professional_early=rating_draws(key, who, Word(1)),
        user_end=rating_draws(key, who, Word(2)),
        professional_end=rating_draws(key, who, Word(3)),
    )


class Wellness(NamedTuple):
    """How the user fares at the end, each in [0, 1]."""

    satisfaction: float
    wellbeing: float
    own_say: float
    control_fit: float
    empowerment: float
    recovery: float
    unmet: float


@rule
def wellness(
    dyad: Dyad, noise_satisfaction: float, noise_wellbeing: float, p: Parameters
) -> Wellness:
    """Satisfaction, wellbeing, empowerment, recovery and unmet needs (design 2.6; S003 item 146).

    Own say is ``1 - pos(felt control - wished)``: no more of the norm is in it than there is in
    what one feels beyond one's wish. Satisfaction is ``(1 + squash((y of late - anchor)/scale))/2``
    with the noise of its instrument; -1 of a user who was never seen.
    """
    person, side, m = dyad.person, dyad.user, p.measure
    mind, seen = person.mind, side.perception
    better = (dyad.record.window.y - side.level.anchor) / m.satisfaction_scale
    error = m.satisfaction_noise * noise_satisfaction
    satisfaction = share(0.5 * (1.0 + squash(better)) + error)
    apart = seen.felt_control - wished_control(person, p)
    own_say = 1.0 - pos(apart)
    recovery = mind.hope + mind.acceptance + mind.efficacy + dyad.tie.talk.understanding
    recovery = 0.2 * (seen.felt_recognition + recovery)
    unmet = 1.0 - dyad.tie.met
    well = 1.0 - person.severity + dyad.tie.met + 0.5 * (1.0 + side.feeling.affect) + recovery
    return Wellness(
        satisfaction=satisfaction if dyad.tie.contact.attended > 0.0 else -1.0,
        wellbeing=share(0.25 * well + m.wellbeing_noise * noise_wellbeing),
        own_say=own_say,
        control_fit=1.0 - abs(apart),
        empowerment=0.5 * (mind.efficacy + own_say),
        recovery=recovery,
        unmet=unmet,
    )


@rule
def imbalance(dyad: Dyad, p: Parameters) -> float:
    """Accumulated units given less received by the professional, as shares of the budgets."""
    given = dyad.record.sum_to_user / max(p.effort.professional, 1e-9)
    received = dyad.record.sum_to_professional / max(p.effort.user, 1e-9)
    return (given - received) / (given + received) if given + received > 0.0 else 0.0


@rule
def record_class(dyad: Dyad, seen: Weekly) -> Dyad:
    """Return the dyad with its class recorded, as is done once, midway.

    It is put together from the shares: a second call of `class_of` in the kernel would cost the
    loop around the first one its vectors.
    """
    kind = (
        DEAD * seen.class_dead
        + DRIFTING * seen.class_drifting
        + ANTAGONISTIC * seen.class_antagonistic_stable
        + ONE_SIDED * seen.class_one_sided
        + DIRECTIVE * seen.class_directive_compliant
        + GUIDED * seen.class_user_guided
        + MUTUAL * seen.class_mutual
        + ASYMMETRIC * seen.class_asymmetric_alliance
        + OTHER * seen.class_other
    )
    return replace(dyad, record=replace(dyad.record, midway=kind))


@rule
def is_row_due(tie: Tie, week: float, last: bool) -> bool:
    """Whether a row is written: of a first tie, in the week of its ending or else in the last."""
    over = tie.ended == week or (last and tie.ending == 0.0)
    return is_first_tie(tie) and over


@rule
def summarise(
    dyad: Dyad, carer: Carer, draws: UserDraws, items: ItemNoise, table: Rows, weeks: float,
    p: Parameters,
) -> Row:  # fmt: skip
    """One row a dyad, with its ratings as instruments would give them."""
    person, tie, record, user = dyad.person, dyad.tie, dyad.record, dyad.user
    traits, window = person.traits, record.window
    known = background(draws, table, p)
    well = wellness(dyad, draws.rating_satisfaction, draws.rating_wellbeing, p)
    noise_user, noise_professional = p.measure.star_noise_user, p.measure.star_noise_professional
    now, index = concepts(dyad, weeks, p), index_levels(dyad)
    rating_user, rating_professional = (
        rating_of_user(dyad, p),
        rating_of_professional(dyad, carer, p),
    )
    last_week = weeks if tie.ending == 0.0 else tie.contact.last
    return Row(
        ending=tie.ending,
        post=tie.post,
        exit_week=last_week,
        visits_offered=tie.contact.offered,
        visits_attended=tie.contact.attended,
        rupture_visits=tie.rupture_visits,
        equilibrium=class_of(dyad, weeks, p),
        equilibrium_midway=record.midway,
        severity_start=traits.baseline,
        improvement_in_care=rated_improvement(person, draws, p),
        star_user_early=star(record.early_user, items.user_early, noise_user),
        star_user_end=star(rating_user, items.user_end, noise_user),
        star_professional_early=star(
            record.early_professional, items.professional_early, noise_professional
        ),
        star_professional_end=star(rating_professional, items.professional_end, noise_professional),
        alliance_user_early=alliance(record.early_user),
        alliance_user_end=alliance(rating_user),
        alliance_professional_early=alliance(record.early_professional),
        alliance_professional_end=alliance(rating_professional),
        satisfaction=well.satisfaction,
        wellbeing=well.wellbeing,
        own_say=well.own_say,
        control_fit=well.control_fit,
        empowerment=well.empowerment,
        recovery=well.recovery,
        adherence_in_care=window.adherence,
        unmet=well.unmet,
        dependence=user.level.mean_y - traits.alternatives,
        trust_user_end=user.feeling.trust,
        trust_professional_end=dyad.professional.feeling.trust,
        balance_user=window.balance_user,
        balance_professional=window.balance_professional,
        burnout=carer.professional.burnout,
        dynamic_equilibrium=now.dynamic_equilibrium,
        in_equilibrium=in_equilibrium(dyad, weeks, p),
        flow_imbalance=now.flow_imbalance,
        shared_affect=now.shared_affect,
        asymmetric_alliance=now.asymmetric_alliance,
        recognition=now.recognition,
        reciprocity_exchange=exchange_part(index),
        reciprocity_agreement=agreement_part(index),
        drift=drift(dyad, weeks),
        stock_imbalance=imbalance(dyad, p),
        goal_consensus=consensus(tie.talk),
        understanding=tie.talk.understanding,
        control=tie.talk.control,
        communication=record.dialogue * tie.talk.understanding,
        emotional_support=record.felt.love,
        problem_support=0.5 * (record.felt.services + record.felt.information),
        transcending=record.extra,
        functions_user=functions_of_user(dyad),
        functions_professional=functions_of_professional(dyad),
        preferred_control=traits.preferred_control,
        avoidance=traits.avoidance,
        anxiety=traits.anxiety,
        responsibility=traits.responsibility,
        relative=traits.relative.present,
        expressed_emotion=expressed_emotion_at_start(draws, table),
        warmth=traits.relative.warmth,
        age=known.age,
        male=known.male,
        income=known.income,
        education=known.education,
        locus=known.locus,
        efficacy_start=traits.anchor.efficacy,
    )
