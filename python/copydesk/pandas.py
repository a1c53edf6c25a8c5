"""Read news copy in pandas: ``import copydesk.pandas`` gives columns and frames a ``.copydesk``.

A column of texts has :class:`SeriesAccessor`, whose results keep the index; a frame has
:class:`FrameAccessor`, whose results are keyed by a column. Columns may be of any dtype that holds
strings: ``object``, ``str``, ``string``, ``category``; what is missing stays missing. The dtypes of
what is returned never depend on what is in it. PyArrow is not needed, but makes it faster.

The accessor is there once this module was imported, in each process: a worker that a frame is sent
to must import it too.

>>> import pandas as pd
>>> import copydesk.pandas
>>> df = pd.DataFrame(
...     {
...         "url": ["n/1", "n/2"],
...         "body": ['LIMA (AP) - "It rains," Ana Ruiz said.', "Nothing new."],
...     }
... )
>>> df["body"].copydesk.quotes()[["row", "speaker", "text"]]
   row   speaker       text
0    0  Ana Ruiz  It rains,
>>> df.join(df["body"].copydesk.datelines()[["place", "agency"]])[["url", "place", "agency"]]
   url place agency
0  n/1  Lima     AP
1  n/2   NaN    NaN
>>> df.copydesk.quotes("body", id="url")[["id", "speaker"]]
    id   speaker
0  n/1  Ana Ruiz
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from copydesk._core import Reader, Table
from copydesk._frames import library, series, to_pandas, values
from copydesk._namespaces import (
    REPEATS_ONLY,
    Columns,
    FrameNamespace,
    Name,
    no_column,
    read,
)
from copydesk.errors import InputValueError

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from copydesk._core import _TableName

    _Published: TypeAlias = datetime.date | str | pd.Series[Any] | Iterable[Any] | None
else:
    pd = library("pandas", "copydesk.pandas")

__all__ = ["FrameAccessor", "SeriesAccessor"]


@pd.api.extensions.register_series_accessor("copydesk")
class SeriesAccessor:
    """``series.copydesk``: read the texts of a column.

    What is returned has the index of the column. Frames of one row for each text (``datelines``,
    ``stories``) go into ``df.join``; in those that have any number of rows for a text the index
    comes as often as that, and ``row``, the first column, is the text's position in the column,
    from 0.

    Examples
    --------
    >>> import pandas as pd
    >>> import copydesk.pandas
    >>> body = pd.Series(['LIMA (AP) - "It rains," Ana Ruiz said.', None], index=["a", "b"])
    >>> body.copydesk.datelines()["country"].to_list()
    ['PE', nan]
    >>> body.copydesk.entities()[["row", "kind", "name"]]
       row    kind      name
    a    0     LOC      LIMA
    a    0     ORG        AP
    a    0  PERSON  Ana Ruiz

    """

    def __init__(self, texts: "pd.Series[Any]") -> None:
        """Take a column."""
        self._texts = texts

    def stories(
        self,
        published: "_Published" = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> pd.DataFrame:
        """Read each text: its length, paragraphs, sentences, body, byline and credits.

        Parameters
        ----------
        published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.DataFrame
            One row for each text, with the columns of ``StoryTables.stories``. Where ``read`` is
            false there is no text, or none that can be read.

        """
        frame = to_pandas(self._table("stories", published, reader, threads, progress))
        return frame.drop(columns="id").set_axis(self._texts.index)

    def datelines(
        self,
        published: "_Published" = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> pd.DataFrame:
        """Read where, when and by which agency each text was filed.

        Parameters
        ----------
        published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.DataFrame
            One row for each text, with the columns of ``StoryTables.datelines``: all missing where
            there is no dateline.

        """
        table = self._table("datelines", published, reader, threads, progress)
        columns = values(table, table.column_names)
        rows = columns.pop("id")
        spread = {}
        for column in table.columns[1:]:
            each: list[Any] = [None] * len(self._texts)
            for row, value in zip(rows, columns[column.name], strict=True):
                each[row] = value
            spread[column.name] = series(pd, column.type, True, each)
        return pd.DataFrame(spread).set_axis(self._texts.index)

    def quotes(
        self,
        published: "_Published" = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> pd.DataFrame:
        """Find who says what.

        Parameters
        ----------
        published : date, datetime, timestamp or str, or a column of them, optional
            When the texts were published: one day for all, or one for each. A series must have the
            index that the texts have.
        reader : copydesk.Reader, optional
            What is read; by default everything.
        threads : int, optional
            How many threads work. By default as many as ``COPYDESK_THREADS`` says, else one for
            each core that this process may use.
        progress : bool, default False
            Whether to show a progress bar, if tqdm is installed.

        Returns
        -------
        pandas.DataFrame
            One row for each quotation: ``row``, and the columns of ``StoryTables.quotes``.

        Raises
        ------
        copydesk.errors.InputTypeError
            If a text is no string; it names the row.
        copydesk.errors.InputValueError
            If a day is none, or ``published`` has another index.

        """
        return self._long("quotes", published, reader, threads, progress)

    def entities(
        self,
        published: "_Published" = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> pd.DataFrame:
        """Find who and what is named.

        Parameters
        ----------
        published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.DataFrame
            One row for each entity of each text: ``row``, and the columns of
            ``StoryTables.entities``.

        """
        return self._long("entities", published, reader, threads, progress)

    def mentions(
        self,
        published: "_Published" = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> pd.DataFrame:
        """Find each place where somebody or something is named.

        Parameters
        ----------
        published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.DataFrame
            One row for each mention of each entity: ``row``, and the columns of
            ``StoryTables.mentions``.

        """
        return self._long("mentions", published, reader, threads, progress)

    def repeats(
        self,
        published: "_Published" = None,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> pd.DataFrame:
        """Find what stands twice in a text.

        Parameters
        ----------
        published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.DataFrame
            One row for each block that repeats another one: ``row``, and the columns of
            ``StoryTables.repeats``.

        """
        return self._long("repeats", published, reader, threads, progress)

    def without_repeats(
        self, *, threads: int | None = None, progress: bool = False
    ) -> "pd.Series[str]":
        r"""Leave out what stands twice, as :func:`copydesk.drop_repeats` does.

        Parameters
        ----------
        threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.Series
            The texts, with index and name of the column; missing ones stay missing.

        Examples
        --------
        >>> import pandas as pd
        >>> import copydesk.pandas
        >>> block = "The ferry to Bergen will not sail before Monday, the company said."
        >>> pd.Series([f"{block}\n\n{block}"]).copydesk.without_repeats().str.count("ferry")[0]
        np.int64(1)

        """
        return self._bodies(REPEATS_ONLY, threads, progress)

    def body(
        self,
        *,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> "pd.Series[str]":
        """Leave out all that is not the story: dateline, byline, credits, what stands twice.

        Parameters
        ----------
        reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        pandas.Series
            The bodies, with index and name of the column; missing ones stay missing.

        Examples
        --------
        >>> import pandas as pd
        >>> import copydesk.pandas
        >>> df = pd.DataFrame({"body": ["LIMA (AP) - It rains.", None]})
        >>> df.assign(body=lambda df: df["body"].copydesk.body())["body"].to_list()
        ['It rains.', nan]

        """
        return self._bodies(reader, threads, progress)

    def _table(
        self,
        name: "_TableName",
        published: "_Published",
        reader: Reader | None,
        threads: int | None,
        progress: bool,
    ) -> Table:
        index = self._texts.index
        if isinstance(published, pd.Series) and not published.index.equals(index):
            message = (
                "published has another index than the texts: take both from one frame, or pass "
                "published.to_list(), one day for each text"
            )
            raise InputValueError(message)
        return read(name, self._texts, published, reader=reader, threads=threads, progress=progress)

    def _long(
        self,
        name: "_TableName",
        published: "_Published",
        reader: Reader | None,
        threads: int | None,
        progress: bool,
    ) -> pd.DataFrame:
        table = self._table(name, published, reader, threads, progress)
        frame = to_pandas(table).rename(columns={"id": "row"})
        return frame.set_axis(self._texts.index.take(frame["row"].to_numpy()))

    def _bodies(
        self, reader: Reader | None, threads: int | None, progress: bool
    ) -> "pd.Series[str]":
        table = self._table("stories", None, reader, threads, progress)
        body = values(table, ["body"])["body"]
        bodies: pd.Series[str] = series(pd, "string", True, body)
        bodies.index, bodies.name = self._texts.index, self._texts.name
        return bodies


@pd.api.extensions.register_dataframe_accessor("copydesk")
class FrameAccessor(FrameNamespace[pd.DataFrame]):
    """``df.copydesk``: read the texts of a frame, or compare them with each other.

    Columns are named. What is returned is keyed by ``id``, which has the values and the dtype of
    the column that was named for it, and by default the numbers of the rows, from 0. Frames of one
    row for each text (``stories``, ``duplicates``) have the index of the frame instead.

    Examples
    --------
    >>> import pandas as pd
    >>> import copydesk.pandas
    >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
    >>> df = pd.DataFrame({"url": ["p9", "p4", "p7"], "body": [story, "It rains.", story.upper()]})
    >>> df.copydesk.duplicates("body")
       label  size   keep
    0      0     2   True
    1      1     1   True
    2      0     2  False
    >>> df[df.copydesk.duplicates("body")["keep"]]["url"].to_list()
    ['p9', 'p4']
    >>> df.copydesk.duplicate_pairs("body", id="url")[["a", "b", "relation"]]
        a   b relation
    0  p9  p7    exact

    """

    def _beside(self, frame: pd.DataFrame, id: Name) -> pd.DataFrame:
        frame = frame.drop(columns="id") if id is None else frame
        return frame.set_axis(self._frame.index)

    def _frame_of(
        self, make: Callable[[Columns], Table], names: Mapping[str, Name], id: Name, *, each: bool
    ) -> pd.DataFrame:
        frame = to_pandas(
            make({key: self._column(key, name) for key, name in names.items() if name is not None})
        )
        if id is not None:
            ids = self._column("id", id).array
            for key in {"id", "a", "b"}.intersection(frame.columns):
                frame[key] = ids.take(frame[key].to_numpy())
        return frame

    def _column(self, option: str, name: Name) -> "pd.Series[Any]":
        columns = self._frame.columns
        if not isinstance(name, Hashable) or name not in columns:
            raise no_column(option, name, columns)
        column = self._frame[name]
        if not isinstance(column, pd.Series):
            message = f"{option}: {name!r} is not the name of one column: there are several"
            raise InputValueError(message)
        return column
