"""Convert the outlines of the countries for the maps of ``copydesk.plots``.

    python -m tools.outlines.convert

writes ``python/copydesk/plots/outlines.json`` from an npm package, which is fetched and checked
against the digest below, so the same file comes out everywhere. Sources and licences:
``tools/outlines/SOURCES.md``.
"""

from __future__ import annotations

import json
import pathlib
import tempfile
from typing import Any

from tools.packages import Packages

OUT = pathlib.Path(__file__).resolve().parents[2] / "python" / "copydesk" / "plots"

PACKAGES = {
    "world-atlas@2.0.2": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
}

#: Points are kept to a tenth of a degree, as integers.
SCALE = 10
#: Nobody files from Antarctica.
LEFT_OUT = {"Antarctica"}


def arcs(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Undo the quantisation of TopoJSON: arcs in tenths of degrees."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"][name] for name in ("scale", "translate")
    )
    found = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            longitude, latitude = x * scale_x + shift_x, y * scale_y + shift_y
            points.append((round(longitude * SCALE), round(latitude * SCALE)))
        found.append(points)
    return found


def ring(parts: list[int], lines: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Join the arcs of a ring; a negative number is an arc from its end to its beginning."""
    points: list[tuple[int, int]] = []
    for part in parts:
        for point in lines[part] if part >= 0 else reversed(lines[~part]):
            if not points or points[-1] != point:
                points.append(point)
    return points


def cut(points: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Cut a ring where it goes over the edge of the map, at 180 degrees east or west."""
    turn, edge = 360 * SCALE, 180 * SCALE
    x, y = points[0]
    unrolled = [(x, y)]
    for next_x, next_y in points[1:]:
        # A step of more than half the world is one over the edge.
        x = next_x + turn * round((x - next_x) / turn)
        unrolled.append((x, next_y))
    parts = []
    for shift in (-turn, 0, turn):
        part = [(x + shift, y) for x, y in unrolled]
        part = clip(clip(part, edge), -edge)
        if part:
            parts.append(part)
    return parts


def clip(points: list[tuple[int, int]], edge: int) -> list[tuple[int, int]]:
    """Return what of a ring lies on this side of a meridian."""
    side = 1 if edge > 0 else -1
    kept = []
    for (x, y), (next_x, next_y) in zip(points, points[1:] + points[:1], strict=True):
        inside, next_inside = x * side <= edge * side, next_x * side <= edge * side
        if inside:
            kept.append((x, y))
        if inside != next_inside:
            kept.append((edge, round(y + (next_y - y) * (edge - x) / (next_x - x))))
    return kept


def area(points: list[tuple[int, int]]) -> float:
    """Return twice the area of a ring."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs))


def outlines(topology: dict[str, Any]) -> list[list[int]]:
    """Return the outer rings of all countries, as x, y, x, y and so on.

    The largest come first, so that a country within another one is drawn over that: no ring needs
    its holes.
    """
    lines = arcs(topology)
    rings = []
    for country in topology["objects"]["countries"]["geometries"]:
        if country["properties"]["name"] in LEFT_OUT:
            continue
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings += [ring(polygon[0], lines) for polygon in polygons]
    rings = [part for points in rings for part in cut(points)]
    rings = [points for points in rings if len(points) > 3]
    rings.sort(key=area, reverse=True)
    return [[coordinate for point in points for coordinate in point] for points in rings]


def main() -> None:
    """Fetch, convert, write."""
    with tempfile.TemporaryDirectory() as folder:
        packages = Packages(pathlib.Path(folder), PACKAGES)
        topology = json.loads(packages.text("world-atlas", "package/countries-110m.json"))
    rings = outlines(topology)
    lines = ",\n".join(json.dumps(points, separators=(",", ":")) for points in rings)
    (OUT / "outlines.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
