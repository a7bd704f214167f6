"""The report: whole by itself, true to its tables, honest in its words."""

import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pages import Reader
from selection import assert_none

import mutua
from mutua.analysis.digits import decimals
from mutua.cli.main import main
from mutua.model.measures.outcomes import CHECKS
from mutua.reports.comparison.besides import includes_zero, others
from mutua.reports.comparison.headline import extrapolation, headline, remaining, span
from mutua.reports.comparison.methods import AUTHORS, TITLE
from mutua.reports.comparison.notes import notes
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


def test_the_main_figure__stands_right_under_the_title(page: str) -> None:
    first = page.index(f'<figure id="{FIGURES[0].name}"')
    assert page.index("</h1>") < first < page.index("<h2>Question</h2>")
    titles = re.findall(r"<h[23]>(\d+)\. ", page)
    assert titles == [str(k) for k in range(1, len(titles) + 1)]
    assert len(titles) > 5


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page__is_accessible_with_its_main_figure_on_the_first_screen(
    page: str, browser: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    opened = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    opened.goto((tmp_path / "report.html").as_uri())
    figure = opened.locator("figure .drawing").first.bounding_box()
    assert figure["y"] + figure["height"] < 844
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    assert_none(found["id"] for found in axe.run(opened).response["violations"])
    opened.close()


def test_the_numbers_behind_a_figure__are_in_a_table_that_it_links_to(page: str) -> None:
    """But for curves by week, which lie beside the page."""
    for figure in FIGURES:
        if f'<figure id="{figure.name}"' in page and "weekly" not in figure.needs:
            shown = page[page.index(f'<figure id="{figure.name}"') :]
            linked = re.findall(r'href="#(table-[a-z-]+)"', shown[: shown.index("</figure>")])
            assert linked, figure.name
            for anchor in linked:
                assert re.search(rf'<details class="spare">.*\s*<span id="{anchor}"', page), anchor


def test_tables_behind_figures__hold_the_numbers_of_the_result(
    page: str, contrast: mutua.Contrast
) -> None:
    ring = contrast.tables["ring"].set_index(["arm", "side", "resource", "value"])
    row = ring.loc[("consumer", "user", "love", "given")]
    places = decimals((row["high"] - row["low"]) / 2)
    cells = page[page.index("consumer: the ring of Foa") :]
    cells = cells[cells.index(">love<") : cells.index(">status<")]
    assert (
        f"{row['mean']:.{places}f} ({row['low']:.{places}f} to {row['high']:.{places}f})" in cells
    )
    leader = contrast.tables["leaders"].iloc[0]
    cells = page[page.index("Under which arm fewest break off, by group") :]
    assert f">{100 * leader['dropout']:.1f} %<" in cells[: cells.index("severity: ")]
    assert f">{100 * leader['leads']:.0f} %<" in cells[: cells.index("severity: ")]


def test_ink_and_paper__follow_the_reader(page: str) -> None:
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert 'name="viewport"' in page
    figures = page[page.index("<figure") : page.rindex("</figure>")]
    assert "#000000" not in figures
    assert "#ffffff" not in figures


def test_numbers_in_the_headline__are_those_of_the_tables(contrast: mutua.Contrast) -> None:
    dropout = contrast.summary().set_index("outcome").loc["dropout"]
    roles = contrast.further["roles"].iloc[0]
    (found,) = headline(contrast.tables, contrast.manifest)
    numbers = [float(n) for n in re.findall(r"\d+\.\d", found.sentence)]
    expected = [dropout.mean_arm, dropout.mean_reference, dropout.difference, roles.difference_off]
    assert numbers == pytest.approx([100 * abs(share) for share in expected][: len(numbers)],
                                    abs=0.051)  # fmt: skip
    assert "without the mechanism of roles" in found.sentence
    assert "of the random draws alone" in found.doubt
    assert contrast.headline() == [f"{found.sentence} {found.doubt}"]
    rows = contrast.summary().query("over == 'all' and outcome != 'dropout'")
    rows = rows[~rows["outcome"].isin(CHECKS)]
    unsure = sum(includes_zero(*ends) for ends in zip(rows.low, rows.high, strict=True))
    said = f"the intervals of {unsure or 'none'} of {len(rows)} other outcomes include 0"
    assert said in found.besides


def test_the_headline_and_the_first_figure__say_one_number(contrast: mutua.Contrast) -> None:
    """What the curve lacks at the horizon is the share of the first sentence."""
    end = contrast.endings().query("ending == 'dropout' and week == 13").set_index("arm")["share"]
    row = contrast.summary().set_index("outcome").loc["dropout"]
    assert [end["usual"], end["consumer"]] == pytest.approx([row.mean_reference, row.mean_arm])


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((-0.231, -0.226), "22.6 to 23.1 less"),
        ((0.01, 0.03), "1.0 to 3.0 more"),
        ((-0.01, 0.004), "1.0 less to 0.4 more"),
    ],
)
def test_an_interval__is_said_in_points_with_its_direction(ends: tuple, said: str) -> None:
    assert span(*ends) == said


@pytest.mark.parametrize(
    ("whole", "off", "said"),
    [
        ((-0.2, -0.21, -0.19), (-0.07, -0.08, -0.06), ", of which 7.0 remain without the m"),
        ((-0.2, -0.21, -0.19), (-0.01, -0.02, 0.01), ", none of which is sure to remain without"),
        (
            (-0.2, -0.21, -0.19),
            (0.01, 0.005, 0.02),
            "; without the mechanism of roles 1.0 points m",
        ),
        (
            (-0.2, -0.21, -0.19),
            (-0.3, -0.31, -0.29),
            "; without the mechanism of roles 30.0 points",
        ),
        ((-0.01, -0.02, 0.01), (-0.005, -0.01, 0.0), "; without the mechanism of roles 0.5 points"),
    ],
)
def test_what_was_put_in__is_said_as_what_remains_without_it(
    whole: tuple, off: tuple, said: str
) -> None:
    dropout = pd.Series(whole, ["difference", "low", "high"])
    roles = pd.Series(off, ["difference_off", "low_off", "high_off"])
    assert remaining(dropout, roles).startswith(said)


def test_a_run_longer_than_the_records__says_that_it_extrapolates() -> None:
    manifest = {"weeks": 104, "posterior": {"weeks": 52}}
    assert "weeks 53 to 104 extrapolates" in extrapolation(manifest)
    assert extrapolation(manifest | {"weeks": 52}) == ""
    assert extrapolation({"weeks": 104, "posterior": {"weeks": None}}) == ""
    assert extrapolation({"weeks": 104}) == ""


def test_arms_of_other_users__are_not_the_same_users() -> None:
    from mutua.scenarios.manifest import describe_scenario
    from mutua.scenarios.resolve import resolve

    arms = [describe_scenario(resolve(setting=s)) for s in ("community", "psychotherapy")]
    (said,) = notes(arms)
    assert "Shared are the random draws and the rank" in said
    assert notes([arms[0], arms[0]]) == []
    page = mutua.compare(arms=["usual", "usual@psychotherapy"], **SMALL).report({})
    assert ": the same users under each" not in page
    assert "not the same users" in page
    assert "of 100 other users, of the same ranks" in page


def test_caseload_alone__is_said_to_go_with_contact() -> None:
    from mutua.scenarios.manifest import describe_scenario
    from mutua.scenarios.resolve import resolve

    def arm(**values: float) -> dict:
        named = {f"service.{name}": value for name, value in values.items()}
        return describe_scenario(resolve(parameters=named))

    (said,) = notes([arm(), arm(caseload=35)])
    assert "differ in service.caseload and not in service.contact_interval" in said
    assert notes([arm(), arm(caseload=35, contact_interval=2.7)]) == []


def test_the_citation__is_that_of_the_file() -> None:
    import yaml

    cited = yaml.safe_load((Path(__file__).parents[2] / "CITATION.cff").read_text("utf-8"))
    assert (cited["authors"][0]["name"], cited["title"]) == (AUTHORS, TITLE)


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
    """Enacted control follows the norm of control by definition; control is part of agreement."""
    row = {"mean_reference": 0.8, "mean_arm": 0.2, "difference": -0.6, "low": -0.61, "high": -0.59}
    rows = pd.DataFrame([row | {"d": -6.0, "unit": "0-1"}] * 2,
                        index=["control", "reciprocity_agreement"])  # fmt: skip
    assert others(rows) == "the intervals of none of 1 other outcomes include 0."


def test_what_was_put_in__is_said_with_roles_off_or_how_to_run_it(
    page: str, contrast: mutua.Contrast
) -> None:
    assert "what remains without the mechanism of roles" in page
    without = mutua.compare(["usual", "consumer"], roles_off=False, **SMALL).report({})
    assert "roles_off=false was said" in without
    off = mutua.compare(["usual", "consumer"], mechanism={"roles": False}, **SMALL).report({})
    assert "was run with <code>mechanism.roles=off</code>" in off
    arms = ["usual", "usual+feedback"]
    same = mutua.compare(arms=arms, decomposition=True, **SMALL).report({})
    assert "the arms have the same norms" in same


@pytest.mark.usefixtures("undrawn")
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
