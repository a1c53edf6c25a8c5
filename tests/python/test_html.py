"""The notebook view: harmless whatever the text, complete, and of a sane length."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk as cd

HOSTILE = [
    "<script>alert(1)</script>", "</div></body>", "<img src=x onerror=alert(1)>", "<!--", "-->",
    "\" onmouseover='alert(1)'", "&lt;b&gt;", "&", "]]>", "<style>*{display:none}</style>",
    "javascript:alert(1)", "$5 million … $7 million", "\\(x\\)", "“Stay <b>here</b>,” she said.",
    "\0", "\x1b[2J", "\u202eevil\u202c", "\u2067", "‘", "“", "”", "\n", " ", "a", "שלום", "😀",
]  # fmt: skip


class Page(HTMLParser):
    """A page taken apart: what a browser would show, and everything that might act."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.hidden: list[bool] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.titles: set[str] = set()
        self.shown: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.hidden.append(("aria-hidden", "true") in attrs)
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.titles.update(value or "" for name, value in attrs if name == "title")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "elements are nested"
        self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if "p" in self.open and not any(self.hidden):
            self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=30).map("".join))
def test_no_text_can_do_anything(text: str) -> None:
    page = Page(cd.Reader(repeats="mark").read(text).to_html())
    assert page.tags <= {"div", "p", "span", "mark"}
    assert page.attributes <= {"class", "style", "title", "dir", "aria-hidden"}


@settings(max_examples=200, deadline=None)
@given(*[st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5).map("".join)] * 3)
def test_no_name_can_do_anything(words: str, name: str, role: str) -> None:
    text = f"x {words} said “x {words}.”"
    record = cd.Reader(entities=False).read(text).to_dict()
    second = text.rindex(words)
    record["entities"] = [{
        "id": 0, "kind": "PERSON", "name": name, "aliases": [], "role": role, "place": None,
        "country": None,
        "mentions": [
            {"start": 2, "end": 2 + len(words), "text": words, "form": "name"},
            {"start": second, "end": second + len(words), "text": words, "form": "pronoun"},
        ],
    }]  # fmt: skip
    page = Page(cd.Story.from_json(json.dumps(record)).to_html())
    assert page.tags <= {"div", "p", "span", "mark"}
    assert page.attributes <= {"class", "style", "title", "dir", "aria-hidden"}


@settings(max_examples=200, deadline=None)
@given(*[st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5).map("".join)] * 3)
def test_nothing_quoted_can_do_anything(words: str, name: str, cue: str) -> None:
    text = f"x {words} {cue} “x {words}.”"
    record = cd.Reader(entities=False, quotes=False).read(text).to_dict()

    def place(start: int, length: int) -> dict[str, Any]:
        return {"start": start, "end": start + length, "text": text[start : start + length]}

    source, said = place(2, len(words)), place(3 + len(words), len(cue))
    speaker = {"name": f"x{name}", "kind": "group", "entity": None}
    inner = place(len(text) - len(words) - 2, len(words))
    for part, kind in ((place(0, len(text)), "indirect"), (inner, "direct")):
        record["quotes"].append({
            **part, "kind": kind, "parts": [part], "cue": said, "source": source,
            "speaker": speaker, "speech": False, "negated": True, "confidence": 0.5,
        })  # fmt: skip
    page = Page(cd.Story.from_json(json.dumps(record)).to_html())
    assert page.tags <= {"div", "p", "span", "mark"}
    assert page.attributes <= {"class", "style", "title", "dir", "aria-hidden"}


def test_quotes_say_whose_they_are() -> None:
    text = "Per Holm said that nobody < I knew. “It was dark,” he said. Some thought it was a seal."
    record = cd.Reader(entities=False, quotes=False).read(text).to_dict()

    def place(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    holm = {"name": "Per <Holm>", "kind": "person", "entity": None}
    rest: dict[str, Any] = {"speech": True, "negated": False, "confidence": 1.0}
    for kind, part, cue, source, change in (
        ("indirect", "nobody < I knew", "said", "Per Holm", {"speaker": holm, "negated": True}),
        ("direct", "It was dark,", "said", "he", {"speaker": holm}),
        ("indirect", "it was a seal", "thought", "Some", {"speaker": None, "speech": False}),
    ):
        record["quotes"].append({
            **place(part), "kind": kind, "parts": [place(part)], "cue": place(cue),
            "source": place(source), **rest, **change,
        })  # fmt: skip
    html = cd.Story.from_json(json.dumps(record)).to_html()
    page = Page(html)
    assert "".join(page.shown) == text
    assert {
        "Per <Holm> · said · indirect quote 1 · denied",
        "Per <Holm> · said · direct quote 2",
        "“Some” · thought · indirect quote 3 · not said",
        "Per <Holm> · source of quote 1",
        # The cue of both.
        "Per <Holm> · cue of quote 1 and 1 more",
        "source of quote 3",
    } <= page.titles
    for legend in (
        "1 direct quote<", "2 indirect quotes<", "1 denied<", "1 not said<", ">source<", ">cue<",
        "Per &lt;Holm&gt;</mark> 2 quotes, 6 words<",
    ):  # fmt: skip
        assert legend in html
    assert "mixed" not in html


def test_each_of_the_first_speakers_has_a_color() -> None:
    text = " ".join(f"“I am number {number},” he said." for number in range(14))
    record = cd.Reader(entities=False).read(text).to_dict()
    assert len(record["quotes"]) == 14
    for number, quote in enumerate(record["quotes"]):
        quote["speaker"] = {"name": f"Speaker {number:02}", "kind": "person", "entity": None}
    html = cd.Story.from_json(json.dumps(record)).to_html()
    colors = re.findall(r'<mark style="background:rgba\(([\d,]+),\.20\)[^>]*title="Speaker', html)
    assert len(colors) == 14
    assert len(set(colors[:8])) == 8
    assert set(colors[8:]) == {"128,128,128"}
    assert "Speaker 11</mark>" in html
    assert "… 2 more speakers" in html


def test_names_say_who_is_meant() -> None:
    text = "Per Holm told “the mayor, Siri Aune,” that he was ill."
    record = cd.Reader(entities=False).read(text).to_dict()
    at = text.index("Siri Aune")
    record["entities"] = [{
        "id": 0, "kind": "PERSON", "name": "Siri Aune", "aliases": [], "place": None,
        "role": 'the "mayor" of <b>Oslo</b> & Moss', "country": None,
        "mentions": [{"start": at, "end": at + 9, "text": "Siri Aune", "form": "name"}],
    }]  # fmt: skip
    story = cd.Story.from_json(json.dumps(record))
    page = Page(story.to_html())
    assert 'Siri Aune · PERSON · the "mayor" of <b>Oslo</b> & Moss' in page.titles
    assert "".join(page.shown) == text
    assert "PERSON" in story.to_html()
    assert "PERSON" not in cd.Reader(entities=False).read(text).to_html()


def test_hostile_text_is_shown_as_it_stands() -> None:
    text = "<script>alert('a & b')</script> is no article, “Tom & <b>Jerry</b>” said."
    assert text in "".join(Page(cd.read(text).to_html()).shown)


def test_a_notebook_shows_the_whole_article(sample: str) -> None:
    story = cd.read(sample)
    page = Page(story._repr_html_())
    shown = "".join(page.shown)
    for paragraph in story.paragraphs:
        assert paragraph.text in shown
    assert "tex2jax_ignore" in story._repr_html_()
    assert "paragraphs 12–15 repeat paragraphs 3–6 (the same words)" in shown
    assert "not shown" not in shown


def test_a_long_article_is_cut_and_says_so() -> None:
    story = cd.read("A line of the story, and another one.\n" * 5_000)
    html = story._repr_html_()
    assert len(html) < 500_000
    assert "165,000 more characters and 4,459 more paragraphs not shown" in html
    assert "not shown" not in story.to_html(max_chars=10**9)
    assert "more characters" in story.to_html(max_chars=0)
