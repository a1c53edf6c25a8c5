"""Read news copy the way a newspaper's copy desk does.

>>> import copydesk as cd
>>> story = cd.read('OSLO (Reuters) - "The bridge is shut," the mayor said.')
>>> story.dateline.place, story.dateline.agency
(Place('OSLO', 'Oslo, NO'), 'Reuters')
>>> story.quotes
[Quote('direct', 'The bridge is shut,', speaker='mayor')]

:func:`read` reads one article, everything in one pass, and returns a :class:`Story`. One thing
alone: :func:`parse_dateline`, :func:`extract_entities`, :func:`extract_quotes`,
:func:`find_repeats`, :func:`drop_repeats`.

Many articles go through a :class:`Reader`, on all cores: :meth:`Reader.tables` makes tables of a
column of texts, for pandas, Polars, PyArrow and DuckDB; :meth:`Reader.pipe` gives stories one after
the other. ``import copydesk.pandas`` and ``import copydesk.polars`` give columns and data frames a
``.copydesk``.

What the texts of a corpus have to do with each other: :func:`find_duplicates` finds who copied
whom, a :class:`DuplicateIndex` does so in a corpus that grows; :func:`find_passages` finds what
texts share though the rest differs, :func:`drop_furniture` takes notices and boilerplate out.

:mod:`copydesk.gazetteer` knows the places of the world; :mod:`copydesk.samples` has stories to try
all this on; ``from copydesk import plots`` draws charts, with Matplotlib.

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
