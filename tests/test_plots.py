"""Figures are functions from results to Axes, labelled, and the same bytes each time."""

import pytest

import mutua


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    return mutua.compare(dyads=80, replicates=3, weeks=60, threads=1)


@pytest.mark.parametrize("name", ["survival", "trust"])
def test_axes_are_labelled_with_units_and_sizes(contrast: mutua.Contrast, name: str) -> None:
    ax = getattr(contrast.plot, name)()
    assert ax.get_xlabel() == "week"
    assert "(" in ax.get_ylabel()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == contrast.arms
    assert len(ax.collections) == 3  # a band an arm
    assert "seed 1" in ax.figure.get_supxlabel()


def test_a_figure_draws_where_it_is_told(contrast: mutua.Contrast) -> None:
    from matplotlib.figure import Figure

    axes = Figure().subplots(1, 2)
    assert contrast.plot.survival(axes[0]) is axes[0]


def test_files_depend_on_the_figure_alone(contrast: mutua.Contrast) -> None:
    files = contrast.figures()
    assert sorted(files) == ["survival.png", "survival.svg", "trust.png", "trust.svg"]
    assert files == contrast.figures()
