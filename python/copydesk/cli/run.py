"""The way from a corpus to tables that are whole, and what happens if it is cut short."""

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from copydesk import __version__
from copydesk._core import SCHEMA_VERSION
from copydesk.cli.console import StoppedError, complain, counted, printable
from copydesk.cli.files import shown
from copydesk.cli.outputs import Outputs
from copydesk.cli.progress import Progress, duration
from copydesk.cli.signals import Signals, Terminated
from copydesk.cli.sources import Corpus
from copydesk.cli.writers import Rows

#: Options that say what is found, for the manifest.
TOLD = (
    "text", "id", "published", "source", "kinds", "on_error", "threshold", "relations", "window",
    "min_words", "keep",
)  # fmt: skip


def write_all(
    arguments: argparse.Namespace,
    corpus: Corpus,
    outputs: Outputs,
    progress: Progress,
    parts: Iterable[Mapping[str, Rows]],
) -> None:
    """Write tables part by part; when cut short, leave nothing that looks whole.

    Raises
    ------
    KeyboardInterrupt
        If it was interrupted; what is left was said.
    StoppedError
        If a row could not be read and that was to be the end.
    OutputError
        If the tables cannot be written.

    """
    with Signals() as signals:
        try:
            outputs.open()
            for part in parts:
                if outputs.given == "-":
                    progress.clear()
                with signals.held():
                    outputs.write(part)
            signals.ignore()
            outputs.finish(manifest(arguments, corpus))
        except KeyboardInterrupt as why:
            signals.ignore()
            left = outputs.leave()
            progress.clear()
            what = "terminated" if isinstance(why, Terminated) else "interrupted"
            complain(f"{what} after {duration(progress.seconds)}, the tables are not whole")
            for path, rows in left:
                complain(f"{shown(str(path))} has {counted(rows, 'row')}")
            if not left:
                complain("nothing was written")
            raise
        except BaseException as why:
            signals.ignore()
            outputs.drop()
            if isinstance(why, StoppedError):
                complain("stopped there (--on-error fail): nothing was written")
            raise


def manifest(arguments: argparse.Namespace, corpus: Corpus) -> dict[str, Any]:
    """Return what a folder of tables says of itself."""
    options = {name: getattr(arguments, name, None) for name in TOLD}
    return {
        "schema": SCHEMA_VERSION,
        "copydesk": __version__,
        "command": arguments.command,
        "files": [shown(name) for name in arguments.files],
        "options": {name: value for name, value in options.items() if value is not None},
        "texts": corpus.texts,
        "without_text": corpus.null,
        "failed": corpus.problems.count,
        "problems": corpus.problems.named,
    }


def summary(
    arguments: argparse.Namespace,
    corpus: Corpus,
    progress: Progress,
    outputs: Outputs | None,
    found: str | None = None,
) -> int:
    """Say what was done, on standard error, and return the exit status."""
    progress.clear()
    if not arguments.quiet:
        parts = [f"{counted(corpus.texts, 'text')} read"]
        if corpus.null:
            parts.append(f"{counted(corpus.null, 'row')} without text")
        if corpus.problems.count:
            parts.append(f"{counted(corpus.problems.count, 'problem')} (named above)")
        seconds = progress.seconds
        rate = f", {corpus.texts / seconds:,.0f} texts/s" if seconds >= 1 else ""
        complain(f"{', '.join(parts)}; {seconds:.1f} s{rate}")
        if found is not None:
            complain(found)
        if outputs is not None and outputs.given != "-":
            rows = ", ".join(f"{name} {rows:,}" for name, rows in outputs.rows.items())
            complain(f"rows in {printable(shown(outputs.given))}: {rows}")
    return 1 if corpus.problems.count else 0
