"""F1 says in a minute what is on screen, with pictures in the window's colours, in both languages."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from gui.dialogs.explanations import EXPLANATIONS, IN_EVERY_PLOT, IN_THE_RIBBONS
from gui.dialogs.help_pictures import HEIGHT_PX, WIDTH_PX, help_picture
from gui.dialogs.reading_window import ReadingWindow, help_html
from gui.drawing.theme import DARK, LIGHT
from gui.language import use_language
from gui.pages import PAGES, STORY
from gui.scene import Scene

A_MINUTE = {"en": 330, "zh": 600}  # words, and Han characters, with what stands in the table of gates
SAID = {
    "en": ("counted from 1", "counted from 0, as in PyTorch", "Bars", "Each gate has its colour", "full"),
    "zh": ("从 1 数起", "从 0 数起，与 PyTorch", "柱形", "每个门有自己的颜色", "颜色最深"),
}
SAID_OF_RIBBONS = {"en": ("A band", "Hues", "Dashes", "Ctrl+Z"), "zh": ("条带", "颜色", "虚线", "Ctrl+Z")}


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


@pytest.mark.parametrize("page", list(PAGES))
def test_it_can_be_read_in_a_minute_and_says_what_ink_bars_colours_and_units_are(
    page: str, language: str, scene: Scene
) -> None:
    for cell in ("lstm", "gru", "rnn"):
        document = QTextDocument()
        document.setHtml(help_html(scene.with_cell(cell), page, LIGHT))
        text = document.toPlainText()
        assert all(said in text for said in (SAID_OF_RIBBONS if page == STORY else SAID)[language])
        pattern = r"[\w’']+" if language == "en" else r"[\u4e00-\u9fff]"
        assert len(re.findall(pattern, text)) < A_MINUTE[language]
        assert "{" not in text
        assert "<b>" not in text


def test_every_text_stands_beside_its_picture(scene: Scene, language: str) -> None:
    for page in PAGES:
        html = help_html(scene, page, LIGHT)
        for name in IN_THE_RIBBONS if page == STORY else IN_EVERY_PLOT:
            assert help_picture(name, tuple(scene.definition.gates), LIGHT) in html
    assert set(EXPLANATIONS) == set(PAGES)


@pytest.mark.parametrize("name", sorted({*IN_EVERY_PLOT, *IN_THE_RIBBONS}))
def test_a_picture_has_the_colours_of_the_theme_and_of_the_cell(name: str, qapp: object) -> None:
    pictures = {
        help_picture(name, gates, theme) for theme in (LIGHT, DARK) for gates in (("i", "f"), ("r", "z"))
    }
    assert len(pictures) == (4 if name == "gates" else 2)
    assert all(f"width='{WIDTH_PX}' height='{HEIGHT_PX}'" in picture for picture in pictures)


@pytest.mark.parametrize("page", list(PAGES))
def test_it_is_seen_without_scrolling(page: str, language: str, scene: Scene, qtbot: QtBot) -> None:
    window = ReadingWindow(lambda: "", lambda: help_html(scene.with_cell("lstm"), page, LIGHT))
    qtbot.addWidget(window)
    window.show()
    assert window.page.verticalScrollBar().maximum() == 0
