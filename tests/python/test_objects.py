"""The objects: frozen, comparable, hashable, picklable, printable."""

import copy
import json
import pickle
from typing import Any

import cloudpickle
import pytest

import copydesk as cd
from copydesk.errors import FormatError, InputTypeError, InputValueError, TextError

PARAGRAPH = "The ferry company said on Monday that it would sail again once the storm had passed."
TEXT = f"{PARAGRAPH}\n“We wait,” said Åse Ødegård, “until the wind turns.” 🌊\n{PARAGRAPH}"


def story() -> cd.Story:
    return cd.read(TEXT)


def objects() -> list[Any]:
    read = story()
    assert read.quotes, "the fixture shows every kind of object"
    assert read.repeats, "the fixture shows every kind of object"
    return [read, read.paragraphs[1], read.quotes[0], read.repeats[0], cd.Reader(repeats="mark")]


@pytest.mark.parametrize("number", range(5))
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


@pytest.mark.parametrize("number", range(5))
def test_each_is_frozen(number: int) -> None:
    thing = objects()[number]
    for name in ("text", "start", "quotes", "anything"):
        with pytest.raises(AttributeError):
            setattr(thing, name, "changed")


@pytest.mark.parametrize("number", range(5))
def test_each_differs_from_others_and_from_strangers(number: int) -> None:
    things = objects()
    thing = things.pop(number)
    assert thing not in things
    assert thing != "a string"
    assert thing != 1


@pytest.mark.parametrize("number", range(5))
def test_each_repr_is_one_short_line(number: int) -> None:
    assert len(repr(objects()[number]).splitlines()) == 1
    long = cd.read("word\n" * 1000)
    assert len(repr(long)) < 120
    assert len(repr(cd.Span(0, 9000, "x" * 9000))) < 70


def test_reprs() -> None:
    read = story()
    assert repr(read) == (
        "Story('The ferry company said on Monday that it…', "
        "3 paragraphs, 4 sentences, 1 quote, 1 repeat)"
    )
    assert repr(read.quotes[0]) == "Quote('direct', 'We wait, until the wind turns.')"
    assert repr(read.repeats[0]) == (
        "Repeat(140, 224, 'The ferry company said on Monday that it…', first=0..84, similarity=1.0)"
    )
    assert repr(cd.Reader()) == "Reader(quotes=True, repeats='skip')"


def test_spans_sort_by_place() -> None:
    spans = story().sentences
    assert sorted(spans, reverse=True) == spans[::-1]
    assert spans[0] < spans[1] <= spans[1] > spans[0]
    with pytest.raises(TypeError):
        assert spans[0] < 3  # type: ignore[operator]


def test_objects_match_patterns() -> None:
    match story().quotes[0]:
        case cd.Quote(kind, [cd.Span(start, end, text), _]):
            assert (kind, start, end, text) == ("direct", 86, 94, "We wait,")
        case _:
            pytest.fail("a quote matches by position")
    match story().repeats[0]:
        case cd.Repeat(_, _, text, cd.Span(0), 1.0):
            assert text == PARAGRAPH
        case _:
            pytest.fail("a repeat matches by position")
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
        (changed(quotes=[story().quotes[0].to_dict()] * 2), "overlap"),
        (changed(repeats=[{**story().repeats[0].to_dict(), "similarity": 7.5}]), "must be 0 to 1"),
        (changed(paragraphs=[[5, 5]]), "5..5 is not a place"),
        ('{"version": 2, "anything": []}', "version 2"),
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
    with pytest.raises(InputValueError, match="'direct' or 'mixed'"):
        cd.Quote("loud", [cd.Span(0, 1, "x")])  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="needs parts"):
        cd.Quote("direct", [])
    with pytest.raises(InputValueError, match="0 to 1"):
        cd.Repeat(0, 1, "x", cd.Span(2, 3, "x"), 7.0)


def test_a_story_keeps_the_text_it_was_given() -> None:
    assert story().text == TEXT
    assert story().body == TEXT.rsplit("\n", 1)[0]
