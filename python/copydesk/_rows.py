"""Rows of results over many texts: named tuples, so that any table takes them."""

from typing import Any, Literal, NamedTuple

__all__ = ["DuplicateCluster", "DuplicateMatch", "DuplicatePair", "SourceStats"]


class DuplicatePair(NamedTuple):
    """Two texts that are duplicates, as ``Duplicates.pairs`` has them.

    Examples
    --------
    >>> import copydesk as cd
    >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
    >>> cd.find_duplicates([story, story.upper()]).pairs[0].relation
    'exact'

    """

    #: The text that comes first: its id, or its row where no ids were given.
    a: Any
    #: The other one.
    b: Any
    #: ``exact``: the same words. ``same``: the same story with small differences. ``excerpt``: one
    #: is most of a part of the other. ``update``: large parts are the same, and both have their own.
    relation: Literal["exact", "same", "excerpt", "update"]
    #: The share of the words of both that stand opposite the same word, 0 to 1.
    similarity: float
    #: How sure it is that they tell one story, 0 to 1: what ``threshold`` is held against.
    confidence: float
    #: The share of the words of ``a`` that stand in passages which ``b`` has too, 0 to 1.
    coverage_a: float
    #: The share of the words of ``b`` that stand in passages which ``a`` has too, 0 to 1.
    coverage_b: float

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

    #: The texts in the order of the corpus: their ids, or their rows where no ids were given.
    members: tuple[Any, ...]
    #: The one that stays when duplicates go.
    kept: Any
    #: The one with the earliest date; None where none has a date.
    earliest: Any
    #: Its source: who published first. None where that is not known.
    source: str | None

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

    #: The id that the text of the index has.
    id: int | str
    #: How the two are related, as in :class:`DuplicatePair`.
    relation: Literal["exact", "same", "excerpt", "update"]
    #: The share of the words of both that stand opposite the same word, 0 to 1.
    similarity: float
    #: How sure it is that they tell one story, 0 to 1.
    confidence: float
    #: The share of the words asked about that stand in passages which the index's text has too.
    coverage: float
    #: The share of the words of the index's text that stand in passages of the text asked about.
    coverage_match: float

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

    #: Its name, as given.
    source: str
    #: How many texts it has.
    texts: int
    #: How many of them are in clusters, with others.
    shared: int
    #: In how many clusters it has the earliest date, alone or with others of the same day.
    first: int

    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dictionary."""
        return self._asdict()
