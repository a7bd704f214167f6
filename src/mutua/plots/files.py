"""Figures as bytes of PNG and SVG."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import numpy as np

from mutua.plots.style import RC


def rendered(figures: Mapping[str, Callable[[], Any]]) -> dict[str, bytes]:
    """PNG and SVG of each figure by file name; the bytes depend on the figure alone.

    A function gives the axes it drew, one or many; all are of one figure.
    """
    import matplotlib as mpl

    files: dict[str, bytes] = {}
    for name, draw in figures.items():
        with mpl.rc_context(RC):
            figure = np.ravel(draw())[0].figure
            figure.draw_without_rendering()  # lays it out, once for both formats
            figure.set_layout_engine("none")
            for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
                page = BytesIO()
                figure.savefig(page, format=kind, metadata=metadata)
                files[f"{name}.{kind}"] = page.getvalue()
    return files
