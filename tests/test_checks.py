"""ruff, mypy and the import contracts, so that one command checks everything."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = str(Path(sys.executable).parent)

CHECKS = {
    "ruff": ["ruff", "check", "--quiet", "."],
    "mypy": ["mypy"],
    "imports": ["lint-imports"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_check(name: str) -> None:
    tool, *arguments = CHECKS[name]
    program = shutil.which(tool, path=BIN) or tool
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{tool}:\n{done.stdout}{done.stderr}"
