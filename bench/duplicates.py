#!/usr/bin/env python3
"""Find near-duplicates with copydesk and with other packages: one of them in one process.

usage: bench/duplicates.py SETTING TEXTS.jsonl GOLD.tsv [--threads N]

Reads what bench/corpus.py has written, finds the duplicates as a user would, from a list of `str`
to a cluster for each text, and prints a line of JSON: what it cost and how much of it is right.
`bench/speed.py duplicates` makes the environments and runs all settings, each in a process of its
own, so that nobody pays for another's memory.

CPU seconds are those of the user and the system, of child processes too, without importing the
package and loading the corpus. Precision and recall are of pairs in one cluster, against the copies
that were planted. Where a package only gives candidates, those are kept whose signatures say
that they are as similar as asked; then all that hang together are a cluster.
"""

import argparse
import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
#: What the peers of this area add to the environment of bench/speed.py.
PEERS = ["datasketch==2.0.0", "rensa==0.5.0", "gaoya==0.2.2"]
#: text-dedup needs Python 3.12, and pins much that the others do not want.
TEXT_DEDUP = "text-dedup==0.4.1"
TEXT_DEDUP_VENV = ROOT / ".venv-bench-text-dedup"
#: All settings read the small corpus; the large one is for those that are done in a minute or so.
SMALL, LARGE = 10_000, 100_000
#: Runs of a setting, of which the best counts; fewer if they take longer than so many CPU seconds.
ROUNDS, SECONDS = 3, 20.0
PERMUTATIONS = 128

Labels = Sequence[int]
Find = Callable[[list[str], int], Labels]
#: What imports a package and returns what finds duplicates with it.
Prepare = Callable[[], Find]


class Setting(NamedTuple):
    """A way to find duplicates."""

    title: str
    prepare: Prepare
    #: Whether the large corpus is done in sensible time.
    fast: bool = True
    #: It says which texts have a duplicate, and not of what: figures are of texts, not pairs.
    flags: bool = False
    #: It lives in the environment of text-dedup.
    apart: bool = False


@dataclass
class Figures:
    """What a run cost, and how much of it was right."""

    texts: int
    megabytes: float
    cpu: float
    wall: float
    #: Resident megabytes: with the corpus loaded, and at most.
    loaded: float
    peak: float
    precision: float = 0.0
    recall: float = 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def speed(self) -> float:
        """Return megabytes in a second of CPU time."""
        return self.megabytes / self.cpu


def clusters(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return a label for each of so many: equal where pairs connect them."""
    parents = list(range(count))

    def root(it: int) -> int:
        while parents[it] != it:
            parents[it] = parents[parents[it]]
            it = parents[it]
        return it

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parents[second] = first
    return [root(it) for it in range(count)]


def shingles(text: str, size: int) -> list[str]:
    """Return the n-grams of words, the way the READMEs of the peers make tokens."""
    words = text.lower().split()
    if size == 1:
        return words
    return [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]


def ours() -> Find:
    """Return what copydesk does."""
    import copydesk

    return lambda texts, threads: copydesk.find_duplicates(texts, threads=threads).labels


def datasketch(size: int, threshold: float) -> Prepare:
    """Return MinHash and its index in Python and numpy."""

    def prepare() -> Find:
        from datasketch import MinHash, MinHashLSH

        def find(texts: list[str], _: int) -> Labels:
            index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
            signatures = []
            for number, text in enumerate(texts):
                signature = MinHash(num_perm=PERMUTATIONS)
                signature.update_batch([it.encode() for it in shingles(text, size)])
                index.insert(number, signature)
                signatures.append(signature)
            return clusters(
                len(texts),
                (
                    (number, other)
                    for number, signature in enumerate(signatures)
                    for other in index.query(signature)
                    if other > number and signature.jaccard(signatures[other]) >= threshold
                ),
            )

        return find

    return prepare


def rensa(size: int, threshold: float, bands: int) -> Prepare:
    """Return R-MinHash and its index, in Rust; the shingles are made in Python."""

    def prepare() -> Find:
        from rensa import RMinHash, RMinHashLSH

        def find(texts: list[str], _: int) -> Labels:
            index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=bands)
            tokens = (shingles(text, size) for text in texts)
            signatures = RMinHash.from_token_sets(tokens, num_perm=PERMUTATIONS, seed=42)
            index.insert_many(signatures)
            return clusters(
                len(texts),
                (
                    (number, other)
                    for number, others in enumerate(index.query_all(signatures))
                    for other in others
                    if other > number and signatures[number].jaccard(signatures[other]) >= threshold
                ),
            )

        return find

    return prepare


def rensa_rho() -> Find:
    """Return the fastest path of rensa, which its README measures: which texts have duplicates."""
    from rensa import RMinHash, RMinHashLSH

    def find(texts: list[str], _: int) -> Labels:
        index = RMinHashLSH(threshold=0.8, num_perm=PERMUTATIONS, num_bands=8)
        tokens = (shingles(text, 1) for text in texts)
        matrix = RMinHash.digest_matrix_from_token_sets_rho(tokens, num_perm=PERMUTATIONS, seed=42)
        return [int(it) for it in index.query_duplicate_flags_matrix_one_shot(matrix)]

    return find


def gaoya(size: int, threshold: float, bands: int, rows: int) -> Prepare:
    """Return MinHash, tokens and all, in Rust; its calls of many texts are its fastest."""

    def prepare() -> Find:
        from gaoya.minhash import MinHashStringIndex

        def find(texts: list[str], _: int) -> Labels:
            index = MinHashStringIndex(
                32, threshold, bands, rows, None, "word", True, (size, size), "smallvec"
            )
            index.par_bulk_insert_docs(list(range(len(texts))), texts)
            return clusters(
                len(texts),
                (
                    (number, other)
                    for number, others in enumerate(index.par_bulk_query(texts))
                    for other in others
                    if other > number
                ),
            )

        return find

    return prepare


def text_dedup(**options: str | float | bool) -> Prepare:
    """Return the command of text-dedup with a configuration; it reads and writes files."""

    def prepare() -> Find:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from datasets import Dataset
        from text_dedup.config.base import load_config_from_toml
        from text_dedup.minhash import main

        def find(texts: list[str], threads: int) -> Labels:
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                Dataset.from_dict({"text": texts}).save_to_disk(folder / "texts")
                settings = {"num_proc": threads, "seed": 42, **options}
                configuration = folder / "config.toml"
                configuration.write_text(
                    f'[input]\ninput_type = "local_hf_dataset"\n'
                    f'[input.read_arguments]\ndataset_path = "{folder / "texts"}"\n'
                    '[algorithm]\nalgorithm_name = "minhash"\ntext_column = "text"\n'
                    + "".join(f"{key} = {json.dumps(it)}\n" for key, it in settings.items())
                    + f'[output]\noutput_dir = "{folder / "out"}"\nsave_clusters = true\n'
                    "[debug]\nenable_profiling = false\n"
                )
                main(load_config_from_toml(configuration))
                with (folder / "out" / "clusters.pickle").open("rb") as file:
                    found = pickle.load(file)
                # Its numbers of clusters may be those of other documents.
                return [found.get(number, -1 - number) for number in range(len(texts))]

        return find

    return prepare


#: The settings of the READMEs, and those that did best on news.
SETTINGS: dict[str, Setting] = {
    "copydesk": Setting("copydesk.find_duplicates", ours),
    "gaoya": Setting("gaoya 0.2.2 (its bands of 20 × 5, 5-grams, 0.7)", gaoya(5, 0.7, 20, 5)),
    "gaoya-best": Setting("gaoya 0.2.2 (42 × 3, 3-grams, 0.5)", gaoya(3, 0.5, 42, 3)),
    "rensa": Setting("rensa 0.5.0 (R-MinHash, 5-grams, 0.8)", rensa(5, 0.8, 8)),
    "rensa-best": Setting("rensa 0.5.0 (R-MinHash, 2-grams, 0.5)", rensa(2, 0.5, 32)),
    "rensa-rho": Setting(
        "rensa 0.5.0 (rho, words, 0.8; no clusters: texts that have a duplicate)",
        rensa_rho,
        flags=True,
    ),
    "datasketch": Setting("datasketch 2.0.0 (5-grams, 0.5)", datasketch(5, 0.5), fast=False),
    "datasketch-best": Setting("datasketch 2.0.0 (3-grams, 0.5)", datasketch(3, 0.5), fast=False),
    "text-dedup": Setting(
        "text-dedup 0.4.1 (its README: 240 permutations, 5-grams, 0.7, verified)",
        text_dedup(num_perm=240, threshold=0.7, ngram_size=5, check_false_positive=True),
        fast=False,
        apart=True,
    ),
    "text-dedup-news": Setting(
        "text-dedup 0.4.1 (its settings for news: 256 permutations, 2-grams, 0.45)",
        text_dedup(num_perm=256, threshold=0.45, ngram_size=2, min_length=0),
        fast=False,
        apart=True,
    ),
}


def texts_of(path: Path, most: int | None = None) -> Iterator[str]:
    """Return the texts of a corpus, the first ones if so many are enough."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == most:
                return
            yield json.loads(line)["text"]


def gold_of(path: Path) -> list[int]:
    """Return the cluster of each text of a corpus."""
    with path.open(encoding="utf-8") as lines:
        return [int(line.split("\t")[1].removeprefix("d")) for line in lines]


def ratio(part: float, whole: float) -> float:
    """Return how much of the whole a part is; all of nothing."""
    return part / whole if whole else 1.0


def pair_scores(labels: Labels, gold: Labels) -> tuple[float, float]:
    """Return precision and recall of pairs in one cluster."""

    def pairs(clusters: Iterable[Any]) -> int:
        return sum(count * (count - 1) // 2 for count in Counter(clusters).values())

    right = pairs(zip(labels, gold, strict=True))
    return ratio(right, pairs(labels)), ratio(right, pairs(gold))


def flag_scores(flags: Labels, gold: Labels) -> tuple[float, float]:
    """Return precision and recall of texts that have a duplicate."""
    sizes = Counter(gold)
    copied = [sizes[cluster] > 1 for cluster in gold]
    right = sum(1 for flag, it in zip(flags, copied, strict=True) if flag and it)
    return ratio(right, sum(map(bool, flags))), ratio(right, sum(copied))


def resident(key: str = "VmRSS") -> float:
    """Return resident megabytes of this process, at most if the key is `VmHWM`."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def cpu() -> float:
    """Return the CPU seconds of this process and its children."""
    each = (resource.getrusage(it) for it in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(it.ru_utime + it.ru_stime for it in each)


def measure(setting: Setting, texts: Path, gold: Path, threads: int = 1) -> Figures:
    """Find the duplicates of a corpus, and say what it cost."""
    find = setting.prepare()
    loaded = list(texts_of(texts))
    size = sum(len(text.encode()) for text in loaded) / 1e6
    before, cpu_before, wall_before = resident(), cpu(), time.perf_counter()
    labels = find(loaded, threads)
    cost, wall = cpu() - cpu_before, time.perf_counter() - wall_before
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    peak = max(resident("VmHWM"), children)
    scores = flag_scores if setting.flags else pair_scores
    right = scores(labels, gold_of(gold))
    return Figures(len(loaded), size, cost, wall, before, peak, *right)


def run(python: Path, name: str, texts: Path, gold: Path, threads: int = 1) -> Figures:
    """Measure a setting in a process of its own, in an environment."""
    command = [str(python), __file__, name, str(texts), str(gold), "--threads", str(threads)]
    # The pools of threads that the peers have no option for, and the noise of progress bars.
    environment = {
        **os.environ,
        "RAYON_NUM_THREADS": str(threads),
        "POLARS_MAX_THREADS": str(threads),
        "OMP_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": str(threads),
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def best(python: Path, name: str, texts: Path, gold: Path) -> Figures:
    """Measure a setting a few times, if that is quick, and return what took the least time."""
    runs = [run(python, name, texts, gold)]
    while len(runs) < ROUNDS and sum(it.cpu for it in runs) < SECONDS:
        runs.append(run(python, name, texts, gold))
    return min(runs, key=lambda it: it.cpu)


def prepare_text_dedup() -> Path | None:
    """Make the environment of text-dedup and return its Python, None where none is new enough."""
    python = TEXT_DEDUP_VENV / "bin" / "python"
    if not python.exists():
        named = [shutil.which(f"python3.{minor}") for minor in range(12, 16)]
        pyenv = sorted(Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python"))
        for found in [sys.executable, *filter(None, named), *map(str, pyenv)]:
            recent = "import sys; sys.exit(sys.version_info < (3, 12))"
            # A shim of pyenv may stand for a version that is not there.
            tried = subprocess.run([found, "-c", recent], stderr=subprocess.DEVNULL, check=False)
            if tried.returncode == 0:
                subprocess.run([found, "-m", "venv", TEXT_DEDUP_VENV], check=True)
                break
        else:
            return None
    install = [str(python), "-m", "pip", "install", "--quiet", TEXT_DEDUP]
    done = subprocess.run(install, check=False)
    return None if done.returncode else python


def write_corpus(count: int, folder: Path) -> tuple[Path, Path]:
    """Write a corpus into a folder, and return its texts and its gold."""
    texts, gold = folder / f"{count}.jsonl", folder / f"{count}.tsv"
    script = Path(__file__).with_name("corpus.py")
    subprocess.run([sys.executable, str(script), str(count), str(texts), str(gold)], check=True)
    return texts, gold


def table() -> str:
    """Return the tables in Markdown, ours first: of the small corpus and of the large one."""
    apart = prepare_text_dedup()
    if apart is None:
        print("text-dedup could not be installed, and is left out", file=sys.stderr)
    parts = ["### duplicates"]
    with tempfile.TemporaryDirectory() as scratch:
        for count in (SMALL, LARGE):
            texts, gold = write_corpus(count, Path(scratch))
            rows: list[str] = []
            speed = size = 0.0
            for name, setting in SETTINGS.items():
                python = apart if setting.apart else Path(sys.executable)
                too_slow = count == LARGE and not setting.fast
                if python is None or too_slow:
                    continue
                try:
                    it = best(python, name, texts, gold)
                except RuntimeError as error:
                    if name == "copydesk":
                        raise
                    print(f"{error}\n{setting.title} is left out", file=sys.stderr)
                    continue
                speed, size = speed or it.speed, it.megabytes
                rows.append(
                    f"| {setting.title} | {it.speed:.2f} | "
                    + ("1" if it.speed == speed else f"1/{speed / it.speed:,.1f}")
                    + f" | {it.peak:,.0f} | {it.precision:.3f} | {it.recall:.3f} | {it.f1:.3f} |"
                )
                print(f"{rows[-1]} {it.cpu:.2f} CPU s, {it.loaded:.0f} MB", file=sys.stderr)
            parts.append(f"{count:,} documents, {size:,.0f} MB:")
            parts.append(
                "| what | MB/s | ratio | peak MB | precision | recall | F1 |\n"
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n" + "\n".join(rows)
            )
    return "\n\n".join(parts)


def main() -> None:
    """Measure one setting."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("setting", choices=SETTINGS, metavar="SETTING", help=", ".join(SETTINGS))
    parser.add_argument("texts", type=Path, metavar="TEXTS.jsonl")
    parser.add_argument("gold", type=Path, metavar="GOLD.tsv")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    setting = SETTINGS[arguments.setting]
    figures = measure(setting, arguments.texts, arguments.gold, arguments.threads)
    print(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main()
