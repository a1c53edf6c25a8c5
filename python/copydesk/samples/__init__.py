"""Short news stories to try things on.

All of them are made up: the people, the companies, and what happens to them.

>>> import copydesk as cd
>>> story = cd.samples.load("ferry")[0]
>>> cd.parse_dateline(story.text, published=story.published)
Dateline('BERGEN, Norway, March 3 (Reuters) -', 'Bergen, NO', 'Reuters', 2026-03-03)

"""

from datetime import datetime
from typing import NamedTuple

from copydesk.errors import InputValueError

__all__ = ["COLLECTIONS", "Sample", "load"]

#: What collections there are. ``ferry``: a story of a wire, and what newspapers make of it.
#: ``strike``: a dispute at a port, over five weeks. ``bank``: a press release, and stories that use
#: it. ``world``: copy of many agencies, languages and years. ``scraped``: pages with all that
#: stands around a story, some of it twice.
COLLECTIONS = ("ferry", "strike", "bank", "world", "scraped")


class Sample(NamedTuple):
    """A news story of :func:`load`.

    Examples
    --------
    >>> import copydesk as cd
    >>> sample = cd.samples.load("ferry")[0]
    >>> sample.id, sample.outlet, sample.published.isoformat()
    ('ferry/1', 'Reuters', '2026-03-03T05:41:00')

    """

    id: str
    """Its collection and its number there: ``"ferry/1"``."""
    outlet: str
    """Who published it."""
    published: datetime
    """When, in UTC, without a time zone."""
    text: str
    """The story, as it would come from a wire or from a page."""


def load(collection: str | None = None) -> list[Sample]:
    """Return the stories of a collection, or all there are.

    Parameters
    ----------
    collection : {"ferry", "strike", "bank", "world", "scraped"}, optional
        Which one; all of them where none is named.

    Returns
    -------
    list of Sample
        In the order of their numbers. Data frames take it as it is:
        ``pandas.DataFrame(load())`` and ``polars.DataFrame(load())`` have the columns ``id``,
        ``outlet``, ``published`` and ``text``.

    Raises
    ------
    copydesk.errors.InputValueError
        If there is no collection of that name.

    Examples
    --------
    >>> import copydesk as cd
    >>> [sample.outlet for sample in cd.samples.load("ferry")][:2]
    ['Reuters', 'Bergen Courier']

    """
    if collection is None:
        return [sample for name in COLLECTIONS for sample in load(name)]
    if collection not in COLLECTIONS:
        known = ", ".join(COLLECTIONS)
        raise InputValueError(f"there is no collection {collection!r}: there are {known}")
    # Not above: these two cost as much as all the rest of an import of copydesk.
    import tomllib
    from importlib import resources

    file = resources.files(__name__) / f"{collection}.toml"
    stories = tomllib.loads(file.read_text("utf-8"))["story"]
    return [
        Sample(f"{collection}/{number}", it["outlet"], it["published"], it["text"].strip("\n"))
        for number, it in enumerate(stories, 1)
    ]
