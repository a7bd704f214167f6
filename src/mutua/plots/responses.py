"""An outcome over one swept parameter as curves, and over two as a surface."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.plots.curves import BANDS, curve
from mutua.plots.scale import Scale
from mutua.plots.style import (
    COLUMN,
    FAINT,
    INCH,
    INK,
    MARKERS,
    PAGE,
    SMALL,
    even_steps,
    legend_above,
    look,
    note,
    panels,
    triangulation,
    with_style,
)

#: Values of a parameter up to which each is marked.
MARKED = 24
#: Width that regimes take up around a choice.
SPREAD = 0.4
#: Height of a row of curves, of a row of surfaces, and of a surface alone, mm.
CURVES_HEIGHT, SURFACE_HEIGHT, ALONE_HEIGHT = 50.0, 66.0, 72.0
#: Width that a number takes up in a cell, mm.
CELL = 7.0
#: Width of a letter below a tick, mm; of an axis, as a share of its panel; names of a row of cells.
LETTER, AXIS, MOST_NAMES = 1.25, 0.75, 8
#: Letters on light cells and on dark ones; colours of their own, as cells do not follow a page.
DARK, LIGHT = "#1a1a1a", "#f7f7f7"
#: Colours of levels and of differences; what is left out of the pale end of the first, as a share.
ONE_WAY, DIVERGING, PALER = "Blues", "RdBu_r", 0.15
#: Steps of a scale of colours, and its ticks at the most.
STEPS, TICKS = 12, 5
#: A triangle of a surface with a side longer than so many times the usual one is left blank.
LONG_SIDE = 3.0


@with_style
def response_curves(
    table: pd.DataFrame, scale: Scale, labels: Mapping[str, str], what: str
) -> list[Any]:
    """Outcomes along one parameter with bands over replicates, a panel each, a curve a regime.

    Parameters
    ----------
    table : DataFrame
        One row an outcome, regime and value; columns as in `mutua.analysis.responses.RESPONSES`,
        and the parameter's numbers under its name.
    labels : mapping of str
        Of the vertical axes, by outcome.
    """
    width = PAGE if len(labels) > 1 else COLUMN
    across = min(3, len(labels))
    if across > 2 and are_long(scale.choices, AXIS * width / across):
        across = 2
    height = CURVES_HEIGHT if len(labels) > across else 1.25 * CURVES_HEIGHT
    axes = panels(len(labels), across, width, height, sharex=True)
    for ax, (outcome, label) in zip(axes, labels.items(), strict=True):
        own = table[table["outcome"] == outcome]
        arms = own.groupby("regime", sort=False, observed=True)
        for k, (regime, one) in enumerate(arms):
            _draw_regime(ax, k, str(regime), one, scale, (k + 0.5) / arms.ngroups - 0.5)
        scale.on_x(ax)
        if are_long(scale.choices, AXIS * width / across):
            ax.tick_params(axis="x", rotation=90)
        ax.set_ylabel(label)
        ax.locator_params(axis="y", nbins=5)
    for ax in axes[:-across]:
        ax.set_xlabel("")
    legend_above(axes[0])
    note(axes[0], f"{what}; {BANDS.replace('bands', 'bands and bars')}")
    return axes


def _draw_regime(
    ax: Any, k: int, regime: str, rows: pd.DataFrame, scale: Scale, shift: float
) -> None:
    """One outcome of one regime: a curve over numbers, points over choices."""
    x, marker = rows[scale.name].to_numpy(float), MARKERS[k % len(MARKERS)]
    middle, low, high = (rows[name].to_numpy() for name in ("mean", "low", "high"))
    if scale.choices:
        ax.errorbar(x + SPREAD * shift, middle, yerr=[middle - low, high - middle], fmt=marker,
                    color=look(k)["color"], elinewidth=0.9, label=regime)  # fmt: skip
        return
    mark: dict[str, Any] = {"marker": marker, "markersize": 2.5} if len(x) <= MARKED else {}
    curve(ax, k, regime, x, (middle, low, high), **mark)


class Surface(NamedTuple):
    """What a surface is drawn of."""

    #: One row a regime and pair of values; columns as in `mutua.analysis.responses.RESPONSES`, and
    #: the numbers of both parameters under their names
    table: pd.DataFrame
    x: Scale
    y: Scale
    is_grid: bool  #: Cells, else contours between points
    label: str  #: Of the outcome, with its unit


class Colours(NamedTuple):
    """A scale of colours that several panels share."""

    levels: np.ndarray
    cmap: str
    label: str

    def options(self) -> dict[str, Any]:
        """Of a drawing function of matplotlib; the lowest level is not as pale as blank paper."""
        low, high = self.levels[[0, -1]]
        paler = 0.0 if self.cmap == DIVERGING else PALER * (high - low)
        return {"cmap": self.cmap, "vmin": low - paler, "vmax": high}


@with_style
def response_surface(shown: Surface, what: str) -> list[Any]:
    """An outcome over two parameters: a panel a regime, and below it its difference to the first.

    What was not sampled stays blank.
    """
    table = shown.table
    regimes = list(table["regime"].drop_duplicates())
    across, is_alone = len(regimes), len(regimes) == 1
    size = (COLUMN, ALONE_HEIGHT) if is_alone else (PAGE, SURFACE_HEIGHT)
    count = across if is_alone else 2 * across
    axes = panels(count, across, *size, sharex=True, sharey=True)
    level = _colours(table["mean"], ONE_WAY, shown.label)
    apart = _colours(table["difference"], DIVERGING, f"difference in {shown.label}")
    drawn = []
    for k, regime in enumerate(regimes):
        own = table[table["regime"] == regime]
        drawn.append(_draw_panel(axes[k], own, "mean", shown, level))
        axes[k].set_title(str(regime), loc="left")
        if k:
            drawn.append(_draw_panel(axes[across + k], own, "difference", shown, apart))
            axes[across + k].set_title(f"{regime} \u2212 {regimes[0]}", loc="left")
    if is_alone:
        key = axes[0].figure.colorbar(drawn[0], ax=axes[0], label=level.label, ticks=_ticks(level))
        key.ax.set_ylim(*level.levels[[0, -1]])
    else:
        _draw_keys(axes[across], [(level, drawn[0]), (apart, drawn[2])])
    used = [ax for k, ax in enumerate(axes) if is_alone or k != across]
    for k, ax in enumerate(used):
        is_lowest = k == 0 or k >= across  # the key stands below the reference
        ax.set_xlabel(shown.x.label if is_lowest else "")
        ax.set_ylabel(shown.y.label if k in (0, across) else "")
        ax.tick_params(labelbottom=is_lowest, labelleft=k in (0, across))
    note(axes[0], f"{what}; {_precision(table)}")
    return used


def _precision(table: pd.DataFrame) -> str:
    """How wide intervals are at the most, for the corner of the figure."""
    widest = float((table["high"] - table["low"]).max()) / 2
    if not np.isfinite(widest):
        return "one replicate: no interval"
    apart = float((table["difference_high"] - table["difference_low"]).max()) / 2
    text = f"95 % over replicates: within \u00b1{number(widest, decimals(widest))}"
    if np.isfinite(apart):
        text += f", differences \u00b1{number(apart, decimals(apart))}"
    return text


def _colours(values: pd.Series, cmap: str, label: str) -> Colours:
    """A scale in even steps over all values; about 0 if its colours diverge."""
    finite = values[np.isfinite(values)]
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 0.0)
    if cmap == DIVERGING:
        high = max(abs(low), abs(high))
        low = -high
    if high <= low:
        low, high = low - 0.5, high + 0.5
    return Colours(even_steps(low, high, STEPS), cmap, label)


def _ticks(colours: Colours) -> np.ndarray:
    """Levels that a scale names; 0 among them where it diverges."""
    apart = -(-(len(colours.levels) - 1) // (TICKS - 1))
    return colours.levels[int(abs(colours.levels).argmin()) % apart :: apart]


def _draw_keys(ax: Any, drawn: Sequence[tuple[Colours, Any]]) -> None:
    """Scales of colours, in the place that the reference has in the row of differences."""
    ax.set_axis_off()
    for k, (colours, mappable) in enumerate(drawn):
        own = ax.inset_axes((0.0, 0.72 - 0.48 * k, 0.92, 0.07))
        ax.figure.colorbar(mappable, cax=own, orientation="horizontal", ticks=_ticks(colours))
        own.set_xlim(*colours.levels[[0, -1]])
        own.set_title(colours.label, loc="left", fontsize=7.0)


def _draw_panel(ax: Any, rows: pd.DataFrame, value: str, shown: Surface, colours: Colours) -> Any:
    """One regime, or its difference to the first; returns what a scale of colours is made of."""
    rows = rows[np.isfinite(rows[value])]
    if shown.is_grid:
        return _draw_cells(ax, rows, value, shown, colours)
    return _draw_contours(ax, rows, value, shown, colours)


def _draw_cells(ax: Any, rows: pd.DataFrame, value: str, shown: Surface, colours: Colours) -> Any:
    """A cell for each pair of values, with its number if there is room."""
    x, y = (sorted(set(shown.table[scale.name])) for scale in (shown.x, shown.y))
    grid = rows.pivot(index=shown.y.name, columns=shown.x.name, values=value)
    grid = grid.reindex(index=y, columns=x)
    edges = (np.arange(len(each) + 1) - 0.5 for each in (x, y))
    drawn = ax.pcolormesh(*edges, np.ma.masked_invalid(grid.to_numpy()), **colours.options())
    up, along = np.nonzero(np.isfinite(grid.to_numpy()))
    ax.bar(along, 1.0, 1.0, up - 0.5, color="none", edgecolor=FAINT, linewidth=0.3)
    wide = ax.figure.get_figwidth() * INCH / len(set(shown.table["regime"]))
    if 0.6 * wide / len(x) >= CELL and len(y) <= 10:
        ends = ("low", "high") if value == "mean" else ("difference_low", "difference_high")
        places = decimals(float((rows[ends[1]] - rows[ends[0]]).median()) / 2)
        for (row, column), each in np.ndenumerate(grid.to_numpy()):
            if np.isfinite(each):
                sign = "+" if value == "difference" else "-"
                red, green, blue, _ = drawn.to_rgba(each)
                is_dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
                ax.text(column, row, number(each, min(places, 3), sign), fontsize=SMALL,
                        ha="center", va="center", color=LIGHT if is_dark else DARK)  # fmt: skip
    _name_cells(ax.xaxis, x, shown.x, wide)
    _name_cells(ax.yaxis, y, shown.y)
    ax.tick_params(length=0)
    return drawn


def _name_cells(
    axis: Any, values: Sequence[float], scale: Scale, wide: float | None = None
) -> None:
    """Names of rows, or of columns on an axis so many mm wide; upright where they are too long."""
    every = -(-len(values) // MOST_NAMES)
    names = [scale.choices[int(v)] if scale.choices else f"{v:.3g}" for v in values][::every]
    axis.set_ticks(range(0, len(values), every), names)
    if wide is not None and are_long(names, AXIS * wide):
        axis.set_tick_params(rotation=90)


def are_long(names: Sequence[str], wide: float) -> bool:
    """Whether names below ticks are too long for an axis so many mm wide."""
    return LETTER * (max(map(len, names), default=0) + 2) * len(names) > wide


def _draw_contours(
    ax: Any, rows: pd.DataFrame, value: str, shown: Surface, colours: Colours
) -> Any:
    """Contours between the points, which are drawn too; blank where none are near."""
    x, y = (rows[scale.name].to_numpy(float) for scale in (shown.x, shown.y))
    values = rows[value].to_numpy()
    triangles = _triangles(_as_shares(x, shown.x.log), _as_shares(y, shown.y.log))
    if triangles is not None:
        mesh = triangulation(x, y, *triangles)
        ax.tricontourf(mesh, values, levels=colours.levels, **colours.options())
        if values.min() < 0.0 < values.max():
            ax.tricontour(mesh, values, levels=[0.0], colors=INK, linewidths=0.8)
    drawn = ax.scatter(x, y, c=values, s=9.0, edgecolors=FAINT, linewidths=0.5, zorder=3,
                       clip_on=False, **colours.options())  # fmt: skip
    shown.x.on_x(ax)
    shown.y.on_y(ax)
    return drawn


def _as_shares(values: np.ndarray, log: bool) -> np.ndarray:
    """Values as shares of the way from the lowest to the highest."""
    scaled = np.log(values) if log else values
    return np.asarray((scaled - scaled.min()) / (np.ptp(scaled) or 1.0))


def _triangles(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Triangles between points, and which are too large to say what lies within; none on a line."""
    from scipy.spatial import Delaunay

    points = np.column_stack([x, y])
    if len(points) < 3 or np.linalg.matrix_rank(points - points[0], tol=1e-6) < 2:
        return None
    places = Delaunay(points).simplices
    corners = points[places]
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    is_blank = sides.max(axis=1) > LONG_SIDE * np.median(sides)
    return places, is_blank if not is_blank.all() else np.zeros(len(places), bool)
