"""Run the notebooks of ``examples/``, and keep what they show: ``scripts/notebooks``.

What is kept is the same for the same package: without times, counts of memory, and addresses.
"""

import argparse
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[1] / "examples"
#: What is kept of an output: of richer forms one, and the text. Pictures as they are.
FORMS = ("text/html", "image/png", "text/plain")
#: Numbers in identifiers that a run makes up.
MADE_UP = re.compile(r"\b(T_)[0-9a-f]{5}")


def names() -> list[str]:
    """Return the names of the notebooks there are."""
    return sorted(path.stem for path in EXAMPLES.glob("*.ipynb"))


def read(name: str) -> nbformat.NotebookNode:
    """Return a notebook as it is kept."""
    notebook: nbformat.NotebookNode = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
    return notebook


def run(name: str) -> nbformat.NotebookNode:
    """Return a notebook that was run from its first cell to its last.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails: it says which, and why.

    """
    notebook = read(name)
    client = NotebookClient(
        notebook,
        timeout=100,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        resources={"metadata": {"path": str(EXAMPLES)}},
    )
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            tidy(output)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def tidy(output: nbformat.NotebookNode) -> None:
    """Leave out what a view does not need, and what another run would have made up anew."""
    if "data" in output:
        output.metadata = {}
        for form in list(output.data):
            if form not in FORMS:
                del output.data[form]
        for form in ("text/html", "text/plain"):
            if form in output.data:
                output.data[form] = MADE_UP.sub(r"\g<1>00000", output.data[form])
                output.data[form] = re.sub(r" at 0x[0-9a-f]+", "", output.data[form])


def main() -> None:
    """Run those that are named, or all, and keep what they show."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", default=names(), metavar="NAME", help="which (all)")
    for name in parser.parse_args().names:
        nbformat.write(run(name), EXAMPLES / f"{name}.ipynb")
        print(f"examples/{name}.ipynb")


if __name__ == "__main__":
    main()
