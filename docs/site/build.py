"""Build the site into site/, strictly: ``make docs``.

What takes long (the figures, the notebooks) is kept in build/, under the hash of the package.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from docs.site.pictures import write_figures
from docs.site.reference import write_reference
from docs.site.stage import HERE, ROOT, stage

BUILD, SITE = ROOT / "build", ROOT / "site"


def digest() -> str:
    """Hash of all that figures are made of."""
    drawn = (HERE / "pictures.py", ROOT / "docs" / "picture.py")
    files = [*ROOT.glob("src/mutua/**/*.*"), *ROOT.glob("configs/**/*.yaml"), *drawn]
    kept = sorted(path for path in files if path.suffix != ".pyc")
    parts = (str(path.relative_to(ROOT)).encode() + path.read_bytes() for path in kept)
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def figures(made: Path) -> Path:
    """The folder of figures; drawn if the package has changed since."""
    ready = made / "figures"
    if not ready.exists():
        shutil.rmtree(made.parent, ignore_errors=True)  # of other versions of the package
        unfinished = made / "unfinished"
        write_figures(unfinished)
        unfinished.rename(ready)
    return ready


def main() -> int:
    """Put the pages together and have Sphinx build them; 0 if there was nothing to warn of."""
    from sphinx.cmd.build import build_main

    made, pages = BUILD / "made" / digest(), BUILD / "pages"
    stage(pages)
    shutil.copytree(figures(made), pages / "figures")
    write_reference(pages / "reference")
    executed = f"nb_execution_cache_path={made / 'notebooks'}"
    strict = ["-W", "--keep-going", "-E", "-q", "-d", str(BUILD / "doctrees"), "-D", executed]
    html = BUILD / "html"
    shutil.rmtree(html, ignore_errors=True)
    code = build_main(["-b", "html", "-c", str(HERE), *strict, str(pages), str(html)])
    if code == 0:
        shutil.rmtree(SITE, ignore_errors=True)
        html.rename(SITE)
    return code


if __name__ == "__main__":
    sys.exit(main())
