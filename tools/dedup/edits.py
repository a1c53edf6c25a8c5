"""What newsrooms, scrapers and scanners do to a story: each edit is a function of a draft.

An edit takes a draft, a source of randomness and a source of other stories, and returns a new
draft. Every sentence remembers which sentence of which story it was, so that what two drafts share
is known whatever was done to their words.
"""

from __future__ import annotations

import random
import re
import string
import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tools.dedup import phrases
from tools.dedup.phrases import phrase

BREAK = re.compile(r"(?<=[.!?])\s+(?=[\"“'‘(]?[A-Z0-9])|(?<=[.!?][\"”’])\s+(?=[\"“'‘(]?[A-Z0-9])")
WORD = re.compile(r"\w+")


class Sentence(NamedTuple):
    """A sentence, and the story it was first in with its number there; furniture has no story."""

    text: str
    story: str = ""
    number: int = -1


Paragraph = list[Sentence]


@dataclass(frozen=True)
class Draft:
    """A story on its way: heading, dateline, paragraphs, and how it is set."""

    head: str
    dateline: str
    paragraphs: list[Paragraph]
    joint: str = "\n"
    width: int = 0
    #: Applied to the whole text at last, in this order.
    finish: tuple[Callable[[str], str], ...] = ()

    def text(self) -> str:
        """Set the story."""
        blocks = [" ".join(it.text for it in paragraph) for paragraph in self.paragraphs]
        text = self.dateline + self.joint.join(block for block in blocks if block)
        if self.width:
            lines = (textwrap.wrap(line, self.width) for line in text.split("\n"))
            text = "\n".join("\n".join(it) for it in lines)
        text = f"{self.head}\n{text}" if self.head else text
        for function in self.finish:
            text = function(text)
        return text

    def sentences(self) -> list[Sentence]:
        """Return the sentences in order."""
        return [it for paragraph in self.paragraphs for it in paragraph]


class Stories:
    """Other stories, from which what is strange to a draft is taken."""

    def __init__(self, drafts: Sequence[Draft], rng: random.Random) -> None:
        """Take from these, in random order."""
        self.drafts, self.rng = drafts, rng
        self.heads = [it.head for it in drafts if it.head] or ["Markets today"]

    def story(self) -> Draft:
        """Return any other story."""
        return self.rng.choice(self.drafts)

    def headline(self) -> str:
        """Return the heading of any story."""
        return self.rng.choice(self.heads)

    def paragraph(self) -> Paragraph:
        """Return a paragraph of any story."""
        return list(self.rng.choice(self.story().paragraphs))


Edit = Callable[[Draft, random.Random, Stories], Draft]
EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    """Enter a function in the table of edits under its name."""
    EDITS[function.__name__] = function
    return function


def strange(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph whose sentences are of no story that counts."""
    return [Sentence(it.text) for it in paragraph]


def each(draft: Draft, change: Callable[[str], str]) -> Draft:
    """Change the text of every sentence."""
    rows = [[it._replace(text=change(it.text)) for it in row] for row in draft.paragraphs]
    return replace(draft, paragraphs=rows)


def with_paragraphs(draft: Draft, paragraphs: list[Paragraph]) -> Draft:
    """Return the draft with other paragraphs, but not with none."""
    rows = [row for row in paragraphs if row]
    return replace(draft, paragraphs=rows) if rows else draft


def split(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [it for it in BREAK.split(text) if it.strip()]


def words(sentences: Sequence[Sentence]) -> int:
    """Count words."""
    return sum(len(it.text.split()) for it in sentences)


def cut(sentences: Sequence[Sentence], count: int) -> list[Sentence]:
    """Keep the first so many words."""
    kept = []
    for it in sentences:
        row = it.text.split()
        if count <= 0:
            break
        kept.append(it if len(row) <= count else it._replace(text=" ".join(row[:count])))
        count -= len(row)
    return kept


def table(pairs: Sequence[str], both: bool = True) -> dict[str, list[str]]:
    """Read a table of words that stand for each other."""
    swaps: dict[str, list[str]] = {}
    for pair in pairs:
        one, other = pair.split("=")
        swaps.setdefault(one.lower(), []).append(other)
        if both:
            swaps.setdefault(other.lower(), []).append(one)
    return swaps


def swapped(draft: Draft, swaps: dict[str, list[str]], rng: random.Random, rate: float) -> Draft:
    """Swap words and phrases by a table, each with a probability."""
    keys = sorted(swaps, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, keys)) + r")(?!\w)", re.IGNORECASE)

    def swap(found: re.Match[str]) -> str:
        if rng.random() >= rate:
            return found[0]
        other = rng.choice(swaps[found[0].lower()])
        return other[0].upper() + other[1:] if found[0][0].isupper() else other

    return each(draft, lambda text: pattern.sub(swap, text))


def digits(text: str, rng: random.Random, rate: float) -> str:
    """Put other digits in the place of numbers, each with a probability."""

    def other(found: re.Match[str]) -> str:
        if rng.random() >= rate:
            return found[0]
        first = "123456789" if len(found[0]) > 1 else string.digits
        return rng.choice(first) + "".join(rng.choices(string.digits, k=len(found[0]) - 1))

    return re.sub(r"\d+", other, text)


def truncated(draft: Draft, rng: random.Random, low: float, high: float) -> Draft:
    """Keep the beginning: a share of the words."""
    count = int(rng.uniform(low, high) * words(draft.sentences()))
    rows: list[Paragraph] = []
    for row in draft.paragraphs:
        if count < 6:
            break
        rows.append(cut(row, count))
        count -= words(row)
    if rows and rows[-1]:
        rows[-1][-1] = rows[-1][-1]._replace(text=rows[-1][-1].text + rng.choice(phrases.TAILS))
    return with_paragraphs(draft, rows)


def inserted(draft: Draft, row: Paragraph, rng: random.Random, start: int = 1) -> Draft:
    """Put a paragraph anywhere from a place on."""
    at = rng.randint(min(start, len(draft.paragraphs)), len(draft.paragraphs))
    return with_paragraphs(draft, [*draft.paragraphs[:at], row, *draft.paragraphs[at:]])


def furniture(kinds: tuple[str, ...], rng: random.Random, stories: Stories) -> Paragraph:
    """Return a paragraph of furniture."""
    return [Sentence(phrase(kinds, rng, stories.headline()))]


# What is cut


@edit
def exact(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Change nothing."""
    return draft


@edit
def truncate_90_60(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Keep the first 60 to 90 percent."""
    return truncated(draft, rng, 0.6, 0.9)


@edit
def truncate_60_30(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Keep the first 30 to 60 percent."""
    return truncated(draft, rng, 0.3, 0.6)


@edit
def middle_cut(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Cut 20 to 60 percent out of the middle, by paragraphs or sentences."""
    rows = draft.paragraphs if len(draft.paragraphs) >= 4 else [[it] for it in draft.sentences()]
    size = max(1, int(len(rows) * rng.uniform(0.2, 0.6)))
    at = rng.randint(1, max(1, len(rows) - size - 1))
    return with_paragraphs(draft, rows[:at] + rows[at + size :])


@edit
def lost_lead(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Lose the heading, the dateline and the first paragraph or two."""
    count = min(rng.choice([1, 1, 2]), len(draft.paragraphs) - 1)
    return replace(draft, head="", dateline="", paragraphs=draft.paragraphs[count:])


@edit
def drop(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Drop 10 to 40 percent of the paragraphs."""
    count = max(1, int(len(draft.paragraphs) * rng.uniform(0.1, 0.4)))
    gone = set(rng.sample(range(len(draft.paragraphs)), min(count, len(draft.paragraphs) - 1)))
    return with_paragraphs(draft, [it for i, it in enumerate(draft.paragraphs) if i not in gone])


@edit
def abridge(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Cut every paragraph to its first sentence, and long ones of those to their first words."""
    return with_paragraphs(draft, [cut(row[:1], rng.randint(18, 40)) for row in draft.paragraphs])


@edit
def extract(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Keep the first sentence and two fifths of the others: a summary by sentences."""
    rows = draft.sentences()
    kept = rows[:1] + [it for it in rows[1:] if rng.random() < 0.4]
    return with_paragraphs(draft, [kept])


# What is added


@edit
def insert(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Put 1 to 35 percent strange paragraphs between the others."""
    for _ in range(max(1, int(len(draft.paragraphs) * rng.uniform(0.1, 0.35)))):
        draft = inserted(draft, stories.paragraph(), rng)
    return draft


@edit
def boilerplate(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Add furniture, mostly at the end."""
    for _ in range(rng.randint(1, 4)):
        row = furniture(phrases.FURNITURE, rng, stories)
        rows = draft.paragraphs
        draft = with_paragraphs(draft, [*rows, row] if rng.random() < 0.7 else [row, *rows])
    return draft


@edit
def block(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Add a long block of a house."""
    return with_paragraphs(draft, [*draft.paragraphs, furniture(phrases.BLOCKS, rng, stories)])


@edit
def interleaved(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Put captions, links and related headings between the paragraphs."""
    rows: list[Paragraph] = []
    for row in draft.paragraphs:
        rows.append(row)
        if rng.random() < 0.5:
            kind = rng.random()
            if kind < 0.4:
                rows.append(furniture(phrases.CAPTIONS, rng, stories))
            elif kind < 0.8:
                mark = rng.choice(["", "• ", "- ", "* ", "» "])
                count = rng.randint(1, 4)
                rows += [[Sentence(mark + stories.headline())] for _ in range(count)]
            else:
                rows.append([Sentence("Advertisement")])
    return replace(draft, paragraphs=rows)


@edit
def live_blog(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Put the head of a live blog before it, with times and points of other stories."""
    rows = [furniture((it,), rng, stories) for it in phrases.LIVE]
    for _ in range(rng.randint(1, 3)):
        rows.insert(
            2, [Sentence(f"{rng.randint(6, 22)}:{rng.randint(10, 59)} " + stories.headline())]
        )
    return replace(draft, head="", paragraphs=rows + draft.paragraphs)


@edit
def banners(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Add notes on cookies and subscriptions before and after, and counts of shares."""
    before = [furniture(phrases.BANNERS, rng, stories) for _ in range(rng.randint(1, 2))]
    counts = [furniture(phrases.COUNTS, rng, stories) for _ in range(rng.randint(1, 3))]
    after = [furniture(phrases.BANNERS, rng, stories)] if rng.random() < 0.5 else []
    if draft.head:
        before.append([Sentence(draft.head)])
    rows = [*before, *counts[:1], *draft.paragraphs, *counts[1:], *after]
    return replace(draft, head="", paragraphs=rows)


@edit
def pasted_twice(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Repeat a block of it, or all of it."""
    rows = draft.paragraphs
    at = rng.randrange(len(rows))
    again = rows if rng.random() < 0.3 else rows[at : at + rng.randint(1, 4)]
    return replace(draft, paragraphs=rows + again)


# What is put elsewhere


@edit
def reorder(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Shuffle the paragraphs after the first."""
    rest = draft.paragraphs[1:]
    rng.shuffle(rest)
    return replace(draft, paragraphs=draft.paragraphs[:1] + rest)


@edit
def sentence_order(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Shuffle the sentences of each paragraph, or of the story if it has one only."""
    rows = [rng.sample(row, len(row)) for row in draft.paragraphs]
    return replace(draft, paragraphs=rows)


@edit
def repartition(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Divide it into other paragraphs."""
    rows: list[Paragraph] = [[]]
    for it in draft.sentences():
        rows[-1].append(it)
        if rng.random() < 0.45:
            rows.append([])
    joint = rng.choice(["\n\n", "\n", " ", "\n   "])
    return replace(with_paragraphs(draft, rows), joint=joint)


@edit
def merger(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Merge two takes: the first half, and all but the beginning once more in other order."""
    rows = draft.paragraphs
    half = rows[: max(1, len(rows) // 2)]
    other = rng.sample(rows, max(1, int(0.7 * len(rows))))
    return replace(draft, paragraphs=half + other)


# Other words


@edit
def headline_dateline(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Take another heading and another dateline."""
    city = rng.choice(phrases.CITIES)
    date = f"{rng.choice(phrases.MONTHS)} {rng.randint(1, 28)}"
    dateline = f"{city}, {date} {rng.choice(phrases.AGENCIES)}"
    return replace(draft, head=stories.headline(), dateline=dateline)


@edit
def new_lead(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Take another heading and one to three other sentences for the first."""
    lead = [Sentence(phrase(phrases.LEADS, rng)) for _ in range(rng.randint(1, 3))]
    rows = [lead, draft.paragraphs[0][1:], *draft.paragraphs[1:]]
    return replace(with_paragraphs(draft, rows), head=stories.headline())


@edit
def sentence_edits(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Drop, shorten, lengthen or reword 10 to 35 percent of the sentences."""
    rate = rng.uniform(0.1, 0.35)
    return with_paragraphs(draft, [reworded(row, rng, rate) for row in draft.paragraphs])


def reworded(row: Paragraph, rng: random.Random, rate: float) -> Paragraph:
    """Drop, shorten, lengthen or reword some sentences of a paragraph."""
    new = []
    for it in row:
        text, kind = it.text.split(), rng.random()
        if rng.random() >= rate:
            pass
        elif kind < 0.25:
            continue
        elif kind < 0.6:
            for _ in range(min(3, len(text) // 4)):
                text[rng.randrange(len(text))] = rng.choice(
                    ["said", "later", "officials", "reported", "new", "about", "the", "its"]
                )
        elif kind < 0.8 and len(text) > 8:
            at = rng.randrange(len(text) - 4)
            del text[at : at + rng.randint(2, 4)]
        else:
            text += ["according", "to", rng.choice(phrases.FIRST), rng.choice(phrases.LAST) + "."]
        new.append(it._replace(text=" ".join(text)))
    return new


@edit
def light_rewrite(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Replace a word in every six to twelve by one of another story: what rewriting programs do."""
    every = rng.randint(6, 12)

    def change(text: str) -> str:
        row = text.split()
        for at in range(rng.randrange(every), len(row), every):
            row[at] = rng.choice(WORD.findall(stories.headline().lower()) or ["the"])
        return " ".join(row)

    return each(draft, change)


@edit
def synonyms(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Swap words for others of the same meaning."""
    return swapped(draft, table(phrases.SYNONYMS), rng, rng.uniform(0.5, 1))


@edit
def spelling(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Swap American and British spellings, and -ize and -ise."""
    draft = swapped(draft, table(phrases.SPELLINGS), rng, 1)
    return each(draft, lambda text: re.sub(r"(?<=\w{3})iz(e[sd]?|ing|ation)\b", r"is\1", text))


@edit
def house_style(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Write units, abbreviations, numerals and contractions as another house does."""
    for pairs, both in (
        (phrases.UNITS, False),
        (phrases.CONTRACTIONS, True),
        (phrases.NUMERALS, rng.random() < 0.5),
    ):
        draft = swapped(draft, table(pairs, both), rng, 0.9)
    return number_format(draft, rng, stories)


@edit
def number_format(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Write thousands and decimals in another way."""
    mark, point = rng.choice([("", "."), (".", ","), (" ", "."), ("\u00a0", ","), ("'", ".")])

    def change(text: str) -> str:
        text = re.sub(r"(?<=\d),(?=\d{3})", "\0", text)
        return re.sub(r"(?<=\d)\.(?=\d)", point, text).replace("\0", mark)

    return each(draft, change)


@edit
def rounding(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Round numbers: 155,221 to about 155,000, and 4.27 to 4.3."""

    def change(text: str) -> str:
        text = re.sub(r"\b(\d{1,3}),(\d{3})\b(?![,\d])", r"about \1,000", text)
        return re.sub(r"\b\d+\.\d{2,}\b", lambda it: f"{float(it[0]):.1f}", text)

    return each(draft, change)


@edit
def tense(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Tell it in another tense."""
    return swapped(draft, table(phrases.VERBS, False), rng, rng.uniform(0.5, 1))


@edit
def name_style(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Write names with Mr., by the last name or with an initial."""
    full = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]{2,})\b")
    form = rng.choice([r"Mr. \2", r"Mr \2", r"\2", ""])

    def change(found: re.Match[str]) -> str:
        return found.expand(form) if form else f"{found[1][0]}. {found[2]}"

    return each(draft, lambda text: full.sub(change, text))


@edit
def denamed(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Write he and she, the company and the city for names in the middle of sentences."""
    pattern = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )*[A-Z][a-z]+\b")
    others = ["he", "she", "the company", "the city", "they", "the country"]
    rate = rng.uniform(0.3, 0.8)
    return each(
        draft,
        lambda text: pattern.sub(
            lambda it: rng.choice(others) if rng.random() < rate else it[0], text
        ),
    )


@edit
def unquoted(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Take the words in quotation marks out, or the marks."""
    if rng.random() < 0.5:
        return each(draft, lambda text: re.sub(r"[\"“”«»]", "", text))
    return each(draft, lambda text: re.sub(r'["“][^"”]{10,}["”]', "that", text))


# Letters


@edit
def typography(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Take other quotation marks, dashes, spaces and ligatures; break the lines."""
    marks = rng.choice(["“{}”", "«{}»", "''{}''", "„{}“", "‘{}’", "「{}」"])
    dash = rng.choice([" – ", " — ", "--", "—"])
    space = rng.choice([".  ", ".\u00a0", ". ", ".\u2009"])
    ligature, soft = rng.random() < 0.3, rng.random() < 0.2
    apostrophe = rng.choice(["’", "'", "´"])

    def change(text: str) -> str:
        text = re.sub(r'["“]([^"”]*)["”]', lambda it: marks.format(it[1]), text)
        text = text.replace("'", apostrophe).replace(" - ", dash).replace(". ", space)
        text = re.sub(r"\bfi", "ﬁ", text) if ligature else text
        return text.replace("e", "e\u00ad", 1) if soft else text

    return replace(each(draft, change), width=64 if rng.random() < 0.4 else 0)


@edit
def markup(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Leave tags and entities of a page in it."""
    names = {
        "&": "&amp;",
        '"': "&quot;",
        "'": "&#39;",
        "’": "&rsquo;",
        "“": "&ldquo;",
        "”": "&rdquo;",
    }
    tag = rng.choice(["p", 'p class="story-body__text"', "div", "p style='margin:0'"])

    def change(text: str) -> str:
        text = re.sub("[&\"'’“”]", lambda it: names[it[0]], text)
        if rng.random() < 0.3:
            row = text.split(" ")
            at = rng.randrange(len(row))
            row[at] = f'<a href="https://example.org/{rng.randint(1, 9999)}">{row[at]}</a>'
            text = " ".join(row)
        return text

    draft = each(draft, change)
    close = tag.split()[0]
    return replace(
        draft, joint=rng.choice([f"</{close}>\n<{tag}>", "<br/>", "<br><br>\n", "&nbsp;\n"])
    )


@edit
def mojibake(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Read UTF-8 as Windows-1252, or lose what is not ASCII."""
    curly = typography(draft, rng, stories)
    if rng.random() < 0.5:
        return each(curly, lambda text: text.encode().decode("cp1252", "replace"))
    return each(curly, lambda text: text.encode("ascii", "replace").decode())


@edit
def capitals(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Write it all in capitals, or all in small letters."""
    change: Callable[[str], str] = str.upper if rng.random() < 0.6 else str.lower
    return replace(each(draft, change), head=change(draft.head), dateline=change(draft.dateline))


@edit
def unaccented(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Take the accents off, and turn what typewriters lack into what they have."""

    def change(text: str) -> str:
        text = text.translate(str.maketrans("“”‘’–—…", "\"\"''--."))
        return "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )

    return each(draft, change)


@edit
def unspaced(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Lose the spaces after sentences and the breaks between paragraphs, as bad extraction does."""
    rate = rng.uniform(0.3, 1)

    def change(text: str) -> str:
        return re.sub(
            r"(?<=[a-z][.,;]) (?=\w)", lambda it: "" if rng.random() < rate else " ", text
        )

    return replace(draft, joint="", finish=(*draft.finish, change))


@edit
def typos(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Mistype 1 to 3 percent of the letters: drop, double, swap, hit the next key."""
    rate = rng.uniform(0.01, 0.03)
    keys = "qwertyuiopasdfghjklzxcvbnm"

    def change(text: str) -> str:
        new = list(text)
        for i in range(len(new) - 1):
            if not new[i].isalpha() or rng.random() >= rate:
                continue
            kind = rng.random()
            if kind < 0.25:
                new[i] = ""
            elif kind < 0.5:
                new[i] *= 2
            elif kind < 0.75:
                new[i], new[i + 1] = new[i + 1], new[i]
            else:
                new[i] = keys[(keys.find(new[i].lower()) + 1) % 26]
        return "".join(new)

    return each(draft, change)


#: What scanners read for a letter.
MISREAD = dict(
    zip(
        "eclohbnumisatrgd,.SBOI",
        phrases.listed("c|e|1|0|b|h|u|n|rn|l|5|o|f|i|q|cl|.|,|8|8|0|l"),
        strict=True,
    )
)


def scanned(text: str, rng: random.Random, rate: float) -> str:
    """Misread, lose, break and spot letters at a rate."""
    new = []
    for letter in text:
        kind = rng.random()
        if rng.random() >= rate:
            new.append(letter)
        elif kind < 0.65:
            new.append(MISREAD.get(letter, rng.choice(string.ascii_lowercase)))
        elif kind >= 0.9:
            new.append(letter + rng.choice(".,'-;"))
        elif kind >= 0.8:
            new.append(letter + " ")
    return "".join(new)


def scan(rate: float) -> Edit:
    """Return the edit that scans at a rate of errors."""

    def change(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
        return each(draft, lambda text: scanned(text, rng, rate))

    return change


for percent in (1, 3, 5, 10):
    EDITS[f"ocr{percent:02}"] = scan(percent / 100)


@edit
def ocr_lines(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Scan a narrow column: broken, joined and split words, few errors."""
    width, rate = rng.randint(28, 48), rng.uniform(0.005, 0.03)

    def change(text: str) -> str:
        lines, line = [], ""
        for word in text.split():
            if len(line) + len(word) + 1 > width and len(word) > 5 and rng.random() < 0.6:
                at = rng.randint(2, len(word) - 2)
                lines.append(f"{line} {word[:at]}-".strip())
                line = word[at:]
            elif len(line) + len(word) + 1 > width:
                lines.append(line)
                line = word
            else:
                kind = rng.random()
                line += ("" if kind < rate else " ") + word
                if kind > 1 - rate and len(word) > 3:
                    line = line[:-2] + " " + line[-2:]
        return "\n".join([*lines, line])

    return each(draft, lambda text: change(scanned(text, rng, rate)))


# News that goes on


@edit
def update(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Change half of the numbers of half of the paragraphs, add up to four strange ones."""
    rows = [
        [it._replace(text=digits(it.text, rng, 0.5)) for it in row] if rng.random() < 0.5 else row
        for row in draft.paragraphs
    ]
    draft = replace(draft, head=f"UPDATE {rng.randint(1, 4)}-{draft.head}", paragraphs=rows)
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, min(4, len(draft.paragraphs)))
        rows = draft.paragraphs
        draft = replace(draft, paragraphs=[*rows[:at], stories.paragraph(), *rows[at:]])
    return draft


@edit
def tolls(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Raise one to four small numbers wherever they stand; mostly with another first sentence."""
    counted = [it.split("=")[0] for it in phrases.NUMERALS[1:]]
    pattern = re.compile(r"(?<![\d.,$])\b(?:\d{1,3}|" + "|".join(counted) + r")\b(?![.,]\d)")
    found = sorted(set(pattern.findall(" ".join(it.text for it in draft.sentences()))))
    raised = {}
    for number in rng.sample(found, min(len(found), rng.randint(1, 4))):
        if number.isdigit():
            raised[number] = str(int(number) + rng.randint(1, 9))
        else:
            at = counted.index(number) + rng.randint(1, 4)
            raised[number] = counted[min(len(counted) - 1, at)]
    draft = each(draft, lambda text: pattern.sub(lambda it: raised.get(it[0], it[0]), text))
    return new_lead(draft, rng, stories) if rng.random() < 0.7 else draft


@edit
def write_through(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Write it through: a new lead, a third new paragraphs, some old ones reworded or gone."""
    rows = [reworded(row, rng, 0.3) for row in draft.paragraphs if rng.random() < 0.85]
    draft = new_lead(with_paragraphs(draft, rows), rng, stories)
    for _ in range(max(1, len(draft.paragraphs) // 2)):
        draft = inserted(draft, stories.paragraph(), rng)
    return draft


@edit
def correction(draft: Draft, rng: random.Random, stories: Stories) -> Draft:
    """Correct a figure in a paragraph, or a name throughout, and say so."""
    note = furniture(phrases.CORRECTIONS, rng, stories)
    rows = list(draft.paragraphs)
    if rng.random() < 0.6:
        at = rng.randrange(len(rows))
        rate = 0.8 if len(rows) > 2 else 0.25
        rows[at] = [it._replace(text=digits(it.text, rng, rate)) for it in rows[at]]
    else:
        names = re.findall(
            r"(?<=[a-z] )[A-Z][a-z]{3,}", " ".join(it.text for it in draft.sentences())
        )
        if names:
            old, new = rng.choice(names), rng.choice(phrases.LAST)
            rows = [[it._replace(text=it.text.replace(old, new)) for it in row] for row in rows]
    return replace(draft, paragraphs=[note, *rows] if rng.random() < 0.8 else [*rows, note])


#: What compounds are made of, in the order in which it is done.
STEPS = phrases.listed(
    "headline_dateline|new_lead|drop|middle_cut|insert|sentence_edits|synonyms|house_style"
    "|name_style|tense|tolls|repartition|reorder|truncate_90_60|truncate_60_30|boilerplate|block|interleaved"
    "|banners|capitals|typography|typos|markup|unspaced|ocr01|ocr03"
)


def compound(
    draft: Draft, rng: random.Random, stories: Stories, without: str = ""
) -> tuple[Draft, list[str]]:
    """Apply two to four edits, and say which."""
    names = sorted(
        rng.sample([it for it in STEPS if it != without], rng.randint(2, 4)), key=STEPS.index
    )
    for name in names:
        draft = EDITS[name](draft, rng, stories)
    return draft, names
