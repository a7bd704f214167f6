"""Every link of every page leads somewhere, to the heading it names."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from helpers import ROOT
from selection import assert_none, nonempty

from docs.site.stage import pages

PAGES = nonempty([ROOT / "README.md", *pages()], 40)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")


def text_of(page: Path) -> str:
    """Text of a page without its code, or of the Markdown of a notebook."""
    text = page.read_text("utf-8")
    if page.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    seen: Counter[str] = Counter()
    names = set()
    for heading in re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        names.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return names


def leads_nowhere(page: Path, link: str) -> bool:
    """Whether a relative link has no file, or no such heading in it."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return True
    return bool(anchor) and (target.suffix != ".md" or anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(re.sub(r"`[^`\n]*`", "", text_of(page)))
    assert_none(link for link in links if leads_nowhere(page, link))


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("architecture.md", False),
        ("architecture.md#the-grid", False),
        ("#the-grid", False),
        ("../README.md#gotchas", False),
        ("nothing.md", True),
        ("architecture.md#nothing", True),
    ],
)
def test_a_wrong_link_is_found(link: str, wrong: bool) -> None:
    assert leads_nowhere(ROOT / "docs" / "architecture.md", link) is wrong
