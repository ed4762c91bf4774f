"""The bands are as thick as the norms of the paths, and the line over them is the norm of the sum."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, qGray

from engine.cells import CELLS
from engine.record.gradient_paths import GradientPaths
from gui.drawing.theme import DARK, LIGHT, PAPER, Theme
from gui.panels.path_flow.bands import Bands, bands_of, outlined, record_of
from gui.panels.path_flow.panel import PathFlow
from gui.panels.path_flow.places import Block, blocks_of
from gui.scene import Direction, Moment, Run, Scene
from gui.view import View
from tests.contracts.test_panel_contract import assert_apart
from tests.support.made import made_trace, provenance
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SIZE = QSize(616, 276)  # its room in a window of 1280 × 800
BACKWARD = Direction.BACKWARD


def made_record(cell: str, vectors: dict[str, dict[str, np.ndarray]], at: int | None = None) -> GradientPaths:
    """A record with these vectors [T, H] by state and path; their sums are the totals."""
    arrays: dict[str, np.ndarray] = {}
    for state, by_path in vectors.items():
        arrays[f"grad_{state}_l0"] = sum(by_path.values())
        for path, array in by_path.items():
            arrays[f"grad_{state}_via_{path}_l0"] = array
            arrays[f"norm_{state}_via_{path}_l0"] = np.linalg.norm(array, axis=1)
    length = len(next(iter(arrays.values())))
    return GradientPaths(length - 1 if at is None else at, arrays, provenance(cell, 2))


def gru_scene(straight: np.ndarray, z: np.ndarray, at: int | None = None) -> Scene:
    """A GRU whose gradient takes two paths, each with a vector of two units at every token."""
    nothing = np.zeros_like(straight)
    paths = {"h": straight, "r": nothing, "z": z, "n": nothing, "readout": nothing}
    record = made_record("gru", {"h": paths}, at)
    trace = made_trace("gru", np.zeros((len(straight), 2), np.float32))
    return Scene({"gru": Run(trace, paths=record)}, View("gru"))


def along(units: tuple[float, float], length: int = 8) -> np.ndarray:
    """The same vector at every token."""
    return np.tile(np.array(units), (length, 1))


def drawn(scene: Scene, token: int, direction: Direction = BACKWARD, theme: Theme = LIGHT) -> PathFlow:
    panel = PathFlow(theme)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(token, direction))
    return panel


def placed(panel: PathFlow) -> list[Block]:
    assert panel.scene is not None
    return blocks_of(panel.content_rect(panel.logical_size()), panel.scene.shown, panel._bands)


def thickness(panel: PathFlow, block: Block, token: int, color: QColor) -> int:
    """How many pixels of a colour there are in the plot above the middle of a column."""
    image, x = picture(panel), round(block.columns.middle(token)) + 4  # beside the line that marks the place
    rows = range(math.floor(block.plot.top()), math.ceil(block.plot.bottom()))
    return sum(image.pixel(x, y) == color.rgb() for y in rows)


def test_bands_are_as_thick_as_the_norms(qapp: object) -> None:
    """3 and 4 at a right angle: two bands of 3 and 4, and a line at 5 of 7."""
    panel = drawn(gru_scene(along((3.0, 0.0)), along((0.0, 4.0))), 0)
    (block,) = placed(panel)
    unit = block.plot.height() / block.limit
    assert block.limit == pytest.approx(7)
    band = thickness(panel, block, 5, LIGHT.symbol("z"))
    straight = thickness(panel, block, 5, block.bands.color("h", LIGHT))
    assert straight == pytest.approx(3 * unit, abs=1.5)
    assert band == pytest.approx(4 * unit - 3.6, abs=3)  # the line with its halo lies over it
    image, x = picture(panel), round(block.columns.middle(5)) + 4
    ink = [y for y in range(SIZE.height()) if image.pixelColor(x, y).lightness() < 60]
    assert np.mean(ink) == pytest.approx(block.plot.bottom() - 5 * unit, abs=1)


def test_ribbons_are_shares_however_little_there_is(qapp: object) -> None:
    fading = 10.0 ** -np.arange(8)[::-1, None]
    panel = drawn(gru_scene(along((3.0, 0.0)) * fading, along((0.0, 1.0)) * fading), 0)
    (block,) = placed(panel)
    assert thickness(panel, block, 2, LIGHT.symbol("z")) == 0  # 1e-5 of the scale
    image, x = picture(panel), round(block.columns.middle(2)) + 4
    rows = range(math.floor(block.ribbon.top()), math.ceil(block.ribbon.bottom()))
    band = sum(image.pixel(x, y) == LIGHT.symbol("z").rgb() for y in rows)
    assert band == pytest.approx(block.ribbon.height() / 4, abs=1.5)


@pytest.mark.parametrize("cell", CELLS)
def test_the_line_is_never_above_the_stack(scene: Scene, cell: str) -> None:
    record = scene.runs[cell].paths
    assert record is not None
    for bands in bands_of(record, CELLS[cell], 0):
        assert (bands.total <= bands.added * (1 + 1e-6)).all()
        np.testing.assert_allclose(bands.added, bands.norms.sum(axis=0), rtol=1e-12)
    assert [bands.state for bands in bands_of(record, CELLS[cell], 0)] == (
        ["c", "h"] if cell == "lstm" else ["h"]
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)
def test_paths_without_a_hue_differ_in_lightness_or_outline(scene: Scene, theme: Theme) -> None:
    """Nobody needs to see hues to tell them apart: light, dark, and no fill at all."""
    record = scene.run.paths
    assert record is not None
    memory, hidden = bands_of(record, CELLS["lstm"], 0)
    greys = [memory.color("c", theme), memory.color("h", theme), hidden.color("readout", theme)]
    shades = sorted(qGray(color.rgb()) for color in greys)
    assert min(np.diff(shades)) > 30, shades
    assert [outlined(path) for path in ("c", "h", "readout", "above", "f")] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_the_readout_is_a_line_around_nothing_and_stands_at_one_word(qapp: object) -> None:
    readout = along((0.0, 0.0))
    readout[-1] = 7.0, 0.0
    straight = along((3.0, 0.0))
    straight[-1] = 0.0, 0.0
    nothing = np.zeros_like(straight)
    record = made_record(
        "gru", {"h": {"h": straight, "r": nothing, "z": nothing, "n": nothing, "readout": readout}}
    )
    scene = Scene({"gru": Run(made_trace("gru", np.zeros((8, 2), np.float32)), paths=record)}, View("gru"))
    panel = drawn(scene, 0)
    (block,) = placed(panel)
    image = picture(panel)
    y = math.floor(block.ribbon.center().y())
    inside, left = round(block.columns.middle(7)) + 4, round(block.steps()[7])
    assert image.pixelColor(inside, y) == LIGHT.color("card")
    assert min(qGray(image.pixel(x, y)) for x in range(left - 1, left + 2)) < 120, "its outline"
    top = math.floor(block.ribbon.top())
    x = round(block.columns.middle(3)) + 4
    assert min(qGray(image.pixel(x, at)) for at in range(top - 2, top + 4)) > 120, (
        "where there is none, no line"
    )


def test_what_the_pass_has_not_reached_has_no_fill(qapp: object) -> None:
    scene = gru_scene(along((3.0, 0.0)), along((0.0, 4.0)))
    z = LIGHT.symbol("z")
    back, front = drawn(scene, 4), drawn(scene, 7, Direction.FORWARD)
    (block,) = placed(back)
    assert thickness(back, block, 3, z) == 0
    assert thickness(back, block, 3, block.bands.color("h", LIGHT)) == 0
    assert thickness(back, block, 4, block.bands.color("h", LIGHT)) > 20
    assert thickness(back, block, 4, z) > 20
    assert all(thickness(front, block, token, z) > 20 for token in range(8))


def test_what_comes_after_the_start_of_the_pass_is_empty(qapp: object) -> None:
    until = along((3.0, 0.0)), along((0.0, 4.0))
    for array in until:
        array[5:] = np.nan
    scene = gru_scene(*until, at=4).seen(origin=4)
    panel = drawn(scene, 2)
    (block,) = placed(panel)
    assert thickness(panel, block, 4, LIGHT.symbol("z")) > 20
    assert thickness(panel, block, 6, LIGHT.symbol("z")) == 0
    hit = panel.hit_at(QPointF(block.columns.middle(6), block.plot.center().y()))
    assert hit is not None
    assert "nothing flows back" in hit.tip
    assert hit.moment == Moment(6, 0, direction=BACKWARD)
    assert len(panel.table(scene, scene.complete(2, BACKWARD)).rows) == 5


def test_the_numbers_at_the_readers_word_stand_beside(qapp: object) -> None:
    panel = drawn(gru_scene(along((3.0, 0.0)), along((0.0, 4.0))), 3)
    rows: dict[int, list[str]] = {}
    for piece in written_by(panel, panel.logical_size()):
        rows.setdefault(round(piece.rect.bottom()), []).append(piece.text)
    found = {tuple(texts) for texts in rows.values()}
    assert {("update gate z", "4.00", "57%"), ("along the memory", "3.00", "43%")} <= found
    assert {("sum of the norms", "7.00", "100%"), ("norm of the sum", "5.00", "71%")} <= found
    assert any("their norms do not" in text for texts in found for text in texts)


def test_names_stand_in_the_order_of_the_stack(scene: Scene, qapp: object) -> None:
    panel = drawn(scene.with_cell("gru"), 5)
    (bands,) = panel._bands
    heights = {piece.text: piece.rect.top() for piece in written_by(panel, panel.logical_size())}
    tops = [heights[bands.name(path)] for path in bands.paths]
    assert tops == sorted(tops, reverse=True)


def test_hover_tells_every_path_and_a_click_goes_there(scene: Scene, qapp: object) -> None:
    panel, record = drawn(scene, 9), scene.run.paths
    assert record is not None
    for block in placed(panel):
        hit = panel.hit_at(QPointF(block.columns.middle(4), block.plot.center().y()))
        assert hit is not None
        assert hit.moment == Moment(4, 0, direction=BACKWARD)
        assert scene.trace.tokens[4] in hit.tip
        bands: Bands = block.bands
        for path in bands.paths:
            told = next(line for line in hit.tip.splitlines() if line.startswith(f"{bands.name(path)}:"))
            norm, percent = told.split(":")[1].split("(")
            told_norm = float(norm.replace("×10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
            expected = record[f"norm_{bands.state}_via_{path}_l0"][4]
            assert told_norm == pytest.approx(expected, rel=0.01)
            assert float(percent.split("%")[0]) / 100 == pytest.approx(expected / bands.added[4], abs=0.006)
    forward = drawn(scene, scene.length - 1, Direction.FORWARD)
    hit = forward.hit_at(QPointF(placed(forward)[0].columns.middle(2), placed(forward)[0].plot.center().y()))
    assert hit is not None
    assert hit.moment == scene.complete(2)
    assert panel.hit_at(QPointF(3, 3)) is None


def test_pointing_at_a_name_explains_the_path(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 5)
    for piece in written_by(panel, panel.logical_size()):
        if piece.text in ("along the memory", "input gate i", "readout", "norm of the sum"):
            hit = panel.hit_at(piece.rect.center())
            assert hit is not None, piece
            assert piece.text in hit.tip or "lengths" in hit.tip
            assert hit.moment is None


def test_the_table_is_the_record(scene: Scene, qapp: object) -> None:
    for cell in CELLS:
        shown = scene.with_cell(cell)
        table, record = PathFlow().table(shown, shown.complete(3, BACKWARD)), shown.run.paths
        assert record is not None
        assert len(table.rows) == shown.length
        for column, name in enumerate(table.columns[2:], start=2):
            state = name.split("_")[1]
            expected = (
                record[f"{name}_l0"]
                if "via" in name
                else np.linalg.norm(record[f"grad_{state}_l0"].astype(float), axis=1)
            )
            np.testing.assert_allclose([row[column] for row in table.rows], expected, rtol=1e-6)


def test_a_record_of_another_token_is_not_shown(scene: Scene, qapp: object) -> None:
    other = scene.seen(origin=4)
    panel = drawn(other, 2)
    assert record_of(other, other.complete(2, BACKWARD)) is None
    assert "computing" in [piece.text for piece in written_by(panel)]
    assert panel.table(other, other.complete(2, BACKWARD)).rows == ()
    assert "computing" in panel.summary(other, other.complete(2, BACKWARD))
    refused = replace(other, refusals={"paths": "There is no room."})
    assert any("no room" in piece.text for piece in written_by(drawn(refused, 2)))
    assert PathFlow().needs(scene) == {"paths"}


def test_an_rnn_has_one_path_and_says_so(scene: Scene, qapp: object) -> None:
    panel = drawn(scene.with_cell("rnn"), 5)
    said = " ".join(piece.text for piece in written_by(panel, panel.logical_size()))
    assert "An RNN has one path" in said
    assert "their norms do not" not in said
    assert "100%" in said


def test_no_number_is_a_gap(qapp: object) -> None:
    broken = along((3.0, 0.0))
    broken[2] = np.nan, 1.0
    broken[5] = np.inf, 1.0
    panel = drawn(gru_scene(broken, along((0.0, 4.0))), 0)
    (block,) = placed(panel)
    assert [thickness(panel, block, token, LIGHT.symbol("z")) > 20 for token in range(8)] == [
        token not in (2, 5) for token in range(8)
    ]
    other = drawn(gru_scene(along((3.0, 0.0)), broken), 0)  # what lies under it is no smaller part of a whole
    (block,) = placed(other)
    assert [thickness(other, block, token, block.bands.color("h", LIGHT)) > 20 for token in range(8)] == [
        token not in (2, 5) for token in range(8)
    ]
    for token in (2, 5):
        picture(drawn(gru_scene(broken, along((0.0, 4.0))), token))


def test_a_crowded_column_shows_its_highest_stack(qapp: object) -> None:
    """T = 10,000: every sixteenth word has a hundred times more; it is seen, with the paths of that word."""
    length = 10_000
    straight, z = along((1.0, 0.0), length), along((0.0, 0.0), length)
    z[4_000:5_000:16] = 0.0, 99.0
    panel = drawn(gru_scene(straight, z), 0, theme=PAPER)
    (block,) = placed(panel)
    assert block.columns.shared > 1
    inside = block.plot.toRect()
    assert any(inside.contains(point) for point in colored(picture(panel), PAPER.symbol("z")))
    assert any("highest of" in piece.text for piece in written_by(panel, panel.logical_size()))


def test_one_word(qapp: object) -> None:
    panel = drawn(gru_scene(along((3.0, 0.0), 1), along((0.0, 4.0), 1)), 0)
    (block,) = placed(panel)
    assert thickness(panel, block, 0, LIGHT.symbol("z")) > 20
    assert picture(panel).pixelColor(1, 1) != Qt.GlobalColor.transparent


def test_a_layer_below_has_a_path_from_the_one_above(qapp: object) -> None:
    from engine.backward.gradient_paths import gradient_paths
    from engine.forward.simulate import simulate
    from tests.support.networks import SENTENCE, random_network

    network = random_network("gru", layers=2, reads_text=True)
    trace = simulate(network, text=SENTENCE, device="cpu")
    scene = Scene({"gru": Run(trace, paths=gradient_paths(network, trace))}, View("gru"))
    for layer, name in ((0, "layer above"), (1, "readout")):
        texts = {piece.text for piece in written_by(drawn(scene.seen(layer=layer), 3))}
        assert name in texts
        assert not texts & ({"layer above", "readout"} - {name})


@pytest.mark.parametrize("size", [SIZE, QSize(*PathFlow.EXPORT_SIZE_PX)])
@pytest.mark.parametrize("cell", CELLS)
def test_every_text_fits_on_the_way_back(scene: Scene, cell: str, size: QSize, qapp: object) -> None:
    shown = scene.with_cell(cell)
    for token in (0, 5, shown.length - 1):
        written = written_by(drawn(shown, token), QSizeF(size))
        assert all(QRectF(0, 0, size.width(), size.height()).contains(piece.rect) for piece in written)
        assert not any("…" in piece.text or "{" in piece.text for piece in written)
        assert_apart(written, shown.complete(token))
