#!/usr/bin/env python3
"""Measure which passages copydesk finds: known ones, put into unrelated texts.

usage: bench/passages.py [--min-words N] [--each N]

Takes runs of words out of documents that bench/corpus.py makes, puts each into two others, once as
it is and once edited, and prints how many were found: where one passage has a stretch in each of
the two that covers most of the run.
"""

import argparse
import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

import corpus

import copydesk

LENGTHS = (20, 25, 30, 40, 60, 100, 200)
SEED = 20261127

Words = list[str]


def same(words: Words, _: random.Random) -> Words:
    """Change nothing."""
    return words


def edited(words: Words, chance: random.Random) -> Words:
    """Replace three words of a hundred, leave one out, put one in."""
    changed: Words = []
    for word in words:
        dice = chance.random()
        if dice < 0.03:
            changed.append("".join(chance.choices(string.ascii_lowercase, k=5)))
        elif dice < 0.04:
            continue
        elif dice < 0.05:
            changed += [word, "".join(chance.choices(string.ascii_lowercase, k=4))]
        else:
            changed.append(word)
    return changed


def random_letter(chance: random.Random, it: str) -> str:
    """Return what a scanner may take a letter for."""
    taken_for: str = chance.choice([*string.ascii_lowercase, "", it + "'", it + "."])
    return taken_for


def scanned(words: Words, chance: random.Random) -> Words:
    """Get three letters of a hundred wrong."""

    def letter(it: str) -> str:
        return it if chance.random() >= 0.03 else random_letter(chance, it)

    return ["".join(map(letter, word)) or "i" for word in words]


EDITS: dict[str, Callable[[Words, random.Random], Words]] = {
    "the same words": same,
    "5 % of the words changed": edited,
    "OCR, 3 % of the letters wrong": scanned,
}


def planted(host: str, words: Words, chance: random.Random) -> tuple[str, int, int]:
    """Put words into a text, and say where they begin and end."""
    rest = host.split()
    at = chance.randrange(len(rest) + 1)
    before = " ".join(rest[:at])
    passage = " ".join(words)
    start = len(before) + bool(before)
    return " ".join(filter(None, [before, passage, *rest[at:]])), start, start + len(passage)


def main() -> None:
    """Plant, find, print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--min-words", type=int, default=20)
    parser.add_argument("--each", type=int, default=100, help="passages of each kind and length")
    options = parser.parse_args()
    chance = random.Random(SEED)
    number = options.each * len(LENGTHS) * len(EDITS)
    # Copies share passages by themselves.
    alone: Iterator[str] = (it.text for it in corpus.documents(9 * number) if it.kind == "original")
    hosts = list(islice(alone, 2 * number))
    texts: list[str] = []
    plants = []
    for length in LENGTHS:
        for name, edit in EDITS.items():
            for _ in range(options.each):
                words: Words = []
                while len(words) < length:
                    words += next(alone).split()
                at = chance.randrange(len(words) - length + 1)
                run = words[at : at + length]
                places = []
                for version in (run, edit(run, chance)):
                    text, start, end = planted(hosts[len(texts)], version, chance)
                    places.append((len(texts), start, end))
                    texts.append(text)
                plants.append((length, name, places))
    found = copydesk.find_passages(texts, min_words=options.min_words)
    stretches = defaultdict(list)
    for group, passage in enumerate(found.passages):
        for place in passage.places:
            stretches[place.id].append((group, place.start, place.end))

    def groups(text: int, start: int, end: int) -> set[int]:
        return {
            group
            for group, its_start, its_end in stretches[text]
            if 2 * (min(end, its_end) - max(start, its_start)) > end - start
        }

    hits: dict[tuple[int, str], int] = defaultdict(int)
    for length, name, (first, second) in plants:
        hits[length, name] += bool(groups(*first) & groups(*second))
    print(f"| found, of {options.each}, by words |", *(f"{length} |" for length in LENGTHS))
    print("| --- |", *("---: |" for _ in LENGTHS))
    for name in EDITS:
        print(f"| {name} |", *(f"{hits[length, name]} |" for length in LENGTHS))


if __name__ == "__main__":
    main()
