"""Runs a command in a process where nothing has happened yet, for the benchmark.

What one measurement has loaded, warmed or freed must not help or hurt the next one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 900


def run_fresh(command: Sequence[str], environment: Mapping[str, str] | None = None) -> bytes:
    """Waits for a command of ours and gives what it printed.

    Raises:
        RuntimeError: It failed; the text holds the end of what it said.
    """
    done = subprocess.run(
        command, cwd=ROOT, env=environment or os.environ, capture_output=True, timeout=TIMEOUT_S, check=False
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {said}")
    return done.stdout


def figures_of(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a module prints when it is run: one JSON object."""
    printed = run_fresh([sys.executable, "-m", module, *arguments], environment)
    figures: dict[str, Any] = json.loads(printed)
    return figures
