#!/usr/bin/env python3
"""Read a corpus into tables from a column of pandas or Polars, beside Rust alone.

usage: bench/columns.py DOOR TEXTS.jsonl THREADS

Reads what bench/corpus.py has written into a column, calls `Reader.tables` on it once, and prints a
line of JSON: seconds, and resident megabytes before, after and at most. `bench/speed.py columns`
runs all doors, each in a process of its own, and the same batch without Python
(`bench/batch.rs`), and puts them side by side.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import corpus

ROOT = Path(__file__).resolve().parent.parent
#: What this area adds to the environment of bench/speed.py.
PEERS = ["pandas==3.1.1", "polars==2.1.0", "pyarrow==26.0.1"]
STORIES = 100_000


def from_pandas(path: Path) -> Any:
    """Return the texts as a column of pandas."""
    import pandas

    return pandas.read_json(path, lines=True, dtype=False)["text"].astype("str")


def from_polars(path: Path) -> Any:
    """Return the texts as a column of Polars."""
    import polars

    return polars.read_ndjson(path)["text"]


def from_list(path: Path) -> Any:
    """Return the texts as a list."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


DOORS: dict[str, Callable[[Path], Any]] = {
    "Polars column": from_polars,
    "pandas column": from_pandas,
    "list of str": from_list,
}


def resident() -> float:
    """Return the megabytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(door: str, path: Path, threads: int) -> dict[str, float]:
    """Read a corpus through a door."""
    import copydesk

    texts = DOORS[door](path)
    reader = copydesk.Reader()
    # What is loaded once is not what is measured.
    reader.read("It rains, Ane Lie said.")
    before, started = resident(), time.perf_counter()
    tables = reader.tables(texts, threads=threads)
    seconds = time.perf_counter() - started
    output = sum(table.to_pyarrow().nbytes for table in tables.values()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"seconds": seconds, "before": before, "output": output, "peak": peak}


def rust(path: Path, threads: int) -> float:
    """Return the seconds that the same batch takes without Python."""
    command = ["cargo", "run", "--quiet", "--release", "--example", "batch", "--"]
    result = subprocess.run(
        [*command, str(path), str(threads)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return float(result.stdout.split()[0])


def table(stories: int = STORIES) -> str:
    """Return the table in Markdown: seconds of the wall, beside Rust alone."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "corpus.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for document in corpus.documents(stories):
                print(json.dumps({"text": document.text}), file=lines)
        size = sum(len(document.text.encode()) for document in corpus.documents(stories)) / 1e6
        rows = [
            "| what | 1 thread, s | 2 threads, s | speed-up | of Rust | MB above in and output |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        one, two = rust(path, 1), rust(path, 2)
        rows.append(
            f"| Rust alone, stories let go | {one:.1f} | {two:.1f} | {one / two:.2f} | 1 | |"
        )
        print(rows[-1], file=sys.stderr)
        for door in DOORS:
            figures = []
            for threads in (1, 2):
                command = [sys.executable, __file__, door, str(path), str(threads)]
                result = subprocess.run(command, check=True, capture_output=True, text=True)
                figures.append(json.loads(result.stdout))
            first, second = figures
            above = max(it["peak"] - it["before"] - it["output"] for it in figures)
            rows.append(
                f"| Reader.tables, {door} | {first['seconds']:.1f} | {second['seconds']:.1f} | "
                f"{first['seconds'] / second['seconds']:.2f} | {first['seconds'] / one:.2f} | "
                f"{above:,.0f} |"
            )
            print(rows[-1], file=sys.stderr)
    return f"### columns\n\n{stories:,} stories, {size:,.0f} MB:\n\n" + "\n".join(rows)


def main() -> None:
    """Measure one door."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("door", choices=DOORS, metavar="DOOR", help=", ".join(DOORS))
    parser.add_argument("texts", type=Path, metavar="TEXTS.jsonl")
    parser.add_argument("threads", type=int)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.door, arguments.texts, arguments.threads)))


if __name__ == "__main__":
    main()
