"""A table of a panel's numbers: it keeps its moment, and it follows the language while it is open."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QTableView

from gui.dialogs.table_view import TableWindow
from gui.language import use_language
from gui.panels import PANELS
from gui.scene import Scene


@pytest.fixture
def opened(qtbot, scene: Scene) -> Iterator[Callable[[str], TableWindow]]:
    """Opens the table of a panel at the fourth token."""
    made = []

    def open_table(name: str) -> TableWindow:
        made.append(TableWindow(PANELS[name], scene, scene.complete(3)))
        made[-1].show()
        return made[-1]

    yield open_table
    for window in made:
        shiboken6.delete(window)
    use_language("en")


def said(window: TableWindow) -> tuple[str, ...]:
    """Heading, caption, and every cell of the table."""
    shown = window.findChild(QTableView).model()
    columns = range(shown.columnCount())
    heads = [str(shown.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
    cells = [str(shown.index(row, column).data()) for row in range(shown.rowCount()) for column in columns]
    return window.windowTitle(), window.caption.text(), *heads, *cells


@pytest.mark.parametrize("name", list(PANELS))
def test_an_open_table_follows_the_language(opened, name):
    window = opened(name)
    english = said(window)
    use_language("zh")
    QApplication.processEvents()
    assert said(window) == said(opened(name))
    assert said(window)[:2] != english[:2]
    use_language("en")
    QApplication.processEvents()
    assert said(window) == english


def test_a_table_is_copied_as_it_stands(opened):
    window = opened("gate_bars")
    window.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:2] == ["unit", "f"]
    assert len(lines) == 1 + 8
    assert len(lines[1].split("\t")) == len(lines[0].split("\t"))


def test_what_is_selected_is_copied_whole_columns_with_their_names(opened):
    window = opened("gate_bars")
    window.view.selectColumn(1)
    window.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "f"
    assert len(lines) == 1 + 8
    window.view.clearSelection()
    for row, column in ((1, 0), (1, 1), (2, 1)):
        window.view.selectionModel().select(
            window.model.index(row, column), QItemSelectionModel.SelectionFlag.Select
        )
    window.copy()
    first, second = QGuiApplication.clipboard().text().split("\n")
    assert first.startswith("1\t0.")
    assert second.startswith("\t0.")


def test_rows_are_called_as_their_units_and_words_are_on_screen(opened):
    def rows(name: str) -> list[object]:
        return [opened(name).model.headerData(row, Qt.Orientation.Vertical) for row in range(3)]

    assert rows("gate_bars") == [0, 1, 2]
    assert rows("state_plot") == [1, 2, 3]


def test_it_says_what_is_held(qtbot, held: Scene) -> None:
    window = TableWindow(PANELS["gate_bars"], held, held.complete(3))
    qtbot.addWidget(window)
    last = "held: LSTM: forget gate of all units at 0.05, words 3 to 5 (--hold f=0.05@2:5)"
    assert window.caption.text().splitlines()[-1] == last
