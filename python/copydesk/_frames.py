"""Tables as data frames of the libraries that the user has."""

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from copydesk._core import Table, _table_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

#: The oldest versions that are tested, and the extras that install them.
NEEDED = {
    "matplotlib": "3.8",
    "networkx": "3.2",
    "pandas": "2.0",
    "polars": "1.33.1",
    "pyarrow": "16.0",
}
EXTRAS = {"matplotlib": "plots", "networkx": "plots", "pyarrow": "arrow"}


def library(name: str, what: str) -> Any:
    """Import a library; an ``ImportError`` says what needs it, and how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as why:
        extra = EXTRAS.get(name, name)
        message = f"{what} needs {name} {NEEDED[name]} or later: pip install 'copydesk[{extra}]'"
        raise ImportError(message, name=name) from why


def to_pyarrow(table: Table) -> Any:
    """Return the table of PyArrow that has the same memory."""
    return library("pyarrow", "to_pyarrow()").table(table)


def from_pyarrow(table: Any) -> Table:
    """Return the table that was one of ours: what unpickling does."""
    return _table_of(table)


def to_polars(table: Table) -> "pl.DataFrame":
    """Return the data frame of Polars that has the same memory."""
    frame: pl.DataFrame = library("polars", "to_polars()").DataFrame(table)
    return frame


def to_pandas(table: Table) -> "pd.DataFrame":
    """Return the data frame of pandas, the same with PyArrow as without."""
    pandas = library("pandas", "to_pandas()")
    columns = values(table, table.column_names)
    frame: pd.DataFrame = pandas.DataFrame(
        {
            column.name: series(pandas, column.type, column.nullable, columns[column.name])
            for column in table.columns
        }
    )
    return frame


def values(table: Table, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of a table: NumPy arrays where PyArrow makes them at once, lists else."""
    try:
        arrow = to_pyarrow(table)
    except ImportError:
        lists = table.to_pydict()
        return {name: lists[name] for name in names}
    flat = {column.name for column in table.columns if is_flat(column.type)}
    return {
        name: column.to_numpy(zero_copy_only=False)
        if column.null_count == 0 and name in flat
        else column.to_pylist()
        for name, column in ((name, arrow.column(name)) for name in names)
    }


def is_flat(kind: str) -> bool:
    """Say whether a column of this type is one of numbers, or of strings."""
    return kind in {"int64", "uint64", "float64", "bool", "string"}


def series(pandas: Any, kind: str, nullable: bool, column: Any) -> Any:
    """Return a series of the type that a column always has, whatever is in it."""
    if kind in {"int64", "uint64"}:
        name = {"int64": "Int64", "uint64": "UInt64"}[kind] if nullable else kind
        return pandas.Series(column, dtype=name)
    if kind == "bool" and nullable:
        return pandas.Series(column, dtype="boolean")
    if kind in {"float64", "bool"}:
        return pandas.Series(column, dtype=kind)
    if kind == "date":
        return pandas.Series(pandas.array(column, dtype="datetime64[s]"))
    if kind == "string" and int(pandas.__version__.split(".")[0]) >= 3:
        return pandas.Series(column, dtype="str")
    return pandas.Series(column, dtype="object")
