"""Tables out: into a folder, one of them into a file or to standard output; whole or not at all."""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from copydesk.cli.claims import Claim
from copydesk.cli.console import OutputError, UsageError, printable
from copydesk.cli.files import library, shown
from copydesk.cli.writers import JsonLinesWriter, ParquetWriter, Printer, Rows, Writer, written

SUFFIXES: dict[str, str] = {".parquet": "parquet", ".jsonl": "jsonl"}
#: A file that lies in a folder of tables, written last: where it is, the tables are whole.
MANIFEST = "copydesk.json"
#: Names of files, not of folders; but files that are not written here.
OTHER_FILES = {".csv", ".tsv", ".json", ".ndjson", ".gz", ".zst", ".txt", ".xlsx", ".feather"}


class Output:
    """A table on its way to a file."""

    def __init__(self, name: str, path: Path | None, form: str) -> None:
        """Open nothing yet; without a path it goes to standard output."""
        self.name, self.path = name, path
        self.rows = 0
        self._form = form
        self._writer: Writer | None = None

    @property
    def part(self) -> Path:
        """Where it is written, until it is whole."""
        assert self.path is not None
        return self.path.with_name(self.path.name + ".part")

    @property
    def partial(self) -> Path:
        """Where it is left when it was not to become whole."""
        assert self.path is not None
        return self.path.with_name(f"{self.path.stem}.partial{self.path.suffix}")

    def open(self) -> None:
        """Make the file."""
        if self.path is None:
            self._writer = Printer()
        else:
            writer = ParquetWriter if self._form == "parquet" else JsonLinesWriter
            self._writer = writer(self.part, self.path)

    def write(self, part: Rows) -> None:
        """Write a part of the table."""
        assert self._writer is not None
        self._writer.write(part)
        self.rows += len(part)

    def close(self) -> None:
        """Close the file, still under its name of a part."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def rename(self, path: Path) -> None:
        """Give the file its name."""
        if self.path is not None:
            with written(path):
                os.replace(self.part, path)

    def drop(self) -> None:
        """Take away what was written."""
        with contextlib.suppress(OutputError):
            self.close()
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.part.unlink(missing_ok=True)


class Outputs:
    """The tables that a command writes.

    Parameters
    ----------
    given : str
        A folder, a file (``.parquet`` or ``.jsonl``), or ``-`` for standard output.
    names : sequence of str
        The tables there are.
    single : str or None
        The one that goes to a file, or to standard output.
    form : {"parquet", "jsonl"}, optional
        The format of the files. By default what the file's name says, else Parquet if pyarrow is
        installed.
    force : bool, default False
        Whether what is there may be replaced.

    Raises
    ------
    UsageError
        If something is there already, or the format cannot be.
    OutputError
        If nothing can be written there.

    """

    def __init__(
        self,
        given: str,
        names: Sequence[str],
        single: str | None,
        form: str | None = None,
        force: bool = False,
    ) -> None:
        """Look what is there."""
        self.given, self._force, self._made = given, force, False
        self._claim: Claim | None = None
        path = Path(given)
        suffix = path.suffix.lower()
        self.folder = None if given == "-" or suffix in SUFFIXES else path
        if self.folder is None and single is None:
            raise UsageError(
                f"-o {printable(shown(given))} has room for one table, and there are "
                f"{', '.join(names)}: name a folder, or one table with --tables"
            )
        if self.folder is not None and suffix in OTHER_FILES and not path.is_dir():
            raise UsageError(
                f"-o {printable(shown(given))}: tables are written as .parquet or .jsonl"
            )
        named = SUFFIXES.get(suffix) if given != "-" else "jsonl"
        if self.folder is None and form is not None and form != named:
            raise UsageError(f"--format {form} does not fit -o {printable(shown(given))}")
        self.form: str = form or (self.folder is None and named) or default_form()
        if self.form == "parquet":
            library("pyarrow", "Parquet", " (--format jsonl needs nothing)")
        if self.folder is not None:
            paths: list[Path | None] = [self.folder / f"{name}.{self.form}" for name in names]
            self.outputs = [Output(*it, self.form) for it in zip(names, paths, strict=True)]
        else:
            assert single is not None
            self.outputs = [Output(single, None if given == "-" else path, self.form)]
        self._refuse()

    def _refuse(self) -> None:
        """Refuse to replace what nobody said may be replaced."""
        if self.folder is not None and self.folder.exists() and not self.folder.is_dir():
            raise UsageError(f"-o {printable(shown(self.given))}: there is a file of that name")
        paths = [it.path for it in self.outputs if it.path is not None]
        if self.folder is not None:
            paths.append(self.folder / MANIFEST)
        for path in paths:
            if path.is_dir():
                raise UsageError(f"{printable(shown(str(path)))} is a folder")
            if path.exists() and not self._force:
                raise UsageError(
                    f"{printable(shown(str(path)))} is there already: name another place with -o, "
                    "or replace it with --force"
                )

    def has(self, path: Path) -> bool:
        """Whether a path is that of a table, or of the manifest."""
        paths = [it.path for it in self.outputs if it.path is not None]
        if self.folder is not None:
            paths.append(self.folder / MANIFEST)
        return os.path.realpath(path) in map(os.path.realpath, paths)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows the tables have so far."""
        return {it.name: it.rows for it in self.outputs}

    def open(self) -> None:
        """Make the files.

        Raises
        ------
        OutputError
            If that is not possible.
        UsageError
            If another run writes there, or has written there meanwhile.

        """
        if self.folder is not None:
            self._made = not self.folder.exists()
            with written(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
        if self.given != "-":
            part = self.outputs[0].part if self.folder is None else self._manifest_part
            with written(part):
                self._claim = Claim.of(part)
            if self._claim is None:
                raise UsageError(f"{printable(shown(self.given))}: another run is writing there")
            # Such a run may have ended since this was looked at first.
            self._refuse()
        for output in self.outputs:
            output.open()

    def write(self, tables: Mapping[str, Rows]) -> None:
        """Write a part of each table."""
        for output in self.outputs:
            output.write(tables[output.name])

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Close the files and give them their names.

        What was there is replaced, together with the tables of an earlier run that are not made
        any more.
        """
        for output in self.outputs:
            output.close()
        if self.folder is not None:
            self._forget_before()
        for output in self.outputs:
            if output.path is not None:
                output.rename(output.path)
                # Of a run that was interrupted.
                output.partial.unlink(missing_ok=True)
        if self.folder is not None:
            files = {
                it.name: {"file": it.path.name, "rows": it.rows} for it in self.outputs if it.path
            }
            text = json.dumps({**manifest, "tables": files}, ensure_ascii=False, indent=2)
            path = self.folder / MANIFEST
            with written(path):
                self._manifest_part.write_text(text + "\n", "utf-8")
                os.replace(self._manifest_part, path)
        self._release()

    @property
    def _manifest_part(self) -> Path:
        """Where the manifest is written; it lies there as long as tables are written."""
        assert self.folder is not None
        return self.folder / (MANIFEST + ".part")

    def _release(self) -> None:
        """Let others write here."""
        claim, self._claim = self._claim, None
        if claim is not None:
            claim.close()

    def _forget_before(self) -> None:
        """Take away what an earlier run left here, by its own account."""
        assert self.folder is not None
        path = self.folder / MANIFEST
        try:
            tables = json.loads(path.read_text("utf-8"))["tables"]
            names = [str(it["file"]) for it in tables.values()]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            names = []
        with written(path):
            path.unlink(missing_ok=True)
            for name in names:
                if Path(name).name == name and Path(name).suffix in SUFFIXES:
                    (self.folder / name).unlink(missing_ok=True)

    def leave(self) -> list[tuple[Path, int]]:
        """Close the files as they are, and name them so that nobody takes them for whole.

        Returns
        -------
        list of (path, rows)
            What is there now: nothing where no row was written.

        """
        if not any(it.rows for it in self.outputs) or self.given == "-":
            self.drop()
            return []
        for output in self.outputs:
            output.close()
            output.rename(output.partial)
        self._forget_claim()
        return [(it.partial, it.rows) for it in self.outputs]

    def drop(self) -> None:
        """Take away what was written; what another run writes there stays."""
        if self._claim is not None or self.given == "-":
            for output in self.outputs:
                output.drop()
        self._forget_claim()
        if self.folder is not None and self._made:
            # Not if there is something in it by now, nor if it was not made after all.
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def _forget_claim(self) -> None:
        """Let others write here, where nothing was finished."""
        if self._claim is not None and self.folder is not None:
            with contextlib.suppress(OSError):
                self._manifest_part.unlink(missing_ok=True)
        self._release()


def default_form() -> str:
    """Return the format of tables if nobody says: Parquet where it can be written."""
    try:
        library("pyarrow", "Parquet")
    except UsageError:
        return "jsonl"
    return "parquet"
