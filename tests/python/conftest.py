"""What several test files share."""

import tomllib
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def articles() -> list[str]:
    """Return the fixture articles: copy of every kind, written for these tests."""
    return [path.read_text("utf-8") for path in sorted((TESTS / "articles").glob("*.txt"))]


@pytest.fixture(scope="session")
def sample() -> str:
    """Return the article that the README reads."""
    return (TESTS.parent / "examples" / "harbour.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def case_texts() -> list[tuple[str | None, str | None]]:
    """Return the text of every case file, and the day that it was published, if it is known."""
    found: list[tuple[str | None, str | None]] = [
        (case["text"], case.get("published"))
        for path in sorted((TESTS / "cases").rglob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
        if "text" in case
    ]
    assert len(found) > 2000
    return found
