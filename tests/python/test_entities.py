"""Entities: the objects, the options, and the way through JSON.

What is found in a text is tested by the case files; here the entities are made by hand.
"""

import copy
import json
import pickle
from typing import Any

import pytest

import copydesk as cd
from copydesk.errors import FormatError, InputTypeError, InputValueError, TextError

KINDS: Any = ("PERSON", "ORG", "LOC", "FAC", "NORP", "PRODUCT", "MISC", "DATE", "MONEY")
#: Every offset behind the wave is another one in code points than in bytes or UTF-16.
TEXT = "🌊🇳🇴 TROMSØ, 3 March — Siri Åkre runs the Polar Ferry Company (PFC). She likes Tromsø."


def mention(words: str, form: str = "name", nth: int = 0) -> dict[str, Any]:
    """Return the mention that these words are where they stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words, "form": form}


def entities() -> list[dict[str, Any]]:
    """Return what the text names, as JSON has it."""
    no: dict[str, Any] = {"aliases": [], "role": None, "place": None, "country": None}
    at = {key: mention("TROMSØ")[key] for key in ("start", "end", "text")}
    tromso = cd.gazetteer.lookup("Tromsø", country="NO")[0].to_dict()
    place = {**tromso, **at, "alternatives": []}
    return [
        {
            **no, "id": 0, "kind": "LOC", "name": "Tromsø", "place": place, "country": "NO",
            "mentions": [mention("TROMSØ"), mention("Tromsø")],
        },
        {
            **no, "id": 1, "kind": "PERSON", "name": "Siri Åkre", "role": "head of the company",
            "mentions": [mention("Siri Åkre"), mention("She", "pronoun")],
        },
        {
            **no, "id": 2, "kind": "ORG", "name": "Polar Ferry Company", "aliases": ["PFC"],
            "mentions": [mention("Polar Ferry Company"), mention("PFC", "acronym")],
        },
    ]  # fmt: skip


def written(found: list[dict[str, Any]]) -> str:
    """Write the story with these entities in it."""
    record = cd.Reader(entities=False).read(TEXT).to_dict()
    return json.dumps({**record, "entities": found})


def story() -> cd.Story:
    return cd.Story.from_json(written(entities()))


def test_every_mention_stands_where_it_says() -> None:
    found = story().entities
    assert [entity.id for entity in found] == [0, 1, 2]
    for entity in found:
        for one in entity.mentions:
            assert TEXT[one.start : one.end] == one.text
    tromso = found[0].place
    assert tromso is not None
    assert TEXT[tromso.start : tromso.end] == "TROMSØ"
    assert (tromso.name, tromso.country, found[0].country) == ("Tromsø", "NO", "NO")


def test_the_attributes() -> None:
    _, siri, company = story().entities
    assert (siri.kind, siri.name, siri.role) == ("PERSON", "Siri Åkre", "head of the company")
    assert (siri.place, siri.country, siri.aliases) == (None, None, ())
    assert company.aliases == ("PFC",)
    assert [one.form for one in siri.mentions] == ["name", "pronoun"]
    assert company.mentions[1] == cd.Mention(**mention("PFC", "acronym"))


def test_json_brings_entities_back() -> None:
    first = story()
    again = cd.Story.from_json(first.to_json())
    assert again == first
    assert again.entities == first.entities
    assert first.to_dict()["entities"] == [entity.to_dict() for entity in first.entities]
    assert first.to_dict()["entities"] == entities()
    assert first != cd.Reader(entities=False).read(TEXT)
    assert pickle.loads(pickle.dumps(first)) == first


def test_constructors_make_what_reading_makes() -> None:
    for entity in story().entities:
        twin = cd.Entity(
            entity.id,
            entity.kind,
            entity.name,
            [cd.Mention(one.start, one.end, one.text, one.form) for one in entity.mentions],
            aliases=list(entity.aliases),
            role=entity.role,
            place=entity.place,
            country=entity.country,
        )
        assert twin == entity
        assert hash(twin) == hash(entity)


def test_each_survives_copying_and_pickling() -> None:
    for entity in story().entities:
        for thing in (entity, entity.mentions[0]):
            copies = [pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(2, 6)]
            for twin in [copy.copy(thing), copy.deepcopy(thing), *copies]:
                assert twin == thing
                assert hash(twin) == hash(thing)
                assert type(twin) is type(thing)


def test_each_is_frozen() -> None:
    entity = story().entities[1]
    for thing in (entity, entity.mentions[0]):
        for name in ("text", "name", "mentions", "anything"):
            with pytest.raises(AttributeError):
                setattr(thing, name, "changed")


def test_reprs() -> None:
    found = story().entities
    assert repr(found[1]) == "Entity('PERSON', 'Siri Åkre', mentions=2)"
    assert repr(found[1].mentions[1]) == "Mention(68, 71, 'She', 'pronoun')"
    assert repr(story()).endswith(", 1 paragraph, 2 sentences, 3 entities)")
    long = cd.Entity(0, "ORG", "x" * 900, [cd.Mention(0, 900, "x\n" * 450, "name")])
    assert len(repr(long)) < 90
    assert len(repr(long.mentions).splitlines()) == 1


def test_entities_and_mentions_sort_by_place() -> None:
    found = story().entities
    assert sorted(found[::-1]) == found
    mentions = sorted(one for entity in found for one in entity.mentions)
    assert [one.text for one in mentions] == [
        "TROMSØ", "Siri Åkre", "Polar Ferry Company", "PFC", "She", "Tromsø",
    ]  # fmt: skip
    with pytest.raises(TypeError):
        assert found[0] < mentions[0]  # type: ignore[operator]


def test_entities_match_patterns() -> None:
    match story().entities[1]:
        case cd.Entity("PERSON", name, (cd.Mention(start, end, _, "name"), _)):
            assert (name, TEXT[start:end]) == ("Siri Åkre", "Siri Åkre")
        case _:
            pytest.fail("an entity matches by position")


@pytest.mark.parametrize(
    ("number", "change", "complaint"),
    [
        (0, {"id": 1}, "entities: number 1 stands at 0"),
        (0, {"id": -1}, "not a story in JSON"),
        (1, {"kind": "person"}, "unknown variant `person`"),
        (1, {"name": ""}, "entity 1: it has no name"),
        (1, {"mentions": []}, "entity 1: it needs mentions"),
        (1, {"mentions": [mention("She"), mention("Siri Åkre")]}, "in the order of the text"),
        (1, {"mentions": [mention("Siri Åkre"), mention("Åkre")]}, "in the order of the text"),
        (1, {"mentions": [{**mention("She"), "form": "nickname"}]}, "nickname"),
        (1, {"mentions": [{**mention("She"), "text": "Her"}]}, "other words stand at 68..71"),
        (1, {"mentions": [{**mention("She"), "end": 999}]}, "68..999 is not a place"),
        (1, {"mentions": [{**mention("She"), "end": 68}]}, "68..68 is not a place"),
        (1, {"mentions": [mention("Tromsø")]}, "entities: they overlap, or are not in the text's"),
        (2, {"mentions": [mention("Polar Ferry"), mention("She")]}, "entities: they overlap"),
        (
            2,
            {"place": entities()[0]["place"]},
            "entity 2: its place stands at none of its mentions",
        ),
        (0, {"place": {**entities()[0]["place"], "latitude": 99}}, "no point of the globe"),
        (0, {"place": {**entities()[0]["place"], "text": "Tromsø"}}, "other words stand at"),
    ],
)
def test_json_with_entities_that_cannot_be_is_refused(
    number: int, change: dict[str, Any], complaint: str
) -> None:
    found = entities()
    found[number].update(change)
    with pytest.raises(FormatError) as caught:
        cd.Story.from_json(written(found))
    assert complaint in str(caught.value)


def test_constructors_refuse_nonsense() -> None:
    name = cd.Mention(0, 4, "Oslo", "name")
    with pytest.raises(InputValueError, match="no kind of entity; there are 'PERSON', 'ORG', "):
        cd.Entity(0, "CITY", "Oslo", [name])  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="a kind must be a str, not int"):
        cd.Entity(0, 3, "Oslo", [name])  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="name must be a str"):
        cd.Entity(0, "LOC", None, [name])  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="it needs mentions"):
        cd.Entity(0, "LOC", "Oslo", [])
    with pytest.raises(InputValueError, match="it has no name"):
        cd.Entity(0, "LOC", "", [name])
    with pytest.raises(InputValueError, match="id is -1; it must be 0 to"):
        cd.Entity(-1, "LOC", "Oslo", [name])
    with pytest.raises(InputValueError, match="stands at none of its mentions"):
        cd.Entity(0, "LOC", "Oslo", [name], place=cd.Place(5, 9, "Oslo"))
    with pytest.raises(
        InputValueError, match="form is \"nick\"; it must be one of 'name', 'short'"
    ):
        cd.Mention(0, 4, "Oslo", "nick")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="nothing ends before it starts"):
        cd.Mention(4, 0, "Oslo", "name")


def test_a_reader_takes_kinds_in_any_order() -> None:
    reader = cd.Reader(kinds=["ORG", "PERSON"])
    assert reader == cd.Reader(kinds=("PERSON", "ORG", "ORG"))
    assert reader == cd.Reader(kinds=iter({"PERSON": 1, "ORG": 2}))  # type: ignore[arg-type]
    assert hash(reader) == hash(cd.Reader(kinds={"PERSON", "ORG"}))
    assert reader.kinds == ("PERSON", "ORG")
    assert reader.entities
    assert reader != cd.Reader()
    assert cd.Reader().kinds == KINDS
    assert cd.Reader(kinds=KINDS) == cd.Reader()


def test_a_reader_without_entities() -> None:
    reader = cd.Reader(entities=False)
    assert reader == cd.Reader(kinds=[]) == cd.Reader(entities=False, kinds=["ORG"])
    assert (reader.entities, reader.kinds) == (False, ())
    assert reader.read("President Maria Keller is in Geneva.").entities == []


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        (cd.Reader(), "Reader()"),
        (cd.Reader(entities=False), "Reader(entities=False)"),
        (cd.Reader(kinds=["ORG"]), "Reader(kinds=('ORG',))"),
        (
            cd.Reader(dateline=False, quotes=False, kinds=["ORG", "PERSON"], repeats="mark"),
            "Reader(dateline=False, quotes=False, kinds=('PERSON', 'ORG'), repeats='mark')",
        ),
    ],
)
def test_a_reader_shows_what_is_not_usual(reader: cd.Reader, shown: str) -> None:
    assert repr(reader) == shown
    again = pickle.loads(pickle.dumps(reader))
    assert (again, repr(again)) == (reader, shown)
    assert eval(shown, {"Reader": cd.Reader}) == reader


def test_kinds_that_are_none_are_refused() -> None:
    known = "', '".join(KINDS)
    for call in (
        lambda kinds: cd.Reader(kinds=kinds),
        lambda kinds: cd.extract_entities("Rain.", kinds=kinds),
    ):
        with pytest.raises(InputValueError) as caught:
            call(["PERSON", "person"])
        assert str(caught.value) == f"'person' is no kind of entity; there are '{known}'"
        with pytest.raises(InputValueError, match="no kind of entity"):
            call(["\ud800"])
        with pytest.raises(InputTypeError, match="an iterable of names, not str: put it in a list"):
            call("PERSON")
        with pytest.raises(InputTypeError, match="kinds must be an iterable of names, not int"):
            call(3)
        with pytest.raises(InputTypeError, match="a kind must be a str, not NoneType"):
            call([None])


def test_what_iterating_over_kinds_raises_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        cd.Reader(kinds=(1 / 0 for _ in "x"))  # type: ignore[misc]


def test_extracting_refuses_what_is_no_text() -> None:
    with pytest.raises(InputTypeError, match="text must be a str, not bytes"):
        cd.extract_entities(b"Rain.")  # type: ignore[arg-type]
    with pytest.raises(TextError, match="lone surrogate at position 4"):
        cd.extract_entities("caf\u00e9\ud83d.")
    assert cd.extract_entities("") == []


def test_extracting_agrees_with_reading_whatever_else_is_read(articles: list[str]) -> None:
    for text in articles:
        found = cd.extract_entities(text)
        assert cd.Reader(repeats="mark").read(text).entities == found
        alone = cd.Reader(dateline=False, quotes=False, repeats="ignore").read(text)
        assert alone.entities == found
        people = cd.extract_entities(text, kinds=["PERSON"])
        assert cd.Reader(kinds=["PERSON"], repeats="mark").read(text).entities == people
        assert {entity.kind for entity in people} <= {"PERSON"}
