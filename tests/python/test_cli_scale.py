"""Corpora that are larger than the memory they are read in."""

import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="says what a process has used")

#: Bytes of text in a corpus that is as large as memory use should get to know, and in a larger one.
CORPUS, LARGER = 100_000_000, 400_000_000
#: Resident bytes that reading a corpus of any size may take.
LIMIT = 600_000_000
#: One text, which stands once in a small corpus, and is as long as a book.
LONG = 20_000_000


def peak(*arguments: str | Path) -> int:
    """Run the command, and return the most bytes that it had in memory."""
    child = subprocess.Popen(command(*arguments), stderr=subprocess.PIPE)
    status, most = Path(f"/proc/{child.pid}/status"), 0
    while child.poll() is None:
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        # What it is before the command begins is that of the tests.
        most = int(found[1]) * 1024 if found else most
        time.sleep(0.02)
    _, said = child.communicate()
    assert child.returncode == 0, said
    return most


def rows(articles: list[str], size: int) -> Iterator[dict[str, str]]:
    """Return so many bytes of texts, no two the same."""
    number = 0
    while size > 0:
        text = f"{articles[number % len(articles)]}\n\nThis is story number {number}."
        yield {"id": f"n{number}", "text": text}
        size -= len(text.encode())
        number += 1


def write(kind: str, path: Path, articles: list[str], size: int) -> int:
    """Write a corpus, and return how many texts it has."""
    count = 0
    if kind == "parquet":
        schema = pa.schema({"id": pa.string(), "text": pa.string()})
        with pq.ParquetWriter(path, schema) as table:
            # One row group for all, as many tools write it.
            everything = list(rows(articles, size))
            count = len(everything)
            table.write_table(pa.Table.from_pylist(everything, schema), row_group_size=count)
        return count
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as file:
        for row in rows(articles, size):
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_memory_does_not_grow_with_the_corpus(
    tmp_path: Path, articles: list[str], kind: str
) -> None:
    def read(size: int) -> tuple[int, Path, int]:
        path, out = tmp_path / f"{size}.{kind}", tmp_path / f"{size}"
        count = write(kind, path, articles, size)
        return count, out, peak("read", path, "-o", out, "--tables", "datelines", "--threads", "2")

    _, _, least = read(CORPUS)
    count, out, most = read(LARGER)
    # What is resident differs by some 50 MB from run to run and from machine to machine, so that
    # half of the bytes that the larger corpus has more is proof enough.
    assert most - least < (LARGER - CORPUS) / 2
    assert most < LIMIT
    tables = json.loads((out / "copydesk.json").read_text("utf-8"))
    assert tables["texts"] == count
    assert pq.read_table(out / "datelines.parquet").num_rows > count / 3


def test_one_long_text_is_read(tmp_path: Path, articles: list[str]) -> None:
    path, out = tmp_path / "news.jsonl", tmp_path / "out"
    long = "".join(row["text"] for row in rows(articles, LONG))
    lines = [{"text": "Rain."}, {"text": long}, {"text": "Sun."}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert peak("read", path, "-o", out, "--tables", "stories") < 1_500_000_000
    lengths = pq.read_table(out / "stories.parquet")["length"].to_pylist()
    assert lengths == [5, len(long), 4]
