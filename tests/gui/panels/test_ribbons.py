"""The ribbons show the record: at each word the height is shared as ‖Δh‖ is, and nothing to come is seen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.cells import CELLS
from engine.questions import LEAVE_ONE_OUT
from gui.drawing.theme import DARK, LIGHT, Theme
from gui.panels.ribbons.bands import lay_out, smooth_lines
from gui.panels.ribbons.painting import LEAST_HUE
from gui.panels.ribbons.panel import TRACK_SHARE, Ribbons
from gui.panels.ribbons.places import RibbonPlaces, WordColumns, places_of
from gui.panels.ribbons.shares import COUNTS_FROM, Untouched, shares_of, strengths
from gui.scene import Before, Moment, Scene
from tests.support.made import left_out_scene
from tests.support.pixels import picture
from tests.support.written import written_by

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = QSize(1200, 560)
KEPT = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [2, 1, 1, 0], [4, 1, 2, 1]])
WASHED = np.array([[1, 0, 0, 0], [1, 3, 0, 0], [1, 2, 7, 0], [0, 1, 3, 16]])


@pytest.fixture
def made() -> Scene:
    """Four words, of which the first and the second count, on one side each."""
    effects = np.array([1.0, -0.5, 0.1, 0.0])
    return left_out_scene({"rnn": WASHED, "lstm": KEPT}, {"rnn": effects / 2, "lstm": effects})


def drawn(scene: Scene, moment: Moment | int, size: QSize = SIZE, theme: Theme = LIGHT) -> Ribbons:
    panel = Ribbons(theme)
    failures: list[str] = []
    panel.failed.connect(failures.append)
    panel.resize(size)
    panel.draw(scene, scene.complete(moment) if isinstance(moment, int) else moment)
    assert not failures, failures
    return panel


def places(panel: Ribbons, scene: Scene) -> RibbonPlaces:
    rect = panel.content_rect(panel.logical_size())
    return places_of(rect, tuple(scene.runs), scene.trace.tokens, scene.shown)


def hue(name: str, strength: float) -> QColor:
    return LIGHT.mixed(name, LEAST_HUE + (1 - LEAST_HUE) * strength)


@pytest.mark.parametrize("token", range(4))
def test_each_band_has_its_share_of_the_height_where_its_column_ends(made: Scene, token: int) -> None:
    panel = drawn(made, token)
    image, where = picture(panel), places(panel, made)
    x = round(where.columns.edge(token + 1)) - 2
    for cell, norms, sign in (("lstm", KEPT, 1.0), ("rnn", WASHED, 0.5)):
        ribbon, shares = where.ribbons[cell], norms[token] / norms[token].sum()
        column = [image.pixelColor(x, y) for y in range(round(ribbon.top()), round(ribbon.bottom()))]
        for word, name, effect in ((0, "positive", 1.0), (1, "negative", 0.5)):
            seen = column.count(hue(name, effect * sign))
            assert seen == pytest.approx(shares[word] * ribbon.height(), abs=5), (cell, word)


def test_what_is_not_read_yet_is_not_there(made: Scene) -> None:
    """Nothing but the ground stands right of the word, and nothing there depends on the numbers to come."""
    for moment in (made.complete(1), Moment(2, 0)):
        panel = drawn(made, moment)
        image, where = picture(panel), places(panel, made)
        for ribbon in where.ribbons.values():
            for x in range(round(where.columns.edge(2)) + 1, round(ribbon.right())):
                assert image.pixelColor(x, round(ribbon.center().y())) == LIGHT.mixed(
                    "highlight", TRACK_SHARE
                )
    assert picture(drawn(made, 0)) != picture(drawn(made, 1))


@given(
    heights=arrays(np.float64, st.tuples(st.integers(1, 7), st.integers(2, 9)), elements=st.floats(0, 1)),
    seed=st.integers(0, 2**16),
    steps=st.integers(1, 9),
)
@settings(deadline=None)
def test_lines_meet_their_points_stay_between_them_and_never_cross(
    heights: np.ndarray, seed: int, steps: int
) -> None:
    heights = -np.cumsum(heights, axis=0)
    x = np.cumsum(np.random.default_rng(seed).uniform(0.2, 90.0, heights.shape[1]))
    across, lines = smooth_lines(x, heights, steps)
    ends = slice(steps, None, steps + 1)
    np.testing.assert_array_equal(across[ends], x[1:])
    np.testing.assert_array_equal(lines[:, ends], heights[:, 1:])
    np.testing.assert_array_equal(lines[:, :: steps + 1], heights[:, :-1])
    parts = lines.reshape(len(lines), -1, steps + 1)
    low, high = np.minimum(heights[:, :-1], heights[:, 1:]), np.maximum(heights[:, :-1], heights[:, 1:])
    assert (parts >= low[..., None]).all()
    assert (parts <= high[..., None]).all()
    assert (np.diff(lines, axis=0) <= 0).all()


@pytest.mark.parametrize("length", [1, 2, 30, 700])
def test_the_layout_has_the_heights_of_the_record_at_every_size(length: int) -> None:
    """Even where words share a pixel: each drawn word's bands have exactly their heights."""
    norms = np.tril(np.random.default_rng(length).uniform(0, 1, (length, length)))
    parts, ribbon = norms / norms.sum(axis=1, keepdims=True), QRectF(50, 20, 400, 100)
    bands = lay_out(parts, WordColumns(50, 400, length), ribbon)
    for tau in np.unique(bands.taus):
        edges = bands.edges[:, bands.points(int(tau)) - 1]
        np.testing.assert_allclose(-np.diff(edges), 100 * parts[tau], atol=1e-9)
    assert bands.taus[-1] == length - 1
    assert (bands.x[0], bands.x[-1]) == (50, pytest.approx(450))


@pytest.mark.parametrize("bad", [0.0, np.nan, np.inf])
def test_where_no_word_makes_a_difference_is_a_gap_and_said(made: Scene, bad: float) -> None:
    norms = WASHED.astype(float)
    norms[1, :2] = bad
    broken = replace(
        made, runs={**made.runs, **left_out_scene({"rnn": norms}, {"rnn": np.ones(4)}, "rnn").runs}
    )
    panel = drawn(broken, 3)
    image, where = picture(panel), places(panel, broken)
    middle = round(where.columns.middle(1)), round(where.ribbons["rnn"].bottom()) - 3
    assert image.pixelColor(*middle) == LIGHT.mixed("highlight", TRACK_SHARE)
    assert "gap" in panel.note(broken, broken.complete(3))
    assert "gap" in panel.hit_at(QPointF(*middle)).tip
    assert "gap" in panel.summary(broken, broken.complete(1))
    assert panel.note(broken, broken.complete(0)) == "" == drawn(made, 3).note(made, made.complete(3))
    for word in (0, 2):  # right beside it the others have their whole height
        x = round(where.columns.edge(word + 1)) - 2 if word == 0 else round(where.columns.edge(word)) + 2
        assert image.pixelColor(x, middle[1]) == LIGHT.mixed("positive", 1.0)


def test_words_count_from_a_fifth_of_the_largest_effect_on() -> None:
    largest = 2.0
    found = strengths(np.array([2.0, -1.0, COUNTS_FROM * 2, COUNTS_FROM * 2 - 1e-9, -0.1, np.nan]), largest)
    np.testing.assert_allclose(found, [1, -0.5, COUNTS_FROM, 0, 0, 0])
    assert not strengths(np.zeros(3), 0.0).any()


def test_pointing_says_the_numbers_of_the_record_and_a_click_goes_there(made: Scene) -> None:
    panel = drawn(made, 3)
    where = places(panel, made)
    ribbon = where.ribbons["lstm"]
    hit = panel.hit_at(QPointF(where.columns.edge(4) - 1, ribbon.bottom() - 4))
    assert hit.tip.splitlines() == [
        "LSTM: word 1, “w0”",
        "after “w3”: 50.0% of the height",
        "‖Δh‖ = 4.0, ‖Δh‖/‖h‖ = 2.0",
        "effect on the logit +1.0, at the end +1.0",
    ]
    assert hit.moment == made.complete(3)
    early = drawn(made, 1).hit_at(QPointF(where.columns.edge(4) - 1, ribbon.bottom() - 4))
    assert "not read yet" in early.tip
    assert "50" not in early.tip
    assert early.moment == made.complete(3)


def test_the_table_is_the_record(scene: Scene) -> None:
    panel = drawn(scene, 5)
    rows = panel.table(scene, scene.complete(5)).rows
    assert len(rows) == 3 * 6 * 7 / 2
    for cell, tau, _, token, _, share, norm, relative, effect in rows:
        record = scene.runs[cell].leave_one_out
        assert norm == record["norm_difference_h_l0"][tau, token]
        assert relative == record["relative_difference_h_l0"][tau, token]
        assert effect == record["effect_output"][tau, token]
        assert share == pytest.approx(norm / record["norm_difference_h_l0"][tau].sum())


def test_it_asks_for_what_it_shows_and_says_where_a_text_is_too_long(scene: Scene) -> None:
    limit = LEAVE_ONE_OUT.whole_tokens
    longer = left_out_scene({"rnn": np.tri(limit + 1)}, {"rnn": np.ones(limit + 1)}, "rnn")
    longer = replace(longer, runs={"rnn": replace(longer.run, leave_one_out=None)})
    panel = drawn(longer, 3)
    assert panel.needs(scene) == {"leave_one_out"}
    assert not panel.needs(longer)
    assert any(str(limit + 1) in piece.text for piece in written_by(panel, panel.logical_size()))
    waiting = replace(
        scene, runs={cell: replace(run, leave_one_out=None) for cell, run in scene.runs.items()}
    )
    refused = replace(waiting, refusals={"leave_one_out": "No room for it."})
    for now, said in ((waiting, "being left out"), (refused, "No room for it.")):
        assert said in drawn(now, 3).summary(now, now.complete(3))
        assert sum(said in piece.text for piece in written_by(drawn(now, 3))) == 3


@pytest.mark.parametrize("cells", [("gru",), tuple(CELLS)])
def test_there_are_as_many_ribbons_as_runs_all_of_one_height(scene: Scene, cells: tuple[str, ...]) -> None:
    some = replace(scene.with_cell(cells[0]), runs={cell: scene.runs[cell] for cell in cells})
    panel = drawn(some, 12)
    ribbons = places(panel, some).ribbons
    assert tuple(ribbons) == cells
    assert len({ribbon.height() for ribbon in ribbons.values()}) == 1
    titles = {piece.text for piece in written_by(panel, panel.logical_size())} & {
        c.title for c in CELLS.values()
    }
    assert titles == {CELLS[cell].title for cell in cells}


@pytest.mark.parametrize("edges", [(), (0.0, 30.0, 34.0, 100.0)])
def test_columns_know_their_places(edges: tuple[float, ...]) -> None:
    columns = WordColumns(50.0, 100.0, 3, 7, edges)
    for word in columns.shown:
        begin, end = columns.edge(word), columns.edge(word + 1)
        assert begin < columns.middle(word) < end
        assert {columns.at(begin + 0.1), columns.at(columns.middle(word)), columns.at(end - 0.1)} == {word}
        assert columns.share_at(end) == pytest.approx((word - 6) / 3)
    assert (columns.edge(0), columns.edge(99)) == (50.0, 150.0)
    assert (columns.at(0.0), columns.at(999.0)) == (7, 9)


@pytest.mark.parametrize("width", [700, 1000, 1400])
def test_words_stand_at_the_heads_of_their_bands_and_can_be_read(scene: Scene, width: int) -> None:
    panel = drawn(scene, 4, QSize(width, 560))
    where = places(panel, scene)
    written = [
        piece
        for piece in written_by(panel, panel.logical_size())
        if where.words.contains(piece.rect.center())
    ]
    assert [piece.text for piece in written] == list(scene.trace.tokens)
    for word, piece in enumerate(written):
        assert where.columns.edge(word) <= piece.rect.left() + 1
        assert piece.rect.right() <= where.columns.edge(word + 1) + 1
    colors = [piece.color for piece in written]
    assert colors == [LIGHT.color("ink")] * 5 + [LIGHT.color("faint")] * 8


# The untouched reading


def alike(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 16 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


@pytest.fixture
def changed(made: Scene) -> Scene:
    """The LSTM washed its words away before the reader changed it; the RNN is as it was."""
    before = left_out_scene({"lstm": WASHED}, {"lstm": np.array([1.0, -0.5, 0.1, 0.0])})
    return replace(made, before=Before(before.runs))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_was_is_outlined_where_it_was(changed: Scene, made: Scene, theme: Theme) -> None:
    """At the end of each column a dash of the word's hue, or the line it lies on, is where the edge was."""
    panel = drawn(changed, 3, theme=theme)
    image, plain, where = picture(panel), picture(drawn(made, 3, theme=theme)), places(panel, changed)
    ribbon, words = where.ribbons["lstm"], WASHED / WASHED.sum(axis=1, keepdims=True)
    marks = theme.color("card"), theme.ghost(theme.color("positive"))
    for tau in (1, 2):
        x, y = round(where.columns.edge(tau + 1)) - 2, ribbon.bottom() - ribbon.height() * words[tau, 0]
        points = [QPoint(x, round(y) + step) for step in range(-2, 3)]
        assert any(alike(image.pixelColor(point), mark) for point in points for mark in marks), tau
        assert not any(alike(plain.pixelColor(point), mark) for point in points for mark in marks), tau
    same = round(where.ribbons["rnn"].top()), round(where.ribbons["rnn"].bottom())
    rows = [(x, y) for x in range(80, 1100, 7) for y in range(*same, 3)]
    assert all(image.pixel(*at) == plain.pixel(*at) for at in rows), "a network that was not changed has none"
    assert panel.shows_ghost(changed, changed.complete(3))
    assert not panel.shows_ghost(changed, changed.complete(0)), "one word always has all"


def test_numbers_and_verdicts_stand_beside_what_they_were(changed: Scene) -> None:
    run = changed.before.runs["lstm"]
    output = np.full((4, 1), 2.0, np.float32)
    said = replace(run, trace=replace(run.trace, arrays={**run.trace.arrays, "output": output}))
    scene = replace(changed, before=Before({"lstm": said}))
    panel = drawn(scene, 3)
    where = places(panel, scene)
    point = QPointF(where.columns.edge(4) - 1, where.ribbons["lstm"].bottom() - 4)
    assert panel.hit_at(point).tip.splitlines()[1:] == [
        "after “w3”: 0.0% → 50.0% of the height",
        "‖Δh‖ = 0 → 4.0, ‖Δh‖/‖h‖ = 0 → 2.0",
        "effect on the logit +1.0, at the end +1.0",
    ]
    texts = [piece.text for piece in written_by(panel, panel.logical_size())]
    assert texts.count("88% →") == 1
    assert texts.count("50%") == 2
    tip = panel.hit_at(where.verdict("lstm").center()).tip
    assert "88%" in tip
    assert "50%" in tip


def test_words_of_another_text_are_matched() -> None:
    """A word was put in: before it all is the same, and at it there is nothing to compare with."""
    now, was = np.tril(np.ones((4, 4))), np.tril(np.ones((3, 3)))
    effects = np.ones(4)
    scene = left_out_scene({"lstm": now}, {"lstm": effects})
    before = left_out_scene({"lstm": was}, {"lstm": effects[:3]})
    shares = [shares_of(one.run) for one in (scene, before)]
    ghost = Untouched(shares[1], Before(before.runs, (0, 1, -1, 2)), shares[0])
    assert not ghost.apart[:3].any()
    assert ghost.apart[3].tolist() == [False, True, True, False]
    assert ghost.numbers(3, 1) == shares[1].numbers(2, 1)
    assert ghost.numbers(3, 2) is None


def test_a_word_that_is_gone_and_was_forgotten_moves_no_edge() -> None:
    was = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 1, 1]])
    scenes = [
        left_out_scene({"gru": norms}, {"gru": np.ones(len(norms))}, "gru") for norms in (np.tri(3), was)
    ]
    now, before = (shares_of(one.run) for one in scenes)
    ghost = Untouched(before, Before(scenes[1].runs, (0, 2, 3)), now)
    assert not ghost.apart.any()


def test_the_band_at_the_mouse_is_framed_and_its_word_lit(made: Scene, qtbot: QtBot) -> None:
    panel = drawn(made, 2)
    qtbot.addWidget(panel)
    panel.show()
    where, before = places(panel, made), panel.grab().toImage()
    inside = QPointF(where.columns.middle(2), where.ribbons["lstm"].bottom() - 8)
    chip = round(where.columns.middle(0)), round(where.words.center().y()) - 8
    QTest.mouseMove(panel, inside.toPoint())
    assert panel.grab().toImage().pixelColor(*chip) == LIGHT.mixed("positive", 1.0)
    edge = where.columns.edge(1) + 3, where.ribbons["lstm"].bottom()
    framed = panel.grab().toImage()
    assert min(framed.pixelColor(round(edge[0]), round(edge[1]) - up).lightness() for up in range(3)) < 80
    QTest.mouseMove(panel, QPointF(where.columns.middle(3), inside.y()).toPoint())
    assert panel.grab().toImage().pixelColor(*chip) == LIGHT.color("card"), "nothing is read there yet"
    QTest.mouseMove(panel, QPointF(2, 2).toPoint())
    below = where.words.united(where.plot).toAlignedRect()  # the buttons in the corner are stronger
    assert panel.grab().toImage().copy(below) == before.copy(below)


def test_where_not_all_words_have_room_those_that_count_have_it_first() -> None:
    effects = np.zeros(60)
    effects[[7, 30, 31]] = 1.0, 0.3, -0.8
    panel = drawn(left_out_scene({"gru": np.tri(60)}, {"gru": effects}, "gru"), 59, QSize(420, 400))
    scene = panel.scene
    assert scene is not None
    line = places(panel, scene).words.adjusted(-20, 0, 20, 0)
    written = [p.text for p in written_by(panel, panel.logical_size()) if line.contains(p.rect.center())]
    assert {"w0", "w7", "w31", "w59"} <= set(written)
    assert "w30" not in written, "it would touch one that counts more"


def test_on_the_screen_a_step_lays_out_and_paints_no_band_again(
    made: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    monkeypatch.setattr(
        "gui.panels.ribbons.panel.paint_bands",
        lambda painter, bands, colors, points, theme: painted.append(points),
    )
    panel = drawn(made, 0)
    for token in (0, 1, 2, 3, 1):
        panel.draw(made, made.complete(token))
        panel.grab()
    assert len(painted) == 2, "both ribbons, once and as a whole"
    panel.draw(made.seen(range=(1, 3)), made.complete(2))
    panel.grab()
    assert len(painted) == 4
