#!/usr/bin/env python3
"""Measure how finding duplicates grows from a hundred thousand texts to a million.

usage: bench/scale.py [--sizes N ...] [--threads N ...] [--corpus FOLDER] [--seed SEED]
                      [--skip-find] [--skip-index]

Run it with a Python that has copydesk and numpy. Texts come from bench/corpus.py, into a folder
that is kept if it is named. Each measurement is a process of its own. Two tables are printed, in
Markdown: `copydesk.find_duplicates` at each size with so many threads, against the copies that were
planted, with the resident memory before (the texts themselves) and at most, and how much more CPU
time a megabyte costs than at the first size; then `copydesk.DuplicateIndex` at each size: adding,
saving, opening in another process, asking.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import corpus
import duplicates
from duplicates import cpu, resident

#: Texts that are added to an index in one call.
BATCH = 10_000
#: Texts asked of an index one by one: so many that are in it, and as many that are not.
QUERIES = 2_000


def batches(texts: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Return ids and texts of a corpus, a few at a time."""
    names = (f"d{number}" for number in itertools.count())
    left = duplicates.texts_of(texts)
    while batch := list(itertools.islice(left, BATCH)):
        yield list(itertools.islice(names, len(batch))), batch


def build(texts: Path, saved: Path) -> dict[str, float]:
    """Make an index of a corpus and save it; loading the texts is not counted."""
    import copydesk

    index = copydesk.DuplicateIndex()
    count = size = spent = 0.0
    for ids, batch in batches(texts):
        count += len(batch)
        size += sum(len(text.encode()) for text in batch) / 1e6
        started = cpu()
        index.add(ids, batch)
        spent += cpu() - started
    started, wall = cpu(), time.perf_counter()
    index.save(saved)
    return {
        "texts": count,
        "megabytes": size,
        "add": spent,
        "save": cpu() - started,
        "save wall": time.perf_counter() - wall,
        "memory": index.memory_bytes / 1e6,
        "peak": resident("VmHWM"),
        "file": saved.stat().st_size / 1e6,
    }


def ask(texts: Path, saved: Path) -> dict[str, float]:
    """Open an index and ask it: texts that are in it, then texts that are not."""
    import copydesk

    known = list(duplicates.texts_of(texts, QUERIES))
    unknown = [it.text for it in corpus.documents(QUERIES, corpus.SEED + 1)]
    before, started, wall = resident(), cpu(), time.perf_counter()
    index = copydesk.DuplicateIndex.open(saved)
    # Asked once, so that nothing that was put off is missed.
    index.query(unknown[0])
    opened, opened_wall = cpu() - started, time.perf_counter() - wall
    figures = {"open": opened, "open wall": opened_wall, "size": len(index)}
    for name, asked in (("known", known), ("unknown", unknown)):
        started = cpu()
        answers = [index.query(text) for text in asked]
        figures[name] = len(asked) / (cpu() - started)
        figures[f"found {name}"] = sum(map(bool, answers)) / len(asked)
    started = cpu()
    index.check([f"n{number}" for number in range(len(unknown))], unknown, add=True)
    figures["check"] = len(unknown) / (cpu() - started)
    figures["resident"] = resident() - before
    return figures


STEPS = {"build": build, "ask": ask}


def step(name: str, texts: Path, saved: Path) -> dict[str, float]:
    """Do a step in a process of its own."""
    command = [sys.executable, __file__, "--step", name, str(texts), str(saved)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def find_table(corpora: list[tuple[Path, Path]], threads: list[int]) -> str:
    """Return what finding duplicates costs."""
    rows = [
        "| texts | MB | threads | CPU s | wall s | MB/CPU-s | peak MB | of it before "
        "| precision | recall | growth |",
        "| ---: " * 11 + "|",
    ]
    for count in threads:
        first = 0.0
        for texts, gold in corpora:
            it = duplicates.run(Path(sys.executable), "copydesk", texts, gold, count)
            first = first or it.speed
            rows.append(
                f"| {it.texts:,} | {it.megabytes:,.0f} | {count} | {it.cpu:.2f} | {it.wall:.2f} "
                f"| {it.speed:.1f} | {it.peak:,.0f} | {it.loaded:,.0f} "
                f"| {it.precision:.4f} | {it.recall:.4f} | {first / it.speed:.2f} |"
            )
            print(rows[-1], file=sys.stderr)
    return "\n".join(rows)


def index_table(corpora: list[tuple[Path, Path]], folder: Path) -> str:
    """Return what an index costs."""
    rows = [
        "| texts | add, MB/CPU-s | peak MB | memory MB | bytes a text | file MB | save s | open s "
        "| resident MB when open | queries/s known | unknown | check/s | found known | unknown |",
        "| ---: " * 14 + "|",
    ]
    for texts, _ in corpora:
        saved = folder / f"{texts.stem}.index"
        one = step("build", texts, saved)
        two = step("ask", texts, saved)
        saved.unlink()
        rows.append(
            f"| {one['texts']:,.0f} | {one['megabytes'] / one['add']:.1f} | {one['peak']:,.0f} "
            f"| {one['memory']:,.0f} | {one['memory'] * 1e6 / one['texts']:,.0f} "
            f"| {one['file']:,.0f} | {one['save wall']:.2f} | {two['open wall']:.3f} "
            f"| {two['resident']:,.0f} | {two['known']:,.0f} | {two['unknown']:,.0f} "
            f"| {two['check']:,.0f} | {two['found known']:.3f} | {two['found unknown']:.3f} |"
        )
        print(rows[-1], file=sys.stderr)
    return "\n".join(rows)


def main() -> None:
    """Measure at all sizes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="made there, and kept")
    parser.add_argument("--seed", type=int, default=corpus.SEED)
    parser.add_argument("--skip-find", action="store_true")
    parser.add_argument("--skip-index", action="store_true")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        name, texts, saved = arguments.step
        print(json.dumps(STEPS[name](Path(texts), Path(saved))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.corpus or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        corpora = []
        for size in arguments.sizes:
            texts, gold = (folder / f"{size}-{arguments.seed}.{it}" for it in ("jsonl", "tsv"))
            # Renamed when both are whole.
            if not gold.exists():
                corpus.write(size, texts, gold.with_suffix(".part"), arguments.seed)
                gold.with_suffix(".part").rename(gold)
            corpora.append((texts, gold))
        if not arguments.skip_find:
            print(find_table(corpora, arguments.threads), flush=True)
        if not arguments.skip_index:
            print("\n" + index_table(corpora, Path(scratch)), flush=True)


if __name__ == "__main__":
    main()
