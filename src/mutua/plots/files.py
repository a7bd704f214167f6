"""Figures as bytes of PNG and SVG."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from mutua.plots.style import RC


def rendered(figures: dict[str, Callable[[], Any]]) -> dict[str, bytes]:
    """PNG and SVG of each figure by file name; the bytes depend on the figure alone."""
    import matplotlib as mpl

    files: dict[str, bytes] = {}
    for name, draw in figures.items():
        with mpl.rc_context(RC):
            figure = draw().figure
            for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
                page = BytesIO()
                figure.savefig(page, format=kind, metadata=metadata)
                files[f"{name}.{kind}"] = page.getvalue()
    return files
