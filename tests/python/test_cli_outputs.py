"""Nothing that is half-written looks whole: interrupted runs, full disks, what was there before."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command import Result, command, complaints, environ, run
from corpora import COLUMNS, STORIES, jsonl, objects

import copydesk as cd

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
forms = pytest.mark.parametrize("form", ["jsonl", "parquet"])


def rows_of(path: Path) -> int:
    """Return how many rows a table has, which must be readable to its end."""
    if path.suffix == ".jsonl":
        return len(objects(path))
    return int(pq.read_table(path).num_rows)


def interrupted(out: Path, number: int, stories: int, *options: str) -> tuple[int, list[str]]:
    """Read a corpus that does not end, send a signal amid it, and return what was said."""
    with subprocess.Popen(
        command("read", "-", "--from", "jsonl", "-o", out, *options, *COLUMNS),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ(),
    ) as child:
        assert child.stdin is not None
        # Then nothing comes: the command waits for more.
        child.stdin.write(jsonl(STORIES * (stories // 5)))
        child.stdin.flush()
        began = time.monotonic()
        while not list(out.parent.rglob("*.part")) and time.monotonic() < began + stories / 100:
            time.sleep(0.05)
        time.sleep(1.5)
        child.send_signal(number)
        _, said = child.communicate(timeout=60)
        return child.returncode, said.decode().splitlines()


@posix
@forms
def test_an_interrupted_run_says_what_is_there(tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    options = ("--format", form, "--tables", "stories,datelines")
    status, said = interrupted(out, signal.SIGINT, 9000, *options)
    assert status == 130
    first, *left = said
    assert first.startswith("copydesk: interrupted after ")
    assert first.endswith("the tables are not whole")
    names = sorted(it.name for it in out.iterdir())
    assert names == [f"datelines.partial.{form}", f"stories.partial.{form}"]
    counts = {name: rows_of(out / name) for name in names}
    assert counts[f"stories.partial.{form}"] > 0
    assert sorted(left) == [f"copydesk: {out / name} has {counts[name]:,} rows" for name in names]
    # The tables agree: a text is in all of them, or in none.
    stories = [row["story"] for row in STORIES * 1800][: counts[f"stories.partial.{form}"]]
    datelines = sum(it is not None for it in cd.parse_datelines(stories))
    assert counts[f"datelines.partial.{form}"] == datelines
    # And the same command again is not kept from its work.
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    assert run("read", path, "-o", out, *options, *COLUMNS).returncode == 0
    assert rows_of(out / f"stories.{form}") == len(STORIES)
    assert not list(out.glob("*.partial.*"))


@posix
@pytest.mark.parametrize("place", ["out", "stories.jsonl"])
def test_two_runs_never_write_to_one_place(tmp_path: Path, place: str) -> None:
    out = tmp_path / place
    options = ("--format", "jsonl", "--tables", "stories", *COLUMNS)
    news = tmp_path / "news.jsonl"
    news.write_bytes(jsonl(STORIES))
    with subprocess.Popen(
        command("read", "-", "--from", "jsonl", "-o", out, *options), stdin=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        first.stdin.write(jsonl(STORIES * 200))
        first.stdin.flush()
        began = time.monotonic()
        while not list(tmp_path.rglob("*.part")) and time.monotonic() < began + 30:
            time.sleep(0.05)
        for force in (), ("--force",):
            second = run("read", news, "-o", out, *options, *force)
            assert second.returncode == 2
            assert complaints(second) == [f"{out}: another run is writing there"]
        first.stdin.close()
        assert first.wait(timeout=60) == 0
    table = out / "stories.jsonl" if place == "out" else out
    assert rows_of(table) == 200 * len(STORIES)
    assert not list(tmp_path.rglob("*.part"))


@posix
def test_being_told_to_end_is_the_same(tmp_path: Path) -> None:
    out = tmp_path / "quotes.jsonl"
    status, said = interrupted(out, signal.SIGTERM, 3000, "--tables", "quotes")
    assert status == 143
    assert said[0].startswith("copydesk: terminated after ")
    assert [it.name for it in tmp_path.iterdir()] == ["quotes.partial.jsonl"]
    assert rows_of(tmp_path / "quotes.partial.jsonl") > 0


@posix
def test_interrupted_before_anything_was_read(tmp_path: Path) -> None:
    status, said = interrupted(tmp_path / "out", signal.SIGINT, 0)
    assert (status, said) == (130, [])
    assert not list(tmp_path.iterdir())


@posix
def test_killed_runs_leave_nothing_that_looks_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, _ = interrupted(out, signal.SIGKILL, 3000, "--tables", "stories,quotes")
    assert status == -signal.SIGKILL
    assert {it.suffix for it in out.iterdir()} == {".part"}
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    assert run("read", path, "-o", out, *COLUMNS).returncode == 0
    assert not list(out.glob("*.part"))


@forms
def test_what_is_there_is_replaced_only_by_force(tmp_path: Path, form: str) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(jsonl(STORIES))
    arguments = ("read", path, "-o", out, "--format", form, *COLUMNS)
    assert run(*arguments).returncode == 0
    before = {it.name: it.read_bytes() for it in out.iterdir()}
    result = run(*arguments)
    assert result.returncode == 2
    assert complaints(result) == [
        f"{out / f'stories.{form}'} is there already: name another place with -o, or replace it "
        "with --force"
    ]
    # A run that fails leaves what was there.
    path.write_bytes(jsonl(STORIES) + b"no JSON\n")
    assert run(*arguments, "--force", "--on-error", "fail").returncode == 1
    assert {it.name: it.read_bytes() for it in out.iterdir()} == before
    # Tables of the run before that are not made any more go; other files stay.
    (out / "notes.jsonl").write_text("{}\n")
    result = run(*arguments, "--force", "--tables", "quotes", "--on-error", "skip")
    assert result.returncode == 1
    assert {it.name for it in out.iterdir()} == {f"quotes.{form}", "copydesk.json", "notes.jsonl"}


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(jsonl(STORIES))
    out.mkdir()
    (out / "copydesk.json").write_text(
        json.dumps({"tables": {"x": {"file": "../news.jsonl"}, "y": {"file": "copydesk.txt"}}})
    )
    (out / "copydesk.txt").touch()
    assert run("read", path, "-o", out, "--force", *COLUMNS).returncode == 0
    assert path.exists()
    assert (out / "copydesk.txt").exists()
    (out / "copydesk.json").write_text("[]")
    assert run("read", path, "-o", out, "--force", *COLUMNS).returncode == 0


def limited(limit: int, *arguments: str | Path) -> Result:
    """Run the command where no file can grow beyond a limit, as on a disk that is full."""
    shell = " ".join(f"'{it}'" for it in command(*arguments))
    # In blocks of 512 or 1,024 bytes, as the shell pleases.
    return subprocess.run(
        ["sh", "-c", f"ulimit -f {limit}; {shell}"], capture_output=True, check=False
    )


@posix
@forms
def test_a_full_disk_is_one_line(tmp_path: Path, form: str) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    rows = [{"text": f"{os.urandom(1000).hex()} rain.", "id": row} for row in range(1000)]
    path.write_bytes(jsonl(rows))
    result = limited(200, "read", path, "-o", out, "--format", form, "--tables", "stories")
    assert result.returncode == 1
    [said] = complaints(result)
    assert said.startswith(f"the output cannot be written: {out / f'stories.{form}'}: ")
    assert "large" in said
    assert not out.exists()


@posix
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    out = Path("/proc/copydesk-out")
    result = run("read", path, "-o", out, *COLUMNS)
    assert result.returncode == 1
    assert len(complaints(result)) == 1
    assert complaints(result)[0].startswith(f"the output cannot be written: {out}")


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(b"no JSON\n" + jsonl(STORIES))
    out.mkdir()
    assert run("read", path, "-o", out, "--on-error", "fail", *COLUMNS).returncode == 1
    assert list(out.iterdir()) == []


def test_output_may_replace_its_input(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(STORIES))
    arguments = ("read", path, "-o", path, "--tables", "stories", *COLUMNS)
    assert run(*arguments).returncode == 2
    assert run(*arguments, "--force").returncode == 0
    assert [row["id"] for row in objects(path)] == [row["url"] for row in STORIES]


def test_parts_are_gathered_into_row_groups(tmp_path: Path) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    path.write_bytes(jsonl(STORIES * 4000))
    result = run("read", path, "-o", out, "--tables", "datelines,repeats", *COLUMNS)
    assert result.returncode == 0, result.stderr
    written = pq.ParquetFile(out / "datelines.parquet")
    assert written.metadata.num_rows >= 4000
    assert written.metadata.num_row_groups == 1
