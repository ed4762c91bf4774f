"""Lines of several colours: names are found, subscripts hang, nothing is wider than its room."""

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.drawing.theme import LIGHT
from gui.drawing.typeset import (
    LARGEST_FIT,
    Piece,
    advance_px,
    baseline,
    coloured,
    fit,
    formula,
    in_line,
    write_pieces,
)

INK, GATE = LIGHT.color("ink"), LIGHT.symbol("f")


def color_of(name: str) -> QColor:
    return GATE if name in ("f", "f_in") else INK


def test_subscripts_hang_below_and_take_the_colour_of_their_name(qapp: object) -> None:
    pieces = formula("f = σ(f_in)", "code", "code_subscript", color_of)
    assert [(piece.text, piece.color == GATE, piece.drop_px > 0) for piece in pieces] == [
        ("f", True, False),
        (" = σ(", False, False),
        ("f", True, False),
        ("in", True, True),
        (")", False, False),
    ]
    assert pieces[3].role == "code_subscript"


def test_a_stack_of_names_has_one_subscript(qapp: object) -> None:
    pieces = formula("[i f]_in = 1", "code", "code_subscript", color_of)
    assert [(piece.text, piece.drop_px > 0) for piece in pieces if piece.color == INK][-2:] == [
        ("in", True),
        (" = 1", False),
    ]
    assert "f" in [piece.text for piece in pieces if piece.color == GATE]


def test_code_keeps_its_underscores(qapp: object) -> None:
    pieces = coloured("f = sigmoid(f_in) * 0.5", "code", color_of)
    assert "".join(piece.text for piece in pieces) == "f = sigmoid(f_in) * 0.5"
    assert [piece.text for piece in pieces if piece.color == GATE] == ["f", "f_in"]


@pytest.mark.parametrize("text", ["", "h @ weight_hh.T", "(1 − z) ⊙ n", "x_12", "n_x + r ⊙ n_h"])
def test_nothing_is_lost(text: str, qapp: object) -> None:
    assert "".join(piece.text for piece in coloured(text, "code", color_of)) == text
    joined = "".join(piece.text for piece in formula(text, "code", "code_subscript", color_of))
    assert joined.replace("_", "") == text.replace("_", "")


def test_the_step_before_is_written_as_in_papers(qapp: object) -> None:
    """No English in a formula of a Chinese window; code keeps its names."""
    for text, written, plain in (
        ("c = f ⊙ c_before", "c = f ⊙ ct−1", "c = f ⊙ cₜ₋₁"),
        ("∂ℓ/∂h_before_via_f", "∂ℓ/∂ht−1|f", "∂ℓ/∂hₜ₋₁|f"),
        ("h_new = tanh(h_in)", "ht = tanh(hin)", "hₜ = tanh(hᵢₙ)"),
    ):
        pieces = formula(text, "code", "code_subscript", color_of)
        assert "".join(piece.text for piece in pieces) == written
        assert in_line(text) == plain
    assert coloured("h_before", "code", color_of)[0].text == "h_before"


def test_a_line_that_is_too_long_is_squeezed_and_others_are_not(qapp: object) -> None:
    pieces = (Piece("HHHHHHHHHH", "code", INK),)
    natural = advance_px(pieces)
    for room, expected in ((natural * 2, natural), (natural / 2, natural / 2)):
        image = QImage(400, 40, QImage.Format.Format_RGB32)
        image.fill(LIGHT.color("card"))
        painter = QPainter(image)
        write_pieces(painter, QPointF(0, baseline(20, "code")), pieces, room)
        painter.end()
        inked = [x for x in range(400) if any(image.pixelColor(x, y).lightness() < 160 for y in range(40))]
        assert max(inked) == pytest.approx(expected, abs=3)
        rows = [y for y in range(40) if any(image.pixelColor(x, y).lightness() < 160 for x in range(400))]
        assert (min(rows) + max(rows)) / 2 == pytest.approx(20 if room > natural else 22, abs=1.5)


def test_a_composition_fills_its_room_up_to_a_limit() -> None:
    natural = QSizeF(200, 100)
    assert fit(QRectF(0, 0, 200, 100), natural) == 1
    assert fit(QRectF(0, 0, 100, 100), natural) == 0.5
    assert fit(QRectF(0, 0, 200, 50), natural) == 0.5
    assert fit(QRectF(0, 0, 2000, 1000), natural) == LARGEST_FIT
