"""Makes the reference: a page of Markdown for each part of the package, from its docstrings.

Docstrings are asked of the installed package, because those of the compiled module stand nowhere
else; signatures are read from the stubs and the sources, because only they have types.
"""

import ast
import importlib.util
import inspect
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parents[2] / "python" / "copydesk"


class Page(NamedTuple):
    """A page of the reference."""

    title: str
    modules: tuple[str, ...]
    """The modules whose docstrings open it; without names, everything public of them is on it."""
    names: tuple[str, ...] = ()
    """What of ``copydesk`` is on it."""
    intro: str = ""


PAGES = {
    "reading": Page(
        "Reading a story",
        (),
        (
            "read", "Reader", "Story",
            "parse_dateline", "parse_datelines", "Dateline", "Place", "Date",
            "Byline", "Credit",
            "extract_entities", "Entity", "Mention",
            "extract_quotes", "Quote", "Speaker", "SpeakerStats",
            "find_repeats", "drop_repeats", "Repeat",
            "Span", "__version__",
        ),
        "One article: what is read in it, and the objects that say so.",
    ),
    "corpora": Page(
        "Comparing stories",
        (),
        (
            "find_duplicates", "Duplicates", "DuplicateCluster", "DuplicatePair", "SourceStats",
            "Comparison", "DuplicateIndex", "DuplicateMatch",
            "find_passages", "drop_furniture", "Passages", "Passage", "PassagePair",
            "PassagePlace", "PassageComparison",
        ),
        "What the texts of a corpus have to do with each other.",
    ),
    "tables": Page(
        "Tables",
        (),
        ("StoryTables", "Table", "TableColumn", "DuplicateTables", "PassageTables"),
        "Results as columns. What stands in them is said in [Tables](../tables.md).",
    ),
    "pandas": Page("copydesk.pandas", ("copydesk.pandas",)),
    "polars": Page("copydesk.polars", ("copydesk.polars",)),
    "plots": Page("copydesk.plots", ("copydesk.plots",)),
    "gazetteer": Page("copydesk.gazetteer", ("copydesk.gazetteer",)),
    "samples": Page("copydesk.samples", ("copydesk.samples",)),
    "errors": Page("copydesk.errors", ("copydesk.errors",)),
}  # fmt: skip


class Thing(NamedTuple):
    """Something public."""

    path: str
    """Its full name, which is also its anchor: ``copydesk.Reader.tables``."""
    value: object


# --- what there is


def pages() -> dict[str, Page]:
    """Return the pages of what the package has."""
    return {
        name: page
        for name, page in PAGES.items()
        if all(importlib.util.find_spec(module) for module in page.modules)
    }


def things(page: Page) -> list[Thing]:
    """Return what is on a page, in its order."""
    found = [thing("copydesk", name) for name in page.names]
    for module in page.modules:
        found += [thing(module, name) for name in importlib.import_module(module).__all__]
    return [it for it in found if not isinstance(it.value, ModuleType)]


def thing(module: str, name: str) -> Thing:
    """Return something public of a module."""
    value = getattr(importlib.import_module(module), name)
    return Thing(f"{module}.{name}", value)


def members(owner: Thing) -> Iterator[Thing]:
    """Yield the public members of a class, in the order in which they are written down."""
    if not inspect.isclass(owner.value):
        return
    written = [name for kind in owner.value.__mro__ for name in definitions(kind.__name__)]
    order = {name: number for number, name in reversed(list(enumerate(written)))}
    inherited = {name for kind in (tuple, BaseException, Mapping) for name in dir(kind)}
    names = [
        name
        for name in dir(owner.value)
        if not name.startswith("_") and (name in order or name not in inherited)
    ]
    for name in sorted(names, key=lambda name: (order.get(name, len(order)), name)):
        yield Thing(f"{owner.path}.{name}", getattr(owner.value, name))


def everything() -> Iterator[Thing]:
    """Yield everything public, with the members of classes."""
    for page in pages().values():
        for it in things(page):
            yield it
            yield from members(it)


def anchor(it: Thing) -> str:
    """Return where it stands on its page: Markdown would take double underscores for bold."""
    return it.path.replace("__", "")


# --- signatures


#: Classes by name, functions by module and name.
_CLASSES: dict[str, ast.ClassDef] = {}
_FUNCTIONS: dict[tuple[str, str], ast.FunctionDef] = {}


def load() -> None:
    """Find all classes and functions."""
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.glob("*.pyi")]:
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if module.startswith("copydesk.cli"):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                _CLASSES[node.name] = node
            elif isinstance(node, ast.FunctionDef):
                _FUNCTIONS[module.removesuffix(".__init__"), node.name] = node


def definitions(name: str) -> dict[str, ast.AST]:
    """Return what the body of a class defines, by name."""
    if not _CLASSES:
        load()
    found: dict[str, ast.AST] = {}
    for node in _CLASSES[name].body if name in _CLASSES else ():
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
    return found


def plain(annotation: ast.AST) -> str:
    """Return a type as a user would write it, without the private names of the stub."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    text = ast.unparse(annotation)
    for private, public in _ALIASES.items():
        text = re.sub(rf"(?<![\w.]){private}\b", public, text)
    return text


#: What the private names of types stand for, in few words.
_ALIASES = {
    "_ArrowStream | _ArrowArray | Iterable": "Column | Iterable",
    "_Texts": "Column | Iterable[str | None]",
    "_Ids": "Column | Iterable[Any]",
    "_Days": "Column | Iterable[date | str | None]",
    "_Day": "date | str",
    "_EntityKind": "str",
    "_SpeakerKind": "str",
    "_CreditKind": "str",
    "_TableName": "str",
    "_Relation": "str",
    "_Repeats": "str",
    "_Kind": "str",
    "_Form": "str",
    "datetime.date": "date",
    # Of data frames and plots.
    "_Frequency": "str",
    "_Published": "date | str | Series | Iterable[date | str | None] | None",
    "Name": "Hashable | None",
    "Frame": "DataFrame",
    "Tables": "StoryTables | Table | DataFrame | Mapping[str, Iterable[Any]]",
    "ByText": "Mapping[Any, Any] | Series | Sequence[Any]",
}
#: How the methods of a class are called by users, where not by its name.
_CALLED = {
    "DataFrameNamespace": "df.copydesk",
    "LazyFrameNamespace": "lazy.copydesk",
    "FrameAccessor": "df.copydesk",
    "SeriesAccessor": "series.copydesk",
    "SeriesNamespace": "series.copydesk",
    "ExprNamespace": "expr.copydesk",
}


def signature(name: str, node: ast.FunctionDef, bound: bool) -> str:
    """Return the signature of a function, on one line or with a line for each parameter."""
    given = node.args
    parts: list[str] = []
    positional = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults))
    defaults += given.defaults
    pairs = list(zip(positional, defaults, strict=True))
    if bound and pairs:
        pairs = pairs[1:]
    parts += [parameter(*pair) for pair in pairs]
    if given.vararg:
        parts.append("*" + parameter(given.vararg, None))
    elif given.kwonlyargs:
        parts.append("*")
    parts += [parameter(*pair) for pair in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    if given.kwarg:
        parts.append("**" + given.kwarg.arg)
    gives = f" -> {plain(node.returns)}" if node.returns and name[0].islower() else ""
    line = f"{name}({', '.join(parts)}){gives}"
    if len(line) <= 84:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){gives}"


def parameter(given: ast.arg, default: ast.expr | None) -> str:
    """Return a parameter with its type and default."""
    text = given.arg
    if given.annotation:
        text += f": {plain(given.annotation)}"
    if default is not None:
        text += (" = " if given.annotation else "=") + ast.unparse(default)
    return text


def head(it: Thing, owner: Thing | None = None) -> str | None:
    """Return what stands in code above a description: the signature, or name and type."""
    name = it.path.rpartition(".")[2]
    if owner is None:
        if inspect.isclass(it.value):
            body = definitions(it.value.__name__)
            make = body.get("__new__") or body.get("__init__")
            if isinstance(make, ast.FunctionDef):
                return signature(name, make, bound=True)
            return None
        if not callable(it.value):
            return f"{name} = {it.value!r}" if name != "__version__" else None
        home = "copydesk._core" if inspect.isbuiltin(it.value) else it.value.__module__
        known = _FUNCTIONS.get((home, name))
        return signature(name, known, bound=False) if known else f"{name}(…)"
    assert inspect.isclass(owner.value)
    for kind in owner.value.__mro__:
        node = definitions(kind.__name__).get(name)
        if isinstance(node, ast.FunctionDef):
            marks = {ast.unparse(mark) for mark in node.decorator_list}
            if marks & {"property", "cached_property"}:
                return f"{name}: {plain(node.returns)}" if node.returns else name
            code = signature(name, node, bound="staticmethod" not in marks)
            if owner.value.__name__.startswith("Lazy"):
                code = code.replace("-> DataFrame", "-> LazyFrame")
            return code
        if isinstance(node, ast.AnnAssign):
            return f"{name}: {plain(node.annotation)}"
    return None


# --- docstrings


def docstring(it: Thing, owner: Thing | None = None) -> str:
    """Return the docstring of something; of a field, what stands below it in the source."""
    name = it.path.rpartition(".")[2]
    if owner is not None and inspect.isclass(owner.value):
        body = _CLASSES[owner.value.__name__].body if owner.value.__name__ in _CLASSES else []
        for node, below in pairwise(body):
            if (
                isinstance(node, ast.AnnAssign)
                and isinstance(node.target, ast.Name)
                and node.target.id == name
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                return inspect.cleandoc(str(below.value.value))
    if it.value is None or isinstance(it.value, str | int | tuple):
        return comment(it)
    return inspect.getdoc(it.value) or ""


def comment(it: Thing) -> str:
    """Return the comment above a constant."""
    module, _, name = it.path.rpartition(".")
    if name == "__version__":
        return "The version of the package."
    source = inspect.getsource(importlib.import_module(module)).splitlines()
    number = next(n for n, line in enumerate(source) if re.match(rf"{name}\b.*=", line))
    above: list[str] = []
    while source[number - 1 - len(above)].startswith("#:"):
        above.insert(0, source[number - 1 - len(above)].removeprefix("#:").strip())
    return "\n".join(above)


def anchors() -> dict[str, str]:
    """Return the page and anchor of everything public, by full name and without ``copydesk.``."""
    found: dict[str, str] = {}
    for name, page in pages().items():
        for it in things(page):
            for each in (it, *members(it)):
                # An attribute stands in the list of its class.
                own = each is it or called(each)
                found[each.path] = f"{name}.md#{anchor(each if own else it)}"
        for module in page.modules:
            found[module] = f"{name}.md"
    for path in list(found):
        found.setdefault(path.removeprefix("copydesk."), found[path])
    return found


def inline(text: str, links: dict[str, str], scope: str = "") -> str:
    """Turn the marks of reStructuredText inside a line into Markdown."""

    def role(match: re.Match[str]) -> str:
        target = match[1].lstrip("~")
        shown = target.removeprefix("copydesk.") if target.count(".") > 1 else target
        link = links.get(f"{scope}.{target}") or links.get(target)
        return f"[`{shown}`]({link})" if link else f"`{shown}`"

    text = re.sub(r":\w+:`([^`]+)`", role, text)
    text = re.sub(r"`([^`<]+) <([^`>]+)>`_", r"[\1](\2)", text)
    parts = re.split(r"(``.+?``|\[[^\]]*\]\([^)]*\)|`[^`]*`)", text, flags=re.DOTALL)
    for number, part in enumerate(parts):
        if part.startswith("``"):
            parts[number] = f"`{part[2:-2]}`"
        elif not re.match(r"`|\[[^\]]*\]\(", part):
            parts[number] = re.sub(r"([*_<>])", r"\\\1", part)
    return "".join(parts)


SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sections of a numpydoc docstring with their titles; the first one has none."""
    pieces = SECTION.split(text)
    yield "", pieces[0].strip("\n")
    for title, body in zip(pieces[1::2], pieces[2::2], strict=True):
        yield title, body.strip("\n")


def prose(text: str, links: dict[str, str], scope: str) -> str:
    """Return paragraphs, lists and examples as Markdown."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        if block.lstrip().startswith(">>>"):
            code = dedent(block)
            if blocks and blocks[-1].startswith("```pycon"):
                blocks[-1] = blocks[-1].removesuffix("\n```") + f"\n\n{code}\n```"
            else:
                blocks.append(f"```pycon\n{code}\n```")
        elif block.strip():
            blocks.append(inline(block, links, scope))
    return "\n\n".join(blocks)


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a section lists: a line, and what is said of it, indented below."""
    title = ""
    lines: list[str] = []
    for line in text.splitlines():
        if line and not line.startswith(" "):
            if title:
                yield title, dedent("\n".join(lines)).strip("\n")
            title, lines = line, []
        else:
            lines.append(line)
    if title:
        yield title, dedent("\n".join(lines)).strip("\n")


def described(text: str, links: dict[str, str], scope: str) -> str:
    """Return a docstring as Markdown."""
    parts: list[str] = []
    for title, body in sections(text):
        if title in ("Parameters", "Attributes", "Raises", "Returns", "Yields", "Warns"):
            rows = [f"**{title}**\n"]
            for name, meaning in entries(body):
                what, _, kind = name.partition(" : ")
                if title in ("Parameters", "Attributes"):
                    shown = f"`{what}`" + (f" : {inline(kind, links, scope)}" if kind else "")
                else:
                    link = links.get(name)
                    shown = f"[`{name}`]({link})" if link else inline(name, links, scope)
                told = inline(" ".join(meaning.split()), links, scope)
                rows.append(f"- {shown}" + (f"  \n  {told}" if told else ""))
            parts.append("\n".join(rows))
        else:
            heading = f"**{title}**\n\n" if title else ""
            parts.append(heading + prose(body, links, scope))
    return "\n\n".join(part for part in parts if part.strip())


# --- pages


def section(it: Thing, links: dict[str, str], level: int, owner: Thing | None = None) -> str:
    """Return the part of a page that is about one thing."""
    name = it.path.rpartition(".")[2]
    shown = name
    if owner:
        kind = owner.path.rpartition(".")[2]
        shown = f"{_CALLED.get(kind, kind)}.{name}"
    code = head(it, owner)
    parts = [f"{'#' * level} `{shown}` {{ #{anchor(it)} }}"]
    if code:
        parts.append(f"```python\n{code}\n```")
    scope = owner.path if owner else it.path if inspect.isclass(it.value) else ""
    parts.append(described(docstring(it, owner), links, scope))
    if owner is None:
        rows = [attribute(member, links, it) for member in members(it) if not called(member)]
        if rows:
            parts.append("\n".join(["**Attributes**\n", *rows]))
        parts += [section(member, links, level + 1, it) for member in members(it) if called(member)]
    return "\n\n".join(parts)


def called(it: Thing) -> bool:
    """Return whether it is a method."""
    return callable(it.value)


def attribute(it: Thing, links: dict[str, str], owner: Thing) -> str:
    """Return a line about an attribute."""
    code = head(it, owner) or it.path.rpartition(".")[2]
    name, _, kind = code.partition(": ")
    told = inline(" ".join(docstring(it, owner).split()), links, owner.path)
    return f"- `{name}`{{ #{anchor(it)} }} : " + (f"`{kind}`" if kind else "") + f"  \n  {told}"


def page_of(page: Page) -> str:
    """Return a page."""
    links = anchors()
    parts = [f"# {page.title}"]
    if page.intro:
        parts.append(page.intro)
    for module in page.modules:
        parts.append(
            described(inspect.getdoc(importlib.import_module(module)) or "", links, module)
        )
    parts += [section(it, links, 2) for it in things(page)]
    return "\n\n".join(parts) + "\n"


def summary(it: Thing) -> str:
    """Return the first sentence about something."""
    first = docstring(it).split("\n\n")[0]
    return " ".join(first.split())


def index() -> str:
    """Return the page that lists all pages and what is on them."""
    links = anchors()
    parts = [
        "# Reference",
        "Everything public, from the docstrings. `import copydesk as cd` is enough for all but "
        "the modules named in full below.",
    ]
    for name, page in pages().items():
        parts.append(f"## [{page.title}]({name}.md)")
        rows = ["| | |", "| --- | --- |"]
        for it in things(page):
            shown = it.path.rpartition(".")[2]
            told = inline(summary(it), links).replace("|", "\\|")
            rows.append(f"| [`{shown}`]({name}.md#{anchor(it)}) | {told} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def reference() -> dict[str, str]:
    """Return all pages, by the names of their files."""
    if not _CLASSES:
        load()
    return {"index.md": index()} | {f"{name}.md": page_of(it) for name, it in pages().items()}
