"""The last line of the window: what was said last, which network on which device, what the engine does."""

from PySide6.QtCore import QEvent, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from gui.controls.own_keys import keep_own_keys
from gui.drawing.ink import write
from gui.drawing.numbers import share
from gui.drawing.theme import LIGHT, Theme, font
from gui.language import translate
from gui.panel import untouched
from gui.scene import Scene

MESSAGE_MS = 8000


class StatusLine(QWidget):
    """Shows; its only wish is to cancel.

    Signals:
        cancel_requested: the reader gives up on what the engine does.
    """

    cancel_requested = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.theme = theme
        self.message, self.engine, self.network = _Sentence(self), QLabel(self), QLabel(self)
        for label in (self.message, self.engine, self.network):
            label.setFont(font("caption"))
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(120, 8)
        self.cancel = QToolButton(self)
        self.cancel.setAutoRaise(True)
        keep_own_keys(self.cancel)
        self.cancel.setFont(font("caption"))
        self.cancel.clicked.connect(self.cancel_requested)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(MESSAGE_MS)
        self._fade.timeout.connect(self.message.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 2)
        row.setSpacing(14)
        row.addWidget(self.message, 1)
        for widget in (self.engine, self.progress, self.cancel, self.network):
            row.addWidget(widget)
        self.set_low(False)
        self._scene: Scene | None = None
        self._of_reading = False
        self.show_progress(1.0, "")
        self._name()

    def set_low(self, low: bool) -> None:
        """Takes less height, in a low window."""
        self.setFixedHeight(20 if low else 24)

    def say(self, sentence: str, lasting: bool = False, of_reading: bool = False) -> None:
        """Shows a sentence: for a while, or (an error) until the next one.

        Args:
            sentence: what is said; empty for nothing.
            lasting: whether it stays until the next one.
            of_reading: whether it is about what is read, and no longer true of the next text.
        """
        self._of_reading = of_reading
        self.message.setText(sentence)
        self.message.setToolTip(sentence)
        if lasting:
            self._fade.stop()
        else:
            self._fade.start()

    def begin_reading(self) -> None:
        """Another text is asked for, or other networks: what was said of those before it goes."""
        if self._of_reading:
            self.say("")

    def say_slowed(self) -> None:
        """Says why play takes longer than it should."""
        self.say(
            translate("StatusLine", "Play is slower than chosen: each step is drawn, and none is skipped.")
        )

    def show_scene(self, scene: Scene) -> None:
        """Shows which network was read, where, and how good it is."""
        self._scene = scene
        made = scene.trace.provenance
        parts = [
            made.model.replace("\\", "/").rsplit("/", 1)[-1],
            translate("StatusLine", "{count} units").format(count=made.hidden_size),
        ]
        if made.layers > 1:
            parts.append(
                translate("StatusLine", "layer {layer} of {count}").format(
                    layer=scene.view.layer + 1, count=made.layers
                )
            )
        if not made.trained:
            parts.append(translate("StatusLine", "untrained, seed {seed}").format(seed=made.seed))
        elif made.accuracy is not None:
            right = translate("StatusLine", "{share} of unseen texts right").format(
                share=share(made.accuracy)
            )
            parts.append(untouched(right) if made.holds else right)
        parts.append(made.device.upper())
        self.network.setText(" · ".join(parts))

    def show_progress(self, fraction: float, what: str) -> None:
        """Shows how far the engine is; 1 hides it."""
        running = fraction < 1
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        self.progress.setValue(round(100 * fraction))
        self.engine.setText(what if running else "")

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: names follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        if self._scene is not None:
            self.show_scene(self._scene)
        self.cancel.setText(translate("StatusLine", "Cancel"))

    def set_theme(self, theme: Theme) -> None:
        """Recolours the line."""
        self.theme = theme
        for label in (self.message, self.engine, self.network):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color("muted"))
            label.setPalette(palette)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: the ground of the transport bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("card"))


class _Sentence(QLabel):
    """A sentence that never asks for a wider window: it is shortened, and its tooltip says all."""

    def minimumSizeHint(self) -> QSize:
        """Qt's call."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        color = self.palette().color(self.foregroundRole())
        write(painter, QRectF(self.rect()), self.text(), "caption", color)
