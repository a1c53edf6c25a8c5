"""``copydesk read`` of corpora: files of many texts in, tables out."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from copydesk import Reader, StoryTables
from copydesk.cli.console import UsageError
from copydesk.cli.outputs import Outputs
from copydesk.cli.pages import reader_of
from copydesk.cli.progress import Progress
from copydesk.cli.run import summary, write_all
from copydesk.cli.sources import Corpus, Id, split

if TYPE_CHECKING:
    from copydesk._core import _TableName as TableName

#: The tables there are.
TABLES: tuple["TableName", ...] = (
    "stories", "datelines", "quotes", "entities", "mentions", "repeats",
)  # fmt: skip


def read_corpus(arguments: argparse.Namespace) -> int:
    """Read a corpus into tables, and return the exit status."""
    reader = reader_of(arguments)
    names = table_names(arguments.tables)
    with closing(Progress(arguments.quiet)) as progress:
        corpus = Corpus(arguments, progress)
        single = names[0] if len(names) == 1 else None
        outputs = Outputs(arguments.output, names, single, arguments.format, arguments.force)
        parts = tables(reader, corpus, names, arguments.threads, progress)
        write_all(arguments, corpus, outputs, progress, parts)
        return summary(arguments, corpus, progress, outputs)


def table_names(given: str | None) -> "list[TableName]":
    """Return the tables that an option names, or all of them.

    Raises
    ------
    UsageError
        If there is no such table.

    """
    if given is None:
        return list(TABLES)
    names = [name.strip().lower() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in TABLES:
            raise UsageError(f"--tables: there is no table {name!r}; there are {', '.join(TABLES)}")
    if not names:
        raise UsageError(f"--tables: name some of {', '.join(TABLES)}")
    return [name for name in TABLES if name in names]


def tables(
    reader: Reader,
    corpus: Corpus,
    names: "list[TableName]",
    threads: int | None,
    progress: Progress,
) -> Iterator[StoryTables]:
    """Read the texts of a corpus, a part at a time; at least one part comes."""

    def rows() -> Iterator[tuple[str | None, Id, Any]]:
        for row in corpus.rows():
            yield row.text, row.id, row.date
        progress.say("reading the last texts …")

    texts, ids, published = split(rows(), 3)
    empty = True
    for part in reader.iter_tables(texts, ids, published, only=names, threads=threads):
        empty = False
        yield part
    if empty:
        yield reader.tables([], ids=None if corpus.whole_ids else [], only=names)
