"""Who speaks in stories of what organisations."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from copydesk._frames import library
from copydesk._tables import StoryTables
from copydesk.errors import InputTypeError
from copydesk.plots import _style
from copydesk.plots._columns import Columns, count, plural
from copydesk.plots._speakers import speakers

if TYPE_CHECKING:
    from copydesk.plots._columns import Frame


def network(
    tables: "StoryTables | Mapping[str, Frame]",
    *,
    top: int = 12,
    kinds: Collection[str] | None = ("person",),
    unnamed: bool = False,
    seed: int = 1,
    ax: Axes | None = None,
) -> Figure:
    """Draw a network of speakers and organisations.

    A line joins a speaker and an organisation if the speaker is quoted in a story that names it;
    it is as wide as there are such stories. Agencies in the dateline of a story do not count for
    it, if there is a table of datelines.

    Parameters
    ----------
    tables : StoryTables or mapping
        What ``Reader.tables`` gives; or ``{"quotes": …, "entities": …}``, tables or data frames,
        with ``"datelines"`` if you like. Needs ``id`` and ``speaker`` of quotes, ``id``, ``kind``
        and ``name`` of entities.
    top : int, default 12
        How many speakers, those quoted in most stories; and how many organisations, those with
        most of these.
    kinds : collection of {"person", "org", "group", "document"} or None, optional
        Which speakers; people by default, all if None.
    unnamed
        As for :func:`most_quoted`.
    seed : int, default 1
        Another number lays it out in another way; the same one in the same.
    ax : matplotlib.axes.Axes, optional
        Where to draw. A new figure by default.

    Returns
    -------
    matplotlib.figure.Figure
        What was drawn.

    Raises
    ------
    ImportError
        If there is no NetworkX: ``pip install 'copydesk[plots]'`` installs it.
    copydesk.errors.InputTypeError, copydesk.errors.InputValueError
        If a table or a column is missing, or an option has a value that it cannot have.

    Examples
    --------
    >>> import copydesk as cd
    >>> from copydesk import plots
    >>> texts = ['"It rains," Ana Ruiz said in Lima. Fjordlink Corp. said that it had no ferries.']
    >>> figure = plots.network(cd.Reader().tables(texts))
    >>> figure.axes[0].get_title(loc="right")
    '1 speaker, 1 organisation'

    """
    networkx = library("networkx", "plots.network()")
    top = count("top", top)
    if not isinstance(tables, StoryTables | Mapping):
        given = type(tables).__name__
        message = (
            "network takes what Reader().tables(texts) gives, or two tables, "
            f'{{"quotes": …, "entities": …}}: not one {given}'
        )
        raise InputTypeError(message)
    stories = _stories(tables)
    links: dict[str, Counter[str]] = {}
    quoted: dict[str, int] = {}
    names: dict[str, str] = {}
    for speaker in speakers(tables, "network", ["id"], kinds, unnamed):
        key = speaker.name.casefold()
        ids = dict.fromkeys(row["id"] for row in speaker.rows)
        quoted[speaker.name] = len(ids)
        found: Counter[str] = Counter()
        links[speaker.name] = found
        for id in ids:
            for organisation, spelling in stories.get(id, {}).items():
                if organisation != key:
                    found[organisation] += 1
                    names.setdefault(organisation, spelling)
    chosen = sorted(
        (name for name, found in links.items() if found), key=lambda name: (-quoted[name], name)
    )[:top]
    weights: Counter[str] = Counter()
    for name in chosen:
        weights.update(links[name])
    organisations = sorted(weights, key=lambda each: (-weights[each], each))[:top]

    graph = networkx.Graph()
    for name in chosen:
        for organisation in organisations:
            if links[name][organisation]:
                graph.add_edge(
                    ("speaker", name), ("organisation", organisation),
                    weight=links[name][organisation],
                )  # fmt: skip

    figure, ax = _style.start(ax, 5)
    colours = _style.theme(ax)
    _style.bare(ax, colours)
    ax.set_xticks([])
    ax.set_yticks([])
    if not graph:
        _style.title(ax, colours, "Speakers and the organisations in their stories")
        _style.nothing(ax, colours, "no speakers in stories of organisations")
        return figure
    people = [node for node in graph if node[0] == "speaker"]
    others = [node for node in graph if node[0] == "organisation"]
    _style.title(
        ax, colours, "Speakers and the organisations in their stories",
        f"{plural(len(people), 'speaker')}, {plural(len(others), 'organisation')}",
    )  # fmt: skip
    _draw(ax, networkx, graph, seed, names, colours)
    return figure


def _stories(tables: "StoryTables | Mapping[str, Frame]") -> dict[Any, dict[str, str]]:
    """Return the organisations that each text names: spellings by folded name."""
    entities = Columns(tables, "network", "entities", ["id", "kind", "name"], ["aliases"])
    agencies: dict[Any, set[str]] = defaultdict(set)
    if "datelines" in tables:
        datelines = Columns(tables, "network", "datelines", ["id"], ["agency", "agencies"])
        for id, one, several in zip(
            datelines["id"], datelines["agency"], datelines["agencies"], strict=True
        ):
            agencies[id].update(
                str(name).casefold() for name in [one, *(several if several is not None else [])]
            )
    found: dict[Any, dict[str, str]] = defaultdict(dict)
    for row in entities.where(lambda row: row["kind"] == "ORG" and row["name"] is not None):
        aliases = row.get("aliases")
        spellings = [row["name"], *(aliases if aliases is not None else [])]
        if not agencies[row["id"]] & {str(spelling).casefold() for spelling in spellings}:
            found[row["id"]][str(row["name"]).casefold()] = str(row["name"])
    return found


def _draw(
    ax: Axes, networkx: Any, graph: Any, seed: int, names: dict[str, str], colours: _style.Theme
) -> None:
    places = _layout(networkx, graph, seed)
    heaviest = max(weight for *_, weight in graph.edges(data="weight"))
    for a, b, weight in sorted(graph.edges(data="weight")):
        ax.plot(
            *zip(places[a], places[b], strict=True),
            color=colours.paler(colours.text, 0.16 + 0.26 * weight / heaviest),
            linewidth=0.7 + 3.3 * (weight - 1) / max(heaviest - 1, 3), solid_capstyle="round",
            zorder=1,
        )  # fmt: skip
    degrees = dict(graph.degree(weight="weight"))
    most = max(degrees.values())
    handles = []
    dots = []
    for kind, marker, colour in (
        ("speaker", "o", colours.main),
        ("organisation", "s", _style.ORANGE),
    ):
        nodes = [node for node in graph if node[0] == kind]
        widths = [6 + 9 * (degrees[node] / most) ** 0.5 for node in nodes]
        ax.scatter(
            [places[node][0] for node in nodes], [places[node][1] for node in nodes],
            s=[width**2 for width in widths], marker=marker, color=colour,
            edgecolors=colours.ground, linewidths=0.9, zorder=3,
        )  # fmt: skip
        handles.append(
            Line2D(
                [], [], marker=marker, linestyle="", color=colour, markersize=8, label=kind,
                markeredgecolor=colours.ground,
            )
        )  # fmt: skip
        for node, width in zip(nodes, widths, strict=True):
            words = names[node[1]] if kind == "organisation" else node[1]
            x, y = places[node]
            dots.append((degrees[node], _style.Dot(x, y, width / 2, _style.name(words))))
    ax.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2, frameon=False,
        fontsize="small", labelcolor=colours.muted,
    )  # fmt: skip
    ax.set_xlim(-1.28, 1.28)
    ax.set_ylim(-1.12, 1.12)
    dots.sort(key=lambda each: (-each[0], each[1].words))
    _style.label_dots(ax, [dot for _, dot in dots], colours, most=len(dots), all_of_them=True)


def _layout(networkx: Any, graph: Any, seed: int) -> dict[Any, tuple[float, float]]:
    """Lay the graph out, and stretch it over the square from -1 to 1."""
    places = networkx.spring_layout(
        graph, k=2.2 / len(graph) ** 0.5, iterations=300, seed=seed, weight=None
    )
    stretched: dict[Any, list[float]] = {}
    for node in graph:
        stretched[node] = []
        for axis in (0, 1):
            values = [float(place[axis]) for place in places.values()]
            low, high = min(values), max(values)
            share = (float(places[node][axis]) - low) / (high - low) if high > low else 0.5
            stretched[node].append(2 * share - 1)
    return {node: (x, y) for node, (x, y) in stretched.items()}
