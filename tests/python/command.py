"""The command ``copydesk``, run as a person runs it."""

import os
import subprocess
import sys
from pathlib import Path

Result = subprocess.CompletedProcess[bytes]


def environ(**environment: str) -> dict[str, str]:
    """Return the environment of the command: this one, and what is named."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return kept | environment


def command(*arguments: str | Path) -> list[str]:
    """Return what runs the command."""
    return [sys.executable, "-m", "copydesk", *map(str, arguments)]


def run(*arguments: str | Path, stdin: bytes | None = None, **environment: str) -> Result:
    """Run the command."""
    return subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        env=environ(**environment),
        timeout=100,
        check=False,
    )


def complaints(result: Result) -> list[str]:
    """Return what the command says to people, without its name."""
    return [line.removeprefix("copydesk: ") for line in result.stderr.decode().splitlines()]


def on_terminal(*arguments: str | Path, **environment: str) -> tuple[int, str]:
    """Run the command on a terminal, and return its status and all that is shown there."""
    import pty

    master, slave = pty.openpty()
    child = subprocess.Popen(
        command(*arguments), stdin=slave, stdout=slave, stderr=slave, env=environ(**environment)
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    return child.wait(timeout=30), shown.decode()
