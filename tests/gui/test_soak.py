"""Two thousand frames with changing sentences: no growth of memory, processes, threads or widgets."""

import gc
import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from engine.cells import CELLS
from gui.app import App, build
from gui.controls.examples import EXAMPLES

FRAMES = 2_000
WARM_UP = 600  # caches fill and allocators settle
GROWTH_MB = 24  # what fragmentation may cost; a leaked scene or frame would cost many times that


def resident_mb() -> float:
    """Memory of this process that is in use, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def children() -> int:
    """Processes started by this one that still exist."""
    return len(
        Path("/proc/self/task", str(threading.main_thread().native_id), "children").read_text().split()
    )


def census(app: App) -> tuple[int, int]:
    gc.collect()
    return len(QApplication.allWidgets()), threading.active_count()


def has_read(app: App, text: str) -> bool:
    return app.session.scene.text == text and not app.session.scene.busy


def play(app: App, qtbot, frames: int, texts: list[str]) -> None:
    """Steps so many frames; another text or cell every 50."""
    for frame in range(frames):
        if frame % 50 == 0:
            text = texts[(frame // 50) % len(texts)]
            app.session.read(text)
            qtbot.waitUntil(partial(has_read, app, text), timeout=60_000)
            app.session.show_cell(list(CELLS)[(frame // 50) % len(CELLS)])
        app.player.step_stages(1)
        app.application.processEvents()


@pytest.mark.thorough
def test_nothing_grows(qtbot, tmp_path: Path) -> None:
    app = build(tmp_path / "preferences.json")
    qtbot.addWidget(app.window)
    app.window.show()
    app.client.start()
    app.window.status._fade.setInterval(0)
    texts = [example.text for example in EXAMPLES]
    play(app, qtbot, WARM_UP, texts)
    widgets, threads = census(app)
    before_mb, before_children = resident_mb(), children()
    play(app, qtbot, FRAMES, texts)
    assert census(app) == (widgets, threads)
    assert children() == before_children
    assert resident_mb() - before_mb < GROWTH_MB
    app.window.close()
    app.close()
