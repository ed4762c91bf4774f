"""The follower asks once for what is missing, and for nothing once it was stopped."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from gui.scene import Moment, Run, Scene
from gui.session.follower import REST_MS, Follower
from gui.session.wanted import Wanted


@pytest.fixture
def follower(qapp: object) -> Iterator[Follower]:
    made = Follower()
    made.needs = lambda: {"gradient"}
    yield made
    made.stop()


@pytest.fixture
def heard(follower: Follower) -> list[Wanted]:
    found: list[Wanted] = []
    follower.due.connect(found.append)
    return found


def without_gradient(scene: Scene, *cells: str) -> Scene:
    """The scene before the gradients of these cells have come."""
    bare = {cell: Run(run.trace) if cell in cells else run for cell, run in scene.runs.items()}
    return replace(scene, runs=bare)


def without_records(scene: Scene) -> Scene:
    """The scene as the traces leave it."""
    return replace(scene, runs={cell: Run(run.trace) for cell, run in scene.runs.items()})


def test_what_has_partly_come_is_not_asked_for_again(
    follower: Follower, heard: list[Wanted], scene: Scene, qtbot: QtBot
) -> None:
    """Answers come cell by cell: with the first of them fewer are missing, and all are on their way."""
    follower.follow(without_gradient(scene, "rnn", "lstm", "gru"), Moment(3, 6))
    qtbot.waitUntil(lambda: len(heard) == 1)
    follower.await_answer(heard[0], ticket=7)
    follower.follow(without_gradient(scene, "gru"), Moment(3, 6))
    qtbot.wait(2 * REST_MS)
    assert len(heard) == 1
    follower.needs = lambda: {"gradient", "memory"}
    follower.follow(without_records(scene), Moment(3, 6))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1].record == "memory", "something else is"


def test_once_stopped_it_asks_for_nothing(
    follower: Follower, heard: list[Wanted], scene: Scene, qtbot: QtBot
) -> None:
    bare = without_gradient(scene, "lstm")
    follower.follow(bare, Moment(3, 6))
    follower.stop()
    qtbot.wait(2 * REST_MS)
    assert not heard
    follower.follow(bare, Moment(4, 6))
    qtbot.waitUntil(lambda: len(heard) == 1)
