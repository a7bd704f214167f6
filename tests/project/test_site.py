"""The site: every page is in its navigation, and what it shows comes from this machine."""

import re
import subprocess
import sys
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from selection import assert_none, nonempty

import mutua
from docs.site.stage import HERE, as_page, pages, sections, tutorial

INDEX = (HERE / "index.md").read_text("utf-8")
#: Elements whose address a browser fetches by itself; a link is followed by whoever clicks it.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*\bsrc=[\"']([^\"']+)"
    r"|<link\b(?![^>]*rel=[\"'](?:canonical|license)[\"'])[^>]*\bhref=[\"']([^\"']+)"
    r"|<object\b[^>]*\bdata=[\"']([^\"']+)"
)
#: Addresses in styles.
IN_STYLES = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\"')\s]+)")
OUTSIDE = re.compile(r"^(?:https?:)?//")


def test_every_page_of_docs_is_in_the_navigation() -> None:
    own = nonempty([page for page in pages() if page.parent == ROOT / "docs"], 20)
    names = [f"docs/{page.stem}" for page in own]
    assert_none(name for name in names if not re.search(rf"(^|<){name}(>|$)", INDEX, re.MULTILINE))


def test_the_tutorial_is_the_session_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    page = tutorial(readme)
    assert "mutua.compare(" in page
    assert "make demo" in page
    assert all(part.strip() in readme for name, part in sections(page).items() if name)


def test_a_page_has_one_title__code_and_other_links_are_left_alone() -> None:
    text = "# A\n\n## a\n\n[x.md](x.md#y) [this](z.md)\n\n# B\n\n```\n# c\n[x.md](x)\n```\n\n## b\n"
    assert as_page(text) == (
        "# A\n\n## a\n\n[](x.md#y) [this](z.md)\n\n## B\n\n```\n# c\n[x.md](x)\n```\n\n### b\n"
    )


def test_headings_go_down_a_level_at_a_time() -> None:
    for page in nonempty([page for page in pages() if page.suffix == ".md"], 30):
        text = re.sub(r"^```.*?^```$", "", as_page(page.read_text("utf-8")), flags=re.M | re.S)
        levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
        steps = [after - before for before, after in pairwise(levels)]
        assert levels[0] == 1, page
        assert max(steps, default=0) <= 1, page


@pytest.fixture(scope="module")
def site() -> Path:
    """The site, built strictly; what takes long is kept from the last time."""
    if find_spec("furo") is None or find_spec("myst_nb") is None:
        pytest.skip("the extra 'docs' is not installed: make docs")
    command = [sys.executable, "-m", "docs.site.build"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return ROOT / "site"


def test_no_page_fetches_anything_off_the_machine(site: Path) -> None:
    built = nonempty(sorted(site.rglob("*.html")), 60)
    fetched = {page: FETCHED.findall(page.read_text("utf-8")) for page in built}
    assert all(fetched.values()), "a page has a style at least"
    assert_none(
        f"{page.relative_to(site)}: {address}"
        for page, found in fetched.items()
        for address in map("".join, found)
        if OUTSIDE.match(address)
    )
    styles = nonempty(sorted(site.rglob("*.css")), 2)
    assert_none(found for path in styles for found in IN_STYLES.findall(path.read_text("utf-8")))


def test_every_public_name_has_its_entry(site: Path) -> None:
    entries = "".join(page.read_text("utf-8") for page in (site / "reference").glob("*.html"))
    assert_none(name for name in mutua.__all__ if f'id="mutua.{name}"' not in entries)


def test_every_study_shows_its_figures_and_the_code(site: Path) -> None:
    drawn = {page.stem: page.read_text("utf-8") for page in (site / "figures").glob("*.html")}
    assert len(drawn) > 8
    assert_none(name for name, text in drawn.items() if "<svg" not in text)
    plain = {name: re.sub("<[^>]+>", "", text) for name, text in drawn.items() if name != "index"}
    assert_none(name for name, text in plain.items() if ".plot." not in text)


#: A page of each kind.
KINDS = (
    "index", "README", "docs/simulate", "docs/model", "docs/parameters", "docs/evidence",
    "docs/glossary", "docs/basins", "docs/regimes", "docs/architecture", "experiments/README",
    "figures/index", "figures/comparison", "figures/sweep",
    "notebooks/01_first_steps", "reference/comparison", "reference/commands",
)  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_of_each_kind__is_accessible_and_fits(
    site: Path, browser: Any, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name in KINDS:
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        found = axe.run(page).response["violations"]
        assert_none(
            f"{name}: {one['id']}: {one['nodes'][0]['html']}"
            for one in found
            if one["impact"] in ("serious", "critical")
        )
    page.close()


#: Drawings, pictures, and cells of tables that are read, that reach over the right edge.
CUT = """[...document.querySelectorAll(".panels svg, article img, .cards-table td")].filter(e =>
    e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 80))"""
#: What is seen whole on a phone, by page.
WHOLE = {
    "index": ".panels svg",
    "docs/model": "img[src$='week.svg']",
    "docs/basins": ".cards-table",
    "docs/glossary": ".cards-table",
}


@pytest.mark.browser
def test_a_phone__shows_pictures_and_text_whole(site: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for name, part in WHOLE.items():
        page.goto((site / f"{name}.html").as_uri())
        assert page.locator(part).count() >= 1, name
        assert page.evaluate(CUT) == [], name
    page.close()


@pytest.mark.browser
def test_the_glossary__is_searched_from_the_keyboard(site: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "docs" / "glossary.html").as_uri())
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.row-filter') !== null"):
            break
    every = page.locator("tbody tr:visible").count()
    page.keyboard.type("felt obligation")
    found = page.locator("tbody tr:visible").all_inner_texts()
    assert 0 < len(found) < 5 < every
    assert_none(row for row in found if "obligation" not in row.lower())
    page.close()
