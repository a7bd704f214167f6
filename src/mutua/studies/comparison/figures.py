"""The figures of a comparison, in the order of its report."""

from typing import Any

import pandas as pd

from mutua.analysis.tables import displayed_pairs
from mutua.plots import curves
from mutua.plots.comparison import contrasts, counterfactuals, weekly_sample
from mutua.plots.comparison.caseload import caseload
from mutua.plots.comparison.class_mix import classes, mix
from mutua.plots.comparison.leaders import leaders
from mutua.plots.comparison.ring import ring
from mutua.plots.comparison.transitions import transitions
from mutua.plots.figure import Figure, figures_class
from mutua.studies.comparison.ring_sample import RING_DYADS, RING_REPLICATES
from mutua.studies.comparison.tables import ComparisonTables

#: What intervals and bands are of where each replicate is a draw from a posterior.
OF_ANOTHER = "each replicate a draw, intervals of another draw"


def _note(compared: ComparisonTables) -> str:
    """What was run, for the corner of a figure."""
    m = compared.sizes
    of = f"; {OF_ANOTHER}" if compared.posterior else ""
    return f"{m['dyads']:,} dyads x {m['replicates']} replicates an arm, seed {m['seed']}{of}"


def _sample_note(compared: ComparisonTables) -> str:
    """Which dyads were sampled every week, for the corner of a figure."""
    m = compared.sizes
    of = f"; {OF_ANOTHER}" if compared.posterior else ""
    return f"first {m['sample']:,} dyads x {m['replicates']} replicates, seed {m['seed']}{of}"


def _displayed(compared: ComparisonTables, name: str) -> pd.DataFrame:
    """Rows of a table of the pairs of arms that figures show."""
    return displayed_pairs(compared.tables[name], compared.arms)


def _survival(compared: ComparisonTables, ax: Any = None) -> Any:
    return curves.survival(compared.endings(), _note(compared), ax)


def _endings(compared: ComparisonTables) -> Any:
    return curves.endings(compared.endings(), _note(compared))


def _hazard(compared: ComparisonTables, ax: Any = None) -> Any:
    return curves.hazard(compared.hazard(), _note(compared), ax)


def _forest(compared: ComparisonTables) -> Any:
    return contrasts.forest(_displayed(compared, "summary"), _note(compared))


def _weekly(compared: ComparisonTables, name: str, ax: Any = None) -> Any:
    return curves.weekly(
        compared.series(name), name, _note(compared), ax, another=compared.posterior
    )


def _relationship(compared: ComparisonTables) -> Any:
    names = [f"{state}_{side}" for side in curves.SIDES for state in curves.STATES]
    series = {name: compared.series(name) for name in names}
    return curves.relationship(series, _note(compared), another=compared.posterior)


def _stayers(compared: ComparisonTables) -> Any:
    rows = compared.tables["stayers"]
    return weekly_sample.stayers(rows, compared.arms, _sample_note(compared))


def _mix(compared: ComparisonTables) -> Any:
    return mix(
        {name: compared.series(name) for name in classes()},
        _note(compared),
        another=compared.posterior,
    )


def _transitions(compared: ComparisonTables) -> Any:
    weeks = dict.fromkeys(f"{own['measure.midway']:g}" for own in compared.values.values())
    note = f"{_note(compared)}; midway: week {' and '.join(weeks)}"
    return transitions(compared.transitions(), note)


def _benefit(compared: ComparisonTables) -> Any:
    return weekly_sample.benefit(compared.tables["benefit"], _sample_note(compared))


def _ring(compared: ComparisonTables) -> Any:
    table, m = compared.tables["ring"], compared.sizes
    dyads, replicates = min(m["dyads"], RING_DYADS), min(m["replicates"], RING_REPLICATES)
    visits = table["visits"].drop_duplicates()
    each = f"{visits.min():,} to {visits.max():,}" if len(visits) > 1 else f"{visits.iloc[0]:,}"
    sample = f"first {dyads:,} dyads x {replicates} replicates, seed {m['seed']}"
    return ring(table, f"{sample}: {each} visits an arm")


def _caseload(compared: ComparisonTables) -> Any:
    return caseload(compared.tables["caseload"], _note(compared))


def _differ_in_caseload(compared: ComparisonTables) -> bool:
    """Whether there is more than one caseload among the arms."""
    return len({own["service.caseload"] for own in compared.values.values()}) > 1


def _groups(compared: ComparisonTables, outcome: str = "dropout") -> Any:
    return contrasts.groups(_displayed(compared, "groups"), outcome, _note(compared))


def _leaders(compared: ComparisonTables) -> Any:
    return leaders(compared.tables["leaders"], _note(compared))


def _joint(compared: ComparisonTables) -> Any:
    return contrasts.joint(_displayed(compared, "joint"), _note(compared))


def _profile(compared: ComparisonTables) -> Any:
    return contrasts.profile(_displayed(compared, "profile"), _note(compared))


def _decomposition(compared: ComparisonTables) -> Any:
    parts, summary = (_displayed(compared, name) for name in ("decomposition", "summary"))
    whole = summary[(summary["outcome"] == "dropout") & (summary["over"] == "all")]
    roles = _displayed(compared, "roles") if "roles" in compared.tables else whole[:0]
    return counterfactuals.decomposition(parts, whole, roles, _note(compared))


def _continuum(compared: ComparisonTables) -> Any:
    tables, arms = compared.tables, compared.arms
    norms = [own["norm.control"] for own in compared.values.values()]
    dropout = [compared.paired.of(arm, "dropout").mean() for arm in arms]
    rows = pd.DataFrame({"arm": arms, "control": norms, "dropout": dropout})
    return counterfactuals.continuum(
        tables["continuum"], tables["best_control"], rows, arms[0], _note(compared)
    )


FIGURES = (
    Figure(
        "survival",
        "Ties not broken off",
        "One less the cumulative incidence of breaking off (failed, or discharged for "
        "nonattendance), by week of the last attended visit; other endings, moving away among "
        "them, compete: what is missing from 1 at the right is the share in the first sentence. "
        "Those who never attended count at week 0. Below: ties at risk, all replicates.",
        _survival,
        needs=("endings",),
        wide=False,
    ),
    Figure(
        "endings",
        "How ties end",
        "Cumulative incidence of each ending (estimator of Aalen and Johansen), dated back to "
        "the last attended visit: just before the horizon, endings that take weeks of silence are "
        "not complete. The panels have axes of their own, as some endings are rare.",
        _endings,
        needs=("endings",),
    ),
    Figure(
        "hazard",
        "When ties break off",
        "Of the ties that attended so many visits, the share that broke off before the next one; "
        "shown while at least 2 % of the cohort is left.",
        _hazard,
        needs=("hazard",),
        wide=False,
    ),
    Figure(
        "weekly",
        "One weekly series",
        "Mean over the engaged dyads by week of one recorded series, such as ``trust_user``.",
        _weekly,
        needs=("weekly",),
        wide=False,
        listed=False,
    ),
    Figure(
        "forest",
        "Every outcome, in SD between dyads",
        "Mean paired difference over all dyads, each at the end of the tie or at the horizon, "
        "divided by the SD between dyads. Right of 0: more under the first-named arm. Whether "
        "more is better depends on the outcome. Arrows with a number: beyond the axis. Below the "
        "line: checks of what a regime puts in, control and what is given, which are no findings.",
        _forest,
        needs=("summary",),
    ),
    Figure(
        "relationship",
        "The relationship as each side holds it",
        "Means over the dyads engaged at the end of each week. Arms that lose different dyads are "
        "averaged over different dyads here: read it beside the survival curves. Each column "
        "shares an axis.",
        _relationship,
        needs=("weekly",),
    ),
    Figure(
        "stayers",
        "The same dyads under both arms",
        "Differences from the reference week by week. Thick: among dyads that are engaged under "
        "both arms in that week, the same dyads on either side; thin: the mean over those engaged "
        "under the arm less that over those engaged under the reference. Where the two part, the "
        "arms differ in the dyads they keep. Of a sample: the first dyads of each replicate. Each "
        "column shares an axis.",
        _stayers,
        needs=("stayers",),
    ),
    Figure(
        "mix",
        "Equilibrium mix",
        "Share of the engaged dyads in each equilibrium class, week by week. The thresholds "
        "between the classes are the model's own choice.",
        _mix,
        needs=("weekly",),
    ),
    Figure(
        "transitions",
        "From class to class",
        "Of the dyads that are in a class of equilibrium midway (rows), the share that is in each "
        "class at the end, or whose tie has ended by then (columns). On the diagonal: those that "
        "are as they were. Before the line: how many of all dyads are in the class midway; the "
        "others had ended by then.",
        _transitions,
        needs=("transitions",),
    ),
    Figure(
        "benefit",
        "Who gets less than they give",
        "Dyads engaged at a quarter of the horizon, by what each side then believes to be owed "
        "less what it feels to owe: within \u00b1.02 even, above it under-benefited, below it "
        "over-benefited. Above: how many are; below: how many of them broke off later. Groups "
        "hold different dyads: what goes with imbalance need not come from it.",
        _benefit,
        needs=("benefit",),
    ),
    Figure(
        "ring",
        "The ring of Foa: asked, given, felt, needed",
        "The six classes of resources in the order in which they can stand in for each other. "
        "Means over the visits of the first dyads of each arm, in units (the whole budget of a "
        "role for a visit is six): what the role asks of the giver, what is given, what the "
        "receiver feels, and what would meet the needs of the receiver. Felt is not given: moods, "
        "attachment and illness colour it.",
        _ring,
        needs=("ring",),
    ),
    Figure(
        "caseload",
        "Caseload and burnout",
        "What goes with the number of users of a professional: visits offered to a user of the "
        "cohort and attended, a month of the first tie; visits of a professional; burnout of "
        "professionals, and how many of them leave, over all weeks; trust of users at the end of "
        "the tie, and how many of them break off. How often visits are offered is set by the arm "
        "and no finding. Differences between the arms are paired and known better than their "
        "means: see the tables.",
        _caseload,
        needs=("caseload",),
        worthwhile=_differ_in_caseload,
    ),
    Figure(
        "groups",
        "By group: by severity and by preferred control",
        "Paired difference in dropout within groups that hold the same dyads in both arms. "
        "Preference is the professional's share of control that a user wants: below 1/3, to "
        "2/3, above.",
        _groups,
        needs=("groups",),
    ),
    Figure(
        "leaders",
        "Under which arm fewest break off",
        "Share of each group that breaks off under each arm, the same dyads in all of them. In a "
        "frame: the leading arm, under which fewest break off, and the chance that it leads, by "
        "the same t distribution as the intervals; the tint is that chance, of every arm. Where "
        "two cells are tinted the replicates leave it open. The chance says how well the model's "
        "answer is known, and not what a service should do: dropout is one aim among several.",
        _leaders,
        needs=("leaders",),
    ),
    Figure(
        "joint",
        "Who stays and who breaks off",
        "Both potential outcomes of the same users with the same random draws, which no trial "
        "can observe. The margins are what each arm does; how they combine rests on the random "
        "draws that the two arms share.",
        _joint,
        needs=("joint",),
    ),
    Figure(
        "profile",
        "Who breaks off under one arm only",
        "The first-named is the arm, the second-named the reference. Traits at week 0, as the "
        "difference from the mean of all users.",
        _profile,
        needs=("profile",),
    ),
    Figure(
        "decomposition",
        "Which norms the difference in dropout comes from",
        "Shapley values: each norm's mean contribution over all orders of moving from one arm to "
        "the other. They sum to the whole difference. The last row, where norms differ, is the "
        "same contrast with misfit of control taken out of the model.",
        _decomposition,
        needs=("decomposition",),
    ),
    Figure(
        "continuum",
        "Who should lead",
        "Left: dropout along the norm of control and initiative, all other norms held, for groups "
        "by preferred control. Right: of the nine controls that were run, the one under which "
        "fewest of the group break off, with its 95 % bootstrap interval over replicates.",
        _continuum,
        needs=("continuum", "best_control"),
    ),
)
ContrastFigures = figures_class("ContrastFigures", FIGURES)
