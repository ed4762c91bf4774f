"""The player: never out of bounds, never skips, keeps its place."""

from collections.abc import Iterator

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st

from engine.forward.simulate import simulate
from gui.pages import BACKWARD, LABORATORY, MEMORY, PAGES
from gui.scene import Direction, Moment, Run, Scene
from gui.session.player import Player
from gui.session.playhead import Playhead
from gui.settings import RATES_HZ
from gui.view import View

STAGES = 7


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(qtbot, scene: Scene, clock: Clock) -> Iterator[Player]:
    made = Player(clock=clock)
    made.show(scene)
    yield made
    made.pause()
    shiboken6.delete(made)


@pytest.fixture(scope="module")
def other(networks) -> Scene:
    """One reading of another text."""
    text = "This box of cereal gave me zzyzx."
    trace = simulate(networks["lstm"], text, device="cpu", path="step")
    return Scene({"lstm": Run(trace)}, View("lstm"), text=text)


def run_clock(player: Player, clock: Clock, seconds: float, frame_s: float = 0.016) -> list[Moment]:
    """Moves the clock frame by frame; returns each moment that was reached."""
    reached = [player.moment]
    for _ in range(round(seconds / frame_s)):
        clock.now += frame_s
        player.tick()
        if player.moment != reached[-1]:
            reached.append(player.moment)
    return reached


lengths = st.integers(1, 50)
commands = st.lists(
    st.one_of(
        st.tuples(st.just("by_tokens"), st.integers(-100, 100)),
        st.tuples(st.just("by_stages"), st.integers(-500, 500)),
        st.tuples(st.just("at"), st.integers(-100, 100)),
        st.tuples(st.just("played"), st.sampled_from([-1, 1])),
    ),
    max_size=30,
)


@given(lengths, commands, st.booleans(), st.data())
def test_playhead_stays_within_bounds(length, steps, by_stage, data):
    loop = None
    if data.draw(st.booleans()):
        loop = tuple(sorted((data.draw(st.integers(0, length - 1)), data.draw(st.integers(0, length - 1)))))
    head = Playhead(length, STAGES, Moment(0, STAGES - 1), loop)
    for name, argument in steps:
        moved = head.played(argument, by_stage) if name == "played" else getattr(head, name)(argument)
        head = moved or head
        assert 0 <= head.moment.token < length
        assert 0 <= head.moment.stage < STAGES


@given(lengths, st.integers(0, 49), st.integers(0, STAGES - 1))
def test_a_stage_forward_and_back_is_the_same_place(length, token, stage):
    head = Playhead(length, STAGES, Moment(0, 0)).at(token, stage)
    there = head.by_stages(1)
    if there != head:
        assert there.by_stages(-1) == head


def test_playing_by_token_reaches_every_token_once(player, clock, scene):
    player.set_rate(8.0)
    player.play()
    reached = run_clock(player, clock, 1.0 + scene.length / 8)
    assert [moment.token for moment in reached] == list(range(scene.length))
    assert all(moment.stage == scene.last_stage for moment in reached)
    assert not player.playing


def test_a_late_clock_slows_and_never_skips(player, clock, scene):
    player.set_rate(32.0)
    player.play()
    tokens = []
    for _ in range(scene.length + 3):
        clock.now += 1.5  # far more than a token's time
        player.tick()
        tokens.append(player.moment.token)
    assert tokens[: scene.length - 1] == list(range(1, scene.length))


def test_that_play_is_slower_than_chosen_is_said_once(player, clock, scene):
    said = []
    player.slowed.connect(lambda: said.append(player.moment.token))

    def play_with(seconds: float) -> None:
        for _ in range(scene.length - 1):
            clock.now += seconds
            player.tick()

    player.set_rate(4.0)
    player.play()
    play_with(0.25 + 0.01)
    player.pause()
    assert said == [], "a little late each time, and never a whole step"
    player.first()
    player.play()
    play_with(0.25 * 1.5)
    assert said == [8], "every third step is a whole step late: the third time is no accident"
    player.set_rate(8.0)
    player.first()
    play_with(1.0)
    assert said == [8, 2], "once for each pace"
    player.pause()
    player.first()
    player.play()
    play_with(1.0)
    assert said == [8, 2, 2]


@pytest.mark.parametrize("rate_hz", [4.9, 8.0, 28.0])
def test_play_does_not_drift_however_coarse_the_frames_are(player, clock, scene, rate_hz):
    player.set_rate(rate_hz)
    player.play()
    for token in range(1, scene.length):
        while player.moment.token < token:
            clock.now += 0.016
            player.tick()
        late = clock.now - token / rate_hz
        assert -1e-9 <= late < 0.016 + 1e-9, "counted from when it was due, not from when it came"


def test_after_a_stall_play_goes_on_at_its_rate_and_does_not_catch_up(player, clock):
    player.set_rate(4.0)
    player.play()
    clock.now = 10.0
    player.tick()
    assert player.moment.token == 1
    run_clock(player, clock, 0.24)
    assert player.moment.token == 1
    run_clock(player, clock, 0.032)
    assert player.moment.token == 2


def test_playing_by_stage_walks_through_every_stage(player, clock, scene):
    player.set_by_stage(True)
    player.set_rate(16.0)
    player.play()
    reached = run_clock(player, clock, 1.0 + scene.length * (scene.last_stage + 1) / 16)
    places = [(moment.token, moment.stage) for moment in reached if moment.phase == 1.0]
    expected = [(token, stage) for token in range(1, scene.length) for stage in range(scene.last_stage + 1)]
    assert places == [(0, scene.last_stage), *expected]


def test_the_highlight_travels_and_arrives(player, clock):
    player.set_by_stage(True)
    player.set_rate(1.0)
    player.play()
    phases = [moment.phase for moment in run_clock(player, clock, 1.9) if moment.stage == 0]
    assert phases == sorted(phases)
    assert phases[0] < 0.1
    assert phases[-1] == 1.0


def test_reduced_motion_has_no_travel(player, clock):
    player.reduced_motion = True
    player.set_by_stage(True)
    player.play()
    assert all(moment.phase == 1.0 for moment in run_clock(player, clock, 4.0))


def test_pause_lets_the_highlight_arrive(player, clock):
    player.set_by_stage(True)
    player.set_rate(1.0)
    player.play()
    run_clock(player, clock, 1.2)
    assert player.moment.phase < 1
    player.pause()
    assert player.moment.phase == 1.0


def test_play_at_the_end_starts_again(player, scene):
    player.last()
    player.play()
    assert player.moment.token == 0
    assert player.playing


def test_a_loop_goes_round_over_the_marked_words(player, clock, scene):
    player.show(scene.seen(marked=(2, 5)))
    player.seek_token(4)
    player.toggle_loop()
    player.set_rate(8.0)
    player.play()
    tokens = [moment.token for moment in run_clock(player, clock, 1.3)]
    assert tokens[:7] == [4, 2, 3, 4, 2, 3, 4]


def test_backwards_and_faster(player, clock, scene):
    player.last()
    player.shuttled(-1)
    player.shuttled(-1)
    assert player.shuttle == 2
    reached = run_clock(player, clock, 0.3 + scene.length / 8)
    assert [moment.token for moment in reached] == list(range(scene.length - 1, -1, -1))


def test_another_cell_keeps_the_token_and_completes_the_step(player, scene):
    player.seek(Moment(3, 1))
    other = scene.with_cell("gru")
    player.show(other)
    assert player.moment == Moment(3, other.last_stage)


def test_another_unit_keeps_the_moment(player, scene):
    player.seek(Moment(3, 1))
    player.show(scene.seen(unit=1))
    assert player.moment == Moment(3, 1)


def test_one_announcement_for_many_moves(player, qtbot):
    heard = []
    player.moment_changed.connect(lambda scene, moment: heard.append(moment))
    for token in range(5):
        player.seek_token(token)
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(20)
    assert [moment.token for moment in heard] == [4]


def test_rates_step_through_their_notches(player):
    player.set_rate(RATES_HZ[0])
    for expected in RATES_HZ[1:]:
        player.change_rate(1)
        assert player.rate_hz == expected
    player.change_rate(1)
    assert player.rate_hz == RATES_HZ[-1]


def test_each_mode_has_its_speed(player):
    player.set_rate(8.0)
    player.set_by_stage(True)
    player.set_rate(1.0)
    player.set_by_stage(False)
    assert player.rate_hz == 8.0


def backward(player: Player, scene: Scene, origin: int) -> Player:
    """The same player at the start of the backward pass from `origin`, where it was before."""
    player.show(scene.seen(origin=origin))
    player.seek_token(origin)
    player.set_direction(Direction.BACKWARD)
    return player


def test_the_backward_pass_starts_at_the_loss_and_play_reaches_the_first_word(player, scene, clock):
    backward(player, scene, 9)
    assert player.moment == Moment(9, 0, direction=Direction.BACKWARD)
    player.play()
    reached = run_clock(player, clock, 9 / player.rate_hz + 1)
    assert [moment.token for moment in reached] == list(range(9, -1, -1))
    assert {moment.stage for moment in reached} == {0}, "each step is shown complete: back to its first stage"
    assert not player.playing


def test_by_stage_the_pass_walks_every_stage_of_every_word_backward(player, scene, clock):
    player.set_by_stage(True)
    backward(player, scene, 3)
    assert (player.moment.token, player.moment.stage) == (3, STAGES - 1)
    player.play()
    reached = run_clock(player, clock, 4 * STAGES / player.rate_hz + 1)
    places = [(moment.token, moment.stage) for moment in reached]
    expected = [(token, stage) for token in range(3, -1, -1) for stage in range(STAGES - 1, -1, -1)]
    assert list(dict.fromkeys(places)) == expected
    assert {moment.direction for moment in reached} == {Direction.BACKWARD}


def test_arrows_mean_left_and_right_in_both_passes_and_j_plays_against_the_pass(player, scene, clock):
    backward(player, scene, 9)
    player.step_tokens(-2)
    assert player.moment.token == 7
    player.step_tokens(1)
    assert player.moment.token == 8
    player.step_stages(1)
    assert (player.moment.token, player.moment.stage) == (8, 1)
    player.step_tokens(-4)
    player.shuttled(-1)
    assert run_clock(player, clock, 1.0)[-1].token > 4, "J goes against the pass: to the right"
    player.pause()
    here = player.moment.token
    player.shuttled(1)
    assert run_clock(player, clock, 1.0)[-1].token < here, "L goes with it: to the left"


def test_the_pass_has_no_word_after_its_start(player, scene):
    backward(player, scene, 5)
    player.last()
    assert player.moment.token == 5
    player.step_tokens(3)
    assert player.moment.token == 5
    player.show(scene.seen(origin=8))
    player.last()
    assert player.moment.token == 8


@pytest.mark.parametrize("place", [Moment(7, 2), Moment(7, STAGES - 1), Moment(12, 0)])
def test_the_pass_starts_at_the_reader_s_word_and_gives_his_place_back(player, scene, place):
    """Whatever he does on the way: the place, and the start that the pass had before."""
    player.pass_requested.connect(lambda token: player.show(player.scene.seen(origin=token)))
    player.show(scene.seen(origin=3))
    player.seek(place)
    for detour in (lambda: player.step_tokens(-3), lambda: player.seek(scene.complete(11)), lambda: None):
        player.turn_to(PAGES[BACKWARD])
        assert player.moment == Moment(place.token, 0, direction=Direction.BACKWARD)
        assert player.scene.first_of_pass == place.token
        detour()
        player.turn_to(PAGES[MEMORY])
        assert player.moment == place
        assert player.scene.view.origin == 3
    player.step_tokens(50)
    assert player.moment.token == scene.length - 1, "forward all words can be reached again"


def test_from_the_first_word_there_is_no_way_back_so_the_pass_starts_at_the_last_one(player, scene):
    player.pass_requested.connect(lambda token: player.show(player.scene.seen(origin=token)))
    player.turn_to(PAGES[BACKWARD])
    assert player.moment.token == player.scene.first_of_pass == scene.length - 1
    player.restart_pass(0)
    assert player.moment.token == player.scene.first_of_pass == 0, "unless he asks for it"
    player.turn_to(PAGES[MEMORY])
    assert player.moment == scene.complete(0)


def test_another_text_has_no_place_to_give_back(player, scene, other):
    player.seek_token(2)
    player.turn_to(PAGES[BACKWARD])
    player.show(other)
    player.step_tokens(-1)
    player.turn_to(PAGES[MEMORY])
    assert player.moment == other.complete(other.length - 2)


def test_by_stage_home_and_end_are_the_first_and_the_last_stage_of_all(player, scene):
    """Left and right in the text, in both passes: as far as Shift+← and Shift+→ would lead."""
    for by_stage in (False, True):
        player.set_by_stage(by_stage)
        player.set_direction(Direction.FORWARD)
        player.seek(Moment(4, 2))
        player.first()
        assert player.moment == (Moment(0, 0) if by_stage else scene.complete(0))
        player.last()
        assert player.moment == scene.complete(scene.length - 1)
        player.seek_token(4)
        player.set_direction(Direction.BACKWARD)
        for go, far in ((player.first, -1000), (player.last, 1000)):
            go()
            reached = player.moment
            assert reached.token == (0 if far < 0 else player.scene.first_of_pass)
            player.step_stages(far)
            assert not by_stage or player.moment == reached


def test_a_page_that_looks_back_gives_the_place_back_to_who_stayed(player, scene):
    player.turn_to(PAGES[LABORATORY])
    player.turn_to(PAGES[MEMORY])
    assert player.moment == scene.complete(0)
    player.seek_token(3)
    player.turn_to(PAGES[LABORATORY])
    assert player.moment.token == 3, "there is something to see from here"
    player.seek_token(0)
    player.turn_to(PAGES[LABORATORY])
    player.seek_token(5)
    player.turn_to(PAGES[MEMORY])
    assert player.moment.token == 5, "he went there"


def test_a_wish_of_the_other_pass_means_its_word(player, scene):
    backward(player, scene, 9)
    player.seek(scene.complete(4))
    assert player.moment == Moment(4, 0, direction=Direction.BACKWARD)
    player.seek(Moment(3, 2, direction=Direction.BACKWARD))
    assert player.moment.stage == 2


def test_a_word_after_its_start_is_where_the_pass_starts_anew(player, scene):
    backward(player, scene, 5)
    wished = []
    player.pass_requested.connect(wished.append)
    player.pass_requested.connect(lambda token: player.show(scene.seen(origin=token)))
    player.seek(scene.complete(3, Direction.BACKWARD))
    assert (player.moment.token, wished) == (3, [])
    player.seek(scene.complete(8))
    assert player.moment == Moment(8, 0, direction=Direction.BACKWARD)
    assert wished == [8]


def test_forward_a_later_word_starts_no_pass(player, scene):
    wished = []
    player.pass_requested.connect(wished.append)
    player.show(scene.seen(origin=5))
    player.seek(scene.complete(8))
    assert (player.moment.token, wished) == (8, [])


def test_a_page_that_looks_back_begins_at_the_last_word_of_every_text(player, scene, other):
    player.turn_to(PAGES[LABORATORY])
    assert player.moment.token == scene.length - 1
    player.seek_token(2)
    player.show(scene.seen(unit=1))
    assert player.moment.token == 2, "the same text: the place is kept"
    player.show(other)
    assert player.moment == other.complete(other.length - 1)
    player.turn_to(PAGES[MEMORY])
    assert player.moment.token == other.length - 1, "no page moves the reader but for a reason"
    player.show(scene)
    assert player.moment.token == 0


def test_the_pass_goes_on_in_another_cell(player, scene):
    backward(player, scene, 9)
    player.step_tokens(-3)
    player.show(scene.seen(origin=9).with_cell("gru"))
    assert player.moment == Moment(6, 0, direction=Direction.BACKWARD)


@given(lengths, commands, st.booleans())
def test_a_backward_playhead_stays_within_bounds(length, steps, by_stage):
    head = Playhead(length, STAGES, Moment(length - 1, 0, direction=Direction.BACKWARD))
    for name, argument in steps:
        moved = head.played(argument, by_stage) if name == "played" else getattr(head, name)(argument)
        head = moved or head
        assert 0 <= head.moment.token < length
        assert 0 <= head.moment.stage < STAGES
        assert head.backward


def test_each_pass_has_a_loop_of_its_own(player, scene, clock):
    player.toggle_loop()
    backward(player, scene, 5)
    assert player.loop is None
    player.play()
    run_clock(player, clock, 5 / player.rate_hz + 1)
    assert not player.playing, "it ends at the first word"
    player.toggle_loop()
    assert player.loop == (0, 5)
    player.set_direction(Direction.FORWARD)
    assert player.loop is None
    backward(player, scene, 5)
    player.toggle_loop()
    player.show(scene.seen(origin=3))
    assert player.loop is None, "its words are no other those of the pass"


def test_on_the_way_to_the_last_stage_there_is_nothing_further():
    """A highlight that still travels is no other place: what follows it is the end."""
    head = Playhead(3, STAGES, Moment(0, 0)).at(2, STAGES - 1, phase=0.4)
    assert head.played(1, by_stage=True) is None
    assert head.played(1, by_stage=False) is None


@pytest.mark.parametrize("loop", [None, (1, 3)])
@pytest.mark.parametrize("direction", Direction)
def test_playing_begins_anew_at_the_end_that_it_comes_from(direction, loop):
    """With the pass or against it: to the right from the first word, to the left from the last one."""
    first, last = loop or (0, 4)
    head = Playhead(5, STAGES, Moment(2, 3, direction=direction), loop)
    with_it, against = (first, last) if direction is Direction.FORWARD else (last, first)
    for by_stage in (False, True):
        assert head.begun(1, by_stage).moment.token == with_it
        assert head.begun(-1, by_stage).moment.token == against
    assert head.begun(1, by_stage=True).moment.stage == head.opening_stage
    assert head.begun(-1, by_stage=True).complete
