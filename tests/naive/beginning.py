"""Sections 3.2 and 3.4.12: sides and ties as they begin, go on with a successor, begin again."""

from math import sqrt
from types import SimpleNamespace as Thing

from naive.feeling import brought_by_professional, brought_by_user
from naive.people import at_score, drawn, drawn_signed, needs, person, professional, score
from naive.record import empty
from naive.response import CLASSES, plain, share, toward


def fresh_side(need, trust, level, perception, usual):
    """A side that begins; `usual` is what the other's role asks."""
    return Thing(
        need=dict(need),
        habit=dict.fromkeys(CLASSES, 1.0),
        usual=dict(usual),
        acts=0.0,
        feeling=Thing(trust=trust, bond=0.0, affect=0.0, rupture=0.0),
        level=plain(level),
        books=Thing(debt=0.0, credit=0.0),
        perception=perception,
    )


def fresh_level(anchor):
    return Thing(expectation=anchor, anchor=anchor, mean_y=anchor)


def fresh_perception(distortion, image, p):
    felt_control = p.norm.control
    return Thing(
        distortion=distortion, image=image, felt_control=felt_control, felt_recognition=0.5
    )


def image_at(marginal, r, insecurity, of, u):
    """What the other is taken for, by a side as insecure as this."""
    return at_score(marginal, r * (insecurity - of.mean) / of.sd + sqrt(1 - r**2) * score(u))


def side_of_professional(u, meeting, p):
    pop, pro = p.population, professional(u, 0.0, p)
    image = image_at(
        pop.image_professional,
        pop.attachment_image,
        pro.attachment,
        pop.attachment,
        meeting.image_professional,
    )
    return fresh_side(
        needs(pop.need_professional, pop.need_sd_professional, u.need),
        drawn(pop.trust_professional, u.trust),
        fresh_level(drawn_signed(pop.anchor_professional, u.anchor)),
        fresh_perception(brought_by_professional(pro, p), image, p),
        p.norm.user,
    )


def side_of_user(who, need, trust, level, meeting, p):
    pop = p.population
    image = image_at(
        pop.image, pop.avoidance_image, who.avoidance, pop.avoidance, meeting.image_user
    )
    perception = fresh_perception(brought_by_user(who, p), image, p)
    return fresh_side(need, trust, level, perception, p.norm.professional)


def side_of_known(who, need, level, meeting, p):
    """The side of a user who is known to the service, towards someone new."""
    trust = share(toward(who.traits.trust, who.service_trust, p.trust.carried))
    return side_of_user(who, need, trust, level, meeting, p)


def goals(change, stability):
    rest = 1 - change
    return Thing(change=change, stability=rest * stability, access=rest * (1 - stability))


def goals_of_user(u, p):
    pop = p.population
    return goals(drawn(pop.goal_change, u.goal_change), drawn(pop.goal_stability, u.goal_stability))


def goals_of_professional(u, p):
    return goals(drawn(p.population.goal_change_professional, u.goal_change), 0.5)


def fresh_talk(wanted, carer, meeting, p):
    return Thing(
        control=p.norm.control,
        custom=p.norm.control,
        understanding=drawn(p.population.understanding, meeting.understanding),
        familiarity=0.0,
        goals_user=plain(wanted),
        goals_professional=goals_of_professional(carer, p),
        wanted_user=plain(wanted),
        wanted_professional=goals_of_professional(carer, p),
    )


def fresh_tie(severity, talk, begun, where):
    """A tie that begins; `where` has its post, place, generation, newcomers and spell."""
    contact = dict.fromkeys(("offered", "attended", "missed", "gap"), 0.0)
    zeros = ("met", "rupture_visits", "organisation", "held", "ended", "ending")
    return Thing(
        **dict.fromkeys(zeros, 0.0),
        contact=Thing(last=-1.0, **contact),
        talk=talk,
        flow=Thing(to_user=0.0, to_professional=0.0),
        uncertainty=1.0,
        seen_severity=severity,
        since_feedback=1e6,
        begun=float(begun),
        **{name: float(number) for name, number in where.items()},
    )


def first_of(post, place, generation=0):
    """Where a tie begins whose user had none before."""
    numbers = {"generation": generation, "newcomers": generation, "spell": 0}
    return {"post": post, "place": place} | numbers


def fresh_dyad(u, carer, meeting, where, begun, p):
    """The first tie of a user, from the uniforms of both people and of their meeting."""
    pop, who = p.population, person(u, p)
    need, level = (
        needs(pop.need, pop.need_sd, u.need),
        fresh_level(drawn_signed(pop.anchor, u.anchor)),
    )
    talk = fresh_talk(goals_of_user(u, p), carer, meeting, p)
    return Thing(
        person=who,
        user=side_of_user(who, need, who.traits.trust, level, meeting, p),
        professional=side_of_professional(carer, meeting, p),
        tie=fresh_tie(who.severity, talk, begun, where),
        record=empty(),
    )


def handed_over(dyad, carer, meeting, p):
    """A tie that goes on with the professional made from the uniforms `carer`."""
    dyad = plain(dyad)
    tie, user, talk = dyad.tie, dyad.user, dyad.tie.talk
    new = fresh_talk(talk.wanted_user, carer, meeting, p)
    new.goals_user = talk.goals_user
    tie.talk = new
    tie.contact.missed = tie.contact.gap = 0.0
    tie.uncertainty, tie.since_feedback = 1.0, 1e6
    dyad.user = side_of_known(dyad.person, user.need, user.level, meeting, p)
    dyad.professional = side_of_professional(carer, meeting, p)
    return dyad


def begun_again(life, carer, meeting, vacant, begun, p):
    """The tie of a user who comes back to a place that the tie `vacant` had before."""
    talk = fresh_talk(life.wanted, carer, meeting, p)
    where = {"place": life.place, "generation": 0, "spell": life.spell}
    where |= {"post": vacant.post, "newcomers": vacant.newcomers}
    record = empty()
    record.window.adherence = life.followed
    return Thing(
        person=plain(life.person),
        user=side_of_known(life.person, life.need, life.level, meeting, p),
        professional=side_of_professional(carer, meeting, p),
        tie=fresh_tie(life.person.severity, talk, begun, where),
        record=record,
    )
