"""A corpus without its duplicates: its own rows, as they stand in its files."""

import contextlib
import csv
import gzip
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from copydesk.cli.console import OutputError, UsageError, printable
from copydesk.cli.files import DAMAGED, UnreadableError, library, shown
from copydesk.cli.formats import Cells, Format, JsonLines, Parquet, Record, format_of
from copydesk.cli.sources import Corpus, Fate, Source
from copydesk.cli.writers import written


class Kept:
    """A file for the rows that stay.

    Parameters
    ----------
    given : str
        Its name, which says its format: that of the corpus.
    corpus : Corpus
        The corpus, which is read once more when it is known what stays.
    force : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    UsageError
        If the corpus is of another format, or cannot be read twice, or a file is there.

    """

    def __init__(self, given: str, corpus: Corpus, force: bool) -> None:
        """Look whether that is possible."""
        self._path = Path(given)
        name = printable(shown(given))
        form = format_of(given, None)
        for source in corpus.sources:
            if source.once:
                raise UsageError(
                    f"--kept {name}: the corpus is read twice for it, {source.shown} only once"
                )
            if source.plain or source.form != form:
                raise UsageError(
                    f"--kept {name}: {source.shown} is no {form}; rows stay in their format"
                )
        if self._path.suffix not in (".gz", *SUFFIXES_PLAIN):
            raise UsageError(f"--kept {name}: of compressed files only .gz can be written")
        if self._path.exists() and not force:
            raise UsageError(f"{name} is there already: replace it with --force")
        heads = {str(head(source)) for source in corpus.sources}
        if len(heads) > 1:
            raise UsageError(f"--kept {name}: the files of the corpus have different columns")
        self._part = self._path.with_name(self._path.name + ".part")

    def write(self, corpus: Corpus, keep: Sequence[bool]) -> None:
        """Write the rows that stay, under the name of a part.

        Raises
        ------
        OutputError
            If they cannot be written.

        """
        stays = staying(corpus.fates, keep)
        try:
            with written(self._path):
                self._write(corpus, stays)
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Take away what was written."""
        self._part.unlink(missing_ok=True)

    def finish(self) -> None:
        """Give the file its name."""
        with written(self._path):
            os.replace(self._part, self._path)

    def _write(self, corpus: Corpus, stays: Iterator[bool]) -> None:
        if isinstance(corpus.sources[0].file, Parquet):
            self._write_parquet(corpus.sources, stays)
            return
        packed = self._path.suffix == ".gz"
        how: dict[str, Any] = {"encoding": "utf-8", "errors": "surrogateescape", "newline": ""}
        with gzip.open(self._part, "wt", **how) if packed else self._part.open("w", **how) as file:
            cells: Any = None
            for source in corpus.sources:
                with closing(source) as rows:
                    form = rows.file
                    records = as_far_as_it_goes(rows.records())
                    if isinstance(form, Cells) and cells is None:
                        cells = csv.writer(file, delimiter=form.delimiter, lineterminator="\n")
                        cells.writerow(form.header)
                    for record in records:
                        if next(stays, False):
                            if cells is not None:
                                cells.writerow(record.raw)
                            else:
                                file.write(record.raw.rstrip("\r\n") + "\n")

    def _write_parquet(self, sources: Sequence[Source], stays: Iterator[bool]) -> None:
        pyarrow = library("pyarrow", "Parquet")
        parquet = library("pyarrow.parquet", "Parquet")
        writer: Any = None
        try:
            for source in sources:
                with closing(source) as rows:
                    form = rows.file
                    assert isinstance(form, Parquet)
                    if writer is None:
                        writer = parquet.ParquetWriter(self._part, form.schema, compression="zstd")
                    for batch in form.batches(None):
                        mask = list(islice(stays, batch.num_rows))
                        writer.write_batch(batch.filter(pyarrow.array(mask, pyarrow.bool_())))
        except UnreadableError as why:
            # Which of its rows are still to come is not known.
            raise OutputError(f"{self._path}: a file of the corpus breaks off: {why}") from why
        finally:
            if writer is not None:
                writer.close()


SUFFIXES_PLAIN = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".pq")


def as_far_as_it_goes(records: Iterator[Record]) -> Iterator[Record]:
    """Return the rows of a file that may break off: that was said when it was read first."""
    with contextlib.suppress(*DAMAGED):
        yield from records


def staying(fates: bytearray, keep: Sequence[bool]) -> Iterator[bool]:
    """Return for each row of the files whether it stays: broken ones do not."""
    kept = iter(keep)
    for fate in fates:
        yield fate != Fate.LEFT_OUT and next(kept) and fate == Fate.WHOLE


def head(source: Source) -> object:
    """Return what files must have in common for their rows to be in one."""
    with closing(source) as rows:
        form: Format = rows.file
        if isinstance(form, Parquet):
            return form.schema.remove_metadata()
        return form.header if isinstance(form, Cells) else JsonLines
