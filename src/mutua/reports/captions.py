"""Titles and captions of the figures of a report, by name."""

from typing import NamedTuple


class Caption(NamedTuple):
    """A figure's title, what it shows, and how wide it was drawn."""

    title: str
    text: str
    wide: bool = True


CAPTIONS = {
    "forest": Caption(
        "Every outcome, in SD between persons",
        "Mean paired difference over all people, each at the end of the tie or at the horizon, "
        "divided by the SD between persons. Right of 0: more under the first-named arm. Whether "
        "more is better depends on the outcome. Arrows with a number: beyond the axis.",
    ),
    "survival": Caption(
        "Ties not broken off",
        "One less the cumulative incidence of breaking off (failed, or discharged for "
        "nonattendance), by week of the last attended visit; other endings compete, moving away "
        "censors. Those who never attended count at week 0. Below: ties at risk, all replicates.",
        wide=False,
    ),
    "endings": Caption(
        "How ties end",
        "Cumulative incidence of each ending (estimator of Aalen and Johansen), dated back to "
        "the last attended visit: just before the horizon, endings that take weeks of silence are "
        "not complete. The panels have axes of their own, as some endings are rare.",
    ),
    "hazard": Caption(
        "When ties break off",
        "Of the ties that attended so many visits, the share that broke off before the next one; "
        "shown while at least 2 % of the cohort is left.",
        wide=False,
    ),
    "relationship": Caption(
        "The relationship as each side holds it",
        "Means over the dyads engaged at the end of each week. Arms that lose different people are "
        "averaged over different people here: read it beside the survival curves. Each column "
        "shares an axis.",
    ),
    "mix": Caption(
        "Equilibrium mix",
        "Share of the engaged dyads in each equilibrium class, week by week. The thresholds "
        "between the classes are the model's own choice.",
    ),
    "stayers": Caption(
        "The same dyads under both arms",
        "Differences from the reference week by week. Thick: among dyads that are engaged under "
        "both arms in that week, the same people on either side; thin: the mean over those engaged "
        "under the arm less that over those engaged under the reference. Where the two part, the "
        "arms differ in the dyads they keep. Of a sample: the first dyads of each replicate. Each "
        "column shares an axis.",
    ),
    "transitions": Caption(
        "From class to class",
        "Of the dyads that are in a class of equilibrium midway (rows), the share that is in each "
        "class at the end, or whose tie has ended by then (columns). On the diagonal: those that "
        "are as they were. Before the line: how many of all dyads are in the class midway; the "
        "others had ended by then.",
    ),
    "benefit": Caption(
        "Who gets less than they give",
        "Dyads engaged at a quarter of the horizon, by what each side then believes to be owed "
        "less what it feels to owe: within \u00b1.02 even, above it under-benefited, below it "
        "over-benefited. Above: how many are; below: how many of them broke off later. Groups "
        "hold different people: what goes with imbalance need not come from it.",
    ),
    "groups": Caption(
        "By group: by severity and by preferred control",
        "Paired difference in dropout within groups that hold the same people in both arms. "
        "Preference is the professional's share of control that a person wants: below 1/3, to "
        "2/3, above.",
    ),
    "joint": Caption(
        "Who stays and who breaks off",
        "Both potential outcomes of the same people with the same luck, which no trial can "
        "observe. The margins are what each arm does; how they combine rests on the luck that the "
        "two arms share.",
    ),
    "profile": Caption(
        "Who is helped, who is harmed",
        "Helped: breaks off under the second-named arm only; harmed: under the first-named only. "
        "Traits at week 0, as the difference from the mean of all people.",
    ),
    "decomposition": Caption(
        "Which norms the difference in dropout comes from",
        "Shapley values: each norm's mean contribution over all orders of moving from one arm to "
        "the other. They sum to the whole difference. The last row is the same contrast with "
        "misfit of control and closeness taken out of the model.",
    ),
    "continuum": Caption(
        "Who should lead",
        "Left: dropout along the norm of control and initiative, all other norms held, for groups "
        "by preferred control. Right: of the nine controls that were run, the one under which "
        "fewest of the group break off, with its 95 % bootstrap interval over replicates.",
    ),
}
