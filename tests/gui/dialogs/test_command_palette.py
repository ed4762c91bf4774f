"""The palette finds a command by what a reader would call it, in both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from gui.actions import COMMANDS
from gui.dialogs.command_palette import AIR_PX, KEYS, CommandPalette
from gui.language import use_language

WORDS = {
    "save": {"export_panel", "export_trace", "export_numbers"},
    "example": {"edit_text"},
    "own text": {"edit_text"},
    "speed": {"slower", "faster"},
    "zoom": {"zoom_panel"},
    "present": {"full_screen"},
    "picture": {"export_panel", "copy_picture"},
    "dark": {"theme_dark", "switch_theme"},
    "chinese": {"language_zh"},
    "enlarge ledger": {"enlarge_memory_ledger"},
    "repeat": {"toggle_loop"},
}
CHINESE = {
    "保存": {"export_panel", "export_trace"},
    "示例": {"edit_text"},
    "速度": {"slower", "faster"},
    "放大": {"zoom_panel", "enlarge_gate_bars"},
    "演示": {"full_screen"},
    "图片": {"export_panel", "copy_picture"},
    "深色": {"theme_dark"},
    "英文": {"language_en"},
}


@pytest.fixture
def palette(qtbot) -> Iterator[CommandPalette]:
    made = CommandPalette({command.id: QAction() for command in COMMANDS})
    qtbot.addWidget(made)
    yield made
    use_language("en")


def found(palette: CommandPalette, typed: str) -> list[str]:
    palette.search.setText(typed)
    items = [palette.list.item(row) for row in range(palette.list.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items]


@pytest.mark.parametrize("typed", WORDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_command_is_found_by_what_it_is_called_elsewhere(palette, typed, language):
    use_language(language)
    assert WORDS[typed] <= set(found(palette, typed))
    assert len(found(palette, typed)) <= 12, "a word that finds everything finds nothing"


@pytest.mark.parametrize("typed", CHINESE)
def test_in_chinese_by_chinese_words(palette, typed):
    use_language("zh")
    assert CHINESE[typed] <= set(found(palette, typed))


def test_what_stands_in_a_submenu_says_in_which(palette):
    assert "enlarge_gate_bars" in found(palette, "enlarge gates")
    assert palette.list.item(0).text().startswith("Enlarge › ")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_begin_and_shortcuts_end_in_line_and_nothing_is_cut(palette, language):
    use_language(language)
    palette.search.setText("")
    palette.show()
    assert not palette.list.horizontalScrollBar().isVisible()
    metrics, room = palette.list.fontMetrics(), palette.list.viewport().width()
    for row in range(palette.list.count()):
        item = palette.list.item(row)
        keys = item.data(KEYS)
        taken = metrics.horizontalAdvance(item.text()) + metrics.horizontalAdvance(keys) + 4 * AIR_PX
        assert taken <= room, item.text()
