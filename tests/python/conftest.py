"""What several test files share."""

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
