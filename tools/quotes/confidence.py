#!/usr/bin/env python3
"""Learns how sure quotations are: the weights in src/quotes/confidence.rs.

    confidence.py ARTICLES.jsonl RATED.jsonl [--write src/quotes/confidence.rs] [--test ARTICLES RATED]

ARTICLES.jsonl holds annotated articles: {"id", "text", "attributions": [{"content", "source_head", "speaker",
"speaker_kind"}]}. RATED.jsonl is what rate_quotes writes for quotations that models found in them which had
not learned from them:

    for each quarter of the articles
        train_quotes --train ARTICLES.jsonl --out models/speech --hold-out 4 FOUND.jsonl
    rate_quotes ARTICLES.jsonl FOUND.jsonl RATED.jsonl

A quotation is right if the annotators have one that shares at least half of the words of either, with that
source, and that speaker if they know one. The weights are a logistic regression, drawn towards zero;
--write puts them into the table. Prints how well the confidence that was written tells right from wrong:
its AUC, and for each tenth of it how many are right. Needs Python only, no package.
"""

import argparse
import json
import math
import re
import unicodedata

WORD = re.compile(r"\w+(?:['’]\w+)*")
SMALL = {"the", "a", "an", "of", "for", "in", "at", "and", "s"}
# How strongly weights are drawn towards zero.
PENALTY = 3.0


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def folded(name):
    name = unicodedata.normalize("NFKD", name).casefold()
    name = "".join(c for c in name if not unicodedata.combining(c))
    return [w for w in re.findall(r"\w+", re.sub(r"['’]s\b", "", name)) if w not in SMALL]


def same(one, other, kind):
    a, b = folded(one), folded(other)
    if not a or not b or a == b:
        return bool(a) and a == b
    A, B = set(a), set(b)
    if kind == "person":
        return a[-1] == b[-1] and (A <= B or B <= A)
    return A <= B or B <= A or len(A & B) >= 0.6 * max(len(A), len(B))


def examples(articles, rated):
    """The evidence of each quotation that was found, its confidence, and whether it is right."""
    found = {it["id"]: it["quotes"] for it in rows(rated)}
    for article in rows(articles):
        words = [m.span() for m in WORD.finditer(article["text"])]

        def inside(spans):
            return {i for i, (s, e) in enumerate(words) if any(a <= s and e <= b for a, b in spans)}

        known = [(inside(it["content"]), it) for it in article["attributions"]]
        for quote in found.get(article["id"], []):
            content = inside(quote["content"])
            shared = [(len(content & other) / max(1, len(content | other)), it) for other, it in known
                      if 2 * len(content & other) >= max(len(content), len(other), 1)]
            right = False
            if shared:
                gold = max(shared, key=lambda it: it[0])[1]
                head, source = gold.get("source_head"), quote["source"]
                right = (source is None) if head is None else (
                    source is not None and source[0] < head[1] and head[0] < source[1])
                if right and gold.get("speaker"):
                    right = bool(quote["speaker"]) and same(
                        gold["speaker"], quote["speaker"], gold.get("speaker_kind"))
            yield quote["evidence"], quote["confidence"], right


def learn(data, names):
    """Newton's method; the data are small."""
    number = {name: i for i, name in enumerate(names)}
    data = [([number[name] for name in evidence], right) for evidence, _, right in data]
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
        for step, i in zip(solve(curve, slope), range(size)):
            weights[i] += step
    return [round(1000 * w) for w in weights]


def solve(matrix, vector):
    rows = [row[:] + [value] for row, value in zip(matrix, vector)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        if abs(rows[i][i]) < 1e-12:
            continue
        for r in range(size):
            if r != i and rows[r][i]:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][-1] / rows[i][i] if abs(rows[i][i]) >= 1e-12 else 0.0 for i in range(size)]


def report(name, scored):
    scored = sorted(scored)
    right = sum(it[1] for it in scored)
    wrong = len(scored) - right
    ranks = loss = at = 0
    while at < len(scored):
        end = at
        while end < len(scored) and scored[end][0] == scored[at][0]:
            end += 1
        ranks += (at + end + 1) / 2 * sum(it[1] for it in scored[at:end])
        at = end
    for p, is_right in scored:
        loss -= math.log(max(1e-9, p if is_right else 1 - p))
    auc = (ranks - right * (right + 1) / 2) / max(1, right * wrong)
    error = 0
    print(f"{name}: {len(scored)} quotations, {100 * right / len(scored):.1f} % right, AUC {auc:.3f}, "
          f"log loss {loss / len(scored):.3f}")
    for tenth in range(10):
        part = [it for it in scored if tenth <= min(9, int(10 * it[0])) < tenth + 1]
        if part:
            mean, share = sum(it[0] for it in part) / len(part), sum(it[1] for it in part) / len(part)
            error += abs(mean - share) * len(part) / len(scored)
            print(f"  {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: {len(part):5}  mean {mean:.3f}  right {share:.3f}")
    print(f"  expected calibration error {error:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("rated")
    parser.add_argument("--write")
    parser.add_argument("--test", nargs=2, metavar=("ARTICLES", "RATED"))
    options = parser.parse_args()
    data = list(examples(options.articles, options.rated))
    report("as rated", [(p, right) for _, p, right in data])
    if options.test:
        report("test, as rated", [(p, right) for _, p, right in examples(*options.test)])
    if not options.write:
        return
    with open(options.write, encoding="utf-8") as file:
        code = file.read()
    table = re.compile(r'^    \("([a-z ]+)", (-?[\d_]+)\),\n', re.M)
    names = [it.group(1) for it in table.finditer(code)]
    weights = dict(zip(names, learn(data, names)))
    with open(options.write, "w", encoding="utf-8") as file:
        file.write(table.sub(lambda it: f'    ("{it.group(1)}", {weights[it.group(1)]}),\n', code))

    def score(evidence):
        return 1 / (1 + math.exp(-sum(weights[name] for name in evidence) / 1000))

    report("with the new weights", [(score(evidence), right) for evidence, _, right in data])
    if options.test:
        report("test, with the new weights",
               [(score(evidence), right) for evidence, _, right in examples(*options.test)])
    for name, weight in weights.items():
        count = sum(name in it[0] for it in data)
        print(f"{weight:6} {count:5} {name}")


if __name__ == "__main__":
    main()
