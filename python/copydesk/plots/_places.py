"""Where stories were filed."""

import functools
import json
import math
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from copydesk.errors import InputValueError
from copydesk.plots import _style
from copydesk.plots._columns import Columns, plural

if TYPE_CHECKING:
    from copydesk.plots._columns import Tables

#: Points of the outlines are tenths of degrees.
SCALE = 10
#: The map of the world leaves out Antarctica.
SOUTH, NORTH = -57.0, 84.0
#: No map shows fewer degrees of latitude: outlines are as fine as a map of the world needs.
LEAST = 16.0
#: Diameters of dots, in points.
SMALLEST, LARGEST = 5.0, 24.0


def places(datelines: "Tables", *, ax: Axes | None = None) -> Figure:
    """Draw where stories were filed: a map with a dot for each place, as large as it has stories.

    The map shows what the places need: a region, a continent, or the world. It comes with the
    package, so nothing is downloaded. The places of most stories are named, where there is room.

    Parameters
    ----------
    datelines : StoryTables, Table, data frame or dict of lists
        What ``Reader.tables`` gives, its table ``datelines``, or that as a frame of pandas, Polars
        or PyArrow. Needs the columns ``place``, ``latitude`` and ``longitude``. Rows without a
        place are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw. A new figure by default.

    Returns
    -------
    matplotlib.figure.Figure
        What was drawn.

    Raises
    ------
    copydesk.errors.InputTypeError, copydesk.errors.InputValueError
        If this is no table, or lacks a column.

    Examples
    --------
    >>> import copydesk as cd
    >>> from copydesk import plots
    >>> texts = [sample.text for sample in cd.samples.load("world")]
    >>> figure = plots.places(cd.Reader().tables(texts, only=["datelines"]))
    >>> figure.axes[0].get_title(loc="right")
    '18 places, 18 stories'

    """
    columns = Columns(datelines, "places", "datelines", ["place", "latitude", "longitude"])
    found: Counter[tuple[str, float, float]] = Counter()
    for place, latitude, longitude in zip(
        columns["place"], columns["latitude"], columns["longitude"], strict=True
    ):
        if place is not None and latitude is not None and longitude is not None:
            try:
                north, east = float(latitude), float(longitude)
            except (TypeError, ValueError):
                message = (
                    "places wants degrees as numbers in latitude and longitude, not "
                    f"{latitude!r:.40} and {longitude!r:.40}"
                )
                raise InputValueError(message) from None
            if math.isfinite(north) and math.isfinite(east):
                found[str(place), max(-90.0, min(north, 90.0)), (east + 180) % 360 - 180] += 1
    shown = sorted(found.items(), key=lambda each: (-each[1], each[0]))

    figure, ax = _style.start(ax, 4)
    colours = _style.theme(ax)
    _style.bare(ax, colours)
    ax.set_xticks([])
    ax.set_yticks([])
    land = colours.paler(colours.text, 0.22 if colours.dark else 0.14)
    ax.add_collection(
        PolyCollection(
            _outlines(), facecolors=land, edgecolors=colours.ground, linewidths=0.6,
            zorder=0,
        ),
        autolim=False,
    )  # fmt: skip
    if not shown:
        _style.title(ax, colours, "Where stories were filed")
        _frame(ax, figure, [])
        _style.nothing(ax, colours, "no places")
        return figure

    _style.title(
        ax,
        colours,
        "Where stories were filed",
        f"{plural(len(shown), 'place')}, {plural(found.total(), 'story')}",
    )
    most = shown[0][1]
    widths = [_width(number, most) for _, number in shown]
    ax.scatter(
        [east for (_, _, east), _ in shown],
        [north for (_, north, _), _ in shown],
        [width**2 for width in widths],
        color=colours.main, alpha=0.75, edgecolors=colours.ground, linewidths=0.7, zorder=3,
    )  # fmt: skip
    if most > 1:
        _legend(ax, most, colours)
    _frame(ax, figure, [(east, north) for (_, north, east), _ in shown])
    dots = [
        _style.Dot(east, north, width / 2, _style.name(place, 24))
        for ((place, north, east), _), width in zip(shown, widths, strict=True)
    ]
    _style.label_dots(ax, dots, colours, most=24)
    return figure


@functools.cache
def _outlines() -> list[list[tuple[float, float]]]:
    file = resources.files(__package__ or "copydesk.plots") / "outlines.json"
    return [
        [(x / SCALE, y / SCALE) for x, y in zip(ring[::2], ring[1::2], strict=True)]
        for ring in json.loads(file.read_text("utf-8"))
    ]


def _width(number: int, most: int) -> float:
    """Return how wide a dot is: its area stands for the number of stories."""
    if most == 1:
        return SMALLEST + 2
    return max(SMALLEST, LARGEST * math.sqrt(number / most) if most > 8 else SMALLEST + 2 * number)


def _legend(ax: Axes, most: int, colours: _style.Theme) -> None:
    steps = sorted({_round(most), _round(most / 4), _round(most / 20)})
    handles = [
        Line2D(
            [], [], marker="o", linestyle="", markersize=_width(step, most), color=colours.main,
            alpha=0.75, markeredgecolor=colours.ground, label=f"{step:,}",
        )
        for step in steps
    ]  # fmt: skip
    ax.legend(
        handles=handles, loc="lower left", title="stories", frameon=False, fontsize="small",
        title_fontsize="small", labelcolor=colours.muted, labelspacing=0.9, borderpad=0.2,
        alignment="left",
    ).set_zorder(2)  # fmt: skip


def _round(number: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 … that is not larger."""
    ten = int(10 ** math.floor(math.log10(max(number, 1))))
    return max(step * ten for step in (1, 2, 5) if step * ten <= max(number, 1))


def _frame(ax: Axes, figure: Figure, points: list[tuple[float, float]]) -> None:
    """Set what part of the world is shown: all places with some ground around them."""
    west, east, south, north = -180.0, 180.0, SOUTH, NORTH
    if points:
        xs, ys = zip(*points, strict=True)
        if max(xs) - min(xs) < 150:
            margin = 0.14 * max(max(xs) - min(xs), max(ys) - min(ys))
            west, east = min(xs) - 1.3 * margin, max(xs) + 1.3 * margin
            south, north = min(ys) - margin, max(ys) + margin
        south, north = min(south, min(ys) - 4), max(north, max(ys) + 4)
    # A degree of longitude is shorter than one of latitude, the more so the farther north.
    middle = min(abs(south + north) / 2, 68.0) if east - west < 300 else 32.0
    stretch = 1 / math.cos(math.radians(middle))
    figure.draw_without_rendering()
    box = ax.get_window_extent()
    shape = box.height / box.width if box.width and box.height else 0.55
    height = max(north - south, LEAST)
    width = max(east - west, height / shape * stretch)
    height = max(height, width * shape / stretch)
    ax.set_xlim((west + east - width) / 2, (west + east + width) / 2)
    ax.set_ylim((south + north - height) / 2, (south + north + height) / 2)
    ax.set_aspect(stretch, adjustable="box")
