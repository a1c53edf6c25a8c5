"""``copydesk passages``: runs of words that texts of a corpus share."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import closing

from copydesk import find_passages
from copydesk.cli.console import counted
from copydesk.cli.outputs import Outputs
from copydesk.cli.progress import Progress
from copydesk.cli.run import summary, write_all
from copydesk.cli.sources import Corpus, Id
from copydesk.cli.writers import Names, Renamed, Rows

#: The tables there are.
TABLES = ("passages", "places", "pairs")


def passages(arguments: argparse.Namespace) -> int:
    """Find shared passages, and return the exit status."""
    with closing(Progress(arguments.quiet)) as progress:
        corpus = Corpus(arguments, progress)
        given = arguments.output or "-"
        outputs = Outputs(given, TABLES, "passages", arguments.format, arguments.force)
        told: list[str] = []
        parts = tables(arguments, corpus, progress, told)
        write_all(arguments, corpus, outputs, progress, parts)
        return summary(arguments, corpus, progress, outputs, told[0])


def tables(
    arguments: argparse.Namespace, corpus: Corpus, progress: Progress, told: list[str]
) -> Iterator[Mapping[str, Rows]]:
    """Find the passages: all tables at once; and tell in a line what was found."""
    ids: list[Id] = []

    def texts() -> Iterator[str | None]:
        for row in corpus.rows():
            ids.append(row.id)
            yield row.text
        progress.say(f"comparing {counted(len(ids), 'text')} …")

    found = find_passages(texts(), min_words=arguments.min_words, threads=arguments.threads)
    furniture = sum(passage.furniture for passage in found.passages)
    told.append(
        f"{counted(len(found), 'passage')}, {furniture:,} of them furniture"
        if len(found)
        else "no passages"
    )
    names = Names(ids, corpus.id_type)
    yield {
        "passages": found.tables.passages,
        "places": Renamed(found.tables.places, {"id": names}),
        "pairs": Renamed(found.tables.pairs, {"a": names, "b": names}),
    }
