"""Puts together the pages of the site, for the generator to read.

usage: python -m tools.site [--watch | --finish]

They are those of ``docs/``, the reference made from the docstrings, and the pages of the project
that stand elsewhere. With ``--watch`` they are put together anew whenever one of them changes.
``--finish`` mends what the generator has made: its pages would load a script from elsewhere, for
the search in pages that are opened from a folder; ours does the same.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from tools.site.reference import anchors, reference

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
#: Where the generator finds them.
PAGES = ROOT / "target" / "docs"
#: Where it puts the site, and what that loads from elsewhere.
SITE = ROOT / "site"
SHIM = "https://unpkg.com/iframe-worker/shim"
LOADED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=["']?(https?:[^"'>\s]+)""")
#: Pages of the project that are on the site too, and what they are called there.
ELSEWHERE = {
    "README.md": "project/readme.md",
    "CHANGELOG.md": "project/changes.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "DESIGN.md": "project/design.md",
    "models/MODEL_CARD.md": "project/model-card.md",
    "src/gazetteer/SOURCES.md": "project/gazetteer-sources.md",
    "tools/lexicon/SOURCES.md": "project/lexicon-sources.md",
    "tools/outlines/SOURCES.md": "project/outlines-sources.md",
}
FENCE = re.compile(r"^```.*?^```\s*?$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
#: A picture, in Markdown or in HTML.
PICTURE = re.compile(r"""(!\[[^\]]*\]\(|\bsrc(?:set)?=")([^()\s":]+)([)"])""")
CODE = re.compile(r"(\[[^\[\]]*\]\([^()]*\))|`(?:cd\.)?([A-Za-z_][\w.]*)(\([^`]*\))?`")


def sources() -> dict[str, str]:
    """Return the files of the project that are pages, and their names on the site."""
    here = {
        f"docs/{path.relative_to(DOCS)}": str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")
    }
    return here | ELSEWHERE


def pictures() -> dict[str, str]:
    """Return the other files of ``docs/``, and their names on the site."""
    return {
        f"docs/{path.relative_to(DOCS)}": path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*")
        if path.is_file() and path.suffix != ".md"
    }


def relative(target: str, page: str) -> str:
    """Return the way from a page to a target of the site."""
    ups = "../" * (len(PurePosixPath(page).parts) - 1)
    return ups + target


def normal(path: PurePosixPath) -> str:
    """Return a path of the project without dots in it."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Change what is no block of code."""
    done: list[str] = []
    at = 0
    for fence in FENCE.finditer(text):
        done += [change(text[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*done, change(text[at:])])


def moved(text: str, source: str, page: str) -> str:
    """Mend the links of a page that has another place on the site than in the project.

    What is no page keeps its words and loses the link. Pictures come along.
    """
    known = sources() | pictures()

    def link(match: re.Match[str]) -> str:
        words, target = match.groups()
        if re.match(r"[a-z]+:|#", target):
            return match[0]
        path, _, anchor = target.partition("#")
        where = normal(PurePosixPath(source).parent / path)
        if where in known:
            way = relative(known[where], page) + (f"#{anchor}" if anchor else "")
            return f"[{words}]({way})"
        if not (ROOT / where).exists():
            raise SystemExit(f"{source}: the link {target} leads nowhere")
        return words

    def picture(match: re.Match[str]) -> str:
        where = normal(PurePosixPath(source).parent / match[2])
        return match[1] + relative(known.get(where, where), page) + match[3]

    return outside_fences(text, lambda part: PICTURE.sub(picture, LINK.sub(link, part)))


def linked(text: str, page: str, names: dict[str, str]) -> str:
    """Link names of the package, where they stand as code, to the reference."""

    def code(match: re.Match[str]) -> str:
        name = match[2]
        # A plain word (`read`) may be the name of anything: of a column, of an option.
        told = name and (not re.fullmatch("[a-z]+", name) or match[3] or "`cd." in match[0])
        target = names.get(name) if told else None
        return f"[{match[0]}]({relative(f'api/{target}', page)})" if target else match[0]

    def lines(part: str) -> str:
        return "".join(
            line if line.startswith("#") else CODE.sub(code, line)
            for line in part.splitlines(keepends=True)
        )

    return outside_fences(text, lines)


def assemble() -> None:
    """Put all pages where the generator finds them; what did not change is left alone."""
    names = anchors()
    made = {f"api/{name}": text.encode() for name, text in reference().items()}
    for source, page in sources().items():
        text = moved((ROOT / source).read_text("utf-8"), source, page)
        made[page] = linked(text, page, names).encode()
    for source, name in pictures().items():
        made[name] = (ROOT / source).read_bytes()
    for page, content in made.items():
        path = PAGES / page
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    for path in PAGES.rglob("*"):
        if path.is_file() and path.relative_to(PAGES).as_posix() not in made:
            path.unlink()


def finish() -> None:
    """Load nothing from elsewhere."""
    for path in SITE.rglob("*.html"):
        page = path.relative_to(SITE).as_posix()
        text = path.read_text("utf-8").replace(SHIM, relative("offline.js", page))
        path.write_text(text, "utf-8")
        if found := LOADED.search(text):
            raise SystemExit(f"{page} would load {found[1]}")


def state() -> dict[str, float]:
    """Return when each file was changed that a page is made of."""
    return {
        str(path): path.stat().st_mtime
        for path in [*DOCS.rglob("*"), *(ROOT / source for source in ELSEWHERE)]
    }


def main(arguments: list[str]) -> None:
    """Put them together, once or for ever."""
    if "--finish" in arguments:
        finish()
        return
    assemble()
    known = state()
    while "--watch" in arguments:
        time.sleep(1)
        if (now := state()) != known:
            known = now
            assemble()


if __name__ == "__main__":
    main(sys.argv[1:])
