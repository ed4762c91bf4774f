"""The opening: the story reads itself once, and hands over inside a cell."""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from engine.record.hold import Hold
from engine.stories import STORIES
from gui.actions import keys_for
from gui.controls.flight import Flight
from gui.controls.offers import Offer, Offers
from gui.controls.ring import Ring
from gui.drawing.theme import Theme
from gui.language import current_language, translate
from gui.layout.board import PanelBoard
from gui.pages import PAGES, STEP, STORY
from gui.panels.gate_bars.panel import GateBars
from gui.panels.ribbons.panel import Ribbons
from gui.scene import Moment, Scene
from gui.session.choice import Choice, HeldPart
from gui.session.player import Player
from gui.session.session import Session
from gui.session.story import recorded_story
from gui.settings import Settings

RATE_HZ = 3.0
LEAD_MS = 1500  # to see where one is before it moves
REST_MS = 2500  # to see the whole picture, and what each network says
CELL, GATE = "lstm", "f"
CLOSE_GATE, LOOK_AROUND, SHUT = "close_gate", "look_around", "shut"
OFFERS = (CLOSE_GATE, LOOK_AROUND, SHUT)
MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class Part(Enum):
    """What the opening does."""

    LEAD = auto()
    WORDS = auto()
    REST = auto()
    FLIGHT = auto()


class Opening(QObject):
    """Plays the recorded story at a pace of its own, flies into the LSTM and offers what to do there.

    Space and the play button pause it and let it go on; any other key or click ends it, and the reader stays
    where it had come to. It takes neither: each does what it always does.

    Args:
        window: whose keys and clicks end it.
        show_page: turns to a page.
        offers: the card in which it hands over.
        play_button: what is clicked to pause.

    Signals:
        said: a sentence for the reader, and whether it stays until the next one.
    """

    said = Signal(str, bool)

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        player: Player,
        settings: Settings,
        board: PanelBoard,
        show_page: Callable[[str], None],
        offers: Offers,
        play_button: QWidget,
    ) -> None:
        super().__init__(window)
        self._window, self._board, self._show_page = window, board, show_page
        self._session, self._player, self._settings = session, player, settings
        self._offers, self._play_button = offers, play_button
        self._ring = Ring(board.theme, board)
        self._story = STORIES[current_language()]
        self._part: Part | None = None
        self._own_pace = False, RATE_HZ  # the reader's: whether by stage, and words a second
        self._flight: Flight | None = None
        self._start: QRectF | None = None  # of a flight that has not taken off
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        offers.chosen.connect(self._take_up)
        offers.closed.connect(self._ring.hide)
        offers.closed.connect(self._stop_listening)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Command id to what it does."""
        return {"play_opening": self.play_again}

    @property
    def reading(self) -> bool:
        """Whether the story reads itself, at a pace that is not the reader's."""
        return self._part in (Part.LEAD, Part.WORDS, Part.REST)

    def play_again(self) -> None:
        """Shows the story with its networks, whatever was read, and plays."""
        language = current_language()
        choice = Choice(STORIES[language].family, device=self._session.choice.device)
        self._session.restore(recorded_story(language), choice, self._session.units)
        self.play()

    def play(self) -> None:
        """Reads the story, which is there, from its first word on."""
        self.end()
        self._offers.close_it()
        player = self._player
        self._own_pace = player.by_stage, player.token_rate_hz
        self._show_page(STORY)
        self._part, self._story = Part.LEAD, STORIES[current_language()]
        if player.looping:
            player.toggle_loop()
        player.set_by_stage(False)
        player.set_rate(RATE_HZ)
        player.first()
        self._listen()
        self._timer.start(LEAD_MS)
        hint = translate(
            "Opening", "The story reads itself. Space pauses it, any other key or click ends it."
        )
        self.said.emit(hint, True)

    def end(self) -> None:
        """Leaves the reader where he is, with the pace that he had."""
        if self._part is Part.FLIGHT and self._flight is not None:
            self._flight.land()
        elif self.reading:
            self._part = None
            self._timer.stop()
            self._stop_listening()
            self._player.pause()
            self._give_pace_back()
            self.said.emit("", False)

    def follow(self, playing: bool) -> None:
        """The player has begun to play, or stopped: at the end of the story, or because he was paused."""
        scene, moment = self._player.scene, self._player.moment
        if not self.reading or scene is None or moment is None:
            return
        if playing and self._part is Part.LEAD:
            self._timer.stop()
            self._part = Part.WORDS
        elif playing and self._part is Part.REST:  # whoever pauses now wants to stay
            self.end()
            self._player.last()
        elif not playing and moment.token == scene.length - 1:
            self._part = Part.REST
            self._timer.start(REST_MS)

    def _go_on(self) -> None:
        if self._part is Part.LEAD:
            self._player.play()
        else:
            self._hand_over()

    # Into the cell

    def _hand_over(self) -> None:
        """Turns to the step at the last word, as one movement unless that is not wanted."""
        board, self._part = self._board, Part.FLIGHT
        self.said.emit("", False)
        start = self._band()
        if start is not None and not self._settings.preferences.reduced_motion:
            self._flight = Flight(board.grab(), board.geometry(), board.theme, board.parentWidget())
            self._flight.arrived.connect(self._offer)
        self._give_pace_back()
        self._player.set_by_stage(True)
        self._show_page(STEP)
        self._session.show_cell(CELL)
        scene = self._player.scene
        if scene is not None:
            self._player.seek(Moment(scene.length - 1, scene.stage_of(GATE)))
        if self._flight is None or start is None:
            self._offer()
        else:
            self._start = start

    def take_off(self) -> None:
        """The page below has been drawn at another moment: now it can be flown to."""
        if self._flight is not None and self._start is not None:
            cell, start = self._board.panels[PAGES[STEP].main], self._start
            self._start = None
            self._flight.take_off(self._board.grab(), start, QRectF(cell.geometry()))

    def _band(self) -> QRectF | None:
        """What the LSTM has kept of the key word at the end, on the board."""
        ribbons, scene = self._board.panels[Ribbons.NAME], self._player.scene
        if scene is None or not isinstance(ribbons, Ribbons):
            return None
        place = ribbons.end_of_band(CELL, self._key_word())
        return None if place is None else place.translated(ribbons.mapTo(self._board, QPoint()))

    def _key_word(self) -> int:
        scene = self._player.scene
        assert scene is not None
        return scene.trace.tokens.index(self._story.key_word)

    def _offer(self) -> None:
        self._part = self._flight = None
        scene = self._player.scene
        if scene is None or not self._is_told(scene):
            self._stop_listening()
            return
        key = self._key_word()
        word, count = scene.trace.tokens[key], scene.length - 1 - key
        self._offers.show_offer(partial(handed_over, word, count))

    def _take_up(self, key: str) -> None:
        """What the reader chose of what was offered."""
        scene, moment = self._player.scene, self._player.moment
        if scene is None or moment is None:
            return
        if key == CLOSE_GATE:
            self._session.show_cell(CELL)
            self._player.seek_token(scene.length - 1)  # the last word: there its whole verdict falls
            self._listen()
            self._offers.show_offer(how_to_close)
            self._ring.show_around(GATE, self._row)
        elif key == SHUT:
            self._session.show_cell(CELL)
            shut = HeldPart(CELL, Hold(GATE, 0.0, moment.token, moment.token + 1))
            self._session.hold(lambda parts: (*parts, shut))

    def _row(self) -> QRectF | None:
        """The row of the forget gate, on the board, with some air."""
        bars = self._board.panels[GateBars.NAME]
        row = bars.row_of(GATE) if isinstance(bars, GateBars) and bars.isVisible() else None
        return None if row is None else row.translated(bars.pos()).adjusted(-8, -5, 8, 5)

    def _give_pace_back(self) -> None:
        by_stage, rate_hz = self._own_pace
        self._player.set_rate(rate_hz)
        self._player.set_by_stage(by_stage)

    # Keys and clicks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's call, before any control and any command hears of it: looks, and takes nothing."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            at = event.globalPosition().toPoint()
            if not (_is_at(self._offers, at) or _is_at(self._ring, at)):
                self._offers.close_it()
            if not (self.reading and _is_at(self._play_button, at)):
                self.end()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            pauses = QKeySequence(event.keyCombination()) in keys_for("toggle_play")
            if not (self.reading and pauses) and event.key() not in MODIFIERS:
                self.end()
        elif event.type() == QEvent.Type.Resize and self._part is Part.FLIGHT:
            self.end()
        return False

    def leave(self) -> None:
        """The reader has turned to another page: nothing is offered any more."""
        self._offers.close_it()

    def see(self, scene: Scene) -> None:
        """Another text is there, or other networks, or held ones: of them nothing is told, nor was said."""
        if not self._is_told(scene):
            self.end()
            self._offers.close_it()

    def _is_told(self, scene: Scene) -> bool:
        """Whether it is the story, read by its own networks with nothing held."""
        choice, told = self._session.choice, Choice(self._story.family)
        same = choice.networks == told and not choice.held_cells()
        return same and (scene.text, scene.words) == (self._story.text, 0)

    def set_theme(self, theme: Theme) -> None:
        """Recolours what it shows."""
        self._offers.set_theme(theme)
        self._ring.set_theme(theme)

    def _listen(self) -> None:
        self._window.windowHandle().installEventFilter(self)

    def _stop_listening(self) -> None:
        self._window.windowHandle().removeEventFilter(self)


def handed_over(word: str, count: int) -> Offer:
    """What is said where the opening ends."""
    head = translate("Opening", "{count} words later the LSTM still holds “{word}”")
    body = translate(
        "Opening",
        "This is its cell at the last word, stage by stage. The forget gate says how much stays of what the "
        "cell held: Space goes on from there, Shift ← → go back and forth.",
    )
    buttons = {
        CLOSE_GATE: translate("Opening", "Close a gate yourself"),
        LOOK_AROUND: translate("Opening", "Look around"),
    }
    return Offer(head.format(count=count, word=word), body, buttons)


def how_to_close() -> Offer:
    """How a gate is closed."""
    return Offer(
        translate("Opening", "Close the forget gate at this word"),
        translate(
            "Opening",
            "Hold Shift and drag its bars down, or let the button do it: the LSTM lets go of what it held, "
            "and its verdict falls. What was stays in outlines beside it; Ctrl+Z brings it back.",
        ),
        {SHUT: translate("Opening", "Close it")},
    )


def _is_at(control: QWidget, at: QPoint) -> bool:
    return control.isVisible() and QRect(control.mapToGlobal(QPoint()), control.size()).contains(at)
