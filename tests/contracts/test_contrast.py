"""Every text can be read: its contrast on the ground that it stands on, in every theme (WCAG 2.1, AA)."""

import pytest
from PySide6.QtCore import QSize, QSizeF

from engine.cells import CELLS
from gui.drawing.theme import DARK, LIGHT, PALETTE_ROLES, PAPER, Theme
from gui.panel import Panel
from gui.panels import PANELS
from gui.scene import Direction, Moment, Scene
from gui.session.story import recorded_story
from gui.view import WordInk
from tests.support.pixels import contrast, ground_of, picture
from tests.support.written import Written, written_by

READ, WAITING = 4.5, 3.0  # what is there to be read; what is to come, or cannot be used

every_theme = pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=lambda theme: theme.name)


def assert_legible(panel: Panel, written: list[Written], what: object) -> None:
    """Each text has its contrast; only what is not there yet may be in the theme's faint colour."""
    image = picture(panel)
    for piece in written:
        ground = ground_of(image, piece.rect, piece.color)
        least = WAITING if piece.color == panel.theme.color("faint") else READ
        ratio = contrast(piece.color, ground)
        assert ratio >= least, (what, piece.text, piece.color.name(), ground.name(), round(ratio, 2))


def drawn(name: str, scene: Scene, moment: Moment, theme: Theme, size: QSize | None = None) -> Panel:
    panel = PANELS[name](theme)
    panel.draw(scene, moment)
    panel.resize(size or QSize(*panel.EXPORT_SIZE_PX))
    return panel


@every_theme
@pytest.mark.parametrize("name", PANELS)
def test_every_text_of_every_panel(name: str, theme: Theme, scene: Scene, qapp: object) -> None:
    for cell in CELLS:
        shown = scene.with_cell(cell)
        moments = [
            shown.complete(5),
            Moment(5, shown.last_stage // 2),
            shown.complete(shown.length - 1),
            Moment(5, shown.last_stage // 2, direction=Direction.BACKWARD),
        ]
        for moment in moments:
            panel = drawn(name, shown, moment, theme)
            assert_legible(panel, written_by(panel), (cell, moment))
            if moment == shown.complete(moment.token):
                faint = {piece.text for piece in written_by(panel) if piece.color == theme.color("faint")}
                assert faint <= set(shown.trace.tokens), "only words wait where a step is complete"


@every_theme
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ink", WordInk)
def test_every_word_of_the_strip_in_every_colouring(
    ink: WordInk, language: str, theme: Theme, qapp: object
) -> None:
    """Words that were read have the contrast of text, but where they fade; those to come that of waiting."""
    story = recorded_story(language).seen(word_ink=ink)
    ends = (0, 8, story.length - 1)
    for cell in CELLS:
        shown = story.with_cell(cell)
        moments = [*(shown.complete(token) for token in ends), Moment(8, 1)]
        moments.append(Moment(8, 0, direction=Direction.BACKWARD))
        for moment in moments:
            panel = drawn("token_strip", shown, moment, theme, QSize(1045, 116))
            written, back = written_by(panel, QSizeF(panel.size())), moment.direction is Direction.BACKWARD
            words, rest = written[: shown.length], written[shown.length :]
            assert [word.text for word in words] == list(shown.trace.tokens)
            read = range(moment.token, shown.length) if back else range(moment.token + 1)
            waiting = [word for token, word in enumerate(words) if token not in read]
            assert all(word.color == theme.color("faint") for word in waiting)
            assert_legible(panel, waiting + rest, (cell, moment))
            if ink is not WordInk.FADING or back or cell == "rnn":
                assert_legible(panel, [words[token] for token in read], (cell, moment))
                assert all(words[token].color == theme.color("ink") for token in read)


@every_theme
def test_the_colours_of_words_and_widgets(theme: Theme, qapp: object) -> None:
    """Every role that text is written in, on every ground that text stands on."""
    grounds = ("card", "ground", "highlight", "zero")
    for ground in grounds:
        under = theme.color(ground)
        for name in ("ink", "muted"):
            assert contrast(theme.color(name), under) >= READ, (name, ground)
        assert contrast(theme.color("faint"), under) >= WAITING, ground
    for ground in ("card", "highlight"):
        under = theme.color(ground)
        for symbol in theme.symbols:
            assert contrast(theme.symbol(symbol), under) >= READ, (symbol, ground)
        for sign in (1.0, -1.0):
            assert contrast(theme.signed(sign), under) >= READ, (sign, ground)
    for cell in theme.cells:
        assert contrast(theme.color("card"), theme.cell_pen(cell).color()) >= READ, cell
    for amount in range(101):
        for name in ("positive", "negative", "ink"):
            ground = theme.tint(name, amount / 100)
            assert contrast(theme.color("ink"), ground) >= READ, (name, amount)
    assert contrast(theme.color("ink"), theme.faded(0)) > 2, "what has faded away looks like it"
    assert contrast(theme.color("card"), theme.faded(0)) > 1.5, "and is still there"


@every_theme
def test_widgets_of_qt_s_own(theme: Theme, qapp: object) -> None:
    palette = theme.palette()
    for role, name in PALETTE_ROLES.items():
        if role.name.endswith("Text") and role.name not in ("BrightText", "HighlightedText"):
            for ground in ("Window", "Base", "Button"):
                under = palette.color(getattr(type(role), ground))
                least = WAITING if name == "faint" else READ
                for group in palette.ColorGroup.Active, palette.ColorGroup.Disabled:
                    disabled = group is palette.ColorGroup.Disabled
                    ratio = contrast(palette.color(group, role), under)
                    assert ratio >= (WAITING if disabled else least), (role, ground, group)
