"""One run at a time writes to a place."""

import errno
import os
from pathlib import Path
from typing import Any, Literal, Self

try:
    import fcntl
except ImportError:
    # Elsewhere than on POSIX a file that is being written cannot be replaced anyway.
    fcntl = None  # type: ignore[assignment]

#: What a file system says that has no locks, or none for files that are only read.
NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}


class Claim:
    """A file that is locked as long as a run writes; the lock of a run that was killed is gone."""

    def __init__(self, file: Any) -> None:
        """Keep the file that is locked."""
        self._file = file

    @classmethod
    def of(cls, path: Path, mode: Literal["ab", "rb"] = "ab") -> Self | None:
        """Lock a file, and make it if it is to be written; None if it is locked already."""
        while True:
            file = path.open(mode)
            try:
                lock(file)
                # Another run may have given it a name, or taken it away, just before.
                if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    if fcntl is None:
                        # Open, it could not get its name.
                        file.close()
                    return cls(file)
            except BlockingIOError:
                file.close()
                return None
            file.close()

    def close(self) -> None:
        """Let others have it."""
        self._file.close()


def lock(file: Any) -> None:
    """Lock a file, where the system and the file system have locks.

    Raises
    ------
    BlockingIOError
        If another run has locked it.

    """
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as why:
        if why.errno not in NO_LOCKS:
            raise
