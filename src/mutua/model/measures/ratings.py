"""Ratings on further occasions: every instrument at a visit, in a week, or at a last visit.

An occasion is given as three whole numbers: its kind, a first and a last. Each rating has noise of
its own, drawn by dyad and week: which other occasions there are changes no bit of it.
"""

from typing import Annotated, NamedTuple

from mutua.jit.compile import rule
from mutua.model.measures.follow_up import is_first_tie
from mutua.model.measures.functions import functions_of_professional, functions_of_user
from mutua.model.measures.index import Index, index_levels, index_points
from mutua.model.measures.observation import wellness
from mutua.model.measures.outcomes import column
from mutua.model.measures.star import rating_of_professional, rating_of_user, star_scales
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rating_draws import OccasionDraws
from mutua.model.rules.response import consensus, share
from mutua.model.state import Carer, Dyad, Event

#: Kinds of occasions: at the k-th visit; at the end of a week; at each visit of a span of weeks, of
#: which the last counts.
AT_VISIT, AT_WEEK, AT_LAST_VISIT = 0, 1, 2


# fmt: off
class Ratings(NamedTuple):
    """What instruments say of one dyad on one occasion."""

    week:                            Annotated[float, column("outcome", "week", "week of the rating; 0 is the baseline")]
    visits:                          Annotated[float, column("outcome", "visits", "visits attended by then")]
    severity:                        Annotated[float, column("outcome", "0-1", "severity as rated, with noise")]
    star_user:                       Annotated[float, column("outcome", "0-48", "STAR of the user")]
    star_user_collaboration:         Annotated[float, column("outcome", "0-24", "positive collaboration as the user rates it, six items")]
    star_user_support:               Annotated[float, column("outcome", "0-12", "positive input by the professional as the user rates it, three items")]
    star_user_obstacles:             Annotated[float, column("outcome", "0-12", "non-supportive input as the user rates it, three items reversed")]
    star_professional:               Annotated[float, column("outcome", "0-48", "STAR of the professional")]
    star_professional_collaboration: Annotated[float, column("outcome", "0-24", "positive collaboration as the professional rates it, six items")]
    star_professional_support:       Annotated[float, column("outcome", "0-12", "positive input as the professional rates it, three items")]
    star_professional_obstacles:     Annotated[float, column("outcome", "0-12", "emotional difficulties of the professional, three items reversed")]
    satisfaction:                    Annotated[float, column("outcome", "0-1", "satisfaction of the user, with noise; missing before the first visit")]
    wellbeing:                       Annotated[float, column("outcome", "0-1", "wellbeing of the user, with noise")]
    empowerment:                     Annotated[float, column("outcome", "0-1", "mean of self-efficacy and own say")]
    recovery:                        Annotated[float, column("outcome", "0-1", "mean of recognition, hope, acceptance, efficacy and understanding")]
    unmet:                           Annotated[float, column("outcome", "0-1", "need-weighted share of needs not met")]
    adherence:                       Annotated[float, column("outcome", "0-1", "mean adherence of some 13 weeks")]
    goal_consensus:                  Annotated[float, column("outcome", "0-1", "overlap of goals, without noise")]
    noise_goal_consensus:            Annotated[float, column("outcome", "SD", "noise for a rating of goal consensus, mean 0 and SD 1")]
    joint_work:                      Annotated[float, column("outcome", "0-1", "joint work of the week, without noise")]
    noise_joint_work:                Annotated[float, column("outcome", "SD", "noise for a rating of joint work, mean 0 and SD 1")]
    user_gives:                      Annotated[float, column("outcome", "0-4", "reciprocity index, observer: the user gives")]
    professional_gives:              Annotated[float, column("outcome", "0-4", "reciprocity index, observer: the professional gives")]
    user_feels:                      Annotated[float, column("outcome", "0-4", "reciprocity index, observer: good feeling shown by the user")]
    professional_feels:              Annotated[float, column("outcome", "0-4", "reciprocity index, observer: good feeling shown by the professional")]
    user_gets:                       Annotated[float, column("outcome", "0-4", "reciprocity index, the user: I got what I needed")]
    professional_gets:               Annotated[float, column("outcome", "0-4", "reciprocity index, the professional: I got what I needed")]
    we_understand:                   Annotated[float, column("outcome", "0-4", "reciprocity index: we understand each other")]
    as_wished:                       Annotated[float, column("outcome", "0-4", "reciprocity index, the user: decisions are made as I wish")]
    functions_user:                  Annotated[float, column("outcome", "bits", "functions that the user sees, a bit each")]
    functions_professional:          Annotated[float, column("outcome", "bits", "functions that the professional sees, a bit each")]
# fmt: on


@rule
def is_occasion(kind: int, first: int, last: int, dyad: Dyad, event: Event) -> bool:
    """Whether a dyad is rated on an occasion in this week: one of the cohort that goes on or ends.

    Parameters
    ----------
    kind, first, last : int
        `AT_VISIT` and the number of the visit; `AT_WEEK` and the week; `AT_LAST_VISIT` and the
        first and the last week of the span.
    """
    tie, week = dyad.tie, event.week
    lives = is_first_tie(tie) and (tie.ending == 0.0 or tie.ended == week)
    if kind == AT_WEEK:
        return lives and week == float(first)
    met = lives and event.visit.attended > 0.0
    if kind == AT_VISIT:
        return met and tie.contact.attended == float(first)
    return met and week >= float(first) and week <= float(last)


@rule
def index_noise(noise: OccasionDraws) -> Index:
    """Noise of the eight items of the reciprocity index, mean 0 and SD 1 each."""
    return Index(
        user_gives=noise.user_gives,
        professional_gives=noise.professional_gives,
        user_feels=noise.user_feels,
        professional_feels=noise.professional_feels,
        user_gets=noise.user_gets,
        professional_gets=noise.professional_gets,
        we_understand=noise.we_understand,
        as_wished=noise.as_wished,
    )


@rule
def rate_dyad(
    dyad: Dyad, carer: Carer, event: Event, noise: OccasionDraws, p: Parameters
) -> Ratings:
    """Ratings of one dyad by every instrument."""
    m, tie = p.measure, dyad.tie
    user = star_scales(rating_of_user(dyad, p), noise.user, m.star_noise_user)
    professional = star_scales(
        rating_of_professional(dyad, carer, p), noise.professional, m.star_noise_professional
    )
    well = wellness(dyad, noise.satisfaction, noise.wellbeing, p)
    index = index_points(index_levels(dyad), index_noise(noise), m.star_noise_user)
    return Ratings(
        week=event.week,
        visits=tie.contact.attended,
        severity=share(dyad.person.severity + m.severity_noise * noise.severity),
        star_user=user.collaboration + user.support + user.obstacles,
        star_user_collaboration=user.collaboration,
        star_user_support=user.support,
        star_user_obstacles=user.obstacles,
        star_professional=professional.collaboration
        + professional.support
        + professional.obstacles,
        star_professional_collaboration=professional.collaboration,
        star_professional_support=professional.support,
        star_professional_obstacles=professional.obstacles,
        satisfaction=well.satisfaction,
        wellbeing=well.wellbeing,
        empowerment=well.empowerment,
        recovery=well.recovery,
        unmet=well.unmet,
        adherence=dyad.record.window.adherence,
        goal_consensus=consensus(tie.talk),
        noise_goal_consensus=noise.goal_consensus,
        joint_work=event.joint,
        noise_joint_work=noise.joint_work,
        user_gives=index.user_gives,
        professional_gives=index.professional_gives,
        user_feels=index.user_feels,
        professional_feels=index.professional_feels,
        user_gets=index.user_gets,
        professional_gets=index.professional_gets,
        we_understand=index.we_understand,
        as_wished=index.as_wished,
        functions_user=functions_of_user(dyad),
        functions_professional=functions_of_professional(dyad),
    )
