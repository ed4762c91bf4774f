"""The bar under the panels: play and step, the scrub slider, where one is, how fast, how."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from gui.actions import tip_of
from gui.controls.buttons import IconButton, SegmentedControl
from gui.controls.own_keys import keep_own_keys
from gui.drawing.ink import width_px
from gui.drawing.numbers import round_number
from gui.drawing.theme import LIGHT, Theme, font
from gui.language import current_language, say, translate
from gui.scene import Direction, Moment, Scene

KNOB_PX = 8.0
RANGE_PX, LEAST_RANGE_PX = 22.0, 8.0  # how high, and how wide at the least


class ScrubSlider(QSlider):
    """A slider over the tokens: a click goes there, a drag scrubs, ticks show the words of a short text."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.marked: range | None = None
        self.shown = range(0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_own_keys(self)
        self.setMinimumWidth(100)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_range(self, shown: range, marked: range | None) -> None:
        """Shows where in the text the words lie that the plots show, and those that are marked."""
        if (shown, marked) != (self.shown, self.marked):
            self.shown, self.marked = shown, marked
            self.update()

    def sizeHint(self) -> QSize:
        """Qt's call."""
        return QSize(400, 32)

    def _x(self, value: int) -> float:
        span = max(self.maximum() - self.minimum(), 1)
        return KNOB_PX + (value - self.minimum()) / span * (self.width() - 2 * KNOB_PX)

    def _value_at(self, x: float) -> int:
        span = self.maximum() - self.minimum()
        share = (x - KNOB_PX) / max(self.width() - 2 * KNOB_PX, 1)
        return self.minimum() + round(min(max(share, 0.0), 1.0) * span)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's call: goes where the reader pointed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's call: scrubs."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's call."""
        self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        left, right, here = self._x(self.minimum()), self._x(self.maximum()), self._x(self.value())
        painter.setBrush(self.theme.color("hairline"))
        painter.drawRoundedRect(QRectF(left, middle - 2, right - left, 4), 2, 2)
        if len(self.shown) <= self.maximum() - self.minimum():
            self._paint_range(painter, middle)
            painter.setPen(Qt.PenStyle.NoPen)
        if self.marked:
            start, end = self._x(self.marked[0]), self._x(self.marked[-1])
            painter.setBrush(self.theme.color("faint"))
            painter.drawRoundedRect(QRectF(start - 2, middle - 5, max(end - start, 0) + 4, 10), 3, 3)
        painter.setBrush(self.theme.color("ink"))
        painter.drawRoundedRect(QRectF(left, middle - 2, here - left, 4), 2, 2)
        count = self.maximum() - self.minimum()
        if count > 0 and (right - left) / count >= 6:
            painter.setBrush(self.theme.color("faint"))
            for value in range(self.minimum(), self.maximum() + 1):
                painter.drawRect(QRectF(self._x(value) - 0.5, middle + 8, 1, 4))
        painter.setBrush(self.theme.color("ink"))
        painter.drawEllipse(QPointF(here, middle), KNOB_PX - 1, KNOB_PX - 1)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.pen("ink", 1.5))
            painter.drawEllipse(QPointF(here, middle), KNOB_PX + 2, KNOB_PX + 2)

    def _paint_range(self, painter: QPainter, middle: float) -> None:
        """A frame around the words that the plots show, wide enough to be seen however few they are."""
        start, end = self._x(self.shown[0]), self._x(self.shown[-1])
        wide = max(end - start, LEAST_RANGE_PX)
        frame = QRectF((start + end - wide) / 2, middle - RANGE_PX / 2, wide, RANGE_PX)
        painter.setPen(self.theme.pen("faint", 1.5))
        painter.setBrush(self.theme.color("highlight"))
        painter.drawRoundedRect(frame, 4, 4)


class TransportBar(QWidget):
    """Plays, steps and scrubs by wishes only; the player decides.

    Signals:
        command_requested: the id of a command of `gui.actions`.
        token_requested: the token that the reader scrubbed to.
    """

    command_requested = Signal(str)
    token_requested = Signal(int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport_bar")
        self.theme = theme
        self.buttons = {
            "first_token": IconButton("first", parent=self),
            "previous_token": IconButton("previous", parent=self),
            "toggle_play": IconButton("play", 38, primary=True, parent=self),
            "next_token": IconButton("next", parent=self),
            "last_token": IconButton("last", parent=self),
            "slower": IconButton("minus", 24, parent=self),
            "faster": IconButton("plus", 24, parent=self),
            "toggle_loop": IconButton("loop", 30, parent=self),
        }
        self.buttons["toggle_loop"].setCheckable(True)
        for command, button in self.buttons.items():
            button.clicked.connect(
                lambda _checked=False, command=command: self.command_requested.emit(command)
            )
        self.slider = ScrubSlider(theme, self)
        self.slider.valueChanged.connect(self.token_requested)
        self.mode = SegmentedControl(("token", "stage"), theme, self)
        self.mode.chosen.connect(lambda mode: self.command_requested.emit(f"by_{mode}"))
        self.place, self.rate = QLabel(self), QLabel(self)
        self.place.setFont(font("text"))
        self.rate.setFont(font("caption"))
        self.rate.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown: tuple[Scene, Moment] | None = None
        self._fitted: tuple[Scene, Direction, str] | None = None
        self._pace: tuple[float, bool] = (0.0, False)
        self._lay_out()
        self.set_low(False)
        self._name()

    def set_low(self, low: bool) -> None:
        """Takes less height, in a low window."""
        self._row.setContentsMargins(14, 2 if low else 6, 14, 2 if low else 6)

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setSpacing(4)
        for name in ("first_token", "previous_token", "toggle_play", "next_token", "last_token"):
            row.addWidget(self.buttons[name])
        row.addSpacing(10)
        row.addWidget(self.slider, 1)
        row.addSpacing(10)
        row.addWidget(self.place)
        row.addSpacing(10)
        row.addWidget(self.mode)
        row.addSpacing(6)
        row.addWidget(self.buttons["slower"])
        row.addWidget(self.rate)
        row.addWidget(self.buttons["faster"])
        row.addSpacing(2)
        row.addWidget(self.buttons["toggle_loop"])

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: names follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        for name, button in self.buttons.items():
            button.setToolTip(tip_of(name))
            button.setAccessibleName(tip_of(name))
        self.mode.name(
            {
                "token": translate("TransportBar", "by word"),
                "stage": translate("TransportBar", "by stage"),
            }
        )
        self.slider.setAccessibleName(translate("TransportBar", "position in the text"))
        widest = max(width_px(self._rate_text(16, by_stage), "caption") for by_stage in (False, True))
        self.rate.setFixedWidth(round(widest) + 8)
        self.rate.setText(self._rate_text(*self._pace))
        if self._shown is not None:
            self.show_moment(*self._shown)

    def show_moment(self, scene: Scene, moment: Moment) -> None:
        """Shows where the reader is; never answers with a wish."""
        self._shown = (scene, moment)
        self.slider.blockSignals(True)
        self.slider.setRange(0, scene.length - 1)
        self.slider.setValue(moment.token)
        self.slider.blockSignals(False)
        self.slider.show_range(scene.shown, scene.marked)
        self.place.setText(place_text(scene, moment))
        fitted = scene, moment.direction, current_language()
        if self._fitted is None or self._fitted[0] is not scene or self._fitted[1:] != fitted[1:]:
            self._fitted = fitted
            self._fit_place(scene, moment)

    def _fit_place(self, scene: Scene, moment: Moment) -> None:
        """Gives the place the room of the longest one: while the reader goes on, nothing is laid out anew."""
        places = (
            replace(moment, token=scene.length - 1, stage=stage) for stage in range(scene.last_stage + 1)
        )
        widest = max(width_px(place_text(scene, place), "text") for place in places)
        self.place.setMinimumWidth(0)  # the hint would keep the width of what stood there before
        self.place.setFixedSize(round(widest) + 6, self.place.sizeHint().height())

    def show_playing(self, playing: bool) -> None:
        """Shows whether it plays."""
        self.buttons["toggle_play"].set_icon("pause" if playing else "play")

    def show_pace(self, rate_hz: float, by_stage: bool, looping: bool) -> None:
        """Shows speed, mode and whether it loops."""
        self.mode.choose("stage" if by_stage else "token")
        self._pace = (rate_hz, by_stage)
        self.rate.setText(self._rate_text(rate_hz, by_stage))
        self.buttons["toggle_loop"].setChecked(looping)

    def _rate_text(self, rate_hz: float, by_stage: bool) -> str:
        template = (
            translate("TransportBar", "{rate} stages/s")
            if by_stage
            else translate("TransportBar", "{rate} words/s")
        )
        return template.format(rate=round_number(rate_hz))

    def set_theme(self, theme: Theme) -> None:
        """Recolours the bar."""
        self.theme = theme
        for button in self.buttons.values():
            button.set_theme(theme)
        self.mode.set_theme(theme)
        self.slider.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's call: a calm ground with a hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("card"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), self.theme.color("hairline"))


def place_text(scene: Scene, moment: Moment) -> str:
    """Where the reader is, in words, counted from 1; in the backward pass also where it started."""
    stage = scene.definition.stages[moment.stage]
    backward = moment.direction is Direction.BACKWARD
    complete = moment.stage == scene.complete(moment.token, moment.direction).stage
    what = translate("TransportBar", "complete") if complete else say(stage.label)
    if backward:
        template = translate("TransportBar", "word {token} of {count}, back from {origin} · {stage}")
    else:
        template = translate("TransportBar", "word {token} of {count} · {stage}")
    return template.format(
        token=moment.token + 1, count=scene.length, origin=scene.first_of_pass + 1, stage=what
    )
