"""How all plots look: the figure, colours, words."""

import datetime
import functools
import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import matplotlib
import matplotlib.figure
import numpy as np
from matplotlib import colors, font_manager, patheffects
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.text import Annotation, Text

from copydesk.errors import InputTypeError

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure
    from matplotlib.transforms import Bbox

WIDTH = 7.0

# The colours of Okabe and Ito, which are told apart by those who see fewer.
BLUE, SKY, GREEN, ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
VERMILION, PURPLE = "#D55E00", "#CC79A7"

#: Fonts for scripts that Matplotlib's own has no letters for, where one of them is installed.
#: Others are looked for by their name: ``Noto Sans Devanagari``.
HAN = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans JP",
    "Noto Sans KR", "Source Han Sans SC", "PingFang SC", "Hiragino Sans", "Apple SD Gothic Neo",
    "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "WenQuanYi Zen Hei", "Droid Sans Fallback",
)  # fmt: skip
OTHERS = ("Nirmala UI", "Kohinoor Devanagari", "Leelawadee UI", "FreeSans", "Arial Unicode MS")
#: What stands for a character that no font has.
UNKNOWN = "\u25a1"


class Figure(matplotlib.figure.Figure):
    """A figure that a notebook shows, whether or not it was told to show Matplotlib's.

    It is none of ``pyplot``'s, which would show it once more and keep it.
    """

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png")
        return out.getvalue()


class Theme(NamedTuple):
    """The colours of a plot, made of those that the user's style has."""

    text: str
    """Words."""
    muted: str
    """Words that matter less."""
    faint: str
    """Lines and areas behind everything."""
    ground: str
    """What is behind all of it."""
    main: str
    """What is shown."""
    dark: bool
    """Whether the ground is dark."""

    def paler(self, colour: str, share: float) -> str:
        """Mix a colour with the ground; ``share`` is how much of it stays."""
        return mix(colour, self.ground, share)


def mix(colour: str, other: str, share: float) -> str:
    """Mix two colours."""
    parts = zip(colors.to_rgb(colour), colors.to_rgb(other), strict=True)
    red, green, blue = (a * share + b * (1 - share) for a, b in parts)
    return colors.to_hex((red, green, blue))


def luminance(colour: str) -> float:
    """Say how light a colour is, 0 to 1."""
    red, green, blue = colors.to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def theme(ax: Axes) -> Theme:
    """Return the colours that go with axes and the user's style."""
    text = colors.to_hex(matplotlib.rcParams["text.color"])
    dark = luminance(text) > 0.5
    ground = "#000000" if dark else "#ffffff"
    for colour in (ax.figure.get_facecolor(), ax.get_facecolor()):
        if colors.to_rgba(colour)[3] == 1:
            ground = colors.to_hex(colour)
    return Theme(
        text=text,
        muted=mix(text, ground, 0.62),
        faint=mix(text, ground, 0.14),
        ground=ground,
        main=SKY if dark else BLUE,
        dark=dark,
    )


def start(ax: Axes | None, height: float) -> tuple[matplotlib.figure.Figure, Axes]:
    """Return axes to draw into, new ones where none are given, and the figure that has them."""
    if ax is None:
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure, figure.add_subplot()
    if not isinstance(ax, Axes):
        message = f"ax must be one Axes of Matplotlib, not {type(ax).__name__}"
        raise InputTypeError(message)
    parent: matplotlib.figure.Figure | SubFigure | None = ax.figure
    while parent is not None and not isinstance(parent, matplotlib.figure.Figure):
        parent = parent.figure
    if parent is None:
        raise InputTypeError("ax must be axes that are in a figure")
    return parent, ax


def bare(ax: Axes, colours: Theme, *, keep: Sequence[str] = ()) -> None:
    """Take the frame away but for some sides, and the marks at the ticks."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color(colours.paler(colours.text, 0.35))
    ax.tick_params(length=0, labelcolor=colours.muted, labelsize="small")
    ax.grid(visible=False)
    ax.set_axisbelow(True)


def title(ax: Axes, colours: Theme, words: str, detail: str = "") -> None:
    """Say what is shown; and, smaller, how much of it."""
    ax.set_title(words, loc="left", fontsize="large", pad=9)
    if detail:
        how_much = ax.set_title("", loc="right", fontsize="small", color=colours.muted, pad=9)
        put(how_much, detail)


def nothing(ax: Axes, colours: Theme, why: str) -> None:
    """Say that there is nothing to show."""
    ax.text(
        0.5, 0.5, f"nothing to show: {why}", transform=ax.transAxes, ha="center", va="center",
        color=colours.muted,
    )  # fmt: skip
    ax.set_xticks([])
    ax.set_yticks([])


def dates(ax: Axes, colours: Theme, first: datetime.datetime, most: int) -> None:
    """Make the x axis one of time; its label says what year it is."""
    ax.xaxis_date()
    locator = AutoDateLocator(minticks=2, maxticks=most)
    ax.xaxis.set_major_locator(locator)
    # Where Matplotlib would write the year, the label is.
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axis_label(ax, colours, f"published, from {first.date().isoformat()}")


def axis_label(ax: Axes, colours: Theme, words: str) -> None:
    """Say what the x axis is."""
    ax.set_xlabel(words, color=colours.muted, fontsize="small")


# Words.


def name(given: object, longest: int = 34) -> str:
    """Make a name fit to be drawn: one line, not too long, no marks that only steer."""
    kept = (
        letter
        for letter in str(given)
        if letter.isspace() or unicodedata.category(letter)[0] != "C" or letter in "\u200c\u200d"
    )
    line = " ".join("".join(kept).split()) or "?"
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def put(text: Text, words: str) -> Text:
    """Write words that come from a text: as they are, in fonts that have their letters."""
    families, words = _fonts(words, tuple(text.get_fontfamily()))
    text.set_parse_math(False)
    text.set_usetex(False)
    text.set_fontfamily(families)
    text.set_text(words)
    return text


def put_ticks(ax: Axes, at: Iterable[float], names: Sequence[str]) -> None:
    """Write names at the ticks of the y axis."""
    families = tuple(matplotlib.rcParams["font.family"])
    ax.set_yticks(list(at), [_fonts(words, families)[1] for words in names])
    for label, words in zip(ax.get_yticklabels(), names, strict=True):
        put(label, words)


@functools.cache
def _letters(family: str) -> frozenset[int]:
    """Return the characters that a font has; none where it is not installed."""
    try:
        path = font_manager.findfont(
            font_manager.FontProperties(family=[family]), fallback_to_default=False
        )
        return frozenset(font_manager.get_font(path).get_charmap())
    except (ValueError, RuntimeError, OSError):
        return frozenset()


@functools.cache
def _installed() -> frozenset[str]:
    return frozenset(entry.name for entry in font_manager.fontManager.ttflist)


def _fonts(words: str, families: tuple[str, ...]) -> tuple[list[str], str]:
    """Return the fonts that have the letters of words, and the words with what none has replaced.

    The user's fonts come first. A missing letter would be a warning for each time that it is drawn.
    """
    # Generic names stand for whatever rcParams says now, so what they have is not kept.
    known: set[int] = set()
    for family in families:
        generic = family in {"sans-serif", "sans", "serif", "monospace", "cursive", "fantasy"}
        has = _letters.__wrapped__ if generic else _letters
        known |= has(family)
    found = [*families]
    out = []
    for letter in words:
        if ord(letter) not in known and not letter.isspace():
            more = _font_for(letter)
            if more is None:
                out.append(UNKNOWN if ord(UNKNOWN) in known else "?")
                continue
            found.append(more)
            known |= _letters(more)
        out.append(letter)
    return found, "".join(out)


def _font_for(letter: str) -> str | None:
    script = unicodedata.name(letter, "?").split()[0].title()
    installed = _installed()
    # Matplotlib's own come first: they are there wherever it is.
    for family in ("DejaVu Sans", f"Noto Sans {script}", *HAN, *OTHERS):
        if family in installed and ord(letter) in _letters(family):
            return family
    return None


# Labels beside dots.


class Dot(NamedTuple):
    """A dot with words beside it."""

    x: float
    y: float
    radius: float
    """In points."""
    words: str


def label_dots(
    ax: Axes, dots: Sequence[Dot], colours: Theme, *, most: int, all_of_them: bool = False
) -> None:
    """Write words beside dots where they hide neither others nor dots; leave out what has no room.

    The first ones have the first choice. Where ``all_of_them`` is true, those without room stand
    where they hide least.
    """
    figure, _ = start(ax, 0)
    halo: list[patheffects.AbstractPathEffect] = [
        patheffects.withStroke(linewidth=2.2, foreground=colours.ground, alpha=0.8)
    ]
    figure.draw_without_rendering()  # The layout is settled, so that sizes are known.
    scale = figure.dpi / 72
    frame = np.array([ax.get_window_extent().extents])
    centres = ax.transData.transform(np.array([(dot.x, dot.y) for dot in dots]).reshape(-1, 2))
    radii = np.array([[dot.radius * scale] for dot in dots]).reshape(-1, 1)
    taken = np.hstack([centres - radii, centres + radii])
    legend = ax.get_legend()
    if legend is not None:
        taken = np.vstack([taken, legend.get_window_extent().extents])
    for number, dot in enumerate(dots[:most]):
        label = ax.annotate(
            "", (dot.x, dot.y), (0, 0), textcoords="offset points", fontsize="small",
            color=colours.text, zorder=5,
        )  # fmt: skip
        put(label, dot.words)
        label.set_in_layout(False)
        label.set_path_effects(halo)
        best = None
        for across, up, beside in _around(dot.radius):
            _move(label, across, up, beside)
            box = label.get_window_extent()
            hidden = _overlap(box, np.delete(taken, number, axis=0))
            outside = box.width * box.height - _overlap(box, frame)
            cost = hidden + outside
            if best is None or cost < best[0] - 1:
                best = cost, across, up, beside, box
            if cost <= 1:
                break
        assert best is not None
        cost, across, up, beside, box = best
        if cost > 1 and not all_of_them:
            label.remove()
            continue
        _move(label, across, up, beside)
        if math.hypot(across, up) > dot.radius + FAR:
            ax.annotate(
                "", (dot.x, dot.y), (across, up), textcoords="offset points", zorder=4,
                arrowprops={"arrowstyle": "-", "color": colours.muted, "linewidth": 0.6,
                            "shrinkA": 0, "shrinkB": dot.radius},
            ).set_in_layout(False)  # fmt: skip
        # A little air between words that stand in one line.
        air = 3 * scale
        taken = np.vstack([taken, (box.x0 - air, box.y0, box.x1 + air, box.y1)])


def _move(label: Annotation, across: float, up: float, beside: tuple[int, int]) -> None:
    label.set_position((across, up))
    label.set_horizontalalignment(("center", "left", "right")[beside[0]])
    label.set_verticalalignment(("center", "bottom", "top")[beside[1]])


#: From how many points on a line leads from the words to the dot.
FAR = 8


def _around(radius: float) -> Iterable[tuple[float, float, tuple[int, int]]]:
    """Return where words may stand beside a dot: how far off, and to which side."""
    near, slant = radius + 2.5, radius * 0.72 + 1.5
    for side in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        yield side[0] * near, side[1] * near, side
    for side in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        yield side[0] * slant, side[1] * slant, side
    for far in (radius + 12, radius + 22, radius + 34):
        for side in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
            yield side[0] * far * 0.75, side[1] * far, side
        for side in ((1, 0), (-1, 0)):
            yield side[0] * far * 1.2, 0, side


def _overlap(box: "Bbox", others: "np.typing.NDArray[np.float64]") -> float:
    """Return how much of a box others hide: rows of left, low, right, high."""
    left, low, right, high = others.T
    widths = np.minimum(box.x1, right) - np.maximum(box.x0, left)
    heights = np.minimum(box.y1, high) - np.maximum(box.y0, low)
    return float((np.maximum(widths, 0) * np.maximum(heights, 0)).sum())
