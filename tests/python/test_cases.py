"""The case files, through Python's door. The same files run through Rust in tests/*.rs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import copydesk as cd

CASES = Path(__file__).parent.parent / "cases"


def cases(folder: str, key: str) -> list[Any]:
    """Every case of a folder that says what ``key`` should be."""
    found = [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted((CASES / folder).glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
        if key in case
    ]
    assert found, f"no cases in {folder} with {key}"
    return found


@pytest.mark.parametrize("case", cases("text", "paragraphs"))
def test_paragraphs(case: dict[str, Any]) -> None:
    assert [span.text for span in cd.read(case["text"]).paragraphs] == case["paragraphs"]


@pytest.mark.parametrize("case", cases("text", "sentences"))
def test_sentences(case: dict[str, Any]) -> None:
    assert [span.text for span in cd.read(case["text"]).sentences] == case["sentences"]


@pytest.mark.parametrize("case", cases("quotes", "quotes"))
def test_quotes(case: dict[str, Any]) -> None:
    found = [
        {"kind": quote.kind, "parts": [part.text for part in quote.parts]}
        for quote in cd.extract_quotes(case["text"])
    ]
    assert found == case["quotes"]
    assert cd.Reader(repeats="mark").read(case["text"]).quotes == cd.extract_quotes(case["text"])


@pytest.mark.parametrize("case", cases("repeats", "repeats"))
def test_repeats(case: dict[str, Any]) -> None:
    found = [
        {"text": repeat.text, "first": repeat.first.text}
        for repeat in cd.find_repeats(case["text"])
    ]
    assert found == case["repeats"]
    assert cd.drop_repeats(case["text"]) == case["kept"]
    assert cd.read(case["text"]).body == case["kept"]
