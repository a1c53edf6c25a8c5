"""Formats of corpora: files of JSON lines, of cells, Parquet, and plain texts, row by row."""

import csv
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from copydesk.cli.console import UsageError, counted, printable
from copydesk.cli.files import (
    PACKED,
    UnreadableError,
    contents,
    library,
    lines_of,
    opened,
    shown,
    size_of,
)

SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".txt": "text",
    ".text": "text",
}
FORMATS = ("jsonl", "csv", "parquet", "text")
#: So many lines are looked at to know what columns there are.
LOOK = 100
#: What may stand between cells, the likelier ones first.
DELIMITERS = ",;\t|"
#: A cell of more characters is the end of no sensible text, but a quotation mark that is missing.
LARGEST_CELL = 1 << 28
#: Parquet is read in batches of about this many bytes, and of at most and at least so many rows.
BATCH_BYTES, MOST_ROWS, LEAST_ROWS = 1 << 22, 4096, 16

Enough = Callable[[Collection[str]], bool]


@dataclass(frozen=True)
class Broken:
    """Stands where the values of a row would, if it has none."""

    why: str


class Record(NamedTuple):
    """A row of a corpus."""

    where: str
    """Its place in the file, to be put behind the file's name."""
    values: Sequence[Any] | Broken
    """What the columns that were asked for hold."""
    raw: Any
    """The row as it stands in the file."""


class Format(Protocol):
    """A file of rows that is being read."""

    def names(self, enough: Enough) -> list[str]:
        """Return what columns there are, as far as is seen until those are enough."""

    def records(self, columns: Sequence[str | None]) -> Iterator[Record]:
        """Return the rows, with the values of these columns; of None, None."""

    def done(self) -> int:
        """Return how many bytes of the file were read."""

    def close(self) -> None:
        """Close the file."""


class JsonLines:
    """A JSON object on each line."""

    def __init__(self, name: str, encoding: str) -> None:
        """Open the file."""
        self._opened = opened(name)
        text = lines_of(self._opened.stream, encoding, "\n")
        first = text.readline(LOOK)
        if first.lstrip().startswith("["):
            raise UnreadableError(
                "it is a JSON array, and not an object on each line: "
                "jq -c '.[]' FILE makes lines of it"
            )
        first += "" if first.endswith("\n") else text.readline()
        self._lines = enumerate(chain([first], text), 1)
        self._seen: list[tuple[int, str]] = []
        self.done, self.close = self._opened.done, self._opened.close

    def names(self, enough: Enough) -> list[str]:
        """Return the keys of the first objects."""
        names: dict[str, None] = {}
        first = Broken("")
        for number, line in islice(self._lines, LOOK):
            self._seen.append((number, line))
            record = parsed(line)
            if isinstance(record, dict):
                names |= dict.fromkeys(record)
                if enough(names):
                    break
            elif isinstance(record, Broken) and not first.why:
                first = record
        if first.why and not names:
            raise UnreadableError(f"it has no JSON object on each line: {first.why}")
        return list(names)

    def records(self, columns: Sequence[str | None]) -> Iterator[Record]:
        """Return the objects; lines that are blank are none."""
        seen, self._seen = self._seen, []
        for number, line in chain(seen, self._lines):
            record = parsed(line)
            if isinstance(record, dict):
                values = [None if key is None else record.get(key) for key in columns]
                yield Record(f":{number}", values, line)
            elif record is not None:
                yield Record(f":{number}", record, line)


def parsed(line: str) -> dict[str, Any] | Broken | None:
    """Return the JSON object of a line; None for a blank one."""
    if not line or line.isspace():
        return None
    try:
        value = DECODE(line)
    except json.JSONDecodeError as why:
        return Broken(f"it is no JSON: {why.msg} (character {why.pos + 1})")
    except (ValueError, RecursionError) as why:
        return Broken(f"it is no JSON that can be read: {why}")
    return value if isinstance(value, dict) else Broken(f"it is no JSON object, but {kind(value)}")


#: Line breaks and tabs in strings are no reason to lose a text.
DECODE = json.JSONDecoder(strict=False).decode


def kind(value: object) -> str:
    """Return what a value is, in the words of JSON."""
    words = {
        type(None): "null",
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
        bytes: "bytes",
    }
    return words.get(type(value), type(value).__name__)


class Cells:
    """Comma-separated values, or separated by something else, under a line of names."""

    def __init__(self, name: str, encoding: str, delimiter: str | None) -> None:
        """Open the file, and find out what stands between its cells."""
        self._opened = opened(name)
        text = lines_of(self._opened.stream, encoding, "")
        # The limit is the process's own, and this is its command.
        csv.field_size_limit(LARGEST_CELL)
        # Lines may be blank before the one of names.
        first = [text.readline()]
        while first[-1].isspace():
            first.append(text.readline())
        #: What stands between cells.
        self.delimiter = delimiter or delimiter_of(first[-1])
        self._over = False
        self._reader = csv.reader(self._lines(first, text), delimiter=self.delimiter)
        #: The cells of the first line.
        self.header = next((cells for cells in self._reader if "".join(cells).strip()), [])
        self.done, self.close = self._opened.done, self._opened.close

    def _lines(self, first: list[str], text: Iterable[str]) -> Iterator[str]:
        yield from chain(first, text)
        self._over = True

    def names(self, enough: Enough) -> list[str]:
        """Return the cells of the first line."""
        return list(dict.fromkeys(self.header))

    def records(self, columns: Sequence[str | None]) -> Iterator[Record]:
        """Return the rows; an empty cell holds nothing."""
        width = len(self.header)
        places = [None if name is None else self.header.index(name) for name in columns]
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                yield Record(f":{line}", Broken(f"it is no row of cells: {error}"), None)
                continue
            if cells is None:
                return
            if not cells:
                continue
            if self._over:
                # The reader looked for more: it is still in a cell.
                why = "a quotation mark that is never closed takes the rest of the file"
                yield Record(f":{line}", Broken(why), cells)
            elif len(cells) == width or (len(cells) > width and not any(cells[width:])):
                values = [None if place is None else cells[place] or None for place in places]
                yield Record(f":{line}", values, cells)
            else:
                wrong = f"it has {counted(len(cells), 'cell')}, the first line {width}"
                yield Record(f":{line}", Broken(wrong), cells)


def delimiter_of(header: str) -> str:
    """Return what stands between the names of columns: what is most often there."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)


class Parquet:
    """A Parquet file."""

    def __init__(self, name: str) -> None:
        """Open the file."""
        arrow = library("pyarrow", "a Parquet file")
        parquet = library("pyarrow.parquet", "a Parquet file")
        if name == "-":
            raise UsageError("a Parquet file cannot be read from standard input: name the file")
        try:
            self._size = size_of(name) or 0
            # Columns are read as they are needed, not each row group as a whole.
            self._file = parquet.ParquetFile(name, pre_buffer=False, buffer_size=1 << 20)
        except (OSError, arrow.ArrowException) as why:
            raise UnreadableError(f"it is no Parquet file that can be read: {why}") from why
        self._arrow = arrow
        self._rows = 0

    def names(self, enough: Enough) -> list[str]:
        """Return the columns."""
        return list(self._file.schema_arrow.names)

    def records(self, columns: Sequence[str | None]) -> Iterator[Record]:
        """Return the rows."""
        named = list(dict.fromkeys(name for name in columns if name is not None))
        for batch in self.batches(named):
            # Of columns of one name it is the first, as in CSV.
            places = {name: batch.schema.names.index(name) for name in named}
            lists = {name: self._values(batch.column(at)) for name, at in places.items()}
            nothing = [None] * batch.num_rows
            rows = zip(*(lists.get(name or "", nothing) for name in columns), strict=True)
            for values in rows:
                self._rows += 1
                yield Record(f": row {self._rows - 1}", values, None)

    def batches(self, columns: list[str] | None) -> Iterator[Any]:
        """Return some of the columns, or all, a few rows at a time."""
        about = self._file.metadata
        size = sum(about.row_group(it).total_byte_size for it in range(about.num_row_groups))
        rows = BATCH_BYTES * about.num_rows // max(size, 1)
        rows = min(max(rows, LEAST_ROWS), MOST_ROWS)
        try:
            yield from self._file.iter_batches(rows, columns=columns)
        except self._arrow.ArrowException as why:
            raise UnreadableError(str(why)) from why

    @property
    def schema(self) -> Any:
        """The columns and their types, as pyarrow has them."""
        return self._file.schema_arrow

    def _values(self, column: Any) -> list[Any]:
        arrow = self._arrow
        if arrow.types.is_timestamp(column.type):
            # The day there, in the time zone of the column.
            try:
                column = column.cast(arrow.date32(), safe=False)
            except arrow.ArrowException as why:
                raise UnreadableError(str(why)) from why
        try:
            return list(column.to_pylist())
        except UnicodeDecodeError:
            binary = column.cast(arrow.large_binary()).to_pylist()
            return [it and it.decode("utf-8", "surrogateescape") for it in binary]
        except (ValueError, OverflowError):
            return [value(it) for it in column]

    def done(self) -> int:
        """Return how much of the file the rows are that were read."""
        return int(self._size * self._rows // max(self._file.metadata.num_rows, 1))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def value(scalar: Any) -> Any:
    """Return a value of Parquet as Python has it; a day that Python does not have as a string."""
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return f"{scalar.value} from 1970"


class PlainText:
    """A file that is one text, called like the file."""

    def __init__(self, name: str, encoding: str) -> None:
        """Open nothing yet."""
        self._name, self._encoding = name, encoding
        self._done = 0
        if name != "-" and not Path(name).is_file():
            # Says why.
            opened(name).close()

    def names(self, enough: Enough) -> list[str]:
        """Return none: what there is has no names."""
        return []

    def records(self, columns: Sequence[str | None]) -> Iterator[Record]:
        """Return one row: the text, and what it is called."""
        try:
            text = contents(self._name, self._encoding)
        except UnreadableError as why:
            yield Record("", Broken(str(why)), None)
        else:
            self._done = size_of(self._name) or 0
            yield Record("", [text, shown(self._name), None, None], text)

    def done(self) -> int:
        """Return how many bytes of the file were read."""
        return self._done

    def close(self) -> None:
        """Close nothing."""


def format_of(name: str, given: str | None) -> str:
    """Return the format of a file: what was said, or what its name says.

    Raises
    ------
    UsageError
        If neither says one.

    """
    if given is not None:
        return given
    path = Path(name)
    if path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    found = SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise UsageError(
            f"{'standard input' if name == '-' else printable(shown(name))}: say with --from what "
            "it holds: jsonl (a JSON object on each line), csv, parquet or text"
        )
    return found


def open_format(name: str, form: str, encoding: str, delimiter: str | None) -> Format:
    """Open a file of rows that has one of the formats.

    Raises
    ------
    UnreadableError
        If it cannot be read.
    UsageError
        If its format needs what is not installed.

    """
    if form == "jsonl":
        return JsonLines(name, encoding)
    if form == "csv":
        if delimiter is None and ".tsv" in Path(name).suffixes:
            delimiter = "\t"
        return Cells(name, encoding, delimiter)
    if form == "parquet":
        return Parquet(name)
    return PlainText(name, encoding)


def is_corpus(name: str) -> bool:
    """Whether a file's name says that it holds many texts."""
    try:
        return format_of(name, None) != "text"
    except UsageError:
        return False
