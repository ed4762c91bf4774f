"""The benchmark: each part measured in fresh processes, shown as one table or as the JSON of CONTRACT.

Every figure compares two things measured in the same run, in turns; so it means the same on a slow machine.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import monotonic_ns

from engine.bench.fresh_process import ROOT, figures_of, run_fresh
from gui.bench.table import table

STARTS = 15
FIRST_FRAME = ("first_frame_ms", "processor_ms")  # on the wall's clock, and of the program's own time
STALL_RUNS = 3
STALL_SECONDS = 5.0
SCREEN_PX = (1920, 1080)

Figures = dict[str, object]


def run(which: str = "all", as_json: bool = False) -> int:
    """Measures one part or all, and prints what was found.

    Args:
        which: `startup`, `opening`, `trace`, `frame`, `gradient`, `leave_one_out`, `hold`, `tokenizer` or
            `all`.
        as_json: Print one JSON object instead of a table.

    Returns:
        The exit code: 0. Slow is not wrong.
    """
    figures: Figures = {"machine": machine()}
    for part, measure in PARTS.items():
        if which in (part, "all"):
            print(f"measuring {part} …", file=sys.stderr, flush=True)
            figures[part] = measure()
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else table(figures))
    return 0


def measure_startup() -> Figures:
    """Whole processes, from start to first painted frame: ours and a bare window with one plot, in turns."""
    ours = (sys.executable, str(ROOT / "main.py"), "--bench-startup")
    bare = (sys.executable, "-m", "gui.bench.bare_window")
    screen = _screen()
    with tempfile.TemporaryDirectory() as folder:
        # Preferences of whoever uses this machine must not change the figures. And from its second start on a
        # program is compiled, ours as well as pyqtgraph: so it is to be here.
        environment = {**os.environ, **screen, "XDG_CONFIG_HOME": folder, "APPDATA": folder}
        if screen.get("QT_QPA_PLATFORM") == "offscreen":
            environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={_desktop(Path(folder))}"
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        starts: dict[Sequence[str], list[dict[str, float]]] = {ours: [], bare: []}
        for command in starts:
            _watched(command, 0.0, environment)  # the first start compiles
        for _ in range(STARTS):
            for command, seen in starts.items():
                seen.append(_watched(command, 0.0, environment))
        lives = [_watched(ours, STALL_SECONDS, environment) for _ in range(STALL_RUNS)]
    of_ours, of_bare = (
        {figure: median(start[figure] for start in starts[command]) for figure in FIRST_FRAME}
        for command in (ours, bare)
    )
    return {
        "first_frame_ms": of_ours["first_frame_ms"],
        "bare_window_ms": of_bare["first_frame_ms"],
        "ratio": of_ours["processor_ms"] / of_bare["processor_ms"],
        "torch_loaded": any(life["torch_loaded"] for life in lives),
        "longest_stall_ms": median(life["longest_stall_ms"] for life in lives),
        "screen": screen.get("QT_QPA_PLATFORM", "the system's"),
    }


def _watched(command: Sequence[str], seconds: float, environment: dict[str, str]) -> dict[str, float]:
    """Starts a window that watches itself, and reads what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "figures.json"
        start_ns = monotonic_ns()
        run_fresh([*command, str(seconds), str(output)], environment)
        figures: dict[str, float] = json.loads(output.read_text(encoding="utf-8"))
    return figures | {"first_frame_ms": (figures["first_frame_ns"] - start_ns) / 1e6}


def _screen() -> dict[str, str]:
    """Where there is no screen, windows are painted into memory."""
    has_screen = not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )
    if not has_screen:
        return {"QT_QPA_PLATFORM": "offscreen"}
    return {"QT_QPA_PLATFORM": os.environ["QT_QPA_PLATFORM"]} if "QT_QPA_PLATFORM" in os.environ else {}


def _desktop(folder: Path) -> Path:
    """A screen in memory as large as a desk has: on Qt's own, of 800 × 800, the window would be smaller."""
    width, height = SCREEN_PX
    screen = {"name": "desk", "x": 0, "y": 0, "width": width, "height": height}
    file = folder / "desk.json"
    file.write_text(
        json.dumps({"screens": [{**screen, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}), "utf-8"
    )
    return file


def measure_gradient() -> Figures:
    """Gradients, Jacobians and the ledger, on one thread as in the program itself.

    On a busy machine numpy's second thread would not help but wait, and take minutes over it.
    """
    return figures_of("engine.bench.gradient", environment={**os.environ, "OPENBLAS_NUM_THREADS": "1"})


def machine() -> Figures:
    """What the figures were measured on."""
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    processor = platform.processor() or platform.machine()
    if cpuinfo.exists():
        names = [line.partition(":")[2] for line in cpuinfo.read_text().splitlines() if "model name" in line]
        processor = names[0].strip() if names else processor
    memory_gb = round(int(meminfo.read_text().split()[1]) / 1e6) if meminfo.exists() else None
    return {
        "processor": processor,
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "memory_gb": memory_gb,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "torch", "PySide6-Essentials", "pyqtgraph")},
    }


PARTS: dict[str, Callable[[], Figures]] = {
    "startup": measure_startup,
    "opening": partial(figures_of, "gui.bench.opening"),
    "trace": partial(figures_of, "engine.bench.bench", "trace"),
    "frame": partial(figures_of, "gui.bench.frame"),
    "gradient": measure_gradient,
    "leave_one_out": partial(figures_of, "engine.bench.leave_one_out"),
    "hold": partial(figures_of, "engine.bench.hold"),
    "tokenizer": partial(figures_of, "engine.bench.tokenizer"),
}
