"""The report: whole by itself, true to its tables, honest in its words."""

import re
import shlex
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pages import Reader

import mutua
from mutua.cli.main import main
from mutua.reports.comparison.headline import fewer, headline, includes_zero, others
from mutua.studies.comparison.figures import FIGURES

SMALL = {"dyads": 80, "replicates": 3, "weeks": 13, "threads": 1}


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    return mutua.compare(["usual", "consumer"], decomposition=True, continuum=True, **SMALL)


@pytest.fixture(scope="module")
def page(contrast: mutua.Contrast) -> str:
    return contrast.report()


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def test_a_page__is_well_formed(read: Reader) -> None:
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))


def test_a_page__holds_all_it_shows(page: str, read: Reader, contrast: mutua.Contrast) -> None:
    """Nothing is fetched: what is not in the page is a link to a file beside it."""
    beside = {f"{name}.{kind}" for name in contrast.plot.names for kind in ("png", "svg")}
    for address in read.addresses:
        inside = address.startswith("data:") or address[1:] in read.ids
        assert inside or address in beside, address
    assert not re.search(r"@import|<script|<link", page)
    drawn = re.findall(r"url\(#([^)]+)\)", page)
    assert drawn
    assert set(drawn) <= set(read.ids)
    assert len(page.encode()) < 3_000_000


def test_every_figure__is_there_with_its_caption(page: str, contrast: mutua.Contrast) -> None:
    captions = {figure.name: figure.caption for figure in FIGURES}
    for name in contrast.plot.names:
        assert captions[name]
        assert f'<figure id="{name}"' in page
    assert page.count("<svg") == len(contrast.plot.names)


def test_ink_and_paper__follow_the_reader(page: str) -> None:
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert 'name="viewport"' in page
    figures = page[page.index("<figure") : page.rindex("</figure>")]
    assert "#000000" not in figures
    assert "#ffffff" not in figures


def test_numbers_in_the_headline__are_those_of_the_tables(contrast: mutua.Contrast) -> None:
    dropout = contrast.summary().set_index("outcome").loc["dropout"]
    ((sentence, besides),) = headline(contrast.tables, 13)
    numbers = [float(n) for n in re.findall(r"\d+\.\d", sentence)]
    means = [100 * dropout.mean_reference, 100 * dropout.mean_arm]
    assert numbers[:2] == pytest.approx(means, abs=0.051)
    assert numbers[2] == pytest.approx(abs(100 * dropout.difference), abs=0.051)
    rows = contrast.summary().query("over == 'all' and outcome != 'dropout'")
    unsure = sum(includes_zero(*ends) for ends in zip(rows.low, rows.high, strict=True))
    assert f"the intervals of {unsure or 'none'} of {len(rows)} other outcomes include 0" in besides


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((-0.228, -0.231, -0.226), "22.8 fewer of 100 (95 % interval 22.6 to 23.1 fewer)"),
        ((0.02, 0.01, 0.03), "2.0 more of 100 (95 % interval 1.0 to 3.0 more)"),
        ((-0.003, -0.01, 0.004),
         "0.3 fewer of 100 (95 % interval 1.0 fewer to 0.4 more, which includes 0: this run "
         "cannot tell it from no difference)"),
    ],
)  # fmt: skip
def test_a_difference__is_said_in_people_and_with_its_doubt(numbers: tuple, said: str) -> None:
    assert fewer(*numbers) == said


def test_what_cannot_be_told_from_nothing__is_not_named() -> None:
    rows = pd.DataFrame({
        "mean_reference": [0.5, 0.5], "mean_arm": [0.6, 0.9], "difference": [0.1, 0.4],
        "low": [0.05, -0.1], "high": [0.15, 0.9], "d": [0.2, 0.8], "unit": ["0-1", "0-1"],
    }, index=["severity_end", "improvement"])  # fmt: skip
    said = others(rows)
    assert "severity at end 0.60 against 0.50 (0-1), d +0.20" in said
    assert "improvement" not in said
    assert "of 1 of 2 other outcomes include 0" in said
    assert others(rows[1:]) == "the intervals of 1 of 1 other outcomes include 0."
    assert others(rows[:1]).endswith("the intervals of none of 1 other outcomes include 0.")
    assert includes_zero(np.nan, np.nan)


def test_what_a_regime_sets__is_no_finding() -> None:
    """Enacted control follows the norm of control by definition."""
    row = {"mean_reference": 0.8, "mean_arm": 0.2, "difference": -0.6, "low": -0.61, "high": -0.59}
    rows = pd.DataFrame([row | {"d": -6.0, "unit": "0-1"}], index=["control"])
    assert "control" not in others(rows)


def test_what_was_put_in__is_said_with_roles_off_or_how_to_run_it(
    page: str, contrast: mutua.Contrast
) -> None:
    assert "with roles off" in page
    without = mutua.compare(["usual", "consumer"], **SMALL).report({})
    assert "decomposition=true" in without
    off = mutua.compare(["usual", "consumer"], mechanism={"roles": False}, **SMALL).report({})
    assert "was run with <code>mechanism.roles=off</code>" in off


def test_the_page__shows_the_command_as_it_was_typed(tmp_path: Path) -> None:
    words = ["compare", "arms=[usual,usual+feedback]", "trust.gain=0.1", "dyads=40"]
    words += ["replicates=2", "weeks=4", "threads=1", f"output={tmp_path / 'a folder'}"]
    assert main(words) == 0
    kept = mutua.load(tmp_path / "a folder")
    assert shlex.split(kept.manifest["provenance"]["command"]) == words
    text = (tmp_path / "a folder" / "report.html").read_text(encoding="utf-8")
    assert "<code>mutua compare &#39;arms=[usual,usual+feedback]&#39; trust.gain=0.1" in text


def test_the_page__of_a_comparison_made_in_python_has_no_command() -> None:
    from mutua.scenarios.resolve import resolve

    arms = [resolve(), resolve(parameters={"trust.gain": 0.123}, name="quick to trust")]
    contrast = mutua.compare(scenarios=arms, **SMALL)
    assert contrast.manifest["provenance"]["command"] is None
    page = contrast.report({})
    assert "made in Python, not by a command" in page
    assert "<td>quick to trust</td><td>trust.gain</td>" in page


def test_names__cannot_break_the_page() -> None:
    from mutua.scenarios.resolve import resolve

    arms = [resolve(), resolve(regime="peer", name="<b>&peer")]
    page = mutua.compare(scenarios=arms, **SMALL).report({})
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;peer" in page
