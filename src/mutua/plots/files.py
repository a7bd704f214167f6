"""Figures as bytes of PNG and SVG."""

import logging
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import numpy as np

from mutua.plots.style import DPI, our_style

log = logging.getLogger("mutua")
#: Characters of a reason that are shown.
REASON = 200


def render_figures(figures: Mapping[str, Callable[[], Any]]) -> dict[str, bytes]:
    """PNG and SVG of each figure by file name; the bytes depend on the figure alone.

    A function gives the axes it drew, one or many; all are of one figure. Figures that cannot be
    drawn are left out and logged, a line a reason: what was computed never depends on them.
    """
    files: dict[str, bytes] = {}
    failed: dict[str, list[str]] = {}
    for name, draw in figures.items():
        try:
            png, svg = _in_our_style(draw)
        except Exception as error:  # whatever it is, tables and report are kept
            reason = " ".join(str(error).split())[:REASON] or type(error).__name__
            failed.setdefault(reason, []).append(name)
        else:
            files |= {f"{name}.png": png, f"{name}.svg": svg}
    for reason, names in failed.items():
        log.warning("Figures that could not be drawn: %s (%s)", ", ".join(names), reason)
    return files


def _in_our_style(draw: Callable[[], Any]) -> tuple[bytes, bytes]:
    with our_style():
        return _drawn(np.ravel(draw())[0].get_figure(root=True))


def _drawn(figure: Any) -> tuple[bytes, bytes]:
    """A figure laid out once and drawn once in each format; `savefig` does all of it twice."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    figure.set_dpi(DPI)
    figure.get_layout_engine().execute(figure)
    figure.set_layout_engine("none")
    png, svg = BytesIO(), BytesIO()
    FigureCanvasAgg(figure).print_png(png, metadata={"Software": None})
    FigureCanvasSVG(figure).print_svg(svg, metadata={"Date": None})
    return png.getvalue(), svg.getvalue()
