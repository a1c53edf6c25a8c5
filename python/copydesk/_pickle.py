"""What pickles of options call to make them anew."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def call(make: Callable[..., T], options: dict[str, object]) -> T:
    """Call a class whose options are keywords only, which pickle itself cannot."""
    return make(**options)
