"""Ctrl-C, and being told to end, held back while a file is written."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self


class Terminated(KeyboardInterrupt):
    """The process was told to end (SIGTERM)."""


class Signals:
    """While this is entered, signals end the work between two writes, never amid one."""

    def __init__(self) -> None:
        """Change nothing yet."""
        self._before: dict[int, object] = {}
        self._held = False
        self._came: int | None = None

    def __enter__(self) -> Self:
        """Take the signals."""
        for number in (signal.SIGINT, signal.SIGTERM):
            # What the shell has it ignore (`nohup`, `&`) stays ignored.
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                try:
                    self._before[number] = signal.signal(number, self._take)
                except ValueError:
                    # A thread that is not the main one gets no signals.
                    break
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the signals to whoever had them."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self._held:
            self._came = number
        else:
            raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let a signal wait until this is over."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._came is not None:
            self._take(self._came, None)

    def ignore(self) -> None:
        """Let no signal come any more: what is under way is the end."""
        self._held = True
