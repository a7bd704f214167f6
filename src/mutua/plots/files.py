"""Figures as bytes of PNG and SVG."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import numpy as np

from mutua.plots.style import DPI, RC


def render_figures(figures: Mapping[str, Callable[[], Any]]) -> dict[str, bytes]:
    """PNG and SVG of each figure by file name; the bytes depend on the figure alone.

    A function gives the axes it drew, one or many; all are of one figure.
    """
    import matplotlib as mpl

    files: dict[str, bytes] = {}
    for name, draw in figures.items():
        with mpl.rc_context(RC):
            figure = np.ravel(draw())[0].get_figure(root=True)
            files[f"{name}.png"], files[f"{name}.svg"] = _drawn(figure)
    return files


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
