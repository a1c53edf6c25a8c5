"""Progress bars, where tqdm is there to show them."""

import warnings
from collections.abc import Iterable, Sized
from typing import Any

from copydesk.errors import CopydeskWarning

NO_TQDM = "progress=True shows a bar only where tqdm is installed: pip install 'copydesk[progress]'"


class Bars:
    """Two bars, one after the other: of texts that were read, of pairs that were compared."""

    def __init__(self, texts: Iterable[object]) -> None:
        """Show the first one."""
        self._total = len(texts) if isinstance(texts, Sized) else None
        self._bar = self._new("texts", self._total)
        self._comparing = False

    def _new(self, unit: str, total: int | None) -> Any:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            if unit == "texts":
                warnings.warn(NO_TQDM, CopydeskWarning, stacklevel=3)
            return None
        return tqdm(total=total, unit=f" {unit}")

    def read(self, texts: int) -> None:
        """Show that so many texts more were read."""
        if self._bar is not None:
            self._bar.update(texts)

    def compared(self, done: int, total: int) -> None:
        """Show that so many pairs were compared, of so many."""
        if total and self._bar is not None:
            if not self._comparing:
                self._bar.close()
                self._bar, self._comparing = self._new("pairs", total), True
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bars as they are."""
        if self._bar is not None:
            self._bar.close()
