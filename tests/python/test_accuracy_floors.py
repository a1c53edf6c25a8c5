"""The check of accuracy against its floors can fail, and does when it should."""

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "bench" / "accuracy.py"


@pytest.fixture
def accuracy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Return the script as a module, in a project folder of its own."""
    specification = importlib.util.spec_from_file_location("accuracy", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for name in ("COPYDESK_DATA", "COPYDESK_SCORER", "CI"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "project").mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path / "project")
    monkeypatch.setattr(module, "FLOORS", tmp_path / "floors.toml")
    (tmp_path / "floors.toml").write_text(
        'areas = ["a"]\n[least]\n"a.f1" = 90.0\n[most]\n"a.lost" = 1\n', "utf-8"
    )
    return module


def scorer(folder: Path, figures: str) -> Path:
    """Return a scorer that finds just these figures."""
    path = folder / "score.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "import sys, pathlib\n"
        "assert sys.argv[2:4] == ['a', '--json']\n"
        f"pathlib.Path(sys.argv[4]).write_text({figures!r})\n",
        "utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("figures", "status", "shown"),
    [
        ('{"a.f1": 90.0, "a.lost": 1}', 0, "all floors are kept"),
        ('{"a.f1": 89.9, "a.lost": 1}', 1, "MISSED"),
        ('{"a.f1": 95.0, "a.lost": 2}', 1, "MISSED"),
        ('{"a.f1": 95.0}', 1, "not measured"),
        ('{"a.f1": null, "a.lost": 0}', 1, "not measured"),
    ],
)
def test_figures_are_held_against_floors(
    accuracy: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    figures: str,
    status: int,
    shown: str,
) -> None:
    monkeypatch.setenv("COPYDESK_DATA", str(tmp_path))
    monkeypatch.setenv("COPYDESK_SCORER", str(scorer(tmp_path, figures)))
    assert accuracy.main() == status
    assert shown in capsys.readouterr().out


def test_in_ci_the_shared_folder_is_used(
    accuracy: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    (shared / "data" / "dev").mkdir(parents=True)
    script = scorer(shared / "eval", "{}")
    assert accuracy.find({}) is None
    assert accuracy.find({"CI": "true"}) == (shared / "data" / "dev", script)


def test_without_data_nothing_is_measured_and_it_says_so(
    accuracy: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accuracy.main() == 0
    assert "not measured" in capsys.readouterr().out


def test_a_scorer_that_breaks_is_no_success(
    accuracy: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "score.py"
    broken.write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.setenv("COPYDESK_DATA", str(tmp_path))
    monkeypatch.setenv("COPYDESK_SCORER", str(broken))
    with pytest.raises(subprocess.CalledProcessError, match="exit status 3"):
        accuracy.main()
