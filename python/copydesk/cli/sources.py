"""Corpora in: which columns of which files are read, and what becomes of rows that are broken."""

import argparse
import datetime
import difflib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from copydesk import parse_dateline
from copydesk.cli.console import UsageError, printable
from copydesk.cli.files import (
    DAMAGED,
    encoding_named,
    reason,
    shown,
    size_of,
)
from copydesk.cli.formats import (
    LOOK,
    Broken,
    Format,
    Record,
    format_of,
    kind,
    open_format,
)
from copydesk.cli.problems import Problems
from copydesk.cli.progress import Progress
from copydesk.errors import CopydeskError

#: Where texts and ids are if nobody says, the first that is there.
TEXTS, IDS = ("text", "body"), ("id", "url")
#: A message lists so many columns.
LISTED = 30

Id = int | str | None


class Row(NamedTuple):
    """A text of a corpus."""

    id: Id
    text: str | None
    date: Any
    source: str | None


class Columns(NamedTuple):
    """What columns are called: None where there is none."""

    text: str | None
    id: str | None
    date: str | None
    source: str | None


class Fate(IntEnum):
    """What becomes of a row of a file."""

    LEFT_OUT = 0
    BROKEN = 1
    WHOLE = 2


NONE = Columns(None, None, None, None)
OPTIONS = Columns("--text", "--id", "--published", "--source")


class Source:
    """A file of a corpus.

    Parameters
    ----------
    name : str
        The name of the file, ``-`` for standard input.
    form : str
        Its format, one of :data:`copydesk.cli.formats.FORMATS`.
    open_it : callable
        Opens it.

    """

    def __init__(self, name: str, form: str, open_it: Callable[[], Format]) -> None:
        """Open nothing yet."""
        self.name, self.form = name, form
        self.plain = form == "text"
        #: Whether it can be read once only: standard input, or the output of another program.
        self.once = name == "-" or not Path(name).is_file()
        self.shown = "standard input" if name == "-" else printable(shown(name))
        self._open = open_it
        self._file: Format | None = None
        self._seen: list[Record] = []
        self.columns = NONE

    @property
    def file(self) -> Format:
        """The file, open."""
        if self._file is None:
            self._file = self._open()
        return self._file

    def look(self, asked: Columns) -> list[str]:
        """Return the columns there are, and choose that of the texts."""

        def enough(names: Collection[str]) -> bool:
            named = [name for name in asked if name is not None]
            texts = asked.text is not None or any(name in names for name in TEXTS)
            return texts and all(name in names for name in named)

        names = self.file.names(enough)
        if self.plain or not names:
            return names
        for option, name in zip(OPTIONS, asked, strict=True):
            if name is not None and name not in names:
                raise UsageError(
                    f"{self.shown}: there is no column {name!r} for {option}; {listed(names, name)}"
                )
        text = asked.text or next((name for name in TEXTS if name in names), None)
        if text is None:
            raise UsageError(
                f"{self.shown}: say with --text which column holds the texts; {listed(names)}"
            )
        self.columns = asked._replace(text=text)
        return names

    def whole_ids(self) -> bool:
        """Whether ids are whole numbers, as far as the first ones tell: all of them are.

        Those that need more than 63 bits are none: hashes, say.
        """
        self._seen = list(islice(self.file.records(self.columns), LOOK))
        values = [it.values[1] for it in self._seen if not isinstance(it.values, Broken)]
        ids = [it for it in values if is_whole(it) or isinstance(it, str)]
        return bool(ids) and all(is_whole(it) and has_room(it) for it in ids)

    def close(self) -> None:
        """Close the file until it is needed again: never are all open at once."""
        if not self.once and self._file is not None:
            self._file.close()
            self._file, self._seen = None, []

    def records(self) -> Iterator[Record]:
        """Return the rows."""
        return chain(self._seen, self.file.records(self.columns))


def listed(names: list[str], wrong: str = "") -> str:
    """Return the columns there are, for a message."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    there = f"there are {', '.join(names[:LISTED])}{more}"
    near = difflib.get_close_matches(wrong, names, 1) if wrong else None
    return printable(f"{there} (did you mean {near[0]!r}?)" if near else there)


class Corpus:
    """The texts of several files, one after the other.

    All of them are looked at before anything is read.

    Parameters
    ----------
    arguments : argparse.Namespace
        What :func:`copydesk.cli.parser.add_corpus` adds.
    progress : Progress
        Told of every text.

    Raises
    ------
    UsageError
        If a file is not there, or a column.

    """

    def __init__(self, arguments: argparse.Namespace, progress: Progress) -> None:
        """Look at the files."""
        self.problems = Problems(arguments.on_error or "null", progress)
        #: Rows so far, all of them; with a text; whole, but without one.
        self.rows_taken = self.texts = self.null = 0
        #: What became of each row: a value of `Fate`.
        self.fates = bytearray()
        #: Says why an id cannot be taken, if somebody cares.
        self.refused: Callable[[Id], str | None] | None = None
        self._progress = progress
        # Texts of a day come together.
        self._reads_as_day = lru_cache(maxsize=4096)(is_day)
        self._date = None
        asked = Columns(
            arguments.text, arguments.id, arguments.published, getattr(arguments, "source", None)
        )
        if arguments.published is not None and is_day(arguments.published):
            self._date = arguments.published
            asked = asked._replace(date=None)
        self.sources = self._look(arguments, asked)
        sizes = [size_of(it.name) for it in self.sources]
        #: How many bytes the files have, None where that is not known.
        self.size = None if None in sizes else sum(size or 0 for size in sizes)
        self._sizes = [size or 0 for size in sizes]
        self._at = 0
        progress.size, progress.done = self.size, self._done

    def _look(self, arguments: argparse.Namespace, asked: Columns) -> list[Source]:
        encoding = encoding_named(arguments.encoding)
        if arguments.files.count("-") > 1:
            raise UsageError("standard input can be read once: name - once")

        sources, columns = [], []
        for name in arguments.files:
            if name != "-" and Path(name).is_dir():
                one = printable(shown(str(Path(name) / "*.jsonl")))
                raise UsageError(
                    f"{printable(shown(name))} is a folder: name the files in it, for example {one}"
                )
            if name != "-" and not Path(name).exists():
                raise UsageError(f"{printable(shown(name))}: there is no such file")
            form = format_of(name, arguments.format_in)
            open_it = partial(open_format, name, form, encoding, arguments.delimiter)
            source = Source(name, form, open_it)
            try:
                columns.append(source.look(asked))
            except DAMAGED as why:
                raise UsageError(f"{source.shown}: {reason(why)}") from why
            sources.append(source)
            source.close()
        with_names = [it for it, names in zip(sources, columns, strict=True) if names]
        shared = set.intersection(*(set(names) for names in columns if names)) if with_names else ()
        id = asked.id or next((name for name in IDS if name in shared), None)
        whole = []
        for source in with_names:
            source.columns = source.columns._replace(id=id)
            if id is not None:
                try:
                    whole.append(source.whole_ids())
                except DAMAGED:
                    # Said when the rows before are read.
                    whole.append(False)
                source.close()
        #: Whether ids are whole numbers; else all are strings.
        self.whole_ids = all(whole) and not any(it.plain for it in sources)
        #: Whether texts are called what a column says, or by their files; else by their rows.
        self.named = id is not None or all(it.plain for it in sources)
        return sources

    @property
    def id_type(self) -> str:
        """What pyarrow calls the type of the ids."""
        return "int64" if self.whole_ids else "large_string"

    def _done(self) -> int:
        source = self.sources[self._at]
        return sum(self._sizes[: self._at]) + source.file.done()

    def rows(self) -> Iterator[Row]:
        """Return the texts.

        Raises
        ------
        StoppedError
            If one cannot be read and that is to be the end.

        """
        for at, source in enumerate(self.sources):
            self._at = at
            where = ""
            try:
                for record in source.records():
                    where = record.where
                    row = self._row(source, record)
                    self.rows_taken += 1
                    if row is not None:
                        self._progress.taken()
                        yield row
            except DAMAGED as why:
                self.problems.name(source.shown + where, f"the file breaks off here: {reason(why)}")
            finally:
                source.close()
        self.problems.close()

    def _row(self, source: Source, record: Record) -> Row | None:
        id: Id = None
        number = self.rows_taken
        try:
            if isinstance(record.values, Broken):
                raise BrokenError(record.values.why)
            given_text, given_id, given_date, given_source = record.values
            id = self._id(source, given_id, number)
            text = string("text", given_text)
            row = Row(id, text, None, string("source", given_source))
        except BrokenError as why:
            self.problems.name(source.shown + record.where, str(why))
            if self.problems.policy == "skip":
                self.fates.append(Fate.LEFT_OUT)
                return None
            id = self._id(source, None, number) if id is None else id
            if self.refused is not None and self.refused(id):
                self.fates.append(Fate.LEFT_OUT)
                return None
            self.fates.append(Fate.BROKEN)
            return Row(id, None, None, None)
        if self.refused is not None and (wrong := self.refused(id)):
            self.problems.name(source.shown + record.where, wrong)
            self.fates.append(Fate.LEFT_OUT)
            return None
        date = self._date if given_date is None else given_date
        if date is not None and not self._is_day(date):
            wrong = f"the date {str(date)[:60]!r} is none: it must look like 2012-02-29"
            self.problems.name(source.shown + record.where, wrong)
            if self.problems.policy == "skip":
                self.fates.append(Fate.LEFT_OUT)
                return None
            date = None
        self.fates.append(Fate.WHOLE)
        self.texts += text is not None
        self.null += text is None
        return row._replace(date=date)

    def _is_day(self, value: Any) -> bool:
        # What is no string may not be hashable either.
        return self._reads_as_day(value) if isinstance(value, str) else is_day(value)

    def _id(self, source: Source, given: Any, number: int) -> Id:
        if source.columns.id is None and not source.plain:
            return number if self.whole_ids else str(number)
        if given is None:
            return None
        if is_whole(given):
            if self.whole_ids and not has_room(given):
                raise BrokenError("the id needs more than 63 bits, and those before it did not")
            return given if self.whole_ids else str(given)
        if isinstance(given, str) and self.whole_ids:
            raise BrokenError(f"the id {given[:60]!r} is no whole number like those before it")
        return string("id", given)


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def has_room(value: int) -> bool:
    """Whether a whole number has room in 64 bits, with its sign."""
    return -(1 << 63) <= value < 1 << 63


class BrokenError(Exception):
    """A row has something that it cannot have."""


def string(what: str, value: Any) -> str | None:
    """Return a string that can be read, or None where there is none.

    Raises
    ------
    BrokenError
        If it is something else.

    """
    if value is None:
        return None
    if not isinstance(value, str):
        if value != value:
            # NaN
            return None
        raise BrokenError(f"the {what} is {kind(value)}, no string")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as why:
            code = ord(value[why.start])
            if 0xDC80 <= code <= 0xDCFF:
                raise BrokenError(
                    f"the {what} has bytes of another encoding (0x{code - 0xDC00:02x} at character "
                    f"{why.start})"
                ) from None
            raise BrokenError(
                f"the {what} has half a character, a lone surrogate (\\u{code:04x} at character "
                f"{why.start})"
            ) from None
    return value


def is_day(value: Any) -> bool:
    """Whether a value is a date that can be read."""
    if not isinstance(value, str):
        return isinstance(value, datetime.date) or value != value
    try:
        parse_dateline("", value)
    except CopydeskError:
        return False
    return True


def split(rows: Iterator[Sequence[Any]], width: int) -> list[Iterator[Any]]:
    """Return the columns of rows, whose values are kept only until they are taken.

    Who takes one column before another keeps that other, and not the whole rows.
    """
    waiting: list[deque[Any]] = [deque() for _ in range(width)]

    def column(values: deque[Any]) -> Iterator[Any]:
        while True:
            while not values:
                row = next(rows, None)
                if row is None:
                    return
                for other, value in zip(waiting, row, strict=True):
                    other.append(value)
            yield values.popleft()

    return [column(values) for values in waiting]
