"""A corpus for the command to read, and what it is written and looked at with."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

LEAD = "The bridge to Holmsund is shut until Thursday, the county said on Monday."
QUOTE = "“We had no choice,” said Mayor Åse Lind. “Two of the cables have to be replaced at once.”"
MORE = "Buses run to the ferry instead, and the ferry sails every half hour until midnight."
TWICE = "The shop at the harbour sold bread for nine crowns, and closed at noon on Saturdays."
#: A corpus: a copy, a text of another script, one without words, and none.
STORIES: list[dict[str, Any]] = [
    {"url": "a/1", "date": "2026-03-02", "outlet": "Wire",
     "story": f"UMEÅ, March 2 (Reuters) - {LEAD}\n\n{QUOTE}\n\n{MORE}"},
    {"url": "b/7", "date": "2026-03-03", "outlet": "Herald",
     "story": f"Bridge shut\n\n{LEAD}\n\n{QUOTE}\n\n{MORE}"},
    {"url": "b/8", "date": None, "outlet": "Herald",
     "story": "海州港管理局星期二宣布，因强风暴影响，港口将继续关闭至星期四。"},
    {"url": "c/9", "date": "2026-03-05T08:00:00Z", "outlet": None,
     "story": f"{TWICE}\n{TWICE}\n\n\"It is a scandal, and a dear one\", said Nils Berg."},
    {"url": "c/10", "date": "2026-03-05", "outlet": "Post", "story": None},
]  # fmt: skip
TEXTS, IDS, DATES, OUTLETS = (
    [row[key] for row in STORIES] for key in ("story", "url", "date", "outlet")
)
#: The options that read them.
COLUMNS = ("--text", "story", "--id", "url", "--published", "date")


def objects(lines: str | bytes | Path) -> list[dict[str, Any]]:
    """Return the objects of JSON lines."""
    data = lines.read_bytes() if isinstance(lines, Path) else lines
    text = data.decode() if isinstance(data, bytes) else data
    assert text.endswith("\n") or not text
    # Texts may hold other marks that end lines.
    return [json.loads(line) for line in text.split("\n")[:-1]]


def jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def write_csv(path: Path, rows: list[dict[str, Any]], **options: Any) -> Path:
    """Write rows as CSV."""
    with path.open("w", encoding=options.pop("encoding", "utf-8"), newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), **options)
        table.writeheader()
        table.writerows(rows)
    return path
