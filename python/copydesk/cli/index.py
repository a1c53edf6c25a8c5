"""``copydesk index``: an index of texts, to be asked whether it has a text already."""

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

from copydesk import DuplicateIndex, DuplicateMatch, __version__
from copydesk.cli.claims import Claim
from copydesk.cli.console import OutputError, UsageError, complain, counted, put, unicode_output
from copydesk.cli.files import reason, shown
from copydesk.cli.outputs import Outputs
from copydesk.cli.progress import Progress, megabytes
from copydesk.cli.run import summary, write_all
from copydesk.cli.signals import Signals
from copydesk.cli.sources import Corpus, Id, Row
from copydesk.cli.writers import Columnar, Rows
from copydesk.errors import FormatError

#: Texts are handed over when so many have come together, or so many code points.
BATCH_ROWS, BATCH_LENGTH = 10_000, 1 << 24
#: The columns of matches and what pyarrow calls their types; ids have a type of their own.
TYPES = {
    "relation": "large_string",
    "similarity": "float64",
    "confidence": "float64",
    "coverage": "float64",
    "coverage_match": "float64",
}


def build(arguments: argparse.Namespace) -> int:
    """Make an index of a corpus, and return the exit status."""
    path = Path(arguments.index)
    if path.is_dir():
        raise UsageError(f"{shown(arguments.index)} is a folder: name a file")
    if path.exists() and not arguments.force:
        raise UsageError(
            f"{shown(arguments.index)} is there already: add to it with `copydesk index add`, or "
            "replace it with --force"
        )
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{shown(arguments.index)}: there is no such folder")
    index = DuplicateIndex(
        threshold=arguments.threshold,
        relations=arguments.relations,
        window=arguments.window,
        min_words=arguments.min_words,
    )
    return add_to(index, arguments)


def add(arguments: argparse.Namespace) -> int:
    """Add a corpus to an index, and return the exit status."""
    with closing(claimed(arguments.index)):
        return add_to(opened(arguments.index), arguments)


def add_to(index: DuplicateIndex, arguments: argparse.Namespace) -> int:
    """Add a corpus to an index and save it."""
    with closing(Progress(arguments.quiet)) as progress:
        corpus = named(Corpus(arguments, progress))
        with Signals() as signals:
            try:
                for rows in batches(corpus, Names(index)):
                    ids, texts, dates = columns(rows)
                    index.add(ids, texts, dates, threads=arguments.threads)
            except KeyboardInterrupt:
                progress.clear()
                complain("interrupted: the index is as it was before")
                raise
            signals.ignore()
            progress.say("saving …")
            save(index, arguments.index)
        return summary(arguments, corpus, progress, None, told(index, arguments.index))


def check(arguments: argparse.Namespace) -> int:
    """Ask an index for the texts of a corpus, and return the exit status."""
    with closing(claimed(arguments.index)) if arguments.add else nullcontext():
        return ask(opened(arguments.index), arguments)


def ask(index: DuplicateIndex, arguments: argparse.Namespace) -> int:
    """Ask an index for the texts of a corpus, and add them if that was said."""
    with closing(Progress(arguments.quiet)) as progress:
        corpus = Corpus(arguments, progress)
        if arguments.add:
            named(corpus)
        given = arguments.output or "-"
        outputs = Outputs(given, ("matches",), "matches", arguments.format, arguments.force)
        known = [0]
        parts = matches(index, corpus, arguments, known)
        try:
            write_all(arguments, corpus, outputs, progress, parts)
        except BrokenPipeError:
            if arguments.add:
                complain("who reads the matches went away: nothing was added")
            raise
        found = f"{known[0]:,} of them in the index already"
        if arguments.add:
            found += f"; {told(index, arguments.index)}"
        return summary(arguments, corpus, progress, outputs, found)


def matches(
    index: DuplicateIndex, corpus: Corpus, arguments: argparse.Namespace, known: list[int]
) -> Iterator[Mapping[str, Rows]]:
    """Return what an index says of each batch of texts; count those that it knows."""
    anything = False
    for rows in batches(corpus, Names(index) if arguments.add else None):
        ids, texts, dates = columns(rows)
        # Only texts that are added need ids of their own.
        asked = ids if arguments.add else range(len(rows))
        found = index.check(asked, texts, dates, add=arguments.add, threads=arguments.threads)
        known[0] += sum(match is not None for match in found)
        anything = True
        yield {"matches": table(rows, found, corpus.id_type, arguments.all)}
    if not anything:
        yield {"matches": table([], [], corpus.id_type, False)}
    if arguments.add:
        save(index, arguments.index)


def table(
    rows: list[Row], found: list[DuplicateMatch | None], id_type: str, everything: bool
) -> Columnar:
    """Return a table of matches: a row for each text that has one, or for each text."""
    pairs = [
        (row, match)
        for row, match in zip(rows, found, strict=True)
        if everything or match is not None
    ]
    values = {name: [match and getattr(match, name) for _, match in pairs] for name in TYPES}
    # An index may have strings and whole numbers.
    ids = [None if match is None else match.id for _, match in pairs]
    strings = any(isinstance(id, str) for id in ids)
    columns = {
        "id": [row.id for row, _ in pairs],
        "match": [str(id) if strings and id is not None else id for id in ids],
        **values,
    }
    types = {"id": id_type}
    types["match"] = "large_string" if strings else "int64"
    return Columnar(columns, types | TYPES)


def info(arguments: argparse.Namespace) -> int:
    """Say what an index holds, and return the exit status."""
    unicode_output()
    index = opened(arguments.index)
    size = Path(arguments.index).stat().st_size
    about = {"index": shown(arguments.index), "texts": len(index), "bytes": size}
    if arguments.json:
        put(json.dumps(about | {"copydesk": __version__}, ensure_ascii=False) + "\n")
    else:
        put(told(index, arguments.index) + "\n")
    return 0


def told(index: DuplicateIndex, path: str) -> str:
    """Return in a line what an index holds."""
    size = Path(path).stat().st_size
    return f"{shown(path)} has {counted(len(index), 'text')}, {megabytes(size)} MB"


def opened(path: str) -> DuplicateIndex:
    """Open an index.

    Raises
    ------
    UsageError
        If it is none, or cannot be opened.

    """
    try:
        return DuplicateIndex.open(path)
    except (OSError, FormatError) as why:
        raise UsageError(f"{shown(path)}: {reason(why)}") from None


def claimed(path: str) -> Claim:
    """Keep an index from being changed by another run, whose texts would be lost.

    Raises
    ------
    UsageError
        If another run is changing it, or there is none.

    """
    try:
        claim = Claim.of(Path(path), "rb")
    except OSError as why:
        raise UsageError(f"{shown(path)}: {reason(why)}") from None
    if claim is None:
        raise UsageError(f"{shown(path)}: another run is changing it")
    return claim


def save(index: DuplicateIndex, path: str) -> None:
    """Save an index in the place of the one that was there.

    Raises
    ------
    OutputError
        If it cannot be saved; what was there stays.

    """
    try:
        index.save(path)
    except OSError as why:
        raise OutputError(f"{shown(path)}: {reason(why)}") from why


def named(corpus: Corpus) -> Corpus:
    """Return a corpus whose texts are called something that lasts.

    Raises
    ------
    UsageError
        If they are only numbers of rows, which others have too.

    """
    if not corpus.named:
        raise UsageError("say with --id which column names the texts: an index goes by names")
    return corpus


class Names:
    """Says of ids whether an index can take them."""

    def __init__(self, index: DuplicateIndex) -> None:
        """Know what is in the index."""
        self._index = index
        #: Those of texts that will be added next.
        self.waiting: set[int | str] = set()

    def refused(self, id: Id) -> str | None:
        """Return why an index cannot take a text of this id, if it cannot."""
        if id is None:
            return "it has no id, and an index goes by ids"
        if id in self.waiting or id in self._index:
            return f"the index has a text called {id!r} already"
        self.waiting.add(id)
        return None


def batches(corpus: Corpus, names: Names | None) -> Iterator[list[Row]]:
    """Return texts, so many at a time."""
    if names is not None:
        corpus.refused = names.refused
    rows: list[Row] = []
    length = 0
    for row in corpus.rows():
        rows.append(row)
        length += len(row.text or "")
        if len(rows) >= BATCH_ROWS or length >= BATCH_LENGTH:
            yield rows
            rows, length = [], 0
            if names is not None:
                names.waiting.clear()
    if rows:
        yield rows


def columns(rows: list[Row]) -> tuple[list[int | str], list[str | None], list[Any]]:
    """Return ids, texts and dates of some rows."""
    ids = [row.id for row in rows if row.id is not None]
    return ids, [row.text for row in rows], [row.date for row in rows]
