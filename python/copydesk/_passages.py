"""What ``find_passages`` tells: rows and groups."""

from typing import Any, NamedTuple


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
