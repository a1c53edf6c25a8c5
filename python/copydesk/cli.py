"""The command ``copydesk``.

Exit status: 0 when everything was read, 1 when something could not be (each is named on standard
error, and the rest is read), 2 when the command was used wrongly.
"""

import argparse
import codecs
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from copydesk import Reader, Story, __version__
from copydesk._core import terminal_page
from copydesk.errors import CopydeskError

#: A page wider than this is hard to read, however wide the terminal.
WIDEST_PAGE = 100
#: Where there is no terminal to ask.
DEFAULT_WIDTH = 80
#: Wider than this is no page, only a way to have no line broken.
WIDEST_WIDTH = 100_000
#: How files begin whose characters have several bytes each; the longer marks first.
WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: A text file holds no NUL; looking at this many bytes is enough to know.
LOOK_AT = 8192

EXAMPLES = """\
examples:
  copydesk read article.txt            a page for people
  copydesk read *.txt --json           a line of JSON for each file
  copydesk read a.txt --kinds PERSON   with the names of people only
  curl -s URL | copydesk read -        from another program
"""


class OutputError(Exception):
    """What was read cannot be written, and why."""


class UnreadableError(Exception):
    """A file that is not read, and why, in words for the person who named it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    arguments = parser().parse_args(argv)
    try:
        return read_files(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`).
        drop_output()
        return 0
    except OutputError as why:
        complain(f"the output cannot be written: {why}")
        drop_output()
        return 1


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    outer = argparse.ArgumentParser(
        prog="copydesk", description="Read news copy the way a newspaper's copy desk does."
    )
    outer.add_argument("--version", action="version", version=f"copydesk {__version__}")
    commands = outer.add_subparsers(required=True, metavar="COMMAND")
    inner = commands.add_parser(
        "read",
        help="show where an article is from, what it says, who is named, who says what, and what "
        "stands twice",
        description="Show an article's dateline, paragraphs, sentences, names, speakers, "
        "quotations and repeats.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    inner.add_argument("files", nargs="+", metavar="FILE", help="a text file, or - for stdin")
    inner.add_argument(
        "--json",
        action="store_true",
        help="print a line of JSON for each file; offsets are code points",
    )
    inner.add_argument(
        "--published",
        metavar="DATE",
        help="when it was published (2012-02-29), which finds the year of a dateline's date",
    )
    inner.add_argument(
        "--kinds",
        metavar="KIND,…",
        help="which kinds of entities to read (default: all): PERSON, ORG, LOC (places), FAC "
        "(buildings), NORP (nations, religions, parties), PRODUCT, MISC (events, laws, works), "
        "DATE, MONEY",
    )
    inner.add_argument(
        "--encoding", default="utf-8", help="how the files are encoded (default: utf-8)"
    )
    inner.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours; auto means on a terminal, unless NO_COLOR is set",
    )
    inner.add_argument(
        "--width", type=page_width, help="columns of the page (default: the terminal's)"
    )
    return outer


def read_files(arguments: argparse.Namespace) -> int:
    """Read and print every file; say which could not be read."""
    try:
        # One name for each encoding, however it was spelled.
        encoding = codecs.lookup(arguments.encoding).name
        "".encode(encoding)
    except (LookupError, UnicodeError, ValueError):
        complain(f"--encoding: Python knows no encoding of texts {arguments.encoding!r}")
        return 2
    try:
        reader = Reader(kinds=kind_names(arguments.kinds))
    except CopydeskError as why:
        complain(f"--kinds: {why}")
        return 2
    try:
        reader.read("", arguments.published)
    except CopydeskError:
        complain(f"--published: {arguments.published!r} is no date: write it like 2012-02-29")
        return 2
    if hasattr(sys.stdout, "reconfigure"):
        # The page is Unicode, whatever the locale says.
        sys.stdout.reconfigure(encoding="utf-8")
    status, pages = 0, 0
    for name, story in stories(arguments.files, encoding, reader, arguments.published):
        if isinstance(story, UnreadableError):
            complain(f"{name}: {story}")
            status = 1
        elif arguments.json:
            # A file's name is bytes, and need not be text.
            file = os.fsencode(name).decode("utf-8", "replace")
            put(json.dumps({"file": file, **story.to_dict()}, ensure_ascii=False) + "\n")
        else:
            if len(arguments.files) > 1:
                put(f"{'' if pages == 0 else chr(10)}==> {printable(name)} <==\n\n")
            put(page(story, arguments))
            pages += 1
    return status


def put(text: str) -> None:
    """Write to standard output at once, so that what is wrong with it is known."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as why:
        raise OutputError(why.strerror or str(why)) from why


def drop_output() -> None:
    """Leave nothing for Python to write, and to complain about, at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def page_width(given: str) -> int:
    """Return a width that pages can have, whatever number was given."""
    return max(0, min(int(given), WIDEST_WIDTH))


def kind_names(given: str | None) -> list[Any] | None:
    """Return the kinds that an option names, or None for all of them."""
    if given is None:
        return None
    return [name.strip().upper() for name in given.split(",")]


def stories(
    names: Sequence[str], encoding: str, reader: Reader, published: str | None
) -> Iterator[tuple[str, Story | UnreadableError]]:
    """Read each file, or find out why it cannot be read."""
    for name in names:
        try:
            yield name, reader.read(contents(name, encoding), published)
        except UnreadableError as why:
            yield name, why
        except CopydeskError as why:
            yield name, UnreadableError(str(why))


def contents(name: str, encoding: str) -> str:
    """Return a file's text."""
    if not name:
        raise UnreadableError("there is no such file")
    if name == "-" and sys.stdin is None:
        raise UnreadableError("standard input is closed")
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as why:
        reasons = {errno.ENOENT: "there is no such file", errno.EISDIR: "it is a folder"}
        reason = reasons.get(why.errno or 0, why.strerror or str(why))
        raise UnreadableError(reason) from why
    if not encoding.startswith(("utf-16", "utf-32")):
        for mark, wide in WIDE_MARKS.items():
            if data.startswith(mark):
                raise UnreadableError(f"it is {wide.upper()}: read it with --encoding {wide}")
        if b"\0" in data[:LOOK_AT]:
            raise UnreadableError("it is no text file (it holds NUL bytes)")
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as why:
        raise UnreadableError(
            f"it is not {encoding} (byte 0x{data[why.start]:02x} at {why.start}): "
            "name its encoding, for example --encoding cp1252"
        ) from why
    except UnicodeError as why:
        raise UnreadableError(f"it is not {encoding}: {why}") from why


def page(story: Story, arguments: argparse.Namespace) -> str:
    """Return the page that shows a story."""
    terminal = sys.stdout.isatty()
    if arguments.color == "auto":
        color = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    else:
        color = arguments.color == "always"
    width = arguments.width
    if width is None:
        columns = (
            shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns if terminal else DEFAULT_WIDTH
        )
        width = min(columns, WIDEST_PAGE)
    return terminal_page(story, width=width, color=color)


def printable(name: str) -> str:
    """Return a name of a file without what could upset a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def complain(message: str) -> None:
    """Say what is wrong, in one line on standard error."""
    print(f"copydesk: {printable(message)}", file=sys.stderr)
