"""`copydesk.pandas`: what somebody with a data frame does."""

import datetime
import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from bodies import BODIES, FERRY

import copydesk as cd
from copydesk.errors import CopydeskWarning, InputTypeError, InputValueError

pd = pytest.importorskip("pandas")
import copydesk.pandas  # noqa: E402

LONG = ("quotes", "entities", "mentions", "repeats")
ALL = ("stories", "datelines", *LONG)

INDEXES = {
    "default": pd.RangeIndex(5),
    "strings": pd.Index(list("vwxyz"), name="url"),
    "duplicated": pd.Index([7, 7, 7, 8, 8]),
    "multi": pd.MultiIndex.from_product([["a"], range(5)], names=["paper", "number"]),
    "multi without names": pd.MultiIndex.from_tuples([("a", 1)] * 5),
    "days": pd.date_range("2020-03-01", periods=5, tz="Europe/Oslo", name="day"),
    "categories": pd.CategoricalIndex(list("aabbb")),
    "not in order": pd.Index([3, 1, 4, 1, 5]),
}


@pytest.fixture
def frame() -> Any:
    return pd.DataFrame(
        {
            "url": list("vwxyz"),
            "day": pd.to_datetime(["2020-03-05", None, "2020-03-06", None, "2020-03-10"]),
            "body": BODIES,
        }
    )


@pytest.mark.parametrize("index", INDEXES.values(), ids=list(INDEXES))
def test_the_index_of_the_texts_is_kept(index: Any) -> None:
    bodies = pd.Series(BODIES, index=index, name="body")
    right = cd.Reader().tables(BODIES)
    for name in LONG:
        found = getattr(bodies.copydesk, name)()
        ids = right[name].to_pydict()["id"]
        assert found.columns[0] == "row"
        assert found["row"].to_list() == ids
        assert found.index.equals(index.take(ids))
        assert found.index.names == index.names
        assert list(found.columns[1:]) == list(right[name].column_names[1:])
    for name in ("stories", "datelines"):
        found = getattr(bodies.copydesk, name)()
        assert found.index.equals(index)
        assert found.index.names == index.names
        assert list(found.columns) == list(right[name].column_names[1:])
    for texts in (bodies.copydesk.body(), bodies.copydesk.without_repeats()):
        assert texts.index.equals(index)
        assert texts.name == "body"


def test_what_is_one_for_each_text_goes_beside_it(frame: Any) -> None:
    where = frame["body"].copydesk.datelines(published=frame["day"])
    both = frame.join(where[["place", "agency", "start"]])
    assert both["place"].to_list()[::4] == ["Lima", "Tromsø"]
    assert both["agency"].notna().to_list() == [True, False, False, False, False]
    assert where["day"].to_list()[0] == pd.Timestamp("2020-03-03")
    assert where["start"].isna().to_list() == [False, True, True, True, False]
    assert where["agencies"].to_list() == [["AP"], None, None, None, []]
    assigned = frame.assign(**frame["body"].copydesk.stories()[["sentences", "read"]])
    assert assigned["read"].to_list() == [True, False, True, True, True]
    assert assigned["sentences"].to_list()[:2] == [2, pd.NA]


def test_pipes_groups_and_assignments(frame: Any) -> None:
    read = (
        frame.assign(body=lambda df: df["body"].copydesk.without_repeats())
        .dropna(subset="body")
        .pipe(lambda df: df["body"].copydesk.entities(reader=cd.Reader(kinds=["PERSON"])))
    )
    assert read["name"].to_list() == ["Ana Ruiz", "Siri Holm"]
    assert read.index.to_list() == [0, 4]
    groups = frame.assign(paper=list("abaab")).groupby("paper")["body"]
    quotes = groups.apply(lambda bodies: bodies.copydesk.quotes()["speaker"])
    assert quotes.groupby("paper").size().to_dict() == {"a": 3, "b": 1}


@pytest.mark.parametrize("dtype", ["object", "string", "category", None])
def test_strings_of_every_dtype(dtype: Any) -> None:
    bodies = pd.Series(BODIES, dtype=dtype)
    right = pd.Series(BODIES, dtype="object")
    for name in ALL:
        found = getattr(bodies.copydesk, name)()
        pd.testing.assert_frame_equal(found, getattr(right.copydesk, name)())


def test_dtypes_do_not_depend_on_what_is_in_the_texts() -> None:
    full, nothing = pd.Series(BODIES), pd.Series([None, None], dtype="object")
    for bodies in (nothing, pd.Series([], dtype="object"), pd.Series([float("nan")])):
        for name in ALL:
            found, right = (getattr(it.copydesk, name)() for it in (bodies, full))
            assert found.dtypes.to_dict() == right.dtypes.to_dict(), name
        assert bodies.copydesk.body().dtype == full.copydesk.body().dtype
    kinds = full.copydesk.datelines().dtypes.astype(str).to_dict()
    text = "str" if int(pd.__version__.split(".")[0]) >= 3 else "object"
    assert (kinds["start"], kinds["credit_only"], kinds["confidence"]) == (
        "Int64",
        "boolean",
        "float64",
    )
    assert (kinds["place"], kinds["day"], kinds["agencies"]) == (text, "datetime64[s]", "object")


@pytest.mark.parametrize(
    "published",
    [
        "2020-03-05",
        datetime.date(2020, 3, 5),
        pd.Timestamp("2020-03-05 23:00"),
        ["2020-03-05"] * 5,
        pd.Series(pd.to_datetime(["2020-03-05"] * 5)),
        pd.Series(pd.to_datetime(["2020-03-05"] * 5)).dt.tz_localize("Europe/Oslo"),
        pd.Series(["2020-03-05"] * 5, dtype="category"),
        pd.Series([datetime.date(2020, 3, 5)] * 5),
    ],
    ids=lambda it: f"{type(it).__name__} {getattr(it, 'dtype', '')}",
)
def test_days_of_every_kind(published: Any) -> None:
    where = pd.Series(BODIES).copydesk.datelines(published)
    assert where.loc[0, "day"] == pd.Timestamp("2020-03-03")


def test_days_of_another_index_are_no_days_of_these_texts(frame: Any) -> None:
    some = frame["day"].sort_values()
    with pytest.raises(InputValueError, match="published has another index"):
        frame["body"].copydesk.datelines(some)
    mixed = frame.loc[some.index, "body"].copydesk.datelines(some)
    assert mixed.loc[0, "date"] == "2020-03-03"


def test_texts_without_the_rest(frame: Any) -> None:
    kept = frame["body"].copydesk.without_repeats()
    assert [None if text != text else text for text in kept] == [
        text if text is None else cd.drop_repeats(text) for text in BODIES
    ]
    bodies = frame["body"].copydesk.body()
    assert [None if text != text else text for text in bodies] == [
        text if text is None else cd.read(text).body for text in BODIES
    ]
    marked = frame["body"].copydesk.body(reader=cd.Reader(repeats="ignore"))
    assert marked[2] == BODIES[2]


def test_options_go_to_the_reader(frame: Any) -> None:
    with pytest.raises(InputValueError, match="this reader reads no quotes"):
        frame["body"].copydesk.quotes(reader=cd.Reader(quotes=False))
    with pytest.raises(InputValueError, match="threads is 0"):
        frame["body"].copydesk.quotes(threads=0)
    with pytest.raises(TypeError, match="'thread'"):
        frame["body"].copydesk.quotes(thread=2)
    one, two = (frame["body"].copydesk.mentions(threads=threads) for threads in (1, 2))
    pd.testing.assert_frame_equal(one, two)


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(InputTypeError, match="row 1: every text must be a str"):
        pd.Series(["Rain.", 5], index=["a", "b"]).copydesk.quotes()
    with pytest.raises(InputTypeError, match="must be"):
        pd.Series([1, 2]).copydesk.quotes()
    with pytest.warns(CopydeskWarning, match="row 1"):
        found = pd.Series(["Rain.", "\ud800"], dtype="object").copydesk.stories()
    assert found["read"].to_list() == [True, False]


def test_frames_are_keyed_by_a_column(frame: Any) -> None:
    before = frame.copy()
    for name in ALL:
        keyed = getattr(frame.copydesk, name)("body", id="url", published="day")
        column = getattr(frame["body"].copydesk, name)(frame["day"])
        if name in LONG:
            assert keyed["id"].to_list() == frame["url"].take(column["row"]).to_list()
            assert keyed.index.equals(pd.RangeIndex(len(keyed)))
        others = list(column.columns.drop("row", errors="ignore"))
        if name != "datelines":
            pd.testing.assert_frame_equal(
                keyed[others].reset_index(drop=True), column[others].reset_index(drop=True)
            )
    pd.testing.assert_frame_equal(frame, before)
    assert frame.copydesk.datelines("body", id="url")["id"].to_list() == ["v", "z"]
    one_day = frame.copydesk.datelines("body", published=datetime.date(2021, 3, 5))
    assert one_day["date"].to_list()[0] == "2021-03-03"
    joined = frame.merge(frame.copydesk.quotes("body", id="url"), left_on="url", right_on="id")
    assert len(joined) == 4
    stories = frame.set_index("url").copydesk.stories("body")
    assert stories.index.to_list() == list("vwxyz")


@pytest.mark.parametrize(
    "ids",
    [
        pd.Series([1, 2, 3, 4, 5], dtype="uint8"),
        pd.Series([1, None, 3, 4, 5], dtype="Int64"),
        pd.Series(list("abcde"), dtype="category"),
        pd.Series([(1, 2), "x", 3.5, None, 7], dtype="object"),
        pd.Series(pd.date_range("2020-01-01", periods=5, tz="UTC")),
    ],
    ids=lambda ids: str(ids.dtype),
)
def test_ids_keep_their_dtype(frame: Any, ids: Any) -> None:
    frame["id"] = ids
    found = frame.copydesk.quotes("body", id="id")["id"]
    assert found.dtype == ids.dtype
    assert found.to_list() == [ids[0], ids[0], ids[2], ids[4]]
    empty = frame[:0].copydesk.quotes("body", id="id")["id"]
    assert empty.dtype == ids.dtype


def corpus() -> Any:
    return pd.DataFrame(
        {
            ("text", "body"): [FERRY, "It rains in Oslo.", FERRY.upper(), None],
            ("text", "day"): ["2020-03-05", None, "2020-03-04", None],
            ("meta", "url"): ["a", "b", "c", "d"],
            ("meta", "paper"): ["Post", "Post", "Bladet", "Post"],
        },
        index=["p", "q", "q", "r"],
    )


def test_duplicates_go_beside_the_texts() -> None:
    frame = corpus()
    body, day, url, paper = frame.columns
    found = frame.copydesk.duplicates(body)
    assert found.index.equals(frame.index)
    assert found.to_dict("list") == {
        "label": [0, 1, 0, 3],
        "size": [2, 1, 2, 1],
        "keep": [True, True, False, True],
    }
    dated = frame.copydesk.duplicates(body, id=url, date=day, source=paper)
    assert dated["id"].to_list() == list("abcd")
    assert dated["keep"].to_list() == [False, True, True, True]
    assert frame[dated["keep"].to_numpy()][url].to_list() == ["b", "c", "d"]
    latest = frame.copydesk.duplicates(body, date=day, keep="latest")
    assert latest["keep"].to_list() == [True, True, False, True]
    [pair] = frame.copydesk.duplicate_pairs(body, id=url).to_dict("records")
    assert pair == cd.find_duplicates(frame[body], ids=frame[url]).pairs[0].to_dict()
    assert frame.copydesk.duplicate_pairs(body)[["a", "b"]].to_dict("list") == {"a": [0], "b": [2]}
    nothing = frame[:0].copydesk.duplicate_pairs(body, id=url)
    assert nothing.dtypes.to_dict() == frame.copydesk.duplicate_pairs(body, id=url).dtypes.to_dict()
    with pytest.raises(InputValueError, match="threshold"):
        frame.copydesk.duplicates(body, threshold=2.0)


def test_passages_of_a_frame() -> None:
    frame = corpus()
    body, url = frame.columns[0], frame.columns[2]
    frame.iloc[1, 0] = f"Rain. {FERRY}"
    [passage] = frame.copydesk.passages(body, min_words=8).to_dict("records")
    assert passage["texts"] == 3
    places = frame.copydesk.passage_places(body, id=url, min_words=8)
    assert places["id"].to_list() == ["a", "b", "c"]
    pairs = frame.copydesk.passage_pairs(body, id=url, min_words=8)
    right = cd.find_passages(frame[body], frame[url], min_words=8).pairs
    assert pairs.to_dict("records") == [pair.to_dict() for pair in right]
    assert len(frame.copydesk.passages(body, min_words=50)) == 0


def test_wrong_names_list_the_columns(frame: Any) -> None:
    there = "no column 'bdy'; the columns are 'url', 'day', 'body'"
    calls: list[tuple[Callable[[], Any], str]] = [
        (lambda: frame.copydesk.quotes("bdy"), "text"),
        (lambda: frame.copydesk.quotes("body", id="bdy"), "id"),
        (lambda: frame.copydesk.quotes("body", published="bdy"), "published"),
        (lambda: frame.copydesk.duplicates("body", date="bdy"), "date"),
        (lambda: frame.copydesk.duplicates("body", source="bdy"), "source"),
        (lambda: frame.copydesk.passages("bdy"), "text"),
    ]
    for call, option in calls:
        with pytest.raises(InputValueError, match=f"{option}: there is {there}"):
            call()
    many = pd.DataFrame([["x"] * 60])
    with pytest.raises(InputValueError, match="48, 49 and 10 more"):
        many.copydesk.quotes("x")
    assert len(many.copydesk.stories(7)) == 1
    twice = pd.DataFrame([["x", "y"]], columns=["body", "body"])
    with pytest.raises(InputValueError, match="text: 'body' is not the name of one column"):
        twice.copydesk.quotes("body")
    with pytest.raises(InputValueError, match="text: there is no column"):
        frame.copydesk.quotes(["body"])


def test_typed_without_the_accessor(frame: Any) -> None:
    texts = copydesk.pandas.SeriesAccessor(frame["body"])
    assert len(texts.quotes()) == 4
    assert len(copydesk.pandas.FrameAccessor(frame).quotes("body")) == 4


def test_the_accessor_is_there_by_import_alone() -> None:
    program = """
import sys, pandas
assert not hasattr(pandas.Series([], dtype=object), "copydesk")
before = set(sys.modules)
import copydesk.pandas
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(",".join(sorted(new & {"polars", "pyarrow", "duckdb", "narwhals", "tqdm"})))
pandas.Series(["Rain."]).copydesk.quotes()
"""
    result = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", program], capture_output=True, text=True
    )
    assert (result.stdout, result.stderr) == ("\n", "")


@pytest.mark.parametrize(
    ("method", "function"),
    [("duplicates", cd.find_duplicates), ("duplicate_pairs", cd.find_duplicates),
     ("passages", cd.find_passages), ("passage_pairs", cd.find_passages)],
)  # fmt: skip
def test_a_frame_has_the_options_of_the_function(
    method: str, function: Callable[..., object]
) -> None:
    ours = inspect.signature(getattr(copydesk.pandas.FrameAccessor, method)).parameters
    theirs = inspect.signature(function).parameters
    columns = {"texts", "ids", "dates", "sources", "keep_texts"}
    assert {name: it.default for name, it in theirs.items() if name not in columns} == {
        name: it.default
        for name, it in ours.items()
        if name not in {"self", "text", "id", "date", "source"}
    }
