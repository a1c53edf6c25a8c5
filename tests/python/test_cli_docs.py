"""What docs/command-line.md says to type, typed."""

import gzip
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import run
from corpora import STORIES, jsonl, write_csv

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def commands() -> list[list[str]]:
    """Return the commands of the page, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [line.split()[1:] for block in blocks for line in block.splitlines()]


def test_the_commands_of_the_page_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(STORIES[0]["story"], "utf-8")
    Path("news.jsonl").write_bytes(jsonl(row | {"text": row["story"]} for row in STORIES))
    table = write_csv(Path("news.csv"), STORIES)
    Path("news.csv.gz").write_bytes(gzip.compress(table.read_bytes()))
    pq.write_table(pa.Table.from_pylist(STORIES), "news.parquet")
    today = [{"id": f"t{number}", "text": row["story"]} for number, row in enumerate(STORIES)]
    Path("today.jsonl").write_bytes(jsonl(today))
    Path("more.jsonl").write_bytes(jsonl(row | {"id": f"m{row['id']}"} for row in today))
    typed = commands()
    assert len(typed) > 10
    for arguments in typed:
        result = run(*arguments)
        assert result.returncode == 0, (arguments, result.stderr)
    for name in ("out/quotes.parquet", "out/copydesk.json", "tables/stories.parquet",
                 "quotes.parquet", "pairs.parquet", "found/texts.parquet", "clean.jsonl",
                 "shared/places.parquet", "known.jsonl"):  # fmt: skip
        assert Path(name).exists(), name
    assert len(Path("clean.jsonl").read_bytes().splitlines()) < len(STORIES)
    assert b"has 15 texts" in run("index", "info", "archive.index").stdout


def test_the_page_knows_every_option() -> None:
    page = PAGE.read_text("utf-8")
    for name in ("read", "duplicates", "passages", "index build", "index add", "index check"):
        shown = run(*name.split(), "--help", COLUMNS="200").stdout.decode()
        # Help, short names for the same, and what only a page has.
        known = {"--help", "--output", "--color", "--width"}
        for option in set(re.findall(r"--[a-z-]+", shown)) - known:
            assert option in page, f"{name} {option}"
