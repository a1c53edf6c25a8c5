"""The case files, through Python's door. The same files run through Rust in tests/*.rs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import copydesk as cd

CASES = Path(__file__).parent.parent / "cases"


def cases(folder: str, key: str) -> list[Any]:
    """Every case of a folder that says what ``key`` should be."""
    found = [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted((CASES / folder).glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
        if key in case
    ]
    assert found, f"no cases in {folder} with {key}"
    return found


@pytest.mark.parametrize("case", cases("text", "paragraphs"))
def test_paragraphs(case: dict[str, Any]) -> None:
    assert [span.text for span in cd.read(case["text"]).paragraphs] == case["paragraphs"]


@pytest.mark.parametrize("case", cases("text", "sentences"))
def test_sentences(case: dict[str, Any]) -> None:
    assert [span.text for span in cd.read(case["text"]).sentences] == case["sentences"]


@pytest.mark.parametrize("case", cases("quotes", "quotes"))
def test_quotes(case: dict[str, Any]) -> None:
    found = [
        {"kind": quote.kind, "parts": [part.text for part in quote.parts]}
        for quote in cd.extract_quotes(case["text"])
    ]
    if "known_miss" in case:
        assert found != case["quotes"], "passes: take known_miss away"
    else:
        assert found == case["quotes"]
    assert cd.Reader(repeats="mark").read(case["text"]).quotes == cd.extract_quotes(case["text"])


@pytest.mark.parametrize("case", cases("repeats", "repeats"))
def test_repeats(case: dict[str, Any]) -> None:
    found = [
        {"text": repeat.text, "first": repeat.first.text}
        for repeat in cd.find_repeats(case["text"])
    ]
    assert found == case["repeats"]
    assert cd.drop_repeats(case["text"]) == case["kept"]
    assert cd.Reader(dateline=False).read(case["text"]).body == case["kept"]


def named(place: cd.Place) -> str:
    """Give a place as ``Portland, ME, US``."""
    if place.name is None:
        return ""
    region = place.region_code if place.country in {"US", "CA", "AU"} else None
    return ", ".join(part for part in (place.name, region, place.country) if part)


def shown(dateline: cd.Dateline | None, case: dict[str, Any]) -> dict[str, Any]:
    """Give a dateline as the case files write it down."""
    if dateline is None:
        return {}
    found: dict[str, Any] = {
        "dateline": dateline.text,
        "places": [named(place) for place in dateline.places],
        "agencies": dateline.agencies,
        "body": case["text"][dateline.body_start :][: len(case.get("body", ""))],
    }
    return found | ({"date": dateline.date.iso} if dateline.date else {})


@pytest.mark.parametrize("case", cases("dateline", "text"))
def test_datelines(case: dict[str, Any]) -> None:
    text, published = case["text"], case.get("published")
    expected = {key: case[key] for key in case.keys() - {"name", "text", "published"}}
    dateline = cd.parse_dateline(text, published)
    assert shown(dateline, case) == expected
    assert cd.read(text, published).dateline == dateline
    assert cd.parse_datelines([text], published) == [dateline]
    assert [story and story.dateline for story in cd.Reader().pipe([text], [published])] == [
        dateline
    ]
    assert dateline is None or dateline.credit_only == (not expected["places"])


@pytest.mark.parametrize("case", cases("furniture", "body"))
def test_furniture(case: dict[str, Any]) -> None:
    story = cd.read(case["text"])
    assert story.body == case["body"]
    if "credits" in case:
        assert [
            {"kind": it.kind, "text": it.text, "names": [name.text for name in it.names]}
            for it in story.credits
        ] == [{"names": [], **credit} for credit in case["credits"]]
    if "byline" in case:
        byline = story.byline
        assert byline is not None
        assert byline.text == case["byline"]
        for key in ("names", "roles", "places"):
            assert [span.text for span in getattr(byline, key)] == case[key]


@pytest.mark.parametrize("case", cases("entities", "entities"))
def test_entities(case: dict[str, Any]) -> None:
    def shown(entity: cd.Entity) -> dict[str, Any]:
        optional = {"role": entity.role, "country": entity.country}
        return {
            "kind": entity.kind,
            "name": entity.name,
            "mentions": [mention.text for mention in entity.mentions],
            **{key: value for key, value in optional.items() if value is not None},
        }

    entities = cd.extract_entities(case["text"])
    assert [shown(entity) for entity in entities] == case["entities"]
    assert cd.Reader(repeats="mark").read(case["text"]).entities == entities
    two = cd.extract_entities(case["text"], kinds=["ORG", "PERSON"])
    kept = [entity for entity in entities if entity.kind in ("ORG", "PERSON")]
    assert [entity.mentions for entity in two] == [entity.mentions for entity in kept]


@pytest.mark.parametrize("case", cases("duplicates", "labels"))
def test_duplicates(case: dict[str, Any]) -> None:
    nulls = case.get("nulls", [])
    texts = [None if row in nulls else text for row, text in enumerate(case["texts"])]
    dates = [date or None for date in case["dates"]] if "dates" in case else None
    keys = ("threshold", "relations", "window", "min_words")
    options = {key: case[key] for key in keys if key in case}
    found = cd.find_duplicates(texts, dates=dates, **options)
    if "known_miss" in case:
        assert found.labels != case["labels"], "passes: take known_miss away"
    else:
        assert found.labels == case["labels"]
    if "pairs" in case:
        assert [f"{pair.a} {pair.b} {pair.relation}" for pair in found.pairs] == case["pairs"]
    # An index that the texts come to one by one knows which of them are not the first.
    index = cd.DuplicateIndex(**options)
    matches = index.check(range(len(texts)), texts, dates)
    later = {pair.b for pair in found.pairs}
    assert [row for row, match in enumerate(matches) if match] == sorted(later)


class Attributions:
    """Compares who said what with what a case expects, as tests/attributions does in Rust."""

    @staticmethod
    def shown(quote: Any) -> dict[str, Any]:
        """Give a quote as the case files write it down, an empty string for what is missing."""
        speaker = quote.speaker
        return {
            "kind": quote.kind,
            "parts": [part.text for part in quote.parts],
            "cue": quote.cue.text if quote.cue else "",
            "source": quote.source.text if quote.source else "",
            "speaker": speaker.name if speaker else "",
            "speaker_kind": speaker.kind if speaker else "",
            "negated": quote.negated,
            "speech": quote.speech,
        }

    @classmethod
    def fits(cls, expected: dict[str, Any], found: dict[str, Any]) -> bool:
        """Whether a found attribution is the expected one, in every key that the case gives."""
        given = {"negated": False, "speech": True} | expected
        return all(found[key] == value for key, value in given.items())

    @classmethod
    def agree(cls, case: dict[str, Any], found: list[dict[str, Any]]) -> bool:
        """Whether the found attributions answer the expected ones, one each, as far as is known.

        Those that a case marks as missed must not be there; once any are marked, what is too many
        is counted in Rust alone.
        """
        rest = list(found)
        for wanted in case["quotes"]:
            known_miss = "known_miss" in wanted
            expected = {key: wanted[key] for key in wanted.keys() - {"known_miss"}}
            answer = next((it for it in rest if cls.fits(expected, it)), None)
            if (answer is None) != known_miss:
                return False
            if answer is not None:
                rest.remove(answer)
        marked = any("known_miss" in wanted for wanted in case["quotes"])
        return marked or len(rest) == case.get("known_extras", 0)


@pytest.mark.parametrize("case", cases("quotes/attributions", "quotes"))
def test_attributions(case: dict[str, Any]) -> None:
    if "article" in case:
        page = (CASES.parent / "articles" / case["article"]).read_text("utf-8")
        quotes = cd.read(page).quotes
    elif case.get("speech_only", True):
        quotes = cd.extract_quotes(case["text"])
    else:
        quotes = cd.extract_quotes(case["text"], speech_only=False)
    found = [Attributions.shown(quote) for quote in quotes]
    if "known_miss" in case:
        assert not Attributions.agree(case, found), "passes: take known_miss away"
    else:
        assert Attributions.agree(case, found), found


def test_attributions_are_compared_key_by_key() -> None:
    found = {
        "kind": "indirect", "parts": ["the bridge is shut"], "cue": "said", "source": "She",
        "speaker": "Ane Lie", "speaker_kind": "person", "negated": False, "speech": True,
    }  # fmt: skip
    expected = dict(found)
    missed = found | {"known_miss": "too far away"}

    def agree(quotes: list[Any], answers: list[Any], extras: int = 0) -> bool:
        return Attributions.agree({"quotes": quotes, "known_extras": extras}, answers)

    assert agree([expected], [found])
    assert agree([{"kind": "indirect", "parts": ["the bridge is shut"]}], [found])
    assert not agree([expected], [])
    assert not agree([], [found])
    assert not agree([expected], [found, found])
    assert agree([expected], [found, found], extras=1)
    assert agree([missed], [])
    assert not agree([missed], [found])
    for key, other in {
        "kind": "mixed", "parts": ["the bridge"], "cue": "", "source": "Lie", "speaker": "Lie",
        "speaker_kind": "org", "negated": True, "speech": False,
    }.items():  # fmt: skip
        assert not agree([expected], [found | {key: other}]), key
