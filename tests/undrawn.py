"""Figures in name only, for tests that claim nothing of what is on them."""

from mutua.plots.figure import Figures

#: As figures are drawn.
FILES = Figures.files


def files_in_name(figures: Figures) -> dict[str, bytes]:
    """A file of each figure in both forms, which says what it would be; as `Figures.files`."""
    return {
        f"{name}.{form}": f"<svg>{form} of {name}</svg>\n".encode()
        for name in figures.names
        for form in ("png", "svg")
    }
