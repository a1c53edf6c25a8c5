"""What cannot be read: named, counted, and what becomes of it."""

from copydesk.cli.console import StoppedError, complain, counted
from copydesk.cli.progress import Progress

#: So many are named; of the rest only the number is told.
NAMED = 20


class Problems:
    """Rows that cannot be read.

    Parameters
    ----------
    policy : {"null", "skip", "fail"}
        What becomes of such a row: it is there without a text, it is left out, or it is the end.
    progress : Progress
        Whose line stands where complaints go.

    """

    def __init__(self, policy: str, progress: Progress) -> None:
        """Know of none yet."""
        self.policy = policy
        self.count = 0
        #: The first ones, as they were named.
        self.named: list[str] = []
        self._progress = progress

    def name(self, where: str, why: str) -> None:
        """Say what cannot be read, and stop there if that was asked for.

        Raises
        ------
        StoppedError
            If the first one is to be the end.

        """
        self.count += 1
        if self.count <= NAMED:
            self.named.append(f"{where}: {why}")
            self._progress.clear()
            complain(self.named[-1])
        if self.policy == "fail":
            raise StoppedError

    def close(self) -> None:
        """Say how many were not named."""
        if self.count > NAMED:
            self._progress.clear()
            complain(f"{counted(self.count - NAMED, 'more', 'more')} like these")
