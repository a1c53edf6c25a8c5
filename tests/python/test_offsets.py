"""Every offset is a code point of the text that was given, whatever the text."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk as cd

PIECES = [
    "a", "É", "ß", "ﬁ", "😀", "👩‍👩‍👧", "🇳🇴", "e\u0301", "\u0301", "\0", "\ufeff", "\u200b",
    "\u00ad",
    " ", "\u00a0", "\t", "\n", "\r\n", "\r", "\u2028", "\u0085", "\n\n", "\n   ",
    ".", "!", "?", "…", ",", ":", "-", "—", "/",
    "'", "’", "‘", '"', "“", "”", "«", "»", "„", "''", "``",
    "(", ")", "<b>", "&amp;", "$5", "3.14", "5'10\"", "’90s", "שלום", "مرحبا", "\u202e",
    "中文", "。", "「", "」",
    "Mr. Lie", "said", "he said.", "The bridge is closed until Monday, the port said in a note.",
    "“We wait,” she said.", "It is over.", "U.S.", "Jan. 4",
    "President Maria Keller", "Keller", "Mrs. Keller's", "the Polar Ferry Company (PFC)", "PFC",
    "She told", "Oslo", "Oslo, Norway", "Norwegians",
]  # fmt: skip

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)
# The same again, so that there are repeats to find.
texts = st.one_of(texts, texts.map(lambda text: f"{text}\n{text}"))


def spans(story: cd.Story) -> list[cd.Span | cd.Mention | cd.Place | cd.Quote | cd.Repeat]:
    mentions = [mention for entity in story.entities for mention in entity.mentions]
    places = [entity.place for entity in story.entities if entity.place]
    parts = [part for quote in story.quotes for part in quote.parts]
    said = [span for quote in story.quotes for span in (quote.cue, quote.source) if span]
    whole = [quote for quote in story.quotes if len(quote.parts) == 1]
    firsts = [repeat.first for repeat in story.repeats]
    return [
        *story.paragraphs, *story.sentences, *mentions, *places, *parts, *said, *whole,
        *story.repeats, *firsts,
    ]  # fmt: skip


def in_order(found: Sequence[cd.Span | cd.Mention | cd.Repeat]) -> bool:
    return all(a.end <= b.start for a, b in pairwise(found))


def visible(found: list[cd.Span]) -> str:
    """Return what is read, without white space and what is as invisible."""
    text = "".join(span.text for span in found)
    return "".join(c for c in text if not c.isspace() and c not in "\0\ufeff\u200b\u2060")


@settings(max_examples=600, deadline=None)
@given(texts)
def test_every_object_stands_where_it_says(text: str) -> None:
    for reader in (cd.Reader(), cd.Reader(repeats="mark")):
        story = reader.read(text)
        for span in spans(story):
            assert text[span.start : span.end] == span.text
            assert span.text
        assert in_order(story.paragraphs)
        assert in_order(story.sentences)
        assert in_order(story.repeats)
        assert in_order(sorted(one for entity in story.entities for one in entity.mentions))
        for number, entity in enumerate(story.entities):
            assert entity.id == number
            assert in_order(entity.mentions)
        for quote in story.quotes:
            assert quote.text == " ".join(part.text for part in quote.parts)
            assert (quote.start, quote.end) == (quote.parts[0].start, quote.parts[-1].end)
            assert in_order(quote.parts)
        assert sorted(story.quotes) == story.quotes
        assert len({tuple(quote.parts) for quote in story.quotes}) == len(story.quotes)
        assert sum(stats.quotes for stats in story.speakers) == sum(
            quote.speaker is not None for quote in story.quotes
        )


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_story_survives_json(text: str) -> None:
    story = cd.read(text)
    assert cd.Story.from_json(story.to_json()) == story


@settings(max_examples=300, deadline=None)
@given(texts)
def test_sentences_cover_what_paragraphs_hold(text: str) -> None:
    story = cd.read(text)
    assert visible(story.sentences) == visible(story.paragraphs)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_views_take_any_text(text: str) -> None:
    story = cd.read(text)
    assert story.to_html().startswith("<")
    assert "\x1b" not in story.to_html()


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n" * 1000, "\0" * 1000, "\ufeff", "😀" * 5000,
        '"' * 5000, "'" * 5001, "“" * 5000, "”" * 5000, "." * 5000,
        "a" * 100_000, "word " * 50_000, "x\n" * 20_000,
        "\u0301" * 5000, "<div>" * 2000, "\u202e" * 100,
    ],
)  # fmt: skip
def test_odd_texts_are_read(text: str) -> None:
    story = cd.read(text)
    for span in spans(story):
        assert text[span.start : span.end] == span.text
    assert isinstance(story.to_html(), str)


def test_ten_megabytes_in_one_line_are_read() -> None:
    text = "“Rain,” the mayor of Ålesund said on Friday, “is not news here.” " * 160_000
    story = cd.Reader(repeats="ignore").read(text[:10_000_000])
    assert len(story.paragraphs) == 1
    last = story.sentences[-1]
    assert text[last.start : last.end] == last.text
