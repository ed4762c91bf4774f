"""What all panels share, where no single one shows it."""

import pytest

from gui.panels.gate_bars.panel import GateBars


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_the_ground_covers_the_last_half_pixel_of_a_scaled_screen(qtbot, scene, monkeypatch, ratio):
    """An opaque widget shows as black what its ground leaves out."""
    panel = GateBars()
    qtbot.addWidget(panel)
    panel.resize(301, 203)
    panel.draw(scene, scene.complete(2))
    monkeypatch.setattr(panel, "devicePixelRatio", lambda: ratio)
    ground = panel._ground(panel.logical_size(), ())
    assert ground.width() >= 301 * ratio
    assert ground.height() >= 203 * ratio
