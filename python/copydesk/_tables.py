"""Tables that belong together, by name."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from copydesk._core import Table
from copydesk.errors import InputValueError

__all__ = ["DuplicateTables", "PassageTables", "StoryTables"]


class Tables(Mapping[str, Table]):
    """Tables by name: a mapping, whose values are attributes too."""

    __slots__ = ("_tables",)
    #: All that there may be, in order.
    _known: ClassVar[tuple[str, ...]] = ()
    #: Why one may not be there.
    _missing: ClassVar[str] = ""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """Keep the tables."""
        self._tables = dict(tables)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables that there are."""
        return tuple(self._tables)

    def __getitem__(self, name: str) -> Table:
        """Return the table of a name; a ``KeyError`` where there is none."""
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._tables)

    def __repr__(self) -> str:
        counts = (
            f"{name}={len(table)} row{'' if len(table) == 1 else 's'}"
            for name, table in self._tables.items()
        )
        return f"{type(self).__name__}({', '.join(counts)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._tables,)

    def _repr_html_(self) -> str:
        """Show the beginning of each table, in a notebook."""
        return "".join(table._repr_html_() for table in self._tables.values())

    def _table(self, name: str) -> Table:
        table = self._tables.get(name)
        if table is None:
            there = ", ".join(self._tables)
            message = f"there is no table {name} here, only {there}: {self._missing}"
            raise InputValueError(message)
        return table


class StoryTables(Tables):
    """What was read in many texts, as ``Reader.tables`` returns it: six tables by name.

    The first column of each is the ``id`` of the text; offsets are Unicode code points. What the
    columns mean says :attr:`Table.columns`.

    Raises
    ------
    copydesk.errors.InputValueError
        If a table is asked for that was not read, by attribute; by name it is a ``KeyError``.

    Examples
    --------
    >>> import copydesk as cd
    >>> tables = cd.Reader().tables(['LIMA (AP) - "It rains," Ana Ruiz said.', "Nothing new."])
    >>> tables.names
    ('stories', 'datelines', 'quotes', 'entities', 'mentions', 'repeats')
    >>> tables.datelines.to_pydict()["agency"]
    ['AP']
    >>> len(tables["stories"])
    2

    """

    __slots__ = ()
    _missing = "name it in only=…, and let the reader read it"

    @property
    def stories(self) -> Table:
        """A row for each text: its length, its body, its byline."""
        return self._table("stories")

    @property
    def datelines(self) -> Table:
        """A row for each text that has a dateline: place, agency, date."""
        return self._table("datelines")

    @property
    def quotes(self) -> Table:
        """A row for each quotation: its words, cue, source and speaker."""
        return self._table("quotes")

    @property
    def entities(self) -> Table:
        """A row for each entity of each text: its kind, name, aliases and role."""
        return self._table("entities")

    @property
    def mentions(self) -> Table:
        """A row for each mention of each entity."""
        return self._table("mentions")

    @property
    def repeats(self) -> Table:
        """A row for each block that stands twice in its text."""
        return self._table("repeats")


class DuplicateTables(Tables):
    """The duplicates of a corpus, as ``Duplicates.tables`` has them: two tables by name.

    Examples
    --------
    >>> import copydesk as cd
    >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
    >>> tables = cd.find_duplicates([story, "It rains.", story.upper()], ids=["a", "b", "c"]).tables
    >>> tables.texts.to_pydict()
    {'id': ['a', 'b', 'c'], 'label': [0, 1, 0], 'size': [2, 1, 2], 'keep': [True, True, False]}
    >>> tables.pairs.to_pydict()["relation"]
    ['exact']

    """

    __slots__ = ()

    @property
    def texts(self) -> Table:
        """A row for each text: its cluster, and whether it stays when duplicates go."""
        return self._table("texts")

    @property
    def pairs(self) -> Table:
        """A row for each pair, with the columns of :class:`DuplicatePair`."""
        return self._table("pairs")


class PassageTables(Tables):
    """What texts have in common, as ``Passages.tables`` has it: three tables by name.

    Examples
    --------
    >>> import copydesk as cd
    >>> release = "The new terminal will open in May and handle two million passengers a year"
    >>> tables = cd.find_passages([f"{release}.", f"Port: {release}."], min_words=10).tables
    >>> tables.places.to_pydict()
    {'passage': [0, 0], 'id': [0, 1], 'start': [0, 6], 'end': [74, 80]}

    """

    __slots__ = ()

    @property
    def passages(self) -> Table:
        """A row for each passage: its number, its words, how many texts have it."""
        return self._table("passages")

    @property
    def places(self) -> Table:
        """A row for each place of each passage."""
        return self._table("places")

    @property
    def pairs(self) -> Table:
        """A row for each run that two texts share, with the columns of :class:`PassagePair`."""
        return self._table("pairs")
