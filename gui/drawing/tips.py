"""Tooltips: with air around their words, and beside what they explain."""

import html

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolTip, QWidget

FROM_MOUSE_PX = QPoint(6, 6)  # beyond where Qt puts it, so that what lies under the mouse stays in sight


def show_tip(place: QPoint, text: str, widget: QWidget) -> None:
    """Shows a tooltip at a place on the screen; an empty one takes away what was shown.

    Args:
        place: where Qt is to put it, in pixels of the screen.
        text: what it says, in plain words.
        widget: whose tooltip it is.
    """
    if text:
        QToolTip.showText(place + FROM_MOUSE_PX, padded(text), widget)
    else:
        QToolTip.hideText()


def padded(text: str) -> str:
    """A text with air around it, as Qt's tooltips have none; lines are broken where it breaks them."""
    return (
        f"<table cellpadding='5'><tr><td style='white-space:pre-wrap'>{html.escape(text)}</td></tr></table>"
    )
