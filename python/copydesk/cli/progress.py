"""One line on a terminal that says how far a corpus is read."""

import shutil
import sys
import time
from collections.abc import Callable

#: Seconds between two updates.
BETWEEN = 0.1
#: Before this many seconds nothing is known of the rate.
TOO_SOON = 0.2


class Progress:
    """How much of a corpus was read, shown on standard error where that is a terminal.

    Parameters
    ----------
    quiet : bool, default False
        Show nothing, whatever standard error is.

    """

    def __init__(self, quiet: bool = False) -> None:
        """Begin to count time."""
        self.started = time.monotonic()
        #: Texts taken so far.
        self.texts = 0
        #: Bytes read so far, and bytes there are, which may be unknown.
        self.done: Callable[[], int] = int
        self.size: int | None = None
        self._shown = 0
        self._next = 0.0 if not quiet and sys.stderr is not None and sys.stderr.isatty() else None

    def close(self) -> None:
        """Take the line away, and show none any more."""
        self.clear()
        self._next = None

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.started

    def taken(self) -> None:
        """One text more was taken."""
        self.texts += 1
        if self._next is not None and time.monotonic() >= self._next:
            self._show(line(self.done(), self.size, self.texts, self.seconds))

    def say(self, what: str) -> None:
        """Show what is done now, where nothing is known of how long it takes."""
        if self._next is not None:
            self._show(what)

    def clear(self) -> None:
        """Take the line away, for something else to be written."""
        if self._shown:
            # With the `^C` that the terminal may have put behind it.
            sys.stderr.write("\r" + " " * (self._shown + len("^C")) + "\r")
            sys.stderr.flush()
            self._shown = 0

    def _show(self, what: str) -> None:
        # The last column stays free: some terminals begin a new line there.
        room = max(10, shutil.get_terminal_size().columns - 1 - len("^C"))
        what = f"copydesk: {what}"[:room]
        sys.stderr.write("\r" + what.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(what)
        self._next = time.monotonic() + BETWEEN


def line(done: int, size: int | None, texts: int, seconds: float) -> str:
    """Return how far it is, how fast it goes, and how long it will take."""
    parts = [f"{texts:,} text{'' if texts == 1 else 's'}"]
    if size:
        parts.insert(0, f"{megabytes(done)} of {megabytes(size)} MB ({done * 100 // size} %)")
    if seconds >= TOO_SOON:
        parts.append(f"{texts / seconds:,.0f} texts/s")
        if done:
            parts.append(f"{megabytes(done / seconds)} MB/s")
        if size and done:
            parts.append(f"{duration((size - done) * seconds / done)} left")
    return ", ".join(parts)


def megabytes(size: float) -> str:
    """Return a number of bytes in MB, with digits behind the point where it is small."""
    places = 0 if size >= 1e8 else 1 if size >= 1e5 or not size else 3
    return f"{size / 1e6:,.{places}f}"


def duration(seconds: float) -> str:
    """Return ``8 s``, ``2 min 5 s`` or ``3 h 20 min``."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
