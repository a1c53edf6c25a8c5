"""Duplicates of a corpus: what goes in, what comes out, what is refused."""

import datetime
import math
import os
import pickle
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import copydesk as cd
from copydesk.errors import CopydeskWarning, InputTypeError, InputValueError

LEAD = (
    "The car ferry Solvarden will not sail before Monday, the company told passengers who had been "
    "waiting in the rain since the early morning."
)
MORE = (
    "Two of its engines failed in the storm, and the parts that are needed have to come from "
    "Rotterdam by road, which takes three days at this time of the year."
)
END = (
    "“We are sorry, and we pay for the hotel,” said Åse Bergli, who runs the line with 14 men and "
    "two ships that are older than she is."
)
STORY = f"{LEAD}\n\n{MORE}\n\n{END}"
CUT = f"{LEAD}\n\n{MORE}"
OTHER = (
    "The town of Grimvik has a new library with 40,000 books, a roof of grass and a café in which "
    "nobody has to be quiet, the architect told a crowd of schoolchildren on Saturday."
)
TEXTS = [CUT, OTHER, None, STORY, OTHER.upper(), ""]
LABELS = [0, 1, 2, 0, 1, 5]


def numbered(number: int) -> str:
    """Give a story of its own for each number."""
    return " ".join(f"s{number}w{word}" for word in range(60))


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS,
        tuple(TEXTS),
        iter(TEXTS),
        (text for text in TEXTS),
        pd.Series(TEXTS, dtype=object),
        pd.Series(TEXTS, dtype="string"),
        pd.Series(TEXTS, dtype=object, index=list("uvwxyz")),
        pd.Series([CUT, OTHER, math.nan, STORY, OTHER.upper(), ""], dtype=object),
        pd.Series([CUT, OTHER, pd.NA, STORY, OTHER.upper(), ""], dtype=object),
        np.array(TEXTS, dtype=object),
        dict.fromkeys([CUT, OTHER, None, STORY, OTHER.upper(), ""]),
    ],
    ids=[
        "list",
        "tuple",
        "iterator",
        "generator",
        "object",
        "string",
        "index",
        "NaN",
        "NA",
        "array",
        "dict",
    ],
)
def test_texts_come_in_any_iterable(texts: Any) -> None:
    found = cd.find_duplicates(texts)
    assert found.labels == LABELS
    assert len(found) == 6


def test_pairs_say_how_texts_are_related() -> None:
    found = cd.find_duplicates(TEXTS)
    cut, upper = found.pairs
    assert (cut.a, cut.b, cut.relation, cut.coverage_a) == (0, 3, "excerpt", 1.0)
    assert 0.5 < cut.coverage_b < 0.75
    assert 0.9 <= cut.confidence <= 1
    assert upper == (1, 4, "exact", 1.0, 1.0, 1.0, 1.0)


def test_labels_keep_clusters_and_pairs_agree() -> None:
    texts = [
        text for number in range(40) for text in (numbered(number % 30), numbered(number)[:250])
    ]
    found = cd.find_duplicates(texts)
    members: dict[int, list[int]] = {}
    for row, label in enumerate(found.labels):
        members.setdefault(label, []).append(row)
    assert [list(it.members) for it in found.clusters] == [
        rows for rows in members.values() if len(rows) > 1
    ]
    assert len(found.clusters) == 30
    assert [row for row, kept in enumerate(found.keep) if kept] == sorted(
        [cluster.kept for cluster in found.clusters]
        + [rows[0] for rows in members.values() if len(rows) == 1]
    )
    for pair in found.pairs:
        assert found.labels[pair.a] == found.labels[pair.b]
    assert repr(found) == "Duplicates(80 texts, 30 clusters of 70 texts, 40 to drop)"


def test_lists_are_the_callers_own() -> None:
    found = cd.find_duplicates(TEXTS, sources=["A"] * 6)
    for name in ("labels", "keep", "pairs", "clusters", "sources"):
        before = list(getattr(found, name))
        getattr(found, name).clear()
        assert getattr(found, name) == before != []


@pytest.mark.parametrize(
    "ids",
    [
        ["a", "b", "c", "d", "e", "f"],
        [7, 5, 3, 2**80, -1, 0],
        [("x", number) for number in range(6)],
        [datetime.date(2026, 3, day) for day in range(1, 7)],
        [None, "a", 1.5, True, 0, ()],
    ],
)
def test_ids_are_what_texts_are_called(ids: list[Any]) -> None:
    for given in (ids, iter(ids)):
        found = cd.find_duplicates(TEXTS, given)
        assert found.labels == LABELS
        assert [(pair.a, pair.b) for pair in found.pairs] == [(ids[0], ids[3]), (ids[1], ids[4])]
        assert [it.members for it in found.clusters] == [(ids[0], ids[3]), (ids[1], ids[4])]
        assert [it.kept for it in found.clusters] == [ids[0], ids[1]]
        comparison = found.explain(ids[0], ids[3])
        assert (comparison.a, comparison.b) == (ids[0], ids[3])
        assert comparison.relation == "excerpt"


def test_ids_of_pandas_find_their_rows() -> None:
    frame = pd.DataFrame({"id": [11, 12, 13], "text": [CUT, OTHER, STORY]})
    found = cd.find_duplicates(frame["text"], frame["id"])
    assert [(pair.a, pair.b) for pair in found.pairs] == [(11, 13)]
    assert found.explain(11, 13).confidence == found.pairs[0].confidence
    assert frame[found.keep]["id"].tolist() == [11, 12]


def test_wrong_ids_are_refused() -> None:
    with pytest.raises(InputValueError, match="row 2: the id 'a' is that of row 0 already"):
        cd.find_duplicates(["x"] * 3, ["a", "b", "a"])
    with pytest.raises(InputTypeError, match="row 1: an id must be hashable, not list"):
        cd.find_duplicates(["x"] * 2, ["a", ["b"]])
    for ids in (["a"], ["a", "b", "c"]):
        with pytest.raises(InputValueError, match=f"there are {len(ids)} ids and 2 texts"):
            cd.find_duplicates(["x"] * 2, ids)
    for wrong in ("ab", 3):
        with pytest.raises(InputTypeError, match=r"ids (must be an iterable|is a single)"):
            cd.find_duplicates(["x"] * 2, wrong)  # type: ignore[arg-type]


DAYS = {
    "date": datetime.date(2026, 3, 4),
    "datetime": datetime.datetime(2026, 3, 4, 23, 59),
    "ISO": "2026-03-04",
    "ISO with time": "2026-03-04T10:00:00Z",
    "pandas": pd.Timestamp("2026-03-04 10:00", tz="Europe/Oslo"),
    "numpy": np.datetime64("2026-03-04T10:00"),
}


@pytest.mark.parametrize("given", DAYS.values(), ids=DAYS.keys())
def test_dates_come_in_any_form(given: Any) -> None:
    texts = [STORY] * 4
    early, late, nothing = "2026-03-03", "2026-03-06", pd.NaT
    found = cd.find_duplicates(texts, dates=[nothing, late, given, None])  # type: ignore[list-item]
    assert found.keep == [False, False, True, False]
    assert found.clusters[0].earliest == 2
    found = cd.find_duplicates(texts, dates=[nothing, early, given, None])  # type: ignore[list-item]
    assert found.clusters[0].earliest == 1
    assert cd.find_duplicates(texts, dates=[given, early, late, late], window=1).labels == [
        0,
        0,
        2,
        2,
    ]


def test_dates_of_pandas() -> None:
    dates = pd.to_datetime(pd.Series(["2026-03-09", None, "2026-03-01"]))
    found = cd.find_duplicates([STORY, STORY, STORY], dates=dates)
    assert found.clusters[0] == ((0, 1, 2), 2, 2, None)


def test_wrong_dates_are_refused() -> None:
    with pytest.raises(InputValueError, match="row 1: dates is '2026-02-30'"):
        cd.find_duplicates(["x"] * 2, dates=["2026-02-28", "2026-02-30"])
    with pytest.raises(InputValueError, match="row 0: dates is 3"):
        cd.find_duplicates(["x"] * 2, dates=[3, None])  # type: ignore[list-item]
    with pytest.raises(InputValueError, match="dates ends before row 1"):
        cd.find_duplicates(["x"] * 2, dates=["2026-02-28"])
    with pytest.raises(InputValueError, match="dates has more days than the 2 texts"):
        cd.find_duplicates(["x"] * 2, dates=[None] * 3)


def test_keep_chooses_the_text_that_stays() -> None:
    texts = [CUT, STORY, CUT, STORY.upper(), OTHER]
    dates = ["2026-03-05", "2026-03-05", "2026-03-04", "2026-03-06", None]
    kept = {
        keep: cd.find_duplicates(texts, dates=dates, keep=keep).keep.index(True)
        for keep in ("first", "longest", "earliest", "latest")
    }
    assert kept == {"first": 0, "longest": 1, "earliest": 2, "latest": 3}
    for keep in ("earliest", "latest"):
        assert cd.find_duplicates(texts, keep=keep).keep == [True, False, False, False, True]
    with pytest.raises(InputValueError, match="keep is \"best\"; it must be 'earliest'"):
        cd.find_duplicates(texts, keep="best")  # type: ignore[arg-type]


def test_sources_say_who_was_first() -> None:
    texts = [CUT, STORY, OTHER, STORY, OTHER.upper(), numbered(1)]
    found = cd.find_duplicates(
        texts,
        dates=["2026-03-05", "2026-03-04", "2026-03-07", "2026-03-04", None, "2026-03-01"],
        sources=["Post", "Wire", "Post", "Echo", None, "Wire"],
    )
    assert [(it.earliest, it.source) for it in found.clusters] == [(1, "Wire"), (2, "Post")]
    assert found.sources == [
        ("Post", 2, 2, 1), ("Echo", 1, 1, 1), ("Wire", 2, 1, 1),
    ]  # fmt: skip
    assert cd.find_duplicates(texts, sources=["Post"] * 6).sources == [("Post", 6, 5, 0)]
    assert cd.find_duplicates(texts).sources == []
    missing = pd.Series(["Post", None, math.nan, pd.NA, "Echo", "Echo"], dtype=object)
    assert [it.texts for it in cd.find_duplicates(texts, sources=missing).sources] == [2, 1]


def test_wrong_sources_are_refused() -> None:
    with pytest.raises(InputTypeError, match="row 1: a source must be a str or None, not int"):
        cd.find_duplicates(["x"] * 2, sources=["a", 3])  # type: ignore[list-item]
    with pytest.raises(InputValueError, match="there are 1 sources and 2 texts"):
        cd.find_duplicates(["x"] * 2, sources=["a"])
    for wrong in ("ab", 3, {"a": "b", "c": "d"}):
        with pytest.raises(InputTypeError, match="sources must be an iterable of names"):
            cd.find_duplicates(["x"] * 2, sources=wrong)  # type: ignore[arg-type]


def test_only_the_relations_asked_for_count() -> None:
    texts = [CUT, STORY, STORY.upper()]
    assert cd.find_duplicates(texts, relations=["exact"]).labels == [0, 1, 1]
    # The last is as much related to the first as the text of the same words is.
    assert cd.find_duplicates(texts, relations=("excerpt",)).labels == [0, 0, 0]
    assert cd.find_duplicates(texts[1:], relations=("excerpt",)).labels == [0, 1]
    assert cd.find_duplicates(texts, relations={"exact", "excerpt"}).labels == [0, 0, 0]
    with pytest.raises(InputValueError, match="relations is empty"):
        cd.find_duplicates(texts, relations=[])
    with pytest.raises(
        InputValueError, match="\"copy\" is no relation of duplicates; there are 'exact'"
    ):
        cd.find_duplicates(texts, relations=["copy"])  # type: ignore[list-item]
    for wrong in ("exact", 3, [3]):
        with pytest.raises(InputTypeError, match="relation"):
            cd.find_duplicates(texts, relations=wrong)  # type: ignore[arg-type]


def test_options_have_bounds() -> None:
    for threshold in (0, -1, 1.01, math.nan):
        with pytest.raises(InputValueError, match=r"threshold is .*more than 0 and at most 1"):
            cd.find_duplicates([], threshold=threshold)
    for name in ("window", "min_words"):
        for value in (-1, 2**40):
            with pytest.raises(InputValueError, match=f"{name} is {value}"):
                cd.find_duplicates([], **{name: value})  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="threads is 0"):
        cd.find_duplicates([], threads=0)
    assert cd.find_duplicates([CUT, STORY, CUT], threshold=1).labels == [0, 1, 0]
    assert cd.find_duplicates([CUT, STORY, CUT], min_words=200).labels == [0, 1, 0]
    assert cd.find_duplicates([CUT, STORY], threshold=1e-6).labels == [0, 0]
    with pytest.raises(TypeError):
        cd.find_duplicates([], None, None, ["a"])  # type: ignore[call-arg]


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(
        InputTypeError, match=r"row 1: every text must be a str or None, not bytes.*decode"
    ):
        cd.find_duplicates(["x", b"y"])  # type: ignore[list-item]
    with pytest.raises(InputTypeError, match="row 0: every text must be a str or None, not int"):
        cd.find_duplicates([3])  # type: ignore[list-item]
    with pytest.raises(InputTypeError, match="a single str"):
        cd.find_duplicates("Rain.")
    with pytest.raises(InputTypeError, match="an iterable of str or None, not int"):
        cd.find_duplicates(3)  # type: ignore[arg-type]


def test_what_the_iterable_raises_comes_through() -> None:
    def texts() -> Iterator[str]:
        yield STORY
        raise KeyError("the feed is gone")

    with pytest.raises(KeyError, match="the feed is gone"):
        cd.find_duplicates(texts())


def test_lone_surrogates_are_duplicates_of_nothing() -> None:
    broken = STORY + "\ud800"
    with pytest.warns(
        CopydeskWarning, match=r"2 texts hold lone surrogates and are .*\(row 1, 2\)"
    ) as said:
        found = cd.find_duplicates([STORY, broken, broken, CUT])
    assert len(said) == 1
    assert found.labels == [0, 1, 2, 0]
    with pytest.raises(InputValueError, match="the text 1 is null"):
        found.explain(0, 1)


def test_no_texts_have_no_duplicates() -> None:
    found = cd.find_duplicates([], [], [])
    assert (found.labels, found.keep, found.clusters, found.pairs, len(found)) == (
        [],
        [],
        [],
        [],
        0,
    )
    assert repr(found) == "Duplicates(0 texts, 0 clusters of 0 texts, 0 to drop)"
    assert "<table" not in found._repr_html_()


def test_pairs_and_clusters_are_tables() -> None:
    found = cd.find_duplicates(TEXTS, dates=["2026-03-01"] * 6, sources=["Post"] * 6)
    pairs = pd.DataFrame(found.pairs)
    assert list(pairs.columns) == [
        "a", "b", "relation", "similarity", "confidence", "coverage_a", "coverage_b",
    ]  # fmt: skip
    assert pairs["relation"].tolist() == ["excerpt", "exact"]
    clusters = pd.DataFrame(found.clusters)
    assert list(clusters.columns) == ["members", "kept", "earliest", "source"]
    sources = pd.DataFrame(found.sources)
    assert list(sources.columns) == ["source", "texts", "shared", "first"]
    assert sources.iloc[0].tolist() == ["Post", 6, 4, 2]


def test_rows_are_pickled_and_are_dictionaries() -> None:
    found = cd.find_duplicates(TEXTS, sources=["Post"] * 6)
    for rows, kind in (
        (found.pairs, cd.DuplicatePair),
        (found.clusters, cd.DuplicateCluster),
        (found.sources, cd.SourceStats),
    ):
        again = pickle.loads(pickle.dumps(rows))
        assert again == rows != []
        assert {type(row) for row in again} == {kind}
        assert rows[0].to_dict() == dict(zip(kind._fields, rows[0], strict=True))


def test_explain_shows_what_two_texts_share() -> None:
    found = cd.find_duplicates([f"😀 {CUT}", STORY.replace("Monday", "Sunday"), OTHER])
    comparison = found.explain(0, 1)
    assert comparison.relation == "excerpt"
    assert (comparison.coverage_a, comparison.confidence) == (1.0, found.pairs[0].confidence)
    [(one, two)] = comparison.passages
    assert one.text == CUT.removesuffix(".")
    assert one.start == 2
    assert two.text == one.text.replace("Monday", "Sunday")
    backwards = found.explain(1, 0)
    assert [(b, a) for a, b in backwards.passages] == comparison.passages
    assert (backwards.coverage_b, backwards.similarity) == (1.0, comparison.similarity)
    assert comparison.features["covered_more"] == 1.0
    assert comparison.features["days_apart"] is None
    assert repr(comparison).startswith("Comparison(0, 1, excerpt, confidence=")
    assert str(comparison) == f"{comparison!r}\n{comparison.diff()}"
    nothing = found.explain(0, 2)
    assert (nothing.passages, nothing.coverage_a, nothing.coverage_b) == ([], 0, 0)
    assert nothing.confidence < 0.1
    assert found.explain(2, 2).relation == "exact"


def test_explain_knows_the_dates() -> None:
    found = cd.find_duplicates([CUT, STORY], dates=["2026-03-01", "2026-03-09"])
    assert found.explain(0, 1).features["days_apart"] == 8


def test_explain_refuses_what_is_not_there() -> None:
    found = cd.find_duplicates(["x", None])
    for a, b in ((0, 2), (-1, 0), ("x", 0), (0, 1.5), (None, 0)):
        with pytest.raises(InputValueError, match="no text is called"):
            found.explain(a, b)
    with pytest.raises(InputValueError, match="the text 1 is null"):
        found.explain(0, 1)
    named = cd.find_duplicates(["x", None], ["a", "b"])
    wrong: list[Any] = [("a", "c"), ("a", 0), (["a"], "a")]
    for a, b in wrong:
        with pytest.raises(InputValueError, match="no text is called"):
            named.explain(a, b)
    with pytest.raises(InputValueError, match="the text 'b' is null"):
        named.explain("a", "b")


def test_diff_makes_the_second_text_of_the_first() -> None:
    found = cd.find_duplicates([LEAD, LEAD.replace("Monday", "Sunday")])
    assert found.explain(0, 1).diff() == LEAD.replace("Monday,", "[-Monday,-]{+Sunday,+}")
    same = found.explain(0, 0).diff()
    assert same == LEAD
    longer = cd.find_duplicates([CUT, STORY]).explain(0, 1).diff()
    assert longer.startswith(CUT.removesuffix("."))
    assert "Åse Bergli" in longer.split("{+")[1]


HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>\"&amp; "


def test_notebook_views_escape_what_they_show() -> None:
    texts = [HOSTILE + CUT, HOSTILE + STORY + HOSTILE]
    ids = [f"{HOSTILE}1", f"{HOSTILE}2"]
    found = cd.find_duplicates(texts, ids, ["2026-03-01", None], sources=[HOSTILE, HOSTILE])
    assert len(found.clusters) == 1
    for page in (found._repr_html_(), found.explain(*ids)._repr_html_()):
        assert "&lt;script&gt;" in page
        for unsafe in ("<script", "<img", 'onerror=alert(1)>"'):
            assert unsafe not in page


def test_notebook_views_show_clusters_and_texts() -> None:
    found = cd.find_duplicates(TEXTS, dates=["2026-03-01"] * 6, sources=["Post"] * 6)
    page = found._repr_html_()
    assert "Duplicates(6 texts, 2 clusters of 4 texts, 2 to drop)" in page
    assert page.count("2026-03-01 <b>first day</b>") == 4
    assert page.count(">Post<") == 4
    assert page.count(">kept<") == 2
    assert "The car ferry Solvarden" in page
    comparison = found.explain(0, 3)._repr_html_()
    assert comparison.count("Rotterdam") == 2


def test_the_number_of_threads_does_not_matter() -> None:
    texts = [
        numbered(number % 300)[: 200 + number % 7 * 20] + f" turn {number % 11}"
        for number in range(3000)
    ]
    alone = cd.find_duplicates(texts, threads=1)
    assert len(alone.pairs) > 1000
    for threads in (2, 3, None):
        found = cd.find_duplicates(texts, threads=threads)
        assert (found.labels, found.pairs) == (alone.labels, alone.pairs)


def test_progress_shows_bars(capsys: pytest.CaptureFixture[str]) -> None:
    found = cd.find_duplicates([CUT, STORY, OTHER], progress=True)
    assert found.labels == [0, 0, 2]
    shown = capsys.readouterr().err
    assert "3/3" in shown
    assert "1/1" in shown
    assert cd.find_duplicates(iter([CUT, STORY]), progress=True).labels == [0, 0]


def test_progress_without_tqdm_warns_and_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.warns(CopydeskWarning, match=r"copydesk\[progress\]") as said:
        assert cd.find_duplicates([CUT, STORY], progress=True).labels == [0, 0]
    assert len(said) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX does")
@pytest.mark.parametrize("texts", ["itertools.cycle(stories)", "[story for story in stories] * 40"])
def test_ctrl_c_ends_a_long_search(texts: str) -> None:
    # An endless feed is stopped while it is read; a large corpus of patchwork while it is compared.
    program = f"""if True:
        import copydesk as cd, itertools, random, signal
        # Where tests run in the background, interrupts are ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        rest = random.Random(1)
        parts = [" ".join(f"p{{part}}w{{word}}" for word in range(40)) for part in range(3000)]
        stories = [" ".join(rest.sample(parts, 40)) for _ in range(1500)]
        print("ready", flush=True)
        while True:
            cd.find_duplicates({texts}, threads=1)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(timeout=0.7)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert "KeyboardInterrupt" in errors


def test_a_window_of_days_holds_for_a_notice_that_comes_every_day() -> None:
    notice = (
        "The harbour office of Karby says that the bridge over the sound opens at seven in the "
        "morning, that boats must keep to the eastern side, and that the lock keeper answers on "
        "channel nine. Today is day number {}."
    )
    days = [datetime.date(2026, 3, 1) + datetime.timedelta(number) for number in range(60)]
    for texts in ([notice.format(number) for number in range(60)], [notice] * 60):
        found = cd.find_duplicates(texts, dates=days, window=1)
        assert set(found.labels) == {0}
        assert all(pair.b - pair.a == 1 for pair in found.pairs)
        apart = cd.find_duplicates(texts, dates=days[::2] * 2, window=0)
        assert len(set(apart.labels)) == 30


def test_many_noisy_copies_of_one_story_are_one_cluster() -> None:
    chance = random.Random(7)
    words = [f"word{number}" for number in range(300)]

    def copy() -> str:
        return " ".join(
            w if chance.random() > 0.1 else f"x{chance.randrange(10**6)}" for w in words
        )

    found = cd.find_duplicates([copy() for _ in range(200)])
    assert set(found.labels) == {0}
