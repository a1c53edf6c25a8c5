"""Importing copydesk is quick and brings nothing else along."""

import subprocess
import sys

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
