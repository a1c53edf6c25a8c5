"""Tell how English writes its words: with a capital, in capitals, and how often at all.

``collect.py`` runs it over the probabilities of words that spacy-lookups-data has, which count the
spellings of a word apart. Let `small`, `capital` and `upper` be the probabilities of all spellings
of a word in small letters, in capitals throughout (two letters at least), and else (`Oslo`,
`iPhone`). The table has three numbers for the word, each the number of the bucket of a value:

- *capital*, `capital / (small + capital)`; 1 where the word is only written in capitals. Buckets
  0 to 7 begin at 0, 0.02, 0.06, 0.15, 0.3, 0.5, 0.75 and 0.93.
- *upper*, `upper / (small + capital + upper)`. Buckets 0 to 3 begin at 0, 0.02, 0.1 and 0.5.
- *rarity*, the negative natural logarithm of `small + capital + upper`. Bucket 0 ends at 7.8, each
  further one is 1.8 wide, and bucket 7 has no end.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping

#: Where the buckets of `capital` begin, but the first.
CAPITAL = (0.02, 0.06, 0.15, 0.3, 0.5, 0.75, 0.93)
#: Where the buckets of `upper` begin, but the first.
UPPER = (0.02, 0.1, 0.5)
#: Where the first bucket of rarity would begin, and how wide each is, in natural logarithms.
FREQUENT, WIDTH = 6, 1.8
#: The last bucket of rarity.
RAREST = 7
#: So many words are in the table, the most frequent.
WORDS = 170_000


def table(logarithms: Mapping[str, float], count: int = WORDS) -> list[tuple[str, int, int, int]]:
    """Give each of the most frequent words its buckets, sorted by rarity and word.

    Parameters
    ----------
    logarithms
        The natural logarithm of the probability of each spelling.
    count
        How many words are kept, the most frequent; of equally frequent ones the first by code
        points.

    """
    words: dict[str, list[float]] = {}
    for spelling, logarithm in logarithms.items():
        word = spelling.lower()
        if word.split() == [word] and any(letter.isalpha() for letter in word):
            words.setdefault(word, [0.0, 0.0, 0.0])[style(spelling)] += math.exp(logarithm)
    kept = sorted((-sum(shares), word) for word, shares in words.items())[:count]
    rows = [(word, *buckets(*words[word])) for _, word in kept]
    return sorted(rows, key=lambda row: (row[3], row[0]))


def style(spelling: str) -> int:
    """Tell whether a spelling is in small letters (0), with a capital (1) or in capitals (2)."""
    if spelling == spelling.lower():
        return 0
    return 2 if len(spelling) > 1 and spelling == spelling.upper() else 1


def buckets(small: float, capital: float, upper: float) -> tuple[int, int, int]:
    """Put the probabilities of a word's spellings, not all 0, into the buckets of the table."""
    every = small + capital + upper
    share = capital / (small + capital) if small + capital else 1.0
    rarity = int((-math.log(every) - FREQUENT) / WIDTH)
    return (
        bisect_right(CAPITAL, share),
        bisect_right(UPPER, upper / every),
        min(RAREST, max(0, rarity)),
    )
