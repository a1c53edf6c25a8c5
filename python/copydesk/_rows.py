"""Rows of results over many texts: named tuples, so that any table takes them."""

from typing import Any, Literal, NamedTuple

__all__ = [
    "DuplicateCluster",
    "DuplicateMatch",
    "DuplicatePair",
    "Passage",
    "PassagePair",
    "PassagePlace",
    "SourceStats",
    "TableColumn",
]


class DuplicatePair(NamedTuple):
    """Two texts that are duplicates, as ``Duplicates.pairs`` has them.

    Examples
    --------
    >>> import copydesk as cd
    >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
    >>> cd.find_duplicates([story, story.upper()]).pairs[0].relation
    'exact'

    """

    a: Any
    """The text that comes first: its id, or its row where no ids were given."""
    b: Any
    """The other one."""
    relation: Literal["exact", "same", "excerpt", "update"]
    """``exact``: the same words. ``same``: the same story with small differences.

    ``excerpt``: one is most of a part of the other. ``update``: large parts are the same, and both
    have something of their own.
    """
    similarity: float
    """The share of the words of both that stand opposite the same word, 0 to 1."""
    confidence: float
    """How sure it is that they tell one story, 0 to 1: what ``threshold`` is held against."""
    coverage_a: float
    """The share of the words of ``a`` that stand in passages which ``b`` has too, 0 to 1."""
    coverage_b: float
    """The share of the words of ``b`` that stand in passages which ``a`` has too, 0 to 1."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()


class DuplicateCluster(NamedTuple):
    """Texts that tell one story, as ``Duplicates.clusters`` has them: two or more.

    Examples
    --------
    >>> import copydesk as cd
    >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
    >>> [cluster] = cd.find_duplicates(
    ...     [story, story.upper()], ids=["p9", "p4"], dates=["2026-03-02", "2026-03-01"]
    ... ).clusters
    >>> cluster.members, cluster.kept, cluster.earliest
    (('p9', 'p4'), 'p4', 'p4')

    """

    members: tuple[Any, ...]
    """The texts in the order of the corpus: their ids, or their rows where no ids were given."""
    kept: Any
    """The one that stays when duplicates go."""
    earliest: Any
    """The one with the earliest date; None where none has a date."""
    source: str | None
    """Its source: who published first. None where that is not known."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()


class DuplicateMatch(NamedTuple):
    """A text of an index that another text duplicates, as ``DuplicateIndex.query`` gives it.

    Examples
    --------
    >>> import copydesk as cd
    >>> index = cd.DuplicateIndex()
    >>> index.add(["a1"], ["It rains in Oslo."])
    >>> index.query("IT RAINS IN OSLO")[0].id
    'a1'

    """

    id: int | str
    """The id that the text of the index has."""
    relation: Literal["exact", "same", "excerpt", "update"]
    """How the two are related, as in :class:`DuplicatePair`."""
    similarity: float
    """The share of the words of both that stand opposite the same word, 0 to 1."""
    confidence: float
    """How sure it is that they tell one story, 0 to 1."""
    coverage: float
    """The share of the words asked about that stand in passages which the index's text has too."""
    coverage_match: float
    """The share of the words of the index's text that stand in passages of the text asked about."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()


class SourceStats(NamedTuple):
    """What a source has to do with duplicates, as ``Duplicates.sources`` has it.

    Examples
    --------
    >>> import copydesk as cd
    >>> texts, dates = ["It rains.", "It rains!"], ["2026-03-02", "2026-03-01"]
    >>> cd.find_duplicates(texts, dates=dates, sources=["Herald", "Wire"]).sources[0]
    SourceStats(source='Wire', texts=1, shared=1, first=1)

    """

    source: str
    """Its name, as given."""
    texts: int
    """How many texts it has."""
    shared: int
    """How many of them are in clusters, with others."""
    first: int
    """In how many clusters it has the earliest date, alone or with others of the same day."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()


class PassagePlace(NamedTuple):
    """Where a passage stands.

    Examples
    --------
    >>> import copydesk as cd
    >>> release = "The new terminal will open in May and handle two million passengers a year"
    >>> found = cd.find_passages([f"{release}.", f"Port: {release}."], ["x", "y"], min_words=10)
    >>> found.passages[0].places
    [PassagePlace(id='x', start=0, end=74), PassagePlace(id='y', start=6, end=80)]

    """

    id: Any
    """The text: its id, or the number of its row."""
    start: int
    """The first code point, counted from 0."""
    end: int
    """The code point after the last one."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()


class PassagePair(NamedTuple):
    """A run of words that two texts share.

    Examples
    --------
    >>> import copydesk as cd
    >>> release = "The new terminal will open in May and handle two million passengers a year"
    >>> [pair] = cd.find_passages([f"{release}.", f"Port: {release}."], min_words=10).pairs
    >>> pair.a, pair.start_a, pair.end_a, pair.b, pair.start_b, pair.end_b
    (0, 0, 74, 1, 6, 80)
    >>> pair.words, pair.exactness, pair.passage, pair.furniture
    (14, 1.0, 0, False)

    """

    a: Any
    """The text that comes first: its id, or the number of its row."""
    start_a: int
    """The first code point of the run in it."""
    end_a: int
    """The code point after the last one."""
    b: Any
    """The other text."""
    start_b: int
    """The first code point of the run in the other text."""
    end_b: int
    """The code point after the last one."""
    words: int
    """How many words the run has, in the text where it has more."""
    exactness: float
    """The share of these words that are the same in both, in order: 1.0 for an exact copy."""
    passage: int
    """The number of the passage that it is of, in ``Passages.passages``."""
    furniture: bool
    """Whether that passage is furniture."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()


class Passage(NamedTuple):
    """Words that stand in several texts.

    Examples
    --------
    >>> import copydesk as cd
    >>> release = "The new terminal will open in May and handle two million passengers a year"
    >>> [passage] = cd.find_passages([f"{release}.", f"Port: {release}."], min_words=10)
    >>> passage.words, passage.texts, passage.furniture
    (14, 2, False)
    >>> passage.text == release
    True

    """

    text: str
    """The words as the first text has them."""
    words: int
    """How many words these are."""
    texts: int
    """How many texts have the passage, or most of it."""
    places: list[PassagePlace]
    """Where it stands, in the order of the texts."""
    furniture: bool
    """Whether it is a notice of the house, or stands in many texts that share little else."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary, its places too."""
        return self._asdict() | {"places": [place.to_dict() for place in self.places]}


class TableColumn(NamedTuple):
    """A column of a table, as ``Table.columns`` has it.

    Examples
    --------
    >>> import copydesk as cd
    >>> cd.Reader().tables(["Rain."]).repeats.columns[3].description
    'its words'

    """

    name: str
    """What it is called."""
    type: str
    """What it holds: ``int64``, ``string``, ``list<string>`` …"""
    nullable: bool
    """Whether a value may be missing."""
    description: str
    """What it means."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()
