"""`copydesk.polars`: expressions and frames, eager, lazy and streaming."""

import datetime
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bodies import BODIES, FERRY

import copydesk as cd
from copydesk import _frames
from copydesk.errors import CopydeskWarning, InputTypeError, InputValueError

pl = pytest.importorskip("polars")
import copydesk.polars  # noqa: E402

DAYS = [datetime.date(2020, 3, 5), None, datetime.date(2020, 3, 6), None, None]
LISTS = ("quotes", "entities", "mentions", "repeats")
FRAMES = ("stories", "datelines", *LISTS)
COMPARED = ("duplicates", "duplicate_pairs", "passages", "passage_places", "passage_pairs")


@pytest.fixture
def frame() -> Any:
    return pl.DataFrame({"url": list("vwxyz"), "day": DAYS, "body": BODIES})


def expressions() -> dict[str, Any]:
    """Return each of the expressions, by name."""
    texts = pl.col("body").copydesk
    found = {name: getattr(texts, name)() for name in LISTS}
    return found | {
        "dateline": texts.dateline(published="day"),
        "body": texts.body(),
        "without_repeats": texts.without_repeats(),
    }


@pytest.mark.parametrize("name", [*LISTS, "dateline", "body", "without_repeats"])
def test_expressions_are_the_same_in_every_engine(frame: Any, name: str) -> None:
    expression = expressions()[name]
    eager = frame.select(expression)
    lazy = frame.lazy().select(expression)
    assert lazy.collect_schema() == eager.schema
    assert eager.columns == ["body"], "the name of the texts is kept"
    for other in (lazy.collect(), lazy.collect(engine="streaming")):
        assert other.equals(eager)
        assert other.schema == eager.schema
    nulls = (
        [False, True, True, True, False]
        if name == "dateline"
        else [text is None for text in BODIES]
    )
    assert eager["body"].is_null().to_list() == nulls
    published = frame["day"] if name == "dateline" else None
    method = getattr(frame["body"].copydesk, name)
    series = method(published) if name == "dateline" else method()
    assert series.equals(eager["body"])
    assert series.name == "body"


def test_expressions_say_what_stories_say(frame: Any) -> None:
    read = frame.with_columns(**expressions()).row(0, named=True)
    story = cd.read(BODIES[0] or "", "2020-03-05")
    assert story.dateline
    assert read["dateline"]["places"][0]["name"] == "Lima"
    assert read["dateline"]["day"] == datetime.date(2020, 3, 3)
    assert [it["text"] for it in read["quotes"]] == [quote.text for quote in story.quotes]
    assert [it["speaker"] for it in read["quotes"]] == ["Ana Ruiz", "Ana Ruiz"]
    assert [it["name"] for it in read["entities"]] == [entity.name for entity in story.entities]
    assert len(read["mentions"]) == sum(len(entity.mentions) for entity in story.entities)
    assert read["body"] == story.body
    repeats = frame.select(pl.col("body").copydesk.repeats())["body"].to_list()
    assert [it["start"] for it in repeats[2]] == [len(FERRY) + 2]
    kept = frame.select(pl.col("body").copydesk.without_repeats())["body"].to_list()
    assert kept == [text if text is None else cd.drop_repeats(text) for text in BODIES]


def test_schemas_do_not_depend_on_what_is_in_the_texts(frame: Any) -> None:
    for given in (frame[:0], frame[1:2]):
        read = given.with_columns(**expressions())
        assert read.schema == frame.with_columns(**expressions()).schema
        for name in (*FRAMES, *COMPARED):
            right = getattr(frame.copydesk, name)("body", id="url").schema
            assert getattr(given.copydesk, name)("body", id="url").schema == right
    for name in LISTS:
        inner = cd.Reader().tables([])[name].to_polars().drop("id").schema
        assert frame.select(expressions()[name]).schema["body"] == pl.List(pl.Struct(inner))


@pytest.mark.parametrize(
    ("published", "date"),
    [
        (None, "--03-03"),
        ("day", "2020-03-03"),
        (datetime.date(2021, 3, 5), "2021-03-03"),
        (datetime.datetime(2021, 3, 5, 23), "2021-03-03"),
        (pl.col("day").dt.offset_by("1y"), "2021-03-03"),
        (pl.col("day").cast(pl.String), "2020-03-03"),
        (pl.col("day").cast(pl.Datetime("us")), "2020-03-03"),
        (pl.lit("2019-03-05"), "2019-03-03"),
        (pl.lit(None), "--03-03"),
    ],
    ids=str,
)
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_days_of_every_kind(frame: Any, published: Any, date: str, engine: Any) -> None:
    where = frame.lazy().select(where=pl.col("body").copydesk.dateline(published))
    found = where.collect(engine=engine).unnest("where")["date"].to_list()
    assert found == [date, None, None, None, None]


def test_expressions_in_every_place(frame: Any) -> None:
    texts = pl.col("body").copydesk
    speaking = frame.lazy().filter(texts.quotes().list.len() > 1)
    assert speaking.collect()["url"].to_list() == ["v"]
    assert speaking.collect(engine="streaming")["url"].to_list() == ["v"]
    grouped = frame.group_by(pl.col("url") < "x", maintain_order=True).agg(texts.body())
    assert [len(bodies) for bodies in grouped["body"]] == [2, 3]
    chained = frame.select(texts.body().copydesk.quotes().list.len())
    assert chained["body"].to_list()[0] == 2
    when = pl.when(pl.col("url") == "v").then(texts.body())
    assert frame.select(when.alias("it"))["it"].null_count() == 4
    both = frame.with_columns(lead=pl.lit("LIMA (AP) — Rain."))
    read = both.select(pl.col("body", "lead").copydesk.body())
    assert read["lead"].to_list() == ["Rain."] * 5
    with pytest.raises(InputValueError, match="published goes with one column of texts"):
        both.select(pl.col("body", "lead").copydesk.dateline("day"))
    categories = frame.select(pl.col("body").cast(pl.Categorical).copydesk.body())
    assert categories.equals(frame.select(texts.body()))


def test_what_is_wrong_is_said(frame: Any) -> None:
    with pytest.raises(InputTypeError, match="texts is a column of Int64"):
        pl.DataFrame({"a": [1]}).select(pl.col("a").copydesk.quotes())
    with pytest.raises(InputValueError, match="this reader reads no quotes"):
        pl.col("body").copydesk.quotes(reader=cd.Reader(quotes=False))
    with pytest.raises(InputValueError, match="threads is 0"):
        pl.col("body").copydesk.quotes(threads=0)
    with pytest.raises(TypeError, match="'thread'"):
        pl.col("body").copydesk.quotes(thread=0)
    with pytest.raises(InputTypeError, match=r"published must be an expression, .*, not Series"):
        pl.col("body").copydesk.dateline(frame["day"])
    with pytest.raises(InputValueError, match="row 0: published is 'soon'"):
        frame.select(pl.col("body").copydesk.dateline(pl.lit("soon")))
    there = "no column 'bdy'; the columns are 'url', 'day', 'body'"
    for given in (frame, frame.lazy()):
        calls: list[tuple[Callable[[Any], Any], str]] = [
            (lambda it: it.quotes("bdy"), "text"),
            (lambda it: it.quotes("body", id="bdy"), "id"),
            (lambda it: it.quotes("body", published="bdy"), "published"),
            (lambda it: it.duplicates("body", date="bdy"), "date"),
            (lambda it: it.duplicates("body", source="bdy"), "source"),
            (lambda it: it.passages("bdy"), "text"),
        ]
        for call, option in calls:
            with pytest.raises(InputValueError, match=f"{option}: there is {there}"):
                call(given.copydesk)
    with pytest.raises(InputValueError, match="text: there is no column"):
        frame.copydesk.quotes(pl.col("body"))


@pytest.mark.parametrize("name", [*FRAMES, *COMPARED])
def test_frames_are_the_same_in_every_engine(frame: Any, name: str) -> None:
    both = pl.concat([frame, frame.with_columns(pl.col("url") + "2")])
    for id in ("url", None):
        eager = getattr(both.copydesk, name)("body", id=id)
        assert len(eager), "there is something to compare"
        lazy = getattr(both.lazy().copydesk, name)("body", id=id)
        assert lazy.collect_schema() == eager.schema
        for other in (lazy.collect(), lazy.collect(engine="streaming")):
            assert other.equals(eager)
    assert frame.columns == ["url", "day", "body"]


def test_frames_say_what_tables_say(frame: Any) -> None:
    tables = cd.Reader().tables(BODIES, published=DAYS, ids=list("vwxyz"))
    for name in FRAMES:
        found = getattr(frame.copydesk, name)("body", id="url", published="day")
        assert found.equals(tables[name].to_polars())
        numbered = getattr(frame.copydesk, name)("body", published="day")
        assert numbered.schema["id"] == pl.Int64
    one_day = frame.copydesk.datelines("body", published=datetime.date(2021, 3, 5))
    assert one_day["date"].to_list() == ["2021-03-03", None]
    people = frame.copydesk.entities("body", id="url", reader=cd.Reader(kinds=["PERSON"]))
    assert people["name"].to_list() == ["Ana Ruiz", "Siri Holm"]


@pytest.mark.parametrize(
    "dtype",
    ["Int16", "UInt64", "Categorical", "Date", "Float64"],
)
def test_ids_keep_their_type(frame: Any, dtype: str) -> None:
    numbers = pl.Series([0, 1, None, 3, 4], dtype=pl.Int32)
    kind = getattr(pl, dtype)
    ids = numbers.cast(pl.String).cast(kind) if dtype == "Categorical" else numbers.cast(kind)
    frame = frame.with_columns(id=ids)
    for given in (frame, frame.lazy()):
        quotes = given.copydesk.quotes("body", id="id")
        joined = given.join(quotes, on="id", maintain_order="left_right").lazy().collect()
        assert joined["speaker"].to_list() == ["Ana Ruiz", "Ana Ruiz", "Siri Holm"]
        assert quotes.lazy().collect_schema()["id"] == kind
        pairs = given.copydesk.duplicate_pairs("body", id="id").lazy().collect_schema()
        assert (pairs["a"], pairs["b"]) == (kind, kind)


def test_lazy_frames_do_not_mix_rows_up(frame: Any) -> None:
    """What comes behind is not done before, and what comes before is not done behind."""
    quotes = frame.lazy().copydesk.quotes("body", id="url")
    for engine in ("in-memory", "streaming"):

        def of(lazy: Any, engine: Any = engine) -> list[Any]:
            rows: list[Any] = lazy.collect(engine=engine).rows()
            return rows

        assert of(quotes.filter(pl.col("quote") == 1).select("id")) == [("v",)]
        assert of(quotes.select("id").head(2)) == [("v",), ("v",)]
        assert of(quotes.select("id").tail(1)) == [("z",)]
        where = frame.lazy().copydesk.datelines("body", id="url")
        assert [row[0] for row in of(where.head(2))] == ["v", "z"]
        assert of(quotes.filter(pl.col("id") == "z").select("speaker")) == [("Siri Holm",)]
        late = frame.lazy().filter(pl.col("url") > "w")
        assert of(late.copydesk.quotes("body", id="url").select("id")) == [("x",), ("z",)]
        assert of(late.copydesk.quotes("body").select("id")) == [(0,), (2,)]
        duplicates = pl.concat([late, late]).copydesk.duplicates("body")
        assert of(duplicates.filter("keep").select("id")) == [(0,), (1,), (2,), (4,)]
        named = pl.concat([frame, frame.with_columns(pl.col("url") + "2")]).lazy()
        copies = named.copydesk.duplicates("body", id="url").filter(pl.col("id") == "x2")
        assert of(copies.select("size", "keep")) == [(2, False)]


def test_rows_are_numbered_through_all_parts() -> None:
    count = 250_000
    bodies = pl.Series("body", ["Rain."], dtype=pl.String).new_from_index(0, count)
    frame = pl.DataFrame(bodies).with_columns(
        body=pl.when(pl.int_range(pl.len()) % 100_000 == 99_999).then(
            pl.lit("LIMA (AP) — It rains.")
        )
    )
    found = frame.lazy().copydesk.datelines("body").collect(engine="streaming")
    assert found["id"].to_list() == [99_999, 199_999]


def test_streams_from_file_to_file(frame: Any, tmp_path: Path) -> None:
    frame.write_parquet(tmp_path / "stories.parquet")
    scanned = pl.scan_parquet(tmp_path / "stories.parquet")
    scanned.copydesk.quotes("body", id="url").sink_parquet(tmp_path / "quotes.parquet")
    found = pl.read_parquet(tmp_path / "quotes.parquet")
    assert found.equals(frame.copydesk.quotes("body", id="url"))


def test_structs_are_taken_apart_in_a_second_step(
    frame: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the documentation says, which may say less when Polars does more."""
    read = []

    def counted(table: Any) -> Any:
        read.append(len(table))
        return _frames.to_polars(table)

    monkeypatch.setattr("copydesk.polars.to_polars", counted)
    texts = frame.drop("day").lazy()
    where = pl.col("body").copydesk.dateline()
    texts.with_columns(where=where).unnest("where").select("place", "country").collect()
    assert sum(read) == 5
    read.clear()
    texts.select(where.struct.field("place"), where.struct.field("country")).collect()
    assert sum(read) == 10


def test_unreadable_texts_are_null() -> None:
    with pytest.warns(CopydeskWarning, match="row 1"):
        cd.Reader().tables(["Rain.", "\ud800"], only=["stories"])
    assert pl.Series([None, "Rain."]).copydesk.quotes().to_list() == [None, []]


def test_typed_without_the_namespace(frame: Any) -> None:
    texts = copydesk.polars.ExprNamespace(pl.col("body"))
    assert frame.select(texts.quotes().list.len())["body"].to_list() == [2, None, 1, 0, 1]
    assert len(copydesk.polars.DataFrameNamespace(frame).quotes("body")) == 4


def test_the_namespace_brings_no_other_library_along() -> None:
    program = """
import sys, polars
before = set(sys.modules)
import copydesk.polars
frame = polars.DataFrame({"body": ["LIMA (AP) — It rains.", None]})
frame.select(polars.col("body").copydesk.quotes())
frame.lazy().copydesk.datelines("body").collect(engine="streaming")
frame.copydesk.duplicates("body")
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(",".join(sorted(new & {"pandas", "pyarrow", "duckdb", "narwhals", "numpy", "tqdm"})))
"""
    result = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", program], capture_output=True, text=True
    )
    assert (result.stdout, result.stderr) == ("\n", "")
