"""Every door gives the same answers: the texts of all case files, as columns of every library.

The libraries are those that are there, so that this runs with old versions and without some of them
(scripts/test-versions).
"""

import importlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bodies import FERRY

import copydesk as cd

NAMES = ("stories", "datelines", "quotes", "entities", "mentions", "repeats")

Cases = list[tuple[str | None, str | None]]
Made = dict[str, dict[str, list[Any]]]

DOORS: dict[str, Callable[[list[Any]], Any]] = {}


def door(make: Callable[[Any, list[Any]], Any]) -> Callable[[Any, list[Any]], Any]:
    """Take a function for a door; its name begins with the library that it needs and is given."""
    library = make.__name__.partition("_")[0]

    def opened(values: list[Any]) -> Any:
        return make(pytest.importorskip(library), values)

    DOORS[make.__name__] = opened
    return make


@door
def builtins_generator(_: Any, values: list[Any]) -> Any:
    return (value for value in values)


@door
def builtins_tuple(_: Any, values: list[Any]) -> Any:
    return tuple(values)


@door
def pandas_object(pd: Any, values: list[Any]) -> Any:
    return pd.Series(values, dtype="object", index=range(7, 7 + len(values)))


@door
def pandas_inferred(pd: Any, values: list[Any]) -> Any:
    return pd.Series(values)


@door
def pandas_string(pd: Any, values: list[Any]) -> Any:
    return pd.Series(values, dtype=pd.StringDtype("python"))


@door
def pandas_string_pyarrow(pd: Any, values: list[Any]) -> Any:
    pytest.importorskip("pyarrow")
    return pd.Series(values, dtype="string[pyarrow]")


@door
def pandas_arrow(pd: Any, values: list[Any]) -> Any:
    pa = pytest.importorskip("pyarrow")
    return pd.Series(values, dtype=pd.ArrowDtype(pa.string()))


@door
def pandas_category(pd: Any, values: list[Any]) -> Any:
    return pd.Series(values, dtype="category")


@door
def pandas_array(pd: Any, values: list[Any]) -> Any:
    return pd.array(values, dtype="string")


@door
def numpy_object(np: Any, values: list[Any]) -> Any:
    return np.array(values, dtype=object)


@door
def polars_series(pl: Any, values: list[Any]) -> Any:
    return pl.Series(values, dtype=pl.String)


@door
def polars_categorical(pl: Any, values: list[Any]) -> Any:
    return pl.Series(values, dtype=pl.String).cast(pl.Categorical)


@door
def polars_chunked(pl: Any, values: list[Any]) -> Any:
    halves = [pl.Series(half, dtype=pl.String) for half in (values[:100], values[100:])]
    return pl.concat(halves, rechunk=False)


@door
def polars_sliced(pl: Any, values: list[Any]) -> Any:
    return pl.Series(["before", *values, "behind"], dtype=pl.String).slice(1, len(values))


@door
def pyarrow_string(pa: Any, values: list[Any]) -> Any:
    return pa.array(values, pa.string())


@door
def pyarrow_large_string(pa: Any, values: list[Any]) -> Any:
    return pa.array(values, pa.large_string())


@door
def pyarrow_string_view(pa: Any, values: list[Any]) -> Any:
    return pa.array(values, pa.string_view())


@door
def pyarrow_dictionary(pa: Any, values: list[Any]) -> Any:
    return pa.array(values, pa.string()).dictionary_encode()


@door
def pyarrow_chunked(pa: Any, values: list[Any]) -> Any:
    return pa.chunked_array([values[:1], [], values[1:1000], values[1000:]], pa.string())


@door
def pyarrow_sliced(pa: Any, values: list[Any]) -> Any:
    return pa.array([None, "before", *values, "behind"], pa.string()).slice(2, len(values))


@door
def narwhals_pandas(nw: Any, values: list[Any]) -> Any:
    return nw.from_native(pytest.importorskip("pandas").Series(values), series_only=True)


@door
def narwhals_polars(nw: Any, values: list[Any]) -> Any:
    series = pytest.importorskip("polars").Series(values, dtype=None)
    return nw.from_native(series, series_only=True)


#: DuckDB 1 closes a connection that nobody keeps.
CONNECTIONS: list[Any] = []


@pytest.fixture(autouse=True)
def _connections() -> Iterator[None]:
    yield
    CONNECTIONS.clear()


@door
def duckdb_relation(duckdb: Any, values: list[Any]) -> Any:
    con = duckdb.connect()
    CONNECTIONS.append(con)
    con.execute("create table given as select unnest($1::varchar[]) as value", [values])
    return con.sql("select value from given order by rowid")


def said(tables: cd.StoryTables) -> Made:
    return {name: table.to_pydict() for name, table in tables.items()}


#: Reading is what takes time: each door is given one part of the texts.
PARTS = 4


@pytest.fixture(scope="module", params=range(PARTS))
def part(request: pytest.FixtureRequest, parts: list[tuple[Cases, Made]]) -> tuple[Cases, Made]:
    """Return each of the parts."""
    found: tuple[Cases, Made] = parts[request.param]
    return found


@pytest.fixture(scope="module")
def parts(case_texts: Cases) -> list[tuple[Cases, Made]]:
    """Return the texts in parts, each with what the tables say of them when they are a list."""
    found = []
    for number in range(PARTS):
        # Nulls at the ends of chunks too.
        cases = [(None, None), *case_texts[number::PARTS], (None, "2020-03-05"), ("", None)]
        texts, published = map(list, zip(*cases, strict=True))
        found.append((cases, said(cd.Reader().tables(texts, published=published))))
    return found


def test_a_list_says_what_each_text_says(part: tuple[Cases, Made]) -> None:
    case_texts, right = part
    stories = [text and cd.read(text, published) for text, published in case_texts]
    found = [(row, story) for row, story in enumerate(stories) if story]

    def columns(name: str, *keys: str) -> list[tuple[Any, ...]]:
        return list(zip(*(right[name][key] for key in ("id", *keys)), strict=True))

    assert columns("datelines", "start", "end", "text", "agency", "confidence") == [
        (row, it.start, it.end, it.text, it.agency, it.confidence)
        for row, story in found
        if (it := story.dateline)
    ]
    assert columns("quotes", "kind", "start", "end", "text", "speaker") == [
        (row, it.kind, it.start, it.end, it.text, it.speaker.name if it.speaker else None)
        for row, story in found
        for it in story.quotes
    ]
    assert columns("entities", "kind", "name", "role", "mentions") == [
        (row, it.kind, it.name, it.role, len(it.mentions))
        for row, story in found
        for it in story.entities
    ]
    assert columns("mentions", "entity", "start", "end", "text", "form") == [
        (row, entity.id, it.start, it.end, it.text, it.form)
        for row, story in found
        for entity in story.entities
        for it in entity.mentions
    ]
    assert columns("repeats", "start", "first_start", "similarity") == [
        (row, it.start, it.first.start, it.similarity)
        for row, story in found
        for it in story.repeats
    ]
    assert [body for body in right["stories"]["body"] if body] == [
        story.body for _, story in found if story.body
    ]


@pytest.mark.parametrize(("number", "name"), list(enumerate(DOORS)), ids=list(DOORS))
def test_every_door_says_the_same(number: int, name: str, parts: list[tuple[Cases, Made]]) -> None:
    case_texts, right = parts[number % PARTS]
    texts, published = (DOORS[name](list(column)) for column in zip(*case_texts, strict=True))
    assert said(cd.Reader().tables(texts, published=published)) == right


def test_frames_of_pandas_say_the_same(parts: list[tuple[Cases, Made]]) -> None:
    case_texts, right = parts[0]
    pd = pytest.importorskip("pandas")
    importlib.import_module("copydesk.pandas")
    frame = pd.DataFrame(case_texts, columns=["body", "day"])
    for name in NAMES:
        read = getattr(frame.copydesk, name)("body", published="day")
        column = getattr(frame["body"].copydesk, name)(published=frame["day"])
        keyed = {"stories": 0, "datelines": 0}.get(name, 1)
        for key, values in right[name].items():
            if keyed and key == "id":
                assert column["row"].to_list() == values
            if name == "datelines":
                column = column[column["text"].notna()]
            if key == "id":
                continue
            for got in (read[key], column[key]):
                assert plain(pd, got) == values, (name, key)


def plain(pd: Any, column: Any) -> list[Any]:
    """Return the values of a column of pandas as Python has them, None for what is missing."""
    values = [
        None if value is None or value is pd.NA or value != value else value for value in column
    ]
    return [value.date() if isinstance(value, pd.Timestamp) else value for value in values]


WAYS: dict[str, Callable[[Callable[[Any], Any], Any], Any]] = {
    "eager": lambda make, frame: make(frame),
    "lazy": lambda make, frame: make(frame.lazy()).collect(),
    "streaming": lambda make, frame: make(frame.lazy()).collect(engine="streaming"),
}


@pytest.mark.parametrize(("number", "way"), list(enumerate(WAYS)), ids=list(WAYS))
def test_polars_says_the_same(number: int, way: str, parts: list[tuple[Cases, Made]]) -> None:
    pl = pytest.importorskip("polars")
    importlib.import_module("copydesk.polars")
    case_texts, right = parts[number]
    given = pl.DataFrame(case_texts, schema={"body": pl.String, "day": pl.String}, orient="row")
    for name in NAMES:

        def rows(frame: Any, name: str = name) -> Any:
            return getattr(frame.copydesk, name)("body", published="day")

        def lists(frame: Any, name: str = name) -> Any:
            return frame.select(it=getattr(pl.col("body").copydesk, name)("day"))

        def structs(frame: Any) -> Any:
            return frame.select(it=pl.col("body").copydesk.dateline("day"))

        assert WAYS[way](rows, given).to_dict(as_series=False) == right[name]
        if name == "stories":
            continue
        column = WAYS[way](structs if name == "datelines" else lists, given)
        each = column.with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
        each = each if name == "datelines" else each.explode("it")
        there = each.filter(each["it"].struct.unnest().to_series(0).is_not_null())
        assert there.unnest("it").to_dict(as_series=False) == right[name]
    bodies = WAYS[way](lambda frame: frame.select(pl.col("body").copydesk.body()), given)
    assert bodies["body"].to_list() == right["stories"]["body"]


CORPUS = [FERRY, None, "It rains in Oslo today and tomorrow, the office said.", FERRY.upper(), ""]
IDS = ["x", "y", "z", "w", "v"]
DAYS = ["2020-03-05", None, "2020-03-05", "2020-03-04", None]


def compared(column: Callable[[list[Any]], Any]) -> list[Any]:
    """Return what is found when texts are compared that come as such columns."""

    def given(*columns: list[Any]) -> list[Any]:
        return [column(values) for values in columns]

    texts, ids, dates, sources = given(CORPUS, IDS, DAYS, ["A", "B", "A", "C", None])
    duplicates = cd.find_duplicates(texts, ids, dates, sources=sources)
    passages = cd.find_passages(*given(CORPUS, IDS), min_words=8)
    index = cd.DuplicateIndex()
    texts, ids, dates = given(CORPUS[:3], IDS[:3], DAYS[:3])
    index.add(ids, texts, dates)
    texts, ids, dates = given(CORPUS[3:], IDS[3:], DAYS[3:])
    matches = index.check(ids, texts, dates)
    return [
        duplicates.pairs,
        duplicates.labels,
        duplicates.keep,
        duplicates.sources,
        passages.pairs,
        passages.passages,
        matches,
        [id in index for id in IDS],
        cd.drop_furniture(column(CORPUS)),
        cd.parse_datelines(column(CORPUS), column(DAYS)),
        [story and story.entities for story in cd.Reader().pipe(column(CORPUS), column(DAYS))],
    ]


@pytest.fixture(scope="module")
def found() -> list[Any]:
    """Return what is found in lists."""
    found = compared(list)
    assert [(pair.a, pair.b) for pair in found[0]] == [("x", "w")]
    assert found[2] == [False, True, True, True, True]
    assert found[6][0].id == "x"
    return found


@pytest.mark.parametrize("name", DOORS)
def test_corpora_of_every_door_are_the_same(name: str, found: list[Any]) -> None:
    assert compared(DOORS[name]) == found
