"""Who is quoted most."""

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from copydesk.plots import _style
from copydesk.plots._columns import choice, count, plural, words
from copydesk.plots._speakers import Said, speakers

if TYPE_CHECKING:
    from copydesk.plots._columns import Tables

#: How much of a quotation stands between marks, and how strong its colour is.
KINDS = {"direct": 1.0, "mixed": 0.62, "indirect": 0.3}


def most_quoted(
    quotes: "Tables",
    *,
    top: int = 15,
    by: Literal["quotes", "words"] = "quotes",
    kinds: Collection[str] | None = ("person", "org"),
    unnamed: bool = False,
    ax: Axes | None = None,
) -> Figure:
    """Draw who is quoted most: a bar for each speaker.

    What is direct, mixed or indirect has its own shade, where the table has the column ``kind``.
    Speakers are names: the same name in two texts is one bar, and ``Keller`` in a text that never
    says ``Maria Keller`` has its own.

    Parameters
    ----------
    quotes : StoryTables, Table, data frame or dict of lists
        What ``Reader.tables`` gives, its table ``quotes``, or that as a frame of pandas, Polars or
        PyArrow. Needs the column ``speaker``; ``text`` too if ``by="words"``.
    top : int, default 15
        How many speakers.
    by : {"quotes", "words"}, default "quotes"
        What is counted.
    kinds : collection of {"person", "org", "group", "document"} or None, optional
        Which speakers; all if None. People and organisations by default.
    unnamed : bool, default False
        Whether those count too who are only described (``a spokesman``), and may be somebody else
        in each text: those without a number in the column ``entity``, where there are numbers.
    ax : matplotlib.axes.Axes, optional
        Where to draw. A new figure by default.

    Returns
    -------
    matplotlib.figure.Figure
        What was drawn.

    Raises
    ------
    copydesk.errors.InputTypeError, copydesk.errors.InputValueError
        If this is no table, or lacks a column, or an option has a value that it cannot have.

    Examples
    --------
    >>> from copydesk import plots
    >>> quotes = {"speaker": ["Ana Ruiz", "Ole Vik", "Ana Ruiz"], "kind": ["direct"] * 3}
    >>> figure = plots.most_quoted(quotes)
    >>> figure.axes[0].get_title(loc="right")
    '2 speakers, 3 quotes'

    """
    choice("by", by, ("quotes", "words"))
    top = count("top", top)
    needed = ["text"] if by == "words" else []
    said = speakers(quotes, "most_quoted", needed, kinds, unnamed, also=["text", "kind"])
    amounts = []
    for speaker in said:
        parts: Counter[str] = Counter()
        for row in speaker.rows:
            parts[str(row.get("kind"))] += words(row["text"]) if by == "words" else 1
        amounts.append((speaker, parts))
    total = sum(parts.total() for _, parts in amounts)
    # Of those who are quoted as often, who says more comes first.
    amounts.sort(key=lambda each: -each[1].total())
    least = amounts[:top][-1][1].total() if amounts else 0
    first = [each for each in amounts if each[1].total() >= max(least, 1)]
    first.sort(key=lambda each: (-each[1].total(), -_words(each[0]), each[0].name))
    shown = [(speaker.name, parts) for speaker, parts in first[:top]]

    figure, ax = _style.start(ax, max(2.2, 1.15 + 0.27 * len(shown)))
    colours = _style.theme(ax)
    _style.bare(ax, colours, keep=["left"] if shown else [])
    _style.axis_label(ax, colours, by if by == "quotes" else "words quoted")
    if not shown:
        _style.title(ax, colours, "Most quoted")
        _style.nothing(ax, colours, "no speakers")
        return figure

    speaking = plural(len(amounts), "speaker")
    if len(shown) < len(amounts):
        speaking = f"{len(shown)} of {speaking}"
    _style.title(ax, colours, "Most quoted", f"{speaking}, {plural(total, by[:-1])}")
    at = range(len(shown))
    kinds_there = [kind for kind in KINDS if any(parts[kind] for _, parts in shown)]
    other = [kind for _, parts in shown for kind in parts if kind not in KINDS]
    lefts = [0] * len(shown)
    for kind in [*kinds_there, *sorted(set(other))]:
        widths = [amount[kind] for _, amount in shown]
        strength = KINDS.get(kind, 1.0)
        if colours.dark:  # Where dark colours are told apart less well.
            strength = strength**0.8
        ax.barh(
            at, widths, left=lefts, height=0.74, color=colours.paler(colours.main, strength),
            label=kind,
        )  # fmt: skip
        lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
    for at_row, end in enumerate(lefts):
        ax.annotate(
            f"{end:,}", (end, at_row), xytext=(4, 0), textcoords="offset points", va="center",
            fontsize="small", color=colours.muted,
        )  # fmt: skip
    # Where the lowest bars are long, the legend has room behind them.
    beside = lefts[-len(kinds_there) - 1 :] if len(kinds_there) > 1 else [0]
    ax.set_xlim(0, max(max(lefts) * 1.08, max(beside) / 0.78))
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    _style.put_ticks(ax, at, [_style.name(speaker) for speaker, _ in shown])
    ax.tick_params("y", labelcolor=colours.text, labelsize="medium")
    if len(kinds_there) > 1:
        ax.legend(
            loc="lower right", frameon=False, fontsize="small", labelcolor=colours.muted,
            handlelength=1.0, handleheight=1.0,
        )  # fmt: skip
    return figure


def _words(speaker: Said) -> int:
    return sum(words(row.get("text")) for row in speaker.rows)
