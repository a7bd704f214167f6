"""Figures in a running notebook: shown below the cell that drew them, once the cell has ended.

No figure is made through pyplot, so that nothing depends on the user's backend, opens a window or
stays in memory. A notebook shows figures of pyplot only; here the kernel is asked to show ours.
"""

import sys
from base64 import b64encode
from io import BytesIO
from typing import Any

import numpy as np

from mutua.plots.style import our_style

#: Pixels an inch of the image, and of the screen that it is scaled to.
SHARP, SCREEN = 200, 96


def show_figure(axes: Any) -> None:
    """Have the figure of some axes shown at the end of the cell; outside a notebook do nothing."""
    shell = _shell()
    if shell is None:
        return
    figure = np.ravel(axes)[0].get_figure(root=True)

    def publish(*_: Any) -> None:
        shell.events.unregister("post_execute", publish)
        shell.display_pub.publish(*_as_message(figure))

    shell.events.register("post_execute", publish)


def _shell() -> Any:
    """The shell of a notebook's kernel; None in scripts and terminals."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return shell if getattr(shell, "kernel", None) is not None else None


def _as_message(figure: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """A figure as data and metadata of a message of Jupyter's protocol."""
    png = BytesIO()
    with our_style():
        figure.savefig(png, format="png", dpi=SHARP)
    width = round(figure.get_figwidth() * SCREEN)
    return {"image/png": b64encode(png.getvalue()).decode()}, {"image/png": {"width": width}}
