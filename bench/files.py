#!/usr/bin/env python3
"""Measure how fast the command reads a large file into tables, and in how much memory.

usage: bench/files.py [--megabytes N] [--formats FORMAT ...] [--tables TABLES] [--threads N]
                      [--folder FOLDER]

Run it with a Python that has copydesk and pyarrow. For each format a file of so many megabytes is
made, of articles put together from the fixture articles of this project, and read by
`copydesk read FILE -o FOLDER`, in a process of its own. A table is printed, in Markdown: megabytes
of the file, seconds, megabytes of text and texts in a second, and the most memory that was
resident. The file goes
again, unless a folder is named for it.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import speed

FORMATS = ("jsonl", "jsonl.gz", "csv", "parquet")
#: So many megabytes of articles, again and again, make a file.
ARTICLES = 20.0
#: Rows that are written at once.
ROWS = 2_000


def rows(megabytes: float) -> Iterator[dict[str, str]]:
    """Return texts with ids and dates, so many megabytes."""
    articles = speed.corpus(min(ARTICLES, megabytes))
    left = megabytes * 1e6
    for number, text in enumerate(itertools.cycle(articles)):
        if left <= 0:
            return
        left -= len(text.encode())
        day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield {"url": f"https://news.example/{number}", "published": day, "body": text}


def write(path: Path, kind: str, megabytes: float) -> None:
    """Write a file of so many megabytes of text."""
    if kind == "parquet":
        import pyarrow
        import pyarrow.parquet

        texts = rows(megabytes)
        schema = pyarrow.schema(dict.fromkeys(("url", "published", "body"), pyarrow.string()))
        with pyarrow.parquet.ParquetWriter(path, schema) as table:
            # Row groups of the size that Spark and DuckDB write.
            while some := list(itertools.islice(texts, 60 * ROWS)):
                table.write_table(pyarrow.Table.from_pylist(some, schema))
        return
    if kind == "csv":
        import csv

        with path.open("w", encoding="utf-8", newline="") as file:
            cells = csv.DictWriter(file, ["url", "published", "body"])
            cells.writeheader()
            cells.writerows(rows(megabytes))
        return
    if kind == "jsonl.gz":
        import gzip

        with gzip.open(path, "wt", 1, encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows(megabytes))
        return
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(megabytes))


def read(path: Path, megabytes: float, tables: str | None, threads: int | None) -> str:
    """Read a file as a user does, and return a line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "copydesk", "read", str(path), "-o", str(out), "--quiet"]
        command += ["--published", "published"]
        command += ["--tables", tables] if tables else []
        command += ["--threads", str(threads)] if threads else []
        started = time.perf_counter()
        child = subprocess.Popen(command)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if child.returncode:
            raise SystemExit(f"copydesk read failed: {child.returncode}")
        about = json.loads((out / "copydesk.json").read_text("utf-8"))
    size, texts = path.stat().st_size / 1e6, about["texts"]
    return (
        f"| {path.name.partition('.')[2]} | {size:,.0f} | {texts:,} | {tables or 'all'} "
        f"| {threads or 'default'} | {seconds:.1f} | {used.ru_utime + used.ru_stime:.1f} "
        f"| {megabytes / seconds:.1f} | {texts / seconds:,.0f} | {used.ru_maxrss / 1e3:,.0f} |"
    )


def main() -> None:
    """Make the files and read them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=float, default=2_000, metavar="N")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=["jsonl"])
    parser.add_argument("--tables", help="as of copydesk read (default: all)")
    parser.add_argument("--threads", type=int, metavar="N")
    parser.add_argument("--folder", type=Path, help="where the files are made, and kept")
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        path, kind = arguments.make
        write(Path(path), kind, arguments.megabytes)
        return
    print("| format | MB | texts | tables | threads | s | CPU s | MB/s | texts/s | peak MB |")
    print("| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in arguments.formats:
            path = folder / f"news-{arguments.megabytes:.0f}.{kind}"
            if not path.exists():
                # In a process of its own: what is measured starts from a small one.
                part = path.with_name(f"{path.name}.part")
                make = [sys.executable, __file__, "--megabytes", str(arguments.megabytes)]
                subprocess.run([*make, "--make", str(part), kind], check=True)
                part.rename(path)
            print(read(path, arguments.megabytes, arguments.tables, arguments.threads), flush=True)
            if arguments.folder is None:
                path.unlink()


if __name__ == "__main__":
    main()
