#!/usr/bin/env python3
"""Learn how sure quotations are: the weights in src/quotes/confidence.rs.

usage: confidence.py ARTICLES.jsonl RATED.jsonl [--write src/quotes/confidence.rs]
                     [--test ARTICLES.jsonl RATED.jsonl]

ARTICLES.jsonl holds annotated articles: {"id", "text", "attributions": [{"content", "source_head",
"speaker", "speaker_kind"}]}. RATED.jsonl is what rate_quotes writes for quotations that models
found in them which had not learned from them:

    for K in 0 1 2 3
        train_quotes --train ARTICLES.jsonl --out SCRATCH --hold-out 4 FOUND_K.jsonl --turn K
    rate_quotes ARTICLES.jsonl FOUND.jsonl RATED.jsonl    (FOUND.jsonl is the four together)

A quotation is right if the annotators have one that shares at least half of the words of either,
with that source, and that speaker if they know one. The weights are a logistic regression, drawn
towards zero; --write puts them into the table. Prints how well the confidence that was written
tells right from wrong: its AUC, and for each tenth of it how many are right. Needs Python only, no
package.
"""

import argparse
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

WORD = re.compile(r"\w+(?:['’]\w+)*")
#: A line of the table in the Rust file.
ENTRY = re.compile(r'^    \("([a-z ]+)", (-?[\d_]+)\),\n', re.MULTILINE)
SMALL = {"the", "a", "an", "of", "for", "in", "at", "and", "s"}
#: How strongly weights are drawn towards zero.
PENALTY = 3.0


class Found(NamedTuple):
    """A quotation that was found."""

    evidence: list[str]
    confidence: float
    is_right: bool


def rows(path: str) -> list[dict[str, Any]]:
    """Return the objects of a file, one a line."""
    lines = Path(path).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def folded(name: str) -> list[str]:
    """Return the words of a name, without accents and small words."""
    name = unicodedata.normalize("NFKD", name).casefold()
    name = "".join(c for c in name if not unicodedata.combining(c))
    return [w for w in re.findall(r"\w+", re.sub(r"['’]s\b", "", name)) if w not in SMALL]


def same(one: str, other: str, kind: str | None) -> bool:
    """Return whether two names are of the same speaker."""
    a, b = folded(one), folded(other)
    if not a or not b or a == b:
        return bool(a) and a == b
    either, both = (set(a), set(b)), set(a) & set(b)
    is_part = both in either
    if kind == "person":
        return a[-1] == b[-1] and is_part
    return is_part or len(both) >= 0.6 * max(map(len, either))


def inside(words: list[tuple[int, int]], spans: Iterable[Sequence[int]]) -> set[int]:
    """Return which words stand in spans."""
    return {i for i, (s, e) in enumerate(words) if any(a <= s and e <= b for a, b in spans)}


def is_right(quote: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Return whether a quotation has the source and speaker that it should have."""
    head, source = gold.get("source_head"), quote["source"]
    if head is None:
        right = source is None
    else:
        right = source is not None and source[0] < head[1] and head[0] < source[1]
    if right and gold.get("speaker"):
        speaker = quote["speaker"]
        return bool(speaker) and same(gold["speaker"], speaker, gold.get("speaker_kind"))
    return right


def examples(articles: str, rated: str) -> Iterator[Found]:
    """Yield the quotations that were found."""
    found = {it["id"]: it["quotes"] for it in rows(rated)}
    for article in rows(articles):
        words = [m.span() for m in WORD.finditer(article["text"])]
        known = [(inside(words, it["content"]), it) for it in article["attributions"]]
        for quote in found.get(article["id"], []):
            content = inside(words, quote["content"])
            shared = [
                (len(content & other) / max(1, len(content | other)), it)
                for other, it in known
                if 2 * len(content & other) >= max(len(content), len(other), 1)
            ]
            best = max(shared, key=lambda it: it[0])[1] if shared else None
            right = best is not None and is_right(quote, best)
            yield Found(quote["evidence"], quote["confidence"], right)


def learn(found: list[Found], names: list[str]) -> list[int]:
    """Return weights in thousandths, by Newton's method: the data are small."""
    number = {name: i for i, name in enumerate(names)}
    data = [([number[name] for name in it.evidence], it.is_right) for it in found]
    size = len(names)
    weights = [0.0] * size
    for _ in range(12):
        slope = [-PENALTY * w for w in weights]
        curve = [[PENALTY * (i == j) for j in range(size)] for i in range(size)]
        slope[0], curve[0][0] = 0.0, 1e-6
        for active, right in data:
            p = 1 / (1 + math.exp(-sum(weights[i] for i in active)))
            for i in active:
                slope[i] += right - p
                for j in active:
                    curve[i][j] += p * (1 - p)
        weights = [w + step for w, step in zip(weights, solve(curve, slope), strict=True)]
    return [round(1000 * w) for w in weights]


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Solve linear equations by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        if abs(rows[i][i]) < 1e-12:
            continue
        for r in range(size):
            if r != i and rows[r][i]:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [rows[i][-1] / rows[i][i] if abs(rows[i][i]) >= 1e-12 else 0.0 for i in range(size)]


def area(scored: list[tuple[float, bool]]) -> float:
    """Return the area under the curve of right and wrong; the scores are in order."""
    right = sum(it[1] for it in scored)
    ranks, at = 0.0, 0
    while at < len(scored):
        end = at
        while end < len(scored) and scored[end][0] == scored[at][0]:
            end += 1
        ranks += (at + end + 1) / 2 * sum(it[1] for it in scored[at:end])
        at = end
    return (ranks - right * (right + 1) / 2) / max(1, right * (len(scored) - right))


def report(name: str, scores: Iterable[tuple[float, bool]]) -> None:
    """Print how well scores tell right from wrong."""
    scored = sorted(scores)
    size = len(scored)
    right = sum(it[1] for it in scored)
    loss = -sum(math.log(max(1e-9, p if is_right else 1 - p)) for p, is_right in scored) / size
    print(
        f"{name}: {size} quotations, {100 * right / size:.1f} % right, "
        f"AUC {area(scored):.3f}, log loss {loss:.3f}"
    )
    error = 0.0
    for tenth in range(10):
        part = [it for it in scored if tenth <= min(9, int(10 * it[0])) < tenth + 1]
        if part:
            mean = sum(it[0] for it in part) / len(part)
            share = sum(it[1] for it in part) / len(part)
            error += abs(mean - share) * len(part) / size
            span = f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}"
            print(f"  {span}: {len(part):5}  mean {mean:.3f}  right {share:.3f}")
    print(f"  expected calibration error {error:.3f}")


def main() -> None:
    """Learn, write, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles")
    parser.add_argument("rated")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--test", nargs=2, metavar=("ARTICLES", "RATED"))
    options = parser.parse_args()
    sets = {"learned from": list(examples(options.articles, options.rated))}
    if options.test:
        sets["test"] = list(examples(*options.test))
    for name, found in sets.items():
        report(f"{name}, as rated", [(it.confidence, it.is_right) for it in found])
    if not options.write:
        return
    code = options.write.read_text("utf-8")
    names = [it[1] for it in ENTRY.finditer(code)]
    weights = dict(zip(names, learn(sets["learned from"], names), strict=True))
    table = ENTRY.sub(lambda it: f'    ("{it[1]}", {weights[it[1]]}),\n', code)
    options.write.write_text(table, "utf-8")

    def score(evidence: list[str]) -> float:
        return 1 / (1 + math.exp(-sum(weights[name] for name in evidence) / 1000))

    for name, found in sets.items():
        scored = [(score(it.evidence), it.is_right) for it in found]
        report(f"{name}, with the new weights", scored)
    for name, weight in weights.items():
        count = sum(name in it.evidence for it in sets["learned from"])
        print(f"{weight:6} {count:5} {name}")


if __name__ == "__main__":
    main()
