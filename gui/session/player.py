"""Where the reader is, and how time moves that: the one owner of the moment."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from gui.pages import PAGES, STEP, Page
from gui.scene import Direction, Moment, Scene
from gui.session.playhead import Playhead
from gui.settings import RATES_HZ
from gui.view import followed

FRAME_MS = 16
TRAVEL = 0.7  # the part of a stage's time in which the highlight travels; then it rests
LATE_STEPS = 3  # so many steps that came too late are no accident any more


class Player(QObject):
    """Moves the moment: by hand, or by the clock without ever skipping a token.

    Signals:
        moment_changed: (Scene, Moment), at most once for each turn of the event loop.
        playing_changed: whether the clock runs.
        pace_changed: speed, mode or loop have changed.
        slowed: play cannot keep its pace; said once, until it is started anew or its pace is changed.
        range_requested: the tokens that shall be shown, for the reader has left those that are.
        pass_requested: the token from which the backward pass shall start, None for the last one; whoever
            holds the scene hears it.
    """

    moment_changed = Signal(object, object)
    playing_changed = Signal(bool)
    pace_changed = Signal()
    slowed = Signal()
    pass_requested = Signal(object)
    range_requested = Signal(object)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._scene: Scene | None = None
        self._playhead: Playhead | None = None
        self._page = PAGES[STEP]
        self._before_pass: tuple[Moment, int | None] | None = (
            None  # the place, and the start of the pass then
        )
        self._before_look: Moment | None = None  # the place before a page that looks back
        self._announced = True
        self._announced_token: int | None = None
        self._due = 0.0
        self.playing = False
        self.play_direction = 1
        self.shuttle = 1  # J and L pressed again: 2, 4, 8 times as fast
        self.by_stage = False
        self.token_rate_hz = 4.0
        self.stage_rate_hz = 2.0
        self.reduced_motion = False
        self._late_steps = 0  # later than the time of a whole step, at this pace
        self.looping = False
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.tick)
        self._announcer = QTimer(self)
        self._announcer.setSingleShot(True)
        self._announcer.timeout.connect(self._announce)

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    @property
    def moment(self) -> Moment | None:
        """Where the reader is."""
        return self._playhead.moment if self._playhead else None

    @property
    def rate_hz(self) -> float:
        """Tokens (or stages) per second, as set by the reader."""
        return self.stage_rate_hz if self.by_stage else self.token_rate_hz

    @property
    def pace_hz(self) -> float:
        """Tokens (or stages) per second, as it plays now: J and L pressed again make it faster."""
        return self.rate_hz * self.shuttle

    @property
    def loop(self) -> tuple[int, int] | None:
        """First and last token of the loop, if looping: the marked words, or all that are walked."""
        if not self.looping or self._scene is None or self._playhead is None:
            return None
        last, marked = self._playhead.length - 1, self._scene.marked or range(self._playhead.length)
        return min(marked[0], last), min(marked[-1], last)

    def show(self, scene: Scene) -> None:
        """Shows another scene and keeps the place: the token, and the stage unless the cell has changed."""
        before, old = self._scene, self._playhead
        self._scene = scene
        stages = scene.last_stage + 1
        fresh = Playhead(scene.length, stages, Moment(0, stages - 1))
        if old is not None and old.backward:
            backward = Moment(0, 0, direction=Direction.BACKWARD)
            fresh = Playhead(scene.first_of_pass + 1, stages, backward).at(scene.first_of_pass)
        if old is not None and fresh.length != old.length:
            self._forget_loop()
        if old is None or before is None:
            self._playhead = self._begun(fresh)
        elif before.trace.tokens != scene.trace.tokens and not scene.retypes(before):
            self.pause()
            self._forget_loop()
            self._before_pass = self._before_look = None
            self._playhead = self._begun(fresh)
        elif before.view.cell != scene.view.cell:
            self._playhead = fresh.at(old.moment.token)
        else:
            self._playhead = fresh.at(old.moment.token, old.moment.stage, old.moment.phase)
        self._changed()

    def _begun(self, head: Playhead) -> Playhead:
        """Where another text begins on the page in sight."""
        return head.at(head.length - 1) if self._page.looks_back else head

    def turn_to(self, page: Page) -> None:
        """Walks the pass that a page is about, and begins where it has something to show."""
        self._page = page
        if not page.looks_back:
            self._give_place_back()
        self.set_direction(page.direction)
        if page.looks_back and self._playhead and self._playhead.moment.token == 0:
            self._before_look = self._playhead.moment
            self.seek_token(self._playhead.length - 1)
        self._changed()

    def _give_place_back(self) -> None:
        """The reader who was put at the last word to look back, and stayed there, is where he was again."""
        head, before, self._before_look = self._playhead, self._before_look, None
        if head and before and not head.backward and head.moment.token == head.length - 1:
            self._playhead = head.at(before.token, before.stage)

    def restart_pass(self, token: int) -> None:
        """Wishes that the backward pass starts anew from a word, and goes there."""
        self.pass_requested.emit(token)
        self.last()

    def set_direction(self, direction: Direction) -> None:
        """Walks the other pass: backward from the word where the reader is, forward where he was before."""
        head = self._playhead
        if self._scene is None or head is None or head.moment.direction is direction:
            return
        self.pause()
        self._forget_loop()  # each pass has words of its own
        if direction is Direction.BACKWARD:
            self._turn_back(head)
        else:
            self._turn_forward(head)
        self._changed()

    def _turn_back(self, head: Playhead) -> None:
        """From the first word there is no way back to walk: then the pass starts at the last one."""
        assert self._scene is not None
        self._before_pass = head.moment, self._scene.view.origin
        start = head.moment.token or self._scene.length - 1
        if start != self._scene.first_of_pass:
            self.pass_requested.emit(start)
        start = self._scene.first_of_pass
        head = Playhead(start + 1, head.stages, Moment(start, 0, direction=Direction.BACKWARD))
        self._playhead = head.at(start, head.opening_stage if self.by_stage else None)

    def _turn_forward(self, head: Playhead) -> None:
        assert self._scene is not None
        complete = Moment(head.moment.token, head.stages - 1)
        place, origin = self._before_pass or (complete, self._scene.view.origin)
        self._before_pass = None
        self._playhead = Playhead(self._scene.length, head.stages, Moment(0, 0)).at(place.token, place.stage)
        if origin != self._scene.view.origin:
            self.pass_requested.emit(origin)

    # Moving by hand

    def seek(self, moment: Moment) -> None:
        """Goes to a moment, moved into bounds; one of the other pass means its token alone.

        A word after the one where the backward pass starts is where it starts anew.
        """
        scene, head = self._scene, self._playhead
        if scene is not None and head is not None and head.backward and moment.token > scene.first_of_pass:
            self.pass_requested.emit(moment.token)
        self._move(
            lambda head: (
                head.at(moment.token, moment.stage, moment.phase)
                if moment.direction is head.moment.direction
                else head.at(moment.token)
            )
        )

    def seek_token(self, token: int) -> None:
        """Goes to a token, its step complete."""
        self._move(lambda head: head.at(token))

    def step_tokens(self, count: int) -> None:
        """Goes so many tokens on (negative: back)."""
        self._move(lambda head: head.by_tokens(count))

    def step_stages(self, count: int) -> None:
        """Goes so many stages on (negative: back)."""
        self._move(lambda head: head.by_stages(count))

    def first(self) -> None:
        """Goes to the first token; by stage to its leftmost stage."""
        self._move(lambda head: head.at(0, 0 if self.by_stage else None))

    def last(self) -> None:
        """Goes to the last token; by stage to its rightmost stage."""
        self._move(lambda head: head.at(head.length - 1, head.stages - 1 if self.by_stage else None))

    def _move(self, how: Callable[[Playhead], Playhead]) -> None:
        if self._playhead is None:
            return
        self._playhead = how(self._playhead)
        self._due = self._clock() + 1 / self.pace_hz
        self._changed()

    # Moving by the clock

    def toggle(self) -> None:
        """Plays or pauses."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self, direction: int = 1) -> None:
        """Plays with the pass (1) or against it (−1); from the start when it stands at the end."""
        if self._playhead is None:
            return
        head = replace(self._playhead, loop=self.loop)
        if head.played(direction, self.by_stage) is None:
            self._playhead = head.begun(direction, self.by_stage)
            self._changed()
        self.play_direction, self.shuttle = direction, 1
        self._due = self._clock() + 1 / self.pace_hz
        self._late_steps = 0
        self._timer.start()
        self._set_playing(True)

    def shuttled(self, direction: int) -> None:
        """J and L: plays that way; pressed again while it plays that way, twice as fast (up to 8 times)."""
        faster = self.playing and self.play_direction == direction
        shuttle = min(self.shuttle * 2, 8) if faster else 1
        if not faster:
            self.play(direction)
        self.shuttle, self._late_steps = shuttle, 0
        self.pace_changed.emit()

    def pause(self) -> None:
        """Stops the clock; a highlight on its way arrives."""
        self._timer.stop()
        self.shuttle = 1
        if self._playhead and self._playhead.moment.phase < 1:
            self._playhead = self._playhead.at(self._playhead.moment.token, self._playhead.moment.stage)
            self._changed()
        self._set_playing(False)

    def tick(self) -> None:
        """One turn of the clock: at most one step, however late it comes."""
        if self._playhead is None or not self.playing:
            return
        now, period = self._clock(), 1 / self.pace_hz
        if now < self._due:
            self._travel(now, period)
            return
        following = replace(self._playhead, loop=self.loop).played(self.play_direction, self.by_stage)
        if following is None:
            self.pause()
            return
        late = now - self._due > period
        self._due = now + period if late else self._due + period
        self._late_steps += late
        if late and self._late_steps == LATE_STEPS:
            self.slowed.emit()
        moving = self.by_stage and self.play_direction > 0 and not self.reduced_motion
        moment = following.moment
        self._playhead = following.at(moment.token, moment.stage, 0.0 if moving else 1.0)
        self._changed()

    def _travel(self, now: float, period: float) -> None:
        assert self._playhead is not None
        moment = self._playhead.moment
        if moment.phase >= 1:
            return
        elapsed = 1 - (self._due - now) / period
        phase = min(elapsed / TRAVEL, 1.0)
        self._playhead = self._playhead.at(moment.token, moment.stage, phase)
        self._changed()

    # Pace and loop

    def set_by_stage(self, by_stage: bool) -> None:
        """Plays stage by stage, or token by token; each mode has a speed of its own."""
        self.by_stage, self._late_steps = by_stage, 0
        self._due = self._clock() + 1 / self.pace_hz
        self.pace_changed.emit()

    def change_rate(self, steps: int) -> None:
        """Faster (positive) or slower by so many notches."""
        nearest = min(range(len(RATES_HZ)), key=lambda index: abs(RATES_HZ[index] - self.rate_hz))
        self.set_rate(RATES_HZ[min(max(nearest + steps, 0), len(RATES_HZ) - 1)])

    def set_rate(self, rate_hz: float) -> None:
        """Sets the speed of the current mode."""
        if self.by_stage:
            self.stage_rate_hz = rate_hz
        else:
            self.token_rate_hz = rate_hz
        self._due, self._late_steps = min(self._due, self._clock() + 1 / self.pace_hz), 0
        self.pace_changed.emit()

    def toggle_loop(self) -> None:
        """Loops over the whole text, or over the words that are marked; or stops looping."""
        self.looping = not self.looping
        self.pace_changed.emit()

    def _forget_loop(self) -> None:
        self.looping = False
        self.pace_changed.emit()

    def _set_playing(self, playing: bool) -> None:
        if self.playing != playing:
            self.playing = playing
            self.playing_changed.emit(playing)

    def _changed(self) -> None:
        if self._announced:
            self._announced = False
            self._announcer.start(0)

    def _announce(self) -> None:
        self._keep_in_sight()
        self._announced = True
        if self._scene is not None and self._playhead is not None:
            self.moment_changed.emit(self._scene, self._playhead.moment)

    def _keep_in_sight(self) -> None:
        """Wishes that word axes turn to the reader where he goes beyond them."""
        scene, moment = self._scene, self.moment
        if scene is None or moment is None or moment.token == self._announced_token:
            return
        self._announced_token = moment.token
        if moment.token not in scene.shown:
            self.range_requested.emit(followed(scene.shown, moment.token, scene.length))
