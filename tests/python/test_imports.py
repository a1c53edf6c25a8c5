"""Importing copydesk is quick and brings nothing else along."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from copydesk import _frames

PROGRAM = """
import sys, time
before = set(sys.modules)
started = time.process_time()
import copydesk
spent = time.process_time() - started
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
foreign = loaded - set(sys.stdlib_module_names) - {"copydesk"}
print(f"{spent * 1000:.1f} {','.join(sorted(foreign))}")
"""


def run() -> tuple[float, str]:
    result = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    milliseconds, _, foreign = result.stdout.rstrip("\n").partition(" ")
    return float(milliseconds), foreign


def test_imports_no_other_package() -> None:
    assert run()[1] == ""


def test_import_takes_less_than_fifty_milliseconds() -> None:
    # CPU time, the best of a few: a busy machine is not the package's fault.
    assert min(run()[0] for _ in range(5)) < 50


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_not_there_is_named(library: str) -> None:
    program = f"""
import sys
sys.modules["{library}"] = None
try:
    import copydesk.{library}
except ImportError as error:
    print(error)
"""
    result = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    version = _frames.NEEDED[library]
    assert result.stdout == (
        f"copydesk.{library} needs {library} {version} or later: "
        f"pip install 'copydesk[{library}]'\n"
    )


def test_the_versions_that_are_needed_are_those_that_the_extras_install() -> None:
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    extras = tomllib.loads(pyproject.read_text("utf-8"))["project"]["optional-dependencies"]
    for library, version in _frames.NEEDED.items():
        assert f"{library}>={version}" in extras[_frames.EXTRAS.get(library, library)]
