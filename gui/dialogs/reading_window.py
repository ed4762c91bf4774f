"""Pages to read: shortcut sheet, help and about, made from the tables that rule the program."""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from engine.record.gates import QUANTITIES
from gui.actions import COMMANDS, MENUS, keys_of, text_of
from gui.dialogs.explanations import EXPLANATIONS, IN_EVERY_PLOT, IN_THE_RIBBONS
from gui.dialogs.help_pictures import help_picture
from gui.drawing.theme import Theme
from gui.language import say, titled, translate
from gui.pages import PAGES, STORY
from gui.scene import Scene

MNEMONIC = re.compile(r"\(&.\)|&")  # `&File`, `文件(&F)`


class ReadingWindow(QDialog):
    """A page of text with a scroll bar, written anew when the language changes.

    Args:
        title, html: give the heading and the text in the current language.
    """

    def __init__(
        self, title: Callable[[], str], html: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._html = title, html
        self.resize(620, 660)
        self.page = page = QTextBrowser(self)
        page.setFrameShape(QTextBrowser.Shape.NoFrame)
        page.setOpenExternalLinks(True)
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(page)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: the page follows the language, and its pictures the theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._write)  # once the rest of the window has its new colours
        super().changeEvent(event)

    def _write(self) -> None:
        self.setWindowTitle(titled(self._title()))
        self.page.setHtml(self._html())


def shortcuts_html() -> str:
    """All commands that have keys, by menu."""
    parts = []
    for menu, title in MENUS.items():
        rows = "".join(
            f"<tr><td style='padding:2px 24px 2px 0'><b>{keys_of(command)}</b></td>"
            f"<td>{text_of(command)}</td></tr>"
            for command in COMMANDS
            if command.keys and (command.menu or "view").partition("/")[0] == menu
        )
        if rows:
            heading = MNEMONIC.sub("", translate("actions", title))
            parts.append(f"<h3>{heading}</h3><table>{rows}</table>")
    return "".join(parts)


def help_html(scene: Scene, page: str, theme: Theme) -> str:
    """What is on screen, in a minute: the page, what is alike in every plot, the cell and its gates."""
    rows, gates = "", scene.definition.gates
    for symbol in scene.definition.gates:
        quantity = QUANTITIES[symbol]
        means = f"{say(quantity.low_means)} · {say(quantity.high_means)}"
        color = theme.symbol(symbol).name()
        rows += (
            f"<tr><td style='padding:2px 16px 2px 0; color:{color}'><b>{symbol}</b></td>"
            f"<td style='padding-right:16px'>{say(quantity.label)}</td><td>{means}</td></tr>"
        )
    points = "".join(
        f"<li style='margin-bottom:5px'>{translate('Help', text)}</li>" for text in EXPLANATIONS[page]
    )
    alike = "".join(
        f"<tr><td style='padding:3px 14px 3px 0'>{help_picture(name, tuple(gates), theme)}</td>"
        f"<td style='vertical-align:middle'>{translate('Help', text)}</td></tr>"
        for name, text in (IN_THE_RIBBONS if page == STORY else IN_EVERY_PLOT).items()
    )
    heading = translate("pages", PAGES[page].tip)
    where = translate("Help", "In the ribbons") if page == STORY else translate("Help", "In every plot")
    gates_of_cell = f"<h3>{scene.definition.title}</h3><table>{rows}</table>"
    return (
        f"<h3>{heading}</h3><ul style='margin-left:-22px'>{points}</ul>"
        f"<h3>{where}</h3><table>{alike}</table>"
        f"{'' if page == STORY else gates_of_cell}"
    )


def about_html(version: str) -> str:
    """What the program is, its version and licence."""
    text = translate(
        "About", "A simulator for recurrent networks. Every number on screen was computed by a network."
    )
    return f"<h3>Gatescope {version}</h3><p>{text}</p><p>MIT</p>"
