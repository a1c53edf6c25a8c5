"""Rows that cannot be read: named by file and line, and the rest is read."""

import gzip
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import Result, command, complaints, run
from corpora import jsonl, objects, write_csv

BROKEN = b"""\
{"id": "a", "text": "Rain in Oslo."}
{"id": "b", "text": "Rain
["Rain"]

"Rain"
{"id": "c", "text": ["Rain"]}
{"id": "d", "text": "half \\ud83d of it"}
{"id": "e", "text": "R\xe5in"}
{"id": "f", "text": null}
{"id": "g"}
{"id": ["h"], "text": "Rain."}
{"id": "i", "text": NaN}
{"id": "j", "text": "Sun.", "date": "soon"}
{"id": "k", "text": "a\ttab", "date": null}
{"id": "l", "text": "whole \\ud83d\\ude00", "date": ""}
{"id": "m", "text": "The end.", "date": "2026-03-02"}
{"id": "n", "text": "More.", "date": ["2026-03-02"]}
"""
NAMED = [
    "2: it is no JSON: Unterminated string starting at (character 21)",
    "3: it is no JSON object, but a list",
    "5: it is no JSON object, but a string",
    "6: the text is a list, no string",
    "7: the text has half a character, a lone surrogate (\\ud83d at character 5)",
    "8: the text has bytes of another encoding (0xe5 at character 1)",
    "11: the id is a list, no string",
    "13: the date 'soon' is none: it must look like 2012-02-29",
    "15: the date '' is none: it must look like 2012-02-29",
    "17: the date \"['2026-03-02']\" is none: it must look like 2012-02-29",
]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_bytes(BROKEN)
    return path


def read(path: Path, *options: str | Path) -> Result:
    """Read the stories."""
    options = ("--tables", "stories", *options)
    return run("read", path, *(options if "-o" in options else ("-o", "-", *options)))


def test_broken_lines_are_named_and_the_rest_is_read(broken: Path) -> None:
    result = read(broken, "--published", "date")
    assert result.returncode == 1
    *named, summary = complaints(result)
    assert named == [f"{broken}:{it}" for it in NAMED]
    assert summary.startswith("6 texts read, 3 rows without text, 10 problems (named above); ")
    rows = [(row["id"], row["read"], row["body"]) for row in objects(result.stdout)]
    nothing = (False, None)
    assert rows == [
        ("a", True, "Rain in Oslo."), (None, *nothing), (None, *nothing), (None, *nothing),
        ("c", *nothing), ("d", *nothing), ("e", *nothing), ("f", *nothing), ("g", *nothing),
        (None, *nothing), ("i", *nothing), ("j", True, "Sun."), ("k", True, "a\ttab"),
        ("l", True, "whole 😀"), ("m", True, "The end."),
        ("n", True, "More."),
    ]  # fmt: skip


def test_broken_lines_can_be_left_out(broken: Path) -> None:
    result = read(broken, "--published", "date", "--on-error", "skip")
    assert result.returncode == 1
    assert [row["id"] for row in objects(result.stdout)] == ["a", "f", "g", "i", "k", "m"]
    assert len(complaints(result)) == len(NAMED) + 1


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_the_first_broken_line_can_be_the_end(broken: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    result = read(broken, "-o", out, "--on-error", "fail", "--format", form)
    assert result.returncode == 1
    assert complaints(result) == [
        f"{broken}:{NAMED[0]}",
        "stopped there (--on-error fail): nothing was written",
    ]
    assert not out.exists()
    # A date is enough.
    broken.write_bytes(jsonl([{"text": "Sun.", "date": "soon"}]))
    result = read(broken, "-o", out, "--on-error", "fail", "--published", "date")
    assert result.returncode == 1
    assert not out.exists()


def test_of_many_problems_the_first_are_named(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"no JSON\n" * 99 + b'{"text": "Rain."}\n' + b"no JSON\n" * 50)
    result = read(path)
    assert result.returncode == 1
    lines = complaints(result)
    assert lines[19] == f"{path}:20: it is no JSON: Expecting value (character 1)"
    assert lines[20] == "129 more like these"
    assert lines[21].startswith("1 text read, 149 problems (named above); ")
    assert len(lines) == 22


def test_numbers_of_lines_in_csv_count_line_breaks_in_cells(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(
        b'id,text\r\na,"Two\r\nlines."\r\nb,Rain,in Oslo\r\n\r\nc\r\nd,R\xe5in\r\ne,Sun.,\r\nf,\r\n'
    )
    result = read(path)
    *named, summary = complaints(result)
    assert named == [
        f"{path}:4: it has 3 cells, the first line 2",
        f"{path}:6: it has 1 cell, the first line 2",
        f"{path}:7: the text has bytes of another encoding (0xe5 at character 1)",
    ]
    assert summary.startswith("2 texts read, 1 row without text, 3 problems")
    rows = [(row["id"], row["body"]) for row in objects(result.stdout)]
    assert rows == [
        ("a", "Two\r\nlines."), (None, None), (None, None), ("d", None), ("e", "Sun."), ("f", None),
    ]  # fmt: skip


def test_bytes_that_are_no_text_do_no_harm_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"text": "Rain.", "note": "\xff\xfe"}\n')
    result = read(path)
    assert (result.returncode, objects(result.stdout)[0]["body"]) == (0, "Rain.")


def test_rows_of_parquet_are_named_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    days = ["2026-03-02", "soon", None, None]
    texts = pa.array([b"Rain.", b"Sun.", b"R\xe5in.", None], pa.binary())
    as_text = pa.Array.from_buffers(pa.string(), 4, texts.buffers())
    pq.write_table(pa.table({"text": as_text, "day": days, "n": [1, 2, 3, 4]}), path)
    result = read(path, "--published", "day")
    assert complaints(result)[:-1] == [
        f"{path}: row 1: the date 'soon' is none: it must look like 2012-02-29",
        f"{path}: row 2: the text has bytes of another encoding (0xe5 at character 1)",
    ]
    assert [row["body"] for row in objects(result.stdout)] == ["Rain.", "Sun.", None, None]
    result = read(path, "--text", "n")
    assert result.returncode == 1
    assert complaints(result)[0] == f"{path}: row 0: the text is a number, no string"


def test_days_that_python_does_not_have_are_broken(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    times = pa.array([1 << 62, 0], pa.timestamp("us"))
    days = pa.array([0, 1 << 30], pa.date32())
    pq.write_table(pa.table({"text": ["Rain.", "Sun."], "time": times, "day": days}), path)
    for column, row in ("time", 0), ("day", 1):
        result = read(path, "--published", column)
        assert result.returncode == 1
        named, _ = complaints(result)
        assert named.startswith(f"{path}: row {row}: the date '")
        assert [it["body"] for it in objects(result.stdout)] == ["Rain.", "Sun."]


def test_of_two_columns_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    pq.write_table(pa.table([["Rain."], ["Sun."]], names=["text", "text"]), path)
    result = read(path)
    assert result.returncode == 0
    assert [it["body"] for it in objects(result.stdout)] == ["Rain."]


def test_damaged_parquet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    zone = pa.array([1], pa.timestamp("us", "Mars/Olympus"))
    pq.write_table(pa.table({"text": ["Rain."], "time": zone}), path)
    result = read(path, "--published", "time")
    assert result.returncode == 1
    assert "the file breaks off here: " in complaints(result)[0]
    # Numbers of values that are not in the dictionary.
    texts = pa.array([f"{row % 300}" for row in range(3000)])
    pq.write_table(pa.table({"text": texts}), path, compression="none")
    data = bytearray(path.read_bytes())
    about = pq.read_metadata(path).row_group(0).column(0)
    start = about.data_page_offset + 40
    data[start : start + 400] = b"\xff" * 400
    path.write_bytes(data)
    result = read(path)
    assert result.returncode == 1
    assert "the file breaks off here: " in complaints(result)[0]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_files_that_break_off_are_read_as_far_as_they_go(tmp_path: Path, kind: str) -> None:
    rows = [{"id": f"n{row}", "text": f"Story {row * 7919 % 10007}."} for row in range(4000)]
    plain = tmp_path / f"news.{kind}"
    if kind == "csv":
        write_csv(plain, rows)
    else:
        plain.write_bytes(jsonl(rows))
    path, last = tmp_path / f"cut.{kind}.gz", tmp_path / "last.jsonl"
    whole = gzip.compress(plain.read_bytes())
    path.write_bytes(whole[: len(whole) // 2])
    last.write_bytes(jsonl([{"id": "z", "text": "The end."}]))
    result = run("read", path, last, "-o", "-", "--tables", "stories", "--on-error", "skip")
    assert result.returncode == 1
    named = [line for line in complaints(result) if "breaks off" in line]
    assert len(named) == 1
    assert "the file breaks off here: Compressed file ended" in named[0]
    ids = [row["id"] for row in objects(result.stdout)]
    assert ids == [f"n{row}" for row in range(len(ids) - 1)] + ["z"]
    assert 500 < len(ids) < 3500


def test_names_of_files_cannot_upset_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;evil\x07.jsonl"
    path.write_bytes(b'{"te\\u001b[31mxt": 1}\n')
    result = read(path)
    assert result.returncode == 2
    assert b"\x1b" not in result.stderr
    path.write_bytes(b'{"text": "Rain."}\nno\n')
    result = read(path, "-o", tmp_path / "out\x1b")
    assert result.returncode == 1
    assert b"\x1b" not in result.stderr


def test_deep_and_long_values_are_only_broken(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    deep, long = b"[" * 100_000, b"1" * 10_000
    path.write_bytes(b'{"text": "A."}\n{"x": %s\n{"id": %s, "text": "B."}\n' % (deep, long))
    result = read(path)
    assert result.returncode == 1
    assert [line.split(":")[1] for line in complaints(result)[:-1]] == ["2", "3"]
    assert [row["read"] for row in objects(result.stdout)] == [True, False, False]


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_quotation_mark_that_is_never_closed_is_named(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "news.csv"
    path.write_text('id,text\n1,Rain.\n2,"Sun\n3,Wind.\n4,Snow.' + ending)
    result = read(path)
    assert result.returncode == 1
    why = "a quotation mark that is never closed takes the rest of the file"
    assert complaints(result)[0] == f"{path}:3: {why}"
    assert [row["body"] for row in objects(result.stdout)] == ["Rain.", None]
    path.write_text('id,text\n1,Rain.\n2,"Sun\n3,Wind.\n4,Snow."' + ending)
    assert read(path).returncode == 0


def test_unreadable_files_end_it_before_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl([{"text": "Rain."}]))
    result = run("read", path, tmp_path / "gone.csv", "-o", tmp_path / "out")
    assert result.returncode == 2
    assert complaints(result) == [f"{tmp_path / 'gone.csv'}: there is no such file"]
    assert not (tmp_path / "out").exists()


def test_standard_input_may_be_closed() -> None:
    shell = " ".join(command("read", "-", "--from", "jsonl", "-o", "-", "--tables", "stories"))
    result = subprocess.run(["sh", "-c", f"{shell} <&-"], capture_output=True, check=False)
    assert result.returncode == 2
    assert b"standard input" in result.stderr
