"""Which keys a control has for itself while it has the focus, although they are commands of the window.

Space is no control's: it plays, whatever has the focus, but for a line to write in. Enter presses.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QSlider, QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ACROSS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})
UP_AND_DOWN = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
TO_THE_ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})


def own_keys(control: QObject) -> frozenset[Qt.Key]:
    """The keys that this kind of control needs to be used without a mouse; all others stay commands."""
    match control:
        case QAbstractSpinBox():
            return ENTER | ACROSS | UP_AND_DOWN | TO_THE_ENDS
        case QComboBox():
            return ENTER | UP_AND_DOWN | TO_THE_ENDS
        case QSlider():
            return UP_AND_DOWN
        case QAbstractButton() if control.group() is not None:
            return ENTER | ACROSS | UP_AND_DOWN  # one of a row is chosen by the arrows
    return ENTER


def keep_own_keys(control: QWidget) -> None:
    """Lets a control that was reached by Tab use its keys; one that is clicked gives the focus away."""
    control.installEventFilter(_OwnKeys(control))


def give_keys_back(control: QWidget) -> None:
    """From here on every key is a command of the window again."""
    control.window().setFocus(Qt.FocusReason.OtherFocusReason)


class _OwnKeys(QObject):
    """Stands at one control alone: a filter over the whole program would see each of its events."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call: whoever accepts a `ShortcutOverride` gets the key, instead of the window's command."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            give_keys_back(watched)
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and Qt.Key(event.key()) in own_keys(watched):
                event.accept()
                return True
            return isinstance(watched, QAbstractSpinBox) and _writes_no_number(watched, event.text())
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.key() in ENTER and _pressed(watched)
        return False


def _writes_no_number(box: QAbstractSpinBox, typed: str) -> bool:
    """Whether a key writes what can be in no number of this box: then it may be a command."""
    if not typed.isprintable() or typed == "":
        return False  # goes to and fro, deletes, copies
    found = box.validate(typed, 0)
    state = found[0] if isinstance(found, tuple) else found  # PySide6 hands on what C++ changes in a tuple
    return typed == " " or state == QValidator.State.Invalid


def _pressed(control: QObject) -> bool:
    """Enter on a button presses it and on a list opens it; Qt does this with Space."""
    if isinstance(control, QAbstractButton):
        control.click()
    elif isinstance(control, QComboBox):
        control.showPopup()
    else:
        return False
    return True
