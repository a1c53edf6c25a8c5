"""The corpus of the benchmarks is what it says, and its scores can tell right from wrong."""

import importlib
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench() -> Any:
    """Return what imports a module of the benchmarks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCH)
        yield importlib.import_module


@pytest.fixture(scope="module")
def documents(bench: Any) -> list[Any]:
    return list(bench("corpus").documents(3_000))


def test_a_seed_stands_for_a_corpus(bench: Any, documents: list[Any]) -> None:
    corpus = bench("corpus")
    assert list(corpus.documents(1_000)) == documents[:1_000]
    others = islice(corpus.documents(100, seed=1), 100)
    assert not {it.text for it in others} & {it.text for it in documents}


def test_gold_says_what_was_copied(documents: list[Any]) -> None:
    known = {it.id: it for it in documents}
    copies = [it for it in documents if it.kind != "original"]
    assert 0.15 < len(copies) / len(documents) < 0.25
    for it in copies:
        source = known[it.cluster]
        assert (source.kind, source.cluster) == ("original", source.id)
        assert (it.text == source.text) == (it.kind == "exact")
        if it.kind == "truncated":
            assert source.text.startswith(it.text)
        elif it.kind == "removed":
            assert set(it.text.splitlines()) < set(source.text.splitlines())
    assert all(it.cluster == it.id for it in documents if it.kind == "original")


def test_documents_have_the_lengths_of_news(documents: list[Any]) -> None:
    sizes = sorted(len(it.text.encode()) for it in documents)
    assert 2_000 < sum(sizes) / len(sizes) < 2_500
    assert sizes[0] < 700
    assert 6_000 < sizes[-1] < 14_000


def test_scores_are_of_pairs(bench: Any) -> None:
    duplicates: ModuleType = bench("duplicates")
    gold = [0, 0, 0, 3, 4]
    assert duplicates.pair_scores(gold, gold) == (1.0, 1.0)
    # One of the three pairs is found, beside one that is none.
    assert duplicates.pair_scores([0, 0, 2, 3, 3], gold) == (0.5, pytest.approx(1 / 3))
    assert duplicates.pair_scores([0, 1, 2, 3, 4], gold) == (1.0, 0.0)
    assert duplicates.flag_scores([1, 1, 0, 1, 0], gold) == (2 / 3, 2 / 3)
    assert duplicates.clusters(5, [(3, 4), (1, 0), (4, 1)]) == [0, 0, 2, 0, 0]


def test_tables_of_other_areas_are_kept(
    bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speed = bench("speed")
    monkeypatch.setattr(speed, "DOCUMENT", tmp_path / "benchmarks.md")
    begin, end = speed.MARK.format("begin"), speed.MARK.format("end")
    speed.DOCUMENT.write_text(f"Before.\n\n{begin}\n\n### repeats\n\n| r |\n\n{end}\nAfter.\n")
    speed.write({"duplicates": "### duplicates\n\n10,000 documents:\n\n| d |"})
    speed.write({"sentences": "### sentences\n\n| s |"})
    text = speed.DOCUMENT.read_text()
    assert text.startswith(f"Before.\n\n{begin}\n\nMeasured on ")
    assert text.endswith(
        "### sentences\n\n| s |\n\n### repeats\n\n| r |\n\n"
        f"### duplicates\n\n10,000 documents:\n\n| d |\n\n{end}\nAfter.\n"
    )
