"""``copydesk duplicates``: who copied whom in a corpus."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from copydesk import Duplicates, find_duplicates
from copydesk.cli.console import UsageError, counted, printable
from copydesk.cli.files import shown
from copydesk.cli.kept import Kept
from copydesk.cli.outputs import Outputs
from copydesk.cli.progress import Progress
from copydesk.cli.run import summary, write_all
from copydesk.cli.sources import Corpus, Id, Row, split
from copydesk.cli.writers import Columnar, Names, Renamed, Rows

#: The tables there are, and one more where sources are known.
TABLES, SOURCES = ("texts", "pairs"), "sources"
#: The columns of that one, and what pyarrow calls their types.
SOURCES_TYPES = {"source": "large_string", "texts": "int64", "shared": "int64", "first": "int64"}


class Search:
    """A search for duplicates, and what it found."""

    def __init__(
        self, arguments: argparse.Namespace, corpus: Corpus, progress: Progress, kept: Kept | None
    ) -> None:
        """Find nothing yet."""
        self._arguments, self._corpus, self._progress = arguments, corpus, progress
        self._kept = kept
        self.told = ""

    def _rows(self, ids: list[Id], numbers: list[int]) -> Iterator[Row]:
        for row in self._corpus.rows():
            ids.append(row.id)
            # In the files, where rows may be that are left out.
            numbers.append(self._corpus.rows_taken - 1)
            yield row
        self._progress.say(f"comparing {counted(len(ids), 'text')} …")

    def tables(self) -> Iterator[Mapping[str, Rows]]:
        """Find the duplicates: all tables at once."""
        asked, ids, numbers = self._arguments, list[Id](), list[int]()
        rows = ((row.text, row.date, row.source) for row in self._rows(ids, numbers))
        texts, dates, sources = split(rows, 3)
        found = find_duplicates(
            texts,
            dates=dates,
            sources=sources if asked.source is not None else None,
            keep=asked.keep,
            threshold=asked.threshold,
            relations=asked.relations,
            window=asked.window,
            min_words=asked.min_words,
            threads=asked.threads,
            keep_texts=False,
        )
        self.told = told(found)
        names, rows_of = Names(ids, self._corpus.id_type), Names(numbers, "int64")
        tables: dict[str, Rows] = {
            "texts": Renamed(found.tables.texts, {"id": names, "label": rows_of}),
            "pairs": Renamed(found.tables.pairs, {"a": names, "b": names}),
        }
        stats = [source.to_dict() for source in found.sources]
        tables[SOURCES] = Columnar(
            {name: [it[name] for it in stats] for name in SOURCES_TYPES}, SOURCES_TYPES
        )
        if self._kept is not None:
            self._progress.say("writing what stays …")
            self._kept.write(self._corpus, found.keep)
        yield tables


def told(found: Duplicates) -> str:
    """Return in a line what was found."""
    clusters = found.clusters
    members = sum(len(cluster.members) for cluster in clusters)
    drop = len(found) - sum(found.keep)
    return (
        f"{counted(len(clusters), 'cluster')} of {counted(members, 'text')}, {drop:,} to drop"
        if clusters
        else "no duplicates"
    )


def duplicates(arguments: argparse.Namespace) -> int:
    """Find duplicates, and return the exit status."""
    with closing(Progress(arguments.quiet)) as progress:
        corpus = Corpus(arguments, progress)
        given = arguments.output or "-"
        names = TABLES if arguments.source is None else (*TABLES, SOURCES)
        outputs = Outputs(given, names, "pairs", arguments.format, arguments.force)
        kept = None
        if arguments.kept:
            if outputs.has(Path(arguments.kept)):
                raise UsageError(f"--kept {printable(shown(arguments.kept))}: -o writes there")
            kept = Kept(arguments.kept, corpus, arguments.force)
        search = Search(arguments, corpus, progress, kept)
        try:
            write_all(arguments, corpus, outputs, progress, search.tables())
        except BrokenPipeError:
            # Whoever reads the pairs has seen enough; what stays was to be a file.
            if kept is not None:
                kept.finish()
            raise
        except BaseException:
            if kept is not None:
                kept.drop()
            raise
        if kept is not None:
            kept.finish()
        return summary(arguments, corpus, progress, outputs, search.told)
