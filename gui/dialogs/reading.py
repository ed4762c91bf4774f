"""Pages to read: shortcut sheet, help and about, made from the tables that rule the program."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from engine.record.gates import QUANTITIES
from gui.actions import COMMANDS, MENUS, keys_of, text_of
from gui.language import say, translate
from gui.scene import Scene


class ReadingWindow(QDialog):
    """A page of text with a scroll bar."""

    def __init__(self, title: str, html: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(560, 560)
        page = QTextBrowser(self)
        page.setFrameShape(QTextBrowser.Shape.NoFrame)
        page.setOpenExternalLinks(True)
        page.setHtml(html)
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(page)


def shortcuts_html() -> str:
    """All commands that have keys, by menu."""
    parts = []
    for menu, title in MENUS.items():
        rows = "".join(
            f"<tr><td style='padding:2px 24px 2px 0'><b>{keys_of(command)}</b></td>"
            f"<td>{text_of(command)}</td></tr>"
            for command in COMMANDS
            if command.keys and (command.menu or "view") == menu
        )
        if rows:
            parts.append(f"<h3>{translate('actions', title).replace('&', '')}</h3><table>{rows}</table>")
    return "".join(parts)


def help_html(scene: Scene) -> str:
    """What is on screen, in words: the cell, its gates and how to move."""
    story = translate(
        "Help",
        "The network reads one word after the other. At each word it keeps a part of what it remembers, adds "
        "something new, and gives its judgement so far. Play, or step with the arrow keys; hold Shift to "
        "step inside the cell. Click a word to go there, and a bar or a row to select a unit everywhere.",
    )
    gradient = translate(
        "Help",
        "The gradient graph asks how strongly the judgement at the current word depends on the state at each "
        "earlier word. Where the curve falls to nothing, training could not have taught the network to use "
        "that word: this is the vanishing gradient.",
    )
    rows = ""
    for symbol in scene.definition.gates:
        quantity = QUANTITIES[symbol]
        rows += (
            f"<tr><td style='padding:2px 16px 2px 0'><b>{symbol}</b></td><td style='padding-right:16px'>"
            f"{say(quantity.label)}</td><td>{say(quantity.low_means)} · {say(quantity.high_means)}</td></tr>"
        )
    title = scene.definition.title
    return f"<h3>{title}</h3><p>{story}</p><table>{rows}</table><p>{gradient}</p>"


def about_html(version: str) -> str:
    """What the program is, its version and licence."""
    text = translate(
        "About", "A simulator for recurrent networks. Every number on screen was computed by a network."
    )
    return f"<h3>Gatescope {version}</h3><p>{text}</p><p>MIT</p>"
