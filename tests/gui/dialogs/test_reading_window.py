"""The sheet of shortcuts, in both languages."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from gui.dialogs.reading_window import shortcuts_html
from gui.language import use_language


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def headings() -> list[str]:
    return re.findall("<h3>(.*?)</h3>", shortcuts_html())


def keys() -> list[str]:
    return re.findall("<b>(.*?)</b>", shortcuts_html())


def test_keys_are_told_apart(qapp: QApplication) -> None:
    assert headings()[:2] == ["File", "Edit"]
    assert "Ctrl+T or /" in keys()


def test_in_chinese_keys_are_what_stands_on_them(chinese: None) -> None:
    assert headings()[:2] == ["文件", "编辑"]
    assert {"Ctrl+T 或 /", "空格 或 K", "→", "Shift+←", "↑"} <= set(keys())
    assert not [key for key in keys() if "方向" in key or "  " in key]
