"""The progress bar of ``Reader.pipe``."""

import warnings
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from copydesk.errors import CopydeskWarning

T = TypeVar("T")


def bar(results: Iterator[T], texts: Iterable[object]) -> Iterator[T]:
    """Show how many of the texts are read, if tqdm is there to show it."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        warnings.warn(
            "progress=True shows a bar only where tqdm is installed: "
            "pip install copydesk[progress]",
            CopydeskWarning,
            stacklevel=2,
        )
        return results
    total = len(texts) if isinstance(texts, Sized) else None
    return iter(tqdm(results, total=total, unit=" texts"))
