"""Who published what part of a story when."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from copydesk._core import Duplicates
from copydesk._rows import DuplicateCluster
from copydesk.errors import InputTypeError, InputValueError
from copydesk.plots import _style
from copydesk.plots._columns import by_text, count, moment, plural, whole

if TYPE_CHECKING:
    from copydesk.plots._columns import ByText

COLOURS = {
    "exact": _style.GREEN,
    "same": _style.SKY,
    "excerpt": _style.ORANGE,
    "update": _style.PURPLE,
}


class Copy(NamedTuple):
    """A text of the cluster, and what it has of the first one."""

    id: Any
    outlet: str
    published: datetime.datetime | None
    relation: str
    share: float
    """How much of the first text it has."""
    pieces: list[tuple[float, float]]
    """Where that stands in the first text, 0 to 1."""


def syndication(
    duplicates: Duplicates,
    cluster: int | DuplicateCluster | None = None,
    *,
    published: "ByText | None" = None,
    outlets: "ByText | None" = None,
    top: int = 25,
    ax: Axes | None = None,
) -> Figure:
    """Draw what became of a story: who published what part of it when.

    A row for each text of a cluster, the first one on top. On the left is when it was published,
    and how long after the first one; on the right which parts of the first one it has, from its
    first word to its last, how the two are related, and what share of its words that is.

    Parameters
    ----------
    duplicates : Duplicates
        What :func:`copydesk.find_duplicates` returned, with the texts kept, as they are by default.
    cluster : int or DuplicateCluster, optional
        One of ``duplicates.clusters``, or its number there. The largest by default.
    published : sequence, series or mapping, optional
        When each text was published, in the order of the texts or by their ids: those of a mapping,
        or of the index of a series of pandas, if texts were given ids and they are all there.
        Without it there is no left side, and the first text is the cluster's ``earliest``.
    outlets : sequence, series or mapping, optional
        Who published each text, likewise. Ids by default.
    top : int, default 25
        How many texts, the first ones.
    ax : matplotlib.axes.Axes, optional
        Where to draw; both sides go into it as axes of their own. A new figure by default.

    Returns
    -------
    matplotlib.figure.Figure
        What was drawn.

    Raises
    ------
    copydesk.errors.InputTypeError, copydesk.errors.InputValueError
        If these are no duplicates, there is no such cluster, the texts were not kept, or there are
        not as many days or outlets as texts.

    Examples
    --------
    >>> import copydesk as cd
    >>> from copydesk import plots
    >>> samples = cd.samples.load("ferry")
    >>> duplicates = cd.find_duplicates([sample.text for sample in samples])
    >>> figure = plots.syndication(
    ...     duplicates,
    ...     published=[sample.published for sample in samples],
    ...     outlets=[sample.outlet for sample in samples],
    ... )
    >>> figure.axes[0].get_title(loc="right")
    '9 texts, the first by Reuters'

    """
    if not isinstance(duplicates, Duplicates):
        given = type(duplicates).__name__
        message = f"syndication takes what find_duplicates(texts) returns, not {given}"
        raise InputTypeError(message)
    top = count("top", top)
    members = _members(duplicates, cluster)
    where, ids = _rows(duplicates, members)
    when, who = (
        {} if given is None else by_text(given, where, len(duplicates), name, ids=ids)
        for name, given in (("published", published), ("outlets", outlets))
    )
    shown = _copies(duplicates, members, when, who, top)

    figure, ax = _style.start(ax, max(2.4, 1.2 + 0.32 * len(shown)))
    # What is drawn stands in axes of its own, on the ground of the figure.
    ax.set_facecolor("none")
    colours = _style.theme(ax)
    _style.bare(ax, colours)
    ax.set_xticks([])
    ax.set_yticks([])
    if members is None:
        _style.title(ax, colours, "How a story spread")
        _style.nothing(ax, colours, "no duplicates")
        return figure

    texts = plural(len(members.members), "text")
    if len(shown) < len(members.members):
        texts = f"{len(shown)} of {texts}"
    first = f", the first by {_style.name(shown[0].outlet)}" if who else ""
    _style.title(ax, colours, "How a story spread", f"{texts}{first}")
    dated = any(copy.published is not None for copy in shown)
    rows = []
    if dated:
        rows.append(ax.inset_axes((0, 0, 0.4, 1)))
        _draw_times(rows[0], shown, colours)
    strips = ax.inset_axes((0.46, 0, 0.54, 1) if dated else (0, 0, 1, 1))
    rows.append(strips)
    _draw_strips(strips, shown, colours)
    for side in rows:
        side.set_ylim(len(shown) - 0.4, -0.6)
    _style.put_ticks(rows[0], range(len(shown)), [_style.name(copy.outlet, 26) for copy in shown])
    rows[0].tick_params("y", labelcolor=colours.text, labelsize="medium")
    if dated:
        strips.set_yticks([])
    return figure


def _members(duplicates: Duplicates, cluster: object) -> DuplicateCluster | None:
    clusters = duplicates.clusters
    if isinstance(cluster, DuplicateCluster):
        if cluster not in clusters:
            raise InputValueError("this cluster is none of duplicates.clusters")
        return cluster
    if cluster is None:
        return max(clusters, key=lambda each: len(each.members), default=None)
    number = whole(cluster)
    if number is None:
        message = (
            "cluster must be one of duplicates.clusters, or its number there, not "
            f"{type(cluster).__name__}"
        )
        raise InputTypeError(message)
    if not -len(clusters) <= number < len(clusters):
        message = f"there is no cluster {number}: there are {len(clusters)}, from 0"
        raise InputValueError(message)
    return clusters[number]


def _rows(duplicates: Duplicates, cluster: DuplicateCluster | None) -> tuple[dict[Any, int], bool]:
    """Return in which row each text of a cluster stands, and whether texts have ids.

    Tables have the rows of all texts, but not with every kind of id: labels do for all.
    """
    clusters = duplicates.clusters
    by_label: dict[int, list[int]] = {}
    for row, label in enumerate(duplicates.labels):
        by_label.setdefault(label, []).append(row)
    there = [tuple(rows) for rows in by_label.values() if len(rows) > 1]
    ids = any(each.members != rows for each, rows in zip(clusters, there, strict=True))
    if cluster is None:
        return {}, ids
    return dict(zip(cluster.members, there[clusters.index(cluster)], strict=True)), ids


def _copies(
    duplicates: Duplicates,
    cluster: DuplicateCluster | None,
    when: dict[Any, Any],
    who: dict[Any, Any],
    top: int,
) -> list[Copy]:
    """Compare the first texts of a cluster with the very first one, which comes first."""
    if cluster is None:
        return []
    times = {id: moment(when.get(id), f"the day of {id!r}") for id in cluster.members}
    order = {id: number for number, id in enumerate(cluster.members)}
    # Of those of one moment the one that the cluster knows for the first is the first.
    members = sorted(
        cluster.members,
        key=lambda id: (
            times[id] or datetime.datetime.max,
            id != cluster.earliest,
            id != cluster.kept,
            order[id],
        ),
    )[:top]
    first = members[0]
    start, end = _extent(duplicates.explain(first, first).passages)
    copies = []
    for id in members:
        found = duplicates.explain(first, id)
        pieces = [
            ((here.start - start) / (end - start), (here.end - start) / (end - start))
            for here, _ in found.passages
        ]
        relation = "first" if id == first else found.relation if pieces else "no part of it"
        outlet = who.get(id)
        copies.append(
            Copy(
                id, str(id) if outlet is None else str(outlet), times[id], relation,
                found.coverage_a, pieces,
            )
        )  # fmt: skip
    return copies


def _extent(passages: Sequence[tuple[Any, Any]]) -> tuple[int, int]:
    """Return where the words of a text begin and end, of what it has in common with itself."""
    starts = [here.start for here, _ in passages]
    ends = [here.end for here, _ in passages]
    start = min(starts, default=0)
    return start, max(max(ends, default=1), start + 1)


def _colour(copy: Copy, colours: _style.Theme) -> str:
    return COLOURS.get(copy.relation, colours.paler(colours.text, 0.75))


def _draw_times(ax: Axes, copies: Sequence[Copy], colours: _style.Theme) -> None:
    _style.bare(ax, colours, keep=["bottom"])
    ax.set_facecolor("none")
    times = [copy.published for copy in copies if copy.published is not None]
    first, last = min(times), max(times)
    span = max(date2num(last) - date2num(first), 1 / 24)
    ax.set_xlim(date2num(first) - 0.05 * span, date2num(first) + 1.08 * span)
    for row, copy in enumerate(copies):
        if copy.published is None:
            continue
        x = date2num(copy.published)
        ax.plot(
            [date2num(first), x], [row, row], color=colours.paler(colours.text, 0.25), linewidth=1,
            zorder=1,
        )  # fmt: skip
        ax.scatter(
            [x], [row], s=34, color=_colour(copy, colours), edgecolors=colours.ground,
            linewidths=0.6, zorder=3,
        )  # fmt: skip
        late = copy.published - first
        if late:
            right = x < date2num(first) + 0.62 * span
            label = ax.annotate(
                f"+{_lapse(late)}", (x, row), xytext=(6 if right else -6, 0),
                textcoords="offset points", ha="left" if right else "right", va="center",
                fontsize="x-small", color=colours.muted, zorder=2,
            )  # fmt: skip
            if not right:
                label.set_bbox({"facecolor": colours.ground, "edgecolor": "none", "pad": 1.2})
    ax.axvline(date2num(first), color=colours.faint, linewidth=1, zorder=0)
    _style.dates(ax, colours, first, most=5)


def _lapse(late: datetime.timedelta) -> str:
    """Return how long something took, in words that are short."""
    minutes = round(late.total_seconds() / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02}" if minutes % 60 else f"{minutes // 60} h"
    return plural(round(minutes / 1440), "day")


def _draw_strips(ax: Axes, copies: Sequence[Copy], colours: _style.Theme) -> None:
    _style.bare(ax, colours)
    ax.set_facecolor("none")
    for row, copy in enumerate(copies):
        ax.broken_barh([(0, 1)], (row - 0.3, 0.6), color=colours.faint, linewidth=0, zorder=1)
        ax.broken_barh(
            [(left, right - left) for left, right in copy.pieces],
            (row - 0.3, 0.6), color=_colour(copy, colours), linewidth=0, zorder=2,
        )  # fmt: skip
        share = f"{copy.share:.0%}".replace("%", " %")
        label = (
            copy.relation
            if copy.relation in ("first", "no part of it")
            else (f"{copy.relation}, {share}")
        )
        ax.annotate(
            label, (1, row), xytext=(6, 0), textcoords="offset points", va="center",
            fontsize="small", color=colours.muted, annotation_clip=False,
        )  # fmt: skip
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 1], ["its first word", "its last"])
    begin, end = ax.get_xticklabels()
    begin.set_horizontalalignment("left")
    end.set_horizontalalignment("right")
    _style.axis_label(ax, colours, "what each has of the first text")
