"""Which keys a control has for itself while it has the focus, although they are commands of the window."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


def keep_own_keys(control: QWidget) -> None:
    """Lets a control that was reached by Tab use Space, Enter and the arrows."""
    control.installEventFilter(_OwnKeys(control))


class _OwnKeys(QObject):
    """Stands at one control alone: a filter over the whole program would see each of its events."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: whoever accepts this event gets the key, instead of the window's command."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and Qt.Key(event.key()) in OWN_KEYS:
                event.accept()
                return True
        return False
