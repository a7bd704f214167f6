"""Experiments that many rows read: usual care in a setting, everything observed."""

from mutua.studies.evidence.experiment import Experiment

#: Psychotherapy as usual; alliance at visit 3 for dropout, at visit 4 for outcome (design 2.6).
PSYCHOTHERAPY = Experiment(
    "psychotherapy", {"usual": {"setting": "psychotherapy"}}, dyads=12_000,
    series=("event.visit.offered", "event.visit.attended"),
    ratings=("week:0", *(f"visit:{k}" for k in range(1, 17)), "weeks:1-26"),
)  # fmt: skip

#: Community mental health care as usual.
COMMUNITY = Experiment(
    "community", {"usual": {"setting": "community"}}, dyads=4_000, weeks=104,
    series=(
        "event.visit.offered", "event.visit.attended", "event.given.to_user.goods",
        "event.given.to_user.services", "user.feeling.affect", "person.course.admissions",
        "carer.professional.generation",
    ),
    ratings=("week:0", "weeks:9-13", "week:52", "weeks:1-52"),
    professionals=True,
)  # fmt: skip

#: A year of community care under usual norms, and under each of three regimes.
COMMUNITY_REGIMES = Experiment(
    "community under three regimes",
    {
        regime: {"setting": "community", "regime": regime}
        for regime in ("usual", "paternalistic", "collaborative", "consumer")
    },
    dyads=4_000, weeks=52, series=("engaged",),
)  # fmt: skip
