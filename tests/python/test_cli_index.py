"""``copydesk index``: made, added to, asked, and never half-saved."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from command import command, complaints, run
from corpora import COLUMNS, STORIES, TEXTS, jsonl, objects

import copydesk as cd

OPTIONS = ("--threshold", "0.5")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a corpus to begin with."""
    path = tmp_path / "old.jsonl"
    path.write_bytes(jsonl(STORIES[:1] + STORIES[2:3]))
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return a corpus that repeats some of the old one."""
    path = tmp_path / "new.jsonl"
    path.write_bytes(jsonl(STORIES[1:2] + STORIES[3:] + [STORIES[3] | {"url": "d/1"}]))
    return path


@pytest.fixture
def index(old: Path, tmp_path: Path) -> Path:
    """Return an index of the old corpus."""
    path = tmp_path / "news.index"
    result = run("index", "build", path, old, *COLUMNS, *OPTIONS)
    assert result.returncode == 0, result.stderr
    assert complaints(result)[-1].startswith(f"{path} has 2 texts, ")
    return path


def expected(add: bool) -> list[dict[str, Any]]:
    """Return the matches as the library finds them."""
    index = cd.DuplicateIndex(threshold=0.5)
    index.add(["a/1", "b/8"], [TEXTS[0], TEXTS[2]], [STORIES[0]["date"], None])
    ids = ["b/7", "c/9", "c/10", "d/1"]
    texts = [TEXTS[1], TEXTS[3], None, TEXTS[3]]
    dates = [STORIES[1]["date"], STORIES[3]["date"], STORIES[4]["date"], STORIES[3]["date"]]
    found = []
    for id, match in zip(ids, index.check(ids, texts, dates, add=add), strict=True):
        values = match.to_dict() if match else {}
        found.append({"id": id, "match": values.pop("id", None), **values})
    return found


def test_an_index_is_asked(index: Path, new: Path) -> None:
    before = index.read_bytes()
    result = run("index", "check", index, new, *COLUMNS)
    assert result.returncode == 0, result.stderr
    known = [it for it in expected(False) if it["match"] is not None]
    assert objects(result.stdout) == known
    assert [(it["id"], it["match"]) for it in known] == [("b/7", "a/1")]
    assert complaints(result)[-1] == "1 of them in the index already"
    assert index.read_bytes() == before
    result = run("index", "check", index, new, "--all", *COLUMNS)
    everything = objects(result.stdout)
    assert [it["id"] for it in everything] == ["b/7", "c/9", "c/10", "d/1"]
    assert everything[1] == {"id": "c/9", "match": None} | dict.fromkeys(
        ("relation", "similarity", "confidence", "coverage", "coverage_match")
    )


def test_an_index_is_asked_and_added_to(index: Path, new: Path) -> None:
    result = run("index", "check", index, new, "--add", *COLUMNS)
    assert result.returncode == 0, result.stderr
    known = [it for it in expected(True) if it["match"] is not None]
    assert objects(result.stdout) == known
    assert [(it["id"], it["match"]) for it in known] == [("b/7", "a/1"), ("d/1", "c/9")]
    assert len(cd.DuplicateIndex.open(index)) == 6
    # What is in it cannot be added again.
    result = run("index", "check", index, new, "--add", *COLUMNS)
    assert (result.returncode, result.stdout) == (1, b"")
    assert complaints(result)[0] == f"{new}:1: the index has a text called 'b/7' already"


def test_an_index_is_added_to(index: Path, new: Path) -> None:
    assert run("index", "add", index, new, *COLUMNS).returncode == 0
    opened = cd.DuplicateIndex.open(index)
    assert len(opened) == 6
    assert all(id in opened for id in ("a/1", "b/7", "c/9", "c/10", "d/1"))
    result = run("index", "add", index, new, *COLUMNS)
    assert result.returncode == 1
    assert len(complaints(result)) == 6
    assert len(cd.DuplicateIndex.open(index)) == 6


def test_rows_that_an_index_cannot_take_are_named(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.jsonl"
    path.write_bytes(
        b'{"url": "e/1", "story": "Rain in Oslo."}\nno JSON\n{"story": "No name."}\n'
        b'{"url": "e/1", "story": "Again."}\n{"url": "e/2", "story": 7}\n'
    )
    result = run("index", "add", index, path, "--text", "story", "--id", "url")
    assert result.returncode == 1
    assert complaints(result)[:-2] == [
        f"{path}:2: it is no JSON: Expecting value (character 1)",
        f"{path}:3: it has no id, and an index goes by ids",
        f"{path}:4: the index has a text called 'e/1' already",
        f"{path}:5: the text is a number, no string",
    ]
    opened = cd.DuplicateIndex.open(index)
    assert (len(opened), "e/2" in opened) == (4, True)


def test_matches_go_to_files(index: Path, new: Path, tmp_path: Path) -> None:
    known = [it for it in expected(False) if it["match"] is not None]
    for name in ("matches.jsonl", "matches.parquet"):
        out = tmp_path / name
        assert run("index", "check", index, new, "-o", out, *COLUMNS).returncode == 0
        found = objects(out) if out.suffix == ".jsonl" else pq.read_table(out).to_pylist()
        assert found == known
    nothing = tmp_path / "nothing.jsonl"
    nothing.write_bytes(jsonl([{"story": "Rain.", "url": "z", "date": None}]))
    out = tmp_path / "none.parquet"
    assert run("index", "check", index, nothing, "-o", out, *COLUMNS).returncode == 0
    assert pq.read_table(out).num_rows == 0
    assert pq.read_table(out).column_names == list(known[0])


def test_names_are_whole_numbers_or_strings(tmp_path: Path) -> None:
    path, index = tmp_path / "news.jsonl", tmp_path / "news.index"
    path.write_bytes(jsonl([{"id": 7, "text": TEXTS[0]}, {"id": 8, "text": None}]))
    assert run("index", "build", index, path).returncode == 0
    assert 7 in cd.DuplicateIndex.open(index)
    path.write_bytes(jsonl([{"text": TEXTS[0]}]))
    [match] = objects(run("index", "check", index, path).stdout)
    assert (match["id"], match["match"]) == (0, 7)
    for arguments in (("add", index, path), ("check", index, path, "--add")):
        result = run("index", *arguments)
        assert result.returncode == 2
        assert b"say with --id which column names the texts" in result.stderr


def test_what_an_index_holds(index: Path) -> None:
    size = index.stat().st_size
    result = run("index", "info", index)
    assert result.stdout.decode() == f"{index} has 2 texts, {size / 1e6:.3f} MB\n"
    assert objects(run("index", "info", index, "--json").stdout) == [
        {"index": str(index), "texts": 2, "bytes": size, "copydesk": cd.__version__}
    ]


def test_an_index_is_replaced_only_by_force(index: Path, new: Path, tmp_path: Path) -> None:
    before = index.read_bytes()
    result = run("index", "build", index, new, *COLUMNS)
    assert result.returncode == 2
    assert b"is there already: add to it with `copydesk index add`" in result.stderr
    assert index.read_bytes() == before
    assert run("index", "build", index, new, "--force", *COLUMNS).returncode == 0
    assert len(cd.DuplicateIndex.open(index)) == 4
    for path, said in [
        (tmp_path, b"is a folder"),
        (tmp_path / "gone" / "news.index", b"there is no such folder"),
    ]:
        result = run("index", "build", path, new, *COLUMNS)
        assert result.returncode == 2
        assert said in result.stderr


def test_what_is_no_index_is_status_two(new: Path, tmp_path: Path) -> None:
    for action in ("add", "check", "info"):
        for path, said in [(new, "is no"), (tmp_path / "gone.index", "no such file")]:
            files = () if action == "info" else (new, *COLUMNS)
            result = run("index", action, path, *files)
            assert result.returncode == 2
            [line] = complaints(result)
            assert line.startswith(f"{path}: ")
            assert said in line.lower(), line


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_nothing_is_added_when_nobody_takes_the_matches(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(jsonl({"id": f"x{row}", "text": TEXTS[0]} for row in range(20_000)))
    shell = " ".join(command("index", "check", index, path, "--add"))
    result = subprocess.run(["bash", "-c", f"{shell} | head -1"], capture_output=True, check=False)
    assert result.stderr == b"copydesk: who reads the matches went away: nothing was added\n"
    assert len(cd.DuplicateIndex.open(index)) == 2


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_an_interrupted_run_leaves_the_index_as_it_was(index: Path) -> None:
    before = index.read_bytes()
    with subprocess.Popen(
        command("index", "add", index, "-", "--from", "jsonl"),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        child.stdin.write(jsonl({"id": f"x{row}", "text": f"Rain {row}."} for row in range(20_000)))
        child.stdin.flush()
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert said == b"copydesk: interrupted: the index is as it was before\n"
    assert index.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="locks as POSIX has them")
def test_two_runs_never_change_one_index(index: Path, new: Path) -> None:
    with subprocess.Popen(
        command("index", "add", index, "-", "--from", "jsonl"), stdin=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        first.stdin.write(jsonl([{"id": "z", "text": "Rain."}] * 200))
        first.stdin.flush()
        time.sleep(1.5)
        for options in ("add", index, new), ("check", index, new, "--add"):
            second = run("index", *options, "--text", "story", "--id", "url")
            assert second.returncode == 2
            assert complaints(second) == [f"{index}: another run is changing it"]
        assert run("index", "check", index, new, "--text", "story").returncode == 0
        first.stdin.close()
        assert first.wait(timeout=30) == 1
    assert run("index", "add", index, new, "--text", "story", "--id", "url").returncode < 2
