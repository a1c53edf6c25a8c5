"""``copydesk read`` of text files: a page for people, or a line of JSON, for each."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from copydesk import Reader, Story
from copydesk._core import terminal_page
from copydesk.cli.console import UsageError, complain, printable, put, unicode_output
from copydesk.cli.files import UnreadableError, contents, encoding_named, shown
from copydesk.errors import CopydeskError

#: A page wider than this is hard to read, however wide the terminal.
WIDEST_PAGE = 100
#: Where there is no terminal to ask.
DEFAULT_WIDTH = 80
#: Wider than this is no page, only a way to have no line broken.
WIDEST_WIDTH = 100_000


def read_files(arguments: argparse.Namespace) -> int:
    """Read and print every file; say which could not be read."""
    encoding = encoding_named(arguments.encoding)
    reader = reader_of(arguments)
    try:
        reader.read("", arguments.published)
    except CopydeskError:
        raise UsageError(
            f"--published: {arguments.published!r} is no date: write it like 2012-02-29"
        ) from None
    unicode_output()
    status, pages = 0, 0
    for name, story in stories(arguments.files, encoding, reader, arguments.published):
        if isinstance(story, UnreadableError):
            complain(f"{name}: {story}")
            status = 1
        elif arguments.json:
            put(json.dumps({"file": shown(name), **story.to_dict()}, ensure_ascii=False) + "\n")
        else:
            if len(arguments.files) > 1:
                put(f"{'' if pages == 0 else chr(10)}==> {printable(name)} <==\n\n")
            put(page(story, arguments))
            pages += 1
    return status


def page_width(given: str) -> int:
    """Return a width that pages can have, whatever number was given."""
    return max(0, min(int(given), WIDEST_WIDTH))


def reader_of(arguments: argparse.Namespace) -> Reader:
    """Return the reader that the options ask for.

    Raises
    ------
    UsageError
        If there are no such kinds.

    """
    try:
        return Reader(kinds=kind_names(arguments.kinds))
    except CopydeskError as why:
        raise UsageError(f"--kinds: {why}") from None


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
