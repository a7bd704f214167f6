"""Section 3.4.13: interventions."""

from types import SimpleNamespace as Thing

from naive.response import plain, pos, toward


def policies(p):
    """All policies among the interventions."""
    return [x for x in vars(p.interventions).values() if hasattr(x, "strength")]


def without_policies(p):
    p = Thing(**vars(p) | {"interventions": plain(p.interventions)})
    for policy in policies(p):
        policy.strength = 0.0
    return p


def in_force(p, number):
    """Parameters of the week; `p` stays as it is."""
    p = Thing(**vars(p) | {name: plain(getattr(p, name)) for name in ("norm", "interventions")})
    for policy in policies(p):
        turn = policy.every == 0 or (number - policy.start) % policy.every == 0
        if not (turn and policy.start <= number <= policy.stop):
            policy.strength = 0.0
    norm, s = p.norm, p.interventions.shared_decisions.strength
    norm.control = toward(norm.control, 0.5, s)
    norm.initiative = toward(norm.initiative, 0.5, s)
    norm.responsiveness += s / 2 * (1 - norm.responsiveness)
    norm.rigidity *= 1 - s / 2
    move_closer(norm, p.interventions.boundary.strength)
    return p


def move_closer(norm, s):
    """More love of the professional, out of the other five amounts."""
    total, love = sum(norm.professional.values()), norm.professional["love"]
    more = min(love + 0.3 * s * pos(2 - love), total)
    rest = (total - more) / max(total - love, 1e-9)
    norm.professional = {r: x * rest for r, x in norm.professional.items()} | {"love": more}


def trained(professional, p):
    """As the ties meet a professional."""
    pro, s = plain(professional), p.interventions.training.strength
    pro.empathy += s * (1 - pro.empathy)
    pro.skill += s / 2 * (1 - pro.skill)
    return pro
