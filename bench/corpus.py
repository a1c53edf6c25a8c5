#!/usr/bin/env python3
"""Make a corpus of invented news with planted near-duplicates, from a seed.

usage: bench/corpus.py N OUT.jsonl GOLD.tsv [--seed SEED]

Writes N documents to OUT.jsonl (`id`, `text`) and to GOLD.tsv which of them belong together: a
line `id`, `cluster`, `kind` for each, where the cluster is the id of the document that the others
were made from. Needs numpy, nothing else, and no network. A large corpus begins with the documents
of a small one of the same seed.

The words are invented, of syllables, but what a duplicate finder gets to feel is that of English
news: lengths of words and documents, words and phrases by Zipf's law, so that about as many 3-grams
of words are shared by chance as in a news archive, numbers, names, sentences, paragraphs, and
closing lines that thousands of documents share. One in five documents is an edited copy of another
one, long enough to tell: the kinds are those of `EDITS`.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SEED = 20261127
#: The language is the same whatever the seed, so that two corpora are two archives of one press.
LANGUAGE = 1
#: How many there are of each.
WORDS, NUMBERS, PHRASES = 50_000, 20_000, 400_000
#: Zipf's law: exponent, and shift of the ranks.
WORD_LAW, PHRASE_LAW, FURNITURE_LAW = (1.0, 1.3), (0.75, 10.0), (1.0, 1.3)
#: How often a phrase of 2 to 7 words, or a number, is taken where a word could be.
PHRASE_SHARE, NUMBER_SHARE = 0.38, 0.02
#: Documents made at once. Not to be changed: the corpus would be another one.
BATCH = 2_000
#: Bytes of a document: median and spread of a log-normal law, and where it is cut.
MEDIAN, SPREAD, SHORTEST, LONGEST = 1_800, 0.62, 300, 12_000
#: Sentences in quotation marks, and houses that write those curly, one in so many: Python keeps
#: their texts in two bytes a character.
QUOTED, CURLY = 0.15, 3
DUPLICATES = 0.2
#: Of how many documents, taken at random from all before, copies are made.
SOURCES = 20_000
#: A document of fewer words or paragraphs is not copied: its copies could be anybody's.
COPIED_WORDS, COPIED_PARAGRAPHS = 120, 4
FURNITURE_LINES, FURNITURE_SHARE = 60, 0.35

Words = NDArray[np.int32]
Paragraphs = list[Words]


class Document(NamedTuple):
    """A document, and which others it is a copy of."""

    id: str
    text: str
    #: The id of the first of those that belong together, which can be its own.
    cluster: str
    #: "original", or a name of `EDITS`.
    kind: str


class Form:
    """How a word is written: what is added to it, and whether it begins a sentence."""

    PLAIN, COMMA, OPENING, STOP, QUOTED_OPENING, QUOTED_STOP = range(6)
    COUNT = 6


def spell(rng: Generator) -> list[str]:
    """Return the words, the most frequent first, then the numbers."""
    # What stands twice is twice as likely.
    onsets = [*"bcdfghklmnprstvwbdflmnrst", "tr", "pr", "ch", "sh", "br", "gr", "pl", "th", "cl"]
    nuclei = [*"aeiouaeio", "ai", "ea", "ou", "ee", "io"]
    codas = ["", "", "", "n", "r", "s", "t", "l", "d", "ng", "ck", "nt", "st", "m"]

    def one_of(parts: list[str]) -> str:
        return parts[int(rng.integers(len(parts)))]

    def syllable() -> str:
        return one_of(onsets) + one_of(nuclei) + one_of(codas)

    words = dict.fromkeys(["a", "o"])
    while len(words) < WORDS:
        rank = len(words)
        if rank < 40:
            word = (syllable() if rank % 2 else nuclei[rank % 5] + one_of(onsets))[:3]
        else:
            # A frequent word is a short one.
            few = 1 if rank < 2_000 else 2
            more = rng.random() < (0.0 if rank < 300 else 0.2)
            word = "".join(syllable() for _ in range(few + more))
        if rank > 300 and rng.random() < 0.15:
            word = word.capitalize()
            if rng.random() < 0.005:
                word = word.replace("e", "é").replace("o", "ö")
        words[word] = None
    kinds = rng.integers(0, 5, NUMBERS)
    sizes = np.floor(10 ** rng.uniform(0, 6, NUMBERS)).astype(int)
    numbers = [
        str(1950 + size % 80)
        if kind == 0
        else f"{size / 100:,.1f}"
        if kind == 1
        else f"{size % 100}"
        if kind == 2
        else f"{size:,}"
        for kind, size in zip(kinds.tolist(), sizes.tolist(), strict=True)
    ]
    return [*words, *numbers]


def by_rank(count: int, exponent: float, shift: float, share: float) -> NDArray[np.float64]:
    """Return how likely each of so many is, by Zipf's law; all together `share`."""
    weights = np.power(np.arange(count, dtype=np.float64) + 1 + shift, -exponent)
    return weights * (share / float(weights.sum()))


class Press:
    """What writes documents: words, phrases, furniture, and chance."""

    def __init__(self, seed: int) -> None:
        """Invent the words and phrases; the seed is for what is written with them."""
        self.rng = rng = np.random.default_rng(LANGUAGE)
        spelled = spell(rng)
        capitals = [word[:1].upper() + word[1:] for word in spelled]
        forms = [
            [f"{word} " for word in spelled],
            [f"{word}, " for word in spelled],
            [f"{word} " for word in capitals],
            [f"{word}. " for word in spelled],
            [f"“{word} " for word in capitals],
            [f"{word}.” " for word in spelled],
        ]
        by_word = zip(*forms, strict=True)
        self.spelled = np.array([form for word in by_word for form in word], object)
        self.sizes = np.array([len(word.encode()) + 1 for word in spelled], np.int32)

        words = by_rank(WORDS, *WORD_LAW, 1 - PHRASE_SHARE - NUMBER_SHARE)
        numbers = np.full(NUMBERS, NUMBER_SHARE / NUMBERS)
        single = np.concatenate([words, numbers])
        self.words = self.table(single / single.sum(), 1 << 21)
        phrases = by_rank(PHRASES, *PHRASE_LAW, PHRASE_SHARE)
        self.units = self.table(np.concatenate([single, phrases]), 1 << 22)

        # A unit is a word, a number, or a phrase: so many of `unit_words` from its start.
        alone = WORDS + NUMBERS
        lengths = rng.choice([2, 3, 4, 5, 6, 7], PHRASES, p=[0.15, 0.24, 0.23, 0.18, 0.12, 0.08])
        self.unit_length = np.concatenate([np.ones(alone, int), lengths]).astype(np.int32)
        self.unit_start = np.cumsum(self.unit_length, dtype=np.int32) - self.unit_length
        inside = self.pick(self.words, int(lengths.sum()))
        self.unit_words = np.concatenate([np.arange(alone, dtype=np.int32), inside])
        self.furniture = [self.write(int(rng.integers(9, 42))) for _ in range(FURNITURE_LINES)]
        self.furniture_chance = by_rank(FURNITURE_LINES, *FURNITURE_LAW, 1.0)
        self.rng = np.random.default_rng(seed)

    @staticmethod
    def table(chances: NDArray[np.float64], slots: int) -> Words:
        """Return a table in which each number stands as often as it is likely."""
        places = (np.arange(slots) + 0.5) / slots
        found = np.searchsorted(np.cumsum(chances), places, side="right")
        return np.minimum(found, len(chances) - 1).astype(np.int32)

    def pick(self, table: Words, count: int) -> Words:
        """Draw from a table."""
        return table[self.rng.integers(0, len(table), count, dtype=np.int32)]

    def write(self, count: int) -> Words:
        """Return so many words as they follow each other in a text, without punctuation."""
        units = self.pick(self.units, count)
        lengths = self.unit_length[units]
        # More than is needed, because a unit is a word at least.
        needed = int(np.searchsorted(np.cumsum(lengths), count)) + 1
        units, lengths = units[:needed], lengths[:needed]
        ends = np.cumsum(lengths, dtype=np.int32)
        places = np.arange(ends[-1], dtype=np.int32)
        places += np.repeat(self.unit_start[units] - (ends - lengths), lengths)
        words = self.unit_words[places][:count]
        # No word stands twice in a row.
        again = np.flatnonzero(words[1:] == words[:-1]) + 1
        words[again] = self.pick(self.words, len(again))
        return self.punctuate(words)

    def punctuate(self, words: Words) -> Words:
        """Make sentences of words: each word becomes the number of its spelling."""
        forms = np.where(self.rng.random(len(words)) < 0.05, Form.COMMA, Form.PLAIN)
        count = len(words) // 9 + 2
        ends = np.cumsum(self.rng.integers(9, 36, count))
        ends = ends[ends < len(words)]
        starts = np.concatenate([[0], ends])
        stops = np.concatenate([ends - 1, [len(words) - 1]])
        quoted = self.rng.random(len(starts)) < QUOTED
        forms[starts] = np.where(quoted, Form.QUOTED_OPENING, Form.OPENING)
        forms[stops] = np.where(quoted, Form.QUOTED_STOP, Form.STOP)
        return (words * Form.COUNT + forms).astype(np.int32)

    def paragraphs(self, size: int, words: Words) -> Paragraphs:
        """Take as many of the words as have about so many bytes, in paragraphs."""
        ends = np.cumsum(self.sizes[words // Form.COUNT])
        words = words[: int(np.searchsorted(ends, size)) + 1]
        cuts = np.cumsum(self.rng.integers(18, 75, len(words) // 18 + 1))
        return [self.framed(part) for part in np.split(words, cuts[cuts < len(words) - 10])]

    @staticmethod
    def framed(words: Words) -> Words:
        """Return a paragraph of the words, which begins and ends as a sentence does."""
        forms = words % Form.COUNT
        plain = words - forms
        if forms[0] != Form.QUOTED_OPENING:
            forms[0] = Form.OPENING
        if forms[-1] != Form.QUOTED_STOP:
            forms[-1] = Form.STOP
        return plain + forms

    def text(self, paragraphs: Paragraphs, curly: bool) -> str:
        """Return the text, a line for each paragraph."""
        lines = ("".join(self.spelled[paragraph].tolist()).rstrip() for paragraph in paragraphs)
        text = "\n".join(lines)
        return text if curly else text.replace("“", '"').replace("”", '"')


def truncate(press: Press, paragraphs: Paragraphs) -> Paragraphs:
    """Keep the first 35 to 90 % of the words."""
    left = int(sum(map(len, paragraphs)) * press.rng.uniform(0.35, 0.9))
    kept = []
    for paragraph in paragraphs:
        if left <= 0:
            break
        kept.append(paragraph[:left])
        left -= len(paragraph)
    return kept


def substitute(press: Press, paragraphs: Paragraphs) -> Paragraphs:
    """Put other words in the place of 3 %."""
    changed = []
    for paragraph in paragraphs:
        at = np.flatnonzero(press.rng.random(len(paragraph)) < 0.03)
        copy = paragraph.copy()
        copy[at] = press.pick(press.words, len(at)) * Form.COUNT + paragraph[at] % Form.COUNT
        changed.append(copy)
    return changed


def insert(press: Press, paragraphs: Paragraphs) -> Paragraphs:
    """Put in a paragraph."""
    at = int(press.rng.integers(1, len(paragraphs) + 1))
    return [*paragraphs[:at], press.write(int(press.rng.integers(18, 75))), *paragraphs[at:]]


def remove(press: Press, paragraphs: Paragraphs) -> Paragraphs:
    """Leave out up to a third of the paragraphs."""
    count = int(press.rng.integers(1, max(2, len(paragraphs) // 3 + 1)))
    gone = set(press.rng.choice(len(paragraphs), count, replace=False).tolist())
    return [it for number, it in enumerate(paragraphs) if number not in gone]


def copy(_: Press, paragraphs: Paragraphs) -> Paragraphs:
    """Change nothing."""
    return paragraphs


def lead(press: Press, paragraphs: Paragraphs) -> Paragraphs:
    """Begin with another paragraph."""
    return [press.write(int(press.rng.integers(18, 50))), *paragraphs[1:]]


EDITS: dict[str, Callable[[Press, Paragraphs], Paragraphs]] = {
    "truncated": truncate,
    "substituted": substitute,
    "inserted": insert,
    "removed": remove,
    "exact": copy,
    "new lead": lead,
}


def documents(count: int, seed: int = SEED) -> Iterator[Document]:
    """Write documents, one after the other; memory does not grow with their number."""
    press = Press(seed)
    rng = press.rng
    names = list(EDITS)
    sources: list[tuple[int, Paragraphs]] = []
    number = 0
    while number < count:
        sizes = np.clip(rng.lognormal(np.log(MEDIAN), SPREAD, BATCH), SHORTEST, LONGEST).astype(int)
        is_copy = rng.random(BATCH) < DUPLICATES
        # Enough for the longest word to word: what is left over is not written.
        starts = np.cumsum(sizes // 3)
        words = press.write(int(starts[-1]))
        for place in range(BATCH):
            if number == count:
                return
            if is_copy[place] and len(sources) > 50:
                cluster, paragraphs = sources[int(rng.integers(len(sources)))]
                kind = names[int(rng.integers(len(names)))]
                paragraphs = EDITS[kind](press, paragraphs)
            else:
                cluster, kind = number, "original"
                size, start = int(sizes[place]), int(starts[place])
                paragraphs = press.paragraphs(size, words[start - size // 3 : start])
                if rng.random() < FURNITURE_SHARE:
                    line = int(rng.choice(FURNITURE_LINES, p=press.furniture_chance))
                    paragraphs.append(press.furniture[line])
                long = sum(map(len, paragraphs)) >= COPIED_WORDS
                if long and len(paragraphs) >= COPIED_PARAGRAPHS:
                    if len(sources) < SOURCES:
                        sources.append((cluster, paragraphs))
                    else:
                        sources[int(rng.integers(SOURCES))] = (cluster, paragraphs)
            # A copy is from a house of the same style: it is the edits that are to be found.
            text = press.text(paragraphs, curly=cluster % CURLY == 0)
            yield Document(f"d{number}", text, f"d{cluster}", kind)
            number += 1


def write(count: int, texts: Path, gold: Path, seed: int = SEED) -> None:
    """Write documents to a file, and to another one which of them belong together."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with texts.open("w", encoding="utf-8") as out, gold.open("w", encoding="utf-8") as labels:
        for it in documents(count, seed):
            out.write(f'{{"id": "{it.id}", "text": {encode(it.text)}}}\n')
            labels.write(f"{it.id}\t{it.cluster}\t{it.kind}\n")


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("texts", type=Path, metavar="OUT.jsonl")
    parser.add_argument("gold", type=Path, metavar="GOLD.tsv")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    write(arguments.count, arguments.texts, arguments.gold, arguments.seed)
    megabytes = arguments.texts.stat().st_size / 1e6
    print(f"{arguments.count:,} documents, {megabytes:,.0f} MB, {time.process_time():.1f} CPU s")


if __name__ == "__main__":
    main()
