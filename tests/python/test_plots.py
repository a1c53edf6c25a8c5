"""The plots show what is in the tables."""

import datetime
import io
import itertools
import pickle
import subprocess
import sys
import zoneinfo
from collections.abc import Callable
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import copydesk as cd
import copydesk.pandas
from copydesk import plots
from copydesk.errors import InputTypeError, InputValueError

QUOTES: dict[str, list[Any]] = {
    "id": ["a", "a", "b", "b", "c", "c", "c"],
    "speaker": ["Ana Ruiz", "Ole Vik", "Ana Ruiz", None, "ANA RUIZ", "Port of Lima", "officials"],
    "speaker_kind": ["person", "person", "person", None, "person", "org", "group"],
    "entity": [0, 1, 0, None, 2, 1, None],
    "kind": ["direct", "indirect", "mixed", "direct", "direct", "indirect", "direct"],
    "text": ["It rains.", "It’s a very, very long day", "No", "What?", "Two words", "x y z", "q"],
}
DAYS = {"a": "2026-03-02", "b": "2026-03-09", "c": "2026-03-11"}
ENTITIES: dict[str, list[Any]] = {
    "id": ["a", "b", "b", "c", "c"],
    "kind": ["ORG", "ORG", "PERSON", "ORG", "LOC"],
    "name": ["Fjordlink", "Fjordlink", "Ana Ruiz", "Reuters", "Lima"],
}
DATELINES: dict[str, list[Any]] = {
    "id": ["a", "b", "c", "d"],
    "place": ["Lima", "Lima", "Oslo", None],
    "latitude": [-12.04, -12.04, 59.91, None],
    "longitude": [-77.03, -77.03, 10.75, None],
    "agency": [None, None, "Reuters", "AP"],
}
#: What names may come to, in texts that mean ill or are only strange.
HOSTILE = [
    "$5 million_{x}^2$", "a\\$b", "\\frac{1}{2}", "%d %s {0}", "<script>alert(1)</script>", "_x_",
    "one\ntwo\x00three", "\u202eevil\u202c", "\ud800", "王小明", "مريم الحسن", "आशा भोसले", "👩‍🚀🇳🇴",
    "\U0010ffff", "x" * 5000, "   ", "é" * 40, "ก" * 3,
]  # fmt: skip


def frames() -> list[Any]:
    return [
        pytest.param(lambda columns: columns, id="lists"),
        pytest.param(pd.DataFrame, id="pandas"),
        pytest.param(lambda columns: pd.DataFrame(columns).convert_dtypes(), id="pandas.NA"),
        pytest.param(pl.DataFrame, id="polars"),
        pytest.param(pa.table, id="pyarrow"),
    ]


def drawn(figure: Figure) -> bytes:
    """Draw it, as a notebook does: nothing may be wrong with it then either."""
    out = io.BytesIO()
    figure.savefig(out, format="png")
    assert out.getvalue().startswith(b"\x89PNG")
    return out.getvalue()


def names(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def lengths(ax: Axes) -> list[float]:
    """How long the bar of each row is, all its parts together."""
    found: dict[float, float] = {}
    for bar in bars(ax):
        row = round(bar.get_y() + bar.get_height() / 2)
        found[row] = found.get(row, 0) + bar.get_width()
    return [found[row] for row in sorted(found)]


def bars(ax: Axes) -> list[Any]:
    return list(ax.patches)


def words(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def tables(collection: str) -> cd.StoryTables:
    samples = cd.samples.load(collection)
    return cd.Reader().tables(
        [sample.text for sample in samples],
        ids=[sample.id for sample in samples],
        published=[sample.published for sample in samples],
    )


@pytest.fixture(scope="module")
def strike() -> cd.StoryTables:
    return tables("strike")


@pytest.fixture(scope="module")
def ferry() -> tuple[cd.Duplicates, list[cd.samples.Sample]]:
    samples = cd.samples.load("ferry")
    found = cd.find_duplicates([it.text for it in samples], ids=[it.id for it in samples])
    return found, samples


# Who is quoted most.


@pytest.mark.parametrize("frame", frames())
def test_most_quoted_has_a_bar_for_each_speaker(frame: Callable[[Any], Any]) -> None:
    figure = plots.most_quoted(frame(QUOTES))
    [ax] = figure.axes
    assert names(ax) == ["Ana Ruiz", "Ole Vik", "Port of Lima"]
    assert lengths(ax) == [3, 1, 1]
    assert words(ax) == ["3", "1", "1"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first one is on top"
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["direct", "mixed", "indirect"]
    drawn(figure)


def test_most_quoted_by_words_and_with_all_speakers() -> None:
    [ax] = plots.most_quoted(QUOTES, by="words").axes
    assert dict(zip(names(ax), lengths(ax), strict=True)) == {
        "Ole Vik": 6,
        "Ana Ruiz": 5,
        "Port of Lima": 3,
    }
    [ax] = plots.most_quoted(QUOTES, kinds=None, unnamed=True).axes
    assert "officials" in names(ax)
    [ax] = plots.most_quoted(QUOTES, kinds=["org"]).axes
    assert names(ax) == ["Port of Lima"]
    [ax] = plots.most_quoted(QUOTES, top=1).axes
    assert names(ax) == ["Ana Ruiz"]
    assert ax.get_title(loc="right") == "1 of 3 speakers, 5 quotes"


def test_the_legend_hides_no_bar() -> None:
    kinds = ["direct", "mixed", "indirect"]
    quotes = {"speaker": [f"N{n}" for n in range(9) for _ in kinds], "kind": kinds * 9}
    figure = plots.most_quoted(quotes)
    figure.draw_without_rendering()
    [ax] = figure.axes
    legend = ax.get_legend()
    assert legend is not None
    box = legend.get_window_extent()
    assert not any(box.overlaps(it.get_window_extent()) for it in (*ax.patches, *ax.texts))


def test_numbers_of_numpy_are_numbers() -> None:
    assert len(names(plots.most_quoted(QUOTES, top=np.int64(1)).axes[0])) == 1  # type: ignore[arg-type]


def test_speakers_without_any_numbers_all_count() -> None:
    columns = {"speaker": ["the mayor", "Ana Ruiz"], "entity": [None, None]}
    [ax] = plots.most_quoted(columns).axes
    assert names(ax) == ["Ana Ruiz", "the mayor"]


def test_most_quoted_takes_what_readers_give(strike: cd.StoryTables) -> None:
    samples = pd.DataFrame(cd.samples.load("strike"))
    expected = names(plots.most_quoted(strike).axes[0])
    assert expected[:2] == ["Graham Tully", "Denise Marchand"]
    for given in (
        strike.quotes,
        strike.quotes.to_polars(),
        strike.quotes.to_pyarrow(),
        samples.copydesk.quotes("text", id="id"),
        samples["text"].copydesk.quotes(),
        {"quotes": strike.quotes},
    ):
        assert names(plots.most_quoted(given).axes[0]) == expected


# When.


@pytest.mark.parametrize("frame", frames())
def test_quotes_over_time_has_a_row_for_each_speaker(frame: Callable[[Any], Any]) -> None:
    figure = plots.quotes_over_time(frame(QUOTES), DAYS, top=1)
    [ax] = figure.axes
    assert names(ax) == ["Ana Ruiz", "2 more"]
    starts = sorted({to_day(bar.get_x()) for bar in bars(ax)})
    assert starts == [datetime.date(2026, 3, 2), datetime.date(2026, 3, 9)]
    heights = [round(abs(bar.get_height()), 2) for bar in bars(ax)]
    assert heights[0] * 2 == heights[1], "one quote in the first week, two in the second"
    assert words(ax)[-2:] == ["3", "2"]
    drawn(figure)


def to_day(x: float) -> datetime.date:
    day: datetime.date = matplotlib.dates.num2date(x).date()
    return day


def test_days_come_from_wherever_they_are(strike: cd.StoryTables) -> None:
    samples = cd.samples.load("strike")
    days = {sample.id: sample.published for sample in samples}
    expected = drawn(plots.quotes_over_time(strike))
    frame = strike.quotes.to_pandas()
    assert drawn(plots.quotes_over_time(frame, days)) == expected
    assert drawn(plots.quotes_over_time(frame, pd.Series(days))) == expected
    frame["published"] = frame["id"].map(days)
    assert drawn(plots.quotes_over_time(frame)) == expected
    # Without ids texts are numbers, and days have their order.
    numbered = cd.Reader().tables([sample.text for sample in samples])
    in_order = [sample.published for sample in samples]
    assert drawn(plots.quotes_over_time(numbered.quotes, in_order)) == expected
    assert drawn(plots.quotes_over_time(numbered, pl.Series(in_order))) == expected


@pytest.mark.parametrize(("freq", "number"), [("day", 3), ("week", 2), ("month", 1)])
def test_bars_are_days_weeks_or_months(freq: Any, number: int) -> None:
    [ax] = plots.quotes_over_time(QUOTES, DAYS, freq=freq, top=1, kinds=["person"]).axes
    assert len({to_day(bar.get_x()) for bar in bars(ax)}) == number
    assert ax.get_title(loc="left") == f"Quotes a {freq}"


def test_a_day_is_one_by_the_clocks_of_its_time_zone() -> None:
    late = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=zoneinfo.ZoneInfo("America/Lima"))
    quotes = {"id": [0], "speaker": ["Ana Ruiz"]}
    [ax] = plots.quotes_over_time(quotes, [late], freq="day").axes
    assert to_day(bars(ax)[0].get_x()) == datetime.date(2026, 3, 1)


def test_days_of_a_sorted_frame_are_in_its_order() -> None:
    frame = pd.DataFrame(
        {"text": ["“It rains,” Ana Ruiz said.", "“It snows,” Ole Vik said."]}, index=[1, 0]
    )
    tables = cd.Reader().tables(frame["text"])
    days = pd.Series(["2026-03-02", "2026-03-09"], index=frame.index)
    [ax] = plots.quotes_over_time(tables, days, freq="day").axes
    assert names(ax) == ["Ana Ruiz", "Ole Vik"]
    ana = ax.patches[0]
    assert isinstance(ana, Rectangle)
    assert matplotlib.dates.num2date(ana.get_x()).date() == datetime.date(2026, 3, 2)
    # A frame of quotes does not tell whether its numbers are ids or rows.
    quotes = frame.copydesk.quotes("text")
    for index in ([1, 0], [4, 7], [1, 5]):
        with pytest.raises(InputValueError, match="to_list"):
            plots.quotes_over_time(quotes, days.set_axis(index))
    for given in (days.to_list(), days.set_axis([0, 1]), days.set_axis([1, 0]).to_dict()):
        assert names(plots.quotes_over_time(quotes, given).axes[0]) == ["Ana Ruiz", "Ole Vik"]
    plots.quotes_over_time(quotes.head(0), days)  # Nothing is asked of it.
    numbers = frame.assign(number=[17, 12])
    plots.quotes_over_time(
        numbers.copydesk.quotes("text", id="number"), days.set_axis(numbers["number"])
    )


def test_texts_without_a_day_are_left_out() -> None:
    days = {"a": pd.NaT, "b": None, "c": pd.Timestamp("2026-03-11")}
    [ax] = plots.quotes_over_time(QUOTES, days).axes
    assert names(ax) == ["Ana Ruiz", "Port of Lima"]
    [ax] = plots.quotes_over_time(QUOTES, dict.fromkeys("abc")).axes
    assert words(ax) == ["nothing to show: no speakers with a day"]


# Where.


@pytest.mark.parametrize("frame", frames())
def test_places_has_a_dot_for_each_place(frame: Callable[[Any], Any]) -> None:
    figure = plots.places(frame(DATELINES))
    [ax] = figure.axes
    land: Any
    dots: Any
    land, dots = ax.collections
    assert len(land.get_paths()) > 170
    assert [list(point) for point in dots.get_offsets()] == [[-77.03, -12.04], [10.75, 59.91]]
    large, small = dots.get_sizes()
    assert large > small
    assert words(ax) == ["Lima", "Oslo"]
    assert ax.get_title(loc="right") == "2 places, 3 stories"
    drawn(figure)


def test_the_map_shows_what_the_places_need() -> None:
    def span(*points: tuple[float, float]) -> float:
        [ax] = plots.places(
            {
                "place": [str(point) for point in points],
                "latitude": [latitude for latitude, _ in points],
                "longitude": [longitude for _, longitude in points],
            }
        ).axes
        west, east = ax.get_xlim()
        south, north = ax.get_ylim()
        for latitude, longitude in points:
            assert west < longitude < east
            assert south < latitude < north
        return east - west

    oslo, bergen, lima, tokyo = (59.9, 10.7), (60.4, 5.3), (-12.0, -77.0), (35.7, 139.7)
    assert span(oslo, bergen) < 90 < span(oslo, lima) < span(oslo, lima, tokyo)
    assert span(oslo, lima, tokyo) >= 360
    span((-90, 0), (90, 180))


def test_labels_of_places_hide_neither_each_other_nor_leave_the_map() -> None:
    figure = plots.places(tables("world"))
    [ax] = figure.axes
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    assert len(boxes) == 18
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    frame = figure.bbox
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)


# Whence.


def test_syndication_shows_who_has_what_when(
    ferry: tuple[cd.Duplicates, list[cd.samples.Sample]],
) -> None:
    duplicates, samples = ferry
    figure = plots.syndication(
        duplicates,
        published=[sample.published for sample in samples],
        outlets=[sample.outlet for sample in samples],
    )
    [ax] = figure.axes
    times, strips = ax.child_axes
    by_id = {sample.id: sample for sample in samples}
    members = [by_id[id] for id in duplicates.clusters[0].members]
    assert names(times) == [sample.outlet for sample in members]
    collections: Any = times.collections
    shown = [dots.get_offsets()[0][0] for dots in collections]
    assert [matplotlib.dates.num2date(x).replace(tzinfo=None) for x in shown] == [
        sample.published for sample in members
    ]
    assert "+1 h 14" in words(times)
    first, *others = words(strips)
    assert first == "first"
    for sample, label in zip(members[1:], others, strict=True):
        found = duplicates.explain(members[0].id, sample.id)
        assert label == f"{found.relation}, {round(found.coverage_a * 100)} %"
    # Of each row first the whole story, then what the text has of it.
    for row in range(len(members)):
        whole, pieces = strips.collections[2 * row : 2 * row + 2]
        assert (extent(whole), row_of(whole)) == ((0, 1), row)
        left, right = extent(pieces)
        assert 0 <= left < right <= 1
        assert row_of(pieces) == row
    assert extent(strips.collections[3]) == pytest.approx((0, 582 / 1205), abs=0.01)
    drawn(figure)


def extent(strip: Any) -> tuple[float, float]:
    xs = [x for path in strip.get_paths() for x in path.vertices[:, 0]]
    return min(xs), max(xs)


def row_of(strip: Any) -> int:
    ys = strip.get_paths()[0].vertices[:, 1]
    middle: float = (min(ys) + max(ys)) / 2
    return round(middle)


def test_syndication_without_days_or_outlets(
    ferry: tuple[cd.Duplicates, list[cd.samples.Sample]],
) -> None:
    duplicates, _ = ferry
    [ax] = plots.syndication(duplicates, cluster=0, top=3).axes
    [strips] = ax.child_axes
    assert names(strips) == ["ferry/1", "ferry/2", "ferry/4"]
    assert ax.get_title(loc="right") == "3 of 9 texts"


def test_syndication_takes_days_and_outlets_by_id_and_in_any_time_zone() -> None:
    story = cd.samples.load("ferry")[0].text
    duplicates = cd.find_duplicates([story, "Rain.", story[:700], story], ids=["x", "r", "y", "z"])
    zone = zoneinfo.ZoneInfo("Asia/Tokyo")
    published = {
        "x": datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC),
        "y": datetime.datetime(2026, 3, 1, 20, tzinfo=zone),  # 11 o'clock in UTC.
        "z": None,
    }
    for given in (
        published,
        [published["x"], None, published["y"], None],
        pd.Series([published["x"], pd.NaT, published["y"], pd.NaT], dtype="object"),
    ):
        figure = plots.syndication(duplicates, published=given, outlets={"y": "$Y_1$", "x": "X"})
        times, strips = figure.axes[0].child_axes
        assert names(times) == ["$Y_1$", "X", "z"]
        assert words(times) == ["+1 h"]
        assert len(words(strips)) == 3
        drawn(figure)


def test_a_series_is_taken_by_its_index_if_that_has_the_ids() -> None:
    frame = pd.DataFrame(cd.samples.load("ferry"))
    duplicates = cd.find_duplicates(frame["text"], ids=frame["id"])
    in_order = plots.syndication(
        duplicates, published=frame["published"].to_list(), outlets=frame["outlet"].to_list()
    )
    shuffled = frame.sample(frac=1, random_state=3)
    by_id = shuffled.set_index("id")
    figures = [
        plots.syndication(duplicates, published=by_id["published"], outlets=by_id["outlet"]),
        # Without ids the order counts: numbers of rows are those of a frame before it was shuffled.
        plots.syndication(
            cd.find_duplicates(shuffled["text"]),
            published=shuffled["published"],
            outlets=shuffled["outlet"],
        ),
    ]
    for figure in figures:
        assert names(figure.axes[0].child_axes[0]) == names(in_order.axes[0].child_axes[0])


@pytest.mark.parametrize("ids", [[1.5, 2.5, 3.5], [("a", 1), ("a", 2), ("b", 1)], [7, "x", 2.5]])
def test_syndication_takes_ids_of_any_kind(ids: list[Any]) -> None:
    story = cd.samples.load("ferry")[0].text
    duplicates = cd.find_duplicates(["Rain.", story, story[:700]], ids=ids)
    figure = plots.syndication(duplicates, published=["2026-03-01", "2026-03-03", "2026-03-02"])
    assert names(figure.axes[0].child_axes[0]) == [str(ids[2]), str(ids[1])]
    outlets = {ids[1]: "Ledger", ids[2]: "Courier"}
    figure = plots.syndication(duplicates, np.int64(0), outlets=outlets)  # type: ignore[arg-type]
    [strips] = figure.axes[0].child_axes
    assert names(strips) == ["Ledger", "Courier"]


# With whom.


@pytest.mark.parametrize("frame", frames())
def test_network_joins_speakers_and_organisations(frame: Callable[[Any], Any]) -> None:
    figure = plots.network({"quotes": frame(QUOTES), "entities": frame(ENTITIES)})
    [ax] = figure.axes
    assert sorted(words(ax)) == ["Ana Ruiz", "Fjordlink", "Ole Vik", "Reuters"]
    assert len(ax.lines) == 3
    assert ax.get_title(loc="right") == "2 speakers, 2 organisations"
    widths = sorted(line.get_linewidth() for line in ax.lines)
    assert widths[0] == widths[1] < widths[2], "Ana Ruiz speaks in two stories of Fjordlink"
    drawn(figure)


def test_agencies_of_datelines_are_not_in_the_network() -> None:
    given = {"quotes": QUOTES, "entities": ENTITIES, "datelines": DATELINES}
    [ax] = plots.network(given).axes
    assert sorted(words(ax)) == ["Ana Ruiz", "Fjordlink", "Ole Vik"]


def test_network_is_the_same_every_time(strike: cd.StoryTables) -> None:
    once = plots.network(strike)
    assert drawn(once) == drawn(plots.network(strike))
    assert drawn(once) != drawn(plots.network(strike, seed=2))
    assert drawn(plots.network(strike, top=1)) != drawn(once)
    [ax] = plots.network(strike, top=1).axes
    assert len(words(ax)) == 2


# All of them.


def every(ax: Axes | None = None, name: str = "Ana Ruiz") -> list[Figure]:
    """One of each, all of them with a name."""
    story = cd.samples.load("ferry")[0].text
    quotes = {"id": [0, 1], "speaker": [name, name]}
    organisations = {"id": [0, 1], "kind": ["ORG", "ORG"], "name": [f"{name} Corp", "Fjordlink"]}
    return [
        plots.most_quoted(quotes, ax=ax),
        plots.quotes_over_time(quotes, ["2026-03-01", "2026-04-05"], ax=ax),
        plots.places({"place": [name], "latitude": [1.5], "longitude": [2.5]}, ax=ax),
        plots.network({"quotes": quotes, "entities": organisations}, ax=ax),
        plots.syndication(cd.find_duplicates([story, story]), outlets=[name, "B"], ax=ax),
    ]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_any_name_is_drawn_as_it_is(name: str) -> None:
    for figure in every(name=name):
        drawn(figure)
    if name.strip().isascii() and name.isprintable() and 0 < len(name.strip()) < 30:
        figure = plots.most_quoted({"speaker": [name]})
        drawn(figure)
        assert names(figure.axes[0]) == [name]
        assert not figure.axes[0].get_yticklabels()[0].get_parse_math()


def test_nothing_is_no_error() -> None:
    nobody: dict[str, list[Any]] = {"id": [1], "speaker": [None], "text": [None]}
    for figure in (
        plots.most_quoted({"speaker": []}),
        plots.most_quoted(nobody),
        plots.most_quoted(cd.Reader().tables([])),
        plots.most_quoted(pd.DataFrame({"speaker": [float("nan"), pd.NA]})),
        plots.quotes_over_time({"id": [], "speaker": []}, {}),
        plots.quotes_over_time(nobody, {1: "2026-01-01"}),
        plots.quotes_over_time(cd.Reader().tables([])),
        plots.places({"place": [], "latitude": [], "longitude": []}),
        plots.places({"place": ["x"], "latitude": [float("nan")], "longitude": [1]}),
        plots.network({"quotes": nobody, "entities": {"id": [], "kind": [], "name": []}}),
        plots.network(cd.Reader().tables(["Rain."])),
        plots.syndication(cd.find_duplicates([])),
        plots.syndication(cd.find_duplicates(["Rain.", None])),
    ):
        [ax] = figure.axes
        assert words(ax)[0].startswith("nothing to show: ")
        assert ax.get_title(loc="left")
        drawn(figure)


def test_figures_are_none_of_pyplots_and_show_themselves() -> None:
    plt.close("all")
    figures: list[Any] = list(every())
    for figure in figures:
        assert figure._repr_png_().startswith(b"\x89PNG")
        assert isinstance(figure, Figure)
        assert isinstance(pickle.loads(pickle.dumps(figure)), Figure)
    assert plt.get_fignums() == []


def test_axes_of_ones_own() -> None:
    for number in range(5):
        mine, axes = plt.subplots(1, 2, figsize=(14, 5))
        assert every(ax=axes[0])[number] is mine
        assert mine.axes == list(axes), "nothing is added to the figure"
        drawn(mine)
        plt.close(mine)
    parent = plt.figure()
    subfigures: Any = parent.subfigures(1, 2)
    left, _ = subfigures
    assert plots.most_quoted(QUOTES, ax=left.subplots()) is parent
    drawn(parent)
    plt.close(parent)


def test_colours_and_sizes_follow_the_style_and_leave_it_alone() -> None:
    with plt.style.context("dark_background"):
        before = dict(matplotlib.rcParams)
        for figure in every():
            [ax] = figure.axes
            assert to_hex(figure.get_facecolor()) == "#000000"
            assert to_hex(ax.title.get_color()) == "#ffffff"
            for text in figure.findobj(matplotlib.text.Text):
                if text.get_text() and text.get_visible():
                    assert min(to_rgb(text.get_color())) > 0.4, text
            drawn(figure)
        assert dict(matplotlib.rcParams) == before
    with matplotlib.rc_context({"font.family": "serif", "figure.dpi": 50}):
        figure = plots.most_quoted(QUOTES)
        assert figure.dpi == 50
        assert figure.axes[0].get_yticklabels()[0].get_fontfamily()[0] == "serif"


ERRORS: list[tuple[Callable[[], object], type[Exception], str]] = [
    (
        lambda: plots.most_quoted({"id": [1], "text": ["x"]}),
        InputValueError,
        "most_quoted wants a table with the columns speaker, as the table quotes of "
        "Reader().tables(texts) has them: this one has no speaker, only id and text",
    ),
    (lambda: plots.most_quoted(["Ana Ruiz"]), InputTypeError, "a table of quotes, not list"),  # type: ignore[arg-type]
    (lambda: plots.most_quoted(None), InputTypeError, "not NoneType"),  # type: ignore[arg-type]
    (lambda: plots.most_quoted(pl.LazyFrame(QUOTES)), InputTypeError, "collect()"),  # type: ignore[arg-type]
    (lambda: plots.most_quoted({"speaker": ["x"], "kind": []}), InputValueError, "one length"),
    (lambda: plots.most_quoted(QUOTES, top=0), InputValueError, "top must be 1 or more, not 0"),
    (lambda: plots.most_quoted(QUOTES, top=2.5), InputTypeError, "top must be a whole number"),  # type: ignore[arg-type]
    (lambda: plots.most_quoted(QUOTES, by="lines"), InputValueError, "'quotes', 'words'"),  # type: ignore[arg-type]
    (lambda: plots.most_quoted(QUOTES, kinds="person"), InputTypeError, "['person']"),
    (lambda: plots.most_quoted(QUOTES, kinds=["people"]), InputValueError, "'people': there are"),
    (lambda: plots.most_quoted(QUOTES, ax=[1]), InputTypeError, "one Axes"),  # type: ignore[arg-type]
    (lambda: plots.quotes_over_time(QUOTES), InputValueError, "published={id: day}"),
    (lambda: plots.quotes_over_time(QUOTES, {"x": "2026"}), InputValueError, "any text, such as"),
    (lambda: plots.quotes_over_time(QUOTES, ["2026-01-01"]), InputValueError, "any text, such as"),
    (lambda: plots.quotes_over_time(QUOTES, "2026-01-01"), InputTypeError, "not one str"),
    (lambda: plots.quotes_over_time(QUOTES, {"a": "May"}), InputValueError, "the day of 'a'"),
    (lambda: plots.quotes_over_time(QUOTES, {"a": 5}), InputTypeError, "the day of 'a'"),
    (lambda: plots.quotes_over_time(cd.Reader().tables(["x"])), InputValueError, "published=days"),
    (
        lambda: plots.quotes_over_time(cd.Reader().tables(["x"], only=["quotes"])),
        InputValueError,
        "no table stories",
    ),
    (lambda: plots.places(QUOTES), InputValueError, "no place, latitude and longitude"),
    (
        lambda: plots.places({"place": ["Lima"], "latitude": ["12° S"], "longitude": [-77]}),
        InputValueError,
        "degrees as numbers in latitude and longitude, not '12° S' and -77",
    ),
    (
        lambda: plots.network(pd.DataFrame(QUOTES)),  # type: ignore[arg-type]
        InputTypeError,
        '{"quotes": …, "entities": …}: not one DataFrame',
    ),
    (lambda: plots.network({"quotes": QUOTES}), InputValueError, "no id, kind and name"),
    (lambda: plots.syndication(["x"]), InputTypeError, "find_duplicates(texts)"),  # type: ignore[arg-type]
    (
        lambda: plots.syndication(cd.find_duplicates(["x"]), 3),
        InputValueError,
        "there is no cluster 3: there are 0",
    ),
    (
        lambda: plots.syndication(cd.find_duplicates(["Rain."] * 2), outlets={"a": "A"}),
        InputValueError,
        "outlets has no value for any of these texts, such as 0",
    ),
    (
        lambda: plots.syndication(cd.find_duplicates(["x"]), outlets=["A", "B"]),
        InputValueError,
        "outlets has 2 values where there are 1 texts",
    ),
    (
        lambda: plots.syndication(cd.find_duplicates(["Rain."] * 2, keep_texts=False)),
        InputValueError,
        "keep_texts=True",
    ),
]


@pytest.mark.parametrize(("call", "error", "message"), ERRORS, ids=lambda it: str(it)[:40])
def test_errors_say_what_is_wanted(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as raised:
        call()
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("library", "what"), [("matplotlib", "copydesk.plots"), ("networkx", "plots.network()")]
)
def test_what_is_not_installed_is_named(library: str, what: str) -> None:
    program = f"""
import sys
sys.modules["{library}"] = None
import copydesk
try:
    from copydesk import plots
    plots.network({{}})
except ImportError as error:
    print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stderr == ""
    assert result.stdout.startswith(f"{what} needs {library} ")
    assert result.stdout.endswith("pip install 'copydesk[plots]'\n")
