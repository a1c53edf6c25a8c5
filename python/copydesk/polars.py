"""Read news copy in Polars: ``import copydesk.polars`` gives columns and frames a ``.copydesk``.

Expressions and series have :class:`ExprNamespace` and :class:`SeriesNamespace`: one value for each
text, a struct or a list of structs. Frames, eager and lazy, have :class:`DataFrameNamespace` and
:class:`LazyFrameNamespace`: one row for each quotation or entity, keyed by a column. Both work with
the streaming engine. Schemas never depend on what is in the texts.

>>> import polars as pl
>>> import copydesk.polars
>>> df = pl.DataFrame(
...     {
...         "url": ["n/1", "n/2"],
...         "body": ['LIMA (AP) - "It rains," Ana Ruiz said.', "Nothing new."],
...     }
... )
>>> df.with_columns(pl.col("body").copydesk.dateline().struct.field("country"))["country"].to_list()
['PE', None]
>>> df.copydesk.quotes("body", id="url").select("id", "speaker", "text").rows()
[('n/1', 'Ana Ruiz', 'It rains,')]

Each expression that takes a field out of a struct reads the texts anew. Let a frame take it apart:

>>> read = df.with_columns(dateline=pl.col("body").copydesk.dateline())
>>> read.unnest("dateline").select("place", "agency").row(0)
('Lima', 'AP')
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from copydesk._core import Reader, Table
from copydesk._frames import library, to_polars
from copydesk._namespaces import (
    REPEATS_ONLY,
    Columns,
    FrameNamespace,
    Name,
    no_column,
    read,
)
from copydesk.errors import InputTypeError, InputValueError

if TYPE_CHECKING:
    import polars as pl

    from copydesk._core import _TableName
else:
    pl = library("polars", "copydesk.polars")

__all__ = ["DataFrameNamespace", "ExprNamespace", "LazyFrameNamespace", "SeriesNamespace"]

Texts = TypeVar("Texts")

#: One day for all, or days.
Published: TypeAlias = pl.Expr | pl.Series | str | datetime.date | None
#: What is made of texts and days.
Function: TypeAlias = Callable[[pl.Series, Any], pl.Series]
#: What is made of columns.
Make: TypeAlias = Callable[[Columns], Table]

#: What stands beside a column of texts on its way through an expression.
PUBLISHED = "copydesk.published"


class TextNamespace(ABC, Generic[Texts]):
    """What expressions and series of texts have."""

    def __init__(self, texts: Texts) -> None:
        """Take the texts."""
        self._texts = texts

    @abstractmethod
    def _map(self, function: Function, published: Published) -> Texts:
        """Apply a function of texts and days."""

    def dateline(
        self,
        published: Published = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
    ) -> Texts:
        """Read where, when and by which agency each text was filed.

        Parameters
        ----------
        published, reader, threads
            As for :meth:`quotes`.

        Returns
        -------
        Expr or Series of Struct
            The columns of ``StoryTables.datelines``; null where there is no dateline.

        """
        return self._lists("datelines", published, reader, threads, first=True)

    def quotes(
        self,
        published: Published = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
    ) -> Texts:
        """Find who says what.

        Parameters
        ----------
        published : Expr, Series, str or datetime.date, optional
            When the texts were published: an expression or the name of a column (of a series: a
            series, or a day as ISO 8601 has it), or one day for all.
        reader : copydesk.Reader, optional
            What is read; by default everything.
        threads : int, optional
            How many threads work. By default as many as ``COPYDESK_THREADS`` says, else one for
            each core that this process may use.

        Returns
        -------
        Expr or Series of List(Struct)
            The columns of ``StoryTables.quotes``, a struct for each quotation; null where there is
            no text.

        Raises
        ------
        copydesk.errors.InputTypeError
            If the texts are none: of an expression, when it is evaluated.
        copydesk.errors.InputValueError
            If the reader reads no quotations, or a day is none.

        """
        return self._lists("quotes", published, reader, threads)

    def entities(
        self,
        published: Published = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
    ) -> Texts:
        """Find who and what is named.

        Parameters
        ----------
        published, reader, threads
            As for :meth:`quotes`.

        Returns
        -------
        Expr or Series of List(Struct)
            The columns of ``StoryTables.entities``, a struct for each entity; null where there is
            no text.

        """
        return self._lists("entities", published, reader, threads)

    def mentions(
        self,
        published: Published = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
    ) -> Texts:
        """Find each place where somebody or something is named.

        Parameters
        ----------
        published, reader, threads
            As for :meth:`quotes`.

        Returns
        -------
        Expr or Series of List(Struct)
            The columns of ``StoryTables.mentions``, a struct for each mention; null where there is
            no text.

        """
        return self._lists("mentions", published, reader, threads)

    def repeats(
        self,
        published: Published = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
    ) -> Texts:
        """Find what stands twice in a text.

        Parameters
        ----------
        published, reader, threads
            As for :meth:`quotes`.

        Returns
        -------
        Expr or Series of List(Struct)
            The columns of ``StoryTables.repeats``, a struct for each block; null where there is no
            text.

        """
        return self._lists("repeats", published, reader, threads)

    def without_repeats(self, *, threads: int | None = None) -> Texts:
        """Leave out what stands twice, as :func:`copydesk.drop_repeats` does.

        Parameters
        ----------
        threads : int, optional
            As for :meth:`copydesk.Reader.tables`.

        Returns
        -------
        Expr or Series of String
            The texts; null where there is none.

        """
        return self.body(reader=REPEATS_ONLY, threads=threads)

    def body(self, *, reader: Reader | None = None, threads: int | None = None) -> Texts:
        """Leave out all that is not the story: dateline, byline, credits, what stands twice.

        Parameters
        ----------
        reader, threads
            As for :meth:`quotes`.

        Returns
        -------
        Expr or Series of String
            The bodies; null where there is no text.

        """

        def bodies(texts: pl.Series, _: Any) -> pl.Series:
            return to_polars(read("stories", texts, reader=reader, threads=threads))["body"]

        return self._map(bodies, None)

    def _lists(
        self,
        name: "_TableName",
        published: Published,
        reader: Reader | None,
        threads: int | None,
        *,
        first: bool = False,
    ) -> Texts:
        reader = Reader() if reader is None else reader

        def lists(texts: pl.Series, days: Any) -> pl.Series:
            lists = to_polars(reader._lists(name, texts, days, threads=threads)).to_series()
            return lists.list.first() if first else lists

        return self._map(lists, published)


@pl.api.register_expr_namespace("copydesk")
class ExprNamespace(TextNamespace[pl.Expr]):
    """``expression.copydesk``: read the texts that an expression gives.

    The expressions are elementwise: they work in ``select`` and ``filter``, of eager and of lazy
    frames, and with the streaming engine.

    Examples
    --------
    >>> import polars as pl
    >>> import copydesk.polars
    >>> df = pl.DataFrame({"body": ['LIMA (AP) - "It rains," Ana Ruiz said.', None]})
    >>> df.select(pl.col("body").copydesk.quotes().list.len())["body"].to_list()
    [1, None]
    >>> df.lazy().select(pl.col("body").copydesk.body()).collect(engine="streaming").rows()
    [('"It rains," Ana Ruiz said.',), (None,)]

    """

    def _map(self, function: Function, published: Published) -> "pl.Expr":
        if isinstance(published, str):
            published = pl.col(published)
        if not isinstance(published, pl.Expr | datetime.date | None):
            given = type(published).__name__
            message = (
                f"published must be an expression, the name of a column or a date, not {given}"
            )
            raise InputTypeError(message)
        dtype = function(pl.Series([], dtype=pl.String), None).dtype
        if not isinstance(published, pl.Expr):
            return self._texts.map_batches(
                lambda texts: function(texts, published), return_dtype=dtype, is_elementwise=True
            )

        def of_both(both: pl.Series) -> pl.Series:
            *texts, days = both.struct.unnest().get_columns()
            if len(texts) != 1:
                message = "published goes with one column of texts: name one"
                raise InputValueError(message)
            return function(texts[0], days)

        both = pl.struct(self._texts, published.alias(PUBLISHED))
        return both.map_batches(of_both, return_dtype=dtype, is_elementwise=True)


@pl.api.register_series_namespace("copydesk")
class SeriesNamespace(TextNamespace[pl.Series]):
    """``series.copydesk``: read the texts of a series.

    Examples
    --------
    >>> import polars as pl
    >>> import copydesk.polars
    >>> bodies = pl.Series("body", ['LIMA (AP) - "It rains," Ana Ruiz said.', None])
    >>> bodies.copydesk.dateline().struct.field("agency").to_list()
    ['AP', None]

    """

    def _map(self, function: Function, published: Published) -> "pl.Series":
        return function(self._texts, published).alias(self._texts.name)


@pl.api.register_dataframe_namespace("copydesk")
class DataFrameNamespace(FrameNamespace[pl.DataFrame]):
    """``df.copydesk``: read the texts of a frame, or compare them with each other.

    Columns are named. The first column of what is returned is ``id``, which has the values and the
    type of the column that was named for it, so that both can be joined; by default it is the
    number of the row, from 0.

    Examples
    --------
    >>> import polars as pl
    >>> import copydesk.polars
    >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
    >>> df = pl.DataFrame({"url": ["p9", "p4", "p7"], "body": [story, "It rains.", story.upper()]})
    >>> df.copydesk.duplicates("body", id="url").rows()
    [('p9', 0, 2, True), ('p4', 1, 1, True), ('p7', 0, 2, False)]
    >>> df.copydesk.duplicate_pairs("body", id="url").select("a", "b", "relation").rows()
    [('p9', 'p7', 'exact')]

    """

    def _frame_of(
        self, make: Make, names: Mapping[str, Name], id: Name, *, each: bool
    ) -> "pl.DataFrame":
        del each
        return keyed(make, self._frame.select(picked(names, id, self._frame.schema)))


@pl.api.register_lazyframe_namespace("copydesk")
class LazyFrameNamespace(FrameNamespace[pl.LazyFrame]):
    """``lazy.copydesk``: the same as :class:`DataFrameNamespace`, when the frame is collected.

    What is read of each text by itself is read part by part by the streaming engine, in bounded
    memory; to compare texts with each other all of them are collected.

    Examples
    --------
    >>> import polars as pl
    >>> import copydesk.polars
    >>> lazy = pl.LazyFrame({"url": [7, 9], "body": [None, 'LIMA (AP) - "It rains," he said.']})
    >>> quotes = lazy.copydesk.quotes("body", id="url")
    >>> quotes.collect_schema()["speaker"]
    String
    >>> quotes.select("id", "text").collect(engine="streaming").rows()
    [(9, 'It rains,')]

    """

    def _frame_of(
        self, make: Make, names: Mapping[str, Name], id: Name, *, each: bool
    ) -> "pl.LazyFrame":
        lazy = self._frame.select(picked(names, id, self._frame.collect_schema()))
        if id is None and each:
            # A part of the frame does not know where it begins.
            lazy = lazy.with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
        empty = pl.DataFrame(schema=lazy.collect_schema())
        return lazy.map_batches(
            lambda frame: keyed(make, frame),
            schema=keyed(make, empty).schema,
            # Rows of the result are not the rows of the frame.
            predicate_pushdown=False,
            projection_pushdown=False,
            slice_pushdown=False,
            streamable=each,
        )


def picked(names: Mapping[str, Name], id: Name, schema: pl.Schema) -> "list[pl.Expr]":
    """Return the columns that are named, called by the options that name them."""
    columns = []
    for option, name in {**names, "id": id}.items():
        if name is None:
            continue
        if not isinstance(name, str) or name not in schema:
            raise no_column(option, name, schema)
        columns.append(pl.col(name).alias(option))
    return columns


def keyed(make: Make, frame: pl.DataFrame) -> "pl.DataFrame":
    """Return the table made of the columns of a frame, with ids for the numbers of rows."""
    columns = {column.name: column for column in frame.get_columns()}
    ids = columns.pop("id", None)
    made = to_polars(make(columns))
    if ids is None:
        return made
    keys = [key for key in ("id", "a", "b") if key in made.columns]
    return made.with_columns(ids.gather(made[key]).alias(key) for key in keys)
