"""What a reader would object to in a figure: text that is cut off or lies over other text."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

#: Texts may share so many pixels at the resolution of print: boxes have room around their letters.
SLACK = 3.0


def objections(axes: Any) -> Iterator[str]:
    """Texts that leave the figure, and pairs of texts that overlap."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = np.ravel(axes)[0].get_figure(root=True)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    whole = figure.bbox
    boxes = [(text.get_text(), box) for text, box in _boxes(figure, canvas.get_renderer())]
    for text, box in boxes:
        if (box.x0 < whole.x0 - SLACK or box.x1 > whole.x1 + SLACK
                or box.y0 < whole.y0 - SLACK or box.y1 > whole.y1 + SLACK):  # fmt: skip
            yield f"{text!r} leaves the figure"
    for (one, a), (other, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > SLACK and along > SLACK:
            yield f"{one!r} and {other!r} overlap"


def _boxes(figure: Any, renderer: Any) -> Iterator[tuple[Any, Any]]:
    """Texts that are seen, ticks beyond the limits left out, with their boxes in pixels."""
    from matplotlib.axis import Axis
    from matplotlib.text import Text

    hidden = set()
    for axis in figure.findobj(Axis):
        low, high = sorted(axis.get_view_interval())
        room = 1e-9 * (high - low)
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if not low - room <= tick.get_loc() <= high + room or not axis.axes.axison:
                hidden |= {id(tick.label1), id(tick.label2)}
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and id(text) not in hidden:
            yield text, text.get_window_extent(renderer)
