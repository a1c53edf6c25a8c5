#!/usr/bin/env python3
"""Learn the verdict on pairs of texts that share words: trees, of which src holds a table.

usage: python -m tools.dedup.train --families EVIDENCE.tsv GOLD.jsonl [DOCS.jsonl]
           [--families ...] [--natural EVIDENCE.tsv PAIRS.tsv]
           [--check EVIDENCE.tsv GOLD.jsonl [DOCS.jsonl]]
           [--check-pairs EVIDENCE.tsv PAIRS.tsv] [--out verdict.txt] [--leave-out] [--compare]

EVIDENCE.tsv is what is known of pairs: a head line `a b FEATURE...`, then the ids of two texts and
numbers, empty where they are missing. Which features there are is not known here; which of them can
only speak for the same, or only against it, says `DIRECTIONS`. GOLD.jsonl and PAIRS.tsv are what
families.py writes, or files like them (PAIRS.tsv: id_a, id_b, label `dup`, `not` or `amb`). With
DOCS.jsonl ({"id", "text"}) texts of the same words are joined before pairs and clusters are
counted, as those need no verdict.

Every pair is learned from with its days apart and without, so that one verdict serves both. The
folds of the families divide the base articles: what is reported of them was decided by trees that
had not seen any text of that article, and of texts to check likewise, where their article is known.
Pairs to check are never learned from. With --leave-out each edit is judged by trees which never saw
it; with --compare the number of trees, their depth and a logistic regression are compared.

Needs scikit-learn: `pip install scikit-learn==1.9.1`. The same input and seed give the same file.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from tools.dedup.families import FOLDS, fold_of, verdict

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

#: Features that can only speak for the same (1) or only against it (-1); by the beginning of names.
DIRECTIONS = {
    "cover": 1,
    "days_apart": -1,
    "exactness": 1,
    "in_order": 1,
    "lead": 1,
    "longest": 1,
    "matched": 1,
    "names_agree": 1,
    "names_differ": -1,
    "numbers_agree": 1,
    "numbers_differ": -1,
    "passage_share": 1,
    "piece_share": 1,
}
DAYS = "days_apart"
THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
#: Pairs of one family, and of one form of notice, count together for no more than so many.
FAMILY, FORM = 6.0, 150.0


class Pair(NamedTuple):
    """Two texts, what is true of them and how it came about."""

    a: str
    b: str
    same: bool
    folds: tuple[int, int]
    #: What to report it under: the edit, if one text is the base, or the kind of negative.
    kind: str
    #: All edits that either text underwent.
    edits: frozenset[str]
    natural: bool
    weight: float


@dataclass
class Table:
    """Pairs and their evidence."""

    names: list[str]
    pairs: list[Pair]
    x: Numbers

    @property
    def y(self) -> Flags:
        """Return which pairs are the same."""
        return np.array([it.same for it in self.pairs], dtype=bool)

    @property
    def weights(self) -> Numbers:
        """Return how much each pair counts."""
        return np.array([it.weight for it in self.pairs])

    def kept(self, keep: Flags) -> Table:
        """Return some of the pairs."""
        pairs = [it for it, is_kept in zip(self.pairs, keep, strict=True) if is_kept]
        return Table(self.names, pairs, self.x[keep])

    def where(self, test: Callable[[Pair], bool]) -> Flags:
        """Return for which pairs a test holds."""
        return np.array([test(it) for it in self.pairs], dtype=bool)

    def undated(self) -> Numbers:
        """Return the evidence without the days."""
        x = self.x.copy()
        if DAYS in self.names:
            x[:, self.names.index(DAYS)] = np.nan
        return x


# What is known


def evidence(path: Path) -> tuple[list[str], list[tuple[str, str]], Numbers]:
    """Read the names of the features, the ids of pairs, and the numbers."""
    lines = path.read_text("utf-8").splitlines()
    names = lines[0].split("\t")[2:]
    rows = [line.split("\t") for line in lines[1:]]
    x = np.array([[float(it) if it else np.nan for it in row[2:]] for row in rows])
    return names, [(row[0], row[1]) for row in rows], x.reshape(len(rows), len(names))


def gold_of(path: Path) -> dict[str, dict[str, Any]]:
    """Read what is true of texts; other makers of families leave some of it out."""
    gold = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        row.setdefault("fold", fold_of(row["base"]))
        row.setdefault("parts", None)
        gold[row["id"]] = row
    return gold


def truth(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool | None:
    """Tell whether two texts are the same; None if that is open."""
    if a["parts"] is None or b["parts"] is None:
        return bool(a["cluster"] == b["cluster"])
    return verdict(a, b)


def kind_of(a: Mapping[str, Any], b: Mapping[str, Any], same: bool) -> str:
    """Return what to report a pair under."""
    if not same:
        negatives = sorted({it["neg"] for it in (a, b) if it["neg"]})
        return "not: " + (" / ".join(negatives) if a["neg"] and b["neg"] else "a strange paragraph")
    kinds = sorted({a["kind"], b["kind"]} - {"base"})
    if "base" in (a["kind"], b["kind"]) and not (a["ops"] or b["ops"]):
        return kinds[0] if kinds else "base"
    return "compound" if kinds == ["compound"] else "two copies"


def families(path: Path, gold_path: Path, excerpts: bool = False) -> Table:
    """Read pairs of families; ``excerpts``: also of a story and another that holds it."""
    names, ids, x = evidence(path)
    gold = gold_of(gold_path)
    pairs, keep = [], np.zeros(len(ids), dtype=bool)
    sizes: defaultdict[tuple[str, str], int] = defaultdict(int)
    groups = []
    for i, (one, other) in enumerate(ids):
        a, b = gold[one], gold[other]
        same = truth(a, b)
        held = same and "excerpt" in (a["kind"], b["kind"])
        if same is None or (held and not excerpts):
            continue
        keep[i] = True
        group = ("family", str(a["cluster"])) if same else ("form", f"{a['base']} {b['base']}")
        sizes[group] += 1
        groups.append(group)
        done = frozenset([a["kind"], b["kind"], *(a["ops"] or []), *(b["ops"] or [])])
        kind = kind_of(a, b, same)
        folds = (a["fold"], b["fold"])
        pairs.append(Pair(one, other, same, folds, kind, done, False, 1.0))
    for i, group in enumerate(groups):
        most = FAMILY if group[0] == "family" else FORM
        pairs[i] = pairs[i]._replace(weight=min(1.0, most / sizes[group]))
    return Table(names, pairs, x[keep])


def natural(path: Path, pairs_path: Path, weight: float) -> Table:
    """Read natural pairs; each label counts as much as the other in all, and ``weight`` a pair."""
    names, ids, x = evidence(path)
    labels = {}
    for line in pairs_path.read_text("utf-8").splitlines()[1:]:
        a, b, label = line.split("\t")[:3]
        labels[frozenset((a, b))] = label
    found = [labels.get(frozenset(it), "amb") for it in ids]
    size = {it: max(1, found.count(it)) for it in ("dup", "not")}
    total = size["dup"] + size["not"]
    pairs, keep = [], np.array([it != "amb" for it in found], dtype=bool)
    for (a, b), label in zip(ids, found, strict=True):
        if label != "amb":
            share = weight * total / 2 / size[label]
            folds = (fold_of(a), fold_of(b))
            kind = f"natural {label}"
            pairs.append(Pair(a, b, label == "dup", folds, kind, frozenset(), True, share))
    return Table(names, pairs, x[keep])


def joined(tables: Sequence[Table]) -> Table:
    """Put tables of the same features together."""
    names = tables[0].names
    for it in tables:
        if it.names != names:
            raise SystemExit(f"the features differ: {names} and {it.names}")
    pairs = [pair for it in tables for pair in it.pairs]
    return Table(names, pairs, np.concatenate([it.x for it in tables]))


# What is learned


class Shape(NamedTuple):
    """How many trees of which size."""

    trees: int = 60
    depth: int = 4
    rate: float = 0.2
    leaf: int = 60


def directions(names: Iterable[str]) -> list[int]:
    """Return for each feature what it can speak for."""
    found = []
    for name in names:
        signs = [sign for start, sign in DIRECTIONS.items() if name.startswith(start)]
        found.append(signs[0] if signs else 0)
    return found


def grown(table: Table, keep: Flags, shape: Shape, seed: int) -> Any:
    """Grow trees on some of the pairs, with and without their dates."""
    x = np.concatenate([table.x[keep], table.undated()[keep]])
    y = np.tile(table.y[keep], 2)
    weights = np.tile(table.weights[keep], 2) / 2
    model = HistGradientBoostingClassifier(
        max_iter=shape.trees,
        max_depth=shape.depth,
        max_leaf_nodes=2**shape.depth,
        learning_rate=shape.rate,
        min_samples_leaf=shape.leaf,
        l2_regularization=1.0,
        monotonic_cst=directions(table.names),
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(x, y, sample_weight=weights)


class Line:
    """A logistic regression that is asked as the trees are: missing numbers are the mean."""

    def __init__(self, table: Table, keep: Flags) -> None:
        """Learn from some of the pairs, with and without their dates."""
        x = np.concatenate([table.x[keep], table.undated()[keep]])
        self.mean, self.spread = np.nanmean(x, 0), np.nanstd(x, 0) + 1e-9
        weights = np.tile(table.weights[keep], 2) / 2
        self.model = LogisticRegression(C=10, max_iter=2000)
        self.model.fit(self.filled(x), np.tile(table.y[keep], 2), sample_weight=weights)

    def filled(self, x: Numbers) -> Numbers:
        """Scale, and square what is not missing."""
        z = np.nan_to_num((x - self.mean) / self.spread)
        return np.concatenate([z, np.minimum(z * z, 9)], 1)

    def decision_function(self, x: Numbers) -> Numbers:
        """Return log odds."""
        return np.asarray(self.model.decision_function(self.filled(x)))


def crossed(table: Table, learn: Callable[[Flags], Any]) -> tuple[list[Any], Numbers, Numbers]:
    """Learn without each fold; return the models and the log odds of what they had not seen.

    The log odds are with and without dates, and NaN for pairs of articles of two folds.
    """
    folds = np.array([it.folds for it in table.pairs])
    models = []
    dated, undated = np.full(len(table.pairs), np.nan), np.full(len(table.pairs), np.nan)
    for fold in range(FOLDS):
        model = learn((folds != fold).all(1))
        test = (folds == fold).all(1)
        if test.any():
            dated[test] = model.decision_function(table.x[test])
            undated[test] = model.decision_function(table.undated()[test])
        models.append(model)
    return models, dated, undated


def unseen(models: Sequence[Any], table: Table, x: Numbers) -> Numbers:
    """Return log odds by the model that did not see the article of the first text."""
    odds = np.zeros(len(table.pairs))
    folds = np.array([it.folds[0] for it in table.pairs])
    for fold, model in enumerate(models):
        test = folds == fold
        if test.any():
            odds[test] = model.decision_function(x[test])
    return odds


def probability(odds: Numbers, line: tuple[float, float] = (1.0, 0.0)) -> Numbers:
    """Return probabilities for log odds, after a line was laid through these."""
    return np.asarray(1 / (1 + np.exp(-np.clip(line[0] * odds + line[1], -30, 30))))


def calibrated(odds: Numbers, y: Flags, weights: Numbers) -> tuple[float, float]:
    """Return slope and intercept of the log odds that make probabilities true (Platt)."""
    model = LogisticRegression(C=1e6).fit(odds[:, None], y, sample_weight=weights)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def calibration_error(p: Numbers, y: Flags) -> float:
    """Return how far probabilities are from the truth on average, by twentieths."""
    error = 0.0
    for part in range(20):
        inside = (np.minimum(19, (20 * p).astype(int))) == part
        if inside.any():
            error += abs(p[inside].mean() - y[inside].mean()) * inside.mean()
    return error


# What is written


def trees_of(model: Any) -> list[list[str]]:
    """Return the nodes of each tree: `FEATURE THRESHOLD LEFT RIGHT MISSING_LEFT`, or a value."""
    trees = []
    for (predictor,) in model._predictors:  # No public way leads to the trees.
        nodes = []
        for it in predictor.nodes:
            if it["is_leaf"]:
                nodes.append(f"{it['value']:.6g}")
            else:
                threshold = np.format_float_positional(it["num_threshold"], 6, fractional=False)
                nodes.append(
                    f"{it['feature_idx']} {threshold.rstrip('.')} {it['left']} {it['right']} "
                    f"{int(it['missing_go_to_left'])}"
                )
        trees.append(nodes)
    return trees


def verdict_text(
    model: Any, table: Table, line: tuple[float, float], seed: int, source: str
) -> str:
    """Return the file of the verdict.

    The log odds of a pair are the base and one leaf of every tree: from node 0 to the left if the
    feature is at most the threshold, or missing and 1 stands last. The probability is
    1 / (1 + exp(-(slope * log odds + intercept))).
    """
    base = float(np.ravel(model._baseline_prediction)[0])
    lines = [
        "# Verdict on pairs of texts, learned by tools/dedup/train.py. A tree a line, nodes",
        "# divided by `;`: FEATURE THRESHOLD LEFT RIGHT MISSING_LEFT (left if at most), or the",
        "# value of a leaf.",
        f"verdict 1 seed {seed} pairs {len(table.pairs)} source {source}",
        "features " + " ".join(table.names),
        f"base {base:.6g}",
        f"calibration {line[0]:.6g} {line[1]:.6g}",
    ]
    return "\n".join([*lines, *(";".join(nodes) for nodes in trees_of(model))]) + "\n"


def told(text: str, x: Numbers) -> Numbers:
    """Return the log odds that a file of the verdict gives, to check what was written."""
    rows = [it for it in text.splitlines() if not it.startswith("#")]
    base = float(rows[2].split()[1])
    trees = [[node.split() for node in row.split(";")] for row in rows[4:]]
    odds = np.full(len(x), base)
    for i, values in enumerate(x):
        for tree in trees:
            node = tree[0]
            while len(node) > 1:
                value = values[int(node[0])]
                left = node[4] == "1" if np.isnan(value) else value <= float(node[1])
                node = tree[int(node[2] if left else node[3])]
            odds[i] += float(node[0])
    return odds


# What is reported


def rates(p: Numbers, y: Flags, missed: int = 0) -> list[str]:
    """Return lines of precision, recall and F1 at thresholds."""
    lines = []
    for threshold in THRESHOLDS:
        found = p >= threshold
        right = int((found & y).sum())
        precision = right / max(1, int(found.sum()))
        recall = right / max(1, int(y.sum()) + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        lines.append(
            f"  at {threshold:.2f}: P {precision:.4f} R {recall:.4f} F1 {f1:.4f}"
            f"  wrong {int((found & ~y).sum())}, missed {int((~found & y).sum()) + missed}"
        )
    return lines


def summary(name: str, p: Numbers, y: Flags, missed: int = 0) -> list[str]:
    """Return a report on probabilities."""
    head = (
        f"{name}: {len(y)} pairs, {int(y.sum())} the same, log loss "
        f"{log_loss(y, np.clip(p, 1e-7, 1 - 1e-7)):.4f}, AUC {roc_auc_score(y, p):.5f}, "
        f"calibration error {calibration_error(p, y):.4f}"
    )
    return [head, *rates(p, y, missed)]


def by_kind(table: Table, dated: Numbers, undated: Numbers) -> list[str]:
    """Return how many pairs of each kind are called the same: all should, or none if `not`."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, it in enumerate(table.pairs):
        if not np.isnan(dated[i]):
            groups[it.kind].append(i)
    lines = ["kind: pairs, called the same at .5 and .9 without dates, and with"]
    for kind, rows in sorted(groups.items(), key=lambda it: (it[0].startswith("not"), it[0])):
        if len(rows) >= 5:
            parts = [f"{(p[rows] >= t).mean():.3f}" for p in (undated, dated) for t in (0.5, 0.9)]
            lines.append(f"  {kind:45} {len(rows):5}  {' '.join(parts)}")
    return lines


def clusters_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Join what is linked; return the name of each text's cluster."""
    parent: dict[str, str] = {}

    def root(it: str) -> str:
        parent.setdefault(it, it)
        while parent[it] != it:
            parent[it] = parent[parent[it]]
            it = parent[it]
        return it

    for a, b in pairs:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    return {it: root(it) for it in list(parent)}


def alike(path: Path | None) -> list[tuple[str, str]]:
    """Return links between texts of the same words."""
    first: dict[str, str] = {}
    links = []
    for line in path.read_text("utf-8").splitlines() if path else ():
        row = json.loads(line)
        text = unicodedata.normalize("NFKC", row["text"]).replace("\xad", "").lower()
        key = " ".join(re.findall(r"[^\W_]+", text))
        if first.setdefault(key, row["id"]) != row["id"]:
            links.append((first[key], row["id"]))
    return links


def clustered(
    table: Table,
    p: Numbers,
    gold: Mapping[str, Mapping[str, Any]],
    known: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """Return how good the clusters are that links above thresholds make."""
    lines = ["clusters, by joining all that is linked"]
    for threshold in THRESHOLDS:
        links = [(it.a, it.b) for it, q in zip(table.pairs, p, strict=True) if q >= threshold]
        found = clusters_of([*links, *known])
        cells: defaultdict[tuple[int, str], int] = defaultdict(int)
        for key, it in gold.items():
            cells[it["cluster"], found.get(key, key)] += 1
        sizes: tuple[defaultdict[Any, int], ...] = (defaultdict(int), defaultdict(int))
        members: defaultdict[str, set[int]] = defaultdict(set)
        for (cluster, name), count in cells.items():
            sizes[0][cluster] += count
            sizes[1][name] += count
            members[name].add(cluster)
        both, true, called = (
            sum(n * (n - 1) / 2 for n in it.values()) for it in (cells, sizes[0], sizes[1])
        )
        merged = sum(
            bool(it["neg"]) and len(members[found.get(key, key)]) > 1 for key, it in gold.items()
        )
        precision, recall = both / max(1, called), both / max(1, true)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        lines.append(
            f"  at {threshold:.2f}: P {precision:.4f} R {recall:.4f} F1 {f1:.4f}"
            f"  negatives merged {merged}"
        )
    return lines


def not_candidates(
    path: Path, gold: Mapping[str, Mapping[str, Any]], same: Sequence[tuple[str, str]]
) -> list[str]:
    """Return by kind which pairs of a base and its copy have no evidence at all."""
    group = clusters_of(same)
    known = {frozenset(group.get(it, it) for it in pair) for pair in evidence(path)[1]}
    bases = {it["cluster"]: it for it in gold.values() if it["kind"] == "base"}
    missed: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for it in gold.values():
        base = bases.get(it["cluster"])
        if base is None or base is it or it["ops"] or truth(base, it) is not True:
            continue
        pair = frozenset(group.get(key, key) for key in (it["id"], base["id"]))
        size = "short" if it.get("words", 999) < 30 else "long"
        for kind in (it["kind"], f"all {size}"):
            missed[kind][0] += len(pair) == 2 and pair not in known
            missed[kind][1] += 1
    rows = [f"{k} {a}/{b}" for k, (a, b) in sorted(missed.items()) if a > 0.02 * b]
    return [f"pairs of base and copy without evidence, where over 2 %: {', '.join(rows)}"]


def left_out(table: Table, shape: Shape, seed: int, line: tuple[float, float]) -> list[str]:
    """Return how many pairs are found whose edit was never learned from, and if it was.

    Trained on half of the folds and tested on the others, and the other way round.
    """
    folds = np.array([it.folds for it in table.pairs])
    names = sorted({it.kind for it in table.pairs if it.same and not it.natural})
    halves = [(folds % 2 == half).all(1) for half in (0, 1)]
    full = [grown(table, half, shape, seed) for half in halves]
    lines = ["edit: pairs with the base, found at .5 and .9 without dates if never seen (if seen)"]
    for name in names:
        if name in ("two copies", "base", "compound", "excerpt"):
            continue
        strange = table.where(lambda it, name=name: name not in it.edits)  # type: ignore[misc]
        test = table.where(lambda it, name=name: it.same and it.kind == name)  # type: ignore[misc]
        found: list[Numbers] = []
        seen: list[Numbers] = []
        for half in (0, 1):
            asked = test & halves[1 - half]
            if not asked.any():
                continue
            model = grown(table, halves[half] & strange, shape, seed)
            x = table.undated()[asked]
            found.append(probability(model.decision_function(x), line))
            seen.append(probability(full[half].decision_function(x), line))
        a, b = np.concatenate(found), np.concatenate(seen)
        lines.append(
            f"  {name:20} {len(a):5}  {(a >= 0.5).mean():.3f} {(a >= 0.9).mean():.3f}"
            f"  ({(b >= 0.5).mean():.3f} {(b >= 0.9).mean():.3f})"
        )
    return lines


def importance(table: Table, model: Any, seed: int) -> list[str]:
    """Return how much the log loss rises if a feature is shuffled among the pairs."""
    rng = np.random.default_rng(seed)
    x, y, weights = table.x, table.y, table.weights

    def loss(x: Numbers) -> float:
        p = np.clip(probability(model.decision_function(x)), 1e-7, 1 - 1e-7)
        return float(log_loss(y, p, sample_weight=weights))

    base = loss(x)
    rises = []
    for i, name in enumerate(table.names):
        other = x.copy()
        other[:, i] = rng.permutation(other[:, i])
        rises.append((loss(other) - base, name))
    return [f"  {rise:.4f} {name}" for rise, name in sorted(rises, reverse=True)]


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    two: dict[str, Any] = {"nargs": 2, "type": Path, "action": "append", "default": []}
    three: dict[str, Any] = {**two, "nargs": "+", "metavar": "FILE"}
    parser.add_argument("--families", required=True, **three)
    parser.add_argument("--natural", metavar=("EVIDENCE", "PAIRS"), **two)
    parser.add_argument("--check", **three)
    parser.add_argument("--check-pairs", metavar=("EVIDENCE", "PAIRS"), **two)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--source", default="families", help="a word on what was learned from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--natural-weight", type=float, default=3.0)
    parser.add_argument("--without", nargs="*", default=[], help="features that are not used")
    for name, value in Shape()._asdict().items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument(
        "--excerpts", action="store_true", help="a story and another that holds it are the same"
    )
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    shape = Shape(options.trees, options.depth, options.rate, options.leaf)

    def trimmed(table: Table) -> Table:
        columns = [i for i, name in enumerate(table.names) if name not in options.without]
        names = [table.names[i] for i in columns]
        return Table(names, table.pairs, table.x[:, columns])

    tables = [trimmed(families(it[0], it[1], options.excerpts)) for it in options.families]
    tables += [trimmed(natural(a, b, options.natural_weight)) for a, b in options.natural]
    table = joined(tables)
    for path, gold_path, *docs in options.families:
        same = alike(docs[0] if docs else None)
        print("\n".join(not_candidates(path, gold_of(gold_path), same)))

    def learn(keep: Flags) -> Any:
        return grown(table, keep, shape, options.seed)

    models, dated, undated = crossed(table, learn)
    asked = ~np.isnan(dated)
    y, weights = table.y, table.weights
    both = np.concatenate([dated[asked], undated[asked]])
    line = calibrated(both, np.tile(y[asked], 2), np.tile(weights[asked], 2))
    steps = IsotonicRegression(out_of_bounds="clip").fit(both, np.tile(y[asked], 2))
    print(f"calibration: slope {line[0]:.3f}, intercept {line[1]:.3f}")
    made = asked & table.where(lambda it: not it.natural)
    for name, odds in (("without dates", undated), ("with dates", dated)):
        p = probability(odds[made], line)
        print("\n".join(summary(f"families, {name}", p, y[made])))
        error = calibration_error(np.asarray(steps.predict(odds[made])), y[made])
        raw = calibration_error(probability(odds[made]), y[made])
        print(f"  calibration error of raw log odds {raw:.4f}, of isotonic {error:.4f}")
    print("\n".join(by_kind(table, probability(dated, line), probability(undated, line))))
    for path, gold_path, *docs in options.check:
        same = alike(docs[0] if docs else None)
        other, gold = trimmed(families(path, gold_path)), gold_of(gold_path)
        for name, x in (("without dates", other.undated()), ("with dates", other.x)):
            p = probability(unseen(models, other, x), line)
            print("\n".join(summary(f"check {path}, {name}", p, other.y)))
            print("\n".join(clustered(other, p, gold, same)))
    for path, pairs_path in options.check_pairs:
        other = trimmed(natural(path, pairs_path, 1))
        labels = [it.split("\t")[2] for it in pairs_path.read_text("utf-8").splitlines()[1:]]
        missed = labels.count("dup") - int(other.y.sum())
        for name, x in (("without dates", other.undated()), ("with dates", other.x)):
            p = probability(unseen(models, other, x), line)
            print("\n".join(summary(f"check {path}, {name}", p, other.y, missed)))
    if options.compare:
        print("\n".join(compared(table, shape, options.seed, options.check_pairs, trimmed)))
    if options.leave_out:
        print("\n".join(left_out(table, shape, options.seed, line)))
    model = learn(np.ones(len(y), dtype=bool))
    print("\n".join(["rise of the log loss without a feature", *importance(table, model, 1)]))
    text = verdict_text(model, table, line, options.seed, options.source)
    part = table.x[:: max(1, len(y) // 500)]
    error = float(np.abs(told(text, part) - model.decision_function(part)).max())
    nodes = sum(map(len, trees_of(model)))
    print(f"verdict: {len(text)} bytes, {nodes} nodes, differs by at most {error:.1e} log odds")
    if options.out:
        options.out.write_text(text, "utf-8")


def compared(
    table: Table,
    shape: Shape,
    seed: int,
    check_pairs: Sequence[tuple[Path, Path]],
    trimmed: Callable[[Table], Table],
) -> list[str]:
    """Return how other numbers and depths of trees, and a logistic regression, do."""
    others: list[tuple[str, Callable[[Flags], Any]]] = []
    for trees, depth, rate in (
        (20, 3, 0.3),
        (40, 3, 0.2),
        (80, 3, 0.15),
        (30, 4, 0.3),
        (50, 4, 0.2),
        (100, 4, 0.1),
        (100, 4, 0.15),
        (200, 5, 0.1),
    ):
        other = shape._replace(trees=trees, depth=depth, rate=rate)
        name = f"{trees} trees of depth {depth}, rate {rate}"
        others.append((name, lambda keep, other=other: grown(table, keep, other, seed)))  # type: ignore[misc]
    others.append(("logistic regression", lambda keep: Line(table, keep)))
    y = table.y
    lines = ["log loss without and with dates; wrong and missed without dates; of pairs to check"]
    for name, learn in others:
        models, dated, undated = crossed(table, learn)
        made = ~np.isnan(dated) & table.where(lambda it: not it.natural)
        line = calibrated(undated[made], y[made], table.weights[made])
        p, q = (probability(it[made], line) for it in (undated, dated))
        losses = [log_loss(y[made], np.clip(it, 1e-7, 1 - 1e-7)) for it in (p, q)]
        row = f"  {name:35} {losses[0]:.4f} {losses[1]:.4f}"
        for t in (0.5, 0.9):
            row += f"  {int(((p >= t) & ~y[made]).sum())}/{int(((p < t) & y[made]).sum())}"
        for path, pairs_path in check_pairs:
            other_table = trimmed(natural(path, pairs_path, 1))
            for x in (other_table.undated(), other_table.x):
                r = probability(unseen(models, other_table, x), line)
                row += "  F1"
                for t in (0.5, 0.9):
                    right = int(((r >= t) & other_table.y).sum())
                    f1 = 2 * right / max(1, int((r >= t).sum() + other_table.y.sum()))
                    row += f" {f1:.3f}"
        lines.append(row)
    return lines


if __name__ == "__main__":
    main()
