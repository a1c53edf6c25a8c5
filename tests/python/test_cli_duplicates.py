"""``copydesk duplicates`` and ``copydesk passages``: what the library finds, in files."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import command, complaints, on_terminal, run
from corpora import (
    COLUMNS,
    DATES,
    IDS,
    LEAD,
    MORE,
    OUTLETS,
    QUOTE,
    STORIES,
    TEXTS,
    jsonl,
    objects,
    write_csv,
)

import copydesk as cd

PAIRS = [
    pair.to_dict() for pair in cd.find_duplicates(TEXTS, ids=IDS, dates=DATES, threshold=0.5).pairs
]
OPTIONS = (*COLUMNS, "--threshold", "0.5")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    return path


def test_there_is_something_to_find() -> None:
    assert [(pair["a"], pair["b"]) for pair in PAIRS] == [("a/1", "b/7")]


def test_pairs_are_printed_as_json_lines(news: Path) -> None:
    result = run("duplicates", news, *OPTIONS)
    assert result.returncode == 0
    assert objects(result.stdout) == PAIRS
    counts, found = complaints(result)
    assert counts.startswith("4 texts read, 1 row without text; ")
    assert found == "1 cluster of 2 texts, 1 to drop"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_pairs_do_not_depend_on_the_format(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"news.{kind}"
    if kind == "csv":
        write_csv(path, STORIES)
    else:
        pq.write_table(pa.Table.from_pylist(STORIES), path)
    assert objects(run("duplicates", path, *OPTIONS).stdout) == PAIRS


def test_a_folder_has_all_tables(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--source", "outlet", "--keep", "latest", "--format", "jsonl")
    result = run("duplicates", news, "-o", out, *OPTIONS, *options)
    assert result.returncode == 0, result.stderr
    found = cd.find_duplicates(TEXTS, dates=DATES, sources=OUTLETS, keep="latest", threshold=0.5)
    assert objects(out / "pairs.jsonl") == PAIRS
    assert [(row["id"], row["label"], row["keep"]) for row in objects(out / "texts.jsonl")] == [
        *zip(IDS, found.labels, found.keep, strict=True)
    ]
    assert objects(out / "sources.jsonl") == [it.to_dict() for it in found.sources]
    assert (out / "copydesk.json").exists()


@pytest.mark.parametrize("whole", [True, False])
def test_parquet_has_the_same_pairs(tmp_path: Path, whole: bool) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "pairs.parquet"
    rows = [
        row | {"url": 10 * number if whole else row["url"]} for number, row in enumerate(STORIES)
    ]
    path.write_bytes(jsonl(rows))
    assert run("duplicates", path, "-o", out, *OPTIONS).returncode == 0
    written = pq.read_table(out)
    expected = PAIRS if not whole else [pair | {"a": 0, "b": 10} for pair in PAIRS]
    assert written.to_pylist() == expected
    assert str(written.schema.field("a").type) == ("int64" if whole else "large_string")
    # Without any, types are the same.
    path.write_bytes(jsonl(rows[2:]))
    assert run("duplicates", path, "-o", out, "--force", *OPTIONS).returncode == 0
    assert pq.read_table(out).schema.equals(written.schema)


def test_rows_have_numbers_where_they_have_no_names(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    write_csv(path, [{"text": TEXTS[0]}, {"text": "Rain."}, {"text": TEXTS[0]}])
    assert [(it["a"], it["b"]) for it in objects(run("duplicates", path).stdout)] == [(0, 2)]


def test_names_may_come_twice(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl([{"id": "x", "text": TEXTS[0]}] * 2))
    assert [(it["a"], it["b"]) for it in objects(run("duplicates", path).stdout)] == [("x", "x")]


def test_broken_rows_do_not_shift_the_others(tmp_path: Path) -> None:
    path, kept = tmp_path / "news.jsonl", tmp_path / "kept.jsonl"
    lines = [b"no JSON\n", *jsonl(STORIES).splitlines(keepends=True)]
    lines.insert(2, b'{"url": "x", "story": 5}\n')
    path.write_bytes(b"".join(lines))
    for policy in ("null", "skip"):
        options = ("--on-error", policy, "--kept", kept, "--force")
        result = run("duplicates", path, *OPTIONS, *options)
        assert result.returncode == 1
        assert objects(result.stdout) == PAIRS
        assert [row["url"] for row in objects(kept)] == ["a/1", "b/8", "c/9", "c/10"]
        # Labels are numbers of rows of the file, whatever is left out of it.
        texts = tmp_path / "texts"
        run("duplicates", path, "-o", texts, *OPTIONS, *options, "--format", "jsonl")
        labels = {row["id"]: row["label"] for row in objects(texts / "texts.jsonl")}
        assert (labels["a/1"], labels["b/7"], labels["c/9"]) == (1, 1, 5)
    result = run("duplicates", path, *OPTIONS, "--on-error", "fail")
    assert (result.returncode, result.stdout) == (1, b"")


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "csv", "tsv", "parquet"])
def test_rows_that_stay_are_as_they_were(tmp_path: Path, kind: str) -> None:
    import gzip

    path, kept = tmp_path / f"news.{kind}", tmp_path / f"kept.{kind}"
    table: list[dict[str, Any]] = [row | {"n": "07", "note": 'a,"b"\nc'} for row in STORIES]
    stay = [row for row in table if row["url"] != "b/7"]
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(table), path, row_group_size=2)
    elif kind in ("csv", "tsv"):
        write_csv(path, table, delimiter="\t" if kind == "tsv" else ",", lineterminator="\n")
    else:
        data = jsonl(table)
        path.write_bytes(gzip.compress(data) if kind.endswith("gz") else data)
    result = run("duplicates", path, "-o", tmp_path / "pairs.jsonl", "--kept", kept, *OPTIONS)
    assert result.returncode == 0, result.stderr
    assert objects(tmp_path / "pairs.jsonl") == PAIRS
    if kind == "parquet":
        assert pq.read_table(kept).to_pylist() == stay
        assert pq.read_table(kept).schema.equals(pq.read_table(path).schema)
    elif kind in ("csv", "tsv"):
        whole = tmp_path / f"whole.{kind}"
        options = {"delimiter": "\t" if kind == "tsv" else ",", "lineterminator": "\n"}
        assert kept.read_bytes() == write_csv(whole, stay, **options).read_bytes()
    else:
        data = kept.read_bytes()
        assert (gzip.decompress(data) if kind.endswith("gz") else data) == jsonl(stay)


def test_what_stays_goes_to_a_file_of_its_own(news: Path, tmp_path: Path) -> None:
    folder, file = tmp_path / "out", tmp_path / "out.jsonl"
    for out, kept in (
        (file, file),
        (folder, folder / "texts.jsonl"),
        (folder, folder / "x/../pairs.jsonl"),
    ):
        result = run("duplicates", news, *OPTIONS, "--format", "jsonl", "-o", out, "--kept", kept)
        assert result.returncode == 2
        assert complaints(result) == [f"--kept {kept}: -o writes there"]
    assert list(tmp_path.iterdir()) == [news]


def test_rows_of_a_file_that_breaks_off_stay(tmp_path: Path) -> None:
    import gzip

    path, kept = tmp_path / "news.jsonl.gz", tmp_path / "kept.jsonl"
    data = gzip.compress(jsonl({"id": row, "text": f"Story {row * 7919}."} for row in range(9000)))
    path.write_bytes(data[: len(data) // 2])
    result = run("duplicates", path, "-o", tmp_path / "pairs.jsonl", "--kept", kept)
    assert result.returncode == 1
    broken, read, *_ = complaints(result)
    assert "the file breaks off here: " in broken
    rows = objects(kept)
    assert read.startswith(f"{len(rows):,} texts read")
    assert [row["id"] for row in rows] == list(range(len(rows)))


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_rows_stay_though_nobody_reads_the_pairs(tmp_path: Path) -> None:
    path, kept = tmp_path / "news.jsonl", tmp_path / "kept.jsonl"
    path.write_bytes(jsonl({"id": row, "text": TEXTS[0]} for row in range(20_000)))
    shell = " ".join(command("duplicates", path, "--kept", kept, "--quiet"))
    result = subprocess.run(["bash", "-c", f"{shell} | head -1"], capture_output=True, check=False)
    assert result.stderr == b""
    assert len(objects(result.stdout)) == 1
    assert [row["id"] for row in objects(kept)] == [0]


def test_rows_stay_in_their_format(news: Path, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "other.csv", [{"story": "Rain.", "url": "z", "date": ""}])
    whole = write_csv(tmp_path / "whole.csv", STORIES)
    for arguments, said in [
        ((news, "--kept", tmp_path / "kept.csv"), "is no csv; rows stay in their format"),
        ((news, "--kept", tmp_path / "kept.txt"), "rows stay in their format"),
        ((news, "--kept", tmp_path / "kept"), "say with --from what it holds"),
        (
            (news, "--kept", tmp_path / "kept.jsonl.zst"),
            "of compressed files only .gz can be written",
        ),
        ((news, "--kept", news), "is there already"),
        ((table, whole, "--kept", tmp_path / "kept.csv"), "have different columns"),
        (("-", "--from", "jsonl", "--kept", tmp_path / "kept.jsonl"), "standard input only once"),
    ]:
        result = run("duplicates", *arguments, *OPTIONS, stdin=jsonl(STORIES))
        assert result.returncode == 2, said
        assert said in result.stderr.decode()
    assert sorted(it.name for it in tmp_path.iterdir()) == ["news.jsonl", "other.csv", "whole.csv"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--threshold", "3"), b"threshold is 3"),
        (("--window", "-1"), b"window is -1"),
        (("--keep", "best"), b"invalid choice: 'best'"),
        (("--relations", "exact,alike"), b"there is no relation 'alike'"),
        (("--source", "paper"), b"there is no column 'paper' for --source"),
        (("--text", "story", "--date", "day"), b"there is no column 'day' for --published"),
    ],
)
def test_wrong_options_are_status_two(news: Path, options: tuple[str, ...], said: bytes) -> None:
    result = run("duplicates", news, "--text", "story", *options)
    assert (result.returncode, result.stdout) == (2, b"")
    assert said in result.stderr


def test_relations_and_window_are_heeded(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    days = ["2026-03-01", "2026-03-02", "2026-06-02"]
    path.write_bytes(jsonl({"text": TEXTS[0], "date": day} for day in days))

    def pairs(*options: str) -> list[tuple[int, int]]:
        result = run("duplicates", path, "--date", "date", *options)
        return [(it["a"], it["b"]) for it in objects(result.stdout)]

    assert len(pairs()) == 2
    assert pairs("--window", "7") == [(0, 1)]
    assert pairs("--relations", "update,excerpt") == []


def test_passages_are_printed_and_written(news: Path, tmp_path: Path) -> None:
    found = cd.find_passages(TEXTS, IDS, min_words=10)
    result = run("passages", news, "--text", "story", "--id", "url", "--min-words", "10")
    assert result.returncode == 0, result.stderr
    printed = objects(result.stdout)
    assert [(it["text"], it["words"], it["texts"], it["furniture"]) for it in printed] == [
        (it.text, it.words, it.texts, it.furniture) for it in found.passages
    ]
    assert any(QUOTE in it["text"] and LEAD in it["text"] for it in printed)
    assert MORE.rstrip(".") in printed[-1]["text"]
    counted = f"{len(found)} passage" + ("s" if len(found) > 1 else "")
    assert complaints(result)[-1] == f"{counted}, 0 of them furniture"
    out = tmp_path / "out"
    options = ("--min-words", "10", "--format", "jsonl", "-o", out)
    assert run("passages", news, "--text", "story", "--id", "url", *options).returncode == 0
    places = [
        {"passage": number, **place.to_dict()}
        for number, passage in enumerate(found.passages)
        for place in passage.places
    ]
    assert objects(out / "places.jsonl") == places
    assert [(it["a"], it["b"]) for it in objects(out / "pairs.jsonl")] == [
        (it.a, it.b) for it in found.pairs
    ]
    assert objects(out / "passages.jsonl") == printed
    result = run("passages", news, "--text", "story", "--min-words", "3")
    assert (result.returncode, result.stdout) == (2, b"")


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("name", ["duplicates", "passages"])
def test_interrupted_searches_write_nothing(tmp_path: Path, name: str) -> None:
    arguments = (name, "-", "--from", "jsonl", "-o", tmp_path / "out")
    with subprocess.Popen(
        command(*arguments), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        child.stdin.write(jsonl([{"text": TEXTS[0]}] * 500))
        child.stdin.flush()
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert said.decode().splitlines()[1:] == ["copydesk: nothing was written"]
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_progress_says_when_texts_are_compared(news: Path, tmp_path: Path) -> None:
    status, shown = on_terminal("duplicates", news, "-o", tmp_path / "out", *OPTIONS)
    assert status == 0
    assert "copydesk: comparing 5 texts" in shown
    assert "1 cluster of 2 texts, 1 to drop" in shown
