"""Mechanisms: one theory's rule set each, switched off by parameters at their neutral values.

What a knock-out shows is a mechanism *inspired by* a theory, not the theory (S001 names six; the
switches follow its chapters). Off is neutral bit for bit, because nothing else changes.
"""

#: Neutral values by switch. More switches join with the rules they switch.
NEUTRAL: dict[str, dict[str, float]] = {
    "roles": {
        "experience.user.strain": 0.0,
        "experience.professional.strain": 0.0,
        "attend.strain": 0.0,
        "exit.strain.k": 0.0,
    },
    "attachment": {"attend.avoidance": 0.0, "trust.avoidance": 0.0},
    "transference": {"population.distortion": 0.0, "population.distortion_professional": 0.0},
    "understanding": {"relate.understanding": 0.0},
    "goals": {"relate.goals": 0.0, "recover.consensus": 0.0},
    "dependence": {"relate.dependence": 0.0},
    "self_concept": {"mind.acceptance": 0.0, "mind.stigma": 0.0, "adhere.acceptance": 0.0},
    "negotiation": {"relate.control": 0.0},
    "reinforcement": {"habit.rate": 0.0},
    "attribution": {"give.attribution": 0.0},
    "harm": {"harm.professional": 0.0, "harm.user": 0.0},
    "climate": {"work.contagion": 0.0},
    "obligation": {"obligation.gain": 0.0, "give.refusal": 0.0},
    "habituation": {"expectation.rate": 0.0},
    "relief": {"experience.user.relief": 0.0, "experience.professional.relief": 0.0},
    "shared_affect": {"affect.coupling": 0.0, "experience.shared": 0.0},
}
