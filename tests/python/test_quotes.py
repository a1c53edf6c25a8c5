"""Quotations and speakers: the objects, the way through JSON, and who says how much.

What is found in a text is tested by the case files; here the quotations are made by hand.
"""

import copy
import json
import math
import pickle
from typing import Any

import cloudpickle
import pytest

import copydesk as cd
from copydesk._core import terminal_page
from copydesk.errors import FormatError, InputTypeError, InputValueError, TextError

#: Every offset behind the wave is another one in code points than in bytes or UTF-16. One quotation
#: stands inside another, and the cue and the source of one stand between its parts.
TEXT = (
    "🌊 Residents said that Siri Åkre told them that the pier was closed. “It is,” said Åkre, "
    "“until May.” She denied that it was her fault. Åkre wants a new pier."
)


def at(words: str, nth: int = 0) -> dict[str, Any]:
    """Return where these words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def quote(kind: str, *parts: str, **fields: Any) -> dict[str, Any]:
    """Return the quotation of these words, as JSON has it."""
    pieces = [at(part) for part in parts]
    return {
        "start": pieces[0]["start"], "end": pieces[-1]["end"], "text": " ".join(parts),
        "kind": kind, "parts": pieces, "cue": None, "source": None, "speaker": None,
        "speech": True, "negated": False, "confidence": 1.0, **fields,
    }  # fmt: skip


SIRI = {"name": "Siri Åkre", "kind": "person", "entity": 0}


def quotes() -> list[dict[str, Any]]:
    return [
        quote(
            "indirect", "Siri Åkre told them that the pier was closed",
            cue=at("said"), source=at("Residents"),
            speaker={"name": "Residents", "kind": "group", "entity": None}, confidence=0.9132,
        ),
        quote(
            "indirect", "the pier was closed",
            cue=at("told"), source=at("Siri Åkre"), speaker=SIRI,
        ),
        quote(
            "direct", "It is,", "until May.",
            cue=at("said", 1), source=at("Åkre", 1), speaker=SIRI,
        ),
        quote(
            "indirect", "it was her fault",
            cue=at("denied"), source=at("She"), speaker=SIRI, negated=True,
        ),
        quote("indirect", "a new pier", cue=at("wants"), source=at("Åkre", 2), speech=False),
    ]  # fmt: skip


def written(found: list[dict[str, Any]]) -> str:
    """Write the story with these quotations in it."""
    record = cd.Reader(entities=False).read(TEXT).to_dict()
    names = [{**at("Siri Åkre"), "form": "name"}, {**at("She"), "form": "pronoun"}]
    siri: dict[str, Any] = {
        "id": 0, "kind": "PERSON", "name": "Siri Åkre", "aliases": [], "role": None,
        "place": None, "country": None, "mentions": names,
    }  # fmt: skip
    return json.dumps({**record, "entities": [siri], "quotes": found})


def story() -> cd.Story:
    return cd.Story.from_json(written(quotes()))


def things() -> list[Any]:
    """Return an object of every kind."""
    found = story()
    return [*found.quotes, found.quotes[0].speaker, found.quotes[1].speaker, *found.speakers]


def test_everything_stands_where_it_says() -> None:
    for found in story().quotes:
        spans = [*found.parts, found.cue, found.source]
        for span in spans:
            assert span is not None
            assert TEXT[span.start : span.end] == span.text


def test_the_attributes() -> None:
    residents, _, direct, denied, wanted = story().quotes
    assert residents.cue == cd.Span(**at("said"))
    assert residents.source == cd.Span(**at("Residents"))
    assert residents.speaker == cd.Speaker("Residents", "group")
    assert (residents.speech, residents.negated, residents.confidence) == (True, False, 0.9132)
    assert direct.text == "It is, until May."
    assert direct.source
    assert direct.parts[0].end < direct.source.start < direct.parts[1].start
    assert direct.speaker
    assert story().entities[direct.speaker.entity or 0].name == direct.speaker.name
    assert (denied.negated, denied.kind) == (True, "indirect")
    assert (wanted.speech, wanted.speaker) == (False, None)


def test_json_brings_quotes_back() -> None:
    first = story()
    again = cd.Story.from_json(first.to_json())
    assert again == first
    assert again.quotes == first.quotes
    assert again.speakers == first.speakers
    assert first.to_dict()["quotes"] == [found.to_dict() for found in first.quotes]
    assert first.to_dict()["quotes"] == quotes()
    assert pickle.loads(pickle.dumps(first)) == first


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "mixed"},
        {"cue": None},
        {"source": at("She")},
        {"speaker": {**SIRI, "kind": "org"}},
        {"speaker": {**SIRI, "entity": None}},
        {"speech": False},
        {"negated": True},
        {"confidence": 0.5},
    ],
)
def test_stories_and_quotes_differ_in_anything(change: dict[str, Any]) -> None:
    found = quotes()
    found[1].update(change)
    other = cd.Story.from_json(written(found))
    assert other != story()
    assert other.quotes[1] != story().quotes[1]
    assert (other.quotes[1] < story().quotes[1]) != (other.quotes[1] > story().quotes[1])


def test_constructors_make_what_reading_makes() -> None:
    for found in story().quotes:
        who = found.speaker
        speaker = who and cd.Speaker(who.name, who.kind, entity=who.entity)
        twin = cd.Quote(
            found.kind, found.parts, cue=found.cue, source=found.source, speaker=speaker,
            speech=found.speech, negated=found.negated, confidence=found.confidence,
        )  # fmt: skip
        assert twin == found
        assert hash(twin) == hash(found)
    for stats in story().speakers:
        assert cd.SpeakerStats(stats.speaker, stats.quotes, stats.words) == stats


def test_what_is_not_said_is_not_known() -> None:
    bare = cd.Quote("direct", [cd.Span(0, 3, "Go.")])
    assert (bare.cue, bare.source, bare.speaker) == (None, None, None)
    assert (bare.speech, bare.negated, bare.confidence) == (True, False, 1.0)
    [found] = cd.extract_quotes("“Go,” he said.")
    assert found.kind == "direct"


def test_each_survives_copying_and_pickling() -> None:
    for thing in things():
        copies = [pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(2, 6)]
        copies.append(pickle.loads(cloudpickle.dumps(thing)))
        for twin in [copy.copy(thing), copy.deepcopy(thing), *copies]:
            assert twin == thing
            assert hash(twin) == hash(thing)
            assert repr(twin) == repr(thing)
            assert type(twin) is type(thing)


def test_each_is_frozen() -> None:
    for thing in things():
        for name in ("text", "name", "speaker", "cue", "anything"):
            with pytest.raises(AttributeError):
                setattr(thing, name, "changed")


def test_each_differs_from_others_and_from_strangers() -> None:
    for thing in things():
        assert sum(thing == other for other in set(things())) == 1
        assert thing != "a string"


def test_dictionaries() -> None:
    residents = story().quotes[0].speaker
    assert residents
    expected = {"name": "Residents", "kind": "group", "entity": None}
    assert residents.to_dict() == expected
    assert story().speakers[1].to_dict() == {"speaker": expected, "quotes": 1, "words": 9}


def test_reprs() -> None:
    found = story().quotes
    assert repr(found[0]) == (
        "Quote('indirect', 'Siri Åkre told them that the pier was cl…', speaker='Residents')"
    )
    assert repr(found[2]) == "Quote('direct', 'It is, until May.', speaker='Siri Åkre')"
    assert repr(found[3]) == (
        "Quote('indirect', 'it was her fault', speaker='Siri Åkre', negated=True)"
    )
    assert repr(found[4]) == "Quote('indirect', 'a new pier', source='Åkre', speech=False)"
    assert repr(cd.Quote("direct", found[2].parts)) == "Quote('direct', 'It is, until May.')"
    assert repr(found[0].speaker) == "Speaker('Residents', 'group')"
    assert repr(found[1].speaker) == "Speaker('Siri Åkre', 'person', entity=0)"
    assert repr(story().speakers[0]) == "SpeakerStats('Siri Åkre', quotes=3, words=12)"
    long = cd.Speaker("x\n" * 900, "person")
    assert len(repr(cd.Quote("direct", found[0].parts, speaker=long))) < 160
    assert len(repr(long)) < 90
    assert len(repr([long, cd.SpeakerStats(long, 1, 1)]).splitlines()) == 1


def test_quotes_sort_as_they_stand_in_the_story() -> None:
    found = story().quotes
    assert sorted(found[::-1]) == found
    outer = cd.Quote("indirect", [cd.Span(0, 9, "We go now")])
    inner = cd.Quote("indirect", [cd.Span(0, 2, "We")])
    assert outer < inner <= inner
    with pytest.raises(TypeError):
        assert found[0] < found[0].parts[0]  # type: ignore[operator]


def test_quotes_match_patterns() -> None:
    match story().quotes[2]:
        case cd.Quote("direct", [_, cd.Span(text="until May.")], cue, _, cd.Speaker(name, kind)):
            assert (cue, name, kind) == (cd.Span(**at("said", 1)), "Siri Åkre", "person")
        case _:
            pytest.fail("a quote matches by position")
    match story().speakers[0]:
        case cd.SpeakerStats(cd.Speaker("Siri Åkre", "person", 0), quotes, words):
            assert (quotes, words) == (3, 12)
        case _:
            pytest.fail("a speaker's figures match by position")


def test_those_who_say_most_come_first() -> None:
    assert story().speakers == [
        cd.SpeakerStats(cd.Speaker("Siri Åkre", "person", 0), 3, 12),
        cd.SpeakerStats(cd.Speaker("Residents", "group"), 1, 9),
    ]
    assert cd.read("Nobody said a word.").speakers == []


def test_names_are_one_speaker_whatever_their_case_unless_of_another_kind() -> None:
    found = quotes()
    for number, (name, kind) in enumerate(
        [("The Crew", "group"), ("the crew", "group"), ("the crew", "org")]
    ):
        found[number]["speaker"] = {"name": name, "kind": kind, "entity": None}
    speakers = cd.Story.from_json(written(found)).speakers
    assert [(one.speaker.name, one.speaker.kind, one.quotes) for one in speakers] == [
        ("The Crew", "group", 2), ("the crew", "org", 1), ("Siri Åkre", "person", 1),
    ]  # fmt: skip


def test_a_page_says_who_said_what() -> None:
    page = terminal_page(story(), width=100, color=False)
    for line in (
        "5 quotations by 2 speakers",
        "[Siri Åkre told them that [the pier was closed]]",
        "1  Siri Åkre: 3 quotations, 12 words",
        "2  Residents: 1 quotation, 9 words",
        "4  indirect, denied, paragraph 1, Siri Åkre: it was her fault",
        "5  indirect, not said, paragraph 1, “Åkre”: a new pier",
    ):
        assert line in page
    assert "speaker" not in terminal_page(cd.read(TEXT[:1]), width=100, color=False)


ELSEWHERE = {"start": 0, "end": 3, "text": "xxx"}


@pytest.mark.parametrize(
    ("number", "change", "complaint"),
    [
        (0, {"confidence": 1.5}, "confidence is 1.5; it must be 0 to 1"),
        (0, {"confidence": None}, "not a story in JSON"),
        (0, {"speech": "yes"}, "not a story in JSON"),
        (0, {"negated": None}, "not a story in JSON"),
        (0, {"kind": "loud"}, "loud"),
        (0, {"text": "Siri"}, "it does not agree with its parts"),
        (0, {"start": 5}, "quote 5..66: it does not agree with its parts"),
        (0, {"cue": ELSEWHERE}, "quotes: other words stand at 0..3"),
        (0, {"source": ELSEWHERE}, "quotes: other words stand at 0..3"),
        (0, {"source": {**at("She"), "end": 999}}, "999 is not a place in the text"),
        (0, {"cue": {"start": 3, "end": 3, "text": ""}}, "3..3 is not a place in the text"),
        (1, {"speaker": {**SIRI, "entity": 1}}, "a speaker is entity 1, and the story has 1"),
        (1, {"speaker": {**SIRI, "entity": -1}}, "not a story in JSON"),
        (1, {"speaker": {**SIRI, "name": ""}}, "a speaker needs a name"),
        (1, {"speaker": {**SIRI, "name": " \t"}}, "a speaker needs a name"),
        (1, {"speaker": {**SIRI, "kind": "crowd"}}, "crowd"),
        (1, quote("indirect", "It is,", "until May."), "one stands there twice"),
        (0, quote("indirect", "the pier was"), "not in the text's order"),
        (4, quote("indirect", "it was"), None),
        (4, quote("indirect", "denied that it was her fault"), "not in the text's order"),
        (2, quote("direct", "until May.", "It is,"), "in the order of the text"),
        (2, quote("direct", "It is,", "is,"), "in the order of the text"),
    ],
)
def test_json_with_quotes_that_cannot_be_is_refused(
    number: int, change: dict[str, Any], complaint: str | None
) -> None:
    found = quotes()
    found[number].update(change)
    if complaint is None:
        assert cd.Story.from_json(written(found)).to_dict()["quotes"] == found
        return
    with pytest.raises(FormatError) as caught:
        cd.Story.from_json(written(found))
    assert complaint in str(caught.value)


def test_constructors_refuse_nonsense() -> None:
    part = cd.Span(0, 3, "Go.")
    with pytest.raises(InputValueError, match="must be 'direct', 'mixed' or 'indirect'"):
        cd.Quote("loud", [part])  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="a quote needs parts"):
        cd.Quote("direct", [])
    with pytest.raises(InputValueError, match="in the order of the text"):
        cd.Quote("direct", [cd.Span(5, 9, "Stay"), part])
    for confidence in (-0.1, 1.1, math.nan):
        with pytest.raises(InputValueError, match="it must be 0 to 1"):
            cd.Quote("direct", [part], confidence=confidence)
    with pytest.raises(TypeError):
        cd.Quote("direct", [part], source="She")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        cd.Quote("direct", [part], speech="yes")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="one of 'person', 'org', 'group', 'document'"):
        cd.Speaker("Lie", "PERSON")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="a speaker needs a name"):
        cd.Speaker("", "person")
    with pytest.raises(InputTypeError, match="name must be a str, not NoneType"):
        cd.Speaker(None, "person")  # type: ignore[arg-type]
    with pytest.raises(TextError, match="lone surrogate at position 0"):
        cd.Speaker("\ud800", "person")
    with pytest.raises(InputValueError, match="entity is -1; it must be 0 to"):
        cd.Speaker("Lie", "person", -1)
    with pytest.raises(InputValueError, match="words is -1; it must be 0 to"):
        cd.SpeakerStats(cd.Speaker("Lie", "person"), 1, -1)


def touches(quote: cd.Quote, other: cd.Quote) -> bool:
    def spans(it: cd.Quote) -> set[int]:
        places = [*it.parts, *([it.cue] if it.cue else [])]
        return {at for span in places for at in range(span.start, span.end)}

    return not spans(quote).isdisjoint(spans(other))


def test_extracting_takes_speech_only_unless_told(articles: list[str]) -> None:
    for text in articles:
        said = cd.extract_quotes(text)
        everything = cd.extract_quotes(text, speech_only=False)
        assert said == cd.extract_quotes(text, speech_only=True)
        assert all(quote.speech for quote in said)
        # Nothing of what was said is lost, wherever it is taken to begin.
        for quote in said:
            assert any(touches(quote, found) for found in everything), quote


@pytest.mark.parametrize(
    "text",
    [
        "LONDON: The mayor said no.\n\nPARIS: Rain fell all day.",
        "PHOTO: A boat in the fog.\n\nCREDIT: Ann Lee.",
        "WHEN: On Monday.\n\nWHERE: At the port.",
    ],
)
def test_headings_are_nobody_who_speaks(text: str) -> None:
    assert not [quote for quote in cd.extract_quotes(text) if quote.cue and quote.cue.text == ":"]


@pytest.mark.parametrize("verb", ["declined to comment", "refused to comment on the talks"])
def test_who_refuses_to_answer_says_nothing(verb: str) -> None:
    assert cd.extract_quotes(f"A spokesman for the port {verb}.", speech_only=False) == []


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Ann Lee denied the charge.", True),
        ("Ann Lee did not deny the charge.", False),
        ("Ann Lee did not rule out a strike.", True),
        ("Ann Lee said the bridge was safe.", False),
    ],
)
def test_a_denial_is_denied_and_a_denial_of_it_is_none(text: str, negated: bool) -> None:
    [quote] = cd.extract_quotes(text)
    assert quote.negated is negated


def test_speech_is_speech_in_both_readings() -> None:
    [quote] = cd.extract_quotes("Mr. Vik said: “We go.", speech_only=False)
    assert quote.speech
    assert quote.source is not None
    assert quote.source.text == "Mr. Vik"


def test_tags_are_no_sources() -> None:
    quotes = cd.extract_quotes("<p>“We go,”</p> said <b>Ann Lee</b>.")
    assert [quote.text for quote in quotes] == ["We go,"]
    assert all(quote.source is None or "<" not in quote.source.text for quote in quotes)
