"""What the command says: to people on standard error, to other programs on standard output."""

import os
import sys


class UsageError(Exception):
    """The command was used wrongly, and how; nothing was read or written."""


class OutputError(Exception):
    """What was found cannot be written, and why."""


class StoppedError(Exception):
    """A row could not be read, was named, and was to be the end (``--on-error fail``)."""


def complain(message: str) -> None:
    """Say what is wrong, in one line on standard error."""
    # Closed, it is None, which `print` would take for standard output.
    if sys.stderr is not None:
        print(f"copydesk: {printable(message)}", file=sys.stderr)


def printable(name: str) -> str:
    """Return a name of a file without what could upset a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def put(text: str) -> None:
    """Write to standard output at once, so that what is wrong with it is known."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as why:
        raise OutputError(why.strerror or str(why)) from why


def drop_output() -> None:
    """Leave nothing for Python to write, and to complain about, at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unicode_output() -> None:
    """Write Unicode, whatever the locale says."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 text``, ``12,000 texts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
