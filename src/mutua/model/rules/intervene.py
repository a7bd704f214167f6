"""Interventions: what a service changes from a given week on."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.interventions import Interventions, Policy
from mutua.model.parameters.norms import Norm
from mutua.model.resources import Gifts, each, times, total
from mutua.model.rules.response import pos
from mutua.model.state import Professional


@rule
def is_in_turn(policy: Policy, week: float) -> bool:
    """Whether a week is one in so many, counted from the start; every week where `every` is 0."""
    rounds = float(int((week - policy.start) / max(policy.every, 1.0)))
    return policy.every == 0.0 or policy.start + rounds * policy.every == week


@rule
def in_force(policy: Policy, week: float) -> Policy:
    """A policy as it stands in a week: of strength 0 outside the weeks in which it is in force."""
    during = week >= policy.start and week <= policy.stop
    acts = during and is_in_turn(policy, week)
    return replace(policy, strength=policy.strength if acts else 0.0)


@rule
def without(policy: Policy) -> Policy:
    """A policy of strength 0."""
    return replace(policy, strength=0.0)


@rule
def without_policies(p: Parameters) -> Parameters:
    """The parameters of those who are not allocated: no intervention, no event."""
    x = p.interventions
    return replace(
        p,
        interventions=Interventions(
            feedback=without(x.feedback),
            feedback_interval=x.feedback_interval,
            training=without(x.training),
            supervision=without(x.supervision),
            incentive=without(x.incentive),
            crisis_plan=without(x.crisis_plan),
            user_first=without(x.user_first),
            shared_decisions=without(x.shared_decisions),
            treatment_order=without(x.treatment_order),
            boundary=without(x.boundary),
            no_show=without(x.no_show),
            breach=without(x.breach),
            relapse=without(x.relapse),
            succession=without(x.succession),
            allocation=x.allocation,
        ),
    )


@rule
def is_allocated(user: float, professional: float, team: float, p: Parameters) -> bool:
    """Whether a user is given the interventions, by the draw of the unit that is allocated."""
    x = p.interventions.allocation
    draw = user if x.unit == 1.0 else (professional if x.unit == 2.0 else team)
    return x.unit == 0.0 or draw < x.share


@rule
def share_decisions(norm: Norm, strength: float) -> Norm:
    """The norms where decisions are to be shared: control and initiative drawn to one half.

    Responsiveness rises and rigidity falls by half as far. Source: S000 item 170, Stovell 2016
    (E33, E34); form assumed.
    """
    half = 0.5 * strength
    return replace(
        norm,
        control=norm.control + strength * (0.5 - norm.control),
        initiative=norm.initiative + strength * (0.5 - norm.initiative),
        responsiveness=norm.responsiveness + half * (1.0 - norm.responsiveness),
        rigidity=norm.rigidity * (1.0 - half),
    )


@rule
def move_closer(role: Gifts, strength: float) -> Gifts:
    """The professional's role where the boundary is wider: more love in the same total.

    ``love + .3 s pos(2 - love)`` units; the other five keep their proportions. Source: S002 item
    125 (crossing boundaries); sizes assumed.
    """
    whole = total(role)
    love = min(role.love + 0.3 * strength * pos(2.0 - role.love), whole)
    rest = each(times, role, (whole - love) / max(whole - role.love, 1e-9))
    return replace(rest, love=love)


@rule
def in_week(p: Parameters, week: float) -> Parameters:
    """The parameters of one week: policies in force, and the norms that they change."""
    x = p.interventions
    now = Interventions(
        feedback=in_force(x.feedback, week),
        feedback_interval=x.feedback_interval,
        training=in_force(x.training, week),
        supervision=in_force(x.supervision, week),
        incentive=in_force(x.incentive, week),
        crisis_plan=in_force(x.crisis_plan, week),
        user_first=in_force(x.user_first, week),
        shared_decisions=in_force(x.shared_decisions, week),
        treatment_order=in_force(x.treatment_order, week),
        boundary=in_force(x.boundary, week),
        no_show=in_force(x.no_show, week),
        breach=in_force(x.breach, week),
        relapse=in_force(x.relapse, week),
        succession=in_force(x.succession, week),
        allocation=x.allocation,
    )
    norm = share_decisions(p.norm, now.shared_decisions.strength)
    closer = move_closer(norm.professional, now.boundary.strength)
    return replace(p, interventions=now, norm=replace(norm, professional=closer))


@rule
def train(professional: Professional, p: Parameters) -> Professional:
    """A professional as training leaves them: nearer to full empathy and skill, in [0, 1].

    Source: S004 item 162, McCabe 2016 (E32); that skill gains half as much is assumed.
    """
    s = p.interventions.training.strength
    return replace(
        professional,
        empathy=professional.empathy + s * (1.0 - professional.empathy),
        skill=professional.skill + 0.5 * s * (1.0 - professional.skill),
    )
