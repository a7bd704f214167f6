"""The prologue: who the two are, and where they meet."""

from mutua.analysis.phrases import amount
from mutua.engines.history import History
from mutua.scenarios.scenario import Scenario

UNITS = (
    "Numbers without a unit lie between 0 and 1; affect, expectation, outcome of a visit and "
    "alternatives between -1 and 1. Control is the professional's share. Gifts are in units of "
    "effort: one unit costs its giver a sixth of what the role has for a visit. What is felt can "
    "be less than what is given, or more: it depends on how well they know each other, what they "
    "are used to, distortion, and the professional's empathy and skill."
)


def prologue(scenario: Scenario, dyad: int, history: History) -> list[str]:
    """Who they are, in paragraphs."""
    return [_setting(scenario), _user(history), _professional(scenario, dyad, history), UNITS]


def _setting(scenario: Scenario) -> str:
    p, extra = scenario.parameters, scenario.interventions
    added = f" Interventions: {', '.join(extra)}." if extra else ""
    return (
        f"Norms: {scenario.regime}. The professional is to hold {amount(p.norm.control)} of "
        f"control and {amount(p.norm.initiative)} of the initiative; a visit is due every "
        f"{p.service.contact_interval:g} weeks. Setting: {scenario.setting}.{added}"
    )


def _user(history: History) -> str:
    start, known = history.weeks[0].before, history.background
    person, side = start.person, start.user
    t, kin = person.traits, person.traits.relative
    man = "a man" if known.male > 0.0 else "a woman"
    order = " Comes under a treatment order." if person.order > 0.0 else ""
    home = (
        f"Lives with a relative (expressed emotion {amount(person.expressed_emotion)}, warmth "
        f"{amount(kin.warmth)})." if kin.present > 0.0 else "Lives without a key relative."
    )  # fmt: skip
    crisis = " In a crisis at the start." if person.course.crisis > 0.0 else ""
    mind = f"Efficacy {amount(person.mind.efficacy)}, hope {amount(person.mind.hope)}."
    return (
        f"The user: {man} of {known.age:.0f}, severity {amount(person.severity)}.{crisis} Wants "
        f"the professional to hold {amount(t.preferred_control)} of control; need for love "
        f"{amount(side.need.love)}. Trusts a stranger {amount(side.feeling.trust)}; "
        f"avoidance {amount(t.avoidance)}, anxiety {amount(t.anxiety)}. Expects "
        f"{amount(side.level.anchor)} of a visit and {amount(t.alternatives)} elsewhere. "
        f"{mind} {home}{order}"
    )


def _professional(scenario: Scenario, dyad: int, history: History) -> str:
    first, p = history.weeks[0], scenario.parameters
    pro, side = first.carer.professional, first.before.professional
    post = dyad // int(p.service.caseload)
    return (
        f"The professional (post {post}, team {post // int(p.service.team_size)}): skill "
        f"{amount(pro.skill)}, empathy {amount(pro.empathy)}, burnout {amount(pro.burnout)}, "
        f"reach {amount(pro.reach)} (above 1 keeps users), standard {amount(pro.standard)} (above "
        f"1 counts more as due than users usually give). Would hold "
        f"{amount(pro.preferred_control)} of control by own wish. Trusts "
        f"{amount(side.feeling.trust)} and expects {amount(side.level.anchor)} of a visit."
    )
