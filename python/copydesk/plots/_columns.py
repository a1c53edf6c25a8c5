"""Columns of whatever copydesk gave, or a data frame was made of."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeAlias

from copydesk._core import Table
from copydesk._tables import StoryTables
from copydesk.errors import InputTypeError, InputValueError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    #: One table: of copydesk, of a library, or as lists. Tables of PyArrow have no types.
    Frame: TypeAlias = Table | pd.DataFrame | pl.DataFrame | Mapping[str, object]
    #: A table, or all of them.
    Tables: TypeAlias = StoryTables | Frame
    #: Values by the id of a text, or in the order of the texts.
    ByText: TypeAlias = Mapping[Any, Any] | Iterable[Any]

#: Words and numbers, with an apostrophe inside; no more is needed to compare who says more.
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")


#: Types whose values are never missing.
PLAIN = frozenset({str, int, bool, list})


class Columns:
    """The columns of a table that a plot draws, as lists of equal length."""

    def __init__(
        self, given: object, plot: str, table: str, needed: Sequence[str], also: Sequence[str] = ()
    ) -> None:
        """Take ``needed`` columns, and those of ``also`` that there are."""
        given = _table(given, table)
        if hasattr(given, "collect") and not hasattr(given, "get_column"):
            raise InputTypeError(f"{plot} takes a frame with rows: give frame.collect()")
        names = _names(given)
        if names is None:
            message = (
                f"{plot} takes a table of {table}, not {type(given).__name__}: "
                "what Reader().tables(texts) gives, or a data frame of it"
            )
            raise InputTypeError(message)
        # Frames that keep the index of a column have the number of the row instead of an id.
        alias = {"id": "row"} if "id" not in names else {}
        missing = [name for name in needed if alias.get(name, name) not in names]
        if missing:
            message = (
                f"{plot} wants a table with the columns {_listed(needed)}, as the table {table} of "
                f"Reader().tables(texts) has them: this one has no {_listed(missing)}, only "
                f"{_listed(names) or 'no columns'}"
            )
            raise InputValueError(message)
        take = [name for name in (*needed, *also) if alias.get(name, name) in names]
        self._columns = {name: _column(given, alias.get(name, name)) for name in take}
        lengths = {len(column) for column in self._columns.values()}
        if len(lengths) > 1:
            sizes = ", ".join(f"{name} {len(column)}" for name, column in self._columns.items())
            raise InputValueError(f"{plot} wants columns of one length: these have {sizes}")
        self._length = lengths.pop() if lengths else 0

    def __len__(self) -> int:
        """Count the rows."""
        return self._length

    def __contains__(self, name: str) -> bool:
        """Say whether there is a column."""
        return name in self._columns

    def __getitem__(self, name: str) -> list[Any]:
        """Return a column; one of nothing where there is none."""
        return self._columns.get(name) or [None] * self._length

    def where(self, keep: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """Return the rows of which ``keep`` is true, as dictionaries."""
        rows = zip(*self._columns.values(), strict=True)
        found = (dict(zip(self._columns, row, strict=True)) for row in rows)
        return [row for row in found if keep(row)]


def _table(given: object, table: str) -> object:
    if isinstance(given, StoryTables):
        return given._table(table)
    # Tables by name, of whatever library.
    if isinstance(given, Mapping) and _names(given.get(table)) is not None:
        return given[table]
    return given


def _names(given: object) -> list[str] | None:
    if isinstance(given, Mapping):
        return [str(name) for name in given]
    for attribute in ("column_names", "columns"):
        names = getattr(given, attribute, None)
        if names is not None and not callable(names):
            return [str(name) for name in names]
    return None


def _column(given: Any, name: str) -> list[Any]:
    values = given.to_pydict()[name] if isinstance(given, Table) else as_list(given[name])
    # Most values are of types that tell at once: a million rows should not take long.
    return [
        value if type(value) in PLAIN else None if is_missing(value) else value for value in values
    ]


def as_list(values: Any) -> list[Any]:
    """Return a column of any library as a list of what Python has."""
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(values, method):
            values = getattr(values, method)()
            break
    return list(values)


def is_missing(value: object) -> bool:
    """Say whether a value is none: None, NaN, NaT, pandas.NA."""
    if value is None:
        return True
    if isinstance(value, str | int | list | dict | tuple):
        return False
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA is neither true nor false; arrays are many.
        return type(value).__name__ == "NAType"


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def words(text: str | None) -> int:
    """Count words."""
    return len(_WORD.findall(text or ""))


def plural(number: int, noun: str) -> str:
    """Return ``1 story``, ``2,000 stories``."""
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number:,} {noun}"


def choice(name: str, value: object, among: Iterable[str]) -> None:
    """Refuse a value that an option cannot have."""
    among = list(among)
    if value not in among:
        known = ", ".join(map(repr, among))
        raise InputValueError(f"{name} must be one of {known}, not {value!r}")


def count(name: str, value: object) -> int:
    """Return a number of things to draw; refuse what is none."""
    number = whole(value)
    if number is None:
        raise InputTypeError(f"{name} must be a whole number, not {type(value).__name__}")
    if number < 1:
        raise InputValueError(f"{name} must be 1 or more, not {number}")
    return number


def whole(value: object) -> int | None:
    """Return a whole number of Python or NumPy as one of Python; None if it is something else."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    return value.__index__()


def moment(value: Any, what: str, *, utc: bool = True) -> datetime.datetime | None:
    """Return a day or an instant as a naive one.

    Where there is a time zone it is in UTC, or by the clocks there.
    """
    if is_missing(value):
        return None
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value.strip())
        except ValueError:
            message = f"{what} is no day or time in ISO 8601: {value[:40]!r}; write '2026-03-01'"
            raise InputValueError(message) from None
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime(warn=False)
    elif hasattr(value, "astype"):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, datetime.datetime):
        at: datetime.datetime = value
        if utc and at.tzinfo is not None:
            at = at.astimezone(datetime.UTC)
        return at.replace(tzinfo=None)
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    message = f"{what} must be a date, a datetime or a str, not {type(value).__name__}"
    raise InputTypeError(message)


def by_text(
    given: Any, rows: Mapping[Any, int], length: int, name: str, *, ids: bool
) -> dict[Any, Any]:
    """Return the values of texts by their ids.

    ``given`` is a mapping of ids, a series with them as its index, or has a value for each text.
    ``rows`` says where the texts stand that are asked for, among as many as ``length``; ``ids``
    whether the texts were given ids, for without them the index of a series says nothing.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        message = f"{name} must have a value for each text, or map ids to values: not {given!r:.60}"
        raise InputTypeError(message)
    if ids and not isinstance(given, Mapping):
        given = _indexed(given, rows)
    if isinstance(given, Mapping):
        found = {id: given[id] for id in rows if id in given}
        if rows and not found:
            message = (
                f"{name} has no value for any of these texts, such as {next(iter(rows))!r}: "
                "its keys must be the ids of the texts"
            )
            raise InputValueError(message)
    else:
        values = as_list(given)
        if len(values) != length:
            message = f"{name} has {len(values):,} values where there are {length:,} texts"
            raise InputValueError(message)
        found = {id: values[row] for id, row in rows.items()}
    return {id: None if is_missing(value) else value for id, value in found.items()}


def _indexed(given: Any, rows: Mapping[Any, int]) -> Any:
    """Return a series of pandas as a mapping if its index has the ids of texts, each once."""
    index: Any = getattr(given, "index", None)
    if not hasattr(given, "to_dict") or callable(index) or not index.is_unique:
        return given
    return given.to_dict() if all(id in index for id in rows) else given
