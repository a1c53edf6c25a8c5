"""The pages of the documentation are true, lead somewhere, and leave nothing out."""

import doctest
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import copydesk
import copydesk.errors
import copydesk.gazetteer
import copydesk.pandas
import copydesk.plots
import copydesk.polars
import copydesk.samples

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tools.site import reference  # noqa: E402
from tools.site.__main__ import ELSEWHERE, linked, moved  # noqa: E402

DOCS = sorted((ROOT / "docs").rglob("*.md"))
#: Pages whose examples are run.
PAGES = [ROOT / "README.md", *DOCS]
#: Pages whose links are followed.
LINKED = sorted({*DOCS, *(ROOT / name for name in ELSEWHERE)})
FENCE = re.compile(r"^```(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MODULES = [
    copydesk,
    copydesk.errors,
    copydesk.gazetteer,
    copydesk.pandas,
    copydesk.plots,
    copydesk.polars,
    copydesk.samples,
]


def named(page: Path) -> str:
    """Return the name that a page has in the report."""
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_pages_are_true(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # What an example writes goes there.
    results = doctest.testfile(str(page), module_relative=False)
    assert results.failed == 0
    blocks = [code for language, code in FENCE.findall(page.read_text("utf-8")) if language]
    assert results.attempted > 0 or not any(">>>" in code for code in blocks)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_nothing_on_a_page_goes_unchecked(page: Path) -> None:
    for language, code in FENCE.findall(page.read_text("utf-8")):
        assert language in ("python", "sh", "text"), code
        if language == "python":
            assert code.startswith(">>> "), code
        else:
            assert ">>>" not in code


def slugs(page: Path) -> set[str]:
    """Return the anchors of a page: its headings as GitHub turns them into addresses."""
    text = FENCE.sub("", page.read_text("utf-8"))
    found: set[str] = set()
    for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", LINKED, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if re.match("[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in slugs(there), target


def test_a_link_that_leads_nowhere_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading, `code`\n[there](page.md#a-heading-code)", "utf-8")
    test_links_lead_somewhere(page)
    page.write_text("# A heading\n[there](page.md#a-header)", "utf-8")
    with pytest.raises(AssertionError):
        test_links_lead_somewhere(page)


FIGURE = re.compile(r"(?<![\w.,/])(?:1/)?\d+\.\d+(?![\w.])")


@pytest.mark.parametrize("name", ["README", "docs/comparison", "docs/scaling"])
def test_figures_are_those_that_were_measured(name: str) -> None:
    page = FENCE.sub("", (ROOT / f"{name}.md").read_text("utf-8"))
    measured = "".join(
        (ROOT / "docs" / f"{source}.md").read_text("utf-8") for source in ("accuracy", "benchmarks")
    )
    if name == "README":
        page = page.partition("## How well, how fast")[2].partition("\n## ")[0]
    elif name == "docs/comparison":  # Versions stand in the table.
        page = re.sub(r"^\|.*$", "", page, flags=re.MULTILINE)
    figures = FIGURE.findall(page)
    assert len(figures) > 2
    assert set(figures) - set(FIGURE.findall(measured)) == set()


def leaves(nav: object) -> Iterator[str]:
    """Yield the pages of a navigation."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        yield from leaves(list(nav.values()))
    elif isinstance(nav, list):
        for part in nav:
            yield from leaves(part)


def test_the_navigation_has_every_page_once() -> None:
    config = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))
    listed = list(leaves(config["project"]["nav"]))
    pages = {str(page.relative_to(ROOT / "docs")) for page in DOCS}
    pages |= {f"api/{name}" for name in reference.reference()} | set(ELSEWHERE.values())
    assert len(listed) == len(set(listed))
    assert set(listed) == pages


def public() -> Iterator[str]:
    """Yield the full name of everything public."""
    for module in MODULES:
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, ModuleType):
                continue
            yield f"{module.__name__}.{name}"
            if inspect.isclass(thing):
                others = [it for it in thing.__mro__ if not it.__module__.startswith("copydesk")]
                inherited = {name for base in others for name in dir(base)}
                for member in set(dir(thing)) - inherited:
                    if not member.startswith("_"):
                        yield f"{module.__name__}.{name}.{member}"


def test_the_reference_has_everything_public() -> None:
    pages = "".join(reference.reference().values())
    missing = [name for name in public() if f"{{ #{name.replace('__', '')} }}" not in pages]
    assert missing == []


def test_everything_in_the_reference_has_a_signature_and_is_described() -> None:
    for name, page in reference.reference().items():
        assert "(…)" not in page, name
        for language, code in FENCE.findall(page):
            assert language in ("python", "pycon"), name
            assert language == "pycon" or not re.search(r"(?<![\w.])_[A-Za-z]", code), code
        assert ":class:" not in page, name
        assert ":func:" not in page, name
        assert not re.search(r">`\\?_", page), name
        assert not re.search(r"^- .* :  $|^- .* : `[^`]*`  \n  $", page, re.MULTILINE), name
        for part in re.split("^##+ ", page, flags=re.MULTILINE)[1:]:
            title, _, rest = part.partition("\n")
            assert FENCE.sub("", rest).strip(), title


def test_names_in_code_become_links_to_the_reference() -> None:
    names = {"find_duplicates": "corpora.md#copydesk.find_duplicates", "read": "reading.md"}
    link = "[`find_duplicates`](../api/corpora.md#copydesk.find_duplicates)"
    assert linked("`find_duplicates` and `others`", "project/x.md", names) == f"{link} and `others`"
    assert linked("`cd.read`", "x.md", names) == "[`cd.read`](api/reading.md)"
    assert linked("`read(text)`", "x.md", names) == "[`read(text)`](api/reading.md)"
    assert linked("the column `read`", "x.md", names) == "the column `read`"
    # Not in headings, in blocks of code, in links.
    for text in ("# `find_duplicates`\n", "```python\n`find_duplicates`\n```", "[`read`](x.md)"):
        assert linked(text, "project/x.md", names) == text


def test_links_of_a_page_hold_where_the_site_has_it() -> None:
    text = "[a](docs/quotes.md#denied) [b](src/lib.rs) [c](https://example.org) ![d](docs/site.css)"
    held = moved(text, "README.md", "project/readme.md")
    assert held == "[a](../quotes.md#denied) b [c](https://example.org) ![d](../site.css)"
    with pytest.raises(SystemExit, match=r"docs/quots\.md leads nowhere"):
        moved("[a](docs/quots.md)", "README.md", "project/readme.md")
