"""The source tree of the site: the repository's own pages where they lie, and generated ones.

Every page keeps its place, so the links that work on GitHub work in the site. The tutorial is cut
out of README.md; figures and reference are made from the package.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = ROOT / "docs" / "site"
#: Pages that are read where they are.
PAGES = (
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "SECURITY.md",
    "docs/*.md",
    "experiments/**/README.md",
    "benchmarks/README.md",
    "notebooks/README.md",
    "notebooks/*.ipynb",
)
#: Pictures that pages show, where they are.
PICTURES = ("docs/*.png", "docs/*.svg")
#: Folders whose README.md leads to the pages in them.
FOLDERS = ("notebooks", "experiments")
#: Sections of README.md that a newcomer works through, by how their headings begin.
TUTORIAL = ("A first hour", "Commands", "From Python", "Gotchas")


def pages() -> Iterator[Path]:
    """Pages of the repository that the site shows."""
    for pattern in PAGES:
        yield from sorted(ROOT.glob(pattern))


def sections(text: str) -> dict[str, str]:
    """Sections of a page in Markdown by their heading of the second level."""
    first, *rest = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    parts = {part.split("\n", 1)[0].removeprefix("## ").strip(): part for part in rest}
    return {"": first, **parts}


def tutorial(readme: str) -> str:
    """The page of the tutorial: sections of README.md.

    Raises
    ------
    StopIteration
        README.md has no such section any more.
    """
    parts = sections(readme)
    names = (next(name for name in parts if name.startswith(start)) for start in TUTORIAL)
    return "# Tutorial\n\n" + "\n".join(parts[name] for name in names)


def stage(folder: Path) -> None:
    """Put the repository's pages into a new folder, and the tutorial at the place of README.md."""
    shutil.rmtree(folder, ignore_errors=True)
    pictures = (path for pattern in PICTURES for path in ROOT.glob(pattern))
    for page in (*pages(), *pictures):
        place = folder / page.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        if page.suffix == ".md":
            place.write_text(as_page(page.read_text("utf-8")), encoding="utf-8")
        else:
            shutil.copyfile(page, place)
    for name in FOLDERS:
        add_children(folder / name / "README.md")
    readme = (ROOT / "README.md").read_text("utf-8")
    index = (HERE / "index.md").read_text("utf-8")
    write(folder / "README.md", tutorial(readme))
    write(folder / "index.md", first_page(index, readme))


def as_page(text: str) -> str:
    """A page as the site shows it: one title, and links that say what they lead to.

    What is written as the name of a file, ``[model.md](model.md)``, becomes the title of that page.
    From a second title on, headings are pushed down a level. Code is left alone.
    """
    titles, parts = 0, re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    for number in range(0, len(parts), 2):
        lines = re.sub(r"\[[\w./]+\.md\]\(", "[](", parts[number]).split("\n")
        for at, line in enumerate(lines):
            titles += line.startswith("# ")
            if titles > 1 and re.match("#+ ", line):
                lines[at] = f"#{line}"
        parts[number] = "\n".join(lines)
    return "".join(parts)


def add_children(page: Path) -> None:
    """List the pages below a folder's README.md, so that it leads to them in the site too.

    The list is seen unless the page itself links to each.
    """
    folder, text = page.parent, page.read_text("utf-8")
    below = {*folder.glob("*.ipynb"), *folder.glob("*/README.md")}
    names = sorted(str(path.relative_to(folder).with_suffix("")) for path in below)
    hidden = [":hidden:"] if all(f"({name}." in text for name in names) else []
    listed = "\n".join(["```{toctree}", *hidden, "", *names, "```", ""])
    page.write_text(f"{text}\n{listed}", encoding="utf-8")


def first_page(index: str, readme: str) -> str:
    """The first page, with the first paragraph of README.md, and the caption of its picture."""
    words = sections(readme)[""].split("\n\n")
    picture = next(at for at, paragraph in enumerate(words) if paragraph.startswith("<picture>"))
    return index.replace("WORDS", words[1]).replace("CAPTION", words[picture + 1])


def write(path: Path, text: str) -> None:
    """Write a generated page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
