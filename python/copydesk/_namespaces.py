"""What the ``copydesk`` namespaces of data frames have in common, of whatever library they are."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypedDict, TypeVar

from copydesk._core import Reader, Table, find_duplicates, find_passages
from copydesk.errors import InputValueError

if TYPE_CHECKING:
    from copydesk._core import _Relation, _TableName

Frame = TypeVar("Frame")

#: Columns by the name of the option that names them.
Columns: TypeAlias = Mapping[str, Any]

#: The name of a column, or, of days, one day for all; None where there is none.
Name: TypeAlias = Hashable | None

#: Finds blocks that stand twice, and nothing else.
REPEATS_ONLY = Reader(dateline=False, quotes=False, entities=False)

#: How many names of columns an error lists.
LISTED = 50


class DuplicateOptions(TypedDict):
    """What counts as a duplicate; see :func:`copydesk.find_duplicates`."""

    keep: Literal["earliest", "latest", "longest", "first"]
    threshold: float
    relations: "Iterable[_Relation] | None"
    window: int | None
    min_words: int
    threads: int | None
    progress: bool


def read(
    name: "_TableName",
    texts: Any,
    published: Any = None,
    *,
    reader: Reader | None = None,
    threads: int | None = None,
    progress: bool = False,
) -> Table:
    """Return one of the tables of some texts."""
    reader = Reader() if reader is None else reader
    tables = reader.tables(texts, None, published, only=[name], threads=threads, progress=progress)
    return tables[name]


def no_column(option: str, name: object, names: Iterable[object]) -> InputValueError:
    """Say that there is no column of that name, and which there are."""
    known = [repr(known) for known in names]
    more = f" and {len(known) - LISTED} more" if len(known) > LISTED else ""
    there = ", ".join(known[:LISTED]) + more or "none"
    return InputValueError(f"{option}: there is no column {name!r}; the columns are {there}")


class FrameNamespace(ABC, Generic[Frame]):
    """The ``copydesk`` namespace of a data frame.

    All methods take columns by name and return a new frame, whose rows are keyed by ``id``: the id
    that was given, or the number of the row, from 0. Offsets are Unicode code points.
    """

    def __init__(self, frame: Frame) -> None:
        """Keep the frame."""
        self._frame = frame

    @abstractmethod
    def _frame_of(
        self, make: Callable[[Columns], Table], names: Mapping[str, Name], id: Name, *, each: bool
    ) -> Frame:
        """Return the table that is made of the columns of these names.

        What it calls texts by, the numbers of their rows, becomes what the column ``id`` has there.
        With ``each``, every text is looked at by itself.
        """

    def _beside(self, frame: Frame, id: Name) -> Frame:
        """Return a frame of one row for each text as it goes beside the frame of the texts."""
        del id
        return frame

    def stories(
        self,
        text: Name,
        *,
        id: Name = None,
        published: Name = None,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Read each text: its length, paragraphs, sentences, body, byline and credits.

        Parameters
        ----------
        text, id, published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        data frame
            One row for each text, with the columns of ``StoryTables.stories``.

        """
        return self._beside(
            self._read("stories", text, id, published, reader, threads, progress), id
        )

    def datelines(
        self,
        text: Name,
        *,
        id: Name = None,
        published: Name = None,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Read where, when and by which agency each text was filed.

        Parameters
        ----------
        text, id, published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        data frame
            One row for each text that has a dateline, with the columns of
            ``StoryTables.datelines``.

        """
        return self._read("datelines", text, id, published, reader, threads, progress)

    def quotes(
        self,
        text: Name,
        *,
        id: Name = None,
        published: Name = None,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find who says what.

        Parameters
        ----------
        text : column name
            The column of the texts. Missing ones have no rows.
        id : column name, optional
            The column of their ids, of any type; by default they are numbered.
        published : column name or datetime.date, optional
            The column of the days on which the texts were published, or one day for all: it finds
            the years of datelines.
        reader : copydesk.Reader, optional
            What is read; by default everything.
        threads : int, optional
            How many threads work. By default as many as ``COPYDESK_THREADS`` says, else one for
            each core that this process may use.
        progress : bool, default False
            Whether to show a progress bar, if tqdm is installed.

        Returns
        -------
        data frame
            One row for each quotation, with the columns of ``StoryTables.quotes``.

        Raises
        ------
        copydesk.errors.InputValueError
            If there is no column of such a name; it lists those that there are.
        copydesk.errors.InputTypeError
            If a column is of the wrong type.

        """
        return self._read("quotes", text, id, published, reader, threads, progress)

    def entities(
        self,
        text: Name,
        *,
        id: Name = None,
        published: Name = None,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find who and what is named.

        Parameters
        ----------
        text, id, published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        data frame
            One row for each entity of each text, with the columns of ``StoryTables.entities``.

        """
        return self._read("entities", text, id, published, reader, threads, progress)

    def mentions(
        self,
        text: Name,
        *,
        id: Name = None,
        published: Name = None,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find each place where somebody or something is named.

        Parameters
        ----------
        text, id, published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        data frame
            One row for each mention of each entity, with the columns of ``StoryTables.mentions``.

        """
        return self._read("mentions", text, id, published, reader, threads, progress)

    def repeats(
        self,
        text: Name,
        *,
        id: Name = None,
        published: Name = None,
        reader: Reader | None = None,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find what stands twice in a text.

        Parameters
        ----------
        text, id, published, reader, threads, progress
            As for :meth:`quotes`.

        Returns
        -------
        data frame
            One row for each block that repeats another one, with the columns of
            ``StoryTables.repeats``.

        """
        return self._read("repeats", text, id, published, reader, threads, progress)

    def duplicates(
        self,
        text: Name,
        *,
        id: Name = None,
        date: Name = None,
        source: Name = None,
        keep: Literal["earliest", "latest", "longest", "first"] = "earliest",
        threshold: float = 0.9,
        relations: "Iterable[_Relation] | None" = None,
        window: int | None = None,
        min_words: int = 8,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find which texts tell the same story.

        Parameters
        ----------
        text : column name
            The column of the texts. Missing ones are copies of nothing.
        id : column name, optional
            The column of their ids, of any type; by default they are numbered.
        date : column name, optional
            The column of the days on which they were published: who was first stays, and forms that
            are filled in on one day are no copies.
        source : column name, optional
            The column that names who published.
        keep, threshold, relations, window, min_words, threads, progress
            As for :func:`copydesk.find_duplicates`.

        Returns
        -------
        data frame
            One row for each text, in the order of the frame: ``label``, the row of the first text
            of its cluster; ``size``, how many texts that has; ``keep``, whether it stays when
            duplicates go.

        Raises
        ------
        copydesk.errors.InputValueError
            If there is no column of such a name; it lists those that there are.
        copydesk.errors.InputTypeError
            If a column is of the wrong type.

        """
        options: DuplicateOptions = {
            "keep": keep,
            "threshold": threshold,
            "relations": relations,
            "window": window,
            "min_words": min_words,
            "threads": threads,
            "progress": progress,
        }
        return self._beside(self._duplicates("texts", text, id, date, source, options), id)

    def duplicate_pairs(
        self,
        text: Name,
        *,
        id: Name = None,
        date: Name = None,
        source: Name = None,
        keep: Literal["earliest", "latest", "longest", "first"] = "earliest",
        threshold: float = 0.9,
        relations: "Iterable[_Relation] | None" = None,
        window: int | None = None,
        min_words: int = 8,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find which texts tell the same story, pair by pair.

        Parameters
        ----------
        text, id, date, source, keep, threshold, relations, window, min_words, threads, progress
            As for :meth:`duplicates`.

        Returns
        -------
        data frame
            One row for each pair: ``a`` and ``b``, the ids, or the numbers of the rows; and the
            columns of :class:`copydesk.DuplicatePair`.

        """
        options: DuplicateOptions = {
            "keep": keep,
            "threshold": threshold,
            "relations": relations,
            "window": window,
            "min_words": min_words,
            "threads": threads,
            "progress": progress,
        }
        return self._duplicates("pairs", text, id, date, source, options)

    def passages(
        self,
        text: Name,
        *,
        id: Name = None,
        min_words: int = 20,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find the words that several texts have in common, though the rest differs.

        Parameters
        ----------
        text : column name
            The column of the texts.
        id : column name, optional
            The column of their ids; by default they are numbered.
        min_words, threads, progress
            As for :func:`copydesk.find_passages`.

        Returns
        -------
        data frame
            One row for each passage: its number, words, and how many texts have it. Whoever wants
            more of it than one frame calls :func:`copydesk.find_passages` once and takes its
            ``tables``.

        """
        return self._passages("passages", text, id, min_words, threads, progress)

    def passage_places(
        self,
        text: Name,
        *,
        id: Name = None,
        min_words: int = 20,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find where the passages of :meth:`passages` stand.

        Parameters
        ----------
        text, id, min_words, threads, progress
            As for :meth:`passages`.

        Returns
        -------
        data frame
            One row for each place of each passage: ``passage``, ``id``, ``start``, ``end``.

        """
        return self._passages("places", text, id, min_words, threads, progress)

    def passage_pairs(
        self,
        text: Name,
        *,
        id: Name = None,
        min_words: int = 20,
        threads: int | None = None,
        progress: bool = False,
    ) -> Frame:
        """Find the runs of words that two texts share.

        Parameters
        ----------
        text, id, min_words, threads, progress
            As for :meth:`passages`.

        Returns
        -------
        data frame
            One row for each run of each pair, with the columns of :class:`copydesk.PassagePair`.

        """
        return self._passages("pairs", text, id, min_words, threads, progress)

    def _read(
        self,
        name: "_TableName",
        text: Name,
        id: Name,
        published: Name,
        reader: Reader | None,
        threads: int | None,
        progress: bool,
    ) -> Frame:
        names = {"text": text}
        day = published if isinstance(published, datetime.date) else None
        if day is None:
            names["published"] = published

        def table(columns: Columns) -> Table:
            return read(
                name,
                columns["text"],
                columns.get("published", day),
                reader=reader,
                threads=threads,
                progress=progress,
            )

        return self._frame_of(table, names, id, each=True)

    def _duplicates(
        self,
        name: Literal["texts", "pairs"],
        text: Name,
        id: Name,
        date: Name,
        source: Name,
        options: "DuplicateOptions",
    ) -> Frame:
        def table(columns: Columns) -> Table:
            dates, sources = columns.get("date"), columns.get("source")
            return find_duplicates(
                columns["text"], dates=dates, sources=sources, keep_texts=False, **options
            ).tables[name]

        names = {"text": text, "date": date, "source": source}
        return self._frame_of(table, names, id, each=False)

    def _passages(
        self,
        name: Literal["passages", "places", "pairs"],
        text: Name,
        id: Name,
        min_words: int,
        threads: int | None,
        progress: bool,
    ) -> Frame:
        def table(columns: Columns) -> Table:
            return find_passages(
                columns["text"], min_words=min_words, threads=threads, progress=progress
            ).tables[name]

        return self._frame_of(table, {"text": text}, id, each=False)
