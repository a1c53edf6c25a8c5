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
    "</style><script>alert(1)</script>", "\"onmouseover=", "`code`", "**bold**", "[a](b)", "$x$",
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
        self.classes: set[str] = set()
        self.titles: set[str] = set()
        self.shown: list[str] = []
        self.sheets: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        # What says of a block that it is repeated is none of its words.
        self.hidden.append(tag == "div" and "li" in self.open)
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.titles.update(value or "" for name, value in attrs if name == "title")
        self.classes.update(value or "" for name, value in attrs if name == "class")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "elements are nested"
        self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            self.sheets.append(data)
        if "li" in self.open and not any(self.hidden):
            self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")


TAGS = {"div", "ol", "li", "p", "span", "mark", "i", "bdi", "style"}
ATTRIBUTES = {"class", "style", "title", "dir", "tabindex"}


def check_harmless(html: str, tags: set[str] = TAGS, attributes: set[str] = ATTRIBUTES) -> Page:
    """Take a page apart, and find nothing in it that the text could have brought."""
    page = Page(html)
    assert page.tags <= tags
    assert page.attributes <= attributes
    for name in page.classes:
        assert re.fullmatch(r"copydesk tex2jax_ignore mathjax_ignore|cd\d+|cdx", name)
    for sheet in page.sheets:
        # Nothing is loaded, and every rule stays inside the page.
        assert not re.search(r"url|@import|expression|\\\\", sheet)
        for rule in re.sub(r"@media print\{(.*)\}$", r"\1", sheet).split("}"):
            selectors = rule.partition("{")[0]
            assert not selectors or all(
                selector.startswith(".copydesk")
                for selector in re.split(r",(?![^(]*\))", selectors)
            )
    return page


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=30).map("".join))
def test_no_text_can_do_anything(text: str) -> None:
    check_harmless(cd.Reader(repeats="mark").read(text).to_html())


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
    check_harmless(cd.Story.from_json(json.dumps(record)).to_html())


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
    check_harmless(cd.Story.from_json(json.dumps(record)).to_html())


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
        "source of quote 3",
    } <= page.titles
    for legend in (
        ">direct</mark> 1<", ">indirect</mark> 2<", ">denied</mark> 1<", ">not said</mark> 1<",
        ">source<", ">cue<", "Per &lt;Holm&gt;</mark> 2<", 'title="2 quotes, 6 words"',
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
    colors = re.findall(
        r'<mark class="cd\d+" style="background-color:(#\w{6})33[^>]*title="Sp', html
    )
    assert len(colors) == 14
    assert len(set(colors[:8])) == 8
    assert set(colors[8:]) == {"#808080"}
    assert len(set(re.findall(r'<mark class="(cd\d+)" [^>]*title="Speaker', html))) == 14
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
    assert ">paragraphs 12–15 repeat paragraphs 3–6 (the same words)</div>" in story._repr_html_()
    assert "not shown" not in story._repr_html_()


def test_a_long_article_is_cut_and_says_so() -> None:
    story = cd.read("A line of the story, and another one.\n" * 5_000)
    html = story._repr_html_()
    assert len(html) < 500_000
    assert "165,000 more characters and 4,459 more paragraphs not shown" in html
    assert "not shown" not in story.to_html(max_chars=10**9)
    assert "more characters" in story.to_html(max_chars=0)


def test_whatever_belongs_to_a_speaker_is_of_one_class() -> None:
    text = "“It was dark,” Per Holm said. Ana Ruiz denied that it was. “I saw it,” said Holm."
    record = cd.Reader(entities=False, quotes=False).read(text).to_dict()

    def place(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    for part, cue, name in (
        ("It was dark,", "said", "Per Holm"),
        ("it was.", "denied", "Ana Ruiz"),
        ("I saw it,", "said", "Per Holm"),
    ):
        record["quotes"].append({
            **place(part), "kind": "direct", "parts": [place(part)], "cue": place(cue),
            "source": place(name), "speech": True, "negated": False, "confidence": 1.0,
            "speaker": {"name": name, "kind": "person", "entity": None},
        })  # fmt: skip
    html = cd.Story.from_json(json.dumps(record)).to_html()
    of_class: dict[str, list[str]] = {}
    for name, words in re.findall(r'class="(cd\d+)"[^>]*>([^<]*)<', html):
        of_class.setdefault(name, []).append(words)
    assert of_class == {
        "cd0": ["Per Holm", "It was dark,", "Per Holm", "said", "I saw it,"],
        "cd1": ["Ana Ruiz", "Ana Ruiz", "denied", "it was."],
    }
    [sheet] = Page(html).sheets
    for name in of_class:
        assert f".copydesk:has(.{name}:is(:hover,:focus)) .{name}" in sheet
    assert html.count('tabindex="0"') == 2, "the legend is reached by keyboard"
    # Without quotations there is nothing to light up.
    assert ":hover" not in cd.read("It rains.").to_html()


def test_paragraphs_have_the_direction_of_their_script() -> None:
    text = "OSLO (NTB) - It rains.\n\nקר מאוד בחיפה היום.\n\nالجو بارد."
    html = cd.read(text).to_html()
    assert html.count('<li dir="auto"') == 3


def test_a_page_is_not_much_longer_than_its_text(sample: str) -> None:
    html = cd.read((sample + "\n\n") * 8).to_html()
    assert len(html) < 8 * 20_000


TEXT = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("".join)
CELLS = {"table", "thead", "tbody", "tr", "th", "td", "sup", "b"} | TAGS


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_nothing_in_a_corpus_can_do_anything(words: str, name: str, source: str) -> None:
    shared = "The harbour of Moss stayed shut on Monday after two ships broke from their moorings"
    texts = [
        f"{words} {shared} {words}, and it rained.",
        f"{shared} {words}, and it rained. {words}",
    ]
    ids = [f"1{name}", f"2{name}"]
    duplicates = cd.find_duplicates(texts, ids=ids, sources=[source, source])
    passages = cd.find_passages(texts, ids=ids, min_words=5)
    tables = cd.Reader().tables(texts, ids=ids)
    for view in (
        duplicates, duplicates.explain(*ids), passages, passages.explain(*ids), tables.stories
    ):  # fmt: skip
        check_harmless(view._repr_html_(), CELLS, ATTRIBUTES | {"colspan"})


def rows_of(html: str) -> list[list[str]]:
    """Return what the cells of a table show, row by row."""
    cells = [
        re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in html.split("<tr")[1:]
    ]
    return [[re.sub(r"<sup.*?</sup>|<[^>]*>", "", cell) for cell in row] for row in cells]


def test_what_two_texts_share_stands_in_one_row() -> None:
    first = "The harbour of Moss stayed shut on Monday after two ships broke from their moorings."
    second = "Ferries wait outside with four hundred people on board until the storm is over."
    one = f"{first}\n\n{second}\n\nIt rains."
    other = f"Storm shuts Moss\n\nBy Ann Lee\n\n{first}\n\n{second.replace('four', 'five')}"
    both = [one, other]
    for view in (
        cd.find_duplicates(both).explain(0, 1), cd.find_passages(both, min_words=8).explain(0, 1)
    ):  # fmt: skip
        assert rows_of(view._repr_html_()) == [
            ["0", "1"],
            ["", "Storm shuts Moss\n\nBy Ann Lee"],
            [first, first],
            [second, second.replace("four", "five")],
            ["It rains.", ""],
        ]
    html = cd.find_duplicates(both).explain(0, 1)._repr_html_()
    assert [re.findall(r'solid #e5484d">(\w+)<', html)] == [["four", "five"]]


def test_what_stands_before_shared_words_in_their_line_stands_in_their_row() -> None:
    first = "harbour of Moss stayed shut on Monday after two ships broke from their moorings."
    second = "Ferries wait outside with four hundred people on board until the storm is over."
    wire = f"MOSS, Norway (NTB) - The {first}\n\n{second}"
    paper = f"Storm shuts Moss\n\nSo much for spring.\n\nOur {first} {second}"
    both = [wire, paper]
    for view in (
        cd.find_duplicates(both).explain(0, 1), cd.find_passages(both, min_words=8).explain(0, 1)
    ):  # fmt: skip
        rows = rows_of(view._repr_html_())
        assert rows[1] == ["", "Storm shuts Moss\n\nSo much for spring."]
        assert rows[2][0].startswith(f"MOSS, Norway (NTB) - The {first}")
        assert rows[2][1].startswith(f"Our {first}")


def test_of_one_day_nobody_was_first() -> None:
    story = "The harbour of Moss stayed shut on Monday after two ships broke from their moorings."
    dates = ["2026-03-03T05:00", "2026-03-03T09:00", "2026-03-04"]
    page = rows_of(cd.find_duplicates([story] * 3, dates=dates)._repr_html_())
    assert [row[1] for row in page[1:]] == [
        "2026-03-03 first day", "2026-03-03 first day", "2026-03-04"
    ]  # fmt: skip


def test_a_cluster_says_which_text_stays_and_who_was_first() -> None:
    story = "The harbour of Moss stayed shut on Monday after two ships broke from their moorings."
    texts = [f"Storm shuts Moss. {story}", story, "It rains in Oslo.", story]
    duplicates = cd.find_duplicates(
        texts, ids=["late", "wire", "rain", "none"], dates=["2026-03-04", "2026-03-03", None, None],
        sources=["Post", "NTB", None, None],
    )  # fmt: skip
    rows = rows_of(duplicates._repr_html_())
    assert rows[0] == [f"3 texts {story}"]
    assert rows[1] == ["kept", "2026-03-03 first", "NTB", "15 words", "wire"]
    assert [row[1:] for row in rows[2:]] == [
        ["2026-03-04", "Post", "18 words", "late"],
        ["", "", "15 words", "none"],
    ]
    assert rows[3][0] == "exact"


def test_figures_stand_below_each_other() -> None:
    html = cd.Reader().tables(["OSLO (NTB) - It rains."], ids=["007x"]).stories._repr_html_()
    aligned = re.findall(r'<th style="([^"]*)">(\w+)<', html)
    right = [name for style, name in aligned if style.endswith("tabular-nums")]
    assert right == ["length", "paragraphs", "sentences"]
