"""Quotations by who says them, across texts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from copydesk.errors import InputTypeError, InputValueError
from copydesk.plots._columns import Columns

KINDS = ("person", "org", "group", "document")


class Said(NamedTuple):
    """What one name says, in all texts."""

    name: str
    rows: list[dict[str, Any]]


def speakers(
    given: object,
    plot: str,
    needed: Sequence[str],
    kinds: Collection[str] | None,
    unnamed: bool,
    also: Sequence[str] = (),
) -> list[Said]:
    """Return the speakers, in the order of their first quotations."""
    wanted = _kinds(kinds)
    columns = Columns(
        given, plot, "quotes", ["speaker", *needed], ["speaker_kind", "entity", *also]
    )
    # A reader without entities numbers nobody: then no number says nothing.
    numbered = any(number is not None for number in columns["entity"])
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    keys: dict[str, str] = {}
    for row in columns.where(lambda row: row["speaker"] is not None):
        speaker = str(row["speaker"]).strip()
        kind = row.get("speaker_kind")
        if not speaker or (wanted is not None and kind is not None and kind not in wanted):
            continue
        if numbered and row["entity"] is None and not unnamed:
            continue
        key = keys.get(speaker)
        if key is None:
            key = keys[speaker] = " ".join(speaker.casefold().split())
        spellings[key][speaker] += 1
        said[key].append(row)
    return [Said(spellings[key].most_common(1)[0][0], rows) for key, rows in said.items()]


def _kinds(kinds: Collection[str] | None) -> set[str] | None:
    if kinds is None:
        return None
    if isinstance(kinds, str):
        raise InputTypeError(f"kinds must be a list of kinds: [{kinds!r}]")
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise InputValueError(f"there is no kind {unknown[0]!r}: there are {', '.join(KINDS)}")
    return set(kinds)
