"""Figures are functions from results to Axes, labelled, and the same bytes each time."""

import re

import numpy as np
import pytest
from figures import objections
from selection import assert_none

import mutua
from mutua.model.measures.outcomes import WEEKLY
from mutua.plots.comparison.class_mix import CLASS_COLOURS, OTHER_COLOUR, mix
from mutua.plots.style import COLUMN, INCH, MARKERS, PAGE, look
from mutua.scenarios.presets import presets

#: A name that would be a formula, and a wrong one.
NAME = r"$\frac{$"


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    arms = [
        mutua.scenario(),
        mutua.scenario(regime="consumer"),
        mutua.scenario(regime="peer", name=NAME),
    ]
    size = {"dyads": 80, "replicates": 3, "weeks": 60, "threads": 1}
    return mutua.compare(scenarios=arms, decomposition=True, continuum=True, **size)


FIGURES = [
    "survival", "endings", "hazard", "forest", "relationship", "stayers", "mix", "transitions",
    "benefit", "ring", "groups", "leaders", "joint", "profile", "decomposition", "continuum",
]  # fmt: skip


def test_every_figure_is_known(contrast: mutua.Contrast) -> None:
    assert contrast.plot.names == FIGURES


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure__is_labelled_sized_for_a_journal_and_says_what_was_run(
    contrast: mutua.Contrast, name: str
) -> None:
    axes = np.ravel(getattr(contrast.plot, name)())
    assert_none(objections(axes))
    figure = axes[0].figure
    assert figure.get_figwidth() * INCH == pytest.approx(PAGE if len(axes) > 1 else COLUMN)
    said = figure.get_supxlabel()
    assert re.search(r"80 dyads x 3 replicates( an arm)?, seed 1", said)
    assert "95 %" in said, "what bands and bars are"
    assert any(ax.get_xlabel() for ax in axes)
    texts = [axes[0].get_ylabel(), *(label.get_text() for label in axes[0].get_yticklabels())]
    assert any(text.strip() for text in texts)


@pytest.mark.parametrize("name", ["survival", "hazard"])
def test_curves__have_a_name_and_a_band_for_each_arm(contrast: mutua.Contrast, name: str) -> None:
    ax = getattr(contrast.plot, name)()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == contrast.arms
    assert len(ax.collections) == 3


def test_seven_arms__are_told_apart_by_colour_and_in_grey() -> None:
    """As many as there are regimes."""
    arms = range(len(presets("regime")))
    assert len(arms) == 7
    for part in ("color", "linestyle"):
        assert len({str(look(k)[part]) for k in arms}) == 7
    assert len(set(MARKERS)) == 7


def test_numbers_at_risk__stand_below_the_curves(contrast: mutua.Contrast) -> None:
    said = [text.get_text() for text in contrast.plot.survival().texts]
    assert said.count("240") == 3, "everybody is at risk at the start"
    assert {"ties at risk", *contrast.arms} <= set(said)


def test_units_and_labels__come_from_the_registry(contrast: mutua.Contrast) -> None:
    about = WEEKLY["affect_user"]
    ax = contrast.plot.weekly("affect_user")
    assert ax.get_ylabel() == f"{about.label} ({about.unit})"
    titles = [ax.get_title(loc="left") for ax in contrast.plot.relationship()]
    assert titles[0] == WEEKLY["trust_user"].label
    assert titles[-1] == WEEKLY["credit_professional"].label


def test_a_marker_is_hollow__exactly_where_the_interval_includes_0(
    contrast: mutua.Contrast,
) -> None:
    axes = contrast.plot.forest()
    summary = contrast.summary()
    shown = summary[(summary.over == "all") & (summary.sd > 0)]
    for ax, (_, rows) in zip(axes, shown.groupby(["reference", "arm"], sort=False), strict=True):
        hollow = [line for line in ax.lines if line.get_markerfacecolor() == "#ffffff"]
        unsure = (rows.low <= 0) & (rows.high >= 0)
        assert len(hollow[0].get_xdata()) == unsure.sum()
        filled = ax.containers[0].lines[0]
        assert hollow[0].get_zorder() > filled.get_zorder(), "else the filled one covers it"
    assert (shown.low <= 0).any()


def test_differences_beyond_the_axis__stand_at_its_edge_with_their_value(
    contrast: mutua.Contrast,
) -> None:
    from mutua.plots.comparison.contrasts import MOST, forest

    summary = contrast.summary()
    summary.loc[summary.outcome == "dropout", ["d", "difference", "low", "high"]] *= 1e3
    far = summary[(summary.over == "all") & (summary.d.abs() > MOST)]
    axes = forest(summary, "what was run")
    said = [text.get_text() for ax in axes for text in ax.texts]
    assert said == [f"{d:.1f}" for d in far.d]
    assert axes[0].get_xlim()[1] < 2 * MOST


def test_what_was_run__takes_as_many_lines_as_the_column_has_room_for(
    contrast: mutua.Contrast,
) -> None:
    ax = contrast.plot.weekly("trust_user")
    assert_none(objections(ax))
    assert "\n" in ax.figure.get_supxlabel()


def test_a_figure_draws_where_it_is_told(contrast: mutua.Contrast) -> None:
    from matplotlib.figure import Figure

    axes = Figure().subplots(1, 2)
    assert contrast.plot.survival(axes[0]) is axes[0]
    assert contrast.plot.hazard(axes[1]) is axes[1]


def test_the_equilibrium_mix__fills_every_week(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn from series of shares by class, recorded or not yet."""
    from mutua.model.measures.outcomes import Outcome

    names = ["class_dead", "class_mutual", "class_other"]
    for name in names:
        monkeypatch.setitem(WEEKLY, name, Outcome("share", "a class", name[6:]))
    shares = np.random.default_rng(1).dirichlet([2, 3, 1], (4, 30)).transpose(2, 0, 1)
    series = {name: {"a": part, "b": part} for name, part in zip(names, shares, strict=True)}
    axes = mix(series, "what was run")
    top = axes[0].collections[-1].get_paths()[0].vertices[:, 1].max()
    assert top == pytest.approx(1.0)
    assert [text.get_text() for text in axes[0].figure.legends[0].get_texts()] == [
        "dead", "mutual", "other",
    ]  # fmt: skip
    assert re.search(r"within ±0\.\d+", axes[0].figure.get_supxlabel())


#: What cones that are left see of linear light: Machado, Oliveira & Fernandes 2009, full severity.
SEEN = {
    "all": np.eye(3),
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


@pytest.mark.parametrize("sight", SEEN)
def test_classes__differ_in_colour_to_every_reader(sight: str) -> None:
    """By 12 or more in CIELAB, where 2 is just to be seen."""
    from matplotlib.colors import to_rgb

    colour = np.array([to_rgb(c) for c in (*CLASS_COLOURS, OTHER_COLOUR)])
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    seen = (linear @ np.transpose(SEEN[sight])).clip(0, 1)
    to_xyz = np.array([[0.412, 0.358, 0.181], [0.213, 0.715, 0.072], [0.019, 0.119, 0.951]])
    xyz = seen @ to_xyz.T / to_xyz.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    lab = np.column_stack([116 * f[:, 1], 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])])
    apart = np.linalg.norm(lab[:, None] - lab, axis=-1)[np.triu_indices(len(lab), 1)]
    assert len(apart) == 36
    assert apart.min() >= 12


def test_caseloads__are_places_on_an_axis_where_arms_of_one_stand_side_by_side() -> None:
    """The figure belongs to the report where caseloads differ, and only there."""
    arms = ["usual", "peer+service.caseload:10", "few|usual+service.caseload:10"]
    size = {"dyads": 80, "replicates": 2, "weeks": 10, "threads": 1, "roles_off": False}
    contrast = mutua.compare(arms=arms, **size)
    assert "caseload" in contrast.plot.names
    axes = contrast.plot.caseload()
    assert_none(objections(axes))
    assert [axes[0].get_xticks().tolist(), axes[0].get_xlabel()] == [[10.0, 20.0], ""]
    assert all(ax.get_ylabel() for ax in axes)
    dots = [line.get_xdata()[0] for line in axes[-1].lines if line.get_marker() != "None"]
    assert sorted(dots) == [pytest.approx(9.85), pytest.approx(10.15), 20.0]
    page = contrast.report({})
    assert page.count("Caseload and burnout</summary>") == 1


def test_files_depend_on_the_figure_alone(contrast: mutua.Contrast) -> None:
    files = contrast.plot.files("survival", "mix", "joint")
    assert len(files) == 6
    assert contrast.plot.files("joint", "survival", "mix") == files


def test_a_name_is_text_whatever_stands_in_it(contrast: mutua.Contrast) -> None:
    """All figures are drawn with this name above; here it is read in one of them."""
    assert NAME in contrast.arms
    assert NAME.encode() in contrast.plot.files("survival")["survival.svg"]
