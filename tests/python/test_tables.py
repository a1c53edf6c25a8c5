"""`Reader.tables`: columns in whatever layout they come, tables that say what a story says."""

import datetime
import doctest
import gc
import importlib
import itertools
import json
import pickle
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk as cd
from copydesk.errors import BatchError, CopydeskWarning, InputTypeError, InputValueError

NAMES = ("stories", "datelines", "quotes", "entities", "mentions", "repeats")
FERRY = "The ferry to Bergen will not sail before Monday, the company told passengers."
TEXTS = [
    'LIMA, March 3 (AP) - "It rains 😀," Ana Ruiz said. She was “tired”.',
    None,
    "",
    f"{FERRY}\n{FERRY}\nBy Ane Lie\n",
    "Größe: «Vi venter», sa statsminister Kari Moe i Tromsø.",
]


def rows(table: cd.Table) -> list[dict[str, Any]]:
    columns = table.to_pydict()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def said(tables: cd.StoryTables) -> dict[str, list[dict[str, Any]]]:
    return {name: rows(tables[name]) for name in tables}


def expected(texts: list[str | None], published: str | None = None) -> dict[str, list[Any]]:
    """Return what the tables of texts have to say, from their stories."""
    found: dict[str, list[Any]] = {name: [] for name in NAMES}
    for id, text in enumerate(texts):
        story = None if text is None else cd.read(text, published)
        found["stories"].append((id, story is not None, story and story.body))
        if story is None:
            continue
        if line := story.dateline:
            place = line.place
            found["datelines"].append(
                (id, line.start, line.end, line.text, line.agency, place and place.country)
            )
        for number, quote in enumerate(story.quotes):
            parts = [{"start": part.start, "end": part.end} for part in quote.parts]
            cue, source, speaker = quote.cue, quote.source, quote.speaker
            found["quotes"].append(
                (id, number, quote.kind, quote.start, quote.text, parts)
                + ((cue.text, cue.start, cue.end) if cue else (None, None, None))
                + ((source.text, source.start, source.end) if source else (None, None, None))
                + ((speaker.name, speaker.kind) if speaker else (None, None))
                + (speaker.entity if speaker else None, quote.speech, quote.confidence)
            )
        for entity in story.entities:
            named = entity.place and entity.place.name
            described = (entity.role, entity.country, named, len(entity.mentions))
            found["entities"].append(
                (id, entity.id, entity.kind, entity.name, list(entity.aliases), *described)
            )
            found["mentions"] += [
                (id, entity.id, entity.name, it.start, it.end, it.text, it.form)
                for it in entity.mentions
            ]
        found["repeats"] += [
            (id, it.start, it.end, it.text, it.first.start, it.first.end, it.similarity)
            for it in story.repeats
        ]
    return found


#: The columns that `expected` tells, in its order.
TOLD = {
    "stories": "id read body",
    "datelines": "id start end text agency country",
    "quotes": "id quote kind start text parts cue cue_start cue_end source source_start source_end "
    "speaker speaker_kind entity speech confidence",
    "entities": "id entity kind name aliases role country place mentions",
    "mentions": "id entity name start end text form",
    "repeats": "id start end text first_start first_end similarity",
}


def told(tables: cd.StoryTables) -> dict[str, list[Any]]:
    return {
        name: [tuple(row[column] for column in TOLD[name].split()) for row in rows(tables[name])]
        for name in tables
    }


def test_tables_say_what_stories_say(articles: list[str]) -> None:
    texts = [*TEXTS, *articles]
    tables = cd.Reader().tables(texts, published="2020-03-05")
    assert told(tables) == expected(texts, "2020-03-05")
    assert tables.names == NAMES
    assert all(len(tables[name]) for name in NAMES), "every table has rows to compare"


def test_a_column_of_words_says_where_they_stand() -> None:
    tables = cd.Reader().tables(TEXTS)
    for name in ("datelines", "mentions", "repeats"):
        for row in rows(tables[name]):
            text = TEXTS[row["id"]]
            assert text is not None
            assert text[row["start"] : row["end"]] == row["text"]
    for row in rows(tables.quotes):
        text = TEXTS[row["id"]] or ""
        assert " ".join(text[it["start"] : it["end"]] for it in row["parts"]) == row["text"]


def layouts(texts: list[str | None]) -> Iterator[tuple[str, Any]]:
    """Yield a column of texts in every layout that Arrow has."""
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        yield str(kind), pa.array(texts, kind)
    yield "dictionary", pa.array(texts, pa.string()).dictionary_encode()
    small = pa.dictionary(pa.int8(), pa.large_string())
    yield "dictionary of large strings", pa.array(texts, pa.string()).cast(small)
    yield "sliced", pa.array(["before", None, *texts, "behind"], pa.string()).slice(2, len(texts))
    views = pa.array(["before", *texts, "a long text behind all"], pa.string_view())
    yield "sliced views", views.slice(1, len(texts))
    middle = len(texts) // 2
    yield "chunked", pa.chunked_array([texts[:middle], [], texts[middle:], []], pa.string())
    yield "table", pa.table({"body": pa.array(texts, pa.string())})
    batches = pa.table({"body": pa.array(texts, pa.string())}).to_batches(max_chunksize=2)
    schema = pa.schema({"body": pa.string()})
    yield "stream", pa.RecordBatchReader.from_batches(schema, iter(batches))


def test_every_layout_of_arrow_is_read_the_same() -> None:
    right = said(cd.Reader().tables(TEXTS, threads=1))
    for name, column in layouts(TEXTS):
        assert said(cd.Reader().tables(column, threads=2)) == right, name
    empty: Any
    for empty in (pa.array([], pa.string()), pa.chunked_array([], pa.string()), []):
        assert [len(table) for table in cd.Reader().tables(empty).values()] == [0] * 6
    for nulls in (pa.nulls(3), pl.Series([None] * 3, dtype=pl.Null)):
        stories = cd.Reader().tables(nulls, ids=nulls, published=nulls).stories.to_pydict()
        assert stories["read"] == [False] * 3


def test_other_arrow_interfaces() -> None:
    class OnlyArray:
        """What has `__arrow_c_array__`, and no stream."""

        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return pa.array(TEXTS).__arrow_c_array__(requested_schema)

    assert said(cd.Reader().tables(OnlyArray())) == said(cd.Reader().tables(TEXTS))
    struct = pa.StructArray.from_arrays([pa.array(["a", "b"])], ["t"], mask=pa.array([False, True]))
    assert cd.Reader().tables(struct).stories.to_pydict()["body"] == ["a", None]


pieces = st.sampled_from(["Ane Lie said", "“Yes, 😀”", "\n", " ", "OSLO (NTB) –", FERRY, "é", ""])
some_texts = st.lists(st.none() | st.lists(pieces, max_size=6).map(" ".join), max_size=12)


@settings(max_examples=60, deadline=None)
@given(texts=some_texts, cuts=st.lists(st.integers(0, 12), max_size=4), data=st.data())
def test_tables_do_not_depend_on_chunks_and_threads(
    texts: list[str | None], cuts: list[int], data: st.DataObject
) -> None:
    right = told(cd.Reader().tables(texts, threads=1))
    assert right == expected(texts)
    bounds = [0, *sorted(min(cut, len(texts)) for cut in cuts), len(texts)]
    kind = data.draw(st.sampled_from([pa.string(), pa.large_string(), pa.string_view()]))
    chunks = [pa.array(texts[a:b], kind) for a, b in itertools.pairwise(bounds)]
    column = pa.chunked_array(chunks, kind)
    assert told(cd.Reader().tables(column, threads=data.draw(st.integers(1, 3)))) == right
    # Ids in other chunks than the texts, and the same names in the same rows.
    names = [f"n{row}" for row in range(len(texts))]
    cut = data.draw(st.integers(0, len(texts)))
    ids = pa.chunked_array([names[:cut], names[cut:]], pa.string())
    named = cd.Reader().tables(column, ids=ids)
    for name in NAMES:
        numbers = [row[0] for row in right[name]]
        assert named[name].to_pydict()["id"] == [names[number] for number in numbers]


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        ([7, 8, None, 9, 7], "int64"),
        (["a", None, "", "d", "é😀"], "string"),
        ([None] * 5, "string"),
        (pa.array([1, 2, 3, 4, None], pa.uint8()), "int64"),
        (pa.array([1, 2, 3, 4, 2**64 - 1], pa.uint64()), "uint64"),
        ([2**63, 1, 2, 3, 4], "uint64"),
        (pl.Series(["a", "b", None, "d", "e"]), "string"),
        (pa.array(["x", "y", "x", "y", "x"]).dictionary_encode(), "string"),
        (pa.array([7, 8, None, 7, 9]).dictionary_encode(), "int64"),
    ],
)
def test_ids_come_out_as_they_went_in(ids: Any, kind: str) -> None:
    given = ids if isinstance(ids, list) else ids.to_pylist() if hasattr(ids, "to_pylist") else None
    given = ids.to_list() if given is None else given
    # Of an iterable the first one says what all are.
    columns = [ids] if given[-1] == 2**64 - 1 else [ids, iter(given)]
    for column in columns:
        tables = cd.Reader().tables(TEXTS, ids=column)
        assert tables.stories.to_pydict()["id"] == given
        assert tables.stories.columns[0].type == kind
        assert tables.repeats.to_pydict()["id"] == [given[3]]


DAY = datetime.date(2020, 3, 5)
MORNING = datetime.datetime(2020, 3, 5, 0, 30)


@pytest.mark.parametrize(
    "published",
    [
        DAY,
        "2020-03-05",
        [DAY] * 5,
        pa.array([DAY] * 5, pa.date32()),
        pa.array([DAY] * 5, pa.date64()),
        pa.array(["2020-03-05", " 2020-03-05", "20200305", "2020-03-05T10:00:00Z", "2020-03-05"]),
        pa.array(["2020-03-05"] * 5).dictionary_encode(),
        pl.Series([DAY] * 5),
        pl.Series([MORNING] * 5).dt.replace_time_zone("Europe/Oslo"),
        pl.Series([MORNING] * 5).dt.replace_time_zone("UTC"),
        *(pa.array([MORNING] * 5, pa.timestamp(unit)) for unit in ("s", "ms", "us", "ns")),
        # Ten in the evening in London is half past midnight by the clocks of the column.
        pa.array([MORNING - datetime.timedelta(hours=2)] * 5, pa.timestamp("s", "+02:00")),
        pa.chunked_array([[DAY] * 2, [DAY] * 3]),
    ],
    ids=lambda it: str(getattr(it, "type", getattr(it, "dtype", type(it).__name__))),
)
def test_days_of_every_kind(published: Any) -> None:
    tables = cd.Reader().tables(pa.array(TEXTS), published=published)
    assert tables.stories.to_pydict()["published"] == [DAY] * 5
    assert tables.datelines.to_pydict()["day"] == [datetime.date(2020, 3, 3)]


def test_days_may_be_missing() -> None:
    days = pa.array([None, DAY, None, None, None])
    tables = cd.Reader().tables(TEXTS, published=days)
    assert tables.stories.to_pydict()["published"] == [None, DAY, None, None, None]
    assert tables.datelines.to_pydict()["date"] == ["--03-03"]
    before = pa.array([datetime.datetime(1969, 12, 31, 23), None, None, None, None])
    found = cd.Reader().tables(TEXTS, published=before).stories.to_pydict()["published"]
    assert found[0] == datetime.date(1969, 12, 31)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"texts": "Rain."}, InputTypeError, "texts is a single str"),
        ({"texts": pa.array([1])}, InputTypeError, "texts is a column of Int64"),
        ({"texts": pa.array([b"x"])}, InputTypeError, "decode it first"),
        ({"texts": pl.DataFrame({"a": ["x"], "b": ["y"]})}, InputTypeError, "columns a, b: pass"),
        ({"texts": ["Rain.", 5]}, InputTypeError, "row 1: every text must be a str"),
        ({"ids": "abcde"}, InputTypeError, "ids must be a column or an iterable"),
        ({"ids": b"abcde"}, InputTypeError, "ids must be a column or an iterable"),
        ({"ids": [1, 2, "3", 4, 5]}, InputTypeError, "row 2: this id is str"),
        ({"ids": [1, 2, 3, 4, True]}, InputTypeError, "row 4: this id is bool"),
        ({"ids": [1, 2, 3, 2**70, 5]}, InputTypeError, "row 3: this id is an int that has no room"),
        ({"ids": [(1, 2)] * 5}, InputTypeError, "row 0: this id is tuple"),
        ({"ids": [1, 2, 3]}, InputValueError, "ids ends before row 3"),
        ({"ids": pa.array([1, 2, 3])}, InputValueError, "ids ends before row 3"),
        ({"ids": range(6)}, InputValueError, "more ids than the 5 texts"),
        ({"ids": pa.array(range(6))}, InputValueError, "more ids than the 5 texts"),
        ({"published": ["2020-02-30"] * 5}, InputValueError, "row 0: published is '2020-02-30'"),
        ({"published": pa.array([DAY] * 4)}, InputValueError, "published ends before row 4"),
        ({"published": pa.array([DAY] * 6)}, InputValueError, "more days than the 5 texts"),
        ({"published": pa.array([1] * 5)}, InputTypeError, "published is a column of Int64"),
        (
            {"published": pa.array([None, None, "soon", None, None])},
            InputValueError,
            "row 2: published is 'soon'",
        ),
        (
            {"published": pa.array([2**60] * 5, pa.timestamp("s"))},
            InputValueError,
            "row 0: published is .* which is no day",
        ),
        (
            {"published": pa.array([0] * 5, pa.timestamp("s", "Mars/Olympus"))},
            InputValueError,
            "there is no time zone .*Mars/Olympus",
        ),
        ({"only": "quotes"}, InputTypeError, "put it in a list"),
        ({"only": []}, InputValueError, "only names no table"),
        ({"only": ["quote"]}, InputValueError, 'there is no table "quote"; there are .*quotes'),
        ({"threads": 0}, InputValueError, "threads is 0"),
    ],
)
def test_what_is_wrong_is_said(arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        cd.Reader().tables(**{"texts": TEXTS, **arguments})


def test_unreadable_texts_are_null_and_named() -> None:
    data = [b"One.", b"\xff\xfe", None, b"Three \xe2\x82", b"Four."]
    broken = pa.array(data, pa.binary())
    column = pa.StringArray.from_buffers(5, *broken.buffers()[1:], broken.buffers()[0])
    with pytest.warns(CopydeskWarning, match=r"2 texts .* are null in the tables \(row 1, 3\)"):
        tables = cd.Reader().tables(column)
    assert tables.stories.to_pydict()["read"] == [True, False, False, False, True]
    with pytest.warns(CopydeskWarning, match=r"1 text .* is null in the tables \(row 1\)"):
        tables = cd.Reader().tables(["One.", "\ud800", "Three."])
    assert tables.stories.to_pydict()["read"] == [True, False, True]


def test_a_stream_that_breaks_off_is_an_error() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"body": ["Rain."]})
        raise OSError("the disk is gone")

    schema = pa.schema({"body": pa.string()})
    stream = pa.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(BatchError, match="the disk is gone"):
        cd.Reader().tables(stream)
    used = pa.RecordBatchReader.from_batches(schema, iter([]))
    cd.Reader().tables(used)
    assert len(cd.Reader().tables(used).stories) == 0


def test_only_what_is_wanted_is_there(articles: list[str]) -> None:
    texts = [*TEXTS, *articles[:5]]
    everything = said(cd.Reader().tables(texts))
    for count in (1, 2):
        for only in itertools.combinations(NAMES, count):
            wanted: Any = reversed(only)
            tables = cd.Reader().tables(texts, only=wanted)
            assert said(tables) == {name: everything[name] for name in only}
    tables = cd.Reader().tables(texts, only=["quotes"])
    with pytest.raises(InputValueError, match="no table stories here, only quotes: name it"):
        _ = tables.stories
    with pytest.raises(KeyError):
        _ = tables["stories"]


def test_readers_fill_the_tables_they_read() -> None:
    reader = cd.Reader(quotes=False, kinds=["PERSON"], repeats="ignore")
    tables = reader.tables(TEXTS)
    assert tables.names == ("stories", "datelines", "entities", "mentions")
    assert set(tables.entities.to_pydict()["kind"]) == {"PERSON"}
    with pytest.raises(InputValueError, match="this reader reads no quotes"):
        reader.tables(TEXTS, only=["quotes"])
    marked = cd.Reader(repeats="mark").tables(TEXTS, only=["repeats", "quotes"])
    assert marked.quotes.to_pydict()["id"].count(3) == 2


def test_parts_come_as_texts_come() -> None:
    taken = []

    def texts() -> Iterator[str]:
        for number in range(3000):
            taken.append(number)
            yield f"“Number {number} is here,” said Ane Lie in a note of the day. {FERRY}"

    parts = cd.Reader().iter_tables(texts(), ids=iter(range(3000)), only=["quotes"], threads=1)
    assert iter(parts) is parts
    first = next(parts)
    assert len(taken) < 3000
    rest = list(parts)
    ids = [id for part in [first, *rest] for id in part.quotes.to_pydict()["id"]]
    assert ids == sorted(ids)
    assert set(ids) == set(range(3000))


def test_endless_ids_are_an_error_only_where_they_are_too_many() -> None:
    parts = cd.Reader().iter_tables(["Rain."], ids=itertools.count())
    assert len(next(parts).stories) == 1
    with pytest.raises(InputValueError, match="more ids than the 1 texts"):
        next(parts)


@pytest.mark.parametrize("ids", [range(4500), pa.array(range(4500)), [*range(4500), "x", 1]])
def test_rows_that_have_an_id_are_read(ids: Any) -> None:
    texts = [f"Number {number}." for number in range(5000)]
    parts, seen = cd.Reader().iter_tables(texts, ids=ids, only=["stories"]), 0
    while seen < 4500:
        seen += len(next(parts).stories)
    with pytest.raises((InputValueError, InputTypeError), match="row 4500"):
        next(parts)
    assert seen == 4500


def test_an_error_comes_after_the_parts_before_it() -> None:
    def texts() -> Iterator[str]:
        yield "“Yes,” said Ane Lie."
        raise LookupError("no more")

    parts = cd.Reader().iter_tables(texts())
    assert len(next(parts).quotes) == 1
    with pytest.raises(LookupError, match="no more"):
        next(parts)


def test_parts_are_taken_in_one_place() -> None:
    started, go = threading.Event(), threading.Event()

    def texts() -> Iterator[str]:
        started.set()
        go.wait(20)
        yield "Rain."

    parts = cd.Reader().iter_tables(texts())
    reading = threading.Thread(target=lambda: next(parts))
    reading.start()
    assert started.wait(20)
    with pytest.raises(BatchError, match="being read already"):
        next(parts)
    go.set()
    reading.join()


def test_columns_are_let_go() -> None:
    class Column:
        def __init__(self) -> None:
            self.data = pa.array(TEXTS)

        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            return pa.chunked_array([self.data]).__arrow_c_stream__(requested_schema)

    gc.collect()
    before = pa.total_allocated_bytes()
    column = Column()
    gone = weakref.ref(column)
    tables = cd.Reader().tables(column)
    held = tables.quotes.to_pyarrow()
    del column, tables
    gc.collect()
    assert gone() is None
    assert pa.total_allocated_bytes() == before
    # What another library has of a table outlives it.
    assert held.column("speaker").to_pylist()[0] == "Ana Ruiz"


@pytest.fixture(scope="module")
def tables() -> cd.StoryTables:
    return cd.Reader().tables(TEXTS, published="2020-03-05")


def test_tables_go_to_all_libraries(tables: cd.StoryTables) -> None:
    for table in tables.values():
        right = rows(table)
        assert table.to_pyarrow().to_pylist() == right
        assert pa.RecordBatchReader.from_stream(table).read_all().to_pylist() == right
        assert table.to_polars().to_dicts() == right
        assert [json.loads(line) for line in table.to_jsonl().splitlines()] == json.loads(
            json.dumps(right, default=str)
        )
        assert len(table) == len(right)
        assert pa.schema(table).names == list(table.column_names)


def test_lines_of_json_are_lines() -> None:
    text = 'He said, “A\u2028B \\ "x" \t\x00 end.”'
    table = cd.Reader().tables([text], only=["quotes"]).quotes
    [line] = table.to_jsonl().split("\n")[:-1]
    assert json.loads(line)["text"] == rows(table)[0]["text"]


def test_schemas_say_what_they_are(tables: cd.StoryTables) -> None:
    for name, table in tables.items():
        assert table.name == name
        assert table.columns[0].name == "id"
        assert all(column.description for column in table.columns)
        schema = table.to_pyarrow().schema
        assert schema.metadata[b"copydesk.table"] == name.encode()
        assert schema.metadata[b"copydesk.schema_version"] == b"1"
        assert schema.metadata[b"copydesk.offsets"] == b"Unicode code points"
        assert [field.nullable for field in schema] == [it.nullable for it in table.columns]


def test_the_documentation_has_every_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])
    document = importlib.import_module("tools.tables.document")
    page = document.PAGE.read_text("utf-8")
    assert document.described() in page, "python -m tools.tables.document"
    assert doctest.testfile(str(document.PAGE), module_relative=False).failed == 0


def test_frames_of_pandas_are_the_same_with_pyarrow_and_without(
    tables: cd.StoryTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    from copydesk import _frames

    def no_pyarrow(table: cd.Table) -> Any:
        raise ImportError(name="pyarrow")

    empty = cd.Reader().tables([])
    for name in NAMES:
        frames = [tables[name].to_pandas(), empty[name].to_pandas()]
        with monkeypatch.context() as patch:
            patch.setattr(_frames, "to_pyarrow", no_pyarrow)
            others = [tables[name].to_pandas(), empty[name].to_pandas()]
        for frame, other in zip(frames, others, strict=True):
            pd.testing.assert_frame_equal(frame, other)
        assert list(frames[0].dtypes) == list(frames[1].dtypes), "types hang on the table alone"
        clean = frames[0].astype(object).where(frames[0].notna(), None).to_dict("records")
        for row, right in zip(clean, rows(tables[name]), strict=True):
            for column, value in right.items():
                got = row[column]
                got = got.date() if isinstance(got, pd.Timestamp) else got
                assert got == value, (name, column)


def test_a_library_that_is_not_there_is_named(
    tables: cd.StoryTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    for call, package in [
        (tables.quotes.to_polars, r"polars.* pip install 'copydesk\[polars\]'"),
        (tables.quotes.to_pandas, r"pandas.* pip install 'copydesk\[pandas\]'"),
        (tables.quotes.to_pyarrow, r"pyarrow.* pip install 'copydesk\[arrow\]'"),
    ]:
        with pytest.raises(ImportError, match=package):
            call()


@pytest.mark.parametrize("module", [pickle, cloudpickle])
def test_tables_are_pickled(tables: cd.StoryTables, module: Any) -> None:
    again = module.loads(module.dumps(tables))
    assert said(again) == said(tables)
    assert repr(again) == repr(tables)
    with pytest.raises(cd.errors.FormatError, match="no table of copydesk"):
        cd._core._table_of(pa.table({"a": [1]}))


def test_tables_show_themselves(tables: cd.StoryTables) -> None:
    assert repr(tables.datelines) == "Table('datelines', 1 row, 20 columns)"
    assert repr(tables).startswith("StoryTables(stories=5 rows, datelines=1 row, ")
    html = tables.stories._repr_html_()
    assert "paragraphs" in html
    assert "null" in html
    evil = cd.Reader().tables(["“<script>alert(1)</script> is here,” she said."])
    assert "<script" not in evil._repr_html_()
    many = cd.Reader().tables(["Rain."] * 30, only=["stories"])
    assert "… 20 more rows" in many._repr_html_()


def test_duplicates_and_passages_have_tables() -> None:
    release = "The new terminal will open in May and handle two million passengers a year"
    texts = [f"{release}.", "Rain.", f"PORT - {release}.", None, release]
    duplicates = cd.find_duplicates(texts, ids=list("abcde"))
    tables = duplicates.tables
    assert tables.names == ("texts", "pairs")
    assert rows(tables.pairs) == [pair.to_dict() for pair in duplicates.pairs]
    assert tables.texts.to_pydict() == {
        "id": list("abcde"),
        "label": duplicates.labels,
        "size": [duplicates.labels.count(label) for label in duplicates.labels],
        "keep": duplicates.keep,
    }
    passages = cd.find_passages(texts, min_words=10)
    found = passages.tables
    assert found.names == ("passages", "places", "pairs")
    assert rows(found.pairs) == [pair.to_dict() for pair in passages.pairs]
    places = [
        {"passage": number, **place.to_dict()}
        for number, passage in enumerate(passages)
        for place in passage.places
    ]
    assert rows(found.places) == places
    [row] = rows(found.passages)
    assert row["text"] == release
    with pytest.raises(InputTypeError, match="row 0: this id is tuple"):
        _ = cd.find_duplicates(["a"], ids=[(1, 2)]).tables


def both_ways(call: Callable[[Any, Any, Any], Any]) -> list[Any]:
    texts = [FERRY, None, "It rains in Oslo today and tomorrow, the office said.", FERRY.upper()]
    ids, days = ["x", "y", "z", "w"], [DAY, None, DAY, DAY]
    columns = (pa.array(texts), pl.Series(ids), pa.array(days))
    return [call(texts, ids, days), call(*columns), call(iter(texts), iter(ids), iter(days))]


def test_corpora_come_as_columns_too() -> None:
    def duplicates(texts: Any, ids: Any, dates: Any) -> Any:
        found = cd.find_duplicates(texts, ids, dates, sources=pl.Series(["A", "B", None, "A"]))
        return found.pairs, found.clusters, found.sources, found.explain("x", "w").diff()

    def passages(texts: Any, ids: Any, dates: Any) -> Any:
        found = cd.find_passages(texts, ids, min_words=8)
        return found.pairs, found.passages, str(found.explain("x", "w"))

    def index(texts: Any, ids: Any, dates: Any) -> Any:
        index = cd.DuplicateIndex()
        found = index.check(ids, texts, dates)
        return found, len(index), "w" in index

    def added(texts: Any, ids: Any, dates: Any) -> Any:
        index = cd.DuplicateIndex()
        index.add(ids, texts, dates)
        return len(index), index.query(FERRY)

    for call in (duplicates, passages, index, added):
        one, two, three = both_ways(call)
        assert one == two == three
    assert cd.drop_furniture(pa.array(["Rain.", None])) == ["Rain.", None]
    assert list(cd.Reader().pipe(pl.Series(["Rain.", None])))[1] is None
    found = cd.parse_datelines(pa.array(["LIMA (AP) — It rains.", None]))
    assert found == cd.parse_datelines(["LIMA (AP) — It rains.", None])


def test_texts_need_not_be_kept() -> None:
    found = cd.find_duplicates(iter([FERRY, FERRY]), keep_texts=False)
    assert found.labels == [0, 0]
    assert "2" in found._repr_html_()
    with pytest.raises(InputValueError, match="keep_texts=True"):
        found.explain(0, 1)


def test_a_table_of_nothing_but_nulls_may_have_null_rows() -> None:
    table = pa.StructArray.from_arrays([pa.nulls(3)], ["text"], mask=pa.array([False, True, False]))
    tables = cd.Reader().tables(table, only=["stories"])
    assert tables.stories.to_pydict()["read"] == [False] * 3
