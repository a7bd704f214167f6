"""The state of a tie, grouped by the verb that writes it; the declaration is the layout.

Everything psychological lies in [0, 1], affect and the comparison levels in [-1, 1]; amounts are in
units of effort (one unit of any class costs its giver a sixth of that side's budget for a visit).
*Side* is one party's inner state about this tie: there are two, with the same fields
(S004 item 148: interaction and relationship are held apart; `Event` is the interaction).
Whole numbers and truth values are floats too, so that a state is one column of one array.
"""

from typing import NamedTuple

from mutua.model.record import Record
from mutua.model.resources import NOTHING, Gifts


class Feeling(NamedTuple):
    """What one side has come to feel; written by *learn*."""

    trust: float  # [0, 1]
    bond: float  # [0, 1] gratitude and warmth towards the person
    affect: float  # [-1, 1]
    rupture: float  # [0, 1] unrepaired breach


class Level(NamedTuple):
    """What one side has come to expect of a visit; written by *learn*."""

    expectation: float  # [-1, 1] comparison level
    anchor: float  # [-1, 1] what the expectation is drawn back to; a trait
    mean_y: float  # [-1, 1] running mean of the outcomes of visits


class Books(NamedTuple):
    """The two gross books of one side; written by *owe*."""

    debt: float  # [0, 1] felt obligation
    credit: float  # [0, 1] what I believe the other owes me


class Perception(NamedTuple):
    """How one side sees the other; written by *experience*."""

    distortion: float  # [0, 1] share of perception that comes from elsewhere
    image: float  # [0, 1] what the other is taken for when rated; fixed at their meeting
    felt_control: float  # [0, 1] professional's share of control as this side feels it
    felt_recognition: float  # [0, 1] being met as a fellow human being


class Side(NamedTuple):
    """One party's inner state about this tie."""

    need: Gifts  # the user's drift; written by *recover*
    habit: Gifts  # [0, 2] learned propensity to give, 1 = the role; written by *learn*
    usual: Gifts  # units: what the other usually gives at a visit; written by *experience*
    acts: float  # acts of the other that are usual at a visit, as `Felt.act`; written by *learn*
    feeling: Feeling
    level: Level
    books: Books
    perception: Perception


class Mind(NamedTuple):
    """What a user thinks of the own powers, future and illness; written by *recover*."""

    efficacy: float  # [0, 1] self-efficacy
    hope: float  # [0, 1]
    acceptance: float  # [0, 1] of the illness identity


class Relative(NamedTuple):
    """The key relative, who is there or not (S001 items 90-91)."""

    present: float  # 1 if the user lives with one
    warmth: float  # [0, 1]
    attitude: float  # [0, 1] attitude to the illness


class Traits(NamedTuple):
    """What a service user brings and keeps."""

    preferred_control: float  # [0, 1] professional's share that the user prefers
    avoidance: float  # [0, 1] attachment avoidance at the start
    anxiety: float  # [0, 1] attachment anxiety
    trust: float  # [0, 1] trust in a professional not yet met
    alternatives: float  # [-1, 1] comparison level for alternatives
    response: float  # [0, 1] response to joint work
    baseline: float  # [0, 1] severity to which the illness returns
    anchor: Mind  # where efficacy, hope and acceptance return to
    income: float  # >= 0, units: where the purse returns to
    stigma: float  # [0, 1] fear of it
    burden: float  # [0, 1] of the treatment
    enough: float  # attainment of goals plus outcome of a visit above which it is enough
    responsibility: float  # [0, 1] how far others hold the user responsible for the illness
    relative: Relative


class Course(NamedTuple):
    """Crises and admissions so far; written by *recover*."""

    crisis: float  # 1 in a week of crisis
    calm: float  # weeks since the last crisis; weeks so far if there was none
    admitted: float  # 1 in a week on the ward
    crises: float  # onsets
    relapses: float  # onsets after four calm weeks or more
    admissions: float
    crisis_weeks: float  # weeks that ended in a crisis, that of the onset included


class Outside(NamedTuple):
    """The part of the course that fell out of care; written by `live_outside`."""

    weeks: float  # weeks without a tie
    crises: float
    relapses: float
    admissions: float
    crisis_weeks: float


class User(NamedTuple):
    """The service user, whatever the tie."""

    traits: Traits
    mind: Mind
    course: Course
    outside: Outside
    severity: float  # [0, 1] written by *recover*
    life_event: float  # SD units: what life does to severity; written by *recover*
    adherence: float  # [0, 1] written by *recover*
    purse: float  # >= 0, units of money and goods; written by *give* and *recover*
    avoidance: float  # [0, 1] attachment avoidance now; written by *learn*
    service_trust: float  # [0, 1] trust in the service, carried from tie to tie; *learn*
    expressed_emotion: float  # [0, 1] of the key relative; written by *recover*
    order: float  # weeks left under a treatment order; written by *recover*


class Contact(NamedTuple):
    """The tally of offers and visits; written by *attend*."""

    offered: float  # visits offered so far
    attended: float  # visits attended so far
    missed: float  # offers missed in a row
    gap: float  # weeks without contact despite offers
    last: float  # week of the last attended visit, -1 before the first


class Goals(NamedTuple):
    """What one side wants of the tie: shares that sum to 1 (S001 item 13, S004 item 12)."""

    change: float
    stability: float
    access: float


class Talk(NamedTuple):
    """What the two have worked out between them; written by *relate*."""

    control: float  # [0, 1] professional's share of decisions, enacted
    custom: float  # [0, 1] control that is the custom of the two
    understanding: float  # [0, 1] shared meaning
    familiarity: float  # [0, 1] knowing and being known
    goals_user: Goals
    goals_professional: Goals
    wanted_user: Goals  # what the goals are drawn back to: those at the start
    wanted_professional: Goals


class Flow(NamedTuple):
    """Smoothed flows per attended visit, in units of the giver; written by *give*."""

    to_user: float
    to_professional: float


class Tie(NamedTuple):
    """The relation itself."""

    contact: Contact
    talk: Talk
    flow: Flow
    uncertainty: float  # (0, 1] 1 at the start, halved at each attended visit
    seen_severity: float  # [0, 1] severity at the last attended visit
    met: float  # [0, 1] running mean of the user's needs met
    rupture_visits: float  # visits that raised the user's rupture
    organisation: float  # net units of money and goods that the organisation holds of this tie
    since_feedback: float  # weeks since the user's view was last fed back
    held: float  # weeks for which the goal has been held
    begun: float  # week after which the tie began, 0 for the cohort
    ended: float  # week in which the ending was decided; written by *part*
    ending: float  # 0 none yet, else a code of `ENDINGS`
    post: float  # post within the team of the professional
    place: float  # place within the team at which the user began
    generation: float  # 0 for the cohort, else the number of the newcomer at this place
    newcomers: float  # how many this place has had
    spell: float  # ties that the user had before this one


class Life(NamedTuple):
    """A user of the cohort without a tie; written by `live_outside`."""

    person: User
    need: Gifts
    level: Level  # what the user came to expect of visits
    wanted: Goals  # what the user wants of a tie
    followed: float  # [0, 1] mean adherence of some 13 weeks
    place: float  # place within the team at which the user began
    spell: float  # ties that the user has had
    moved: float  # 1 if the user has moved away and does not come back
    returns: float  # 1 in a week in which the user wishes to come back


class Dyad(NamedTuple):
    """One tie with its two parties."""

    person: User
    user: Side
    professional: Side
    tie: Tie
    record: Record


class Professional(NamedTuple):
    """A professional beyond any one tie."""

    skill: float  # [0, 1]
    empathy: float  # [0, 1]
    reach: float  # > 0, median 1: keeps people; divides the odds of a failed exit
    flexibility: float  # [0, 1] leaves the norm's control where it does not fit
    preferred_control: float  # [0, 1]
    attachment: float  # [0, 1] own attachment insecurity
    attitude: float  # [0, 1] attitude to the illness
    standard: float  # > 0, median 1: what is due from users, as a multiple of what is usual
    outside_load: float  # [0, 1] strain from outside work
    proneness: float  # [0, 1] where burnout returns to
    energy: float  # [0, 1]
    burnout: float  # [0, 1] emotional exhaustion as a share of the scale
    esteem: float  # [0, 1] worth in one's own eyes
    tenure: float  # weeks in this service
    generation: float  # 0 at first, then one more for each successor


class Team(NamedTuple):
    """Professionals who share a climate."""

    climate: float  # [0, 1] 1 - mean burnout of the team, smoothed
    giving: Gifts  # what its members give at a visit, smoothed: the norm of the ward
    control: float  # [0, 1] mean enacted control in its ties, smoothed
    affect: float  # [-1, 1] mean affect of both sides in its ties, smoothed
    coming: float  # [0, 1] share of offers that were kept, smoothed


class Carer(NamedTuple):
    """The professional and the team as the dyad meets them this week; read only."""

    professional: Professional
    team: Team


class Visit(NamedTuple):
    """Whether the two met; written by *attend*."""

    offered: float  # by the service, or as the answer to a request
    attended: float
    asked: float  # the user asked for one
    answered: float  # and was answered: an extra act
    odds: float  # odds that the user comes, were a visit offered


class Given(NamedTuple):
    """What changed hands, in units of the giver; written by *give*."""

    to_user: Gifts
    to_professional: Gifts
    extra: Gifts  # what of it was beyond the role: acts, the user's priority first, incentive
    returned: Gifts  # what of the user's was beyond the role
    intended_by_user: Gifts  # day by day at a whole visit, before illness, purse and effort
    intended_by_professional: Gifts
    reserved: float  # units of an hour that was kept free for a visit that was missed
    harm_to_user: float  # love and status taken, in units; never substituted by gifts
    harm_to_professional: float


class Hour(NamedTuple):
    """A visit as it meets one side, before that side makes anything of it."""

    given: Gifts  # amounts from the other, as they come over
    role: Gifts  # amounts that the other's role asks at a whole visit
    act: Gifts  # what of the given was an act beyond the role
    weights: Gifts  # what each class counts in what was got: needs, 0 for what a purse decides
    standard: float  # > 0 what is due, as a multiple of what is usual
    part: float  # [0, 1] share of a whole visit, 1 but on a ward
    harm: float  # love and status taken, in units
    own_share: float  # own giving as a share of the own role
    control: float  # [0, 1] professional's share, as this side views it
    control_speed: float  # [0, 1] share of the way that felt control moves to it
    preferred_control: float  # [0, 1]
    zone: float  # [0, 1] misfit of control that is not felt
    understanding: float  # [0, 1]
    discussed: float  # [0, 1] share of the way that felt control is talked towards the wish
    brought: float  # [0, 1] distortion that this side brings along
    uncertainty: float  # (0, 1]
    relief: float  # (-1, 1) relief, or success as it is seen
    followed: float  # what is seen of adherence, as it weighs for this side
    apart: float  # [0, 1] how far the goals of the two are apart
    noise: float  # noise of perception and the shared shock


class Felt(NamedTuple):
    """How one side experienced the visit; written by *experience*."""

    gifts: Gifts  # amounts as perceived
    met: float  # [0, 1] need-weighted share of needs met
    strain: float  # [0, 1] misfit of control beyond the zone of indifference
    y: float  # [-1, 1] outcome of the visit
    got: float  # what was got beyond what is due, as a share of the other's role
    act: float  # acts beyond the role, as a share of the other's role, >= 0


class Event(NamedTuple):
    """What happened in this week: the interaction, as it can be observed and reported."""

    week: float
    visit: Visit
    given: Given
    user: Felt
    professional: Felt
    relief: float  # severity lost since the last visit; written by *experience*
    joint: float  # joint work done; written by *recover*
    onset: float  # 1 if a crisis began; written by *recover*
    leave_odds: float  # odds of breaking off; written by *part*


class Support(NamedTuple):
    """What a tie does for the user this week; all neutral without one."""

    work: float  # >= 0, effect of joint work and medication
    joint: float  # >= 0, joint work done
    relief: float  # (-1, 1) severity lost since the last visit, squashed; 0 without a visit
    own: float  # [0, 1] part of success that is the user's own
    trust: float  # [0, 1] in whoever treats
    accepting: float  # what moves the user to accept the illness
    hurt: float  # stigma x harm
    secure: float  # [0, 1] how far the tie is a secure base
    familiarity: float  # [0, 1]
    plan: float  # strength of a crisis plan
    willing: float  # > 0, factor of the tie on the odds of following the treatment


class Load(NamedTuple):
    """What one tie asks of its professional this week; summed over the caseload in slot order."""

    effort: float  # units given, and hours kept free for visits that were missed
    visits: float
    balance: float  # sum of the professional's credit - debt over ties
    reward: float  # sum of the professional's outcomes of visits
    ties: float  # ties that go on
    lost: float  # ties broken off this week
    taken: float  # sum of how far what was given met the users' needs
    offers: float  # visits offered
    control: float  # sum of enacted control over ties that go on
    affect: float  # sum of the mean affect of the two over ties that go on
    given: Gifts  # amounts given


#: Codes of `Tie.ending`.
ENDINGS = ("", "failed", "enough", "nonattendance", "planned", "moved")
FAILED, ENOUGH, NONATTENDANCE, PLANNED, MOVED = 1.0, 2.0, 3.0, 4.0, 5.0

#: What a user who has no tie is given.
NO_SUPPORT = Support(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
NOT_FELT = Felt(NOTHING, 0.0, 0.0, 0.0, 0.0, 0.0)
NOT_GIVEN = Given(*(NOTHING,) * 6, 0.0, 0.0, 0.0)
NO_LOAD = Load(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, NOTHING)
