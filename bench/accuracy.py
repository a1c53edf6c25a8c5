#!/usr/bin/env python3
"""Hold the installed copydesk's accuracy against its floors.

The annotated data and its scorer are not part of this project. They are looked for where
COPYDESK_DATA (the folder of the development half) and COPYDESK_SCORER (the script) say, and in CI
in the folder `shared` beside the checkout. Where they are not, nothing is measured, and a line says
so. Figures and floors are explained in docs/accuracy.md.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "bench" / "floors.toml"


def find(environment: Mapping[str, str]) -> tuple[Path, Path] | None:
    """Return the data and the scorer, or None where they are not."""
    shared = ROOT.parent / "shared" if environment.get("CI") else None
    data = environment.get("COPYDESK_DATA") or (shared and shared / "data" / "dev")
    scorer = environment.get("COPYDESK_SCORER") or (shared and shared / "eval" / "score.py")
    if data and scorer and Path(data).is_dir() and Path(scorer).is_file():
        return Path(data), Path(scorer)
    return None


def measure(data: Path, scorer: Path, areas: list[str]) -> dict[str, float]:
    """Run the scorer and return its figures."""
    with tempfile.TemporaryDirectory() as scratch:
        figures = Path(scratch) / "figures.json"
        command = [sys.executable, str(scorer), str(data), *areas, "--json", str(figures)]
        # From elsewhere, so that what is scored is what was installed.
        subprocess.run(command, check=True, cwd=scratch, stdout=subprocess.DEVNULL)
        found: dict[str, float] = json.loads(figures.read_text("utf-8"))
        return found


def token_boundaries(data: Path) -> dict[str, float]:
    """Return how many boundaries of annotated entities fall on token boundaries, in percent."""
    articles = sorted(map(str, (data / "entities").glob("*.jsonl")))
    if not articles:
        return {}
    cargo = ["cargo", "run", "--quiet", "--release", "--example", "token_boundaries", "--"]
    command = [*cargo, *articles]
    run = subprocess.run(command, check=True, cwd=ROOT, text=True, stdout=subprocess.PIPE)
    return {"tokens.entity_boundaries": float(run.stdout)}


def compare(
    figures: Mapping[str, float | None],
    least: Mapping[str, float],
    most: Mapping[str, float],
) -> tuple[list[str], bool]:
    """Return the lines of a table, and whether every figure keeps to its floor."""
    lines, good = [], True
    floors = [*((name, "≥", floor) for name, floor in least.items())]
    floors += [(name, "≤", floor) for name, floor in most.items()]
    for name, relation, floor in floors:
        figure = figures.get(name)
        if figure is None:
            verdict = "not measured"
        elif figure < floor if relation == "≥" else figure > floor:
            verdict = "MISSED"
        else:
            verdict = "kept"
        good = good and verdict == "kept"
        shown = "-" if figure is None else f"{figure:g}"
        lines.append(f"{name:28} {shown:>8}  {relation} {floor:<8g} {verdict}")
    return lines, good


def main() -> int:
    """Measure, compare, print; return the exit status."""
    found = find(os.environ)
    if found is None:
        print("accuracy: not measured; COPYDESK_DATA and COPYDESK_SCORER name no data and scorer")
        return 0
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    data, scorer = found
    figures = {**measure(data, scorer, floors["areas"]), **token_boundaries(data)}
    lines, good = compare(figures, floors["least"], floors["most"])
    print("\n".join(lines))
    print("accuracy: all floors are kept" if good else "accuracy: BELOW ITS FLOORS")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
