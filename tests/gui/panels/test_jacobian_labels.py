"""Names and numbers beside the Jacobian graph keep clear of each other, and come with complete steps only."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, QSizeF

from gui.drawing.theme import LIGHT
from gui.language import use_language
from gui.panels.jacobian_plot.panel import JacobianPlot
from gui.scene import Moment, Scene
from tests.gui.panels.test_jacobian_plot import SIZE, column_x, drawn, linear, texts
from tests.support.made import decaying, gradient_scene
from tests.support.pixels import colored, picture
from tests.support.written import written_by

LINE_PX = 14.5  # from one baseline to the next: the height of letters and signs in the size of a label


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("overflows", [False, True])
def test_labels_keep_clear_of_each_other_and_of_their_numbers(
    overflows: bool, language: str, qapp: object
) -> None:
    """The whole height that a face may take, of signs of Chinese too, however near the curves begin."""
    use_language(language)
    try:
        for rho, sigma in ((0.99, (0.995, 0.985)), (0.5, (0.5, 0.5)), (50.0 if overflows else 0.7, None)):
            for size in (SIZE, QSize(*JacobianPlot.EXPORT_SIZE_PX)):
                scene = linear(rho, 40, cell="lstm", sigma=sigma)
                panel = drawn(with_gradient(scene, 0.7), 39)
                panel.resize(size)
                left = [
                    piece.rect for piece in written_by(panel, QSizeF(size)) if piece.rect.right() < 104
                    and 30 < piece.rect.center().y() < size.height() - 45
                ]  # fmt: skip
                lines = sorted({round(rect.bottom(), 1) for rect in left})
                assert len(lines) == 10, "five names and five numbers"
                assert min(b - a for a, b in itertools.pairwise(lines)) >= LINE_PX, (rho, size)
    finally:
        use_language("en")


def with_gradient(scene: Scene, rho: float) -> Scene:
    """The scene with gradients that grow or shrink by ρ at each word."""
    flow = gradient_scene({"lstm": decaying(scene.length, rho)}, cell="lstm").run.gradient
    return replace(scene, runs={"lstm": replace(scene.run, gradient=flow)})


@pytest.mark.parametrize("rows", [None, np.array([4])])
def test_nothing_of_an_unfinished_step_is_shown(rows: np.ndarray | None, qapp: object) -> None:
    """Mid-step the curves are those of the word before; within the first step there are none."""
    scene = linear(0.5, 8, rows=rows)
    before = drawn(scene, 4)
    for stage in range(scene.last_stage):
        moment = Moment(5, stage)
        panel = drawn(scene, moment)
        assert picture(panel) == picture(before)
        assert panel.table(scene, moment) == before.table(scene, scene.complete(4))
        assert panel.summary(scene, moment) == before.summary(scene, scene.complete(4))
        assert "later" in told(panel, 5)
        first = drawn(scene, Moment(0, stage))
        assert "not computed yet" in texts(first)
        assert "norm" not in texts(first)
        assert "not computed yet" in told(first, 0)
        assert not first.table(scene, Moment(0, stage)).rows
        assert "not computed yet" in first.summary(scene, Moment(0, stage))
    assert len(before.table(scene, scene.complete(5)).rows) == 6
    assert picture(drawn(scene, 5)) != picture(before)


def told(panel: JacobianPlot, token: int) -> str:
    hit = panel.hit_at(QPointF(column_x(panel, token), 120))
    assert hit is not None
    return hit.tip


def test_of_a_long_text_mid_step_no_row_is_waited_for(qapp: object) -> None:
    """One row is known at a time, and mid-step it is already that of the unfinished word."""
    scene = linear(0.5, 8, rows=np.array([5]))
    shown = texts(drawn(scene, Moment(5, 1)))
    assert "not computed yet" in shown
    assert "computing" not in shown
    assert "norm" in texts(drawn(scene, 5))


def ground_share(panel: JacobianPlot) -> float:
    """How much of the card has the colour of the ground between the bounds."""
    return len(colored(picture(panel), LIGHT.color("highlight"))) / (SIZE.width() * SIZE.height())


def test_bounds_far_beyond_the_axis_do_not_paint_the_plot(qapp: object) -> None:
    """A lower bound of 10⁻⁹⁰ bounds nothing that is shown: the plot was grey from top to bottom."""
    far = drawn(linear(0.9, 40, sigma=(1.0, 0.005)), 39)
    assert "lower bound" in texts(far)
    assert ground_share(far) < 0.02
    near = drawn(linear(0.9, 40, sigma=(0.95, 0.85)), 39)
    assert ground_share(near) > 0.05, "between near ones there is a ground"


def test_names_keep_their_order_while_playing(qapp: object) -> None:
    """The gradient starts below the norm and ends above it: its name changed places with that of the norm."""
    scene = with_gradient(linear(0.8, 40, cell="lstm", sigma=(0.95, 0.6), gate=0.7), 0.9)
    flow = scene.run.gradient
    assert flow is not None
    crossing = {key: array * 0.2 for key, array in flow.arrays.items()}
    scene = replace(scene, runs={"lstm": replace(scene.run, gradient=replace(flow, arrays=crossing))})
    names = {"upper bound", "norm", "‖∂ℓ/∂c‖", "f̄ alone", "lower bound"}
    orders = set()
    for token in range(1, 40):
        written = written_by(drawn(scene, token), QSizeF(SIZE))
        heights = {piece.text: piece.rect.center().y() for piece in written if piece.text in names}
        assert set(heights) == names
        orders.add(tuple(sorted(heights, key=lambda name: heights[name])))
    assert len(orders) == 1
