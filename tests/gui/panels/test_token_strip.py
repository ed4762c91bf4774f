"""The strip shows the text as it was written, where the reader is, and what is said after each token."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.record.trace import Trace
from gui.drawing.theme import DARK, LIGHT, Theme
from gui.drawing.wrapping import wrap
from gui.panels.token_strip.panel import BAR_SHARE, FOOTER_PX, TokenStrip
from gui.readings.judgement import judgement, untouched_judgement
from gui.scene import Before, Direction, Moment, Run, Scene
from gui.view import WordInk
from tests.support.pixels import colored, picture
from tests.support.written import written_by

SMALL = QSize(1045, 102)  # its room in a window of 1280 × 800


@pytest.fixture
def panel(qtbot: QtBot) -> TokenStrip:
    strip = TokenStrip()
    qtbot.addWidget(strip)
    strip.resize(SMALL)
    return strip


def reading(scene: Scene, tokens: Sequence[str], logits: object = None) -> Scene:
    """The scene with other tokens and logits: what the strip shows comes from these alone."""
    count = len(tokens)
    output = np.resize(np.linspace(-3, 3, 7), (count, 1)) if logits is None else np.asarray(logits, float)
    arrays = {"h_l0": np.zeros((count, 2)), "output": output}
    runs = {
        cell: Run(Trace(cell, tuple(tokens), np.ones(count, bool), arrays, run.trace.provenance))
        for cell, run in scene.runs.items()
    }
    return replace(scene.seen(unit=0), runs=runs)


def place_of(strip: TokenStrip, token: int) -> QPointF:
    """A point on the token, found as a reader finds it: by moving the mouse over the card."""
    for y in range(4, strip.height(), 3):
        for x in range(4, strip.width(), 4):
            hit = strip.hit_at(QPointF(x, y))
            if hit is not None and hit.moment is not None and hit.moment.token == token:
                return QPointF(x, y)
    raise AssertionError(f"token {token} is not on the card")


def bars(image: QImage, theme: Theme) -> tuple[list[QPoint], list[QPoint]]:
    """The pixels of the bars for positive and for negative, without those of the legend below them."""
    colors = (theme.mixed(name, BAR_SHARE) for name in ("positive", "negative"))
    last = image.height() - FOOTER_PX - 12
    found = [[point for point in colored(image, color) if point.y() < last] for color in colors]
    return found[0], found[1]


def test_every_token_stands_there_as_it_was_written(panel: TokenStrip, scene: Scene) -> None:
    panel.draw(scene, scene.complete(4))
    written = [piece.text for piece in written_by(panel, QSizeF(SMALL))]
    assert written[: scene.length] == list(scene.trace.tokens)
    assert "dashed: not in the vocabulary" in written


def test_dashes_are_explained_only_where_there_are_any(panel: TokenStrip, scene: Scene) -> None:
    def said(shown: Scene) -> bool:
        panel.draw(shown, shown.complete(0))
        return any("dashed" in piece.text for piece in written_by(panel, QSizeF(SMALL)))

    shown = reading(scene, ["balanced"] * 3)
    assert not said(shown)
    trace = replace(shown.trace, known=np.zeros(3, bool))
    assert said(replace(shown, runs={**shown.runs, "lstm": Run(trace)}))


@pytest.mark.parametrize("tokens", [("I", "love", "it", ",", "truly"), tuple("太棒了！吃")], ids=str)
def test_the_box_keeps_clear_of_the_words_beside_it(
    panel: TokenStrip, scene: Scene, tokens: tuple[str, ...]
) -> None:
    shown = reading(scene, tokens)
    for token in range(1, 4):
        panel.draw(shown, shown.complete(token))
        places = [piece.rect for piece in written_by(panel, QSizeF(SMALL))]
        before, word, after = places[token - 1 : token + 2]
        box = [p.x() for p in colored(picture(panel), LIGHT.color("highlight"))]
        edge = 1.5  # its line, outside of its ground
        assert min(box) - edge >= before.right() + 3.2
        assert max(box) + 1 + edge <= after.left() - 3.2
        assert min(box) <= word.left()
        assert word.right() <= max(box) + 1.5


def test_the_place_of_the_bar_to_come_is_clear_of_the_box(panel: TokenStrip, scene: Scene) -> None:
    shown = reading(scene, ("one", "balanced", "two"), [[0.0], [0.0], [0.0]])
    panel.draw(shown, shown.complete(1))
    complete = picture(panel)
    panel.draw(shown, Moment(1, 0))
    waiting = picture(panel)
    both = ((x, y) for y in range(SMALL.height()) for x in range(SMALL.width()))
    frame = [y for x, y in both if waiting.pixel(x, y) != complete.pixel(x, y)]
    box = max(p.y() for p in colored(complete, LIGHT.color("highlight")))
    assert min(frame) >= box + 4
    assert max(frame) - min(frame) > 15


@pytest.mark.parametrize(("words", "rows"), [(3, 1), (13, 2), (400, 9)])
def test_a_picture_is_as_high_as_its_text(panel: TokenStrip, scene: Scene, words: int, rows: int) -> None:
    """A short text once stood in the middle of an empty page."""
    shown = reading(scene, ["balanced"] * words)
    panel.draw(shown, shown.complete(0))
    width, height = panel.export_size_px(shown)
    written = [piece for piece in written_by(panel, QSizeF(width, height)) if piece.text == "balanced"]
    assert width == TokenStrip.EXPORT_SIZE_PX[0]
    assert len({round(piece.rect.top()) for piece in written}) == rows
    assert height - max(piece.rect.bottom() for piece in written) < 85
    assert 11 * 174 / 25.4 * 72 / width == pytest.approx(8, abs=0.2), "captions in points, on a full page"


def test_a_click_wishes_to_go_to_the_token_and_moves_nothing(
    panel: TokenStrip, scene: Scene, qtbot: QtBot
) -> None:
    panel.draw(scene, Moment(2, 1))
    with qtbot.waitSignal(panel.seek_requested) as wish:
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=place_of(panel, 6).toPoint())
    assert wish.args == [scene.complete(6)]
    assert panel.moment == Moment(2, 1)


def test_the_current_token_is_boxed_and_only_it(panel: TokenStrip, scene: Scene) -> None:
    panel.draw(scene.seen(word_ink=WordInk.PLAIN), scene.complete(9))
    inside = colored(picture(panel), LIGHT.color("highlight"))
    assert inside
    for point in inside:
        hit = panel.hit_at(QPointF(point))
        assert hit is not None
        assert hit.moment == scene.complete(9)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_bar_goes_up_for_positive_and_down_for_negative_to_scale(
    panel: TokenStrip, scene: Scene, theme: object
) -> None:
    panel.set_theme(theme)  # type: ignore[arg-type]
    logits = [[2.0], [-2.0], [0.5]]
    shown = reading(scene, ("one", "two", "three"), logits)
    panel.draw(shown, shown.complete(2))
    image = picture(panel)
    up, down = bars(image, panel.theme)
    assert min(p.x() for p in up) < min(p.x() for p in down) < max(p.x() for p in up)
    assert max(p.y() for p in up) <= min(p.y() for p in down)
    first = [p for p in up if p.x() < min(q.x() for q in down)]
    third = [p for p in up if p.x() > max(q.x() for q in down)]
    heights = [len({p.y() for p in bar}) for bar in (first, down, third)]
    expected = np.tanh(np.abs(np.ravel(logits)) / 2)  # 2 σ(x) − 1
    assert heights == pytest.approx(expected / expected[0] * heights[0], abs=1.5)


def test_the_bar_of_the_current_token_waits_for_the_last_stage(panel: TokenStrip, scene: Scene) -> None:
    shown = reading(scene, ("one", "two"), [[-4.0], [4.0]])
    panel.draw(shown, Moment(1, shown.last_stage - 1))
    assert not bars(picture(panel), LIGHT)[0]
    panel.draw(shown, shown.complete(1))
    assert bars(picture(panel), LIGHT)[0]
    panel.draw(shown, Moment(1, 0, direction=Direction.BACKWARD))
    assert bars(picture(panel), LIGHT)[0], "on the way back the step has been computed"
    panel.draw(shown, shown.complete(0))
    assert not bars(picture(panel), LIGHT)[0], "nothing of what comes"


def test_what_is_not_a_number_leaves_a_gap(panel: TokenStrip, scene: Scene) -> None:
    shown = reading(scene, ("one", "two", "three"), [[3.0], [np.nan], [-3.0]])
    panel.draw(shown, shown.complete(2))
    image = picture(panel)
    assert all(bars(image, LIGHT))
    tip = panel.hit_at(place_of(panel, 1))
    assert tip is not None
    assert "not a number" in tip.tip


def test_the_tip_tells_the_prediction_and_the_unknown_word(panel: TokenStrip, scene: Scene) -> None:
    unknown = int(np.flatnonzero(~scene.trace.known)[0])
    panel.draw(scene, scene.complete(unknown))
    hit = panel.hit_at(place_of(panel, unknown))
    said = judgement(scene.trace, unknown)
    assert hit is not None
    assert said is not None
    assert scene.trace.tokens[unknown] in hit.tip
    assert said.sentence in hit.tip
    assert "not in the vocabulary" in hit.tip
    known = panel.hit_at(place_of(panel, 1))
    assert known is not None
    assert "not in the vocabulary" not in known.tip
    panel.draw(scene, scene.complete(unknown - 1))
    coming = panel.hit_at(place_of(panel, unknown))
    assert coming is not None
    assert said.sentence not in coming.tip, "what is not read yet is not told"


def test_unknown_words_are_marked(panel: TokenStrip, scene: Scene) -> None:
    known = reading(scene, scene.trace.tokens)
    moment = scene.complete(0)
    trace = replace(known.trace, known=scene.trace.known)
    marked = replace(known, runs={**known.runs, "lstm": Run(trace)})
    panel.draw(known, moment)
    plain = picture(panel)
    panel.draw(marked, moment)
    assert picture(panel) != plain


def test_the_current_token_is_always_visible_and_the_view_knows_no_past(
    panel: TokenStrip, scene: Scene, qtbot: QtBot
) -> None:
    long = reading(scene, [f"word{index}" for index in range(10_000)])
    for token in (0, 1, 4_999, 5_000, 9_999):
        panel.draw(long, long.complete(token))
        assert f"word{token}" in {piece.text for piece in written_by(panel, QSizeF(SMALL))}
    fresh = TokenStrip()
    qtbot.addWidget(fresh)
    fresh.resize(SMALL)
    panel.draw(long, long.complete(5_000))
    fresh.draw(long, long.complete(5_000))
    assert picture(fresh) == picture(panel)


def test_of_a_long_text_only_the_visible_rows_are_written(panel: TokenStrip, scene: Scene) -> None:
    long = reading(scene, [f"word{index}" for index in range(10_000)])
    panel.draw(long, long.complete(5_000))
    assert len(written_by(panel, QSizeF(SMALL))) < 60


def test_the_wheel_looks_around_and_the_next_moment_returns(panel: TokenStrip, scene: Scene) -> None:
    long = reading(scene, [f"word{index}" for index in range(2_000)])
    panel.draw(long, long.complete(1_000))
    place = picture(panel)
    turn(panel, -20)
    assert "word1000" not in {piece.text for piece in written_by(panel, QSizeF(SMALL))}
    assert panel.moment == long.complete(1_000)
    panel.draw(long, long.complete(1_000))
    assert picture(panel) == place
    turn(panel, 10_000)
    assert written_by(panel, QSizeF(SMALL))[0].text == "word0"
    turn(panel, -1)
    assert written_by(panel, QSizeF(SMALL))[0].text != "word0", "turning past the end is not remembered"


def turn(panel: TokenStrip, notches: int) -> None:
    middle = QPointF(panel.rect().center())
    event = QWheelEvent(
        middle,
        panel.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel, event)


TEXTS = {
    "one letter": ["a"],
    "one long word": ["supercalifragilistic" * 500],
    "long words": ["x" * 90] * 9,
    "emoji": ["👍🏽", "👨‍👩‍👧", "🇫🇷", "!"],
    "right to left": ["شاشة", "رائعة", "،", "שלום", "عالم"],
    "mixed": ["日", "本", "語", "très", "좋아요", "£", "5", "(", "ok", ")", "देखो"],
    "an accent alone": ["\u0301", "a"],
}


@pytest.mark.parametrize("tokens", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("size", [QSizeF(1056, 112), QSizeF(300, 200), QSizeF(90, 60)], ids=str)
def test_every_text_stays_on_the_card_and_in_its_order(
    panel: TokenStrip, scene: Scene, tokens: list[str], size: QSizeF
) -> None:
    shown = reading(scene, tokens)
    panel.draw(shown, shown.complete(len(tokens) - 1))
    card = panel.content_rect(size).adjusted(-1, -1, 1, 1)
    for piece in written_by(panel, size):
        assert card.left() <= piece.rect.left() <= piece.rect.right() <= card.right(), piece.text
    wrapping = wrap(shown.trace.tokens, 250.0)
    right = wrapping.left + wrapping.width
    for token in range(1, len(tokens)):
        if wrapping.row[token] == wrapping.row[token - 1]:
            assert wrapping.left[token] > right[token - 1]
        else:
            assert wrapping.row[token] == wrapping.row[token - 1] + 1
    assert right.max() <= 250.0 or len(tokens) == 1


def test_a_network_without_readout_has_no_bars_and_closer_rows(panel: TokenStrip, scene: Scene) -> None:
    arrays = {key: array for key, array in scene.trace.arrays.items() if key != "output"}
    mute = replace(scene, runs={"lstm": Run(replace(scene.trace, arrays=arrays))})
    panel.draw(mute, mute.complete(3))
    assert bars(picture(panel), LIGHT) == ([], [])
    assert "logit" not in panel.table(mute, mute.complete(3)).columns


def test_several_outputs_have_neither_side(panel: TokenStrip, scene: Scene) -> None:
    shown = reading(scene, ("one", "two"), [[0.0, 3.0, 1.0], [5.0, 0.0, 0.0]])
    panel.draw(shown, shown.complete(1))
    image = picture(panel)
    assert bars(image, LIGHT) == ([], [])
    hit = panel.hit_at(place_of(panel, 0))
    assert hit is not None
    assert "output 2 84%" in hit.tip  # e³ / (1 + e³ + e)


def test_the_table_holds_the_logits_of_what_has_been_read(panel: TokenStrip, scene: Scene) -> None:
    table = panel.table(scene, scene.complete(5))
    assert table.columns == ("token_index", "token", "known", "logit", "positive", "share")
    assert len(table.rows) == 6
    for token, row in enumerate(table.rows):
        logit = float(scene.trace["output"][token, 0])
        assert row[:3] == (token, scene.trace.tokens[token], int(scene.trace.known[token]))
        assert row[3] == pytest.approx(logit)
        assert row[4] == pytest.approx(1 / (1 + np.exp(-logit)))
    assert len(panel.table(scene, Moment(5, 0)).rows) == 5


def test_the_summary_says_where_and_what(panel: TokenStrip, scene: Scene) -> None:
    said = judgement(scene.trace, 5)
    assert said is not None
    assert scene.trace.tokens[5] in panel.summary(scene, scene.complete(5))
    assert said.sentence in panel.summary(scene, scene.complete(5))
    assert said.sentence not in panel.summary(scene, Moment(5, 0))


def marked_by(panel: TokenStrip, *tokens: int, key: Qt.KeyboardModifier) -> list[range]:
    """What the panel wishes while the mouse is pressed on one token and dragged to others."""
    wishes: list[range] = []
    panel.words_marked.connect(wishes.append)
    places = [place_of(panel, token).toPoint() for token in tokens]
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(panel, left, key, places[0])
    for place in places[1:]:
        QTest.mouseMove(panel, place)
    QTest.mouseRelease(panel, left, key, places[-1])
    panel.words_marked.disconnect()
    return wishes


def test_shift_marks_words_from_the_current_one_on_or_all_that_a_drag_goes_over(
    panel: TokenStrip, scene: Scene, qtbot: QtBot
) -> None:
    panel.draw(scene, scene.complete(5))
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    with qtbot.assertNotEmitted(panel.seek_requested):
        assert marked_by(panel, 3, key=shift) == [range(3, 6)]
        assert marked_by(panel, 3, 3, 6, key=shift)[-1] == range(3, 7)
        assert marked_by(panel, 6, 3, 6, key=shift)[-1] == range(6, 7), "to and fro"
    assert marked_by(panel, 3, 6, key=none) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("width", [300, 1045])
def test_a_bracket_stands_over_the_marked_words_alone(
    panel: TokenStrip, scene: Scene, theme: Theme, width: int
) -> None:
    panel.set_theme(theme)
    panel.resize(width, 200)

    def changed(marked: tuple[int, int] | None) -> set[int]:
        """The tokens near which there are other pixels than with no mark."""
        images = []
        for words in (None, marked):
            panel.draw(scene.seen(marked=words), scene.complete(0))
            images.append(picture(panel))
        plain, image = images
        visible = panel._seen(scene, scene.complete(0))
        found = set()
        for token, left, wide, line in zip(
            range(visible.start, visible.stop), visible.left, visible.width, visible.line, strict=True
        ):
            x, y = round(left + wide / 2), round(line)
            if any(image.pixel(x, at) != plain.pixel(x, at) for at in range(y - 2, y + 2)):
                found.add(token)
        return found

    assert changed((2, 6)) == set(range(2, 6))
    assert changed((1, 2)) == {1}
    assert changed((0, 99)) >= set(range(scene.length))


@pytest.mark.parametrize("change", ["held", "retyped"])
def test_it_says_what_the_verdict_was_untouched(
    panel: TokenStrip, change: str, request: pytest.FixtureRequest
) -> None:
    """In a card with a heading and in a low one, once it is spoken; in the backward pass where it starts."""
    scene: Scene = request.getfixturevalue(change)
    assert scene.before is not None
    there = scene.before.runs["lstm"].trace
    there = replace(there, arrays={**there.arrays, "output": there["output"] + 1})
    scene = replace(scene, before=replace(scene.before, runs={"lstm": Run(there)}))

    def written(moment: Moment, size: QSizeF, scene: Scene = scene) -> str:
        panel.draw(scene, moment)
        return " ".join(piece.text.strip() for piece in written_by(panel, size))

    for size in (QSizeF(680, 100), QSizeF(680, 210)):
        for token in (5, scene.length - 1):
            now, was = judgement(scene.trace, token), untouched_judgement(scene, "lstm", token)
            assert now is not None
            assert was is not None
            assert f"{was.figure} → {now.figure}" in written(scene.complete(token), size)
            assert f"{was.sentence} → {now.sentence}" in panel.summary(scene, scene.complete(token))
            assert "→" not in written(Moment(token, 2), size), "not spoken yet"
        last = scene.complete(2, Direction.BACKWARD)
        assert f"P(positive) {was.figure} → {now.figure}" in written(last, QSizeF(1000, 100))
        same = replace(scene, before=Before({"lstm": scene.run}))
        assert "→" not in written(scene.complete(5), size, same)
