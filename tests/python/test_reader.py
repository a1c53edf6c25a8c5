"""Reading one text and many: options, order, laziness, threads, processes, signals."""

import itertools
import math
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import copydesk as cd
from copydesk.errors import (
    BatchError,
    CopydeskError,
    CopydeskWarning,
    InputTypeError,
    InputValueError,
    TextError,
)

QUOTED = "“The harbour is closed until further notice,” the harbour master said on Sunday."


def test_repeats_are_skipped_by_default_and_kept_on_request() -> None:
    text = f"{QUOTED}\n{QUOTED}"
    assert [len(cd.read(text).quotes), len(cd.read(text).repeats)] == [1, 1]
    marked = cd.Reader(repeats="mark").read(text)
    assert [len(marked.quotes), len(marked.repeats)] == [2, 1]
    ignored = cd.Reader(repeats="ignore").read(text)
    assert [len(ignored.quotes), len(ignored.repeats)] == [2, 0]
    assert (marked.body, ignored.body) == (QUOTED, text)


def test_quotes_can_be_left_out() -> None:
    assert cd.Reader(quotes=False).read(QUOTED).quotes == []


def test_single_functions_agree_with_the_story(articles: list[str]) -> None:
    for text in articles:
        story = cd.Reader(dateline=False, repeats="mark").read(text)
        assert cd.extract_quotes(text) == story.quotes
        assert cd.find_repeats(text) == story.repeats
        assert cd.drop_repeats(text) == story.body


@pytest.mark.parametrize("given", [None, 3, 1.5, b"bytes", ["a"], object()])
def test_what_is_no_string_is_refused(given: object) -> None:
    functions = (
        cd.read, cd.parse_dateline, cd.extract_entities, cd.extract_quotes, cd.find_repeats,
        cd.drop_repeats,
    )  # fmt: skip
    for function in functions:
        with pytest.raises(InputTypeError, match="text must be a str, not") as caught:
            function(given)  # type: ignore[arg-type]
        assert isinstance(caught.value, TypeError)


def test_bytes_are_told_to_be_decoded() -> None:
    with pytest.raises(InputTypeError, match="decode"):
        cd.read(b"Rain.")  # type: ignore[arg-type]


def test_lone_surrogates_are_named() -> None:
    functions = (
        cd.read, cd.parse_dateline, cd.extract_entities, cd.extract_quotes, cd.find_repeats,
        cd.drop_repeats,
    )  # fmt: skip
    for function in functions:
        with pytest.raises(TextError, match="lone surrogate at position 4") as caught:
            function("caf\u00e9\ud83d.")
        assert isinstance(caught.value, ValueError)


def test_unknown_options_are_refused() -> None:
    with pytest.raises(InputValueError, match="'skip', 'mark' or 'ignore'"):
        cd.Reader(repeats="drop")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        cd.Reader(True)  # type: ignore[call-arg]


def test_errors_survive_pickling() -> None:
    for raised in (TextError("a"), InputTypeError("b"), BatchError("c")):
        again = pickle.loads(pickle.dumps(raised))
        assert (type(again), again.args) == (type(raised), raised.args)
        assert isinstance(again, CopydeskError)


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_many_texts_come_out_in_order_whatever_the_threads(
    articles: list[str], threads: int | None
) -> None:
    texts = [f"Number {number}. {text}" for number, text in enumerate(articles * 20)]
    stories = list(cd.Reader().pipe(texts, threads=threads))
    assert stories == [cd.read(text) for text in texts]


def test_nulls_stay_in_their_rows() -> None:
    stories = list(cd.Reader().pipe(["Rain.", None, math.nan, "Wind."]))  # type: ignore[list-item]
    assert [story and story.text for story in stories] == ["Rain.", None, None, "Wind."]


def test_unreadable_rows_are_null_and_counted() -> None:
    texts = ["Rain.", "\ud800", "Wind.", "x\udfff"]
    with pytest.warns(CopydeskWarning, match=r"2 texts hold lone surrogates .*\(row 1, 3\)"):
        stories = list(cd.Reader().pipe(texts))
    assert [story is None for story in stories] == [False, True, False, True]


def test_a_wrong_row_is_named_after_the_rows_before_it() -> None:
    stories = cd.Reader().pipe(["Rain.", "Wind.", b"Snow."])  # type: ignore[list-item]
    assert [next(stories), next(stories)] == [cd.read("Rain."), cd.read("Wind.")]
    with pytest.raises(InputTypeError, match="row 2: every text must be a str or None, not bytes"):
        next(stories)
    with pytest.raises(StopIteration):
        next(stories)


def test_what_the_iterable_raises_comes_through() -> None:
    def texts() -> Iterator[str]:
        yield "Rain."
        raise KeyError("the feed is gone")

    stories = cd.Reader().pipe(texts())
    assert next(stories) == cd.read("Rain.")
    with pytest.raises(KeyError, match="the feed is gone"):
        next(stories)


def test_what_cannot_be_iterated_is_refused() -> None:
    with pytest.raises(InputTypeError, match="an iterable of str or None, not int"):
        cd.Reader().pipe(3)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="a single str"):
        cd.Reader().pipe("Rain.")


def test_an_endless_feed_is_read_as_it_comes() -> None:
    taken = itertools.count()
    feed = (f"Bulletin {number}. {QUOTED * 50}" for number in taken)
    stories = cd.Reader().pipe(feed, threads=2)
    for number in range(500):
        story = next(stories)
        assert story is not None
        assert story.text.startswith(f"Bulletin {number}.")
    # What was taken ahead is bounded by bytes, not by the length of the feed.
    assert next(taken) < 500 + 3000


def test_a_slow_feed_is_read_as_it_comes() -> None:
    taken = itertools.count()

    def feed() -> Iterator[str]:
        while True:
            time.sleep(0.03)
            yield f"{next(taken)} {QUOTED}"

    stories = cd.Reader().pipe(feed(), threads=1)
    next(stories)
    assert next(taken) < 30


def test_a_pipe_has_one_reader_at_a_time() -> None:
    pipes: list[Iterator[cd.Story | None]] = []

    def feed() -> Iterator[str]:
        yield "Rain."
        next(pipes[0])

    pipes.append(cd.Reader().pipe(feed(), threads=1))
    assert next(pipes[0]) == cd.read("Rain.")
    with pytest.raises(BatchError, match="being read already"):
        next(pipes[0])


def test_warnings_name_the_line_of_the_caller(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import copydesk as cd\nlist(cd.Reader().pipe(['a\\ud800'], progress=False))\n", "utf-8"
    )
    result = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, timeout=20, check=True
    )
    assert "program.py:2: CopydeskWarning" in result.stderr


def test_the_first_story_does_not_wait_for_a_megabyte() -> None:
    taken = itertools.count()
    stories = cd.Reader().pipe(
        (f"{next(taken)} {'word ' * 1000}" for _ in range(10_000)), threads=1
    )
    next(stories)
    assert next(taken) < 100


@pytest.mark.parametrize("threads", [0, -1, 1025])
def test_absurd_numbers_of_threads_are_refused(threads: int) -> None:
    with pytest.raises(InputValueError, match=f"threads is {threads}; it must be 1 to 1024"):
        cd.Reader().pipe([], threads=threads)


def test_the_environment_sets_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_THREADS", "many")
    with pytest.raises(InputValueError, match='COPYDESK_THREADS is "many"'):
        cd.Reader().pipe([])
    monkeypatch.setenv("COPYDESK_THREADS", "2")
    assert len(list(cd.Reader().pipe(["Rain."]))) == 1


def test_progress_shows_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(cd.Reader().pipe(["Rain."] * 3, progress=True))) == 3
    assert "3/3" in capsys.readouterr().err


def test_progress_without_tqdm_warns_and_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.warns(CopydeskWarning, match=r"copydesk\[progress\]"):
        stories = cd.Reader().pipe(["Rain."], progress=True)
    assert len(list(stories)) == 1


def test_many_threads_may_share_a_reader(articles: list[str]) -> None:
    reader = cd.Reader()
    expected = [reader.read(text) for text in articles]
    failures: list[str] = []

    def work() -> None:
        for text, story in zip(articles, expected, strict=True):
            if reader.read(text) != story:
                failures.append(text)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []


def read_in_child(text: str) -> list[cd.Story | None]:
    return list(cd.Reader().pipe([text, None], threads=2))


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_child_processes_read(method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    assert len(list(cd.Reader().pipe([QUOTED] * 10))) == 10, "threads ran before the fork"
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(read_in_child, [QUOTED] * 3) == [[cd.read(QUOTED), None]] * 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_pipe_that_was_forked_fails_instead_of_waiting() -> None:
    program = """if True:
        import copydesk as cd, os
        stories = cd.Reader().pipe(("Rain. " * 500 for _ in range(9999)), threads=2)
        next(stories)
        child = os.fork()
        if child == 0:
            try:
                for _ in stories:
                    pass
            except cd.errors.BatchError as error:
                assert "do not survive a fork" in str(error)
                del stories
                os._exit(7)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True
    )
    assert result.stdout == "7\n"


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX does")
def test_ctrl_c_ends_a_long_batch() -> None:
    program = """if True:
        import copydesk as cd, itertools, signal
        # Where tests run in the background, interrupts are ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print("ready", flush=True)
        text = "“Stay,” she said. Nobody moved at all that night. " * 40000
        for story in cd.Reader().pipe(itertools.repeat(text), threads=1):
            pass
    """
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert "KeyboardInterrupt" in errors
