"""First meetings: the state of a tie before its first visit.

A tie begins in week 0, when a vacated place is filled, and when a professional is followed by
another. What two people make of each other before the first visit is drawn when they meet.
"""

from math import sqrt

from mutua.jit.compile import rule
from mutua.jit.structs import Rows, replace
from mutua.model.draws import MeetingDraws, ProfessionalDraws, UserDraws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.groups import Marginal
from mutua.model.people import quantiles as trait
from mutua.model.people.population import needs, person, professional
from mutua.model.people.quantiles import quantile, score, trait_value
from mutua.model.record import NO_RECORD, NO_WINDOW
from mutua.model.resources import Gifts
from mutua.model.rules.experience import brought_by_professional, brought_by_user
from mutua.model.rules.response import share, toward
from mutua.model.state import (
    Books,
    Contact,
    Dyad,
    Feeling,
    Flow,
    Goals,
    Level,
    Life,
    Perception,
    Professional,
    Side,
    Talk,
    Tie,
    User,
)

#: Weeks since something that has not happened yet.
LONG_AGO = 1e6


@rule
def draw_image(table: Rows, row: int, u: float, r: float, insecurity: float, of: Marginal) -> float:
    """What the other is taken for before they meet, in [0, 1]: quantile at the score z.

    ``z = r (insecurity - mean)/sd + sqrt(1 - r^2) score(u)``: an unseen other is rated by
    the image of others that early relations left (S001 items 75-76 and 79).
    """
    z = r * (insecurity - of.mean) / of.sd + sqrt(1.0 - r * r) * score(table, u)
    return quantile(table, row, z)


@rule
def image_of_professional(person: User, meeting: MeetingDraws, table: Rows, p: Parameters) -> float:
    """What a user takes a professional for before they have met, in [0, 1]."""
    r, of = p.population.avoidance_image, p.population.avoidance
    return draw_image(table, trait.IMAGE, meeting.image_user, r, person.avoidance, of)


@rule
def image_of_user(who: Professional, meeting: MeetingDraws, table: Rows, p: Parameters) -> float:
    """What a professional takes a user for before they have met, in [0, 1]."""
    r, of = p.population.attachment_image, p.population.attachment
    return draw_image(table, trait.IMAGE_P, meeting.image_professional, r, who.attachment, of)


@rule
def fresh_side(
    need: Gifts, role: Gifts, trust: float, anchor: float, distortion: float, image: float,
    p: Parameters,
) -> Side:  # fmt: skip
    """One side before the first visit: empty books, expectation at its anchor.

    What is usual is at first what the other's `role` asks.
    """
    return Side(
        need=need,
        habit=Gifts(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        usual=role,
        acts=0.0,
        feeling=Feeling(trust=trust, bond=0.0, affect=0.0, rupture=0.0),
        level=Level(expectation=anchor, anchor=anchor, mean_y=anchor),
        books=Books(debt=0.0, credit=0.0),
        perception=Perception(
            distortion=distortion,
            image=image,
            felt_control=p.norm.control,
            felt_recognition=0.5,
        ),
    )


@rule
def goals(change: float, stability: float) -> Goals:
    """Goals from the share of change and stability's share of the rest."""
    rest = 1.0 - change
    return Goals(change=change, stability=rest * stability, access=rest * (1.0 - stability))


@rule
def misfit_of_wishes(user: float, professional: float, p: Parameters) -> float:
    """How badly a user's wish for control fits a professional's, in [0, 1]; 0 if it is no matter.

    Source: S004 items 160-161 (allocation of patients to clinicians); form assumed.
    """
    return p.service.fit * abs(user - professional)


@rule
def fresh_tie(
    severity: float,
    post: float,
    place: float,
    generation: float,
    week: float,
    understanding: float,
    user: Goals,
    wanted: Goals,
    professional: Goals,
    p: Parameters,
) -> Tie:
    """Return a relation before the first visit; control stands at the norm.

    `wanted` is what the user's goals are drawn back to: on a new tie what they are. The users of a
    place are as many as the generation says.
    """
    return Tie(
        contact=Contact(offered=0.0, attended=0.0, missed=0.0, last=-1.0, gap=0.0),
        talk=Talk(
            control=p.norm.control,
            custom=p.norm.control,
            understanding=understanding,
            familiarity=0.0,
            goals_user=user,
            goals_professional=professional,
            wanted_user=wanted,
            wanted_professional=professional,
        ),
        flow=Flow(to_user=0.0, to_professional=0.0),
        uncertainty=1.0,
        seen_severity=severity,
        met=0.0,
        rupture_visits=0.0,
        organisation=0.0,
        since_feedback=LONG_AGO,
        held=0.0,
        begun=week,
        ended=0.0,
        ending=0.0,
        post=post,
        place=place,
        generation=generation,
        newcomers=generation,
        spell=0.0,
    )


@rule
def side_of_professional(
    carer: ProfessionalDraws, meeting: MeetingDraws, table: Rows, p: Parameters
) -> Side:
    """Return the professional's side of a tie that begins."""
    who = professional(carer, table, 0.0, p)
    return fresh_side(
        needs(table, trait.NEED_P, carer.need),
        p.norm.user,
        trait_value(table, trait.TRUST_P, carer.trust),
        trait_value(table, trait.ANCHOR_P, carer.anchor),
        brought_by_professional(who, p),
        image_of_user(who, meeting, table, p),
        p,
    )


@rule
def goals_of_professional(carer: ProfessionalDraws, table: Rows) -> Goals:
    """What a professional wants of every tie."""
    return goals(trait_value(table, trait.GOAL_CHANGE_P, carer.goal_change), 0.5)


@rule
def fresh_dyad(
    user: UserDraws, carer: ProfessionalDraws, meeting: MeetingDraws, post: float, place: float,
    generation: float, week: float, table: Rows, p: Parameters,
) -> Dyad:  # fmt: skip
    """Return a tie that begins after this week between two people who have not met."""
    who = person(user, table, p)
    wanted = goals(
        trait_value(table, trait.GOAL_CHANGE, user.goal_change),
        trait_value(table, trait.GOAL_STABILITY, user.goal_stability),
    )
    return Dyad(
        person=who,
        user=fresh_side(
            needs(table, trait.NEED, user.need),
            p.norm.professional,
            who.traits.trust,
            trait_value(table, trait.ANCHOR, user.anchor),
            brought_by_user(who, p),
            image_of_professional(who, meeting, table, p),
            p,
        ),
        professional=side_of_professional(carer, meeting, table, p),
        tie=fresh_tie(
            who.severity,
            post,
            place,
            generation,
            week,
            trait_value(table, trait.UNDERSTANDING, meeting.understanding),
            wanted,
            wanted,
            goals_of_professional(carer, table),
            p,
        ),
        record=NO_RECORD,
    )


@rule
def side_of_known(
    person: User, need: Gifts, level: Level, meeting: MeetingDraws, table: Rows, p: Parameters
) -> Side:
    """Return the side of a user who is known to the service, in a tie with a new professional.

    Trust begins at ``prior + share (service trust - prior)``, expectation as it was: what was
    learnt of the service is carried over (S004 item 161).
    """
    prior = person.traits.trust
    trust = share(toward(prior, person.service_trust, p.trust.carried))
    side = fresh_side(
        need, p.norm.professional, trust, level.anchor, brought_by_user(person, p),
        image_of_professional(person, meeting, table, p), p,
    )  # fmt: skip
    return replace(side, level=level)


@rule
def begin_again(
    life: Life, carer: ProfessionalDraws, meeting: MeetingDraws, vacant: Tie, week: float,
    table: Rows, p: Parameters,
) -> Dyad:  # fmt: skip
    """Return a tie that begins after this week with a user who comes back into care.

    It begins as after a change of professional, at the place of a tie that has ended.
    """
    begun = fresh_tie(
        life.person.severity,
        vacant.post,
        life.place,
        0.0,
        week,
        trait_value(table, trait.UNDERSTANDING, meeting.understanding),
        life.wanted,
        life.wanted,
        goals_of_professional(carer, table),
        p,
    )
    return Dyad(
        person=life.person,
        user=side_of_known(life.person, life.need, life.level, meeting, table, p),
        professional=side_of_professional(carer, meeting, table, p),
        tie=replace(begun, newcomers=vacant.newcomers, spell=life.spell),
        record=replace(NO_RECORD, window=replace(NO_WINDOW, adherence=life.followed)),
    )


@rule
def hand_over(
    dyad: Dyad, carer: ProfessionalDraws, meeting: MeetingDraws, table: Rows, p: Parameters
) -> Dyad:
    """Return a tie whose professional has been followed by another; one that has ended stays.

    What was learnt of the service is carried over; the rest of the relation begins again.
    """
    tie = dyad.tie
    if tie.ending > 0.0:
        return dyad
    begun = fresh_tie(
        tie.seen_severity,
        tie.post,
        tie.place,
        tie.generation,
        tie.begun,
        trait_value(table, trait.UNDERSTANDING, meeting.understanding),
        tie.talk.goals_user,
        tie.talk.wanted_user,
        goals_of_professional(carer, table),
        p,
    )
    return replace(
        dyad,
        user=side_of_known(dyad.person, dyad.user.need, dyad.user.level, meeting, table, p),
        professional=side_of_professional(carer, meeting, table, p),
        tie=replace(
            tie,
            contact=replace(tie.contact, missed=0.0, gap=0.0),
            talk=begun.talk,
            uncertainty=1.0,
            since_feedback=LONG_AGO,
        ),
    )
