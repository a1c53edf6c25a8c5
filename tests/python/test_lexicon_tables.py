"""The tagger's tables of phrases, habits and clusters: how they are made of lists and packages."""

from __future__ import annotations

import importlib
import io
import json
import math
import pathlib
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEXICON = ROOT / "tools" / "lexicon"


@pytest.fixture(scope="module")
def tools() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT)
        yield


@pytest.fixture(scope="module")
def collect(tools: None) -> ModuleType:
    return importlib.import_module("tools.lexicon.collect")


@pytest.fixture(scope="module")
def habits(tools: None) -> ModuleType:
    return importlib.import_module("tools.lexicon.habits")


@pytest.fixture(scope="module")
def clusters(tools: None) -> ModuleType:
    return importlib.import_module("tools.lexicon.clusters")


def test_lists_in_the_tree_are_well_formed(collect: ModuleType) -> None:
    for path in sorted((LEXICON / "lists").glob("*.txt")):
        text = path.read_text("utf-8")
        assert "Licence: MIT OR Apache-2.0" in text, path.name
        phrases = list(collect.read_list(text, path.name))
        assert phrases == sorted(set(phrases)), path.name
        assert all(collect.is_latin(phrase) for phrase in phrases), path.name


@pytest.mark.parametrize("line", ["", " Oslo", "Oslo ", "Rio  Claro", "Oslo\tcity"])
def test_a_line_that_is_no_phrase_is_named(collect: ModuleType, line: str) -> None:
    with pytest.raises(ValueError, match=r"town\.txt, line 2"):
        list(collect.read_list(f"# Towns.\n{line}\nBergen\n", "town.txt"))


def test_packages_and_their_digests_are_named_among_the_sources(collect: ModuleType) -> None:
    sources = (LEXICON / "SOURCES.md").read_text("utf-8")
    for spec, digest in collect.PACKAGES.items():
        name, version = spec.replace("==", "@").split("@")
        assert f"| {name} {version} |" in sources
        assert f"`{digest}`" in sources, name


def test_names_are_spelled_with_accents_and_without(collect: ModuleType) -> None:
    rows = [("Łódź", "city100k"), ("Tromsø", "city15k"), ("Κόρινθος", "city15k")]
    assert sorted(collect.spelled(rows)) == [
        ("Lodz", "city100k"),
        ("Tromso", "city15k"),
        ("Tromsø", "city15k"),
        ("Łódź", "city100k"),
    ]


@pytest.mark.parametrize("phrase", ["x ray", "Ward 7", "Oslo (Norge)", "a", "-", "Oslo/Drammen"])
def test_what_is_no_name_of_a_package_is_left(collect: ModuleType, phrase: str) -> None:
    assert not collect.is_name(phrase)
    assert collect.is_name("Oslo")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("MARY", "Mary"), ("mary", "Mary"), ("MCKAY", "McKay"), ("DeShawn", "DeShawn"), ("Mc", "Mc")],
)
def test_names_get_their_capitals(collect: ModuleType, given: str, expected: str) -> None:
    assert collect.capitalised(given) == expected


def test_lists_of_a_provider_are_read_without_running_it(collect: ModuleType) -> None:
    source = """
class Provider(PersonProvider):
    first_names_male = ("Arne", "Bo")
    first_names_female: Tuple[str, ...] = ["Kari"]
    first_names = first_names_male + first_names_female
    last_names = OrderedDict([("Moe", 0.5), ("Lie", 0.25)])
    formats_male = OrderedDict({"{{first_name_male}}": 1})
    last_names_weighted = compute(last_names)
    raise SystemExit
"""
    lists = collect.assignments(source)
    assert lists["first_names"] == ["Arne", "Bo", "Kari"]
    assert lists["last_names"] == ["Moe", "Lie"]
    assert lists["formats_male"] == ["{{first_name_male}}"]
    assert lists["last_names_weighted"] == []


@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ("first_names_male", "first_male"),
        ("first_names_female", "first_female"),
        ("first_names", "first"),
        ("last_names_female", "last"),
        ("first_kana_names", ""),
        ("first_name_pairs", ""),
        ("prefixes_male", ""),
    ],
)
def test_a_list_is_known_by_its_name(collect: ModuleType, variable: str, kind: str) -> None:
    assert collect.kind_of_names(variable) == kind


def test_a_word_has_the_habits_of_all_its_spellings(habits: ModuleType) -> None:
    shares = {"rose": 0.08, "Rose": 0.02, "ROSE": 0.2, "Oslo": 1e-6, "NATO": 1e-9, "x": 0.001}
    assert habits.table({word: math.log(share) for word, share in shares.items()}) == [
        ("rose", 3, 3, 0),
        ("x", 0, 0, 0),
        ("oslo", 7, 0, 4),
        ("nato", 7, 3, 7),
    ]


@pytest.mark.parametrize(
    ("spelling", "style"),
    [("oslo", 0), ("Oslo", 1), ("iPhone", 1), ("OSLO", 2), ("I", 1), ("U.N.", 2), ("o'clock", 0)],
)
def test_a_spelling_has_a_style(habits: ModuleType, spelling: str, style: int) -> None:
    assert habits.style(spelling) == style


def test_a_bucket_begins_with_its_threshold(habits: ModuleType) -> None:
    assert habits.buckets(0.5, 0.5, 0.0) == (5, 0, 0)
    assert habits.buckets(0.51, 0.49, 0.0) == (4, 0, 0)
    assert habits.buckets(0.25, 0.25, 0.5) == (5, 3, 0)
    assert habits.buckets(math.exp(-7.7), 0.0, 0.0) == (0, 0, 0)
    assert habits.buckets(math.exp(-7.9), 0.0, 0.0) == (0, 0, 1)


def test_the_most_frequent_words_have_habits(habits: ModuleType) -> None:
    logarithms = {"harbour": -9.0, "ferry": -9.0, "ferry boat": -1.0, "1905": -1.0, "pier": -7.0}
    assert [row[0] for row in habits.table(logarithms, 2)] == ["pier", "ferry"]


def packed(words: dict[str, list[float]]) -> io.BytesIO:
    """Write vectors as the package has them: with the length, and the place, behind each."""
    rows = {word: [*numbers, 1, place] for place, (word, numbers) in enumerate(words.items())}
    data = {"precision": 8, "words": list(words), "vectors": rows, "unkVector": [0, -1]}
    return io.BytesIO(json.dumps(data, separators=(",", ":")).encode())


def test_vectors_are_read_block_by_block(
    clusters: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "DIMENSIONS", 2)
    monkeypatch.setattr(clusters, "BLOCK", 7)
    file = packed({'"': [0.5, -1], "[1]": [2, 3e-05], "ø": [4, 5], "ferry": [6, 7]})
    words, vectors = clusters.read_vectors(file, 3)
    assert words == ['"', "[1]", "ø"]
    assert vectors.tolist() == np.array([[0.5, -1], [2, 3e-05], [4, 5]], np.float32).tolist()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"words":["a"],"vectors":{"a":[1,2,1,7]}}', "vector 0"),
        ('{"words":["a"],"vectors":{}}', "too early"),
        ('{"words":["a"]}', "too early"),
    ],
)
def test_vectors_that_are_wrong_are_refused(clusters: ModuleType, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        clusters.read_vectors(io.BytesIO(text.encode()), 1)


def bundles(count: int, each: int) -> npt.NDArray[np.float32]:
    """Give unit vectors in tight bundles, the bundles taking turns."""
    draw = np.random.default_rng(5)
    axes = np.tile(np.eye(count), (each, 1))
    points = axes + draw.normal(scale=0.05, size=axes.shape)
    return np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True), dtype=np.float32)


def test_points_of_a_bundle_share_a_cluster(
    clusters: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "BATCH", 7)
    points = bundles(3, 20)
    grain = clusters.Grain(clusters=3, learned=45, rounds=10)
    labels = clusters.k_means(points, grain, np.random.default_rng(1)).reshape(20, 3)
    assert (labels == labels[0]).all()
    assert sorted(labels[0]) == [0, 1, 2]


def test_what_most_vectors_share_is_taken_away(clusters: ModuleType) -> None:
    draw = np.random.default_rng(3)
    vectors = draw.normal(size=(200, 6)) * [90, 60, 1, 1, 1, 1] + 40
    vectors = vectors.astype(np.float32)
    clusters.spread(vectors)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.abs(vectors[:, :2]).mean() < 0.1
    assert np.abs(vectors[:, 2:]).mean() > 0.3
