"""The objects: frozen, comparable, hashable, picklable, printable."""

import copy
import json
import math
import pickle
from typing import Any

import cloudpickle
import pytest

import copydesk as cd
from copydesk.errors import FormatError, InputTypeError, InputValueError, TextError

PARAGRAPH = "The ferry company said on Monday that it would sail again once the storm had passed."
LEAD = "By Ann Lee\nBERGEN, Norway, Dec 30 (Reuters) - The ferry is late. (Editing by Bob Roe)"
TEXT = f"{PARAGRAPH}\n“We wait,” said Åse Ødegård, “until the wind turns.” 🌊\n{PARAGRAPH}"


ELSEWHERE = {"start": 11, "end": 17, "text": "BERGEN"}
OSLO = cd.Place(0, 4, "Oslo").to_dict()


def story() -> cd.Story:
    # Entities have tests of their own.
    return cd.Reader(entities=False).read(TEXT)


def objects() -> list[Any]:
    read = story()
    assert read.quotes, "the fixture shows every kind of object"
    assert read.repeats, "the fixture shows every kind of object"
    lead = cd.read(LEAD, "2012-01-02")
    assert lead.dateline, "the fixture shows every kind of object"
    return [
        read,
        lead,
        read.paragraphs[1],
        read.quotes[0],
        read.repeats[0],
        lead.dateline,
        lead.dateline.place,
        lead.dateline.date,
        lead.byline,
        lead.credits[0],
        cd.parse_dateline("LONDON, 30. Dez (dpa) - Es regnet."),
        cd.Reader(repeats="mark"),
    ]


@pytest.mark.parametrize("number", range(12))
def test_each_survives_copying_and_pickling(number: int) -> None:
    thing = objects()[number]
    copies = [
        copy.copy(thing),
        copy.deepcopy(thing),
        *(pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(2, 6)),
        pickle.loads(cloudpickle.dumps(thing)),
    ]
    for twin in copies:
        assert twin == thing
        assert hash(twin) == hash(thing)
        assert repr(twin) == repr(thing)
        assert type(twin) is type(thing)


@pytest.mark.parametrize("number", range(12))
def test_each_is_frozen(number: int) -> None:
    thing = objects()[number]
    for name in ("text", "start", "quotes", "anything"):
        with pytest.raises(AttributeError):
            setattr(thing, name, "changed")


@pytest.mark.parametrize("number", range(12))
def test_each_differs_from_others_and_from_strangers(number: int) -> None:
    things = objects()
    thing = things.pop(number)
    assert thing not in things
    assert thing != "a string"
    assert thing != 1


@pytest.mark.parametrize("number", range(12))
def test_each_repr_is_one_short_line(number: int) -> None:
    assert len(repr(objects()[number]).splitlines()) == 1
    long = cd.read("word\n" * 1000)
    assert len(repr(long)) < 120
    assert len(repr(cd.Span(0, 9000, "x" * 9000))) < 70


def test_reprs() -> None:
    read = story()
    assert repr(read) == (
        "Story('The ferry company said on Monday that it…', "
        "3 paragraphs, 4 sentences, 2 quotes, 1 repeat)"
    )
    assert repr(read.quotes[1]) == (
        "Quote('direct', 'We wait, until the wind turns.', speaker='Åse Ødegård')"
    )
    assert repr(read.repeats[0]) == (
        "Repeat(140, 224, 'The ferry company said on Monday that it…', first=0..84, similarity=1.0)"
    )
    assert repr(cd.Reader(repeats="mark")) == "Reader(repeats='mark')"
    lead = cd.read(LEAD, "2012-01-02")
    assert repr(lead.dateline) == (
        "Dateline('BERGEN, Norway, Dec 30 (Reuters) -', 'Bergen, NO', 'Reuters', 2011-12-30)"
    )
    assert repr(lead.dateline and lead.dateline.place) == "Place('BERGEN, Norway', 'Bergen, NO')"
    assert repr(lead.dateline and lead.dateline.date) == "Date('Dec 30', '2011-12-30')"
    assert repr(lead.byline) == "Byline('By Ann Lee')"
    assert repr(lead.credits) == "[Credit('editing', 'Editing by Bob Roe')]"


def test_spans_sort_by_place() -> None:
    spans = story().sentences
    assert sorted(spans, reverse=True) == spans[::-1]
    assert spans[0] < spans[1] <= spans[1] > spans[0]
    with pytest.raises(TypeError):
        assert spans[0] < 3  # type: ignore[operator]


def test_objects_match_patterns() -> None:
    match story().quotes[1]:
        case cd.Quote(kind, [cd.Span(start, end, text), _]):
            assert (kind, start, end, text) == ("direct", 86, 94, "We wait,")
        case _:
            pytest.fail("a quote matches by position")
    match story().repeats[0]:
        case cd.Repeat(_, _, text, cd.Span(0), 1.0):
            assert text == PARAGRAPH
        case _:
            pytest.fail("a repeat matches by position")
    match cd.read(LEAD, "2012-01-02"):
        case cd.Story() as lead:
            match lead.dateline:
                case cd.Dateline([cd.Place("Bergen", _, "NO")], ["Reuters"], cd.Date(2011, 12, 30)):
                    pass
                case _:
                    pytest.fail("a dateline matches by position")
    match story():
        case cd.Story(text):
            assert text == TEXT
        case _:
            pytest.fail("a story matches by position")


def test_dictionaries_say_what_json_says() -> None:
    read = story()
    assert read.to_dict() == json.loads(read.to_json())
    assert read.to_dict()["quotes"] == [quote.to_dict() for quote in read.quotes]
    assert read.to_dict()["repeats"] == [repeat.to_dict() for repeat in read.repeats]
    assert read.to_dict()["paragraphs"] == [[span.start, span.end] for span in read.paragraphs]
    assert read.paragraphs[0].to_dict() == {"start": 0, "end": 84, "text": PARAGRAPH}


def test_json_brings_the_story_back() -> None:
    read = story()
    again = cd.Story.from_json(read.to_json())
    assert again == read
    assert again.quotes == read.quotes
    assert again.repeats == read.repeats
    assert again.body == read.body


def changed(**fields: Any) -> str:
    return json.dumps({**story().to_dict(), **fields})


def lead_changed(**parts: dict[str, Any]) -> str:
    """Write a story's JSON with something else in its dateline, date, place, byline or credit."""
    record = cd.read(LEAD, "2012-01-02").to_dict()
    places = {
        "dateline": record["dateline"],
        "date": record["dateline"]["date"],
        "place": record["dateline"]["places"][0],
        "byline": record["byline"],
        "credit": record["credits"][0],
    }
    for name, fields in parts.items():
        places[name].update(fields)
    return json.dumps(record)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("", "not a story in JSON"),
        ("[]", "not a story in JSON"),
        ('{"text": "x"}', "missing field"),
        (changed(version=99), "version 99"),
        (changed(paragraphs=[[0, 9999]]), "0..9999 is not a place"),
        (changed(sentences=[[5, 2]]), "5..2 is not a place"),
        (changed(sentences=[[5, 9], [0, 3]]), "text's order"),
        (changed(text="x" * 400), "other words stand at"),
        (changed(quotes=[{**story().quotes[0].to_dict(), "parts": []}]), "needs parts"),
        (changed(quotes=[{**story().quotes[0].to_dict(), "end": 5}]), "agree"),
        (changed(quotes=[{**story().quotes[0].to_dict(), "kind": "loud"}]), "loud"),
        (changed(repeats=[story().repeats[0].to_dict()] * 2), "overlap"),
        (changed(quotes=[story().quotes[0].to_dict()] * 2), "one stands there twice"),
        (changed(repeats=[{**story().repeats[0].to_dict(), "similarity": 7.5}]), "must be 0 to 1"),
        (changed(paragraphs=[[5, 5]]), "5..5 is not a place"),
        ('{"version": 1, "anything": []}', "version 1"),
        (changed(version=3), "the story has JSON version 3, and this copydesk reads version 4"),
        (lead_changed(dateline={"body_start": 3}), "cannot begin at 3"),
        (lead_changed(dateline={"confidence": 2}), "a confidence of 2"),
        (lead_changed(dateline={"credit_only": True}), "credit_only"),
        (lead_changed(dateline={"text": "x"}), "other words stand at"),
        (lead_changed(date={"day": 31, "month": 6}), "no day"),
        (lead_changed(date={"iso": "2011-12-31"}), "is not its date"),
        (lead_changed(byline={"names": [{"start": 0, "end": 2, "text": "xx"}]}), "other words"),
        (lead_changed(credit={"kind": "loud"}), "loud"),
        (lead_changed(date={"start": 0, "end": 2, "text": "By"}), "dateline: a part of it stands"),
        (lead_changed(place={"start": 0, "end": 2, "text": "By"}), "dateline: a part of it stands"),
        (lead_changed(byline={"roles": [ELSEWHERE]}), "byline: a part of it stands elsewhere"),
        (lead_changed(credit={"names": [ELSEWHERE]}), "credits: a part of it stands elsewhere"),
        (lead_changed(place={"latitude": 99}), "no point of the globe"),
        (lead_changed(place={"longitude": None}), "no point of the globe"),
        (lead_changed(place={"alternatives": [OSLO]}), "an alternative stands where"),
    ],
)
def test_json_that_is_no_story_is_refused(written: str, complaint: str) -> None:
    with pytest.raises(FormatError, match=complaint.replace(".", r"\.")):
        cd.Story.from_json(written)


def test_constructors_refuse_nonsense() -> None:
    with pytest.raises(InputValueError, match="nothing ends before it starts"):
        cd.Span(3, 2, "x")
    with pytest.raises(InputValueError, match="start is -1; it must be 0 to 4294967295"):
        cd.Span(-1, 2, "x")
    with pytest.raises(InputValueError, match="max_chars is -1"):
        story().to_html(max_chars=-1)
    with pytest.raises(TextError, match="lone surrogate at position 0"):
        cd.Span(0, 1, "\ud800")
    with pytest.raises(TextError, match="lone surrogate at position 0"):
        cd.Story.from_json("\ud800")
    with pytest.raises(InputTypeError, match="json must be a str, not dict"):
        cd.Story.from_json({})  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="body_start is 3, before the dateline's end at 4"):
        cd.Dateline(0, 4, "AP -", [], ["AP"], None, 3)
    with pytest.raises(InputValueError, match=r"confidence is 1\.5"):
        cd.Dateline(0, 4, "AP -", [], ["AP"], None, 5, confidence=1.5)
    for point in ((59.9, None), (math.nan, 10.7), (90.1, 0.0), (0.0, math.inf)):
        with pytest.raises(InputValueError, match="no point of the globe: give both"):
            cd.Place(0, 4, "Oslo", latitude=point[0], longitude=point[1])
    with pytest.raises(InputValueError, match="geonames_id is -1; it must be 0 to"):
        cd.Place(0, 4, "Oslo", geonames_id=-1)
    for day in ((None, 2, 30), (2019, 2, 29), (2019, 300, 1), (2019, 0, 1), (10**9, 1, 1)):
        with pytest.raises(InputValueError, match=f"no day with year={day[0]}, month={day[1]}"):
            cd.Date(0, 6, "Feb 30", *day)
    with pytest.raises(InputValueError, match="kind is \"loud\"; it must be one of 'reporting', "):
        cd.Credit("loud", 0, 1, "x")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="0 to 1"):
        cd.Repeat(0, 1, "x", cd.Span(2, 3, "x"), 7.0)


def test_a_story_keeps_the_text_it_was_given() -> None:
    assert story().text == TEXT
    assert story().body == TEXT.rsplit("\n", 1)[0]
