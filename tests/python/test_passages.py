"""Passages that texts share: what is found, what is refused, what is shown."""

import html.parser
import inspect
import itertools
import math
import os
import pickle
import random
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import copydesk as cd
from copydesk.errors import CopydeskWarning, InputTypeError, InputValueError

CASES = Path(__file__).parent.parent / "cases" / "passages" / "shared.toml"
RELEASE = (
    "The new terminal will open in the spring and handle two million passengers a year "
    "without a single queue"
)


@pytest.mark.parametrize(
    "case",
    [pytest.param(it, id=it["name"]) for it in tomllib.loads(CASES.read_text("utf-8"))["case"]],
)
def test_cases(case: dict[str, Any]) -> None:
    found = cd.find_passages(case["texts"], min_words=case["min_words"])
    shown = [
        {
            "text": it.text,
            "texts": [place.id for place in it.places],
            "furniture": it.furniture,
        }
        for it in found.passages
    ]
    assert shown == case["passages"]
    assert cd.drop_furniture(case["texts"]) == case.get("kept", case["texts"])


def corpus(count: int, words: int = 60) -> list[str | None]:
    """Texts of words of their own, every third with a release, every fifth with a notice."""
    draw = random.Random(7)

    def own(number: int) -> str:
        return " ".join(f"w{draw.randrange(10**7)}" for _ in range(number))

    notice = "Sign up for our newsletter “Høst” 🌊 and read what others did not dare to print."
    texts: list[str | None] = []
    for n in range(count):
        parts = [own(words)]
        parts += [f"“{RELEASE},” ærlig talt."] if n % 3 == 0 else []
        parts += [own(words // 2)]
        parts += [notice] if n % 5 == 0 else []
        texts.append("\n".join(parts) if n % 11 else None)
    return texts


def test_offsets_are_code_points() -> None:
    texts = corpus(60)
    found = cd.find_passages(texts, min_words=12)
    assert len(found) == 2
    for pair in found.pairs:
        a, b = texts[pair.a], texts[pair.b]
        assert a is not None
        assert b is not None
        passage = found.passages[pair.passage]
        assert a[pair.start_a : pair.end_a] == b[pair.start_b : pair.end_b] == passage.text
        assert pair.exactness == 1.0
        assert pair.furniture == passage.furniture
    for passage in found:
        rows = [place.id for place in passage.places]
        assert rows == sorted(rows)
        assert len(set(rows)) == passage.texts
        for place in passage.places:
            text = texts[place.id]
            assert text is not None
            assert text[place.start : place.end] == passage.text
    release = next(it for it in found.passages if it.text.startswith(RELEASE))
    assert [place.id for place in release.places] == [n for n in range(60) if n % 3 == 0 and n % 11]
    assert len(found.pairs) < 2 * sum(passage.texts for passage in found)


def test_threads_and_containers_make_no_difference() -> None:
    texts = corpus(80)
    expected = cd.find_passages(texts, threads=1, min_words=10).to_dict()
    assert expected["pairs"]
    assert cd.find_passages(texts, threads=3, min_words=10).to_dict() == expected
    assert cd.find_passages((it for it in texts), min_words=10).to_dict() == expected
    column = pd.Series(texts, dtype=object).where(lambda it: it.notna(), math.nan)
    assert cd.find_passages(column, min_words=10).to_dict() == expected


def test_ids_name_the_texts() -> None:
    texts = [f"{RELEASE}.", None, f"Port: {RELEASE}."]
    found = cd.find_passages(texts, ids=["a", ("b", 1), 7.5], min_words=10)
    [pair] = found.pairs
    assert (pair.a, pair.b) == ("a", 7.5)
    assert [place.id for place in found.passages[0].places] == ["a", 7.5]
    assert len(found.explain("a", 7.5)) == 1
    assert len(found.explain("a", ("b", 1))) == 0
    with pytest.raises(InputValueError, match="no text is called 'c'"):
        found.explain("a", "c")
    rows = cd.find_passages(texts, min_words=10)
    for wrong in (3, -1, "a", [1]):
        with pytest.raises(InputValueError, match="no text is called"):
            rows.explain(0, wrong)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"ids": ["a"]}, "1 ids and 2 texts"),
        ({"ids": ["a", "b", "c"]}, "3 ids and 2 texts"),
        ({"ids": ["a", "a"]}, "row 1: the id 'a' is that of row 0"),
        ({"min_words": 3}, "min_words is 3; it must be 4 to 4294967295"),
        ({"min_words": 2**32}, "min_words is 4294967296; it must be 4 to 4294967295"),
        ({"min_words": -1}, "min_words is -1; it must be 4 to 4294967295"),
        ({"threads": 0}, "threads is 0; it must be 1 to 1024"),
        ({"threads": -2}, "threads is -2; it must be 1 to 1024"),
    ],
)
def test_wrong_values_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputValueError, match=message):
        cd.find_passages(["Rain.", "Snow."], **arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"texts": "Rain."}, "texts is a single str"),
        ({"texts": 7}, "texts must be a column or an iterable of str or None, not int"),
        ({"texts": ["Rain.", b"Snow."]}, "row 1: every text must be a str or None, not bytes"),
        ({"texts": ["Rain."], "ids": "a"}, "ids is a single str"),
        ({"texts": ["Rain."], "ids": 5}, "ids must be an iterable, not int"),
        ({"texts": ["Rain."], "ids": [[]]}, "row 0: an id must be hashable, not list"),
    ],
)
def test_wrong_types_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputTypeError, match=message):
        cd.find_passages(**arguments)


def test_functions_document_what_they_take_return_and_raise() -> None:
    for function in (cd.find_passages, cd.drop_furniture, cd.Passages.explain):
        docstring = inspect.getdoc(function) or ""
        for section in ("Parameters", "Returns", "Raises", "Examples"):
            assert f"{section}\n{'-' * len(section)}" in docstring, f"{function}: {section}"


def test_no_text_is_as_long_as_that() -> None:
    assert len(cd.find_passages([RELEASE, RELEASE], min_words=2**32 - 1)) == 0


def test_errors_of_the_iterable_are_its_own() -> None:
    def texts() -> Iterator[str]:
        yield "Rain."
        raise LookupError("the feed is gone")

    with pytest.raises(LookupError, match="the feed is gone"):
        cd.find_passages(texts())
    with pytest.raises(LookupError, match="the feed is gone"):
        cd.drop_furniture(texts())


def test_lone_surrogates_are_null_rows_and_a_warning() -> None:
    texts = [RELEASE, f"{RELEASE} \ud800", RELEASE]
    with pytest.warns(CopydeskWarning, match=r"1 text holds lone surrogates .*\(row 1\)"):
        found = cd.find_passages(texts, min_words=10)
    assert [place.id for place in found.passages[0].places] == [0, 2]
    with pytest.warns(CopydeskWarning, match="lone surrogates"):
        assert cd.drop_furniture(texts) == [RELEASE, None, RELEASE]


def test_nulls_share_nothing() -> None:
    texts = [None, math.nan, np.nan, pd.NA, pd.NaT, ""]
    found = cd.find_passages(texts)  # type: ignore[arg-type]
    assert (len(found), found.pairs, list(found)) == (0, [], [])
    assert cd.drop_furniture(texts) == [None] * 5 + [""]  # type: ignore[arg-type]
    assert cd.find_passages([]).to_dict() == {"pairs": [], "passages": []}


def test_rows_make_tables() -> None:
    found = cd.find_passages([f"{RELEASE}.", f"Port: {RELEASE}."], min_words=10)
    table = pd.DataFrame(found.to_dicts())
    assert list(table.columns) == list(cd.PassagePair._fields)
    assert table["words"].tolist() == [19]
    assert found.to_dict()["passages"][0]["places"][1] == {
        "id": 1,
        "start": 6,
        "end": 6 + len(RELEASE),
    }


def test_rows_are_frozen_and_survive_pickling() -> None:
    found = cd.find_passages([f"{RELEASE}.", f"Port: {RELEASE}."], min_words=10)
    for thing in (found.pairs[0], found.passages[0], found.passages[0].places[0]):
        assert pickle.loads(pickle.dumps(thing)) == thing
        with pytest.raises(AttributeError):
            thing.words = 5  # type: ignore[misc, union-attr]


def test_reprs() -> None:
    found = cd.find_passages([f"{RELEASE}.", None, f"Port: {RELEASE}."], min_words=10)
    assert repr(found) == "Passages(1 passage, 1 pair, 3 texts)"
    assert repr(cd.find_passages([])) == "Passages(0 passages, 0 pairs, 0 texts)"
    assert repr(found.explain(0, 2)) == "PassageComparison('0', '2', 1 passage)"


def test_explain_tells_where_texts_differ_in_little() -> None:
    edited = RELEASE.replace("two", "three").replace("the spring", "spring")
    found = cd.find_passages([RELEASE, f"Port: {edited}."], min_words=10)
    page = str(found.explain(0, 1))
    assert "1 shared passage, 19 words" in page
    assert "89 % the same" in page
    assert f"0: {RELEASE}" in page
    assert f"1: {edited}" in page


def test_explain_knows_texts_with_other_sources() -> None:
    texts = [f"{n} {n} {n} {RELEASE} {n} {n}" for n in range(30)]
    found = cd.find_passages(texts, min_words=10)
    assert not any((pair.a, pair.b) == (11, 29) for pair in found.pairs)
    assert len(found.explain(29, 11)) == 1
    assert len(found.explain(5, 5)) == 0


class Page(html.parser.HTMLParser):
    """Looks whether every element is closed, and which there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = '</td></table><script>alert("x")</script><img src=x onerror=alert(1)> $x$ \u202e \0 &amp;'


def test_views_escape_hostile_texts_and_names() -> None:
    texts = [f"{HOSTILE} {RELEASE} {HOSTILE}", f"{RELEASE} {HOSTILE} and so on"]
    found = cd.find_passages(texts, ids=[HOSTILE, "<b>"], min_words=10)
    for view in (found, found.explain(HOSTILE, "<b>")):
        page = view._repr_html_()
        parsed = Page(page)
        known = {"div", "table", "thead", "tbody", "tr", "th", "td", "mark", "sup", "span", "p"}
        assert parsed.tags <= known | {"style"}
        assert parsed.attributes <= {"style", "class", "dir", "title"}
        assert "\u202e" not in page
        assert "\0" not in page


def test_views_stay_small() -> None:
    found = cd.find_passages(corpus(400), min_words=8)
    assert len(found._repr_html_()) < 40_000
    long = " ".join(f"w{n}" for n in range(200_000))
    view = cd.find_passages([long, f"Port: {long}"], min_words=8).explain(0, 1)
    assert len(view._repr_html_()) < 60_000
    Page(view._repr_html_())


def test_furniture_of_many_texts_goes() -> None:
    draw = random.Random(3)
    line = "Karby Courier, established in the year of the great herring, printed in Lund."
    bodies = [" ".join(f"w{draw.randrange(10**7)}" for _ in range(60)) + "." for _ in range(12)]
    texts = [f"{body}\n\n{line}" for body in bodies]
    assert cd.drop_furniture(texts, threads=2) == bodies
    # Of fewer texts nobody knows whether it is.
    assert cd.drop_furniture(texts[:4]) == texts[:4]


def test_texts_without_furniture_are_the_same_objects() -> None:
    texts = ["The mill burned down.", "Two boats were lost."]
    kept = cd.drop_furniture(texts)
    assert all(before is after for before, after in zip(texts, kept, strict=True))


def test_progress_shows_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(cd.find_passages(["Rain."] * 3, progress=True)) == 0
    assert "3/3" in capsys.readouterr().err


def test_strings_do_not_grow() -> None:
    text = f"Høst: {RELEASE} " * 50
    size = sys.getsizeof(text)
    found = cd.find_passages([text, text + "x"], min_words=10)
    assert found.passages[0].text
    assert found._repr_html_()
    assert sys.getsizeof(text) == size


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX does")
@pytest.mark.parametrize("function", ["find_passages", "drop_furniture"])
def test_ctrl_c_ends_it(function: str) -> None:
    program = f"""if True:
        import copydesk as cd, itertools, signal
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print("ready", flush=True)
        cd.{function}((f"Ship {{n}} sails at noon. " * 900 for n in itertools.count()), threads=1)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert "KeyboardInterrupt" in errors


def test_every_shared_run_is_found() -> None:
    draw = random.Random(11)
    words = [f"w{n}" for n in range(3000)]
    shared = [[draw.choice(words) for _ in range(40)] for _ in range(6)]
    planted: list[tuple[int, int]] = []
    texts = []
    for row, number in itertools.product(range(5), range(6)):
        before, behind = ([draw.choice(words) for _ in range(draw.randrange(50))] for _ in "ab")
        texts.append(" ".join(before + shared[number] + behind))
        planted.append((row, number))
    found = cd.find_passages(texts)
    for row, (_, number) in enumerate(planted):
        [passage] = [it for it in found.passages if row in [place.id for place in it.places]]
        assert " ".join(shared[number]) in passage.text
        assert passage.texts == 5


@pytest.mark.parametrize(
    "sentence",
    [
        "Tell us when the ferry sails, the passengers asked the captain on Monday.",
        "More on the ferry strike was expected from the unions later in the week, officials said.",
        "Download the report and you find the figures, the minister told reporters on Friday.",
    ],
)
def test_news_in_two_texts_is_no_furniture(sentence: str) -> None:
    texts = [f"{sentence} The port is shut.", f"It rains in Karby. {sentence}"]
    assert cd.drop_furniture(texts) == texts
