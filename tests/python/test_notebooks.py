"""The notebooks of examples/ run from their first cell to their last, and show what they showed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools import notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAMES = notebooks.names()


def shown(notebook: "NotebookNode") -> list[Any]:
    """Return what each cell shows; of pictures, which differ by machine, that there is one."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        [
            output.get("text")
            or {form: "…" if form == "image/png" else value for form, value in output.data.items()}
            for output in cell.outputs
        ]
        for cell in cells
    ]


def test_there_are_notebooks() -> None:
    assert len(NAMES) >= 4


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("default")  # Those of Jupyter are Jupyter's.
def test_a_notebook_shows_what_it_showed(name: str) -> None:
    kept = notebooks.read(name)
    again = notebooks.run(name)
    for cell in again.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text
    assert shown(again) == shown(kept), "scripts/notebooks keeps what they show now"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_ends_with_something_to_look_at(name: str) -> None:
    cells = [cell for cell in notebooks.read(name).cells if cell.cell_type == "code"]
    last = cells[-1].outputs
    assert any({"image/png", "text/html"} & set(output.get("data", ())) for output in last)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_small(name: str) -> None:
    assert (notebooks.EXAMPLES / f"{name}.ipynb").stat().st_size < 500_000
