"""Tables written part by part, as JSON lines or Parquet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from copydesk import Table
from copydesk.cli.console import OutputError, put, unicode_output
from copydesk.cli.files import library, reason

#: A row group of Parquet is written when so many bytes have come together.
GROUP_BYTES = 1 << 24
#: So many parts wait one by one: a part of few rows takes many times the room of what is in it.
MOST_PARTS = 32


class Rows(Protocol):
    """A table, or a part of one."""

    def __len__(self) -> int:
        """Return how many rows it has."""

    def to_jsonl(self) -> str:
        """Return a JSON object on a line for each row."""

    def to_pyarrow(self) -> Any:
        """Return it as a ``pyarrow.Table``."""


class Writer(Protocol):
    """What a table is written with."""

    def write(self, part: Rows) -> None:
        """Write a part of the table."""

    def close(self) -> None:
        """Write what is still to be written, and close the file."""


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Say of what goes wrong in here which file cannot be written.

    Raises
    ------
    OutputError
        If writing fails.

    """
    try:
        yield
    except OSError as why:
        raise OutputError(f"{path}: {reason(why)}") from why


class JsonLinesWriter:
    """Writes a JSON object on a line for each row."""

    def __init__(self, part: Path, path: Path) -> None:
        """Make the file, which will be another one when it is whole."""
        self._path = path
        with written(path):
            self._file = part.open("w", encoding="utf-8", newline="\n")

    def write(self, part: Rows) -> None:
        """Write a part of the table."""
        with written(self._path):
            self._file.write(part.to_jsonl())

    def close(self) -> None:
        """Close the file."""
        with written(self._path):
            self._file.close()


class ParquetWriter:
    """Writes Parquet, compressed by Zstandard, in row groups of some size."""

    def __init__(self, part: Path, path: Path) -> None:
        """Make the file, which will be another one when it is whole."""
        self._part, self._path = part, path
        self._arrow = library("pyarrow", "Parquet")
        self._parquet = library("pyarrow.parquet", "Parquet")
        self._writer: Any = None
        self._waiting: list[Any] = []
        self._bytes = 0
        with written(path):
            part.open("wb").close()

    def write(self, part: Rows) -> None:
        """Take a part of the table, and write those that are enough for a row group."""
        table = part.to_pyarrow()
        with written(self._path):
            if self._writer is None:
                self._writer = self._parquet.ParquetWriter(
                    self._part, table.schema, compression="zstd"
                )
            self._waiting.append(table.cast(self._writer.schema))
            self._bytes += table.nbytes
            if self._bytes >= GROUP_BYTES:
                self._flush()
            elif len(self._waiting) >= MOST_PARTS:
                self._waiting = [self._arrow.concat_tables(self._waiting).combine_chunks()]

    def _flush(self) -> None:
        if self._waiting:
            table = self._arrow.concat_tables(self._waiting)
            self._waiting, self._bytes = [], 0
            if len(table):
                self._writer.write_table(table, row_group_size=len(table))

    def close(self) -> None:
        """Write what is still to be written, and close the file."""
        with written(self._path):
            if self._writer is not None:
                try:
                    self._flush()
                finally:
                    self._writer.close()


class Printer:
    """Writes JSON lines to standard output."""

    def __init__(self) -> None:
        """Write Unicode, whatever the locale says."""
        unicode_output()

    def write(self, part: Rows) -> None:
        """Write a part of the table."""
        if len(part):
            put(part.to_jsonl())

    def close(self) -> None:
        """Close nothing."""


class Names(NamedTuple):
    """What texts are called, by their numbers."""

    values: Sequence[int | str | None]
    """The names."""
    type: str
    """What pyarrow calls their type."""


class Renamed:
    """A table in which numbers of texts are replaced by what the texts are called.

    Parameters
    ----------
    table : Table
        A table of copydesk.
    columns : mapping of str to Names
        Columns that hold numbers of texts, and the names that go there.

    """

    def __init__(self, table: Table, columns: Mapping[str, Names]) -> None:
        """Take the table as it is."""
        self._table, self._columns = table, columns

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self._table)

    def to_jsonl(self) -> str:
        """Return a JSON object on a line for each row."""
        columns = self._table.to_pydict()
        for column, names in self._columns.items():
            columns[column] = [names.values[row] for row in columns[column]]
        return jsonl(columns)

    def to_pyarrow(self) -> Any:
        """Return it as a ``pyarrow.Table``."""
        arrow = library("pyarrow", "Parquet")
        table = self._table.to_pyarrow()
        for column, names in self._columns.items():
            values = arrow.array(names.values, arrow.type_for_alias(names.type))
            values = values.take(table[column].combine_chunks())
            field = table.schema.field(column).with_type(values.type).with_nullable(True)
            table = table.set_column(table.schema.get_field_index(column), field, values)
        return table


class Columnar:
    """A table of Python's own values.

    Parameters
    ----------
    columns : mapping of str to list
        The columns, all of one length.
    types : mapping of str to str
        What pyarrow calls their types.

    """

    def __init__(self, columns: Mapping[str, list[Any]], types: Mapping[str, str]) -> None:
        """Take the columns as they are."""
        self._columns, self._types = columns, types

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(next(iter(self._columns.values())))

    def to_jsonl(self) -> str:
        """Return a JSON object on a line for each row."""
        return jsonl(self._columns)

    def to_pyarrow(self) -> Any:
        """Return it as a ``pyarrow.Table``."""
        arrow = library("pyarrow", "Parquet")
        return arrow.table(
            {
                name: arrow.array(values, arrow.type_for_alias(self._types[name]))
                for name, values in self._columns.items()
            }
        )


def jsonl(columns: Mapping[str, list[Any]]) -> str:
    """Return a JSON object on a line for each row of some columns."""
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return "".join(
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in rows
    )
