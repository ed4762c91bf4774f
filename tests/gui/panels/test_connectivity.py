"""Words and pairs of words have the ink of their numbers, on a scale that no reader moves."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor

from gui.drawing.ink import magnitude_colors
from gui.drawing.theme import DARK, LIGHT, PAPER, Theme
from gui.drawing.wrapping import SIDE_PX, wrap
from gui.panel import Hit
from gui.panels.connectivity.connections import Connections
from gui.panels.connectivity.panel import Connectivity
from gui.panels.connectivity.word_grounds import WordGrounds
from gui.scene import Direction, Scene
from tests.support.made import decaying, gradient_scene
from tests.support.pixels import picture
from tests.support.written import written_by

SIZE = QSize(517, 492)  # its room in a window of 1280 × 800


def drawn(
    scene: Scene, token: int, theme: Theme = LIGHT, direction: Direction = Direction.FORWARD
) -> Connectivity:
    panel = Connectivity(theme)
    panel.resize(SIZE)
    panel.draw(scene, scene.complete(token, direction))
    return panel


def texts(panel: Connectivity) -> str:
    return " ".join(piece.text for piece in written_by(panel, QSizeF(SIZE)))


def place_of(panel: Connectivity, position: tuple[float, float]) -> Hit:
    hit = panel.hit_at(QPointF(*position))
    assert hit is not None
    return hit


def heat(panel: Connectivity) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the matrix: where pointing tells of pairs, under the words."""
    across = [x for x in range(SIZE.width()) if _is_pair(panel, x, 300)]
    top = bottom = 300
    while _is_pair(panel, across[0] + 1, top - 1):
        top -= 1
    while _is_pair(panel, across[0] + 1, bottom):
        bottom += 1
    return across[0], top, across[-1] + 1, bottom


def _is_pair(panel: Connectivity, x: float, y: float) -> bool:
    hit = panel.hit_at(QPointF(x, y))
    return hit is not None and hit.moment is not None


def tiles(panel: Connectivity) -> Callable[[int, int], tuple[float, float]]:
    """Gives the middles of the pairs' tiles, by row and column."""
    assert panel.scene is not None
    left, top, right, bottom = heat(panel)
    width, height = (right - left) / panel.scene.length, (bottom - top) / panel.scene.length
    return lambda row, column: (left + (column + 0.5) * width, top + (row + 0.5) * height)


def cell(panel: Connectivity, row: int, column: int) -> tuple[float, float]:
    """The middle of one pair's tile."""
    return tiles(panel)(row, column)


def shade(value: float, limit: float, theme: Theme) -> QColor:
    return QColor(*magnitude_colors(np.array([[value]]), theme, limit)[0, 0].tolist())


@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)
def test_every_tile_has_the_ink_of_its_number(theme: Theme, qapp: object) -> None:
    scene = gradient_scene({"lstm": decaying(8, 0.5)})
    panel = drawn(scene, 7, theme)
    image = picture(panel)
    at = tiles(panel)
    for row in range(7):  # the last one is in the box
        for column in range(8 if row else 1):  # words stand in the empty half beside the first one
            seen = image.pixelColor(QPointF(*at(row, column)).toPoint())
            expected = shade(0.5 ** (row - column), 1.0, theme) if column <= row else theme.color("card")
            assert seen == expected, (row, column)


def test_what_comes_later_is_dimmed_and_nothing_else(qapp: object) -> None:
    scene = gradient_scene({"lstm": decaying(8, 0.5)})
    before, after = picture(drawn(scene, 3)), picture(drawn(scene, 7))
    panel = drawn(scene, 3)
    card = LIGHT.color("card")
    at = tiles(panel)
    for row in range(8):
        for column in range(8):
            pixel = QPointF(*at(row, column)).toPoint()
            dimmed, full = before.pixelColor(pixel), after.pixelColor(pixel)
            if row in (3, 7):
                continue  # in a box, in one of the pictures
            if row < 3 or column > row:
                assert dimmed == full
            else:
                assert card.lightness() >= dimmed.lightness() > full.lightness() + 2, (row, column)


def test_the_words_have_the_inks_of_the_row(qapp: object) -> None:
    scene = gradient_scene({"lstm": decaying(8, 0.5)})
    panel = drawn(scene, 5)
    image = picture(panel)
    rect = panel.content_rect(QSizeF(SIZE))
    inside = rect.adjusted(SIDE_PX, 0, -SIDE_PX, 0)
    words = WordGrounds.around(wrap(scene.trace.tokens, inside.width()), inside, 1, 5)
    for token, ground in enumerate(words.grounds):
        seen = image.pixelColor(round(ground.left() + 2), round(ground.center().y()))
        expected = shade(0.5 ** (5 - token), 1.0, LIGHT) if token <= 5 else LIGHT.color("card")
        assert seen == expected, token
        hit = place_of(panel, (ground.center().x(), ground.center().y()))
        assert hit.moment == scene.complete(token)
        assert f"word {token + 1}" in hit.tip


def test_words_further_on_have_their_own_inks(qapp: object) -> None:
    """A text of more rows than are in sight: the first of them are not those of the text."""
    scene = gradient_scene({"lstm": decaying(200, 0.5)})
    panel = drawn(scene, 150)
    image, rect = picture(panel), panel.content_rect(QSizeF(SIZE)).adjusted(SIDE_PX, 0, -SIDE_PX, 0)
    words = WordGrounds.around(wrap(scene.trace.tokens, rect.width()), rect, 3, 150)
    assert words.start > 100
    ground = words.grounds[149 - words.start]
    assert image.pixelColor(round(ground.left() + 2), round(ground.center().y())) == shade(0.5, 1.0, LIGHT)


def test_one_ink_is_one_number_wherever_the_reader_is(scene: Scene, qapp: object) -> None:
    limits = {Connections.of(scene).limit}
    panel = drawn(scene, 4)
    assert scene.run.gradient is not None
    largest = float(np.nanmax(scene.run.gradient["norm_x"]))
    assert largest <= limits.pop() <= 1.2 * largest
    at = QPointF(*cell(panel, 2, 1)).toPoint()
    assert len({picture(drawn(scene, token)).pixelColor(at).name() for token in (3, 6, 12)}) == 1


def test_relative_each_row_ends_at_its_own_largest(qapp: object) -> None:
    """Numbers that explode and numbers that vanish look alike then."""
    exploding = gradient_scene({"lstm": decaying(8, 4.0)})
    relative = exploding.seen(relative_gradient=True)
    panel = drawn(relative, 7)
    at, image = tiles(panel), picture(panel)
    for row in (1, 4):
        assert image.pixelColor(QPointF(*at(row, 0)).toPoint()) == shade(1.0, 1.0, LIGHT)
        assert image.pixelColor(QPointF(*at(row, 1)).toPoint()) == shade(0.25, 1.0, LIGHT)
    assert "100%" in texts(panel)
    assert "25% of the largest" in place_of(panel, at(4, 1)).tip
    assert "largest in its row" in texts(panel)
    assert "whole text" in texts(drawn(exploding, 7))


def test_a_row_of_zeros_has_no_largest(qapp: object) -> None:
    norms = decaying(4, 0.5)
    norms[2, :3] = 0.0
    scene = gradient_scene({"lstm": norms})
    assert "‖∂ℓ/∂x‖ = 0" in place_of(drawn(scene, 3), cell(drawn(scene, 3), 2, 0)).tip
    panel = drawn(scene.seen(relative_gradient=True), 2)
    assert "—" in place_of(panel, cell(panel, 2, 0)).tip
    picture(panel)


def test_pointing_at_a_pair_tells_it_and_a_click_goes_to_its_row(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 9)
    hit = place_of(panel, cell(panel, 7, 4))
    assert hit.moment == scene.complete(7)
    assert scene.run.gradient is not None
    value = float(scene.run.gradient["norm_x"][7, 4])
    told = hit.tip.splitlines()[0].split()[-1].replace("×10⁻³", "e-3").replace("×10⁻⁴", "e-4")
    assert float(told) == pytest.approx(value, rel=0.06)
    assert scene.trace.tokens[4] in hit.tip
    assert scene.trace.tokens[7] in hit.tip
    later = place_of(panel, cell(panel, 4, 7))
    assert later.moment == scene.complete(4)
    assert "read after" in later.tip


def test_the_key_says_the_numbers_and_switches(scene: Scene, qapp: object) -> None:
    panel = drawn(scene, 9)
    key = next(piece for piece in written_by(panel, QSizeF(SIZE)) if piece.text.startswith("ink:"))
    hit = place_of(panel, (key.rect.center().x(), key.rect.center().y()))
    assert hit.command == "relative_gradient"
    assert hit.moment is None
    line = [
        piece
        for piece in written_by(panel, QSizeF(SIZE))
        if piece.rect.intersects(key.rect.adjusted(0, 0, 400, 0))
    ]
    ends = sorted(line, key=lambda piece: piece.rect.left())[-2:]
    assert ends[0].text == "0"
    assert float(ends[1].text) == pytest.approx(Connections.of(scene).limit, rel=0.06)


def test_of_a_long_text_there_is_one_row_and_the_need_is_said(qapp: object) -> None:
    row = decaying(1000, 0.99)[[600]]
    scene = gradient_scene({"lstm": row}, rows=np.array([600]))
    panel = drawn(scene, 600)
    assert "All pairs would need 4.0 MB and are not kept" in texts(panel)
    assert "computing" not in texts(panel)
    left, right = 14, SIZE.width() - 14
    strip = next(y for y in range(SIZE.height() - 20, 40, -1) if _is_pair(panel, left + 5, y))
    image = picture(panel)
    for token in (10, 300, 599):
        x = round(left + (token + 0.5) * (right - left) / 1000)
        seen, wanted = image.pixelColor(x, strip - 10), shade(0.99 ** (600 - token), 1.0, LIGHT)
        assert seen.lightness() == pytest.approx(wanted.lightness(), abs=4), token
    hit = place_of(panel, (left + 300.5 * (right - left) / 1000, strip - 10))
    assert hit.moment == scene.complete(300)
    waiting = drawn(scene, 601)
    assert "computing" in texts(waiting)
    assert not drawn(scene, 601).table(scene, scene.complete(601)).rows
    assert len(panel.table(scene, scene.complete(600)).rows) == 1


def test_what_is_missing_is_computing_or_refused(scene: Scene, qapp: object) -> None:
    bare = replace(scene, runs={"lstm": replace(scene.run, gradient=None)})
    panel = drawn(bare, 4)
    assert "computing" in texts(panel)
    assert "computing" in panel.summary(bare, bare.complete(4))
    refused = replace(bare, refusals={"gradient": "Too large."})
    assert "Too large." in texts(drawn(refused, 4))
    assert "computing" not in texts(drawn(refused, 4))


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru"])
def test_the_table_is_the_record(name: str, scene: Scene, qapp: object) -> None:
    shown = scene.with_cell(name)
    table = drawn(shown, 4).table(shown, shown.complete(4))
    assert shown.run.gradient is not None
    norms = shown.run.gradient["norm_x"]
    assert len(table.rows) == len(table.columns) - 2 == shown.length
    for row in table.rows:
        tau = int(row[0])
        np.testing.assert_array_equal(row[2 : tau + 3], norms[tau, : tau + 1])
        assert set(row[tau + 3 :]) <= {""}
    most = int(np.argmax(norms[4, :5]))
    assert f"depends most on “{shown.trace.tokens[most]}”" in drawn(shown, 4).summary(
        shown, shown.complete(4)
    )


def test_the_backward_pass_looks_back_from_its_own_token(scene: Scene, qapp: object) -> None:
    started = scene.seen(origin=8)
    panel = drawn(started, 3, direction=Direction.BACKWARD)
    assert f"“{scene.trace.tokens[8]}”" in panel.subtitle(started, started.complete(3, Direction.BACKWARD))
    hit = place_of(panel, cell(panel, 5, 2))
    assert hit.moment == started.complete(5, Direction.BACKWARD)


def test_the_word_that_is_read_is_in_sight_and_no_grounds_overlap(qapp: object) -> None:
    for tokens in (tuple("word" + str(number) for number in range(700)), tuple("盒麦片让我，吃" * 90)):
        wrapping = wrap(tokens, 480.0)
        for token in (0, 5, 300, len(tokens) - 1):
            words = WordGrounds.around(wrapping, picture_rect(), 3, token)
            assert words.start <= token < words.start + len(words.grounds)
            for one, other in zip(words.grounds, words.grounds[1:], strict=False):
                assert one.right() < other.left() or one.bottom() < other.top()
            middle = words.grounds[token - words.start].center()
            assert words.at(middle.x(), middle.y()) == token


def picture_rect() -> QRectF:
    return Connectivity(LIGHT).content_rect(QSizeF(SIZE))


def test_one_word_and_many_that_share_pixels(qapp: object) -> None:
    picture(drawn(gradient_scene({"lstm": np.ones((1, 1))}), 0))
    norms = np.where(np.isnan(decaying(500, 1.0)), np.nan, 1e-6)
    norms[400, 120] = 1.0
    panel = drawn(gradient_scene({"lstm": norms}), 499)
    image, (x, y) = picture(panel), cell(panel, 400, 120)
    around = {image.pixelColor(round(x) + i, round(y) + j).name() for i in (-1, 0, 1) for j in (-1, 0, 1)}
    assert shade(1.0, 1.0, LIGHT).name() in around, "one strong pair among weak ones is seen"
