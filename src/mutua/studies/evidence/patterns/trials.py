"""Rows on trials: what a service does from one week on, against the same dyads without it.

In each arm half of the professionals are allocated at random to the intervention. The statistic is
over the dyads of those who are: treated in this arm, untreated in the arm of usual care. Published
trials compare them with other users of other professionals, and so does the statistic, whose SD and
samples are those of two groups; that the two are the same dyads takes noise away. Strengths are
those of the presets.
"""

import numpy as np

from mutua.analysis.association import effect_size
from mutua.analysis.regression import linear
from mutua.analysis.summary import mean
from mutua.scenarios.resolve import Choices
from mutua.studies.evidence.experiment import Arms, Experiment, measures

#: Samples are defined, and rated, at the end of this week; policies begin in the next.
BASELINE = 26
#: A treatment that is paid for 52 weeks after 17 weeks of observation.
PAID, OBSERVED = 52, 17


def policy_from(name: str, *, unit: int = 2) -> Choices:
    """Community care as usual with one intervention at its preset strength after the baseline.

    Half of the professionals are allocated to it.
    """
    parameters = {
        f"interventions.{name}.start": BASELINE + 1.0,
        "interventions.allocation.unit": float(unit),
        "interventions.feedback_interval": 8.0,
    }
    return {"setting": "community", "intervention": [name], "parameters": parameters}


#: Money is paid to all: no team has to do with another, so to allocate teams, as was published,
#: would say the same of half as many dyads.
TRIALS = Experiment(
    "trials",
    {
        "usual": {"setting": "community"},
        "feedback": policy_from("feedback"),
        "training": policy_from("training"),
        "shared_decisions": policy_from("shared_decisions"),
        "incentive": policy_from("incentive", unit=0),
    },
    dyads=2_000,
    weeks=BASELINE + 52,
    series=("person.adherence",),
    ratings=("week:26", "week:48", "week:52", "week:78"),
)


def effect(arms: Arms, arm: str, name: str, week: int) -> float:
    """Cohen's d of a rating in a week, treated less untreated; who has left is in neither mean."""
    treated = arms[arm].treated
    given, usual = (
        arms[key].rated(f"week:{week}")[name].to_numpy(float)[treated] for key in (arm, "usual")
    )
    return effect_size(given, usual)


@measures("E28", TRIALS)
def feedback_and_satisfaction(arms: Arms) -> float:
    """Cohen's d of satisfaction at week 78 of those engaged at week 26.

    Feedback every 8 weeks from week 27 on: the week of the sample and of the first rating is as in
    usual care to the bit.
    """
    return effect(arms, "feedback", "satisfaction", BASELINE + 52)


@measures("E29", TRIALS)
def feedback_and_quality_of_life(arms: Arms) -> float:
    """Cohen's d of wellbeing at week 78; as E28."""
    return effect(arms, "feedback", "wellbeing", BASELINE + 52)


@measures("E32", TRIALS)
def training_and_the_rating(arms: Arms) -> float:
    """Difference of the user's mean STAR item 22 weeks after training, given the one before.

    Analysis of covariance of the rating in week 48 on group and the rating in week 26.
    """
    treated, columns = arms["training"].treated, []
    for group, arm in enumerate((arms["usual"], arms["training"])):
        before, after = (
            arm.rated(f"week:{week}")["star_user"].to_numpy(float)[treated] / 12.0
            for week in (BASELINE, BASELINE + 22)
        )
        columns.append((after, np.full(len(after), float(group)), before))
    return float(linear(*(np.concatenate(column) for column in zip(*columns, strict=True)))[1])


@measures("E33", TRIALS)
def shared_decisions_and_empowerment(arms: Arms) -> float:
    """Cohen's d of empowerment after 26 weeks of shared decisions, at week 52."""
    return effect(arms, "shared_decisions", "empowerment", BASELINE + 26)


@measures("E34", TRIALS)
def shared_decisions_and_the_relationship(arms: Arms) -> float:
    """Cohen's d of the user's STAR after 26 weeks of shared decisions, at week 52."""
    return effect(arms, "shared_decisions", "star_user", BASELINE + 26)


@measures("E35", TRIALS)
def money_and_adherence(arms: Arms) -> float:
    """Difference of mean adherence in weeks 27 to 78, paid for coming in each or in none.

    Users engaged at week 26 whose mean adherence of weeks 10 to 26 was below .75; who leaves
    counts with the weeks until then.
    """
    usual = arms["usual"]
    before = usual.series("person.adherence")[:, BASELINE - OBSERVED : BASELINE]
    poor = usual.engaged[:, BASELINE - 1] & (before.mean(axis=1) < 0.75)
    paid, unpaid = (
        mean(arms[key].series("person.adherence")[poor, BASELINE : BASELINE + PAID], 1)
        for key in ("incentive", "usual")
    )
    return float(mean(paid) - mean(unpaid))
