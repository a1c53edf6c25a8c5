"""Read news copy the way a newspaper's copy desk does.

>>> import copydesk as cd
>>> story = cd.read('OSLO (Reuters) - "The bridge is shut," the mayor said.')
>>> story.dateline.place, story.dateline.agency
(Place('OSLO', 'Oslo, NO'), 'Reuters')
>>> story.quotes
[Quote('direct', 'The bridge is shut,', speaker='mayor')]

:func:`read` does everything in one pass and returns a :class:`Story`. :func:`parse_dateline`,
:func:`extract_entities`, :func:`extract_quotes`, :func:`find_repeats` and :func:`drop_repeats` do
one thing each. :func:`find_duplicates` finds who copied whom in a corpus, a :class:`DuplicateIndex`
in one that grows; :func:`find_passages` and :func:`drop_furniture` find what texts have in common
though the rest differs. A :class:`Reader` keeps the options and reads many texts at once with
:meth:`Reader.pipe` or, into tables, :meth:`Reader.tables`. ``import copydesk.pandas`` and
``import copydesk.polars`` give columns and data frames a ``.copydesk``. :mod:`copydesk.gazetteer`
knows the places; :mod:`copydesk.samples` has stories to try all this on.

Offsets are Unicode code points into the text that was given:
``text[span.start:span.end] == span.text``.
"""

from copydesk import errors, gazetteer, samples
from copydesk._core import (
    Byline,
    Comparison,
    Credit,
    Date,
    Dateline,
    DuplicateIndex,
    Duplicates,
    Entity,
    Mention,
    PassageComparison,
    Passages,
    Place,
    Quote,
    Reader,
    Repeat,
    Span,
    Speaker,
    SpeakerStats,
    Story,
    Table,
    __version__,
    drop_furniture,
    drop_repeats,
    extract_entities,
    extract_quotes,
    find_duplicates,
    find_passages,
    find_repeats,
    parse_dateline,
    parse_datelines,
    read,
)
from copydesk._rows import (
    DuplicateCluster,
    DuplicateMatch,
    DuplicatePair,
    Passage,
    PassagePair,
    PassagePlace,
    SourceStats,
    TableColumn,
)
from copydesk._tables import DuplicateTables, PassageTables, StoryTables

__all__ = [
    "Byline",
    "Comparison",
    "Credit",
    "Date",
    "Dateline",
    "DuplicateCluster",
    "DuplicateIndex",
    "DuplicateMatch",
    "DuplicatePair",
    "DuplicateTables",
    "Duplicates",
    "Entity",
    "Mention",
    "Passage",
    "PassageComparison",
    "PassagePair",
    "PassagePlace",
    "PassageTables",
    "Passages",
    "Place",
    "Quote",
    "Reader",
    "Repeat",
    "SourceStats",
    "Span",
    "Speaker",
    "SpeakerStats",
    "Story",
    "StoryTables",
    "Table",
    "TableColumn",
    "__version__",
    "drop_furniture",
    "drop_repeats",
    "errors",
    "extract_entities",
    "extract_quotes",
    "find_duplicates",
    "find_passages",
    "find_repeats",
    "gazetteer",
    "parse_dateline",
    "parse_datelines",
    "read",
    "samples",
]
