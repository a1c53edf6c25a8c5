"""The index of texts: asked, added to, saved, opened, damaged, killed, shared by threads."""

import datetime
import math
import multiprocessing
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import copydesk as cd
from copydesk.errors import CopydeskWarning, FormatError, InputTypeError, InputValueError, TextError


def story(number: int, words: int = 60) -> str:
    """Give a story of its own for each number."""
    return " ".join(f"s{number}w{word}" for word in range(words))


def copy(number: int) -> str:
    """Give a copy of it with another word and a headline."""
    return f"Fresh headline {number}\n\n{story(number).replace('w30', 'x30')}"


@pytest.fixture
def index() -> cd.DuplicateIndex:
    """Return an index of ten stories."""
    index = cd.DuplicateIndex()
    index.add(range(10), map(story, range(10)))
    return index


def test_a_query_finds_what_a_text_duplicates(index: cd.DuplicateIndex) -> None:
    assert index.query(story(99)) == []
    [same] = index.query(story(3).upper())
    assert same == (3, "exact", 1.0, 1.0, 1.0, 1.0)
    [near] = index.query(copy(4))
    assert (near.id, near.relation) == (4, "same")
    [cut] = index.query(story(5, words=40))
    assert (cut.id, cut.relation, cut.coverage) == (5, "excerpt", 1.0)
    assert 0.3 < cut.coverage_match < 0.75
    assert pickle.loads(pickle.dumps([near, cut])) == [near, cut]
    assert near.to_dict()["id"] == 4
    assert list(pd.DataFrame([near]).columns) == [
        "id", "relation", "similarity", "confidence", "coverage", "coverage_match",
    ]  # fmt: skip
    assert len(index) == 10


@pytest.mark.parametrize(
    "ids", [[1, -5, 2**63 - 1], ["a", "ø/ü", ""], [np.int64(4), np.uint8(2), 7], [1, "1", "one"]]
)
def test_ids_are_numbers_and_strings(ids: list[Any]) -> None:
    index = cd.DuplicateIndex()
    index.add(iter(ids), [story(1), None, ""])
    assert all(id in index for id in ids)
    assert [match.id for match in index.query(story(1))] == [ids[0]]
    assert 99 not in index
    assert (1.5 in index, None in index, [1] in index, True in index) == (False,) * 4


def test_null_and_empty_texts_have_their_ids() -> None:
    index = cd.DuplicateIndex()
    index.add(range(5), pd.Series([None, math.nan, "", "…", pd.NA], dtype=object))
    assert len(index) == 5
    assert all(id in index for id in range(5))
    assert index.query("") == index.query("…") == []
    assert index.check(range(5, 8), [None, "", "…"]) == [None] * 3
    index.remove(0)
    assert (len(index), 0 in index) == (7, False)


def test_a_check_answers_row_by_row(index: cd.DuplicateIndex) -> None:
    texts = [copy(1), story(50), None, story(50), copy(1), copy(50)]
    found = index.check(["a", "b", "c", "d", "e", "f"], texts)
    assert [match and match.id for match in found] == [1, None, None, "b", "a", "b"]
    assert len(index) == 16
    again = index.check([1, 2], [copy(1), story(77)], add=False)
    assert [match and match.id for match in again] == ["a", None]
    assert len(index) == 16


@pytest.mark.parametrize("parts", [1, 3, 50])
def test_checks_in_parts_answer_as_one(parts: int) -> None:
    texts = [copy(number // 3) if number % 3 else story(number // 3) for number in range(90)]
    whole, index = cd.DuplicateIndex(), cd.DuplicateIndex()
    expected = whole.check(range(90), texts)
    assert sum(match is not None for match in expected) == 60
    found = []
    for start in range(0, 90, parts):
        ids = range(start, min(90, start + parts))
        found += index.check(ids, [texts[row] for row in ids], threads=2)
    assert found == expected
    duplicates = cd.find_duplicates(texts)
    assert {pair.b for pair in duplicates.pairs} == {
        row for row, match in enumerate(expected) if match
    }


def test_dates_and_the_window_count() -> None:
    index = cd.DuplicateIndex(window=2)
    index.add(["old", "new", "undated"], [story(1)] * 3, ["2026-03-01", "2026-03-08", None])
    dates = [datetime.date(2026, 3, 2), pd.Timestamp("2026-03-02 08:00"), "2026-03-02T08:00:00"]
    for date in dates:
        assert [match.id for match in index.query(story(1), date)] == ["old", "undated"]  # type: ignore[arg-type]
        assert index.query(copy(1), date)[0].id == "old"  # type: ignore[arg-type]
    assert [match.id for match in index.query(story(1))] == ["old", "new", "undated"]
    found = index.check(range(3), [story(1)] * 3, ["2026-03-09", "2026-03-20", "2026-03-21"])
    assert [match and match.id for match in found] == ["new", "undated", "undated"]


def test_options_are_those_of_a_search() -> None:
    exact = cd.DuplicateIndex(relations=["exact"], min_words=3)
    exact.add([1], [story(1)])
    assert (exact.query(copy(1)), exact.query(story(1))[0].id) == ([], 1)
    strict = cd.DuplicateIndex(threshold=1)
    strict.add([1], [story(1)])
    assert strict.query(copy(1)) == []
    short = cd.DuplicateIndex(min_words=100)
    short.add([1], [story(1)])
    assert (short.query(copy(1)), len(short.query(story(1)))) == ([], 1)
    wrong: list[dict[str, Any]] = [
        {"threshold": 0}, {"relations": []}, {"window": -1}, {"min_words": -1},
    ]  # fmt: skip
    for options in wrong:
        with pytest.raises(InputValueError, match=next(iter(options))):
            cd.DuplicateIndex(**options)


def test_one_wrong_row_and_nothing_is_added(index: cd.DuplicateIndex) -> None:
    for ids, texts, error, message in (
        ([20, 3], [story(20)] * 2, InputValueError, "row 1: the id 3 is in the index already"),
        ([20, 20], [story(20)] * 2, InputValueError, "row 1: the id 20 is in the index already"),
        ([20], [story(20)] * 2, InputValueError, "there are 1 ids and 2 texts"),
        ([20, 21, 22], [story(20)] * 2, InputValueError, "there are 3 ids and 2 texts"),
        ([20, 1.5], [story(20)] * 2, InputTypeError, "row 1: an id must be a str or an int"),
        ([20, True], [story(20)] * 2, InputTypeError, "row 1: an id must be .*, not bool"),
        ([20, 2**63], [story(20)] * 2, InputTypeError, "row 1: an id must be .* of 64 bits"),
        ([20, "\ud800"], [story(20)] * 2, InputValueError, "row 1: an id holds lone surrogates"),
        ([20, 21], [story(20), 3], InputTypeError, "row 1: every text must be a str or None"),
        ([20, 21], "ab", InputTypeError, "a single str"),
        ("ab", [story(20)] * 2, InputTypeError, "ids must be an iterable of ids, not str"),
        (20, [story(20)], InputTypeError, "ids must be an iterable of ids, not int"),
    ):  # fmt: skip
        with pytest.raises(error, match=message):
            index.add(ids, texts)  # type: ignore[arg-type]
        assert len(index) == 10
        assert 20 not in index
    with pytest.raises(InputValueError, match="row 0: dates is 'soon'"):
        index.add([20], [story(20)], ["soon"])
    assert index.query(story(20)) == []


def test_a_check_refuses_what_add_refuses(index: cd.DuplicateIndex) -> None:
    with pytest.raises(InputValueError, match="row 1: the id 3 is in the index already"):
        index.check([20, 3], [story(20)] * 2)
    with pytest.raises(InputValueError, match="ids ends before row 1"):
        index.check([20], [story(20)] * 2)
    with pytest.raises(InputTypeError, match="row 0: an id must be a str or an int"):
        index.check([None], [story(20)])  # type: ignore[list-item]
    with pytest.raises(InputValueError, match="more ids than the 1 texts"):
        index.check([30, 31], [story(30)])


def test_a_query_refuses_what_is_no_text(index: cd.DuplicateIndex) -> None:
    for wrong in (None, 3, b"x", ["x"]):
        with pytest.raises(InputTypeError, match="text must be a str"):
            index.query(wrong)  # type: ignore[arg-type]
    with pytest.raises(TextError, match="lone surrogate at position 1"):
        index.query("a\ud800")
    with pytest.raises(InputValueError, match="date is 'soon'"):
        index.query("a", "soon")


def test_lone_surrogates_get_their_ids_and_a_warning(index: cd.DuplicateIndex) -> None:
    broken = story(1) + "\ud800"
    with pytest.warns(CopydeskWarning, match=r"1 text holds lone surrogates .*\(row 1\)"):
        index.add([20, 21], [story(20), broken])
    with pytest.warns(CopydeskWarning, match=r"1 text holds lone surrogates .*\(row 0\)"):
        assert index.check([22], [broken]) == [None]
    assert len(index) == 13
    assert [match.id for match in index.query(story(1))] == [1]


def test_what_is_removed_can_be_added_again(index: cd.DuplicateIndex) -> None:
    index.remove(3)
    assert (len(index), 3 in index, index.query(story(3))) == (9, False, [])
    for id in (3, "3", 99):
        with pytest.raises(InputValueError, match=f"the index has no text with the id .*{id}"):
            index.remove(id)
    with pytest.raises(InputTypeError, match="an id must be a str or an int"):
        index.remove(1.5)  # type: ignore[arg-type]
    index.add([3], [story(33)])
    assert (index.query(story(3)), index.query(story(33))[0].id) == ([], 3)


def test_a_merge_takes_all_or_nothing(index: cd.DuplicateIndex) -> None:
    other = cd.DuplicateIndex()
    other.add([9, 10, "x"], [story(20), story(3), story(21)])
    with pytest.raises(InputValueError, match="the id 9 is in the index already"):
        index.merge(other)
    assert (len(index), index.query(story(21))) == (10, [])
    other.remove(9)
    index.merge(other)
    assert (len(index), len(other)) == (12, 2)
    assert [match.id for match in index.query(story(3))] == [3, 10]
    with pytest.raises(InputValueError, match="cannot be merged with itself"):
        index.merge(index)
    with pytest.raises(TypeError):
        index.merge("x")  # type: ignore[arg-type]


def test_two_indexes_may_be_merged_into_each_other() -> None:
    for _ in range(20):
        indexes = [cd.DuplicateIndex(), cd.DuplicateIndex()]
        for number, index in enumerate(indexes):
            index.add([number], [story(number)])
        errors: list[Exception] = []

        def merge(one: cd.DuplicateIndex, two: cd.DuplicateIndex, errors: list[Exception]) -> None:
            try:
                one.merge(two)
            except InputValueError as error:
                errors.append(error)

        one, two = indexes
        workers = [
            threading.Thread(target=merge, args=(*pair, errors))
            for pair in ((one, two), (two, one))
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(timeout=10)
            assert not worker.is_alive()
        # Whoever came second had an id that was there already.
        assert (len(one) + len(two), len(errors)) == (3, 1)


def test_repr_and_memory(index: cd.DuplicateIndex) -> None:
    assert repr(index) == "DuplicateIndex(10 texts)"
    one = cd.DuplicateIndex()
    empty = one.memory_bytes
    one.add([1], ["Rain."])
    assert repr(one) == "DuplicateIndex(1 text)"
    assert empty < one.memory_bytes < index.memory_bytes < 200_000


@pytest.mark.parametrize("kind", [str, Path])
def test_a_saved_index_is_opened_as_it_was(tmp_path: Path, kind: Any) -> None:
    index = cd.DuplicateIndex(threshold=0.8, window=3, relations=["exact", "same"])
    ids: list[int | str] = [*range(500), *(f"på-{number}" for number in range(500))]
    texts = [story(number) if number % 4 else copy(number // 2) for number in range(1000)]
    dates = [f"2026-03-{1 + number % 28:02}" if number % 3 else None for number in range(1000)]
    index.add(ids, texts, dates)
    index.remove(7)
    path = tmp_path / "wire ü.index"
    index.save(kind(path))
    again = cd.DuplicateIndex.open(kind(path))
    assert [file.name for file in tmp_path.iterdir()] == ["wire ü.index"]
    assert (len(again), 7 in again, 8 in again, "på-3" in again) == (999, False, True, True)
    asked = [(texts[row], dates[row]) for row in range(0, 1000, 13)]
    answers = [index.query(*row) for row in asked]
    assert [again.query(*row) for row in asked] == answers
    assert sum(map(len, answers)) > 50
    assert again.memory_bytes < index.memory_bytes / 10
    again.add([7], [story(5000)])
    assert again.query(copy(5000))[0].id == 7


def test_an_empty_index_is_saved_and_opened(tmp_path: Path) -> None:
    cd.DuplicateIndex(min_words=3).save(tmp_path / "empty")
    index = cd.DuplicateIndex.open(tmp_path / "empty")
    assert (len(index), index.query(story(1))) == (0, [])
    index.add([1], [story(1)])
    assert index.query(story(1))[0].id == 1


def test_saving_over_the_file_that_is_open(tmp_path: Path, index: cd.DuplicateIndex) -> None:
    path = tmp_path / "wire.index"
    index.save(path)
    mine, yours = cd.DuplicateIndex.open(path), cd.DuplicateIndex.open(path)
    mine.add([50], [story(50)])
    mine.remove(0)
    mine.save(path)
    assert (len(mine), mine.query(story(50))[0].id) == (10, 50)
    assert (len(yours), yours.query(story(50)), yours.query(story(0))[0].id) == (10, [], 0)
    again = cd.DuplicateIndex.open(path)
    assert (len(again), 0 in again, again.query(story(50))[0].id) == (10, False, 50)


def test_files_that_cannot_be_used_are_os_errors(tmp_path: Path, index: cd.DuplicateIndex) -> None:
    missing = tmp_path / "missing" / "wire.index"
    with pytest.raises(OSError, match="could not be saved"):
        index.save(missing)
    with pytest.raises(OSError, match="could not be opened"):
        cd.DuplicateIndex.open(missing)
    with pytest.raises(OSError, match="could not be opened"):
        cd.DuplicateIndex.open(tmp_path)
    with pytest.raises(OSError, match="could not be saved"):
        index.save(tmp_path)
    assert list(tmp_path.iterdir()) == []
    for wrong in (3, None):
        with pytest.raises(TypeError):
            index.save(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        cd.DuplicateIndex.open(3)  # type: ignore[arg-type]


def test_damaged_and_foreign_files_are_told(tmp_path: Path, index: cd.DuplicateIndex) -> None:
    path = tmp_path / "wire.index"
    index.save(path)
    whole = path.read_bytes()
    rest = random.Random(1)
    damaged = [whole[: rest.randrange(len(whole))] for _ in range(50)]
    for _ in range(200):
        changed = bytearray(whole)
        changed[rest.randrange(len(whole))] ^= 1 << rest.randrange(8)
        damaged.append(bytes(changed))
    foreign = [b"", b"\0" * 4096, b"id,text\n1,Rain.\n", pickle.dumps(story(1)), b"copydesk" * 900]
    for content in [*damaged, *foreign, whole + b"\0", whole + whole]:
        # A new file each time: one that is mapped must not change.
        path.unlink()
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"wire\.index is no index to open: ") as caught:
            cd.DuplicateIndex.open(path)
        assert isinstance(caught.value, ValueError)
    path.unlink()
    path.write_bytes(whole)
    assert len(cd.DuplicateIndex.open(path)) == 10


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")
def test_a_kill_while_saving_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "wire.index"
    old = cd.DuplicateIndex()
    old.add(["old"], [story(1)])
    old.save(path)
    program = """if True:
        import copydesk as cd, random, sys
        rest = random.Random(1)
        words = [f"w{number}" for number in range(50_000)]
        index = cd.DuplicateIndex()
        index.add(range(4000), (" ".join(rest.choices(words, k=700)) for _ in range(4000)))
        print("ready", flush=True)
        for turn in range(1000):
            sys.stdin.readline()
            index.save(sys.argv[1])
            print("saved", flush=True)
    """
    sizes, interrupted = set(), 0
    for moment in (0.0, 0.002, 0.005, 0.01, 0.02, None):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            child.stdin.write("go\n")
            child.stdin.flush()
            if moment is None:
                assert child.stdout.readline() == "saved\n"
            else:
                deadline = time.monotonic() + 10
                # From the moment that it writes.
                while not list(tmp_path.glob(".*.part")) and time.monotonic() < deadline:
                    if len(cd.DuplicateIndex.open(path)) == 4000:
                        break
                time.sleep(moment)
            child.send_signal(signal.SIGKILL)
        interrupted += bool(list(tmp_path.glob(".*.part")))
        for part in tmp_path.glob(".*.part"):
            part.unlink()
        # Whole, whichever of the two it is.
        index = cd.DuplicateIndex.open(path)
        sizes.add(len(index))
        assert len(index) == 4000 or index.query(story(1))[0].id == "old"
        old.save(path)
    assert interrupted > 0, "no process was killed in the middle"
    assert 1 in sizes
    assert sizes <= {1, 4000}


def test_threads_may_query_while_one_adds(index: cd.DuplicateIndex) -> None:
    done = threading.Event()
    failures: list[object] = []

    def ask(seed: int) -> None:
        rest = random.Random(seed)
        try:
            while not done.is_set():
                number = rest.randrange(10)
                if index.query(story(number))[0].id != number:
                    failures.append(number)
                if [it.id for it in index.query(copy(number))] != [number]:
                    failures.append(number)
        except Exception as error:
            failures.append(error)

    workers = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 2)]
    for worker in workers:
        worker.start()
    try:
        for start in range(100, 1100, 20):
            ids = range(start, start + 20)
            if start % 40:
                index.add(ids, map(story, ids))
            else:
                assert index.check(ids, map(story, ids)) == [None] * 20
    finally:
        done.set()
        for worker in workers:
            worker.join(timeout=20)
    assert failures == []
    assert len(index) == 1010
    assert index.query(copy(1050))[0].id == 1050


def test_an_index_does_not_hang_on_the_threads() -> None:
    texts = [copy(number // 2) if number % 2 else story(number) for number in range(600)]
    answers = []
    for threads in (1, 3, None):
        index = cd.DuplicateIndex()
        index.add(range(300), texts[:300], threads=threads)
        answers.append(index.check(range(300, 600), texts[300:], threads=threads))
    assert answers[0] == answers[1] == answers[2]
    for threads in (0, -1, 5000):
        with pytest.raises(InputValueError, match=f"threads is {threads}"):
            cd.DuplicateIndex().add([1], ["x"], threads=threads)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_an_index_can_be_used_before_and_after_a_fork(tmp_path: Path) -> None:
    path = tmp_path / "wire.index"
    index = cd.DuplicateIndex()
    index.add(range(3000), [f"Ship {n} sails to port {n % 7} on Monday." for n in range(3000)])
    index.save(path)
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = context.Process(target=open_and_add, args=(path,))
        child.start()
    child.join(60)
    assert child.exitcode == 0


def open_and_add(path: Path) -> None:
    index = cd.DuplicateIndex.open(path)
    index.add(["new"], ["The mayor of Karby opened the bridge over the sound on Tuesday morning."])
    index.save(path)
    assert len(index) == 3001


@pytest.mark.skipif(os.name != "posix", reason="links and permissions of another kind")
def test_saving_keeps_links_and_permissions_and_replaces_files_only(tmp_path: Path) -> None:
    index = cd.DuplicateIndex()
    index.add([1], ["It rains in Oslo."])
    real, link = tmp_path / "real.index", tmp_path / ("x" * 250)
    index.save(real)
    real.chmod(0o600)
    link.symlink_to(real)
    index.add([2], ["It snows in Oslo."])
    index.save(link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert len(cd.DuplicateIndex.open(real)) == 2
    os.mkfifo(tmp_path / "pipe")
    for wrong in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(OSError, match="is no file"):
            index.save(wrong)
    with pytest.raises(FileNotFoundError):
        cd.DuplicateIndex.open(tmp_path / "nothing")
    left = {it.name for it in tmp_path.iterdir()}
    assert left == {"real.index", "x" * 250, "pipe"}


def test_the_newest_of_very_many_copies_are_found() -> None:
    notice = "The bridge over the sound opens at seven, and boats keep east. Day {} of the year."
    index = cd.DuplicateIndex(window=1)
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(number) for number in range(100)]
    found = index.check(range(100), [notice.format(n) for n in range(100)], days)
    assert [match and match.id for match in found] == [None, *range(99)]
