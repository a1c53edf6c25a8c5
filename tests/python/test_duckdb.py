"""DuckDB: relations in, tables out, with nothing between them."""

import datetime
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from bodies import FERRY

import copydesk as cd

duckdb = pytest.importorskip("duckdb")

STORIES = [
    (7, datetime.date(2020, 3, 5), 'LIMA, March 3 (AP) - "It rains 😀," Ana Ruiz said.'),
    (9, None, None),
    (12, datetime.date(2020, 3, 6), f"{FERRY}\n\n{FERRY}"),
    (15, None, FERRY),
]
#: DuckDB 1 closes a cursor that nobody keeps.
CURSORS: list[Any] = []


@pytest.fixture
def con() -> Iterator[Any]:
    con = duckdb.connect()
    con.execute("create table stories (id integer, day date, body varchar)")
    con.executemany("insert into stories values ($1, $2, $3)", STORIES)
    yield con
    CURSORS.clear()


def column(con: Any, name: str) -> Any:
    """Return a column of the stories; a connection has one open result, so each has a cursor."""
    CURSORS.append(con.cursor())
    return CURSORS[-1].sql(f"select {name} from stories order by id")


def read(con: Any, **options: Any) -> cd.StoryTables:
    columns = {"ids": column(con, "id"), "published": column(con, "day")}
    return cd.Reader().tables(column(con, "body"), **columns, **options)


def test_relations_are_columns(con: Any) -> None:
    ids, days, texts = zip(*STORIES, strict=True)
    right = cd.Reader().tables(texts, ids=ids, published=days)
    tables = read(con)
    assert {name: table.to_pydict() for name, table in tables.items()} == {
        name: table.to_pydict() for name, table in right.items()
    }
    whole = con.sql("select id, body from stories")
    with pytest.raises(cd.errors.InputTypeError, match="table with the columns id, body: pass one"):
        cd.Reader().tables(whole)


def test_tables_are_relations(con: Any) -> None:
    quotes = read(con).quotes
    spoken = "select id, day, speaker, quotes.text from quotes join stories using (id) order by all"
    assert con.sql(spoken).fetchall()[0] == (7, STORIES[0][1], "Ana Ruiz", "It rains 😀,")
    # As often as one likes, by a variable's name or a name of one's own.
    assert con.sql("select count(*) from quotes").fetchall() == [(len(quotes),)]
    con.register("spoken", quotes)
    assert con.sql("select count(*) from spoken").fetchall() == [(len(quotes),)]
    con.execute("create table kept as from quotes")
    columns = dict(con.sql("select column_name, column_type from (describe kept)").fetchall())
    assert columns["id"] == "BIGINT"
    assert columns["speaker"] == "VARCHAR"
    assert columns["parts"] == 'STRUCT("start" BIGINT, "end" BIGINT)[]'
    del quotes
    found = con.sql("from kept").fetchall()
    assert found == list(zip(*read(con).quotes.to_pydict().values(), strict=True))
    con.register("datelines", read(con).datelines)
    assert con.sql("select day, places[1].country from datelines").fetchall() == [
        (datetime.date(2020, 3, 3), "PE")
    ]


def test_offsets_are_those_of_substring(con: Any) -> None:
    quotes = read(con).quotes
    cut = 'substring(body, quotes.start + 1, quotes."end" - quotes.start)'
    found = con.sql(f"select {cut} = quotes.text from quotes join stories using (id)").fetchall()
    assert {same for (same,) in found} == {True}
    assert len(found) == len(quotes)


def test_part_by_part(con: Any) -> None:
    con.execute("create table bodies (id bigint, body varchar)")
    for part in cd.Reader().iter_tables(column(con, "body"), column(con, "id"), only=["stories"]):
        stories_part = part.stories
        assert len(stories_part)
        con.execute("insert into bodies select id, body from stories_part")
    assert con.sql("select body from bodies where id = 12").fetchall() == [(FERRY,)]


def test_duplicates_of_relations(con: Any) -> None:
    found = cd.find_duplicates(column(con, "body"), ids=column(con, "id"), dates=column(con, "day"))
    pairs, texts = found.tables.pairs, found.tables.texts
    assert con.sql("select a, b from pairs").fetchall() == [(12, 15)]
    assert con.sql("select id from texts where keep").fetchall() == [(7,), (9,), (12,)]
    assert len(pairs) == len(texts) - 3


def test_no_other_library_is_needed() -> None:
    program = """
import sys, duckdb, copydesk
con = duckdb.connect()
tables = copydesk.Reader().tables(con.sql("select 'It rains, Ana Ruiz said.' as body"))
quotes = tables.quotes
print(con.sql("select count(*) from quotes").fetchall())
print(sorted({"pandas", "pyarrow", "polars", "narwhals"} & set(sys.modules)))
"""
    result = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", program], capture_output=True, text=True
    )
    assert (result.stdout, result.stderr) == ("[(1,)]\n[]\n", "")
