"""Mechanisms: one theory's rule set each, switched off by parameters at their neutral values.

What a knock-out shows is a mechanism *inspired by* a theory, not the theory (S001 names six; the
switches follow its chapters). Off is neutral bit for bit, because nothing else changes. A neutral
value is a weight or a rate of 0, or a ratio of 1: what the mechanism would change stays as it is.
"""

#: Neutral values by switch.
NEUTRAL: dict[str, dict[str, float]] = {
    # role theory: misfit with what one prefers is not felt; the norms stay
    "roles": {
        "experience.strain": 0.0,
        "attend.strain": 0.0,
        "exit.strain": 0.0,
    },
    # psychoanalysis: what is brought along from elsewhere, and how the real relation repairs it
    "attachment": {
        "rupture.voice": 0.0,
        "ask.avoidance": 0.0,
        "ask.anxiety": 0.0,
        "trust.avoidance": 0.0,
        "trust.anxiety": 0.0,
        "rupture.anxiety": 0.0,
    },
    "transference": {
        "distortion.avoidance": 0.0,
        "distortion.anxiety": 0.0,
        "distortion.suspicion": 0.0,
        "distortion.power": 0.0,
        "distortion.attachment": 0.0,
        "distortion.burnout": 0.0,
        "distortion.load": 0.0,
        "distortion.stereotype": 0.0,
    },
    "reparative": {"distortion.repair": 0.0},
    # social constructionism: shared meaning, goals, control as the two work it out
    "understanding": {"relate.understanding": 0.0},
    "goals": {
        "relate.goals": 0.0,
        "relate.apart": 0.0,
        "recover.consensus": 0.0,
        "experience.goals": 0.0,
        "adhere.consensus": 0.0,
    },
    "negotiation": {"relate.negotiation": 0.0},
    # systems theory: what limits the two, the family, the ward, the team
    "homeostasis": {"habit.homeostasis": 0.0, "relate.homeostasis": 0.0},
    "relative": {
        "relative.expressed_emotion": 1.0,
        "relative.warmth": 1.0,
        "harm.relative": 0.0,
        "recover.attitude": 0.0,
    },
    "ward": {"give.ward": 0.0},
    "climate": {"work.contagion": 0.0, "give.climate": 0.0},
    # social psychology: Foa's resources and alternatives, felt debt, influence, power-dependence
    "exchange": {
        "experience.met.user": 0.0,
        "experience.met.professional": 0.0,
        "experience.excess": 0.0,
        "fair.under": 0.0,
        "fair.over": 0.0,
        "exit.alternatives": 0.0,
    },
    "obligation": {"obligation.gain": 0.0},  # without it the books stay empty and act on nothing
    "influence": {
        "influence.referent": 0.0,
        "influence.reward": 0.0,
        "influence.acceptance": 0.0,
        "experience.expert": 0.0,
    },
    "dependence": {"relate.dependence": 0.0},
    # cognitive behaviourism: reinforcement, self-concept, causal attribution
    "reinforcement": {"habit.rate": 0.0},
    "self_concept": {
        "mind.acceptance": 0.0,
        "mind.stigma": 0.0,
        "influence.acceptance": 0.0,
        "adhere.acceptance": 0.0,
        "attend.stigma": 0.0,
    },
    "attribution": {"give.attribution": 0.0},
    # what the papers add: habituation, relief, a secure base, harm, giving back, shared affect
    "habituation": {"expectation.rate": 0.0},
    "relief": {"experience.relief": 0.0},
    "secure_base": {"crisis.secure": 0.0},
    "harm": {"harm.professional": 0.0, "harm.user": 0.0, "harm.coercion": 0.0},
    "giving_back": {"giving_back.user": 0.0, "giving_back.professional": 0.0},
    "shared_affect": {"affect.coupling": 0.0, "experience.shared": 0.0},
}
