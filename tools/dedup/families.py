#!/usr/bin/env python3
"""Make families of near-duplicates, with the truth about them, from articles.

usage: python -m tools.dedup.families --articles FILE... --out DIR [--seed N] [--scale X]
       python -m tools.dedup.families --natural --articles FILE... --out DIR [--without PAIRS.tsv]

FILE is JSON Lines of {"id", "text", "date"?}; of files named real_docs.jsonl only the fifths 0 and
1 by the SHA-256 of the id are read, as the others are kept for measuring. Articles that share much
by themselves are left out but one.

Writes to DIR

docs.jsonl
    {"id", "text", "date"}; the date is ISO or null.
gold.jsonl
    {"id", "cluster", "base", "fold", "kind", "ops", "neg", "words", "parts"}: of which family it
    is, of which article it was made, the fold of that article (0 to 5; whatever is mixed into a
    text is of the same fold), what was done to it (`base`, `single`, `excerpt` for a story that
    holds it, `compound` or an edit), the edits of a compound or a copy of a copy, the kind of a
    hard negative or null, how many words it has, and how many of them come from each sentence of
    each article: {"ARTICLE NUMBER": WORDS}. `verdict` says by this whether a pair is the same.

With --natural the articles themselves are written to docs.jsonl, and to pairs.tsv (id_a, id_b,
label, days, containment) those pairs that share much and whose dates tell what they are: a notice
that returns after five days or more, or with other figures, is `not`, a story within a day of one
that holds it is `dup`. Pairs with an article of PAIRS.tsv are left out. Needs Python only, no
package.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from tools.dedup import edits, phrases
from tools.dedup.edits import EDITS, Draft, Sentence, Stories

FOLDS = 6
#: A copy shares so much of the shorter text at least, as a share of its words.
SAME = 0.35
#: A text that shares so much of its words with another is held by it.
WHOLE = 0.9
#: The first day of the time that the families are laid in.
EPOCH = datetime.date(2024, 1, 1).toordinal()
#: Edits of a story that goes on.
MOVING = frozenset(("update", "tolls", "correction", "write_through", "new_lead", "merger"))
#: Edits that a reprint may show.
REPRINTS = frozenset(
    (
        "exact",
        "typography",
        "headline_dateline",
        "boilerplate",
        "block",
        "banners",
        "capitals",
        "markup",
        "mojibake",
        "unaccented",
        "repartition",
        "interleaved",
        "ocr01",
        "ocr_lines",
        "spelling",
        "truncate_90_60",
    )
)
DATELINE = re.compile(r"([A-Z][^\n]{2,69}?) (?:-+|–|—) ")
WORD = re.compile(r"\w+")
TABULAR = 0.12


class Article(NamedTuple):
    """An article as it was read."""

    id: str
    text: str
    day: int | None


@dataclass
class Document:
    """A text of the collection and what is true of it."""

    draft: Draft
    cluster: int
    base: str
    kind: str
    day: int
    ops: list[str] | None = None
    neg: str | None = None

    def parts(self) -> dict[str, int]:
        """Count the words that come from each sentence of each story."""
        count: Counter[str] = Counter()
        for it in self.draft.sentences():
            if it.story:
                key = f"{it.story} {it.number}"
                count[key] = max(count[key], len(it.text.split()))
        return dict(count)


def verdict(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool | None:
    """Tell by the truth about two texts whether they are the same, or None if that is open.

    They are if they are of one family and share enough words of it. They are not if they are of
    two and share little of what is no furniture: little of the shorter one, or little of the longer
    one and not all of the shorter. Whether a text and another that holds all of it are the same is
    open, unless they are of one family.
    """
    shared = sum(min(count, b["parts"].get(key, 0)) for key, count in a["parts"].items())
    share = shared / max(1, min(a["words"], b["words"]))
    if a["cluster"] == b["cluster"]:
        return True if share >= SAME else None
    if a["neg"] == b["neg"] == "template" or share < SAME:
        return False
    share_of_longer = shared / max(1, a["words"], b["words"])
    return False if share < WHOLE and share_of_longer < SAME else None


def number(text: str) -> int:
    """Return a number that depends on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)


def day_of(date: str | None) -> int | None:
    """Return the ordinal of a date, written 26-FEB-1987 or 2018-03-07 at the beginning."""
    for pattern, form in (
        (r"\d{1,2}-[A-Za-z]{3}-\d{4}", "%d-%b-%Y"),
        (r"\d{4}-\d\d-\d\d", "%Y-%m-%d"),
    ):
        if found := re.match(pattern, (date or "").strip()):
            try:
                return datetime.datetime.strptime(found[0].title(), form).toordinal()
            except ValueError:
                return None
    return None


def read(paths: Iterable[Path]) -> list[Article]:
    """Read the articles that may be used, each id once."""
    articles: dict[str, Article] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if path.name == "real_docs.jsonl" and number(row["id"]) % 5 >= 2:
                continue
            articles.setdefault(row["id"], Article(row["id"], row["text"], day_of(row.get("date"))))
    return list(articles.values())


def draft_of(article: Article) -> Draft:
    """Take an article apart: heading, dateline, paragraphs of sentences."""
    head, _, body = article.text.strip().partition("\n")
    if not body.strip() or len(head) > 200:
        head, body = "", article.text.strip()
    found = DATELINE.match(body)
    dateline = found[0] if found else ""
    body = body[len(dateline) :]
    indented = re.search(r"\n {3,}", body)
    blocks = re.split(r"\n {3,}" if indented else r"\n", body)
    blocks = [re.sub(r"\s+", " ", it).strip() for it in blocks]
    count, paragraphs = 0, []
    for it in blocks:
        if it:
            row = [Sentence(s, article.id, count + i) for i, s in enumerate(edits.split(it))]
            count += len(row)
            paragraphs.append(row)
    return Draft(head.strip(), dateline, paragraphs)


# Articles that share much by themselves


def shingles(text: str, width: int = 5, share: int = 2) -> set[int]:
    """Return hashes of runs of words: one in ``share`` of them, the same in every text."""
    tokens = [zlib.crc32(it.encode()) for it in WORD.findall(text.lower())]
    runs = set()
    for i in range(len(tokens) - width + 1):
        value = 0
        for token in tokens[i : i + width]:
            value = (value * 0x9E3779B1 + token) & 0xFFFFFFFFFFFF
        value ^= value >> 23
        if value % share == 0:
            runs.add(value)
    return runs


def sharing(sets: Sequence[set[int]], limit: int = 60) -> Iterator[tuple[int, int, int]]:
    """Yield pairs of texts with how many hashes they share; those of many texts do not count."""
    holders: dict[int, list[int]] = {}
    for i, row in enumerate(sets):
        for value in row:
            holders.setdefault(value, []).append(i)
    counts: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        if 1 < len(group) <= limit:
            counts.update((a, b) for k, b in enumerate(group) for a in group[:k])
    for (a, b), count in sorted(counts.items()):
        yield a, b, count


def distinct(articles: Sequence[Article]) -> list[Article]:
    """Keep one of the articles that share much: the longest."""
    sets = [shingles(it.text) for it in articles]
    parent = list(range(len(articles)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b, count in sharing(sets):
        if count >= 3 and count >= 0.12 * min(len(sets[a]), len(sets[b])):
            parent[root(b)] = root(a)
    best: dict[int, Article] = {}
    for i, it in enumerate(articles):
        other = best.get(root(i))
        if other is None or (-len(it.text), it.id) < (-len(other.text), other.id):
            best[root(i)] = it
    return sorted(best.values(), key=lambda it: number(it.id))


# Lengths


def brief(draft: Draft, rng: random.Random) -> Draft:
    """Keep the first 25 to 90 words."""
    rows, count = [], rng.randint(25, 90)
    for it in draft.sentences():
        if count < 8:
            break
        rows += edits.cut([it], count + 12)
        count -= len(it.text.split())
    head = draft.head if rng.random() < 0.7 else ""
    dateline = draft.dateline if rng.random() < 0.5 else ""
    return Draft(head, dateline, [rows])


def post(draft: Draft, rng: random.Random) -> Draft:
    """Keep the first 8 to 25 words, with or without the heading, as posts and lists do."""
    rows = edits.cut(draft.sentences()[:2], rng.randint(8, 25))
    return Draft(draft.head if rng.random() < 0.4 else "", "", [rows])


# The collection


class Collection:
    """Texts with what is true of them."""

    def __init__(self, rng: random.Random) -> None:
        """Begin with none."""
        self.rng = rng
        self.documents: list[Document] = []
        self.clusters = 0

    def day(self) -> int:
        """Return a day of two years."""
        return EPOCH + self.rng.randrange(730)

    def days_later(self, kind: str) -> int:
        """Return how much later a copy appears: mostly within two days.

        What is printed again after weeks or years is hardly changed; a story that goes on does so
        within days.
        """
        tail = self.rng.random()
        if tail < 0.88 or kind in MOVING or (tail > 0.92 and kind not in REPRINTS):
            return self.rng.choices([0, 1, 2], [60, 30, 10])[0]
        if tail <= 0.92:
            return self.rng.randint(3, 6)
        return self.rng.choice([7, 8, 14, 21, 30, 90, 365, 366])

    def single(
        self, draft: Draft, base: str, neg: str | None = None, day: int | None = None
    ) -> Document:
        """Add a text that is of no family."""
        if day is None:
            day = self.day()
        kind = "single"
        it = Document(draft, self.clusters, base, kind, day, neg=neg)
        self.documents.append(it)
        self.clusters += 1
        return it

    def family(
        self,
        draft: Draft,
        base: str,
        kinds: Iterator[str],
        stories: Stories,
        size: int,
        neg: str | None = None,
    ) -> None:
        """Add a text and copies of it, of which some are copies of copies."""
        rng = self.rng
        first = self.single(draft, base, neg)
        first.kind = "base"
        members = [first]
        for _ in range(size):
            kind = next(kinds)
            source = rng.choice(members) if rng.random() < 0.15 else first
            for _ in range(4):
                copy, ops = altered(source.draft, kind, rng, stories)
                later = self.days_later(kind)
                done = [*(source.ops or [source.kind]), *ops] if source is not first else ops
                done = [it for it in done if it != "base"]
                it = Document(copy, first.cluster, base, kind, first.day + later, done or None, neg)
                if shared(it, first) >= SAME and edits.words(copy.sentences()) >= 6:
                    members.append(it)
                    break
                kind = next(kinds)
        self.documents += members[1:]


def altered(
    draft: Draft, kind: str, rng: random.Random, stories: Stories
) -> tuple[Draft, list[str]]:
    """Apply an edit or a compound, now and then with another dateline and a line of furniture."""
    if kind == "compound":
        new, ops = edits.compound(draft, rng, stories)
    else:
        new, ops = EDITS[kind](draft, rng, stories), []
    if kind != "exact" and rng.random() < 0.12:
        new = replace(edits.headline_dateline(new, rng, stories), head=new.head)
    if kind != "exact" and rng.random() < 0.12 and len(draft.sentences()) > 3:
        line = edits.furniture(phrases.FURNITURE, rng, stories)
        new = edits.with_paragraphs(new, [*new.paragraphs, line])
    return new, ops


def shared(a: Document, b: Document) -> float:
    """Return which share of the words of the shorter text both have."""
    one, other = a.parts(), b.parts()
    both = sum(min(count, other.get(key, 0)) for key, count in one.items())
    return both / max(1, min(edits.words(a.draft.sentences()), edits.words(b.draft.sentences())))


def turns(names: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Yield all names in turn, in another order each time."""
    while True:
        yield from rng.sample(names, len(names))


def sizes(rng: random.Random, more: float, most: int) -> int:
    """Return how many copies a family has."""
    count = 1
    while count < most and rng.random() < more:
        count += 1
    return count


def build(articles: Sequence[Article], seed: int, scale: float) -> list[Document]:
    """Make the collection."""
    rng = random.Random(seed)
    collection = Collection(rng)
    kinds = turns([*EDITS, "compound", "compound"], rng)
    for fold in range(FOLDS):
        drafts = [
            (it.id, draft_of(it))
            for it in articles
            if fold_of(it.id) == fold and len(it.text) > 120
        ]
        drafts = [(key, it) for key, it in drafts if edits.words(it.sentences()) >= 18]
        rng.shuffle(drafts)
        fill_fold(collection, fold, drafts, kinds, scale)
    rng.shuffle(collection.documents)
    return collection.documents


def fold_of(base: str) -> int:
    """Return the fold of an article."""
    return number(base) % FOLDS


def is_long(draft: Draft) -> bool:
    """Return whether it is a story of a hundred words in three paragraphs, and no table."""
    text = " ".join(it.text for it in draft.sentences())
    few_digits = sum(c.isdigit() for c in text) < TABULAR * len(text)
    return len(draft.paragraphs) >= 3 and 100 <= len(text.split()) <= 1500 and few_digits


def fill_fold(
    collection: Collection,
    fold: int,
    drafts: list[tuple[str, Draft]],
    kinds: Iterator[str],
    scale: float,
) -> None:
    """Add what is made of the articles of one fold."""
    rng = collection.rng
    stories = Stories([it for _, it in drafts], rng)
    long = [it for it in drafts if is_long(it[1])]
    short = [it for it in drafts if not is_long(it[1])]

    def taken(pool: list[tuple[str, Draft]], count: float) -> list[tuple[str, Draft]]:
        size = min(len(pool), round(count * scale / FOLDS))
        part, pool[:] = pool[:size], pool[size:]
        return part

    for key, it in taken(long, 1500):
        collection.family(it, key, kinds, stories, sizes(rng, 0.68, 12))
    for pool, count, length, most in (
        (short, 500, brief, 8),
        (long, 250, brief, 8),
        (short, 350, post, 6),
        (long, 150, post, 6),
    ):
        for key, it in taken(pool, count):
            collection.family(length(it, rng), key, kinds, stories, sizes(rng, 0.55, most))
    negatives(collection, taken, long, short, stories)
    embedded(collection, taken(long, 600), taken(short, 150), kinds, stories)
    roundups(collection, taken(short, 700), kinds, stories)
    notices(collection, fold, kinds, stories, scale)
    for key, it in [*taken(long, 900), *taken(short, 500)]:
        collection.single(rng.choice([it, it, brief(it, rng)]), key)


def negatives(
    collection: Collection,
    taken: Any,
    long: list[tuple[str, Draft]],
    short: list[tuple[str, Draft]],
    stories: Stories,
) -> None:
    """Add texts that share furniture, background, quotations, or a form, and are not the same."""
    rng = collection.rng
    for key, it in [*taken(long, 300), *taken(short, 200)]:
        text = edits.truncated(it, rng, 0.35, 0.7) if rng.random() < 0.5 else brief(it, rng)
        blocks = rng.choices(
            phrases.BLOCKS, [1, 1, 1, 4, 4, 4, 8, 8, 4], k=rng.choice([1, 1, 1, 2])
        )
        rows = [[Sentence(phrases.phrase((block,), rng))] for block in blocks]
        few = [edits.furniture(phrases.FURNITURE, rng, stories) for _ in range(rng.randint(0, 3))]
        before = rng.random() < 0.15
        rows = [*rows, *few, *text.paragraphs] if before else [*text.paragraphs, *rows, *few]
        collection.single(replace(text, paragraphs=rows), key, "shared_boilerplate")
    pairs = taken(long, 900)
    for (key, a), (other, b) in zip(pairs[::2], pairs[1::2], strict=False):
        # Background of up to a third: one run of sentences, or single ones strewn.
        size = min(edits.words(a.sentences()), edits.words(b.sentences())) * rng.uniform(0.08, 0.4)
        rows = a.sentences()[2:]
        if rng.random() < 0.3:
            rng.shuffle(rows)
        part: list[Sentence] = []
        for it in rows:
            if edits.words([*part, it]) < size:
                part.append(it)
        quote = rng.random() < 0.3
        neg = "shared_quotation" if quote else "shared_background"
        if quote:
            part = [it._replace(text=f'"{it.text.strip(chr(34))}"') for it in part]
            a = replace(a, paragraphs=[*a.paragraphs[:1], part, *a.paragraphs[1:]])
        day = collection.day()
        collection.single(a, key, neg, day)
        if part:
            b = edits.inserted(b, edits.reworded(part, rng, 0.1), rng)
        later = rng.choice([0, 0, 1, 1, 2, 3, 7, 30, 200])
        if rng.random() < 0.3:  # The next day: the same heading goes on.
            neg, later = "follow_up", rng.choice([1, 1, 2])
            b = replace(b, head=a.head, dateline=a.dateline)
        collection.single(b, other, neg, day + later)
    for key, it in [pair for pair in short if not is_prose(pair[1])][: max(1, len(short) // 8)]:
        collection.single(it, key, "tabular")
        for _ in range(rng.choice([0, 0, 1, 2])):
            name = phrases.phrase(("{firm} {suffix} <{letters}>",), rng)
            new = edits.each(it, lambda text: edits.digits(text, rng, 1))
            new = replace(
                new, head=f"{name} {rng.choice(['1ST', '2ND', '3RD', '4TH'])} QTR NET".upper()
            )
            new = replace(edits.headline_dateline(new, rng, stories), head=new.head)
            plain = replace(new, paragraphs=[edits.strange(row) for row in new.paragraphs])
            collection.single(plain, key, "tabular")
    short[:] = [pair for pair in short if is_prose(pair[1])]
    figures = [pair for pair in [*short, *long] if has_figures(pair[1])]
    rng.shuffle(figures)
    for key, it in figures[: len(figures) // 4]:
        # A notice that returns: the words as they were, other numbers, the next day or month.
        day = collection.day()
        collection.single(it, key, "recurring", day)
        for _ in range(rng.choice([1, 1, 2])):
            rate = rng.uniform(0.65, 1)
            new = edits.each(it, lambda text, rate=rate: edits.digits(text, rng, rate))  # type: ignore[misc]
            if rng.random() < 0.5:
                new = edits.sentence_edits(new, rng, stories)
            rows = [edits.strange(row) for row in new.paragraphs]
            day += rng.choice([1, 1, 2, 7, 7, 14, 28, 30, 31, 91])
            collection.single(replace(new, paragraphs=rows), key, "recurring", day)
    taken_keys = {key for key, _ in figures[: len(figures) // 4]}
    for pool in (short, long):
        pool[:] = [pair for pair in pool if pair[0] not in taken_keys]


def has_figures(draft: Draft) -> bool:
    """Return whether a story of at most 250 words has many numbers, and six at least."""
    text = " ".join(it.text for it in draft.sentences())
    count, size = len(re.findall(r"\d+", text)), len(text.split())
    return size <= 250 and count >= 6 and 15 * count >= size


def is_prose(draft: Draft) -> bool:
    """Return whether it is no table of results."""
    text = " ".join(it.text for it in draft.sentences())
    return sum(c.isdigit() for c in text) < 0.1 * len(text)


def embedded(
    collection: Collection,
    long: list[tuple[str, Draft]],
    short: list[tuple[str, Draft]],
    kinds: Iterator[str],
    stories: Stories,
) -> None:
    """Add long stories that quote 60 to 200 words of another or hold a short one whole."""
    rng = collection.rng
    while len(long) >= 2:
        (key, a), (other, b) = long.pop(), long.pop()
        day = collection.day()
        if short and rng.random() < 0.4:
            _, small = short.pop()
            source = small.sentences()[0].story
            collection.family(small, source, kinds, stories, rng.randint(0, 3))
            family = collection.documents[-1].cluster
            host = edits.inserted(a, small.sentences(), rng)
            later = rng.choice([0, 0, 1, 2])
            base = next(it for it in collection.documents if it.cluster == family)
            it = Document(host, family, source, "excerpt", base.day + later)
            if shared(it, base) >= 0.8:
                collection.documents.append(it)
            long.append((other, b))
            continue
        rows = a.sentences()
        at = rng.randrange(max(1, len(rows) - 3))
        part = edits.cut(rows[at:], rng.randint(60, 200))
        size = min(edits.words(rows), edits.words(b.sentences()) + edits.words(part))
        if edits.words(part) > 0.33 * size:
            part = edits.cut(part, int(0.33 * size))
        collection.single(a, key, "passage", day)
        host = edits.inserted(b, part, rng)
        collection.single(host, other, "passage", day + rng.choice([0, 0, 1, 2, 5, 40]))


def roundups(
    collection: Collection, short: list[tuple[str, Draft]], kinds: Iterator[str], stories: Stories
) -> None:
    """Add roundups of briefs of several families. A brief and its roundup are left open."""
    rng = collection.rng
    while len(short) >= 6:
        parts = [short.pop() for _ in range(rng.randint(3, 6))]
        rows, day = [], collection.day()
        for key, it in parts:
            small = brief(it, rng)
            rows.append(small.sentences())
            if rng.random() < 0.7:
                collection.family(small, key, kinds, stories, rng.randint(0, 2))
        head = rng.choice(
            ["News in brief", "Morning briefing", "Around the region", "What to know today"]
        )
        collection.single(Draft(head, "", rows), parts[0][0], "roundup", day)


def notices(
    collection: Collection, fold: int, kinds: Iterator[str], stories: Stories, scale: float
) -> None:
    """Add notices of one form with other names and numbers, some with copies of themselves."""
    rng = collection.rng
    for name, form in sorted(phrases.NOTICES.items()):
        if number(name) % FOLDS != fold:
            continue
        day = collection.day()
        for _ in range(max(3, round(scale * rng.choice([8, 15, 30, 60, 90])))):
            chosen = [form[0], form[1], *(it for it in form[2:] if rng.random() < 0.9)]
            lines = phrases.fill(tuple(chosen), rng)
            key = f"{name}-{len(collection.documents)}"
            # A second look at the same form differs in a few blanks only.
            variants = [lines]
            if rng.random() < 0.3:
                variants.append([edits.digits(it, rng, 0.7) for it in lines])
            for k, it in enumerate(variants):
                rows = [[Sentence(s, f"{key}.{k}", i)] for i, s in enumerate(it[1:])]
                head, joint = it[0], rng.choice(["\n", "\n", " ", "\n\n"])
                draft = Draft(head if rng.random() < 0.8 else "", "", rows, joint)
                size = rng.choice([0, 0, 0, 1, 2])
                collection.family(draft, f"{name}", kinds, stories, size, "template")
                first = collection.documents[-1].cluster
                if rng.random() < 0.4:
                    day = collection.day()
                for member in reversed(collection.documents):
                    if member.cluster != first:
                        break
                    member.day = day + min(2, abs(member.day - day) % 3)


# Natural pairs


def natural(
    articles: Sequence[Article], kept_out: set[str]
) -> Iterator[tuple[str, str, str, int, float]]:
    """Yield pairs of articles that share much, where dates and numbers tell what they are."""
    rows = [it for it in articles if it.day is not None]
    sets = [shingles(it.text, share=1) for it in rows]
    counts = [len(WORD.findall(it.text)) for it in rows]
    for i, j, count in sharing(sets, 200):
        a, b = rows[i], rows[j]
        least = min(len(sets[i]), len(sets[j]))
        held = count / max(1, least)
        if a.day is None or b.day is None or {a.id, b.id} & kept_out:
            continue
        if held < 0.08 or count < 6 or min(counts[i], counts[j]) < 25:
            continue
        days = abs(a.day - b.day)
        agree = figures_agree(a.text, b.text)
        other_figures = agree < 0.45 and min(len(re.findall(r"\d+", it.text)) for it in (a, b)) >= 6
        if (days >= 5 and held < 0.9) or (days >= 1 and other_figures):
            yield a.id, b.id, "not", days, held
        elif days <= 1 and held >= 0.6 and agree >= 0.75:
            yield a.id, b.id, "dup", days, held


def figures_agree(a: str, b: str) -> float:
    """Return which share of the numbers of the text that has fewer are in the other, too."""
    one, other = (Counter(re.findall(r"\d[\d.,/]*\d|\d", it)) for it in (a, b))
    both = sum((one & other).values())
    return (both + 1) / (min(sum(one.values()), sum(other.values())) + 1)


# Files


def write(out: Path, documents: Sequence[Document], rng: random.Random) -> None:
    """Write the texts and the truth."""
    out.mkdir(parents=True, exist_ok=True)
    with (
        (out / "docs.jsonl").open("w", encoding="utf-8") as docs,
        (out / "gold.jsonl").open("w", encoding="utf-8") as gold,
    ):
        for i, it in enumerate(documents):
            key = f"f{i:06}"
            date = datetime.date.fromordinal(it.day).isoformat() if rng.random() < 0.85 else None
            text = it.draft.text()
            docs.write(
                json.dumps({"id": key, "text": text, "date": date}, ensure_ascii=False) + "\n"
            )
            fold = number(it.base) % FOLDS
            row = {
                "id": key, "cluster": it.cluster, "base": it.base, "fold": fold, "kind": it.kind,
                "ops": it.ops, "neg": it.neg, "words": edits.words(it.draft.sentences()),
                "parts": it.parts(),
            }  # fmt: skip
            gold.write(json.dumps(row) + "\n")


def write_natural(out: Path, articles: Sequence[Article], kept_out: set[str]) -> None:
    """Write the articles and the pairs."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "docs.jsonl").open("w", encoding="utf-8") as docs:
        for it in articles:
            date = None if it.day is None else datetime.date.fromordinal(it.day).isoformat()
            row = {"id": it.id, "text": it.text, "date": date}
            docs.write(json.dumps(row, ensure_ascii=False) + "\n")
    labels: Counter[str] = Counter()
    with (out / "pairs.tsv").open("w", encoding="utf-8") as pairs:
        pairs.write("id_a\tid_b\tlabel\tdays\tcontainment\n")
        for a, b, label, days, held in natural(articles, kept_out):
            pairs.write(f"{a}\t{b}\t{label}\t{days}\t{held:.3f}\n")
            labels[label] += 1
    print(f"{len(articles)} articles, pairs: {dict(labels)}")


def main() -> None:
    """Read the articles, make the families, write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="how many texts, 1 is about 15,000"
    )
    parser.add_argument("--natural", action="store_true")
    parser.add_argument(
        "--without", type=Path, help="pairs whose articles are left out (--natural)"
    )
    options = parser.parse_args()
    articles = read(options.articles)
    if options.natural:
        lines = options.without.read_text("utf-8").splitlines()[1:] if options.without else []
        write_natural(options.out, articles, {key for it in lines for key in it.split("\t")[:2]})
        return
    bases = distinct(articles)
    print(f"{len(articles)} articles, {len(bases)} that share little")
    documents = build(bases, options.seed, options.scale)
    write(options.out, documents, random.Random(options.seed))
    print(f"{len(documents)} texts, {len({it.cluster for it in documents})} clusters")
    for name in ("kind", "neg"):
        print(name, dict(sorted(Counter(str(getattr(it, name)) for it in documents).items())))


if __name__ == "__main__":
    main()
