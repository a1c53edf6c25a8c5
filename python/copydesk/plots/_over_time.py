"""Who is quoted when."""

import datetime
import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeGuard

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from copydesk._tables import StoryTables
from copydesk.errors import InputTypeError, InputValueError
from copydesk.plots import _style
from copydesk.plots._columns import Columns, as_list, choice, count, moment, plural
from copydesk.plots._speakers import speakers

if TYPE_CHECKING:
    from copydesk.plots._columns import ByText, Tables

_Frequency: TypeAlias = Literal["day", "week", "month"]


def quotes_over_time(
    quotes: "Tables",
    published: "ByText | None" = None,
    *,
    freq: _Frequency = "week",
    top: int = 6,
    kinds: Collection[str] | None = ("person", "org"),
    unnamed: bool = False,
    ax: Axes | None = None,
) -> Figure:
    """Draw how often speakers are quoted over time: a row of bars for each, on one scale.

    Those who are quoted most come first. All others together have a row of their own, and a scale
    of their own where they are quoted more.

    Parameters
    ----------
    quotes : StoryTables, Table, data frame or dict of lists
        What ``Reader.tables`` gives, its table ``quotes``, or that as a frame of pandas, Polars or
        PyArrow. Needs the columns ``id`` and ``speaker``; a column ``published`` is used.
    published : mapping, series or sequence, optional
        When each text was published: by its id (a dictionary, or a series of pandas with ids as
        its index), or in the order of the texts where no ids were given. ``StoryTables`` know it,
        if the reader was told. Texts without a day are left out.
    freq : {"day", "week", "month"}, default "week"
        How long a bar is. Weeks begin on Monday.
    top : int, default 6
        How many speakers have a row.
    kinds, unnamed
        As for :func:`most_quoted`.
    ax : matplotlib.axes.Axes, optional
        Where to draw. A new figure by default.

    Returns
    -------
    matplotlib.figure.Figure
        What was drawn.

    Raises
    ------
    copydesk.errors.InputTypeError, copydesk.errors.InputValueError
        If this is no table, or lacks a column, or no days are there, or an option has a value that
        it cannot have.

    Examples
    --------
    >>> from copydesk import plots
    >>> quotes = {"id": ["a", "a", "b"], "speaker": ["Ana Ruiz", "Ole Vik", "Ana Ruiz"]}
    >>> figure = plots.quotes_over_time(quotes, {"a": "2026-03-02", "b": "2026-03-20"})
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['Ana Ruiz', 'Ole Vik']

    """
    choice("freq", freq, ("day", "week", "month"))
    top = count("top", top)
    said = speakers(quotes, "quotes_over_time", ["id"], kinds, unnamed, also=["published", "row"])
    days = _days(quotes, published, [row for speaker in said for row in speaker.rows])
    rows = []
    dated = []
    for speaker in said:
        when = [day for row in speaker.rows if (day := days(row)) is not None]
        if when:
            rows.append((speaker.name, Counter(_bin(day, freq) for day in when)))
            dated += when
    rows.sort(key=lambda row: (-row[1].total(), row[0]))
    others: Counter[datetime.date] = Counter()
    for _, bars in rows[top:]:
        others.update(bars)
    shown = [(_style.name(speaker, 28), bars) for speaker, bars in rows[:top]]
    if others:
        shown.append((f"{len(rows) - top:,} more", others))

    figure, ax = _style.start(ax, max(2.4, 1.1 + 0.48 * len(shown)))
    colours = _style.theme(ax)
    _style.bare(ax, colours, keep=["bottom"])
    _style.axis_label(ax, colours, "published")
    if not shown:
        _style.title(ax, colours, f"Quotes a {freq}")
        _style.nothing(ax, colours, "no speakers with a day" if said else "no speakers")
        return figure

    total = sum(bars.total() for _, bars in rows)
    _style.title(
        ax, colours, f"Quotes a {freq}", f"{plural(len(rows), 'speaker')}, {plural(total, 'quote')}"
    )
    # One scale for the speakers. All others together may be far more: they have their own.
    highest = max(max(bars.values()) for _, bars in rows[:top])
    for row, (_, bars) in enumerate(shown):
        is_rest = row == top
        scale = 0.74 / (max(highest, max(bars.values())) if is_rest else highest)
        starts = sorted(bars)
        lefts = [date2num(start) for start in starts]
        widths = [date2num(_next(start, freq)) - date2num(start) for start in starts]
        ax.axhline(row, color=colours.faint, linewidth=0.8, zorder=0)
        ax.bar(
            [left + width * 0.06 for left, width in zip(lefts, widths, strict=True)],
            [-bars[start] * scale for start in starts],
            [width * 0.88 for width in widths],
            bottom=row, align="edge", color=colours.paler(colours.text, 0.4) if is_rest
            else colours.main,
        )  # fmt: skip
        peak = max(starts, key=lambda start: bars[start])
        ax.annotate(
            f"{bars[peak]:,}",
            (date2num(peak) + widths[starts.index(peak)] / 2, row - bars[peak] * scale),
            xytext=(0, 1), textcoords="offset points", ha="center", va="bottom",
            fontsize="x-small", color=colours.muted,
        )  # fmt: skip
    first = min(min(bars) for _, bars in shown)
    last = _next(max(max(bars) for _, bars in shown), freq)
    margin = max(0.02 * (date2num(last) - date2num(first)), 0.5)
    ax.set_xlim(
        max(date2num(first) - margin, date2num(datetime.date.min)),
        min(date2num(last) + margin, date2num(datetime.date.max)),
    )
    ax.set_ylim(len(shown) - 0.85, -1.05)
    bins = [first]
    while len(bins) <= 8 and _next(bins[-1], freq) < last:
        bins.append(_next(bins[-1], freq))
    _style.dates(ax, colours, min(dated), most=8)
    if len(bins) <= 8:
        # Few bars have a tick each, at the day that they begin with.
        names = [f"{start:%b} {'' if freq == 'month' else start.day}".strip() for start in bins]
        ax.set_xticks([date2num(start) for start in bins], names)
    at = [row - 0.25 for row in range(len(shown))]
    _style.put_ticks(ax, at, [speaker for speaker, _ in shown])
    ax.tick_params("y", labelcolor=colours.text, labelsize="medium")
    for row, (_, bars) in enumerate(shown):
        ax.annotate(
            f"{bars.total():,}", (1, row - 0.25), xycoords=("axes fraction", "data"),
            xytext=(6, 0), textcoords="offset points", va="center", fontsize="small",
            color=colours.muted, annotation_clip=False,
        )  # fmt: skip
    return figure


def _days(
    given: object, published: Any, rows: Sequence[dict[str, Any]]
) -> Callable[[dict[str, Any]], datetime.datetime | None]:
    """Return what gives the day of a row."""
    if published is None and isinstance(given, StoryTables):
        stories = Columns(given, "quotes_over_time", "stories", ["id", "published"])
        published = dict(zip(stories["id"], stories["published"], strict=True))
        if published and not any(published.values()):
            message = "no text has a day: Reader().tables(texts, published=days) takes them"
            raise InputValueError(message)
    if published is None:
        if rows and not any("published" in row for row in rows):
            message = (
                "quotes_over_time wants to know when texts were published: give StoryTables, "
                "a column published, or published={id: day}"
            )
            raise InputValueError(message)
        return lambda row: moment(row.get("published"), "published", utc=False)
    by_id = _by_id(published, given, {row["id"] for row in rows})
    if rows and not any(row["id"] in by_id for row in rows):
        message = (
            f"published has no day for any text, such as {rows[0]['id']!r}: give a dictionary from "
            "the ids of texts to days, or a series of days whose index are the ids"
        )
        raise InputValueError(message)

    @functools.cache
    def day(id: Any) -> datetime.datetime | None:
        return moment(by_id.get(id), f"the day of {id!r}", utc=False)

    return lambda row: day(row["id"])


def _by_id(published: Any, given: object, ids: set[Any]) -> Mapping[Any, Any]:
    if isinstance(published, Mapping):
        return published
    if hasattr(published, "to_dict"):
        # A series of pandas, by its index. Where texts have no ids, its index has none either: that
        # of a frame which was sorted or filtered has numbers of rows, but of another frame.
        if not (_numbered(given) and len(given["stories"]) == len(published)):
            days: dict[Any, Any] = published.to_dict()
            _refuse_other_rows(days, ids)
            return days
        published = as_list(published)
    if isinstance(published, str | bytes) or not isinstance(published, Iterable):
        given = type(published).__name__
        message = f"published must have the days of texts, by id or in their order, not one {given}"
        raise InputTypeError(message)
    return dict(enumerate(as_list(published)))


def _refuse_other_rows(days: Mapping[Any, Any], ids: set[Any]) -> None:
    """Refuse an index that has numbers of rows, where ids may be numbers of other rows."""
    rows = range(len(days))
    if list(days) == list(rows) or not ids:
        return
    if not all(isinstance(id, int) and id in rows for id in ids):
        return
    if set(days) == set(rows) or not ids <= days.keys():
        message = (
            "published is a series whose index may not have the ids of the texts, but rows of a "
            "frame that was sorted or filtered: give published.to_list() if texts have no ids, "
            "published.to_dict() if the index has them"
        )
        raise InputValueError(message)


def _numbered(given: object) -> TypeGuard[StoryTables]:
    """Say whether these are tables of all texts, with their rows as ids."""
    if not (isinstance(given, StoryTables) and "stories" in given):
        return False
    ids = Columns(given, "quotes_over_time", "stories", ["id"])["id"]
    return ids == list(range(len(ids)))


def _bin(day: datetime.datetime, freq: _Frequency) -> datetime.date:
    date = day.date()
    if freq == "week":
        return date - datetime.timedelta(days=min(date.weekday(), date.toordinal() - 1))
    return date.replace(day=1) if freq == "month" else date


def _next(start: datetime.date, freq: _Frequency) -> datetime.date:
    try:
        if freq == "month":
            return (start.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return start + datetime.timedelta(days=7 if freq == "week" else 1)
    except OverflowError:  # The last days that there are.
        return datetime.date.max
