"""The window's end of the engine: tickets, cancelling, and engines that die. Fakes but for one test."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.process.requests import RunRequest
from gui.controls.status_line import StatusLine
from gui.session import engine_client
from gui.session.choice import Choice
from gui.session.engine_client import EngineClient
from gui.session.session import Session

BEGIN = """
import os, time
from engine.messages import EngineError
from engine.worker import line_to_the_window, serve
def run(request, job):
    job.doing("simulating", model=str(os.getpid())).reached(0.0)
"""
END = "\nserve(lambda: run, line_to_the_window())"
FAKES = {
    "good": "    yield from enumerate(request.models)",
    "polite": "    while not job.cancelled: time.sleep(0.001)\n    yield 0, 'too late'",
    "deaf": "    while request.text == 'deaf': time.sleep(0.01)\n    yield 0, request.text",
    "mute": "    time.sleep(3600)\n    yield",
    "mortal": "    if request.text == 'die': os.kill(os.getpid(), 9)\n    yield 0, request.text",
    "refusing": "    raise EngineError('no_cuda', device='cuda')\n    yield",
}


class Diary:
    """Everything that a client said, in order."""

    def __init__(self, client: EngineClient) -> None:
        self.said: list[tuple[object, ...]] = []
        self.threads: set[threading.Thread] = set()
        for name in ("produced", "progressed", "finished", "failed", "noticed", "state_changed"):
            getattr(client, name).connect(lambda *values, name=name: self._write(name, *values))

    def _write(self, *entry: object) -> None:
        self.threads.add(threading.current_thread())
        self.said.append(entry)

    def of(self, name: str) -> list[tuple[object, ...]]:
        return [entry[1:] for entry in self.said if entry[0] == name]

    @property
    def states(self) -> list[object]:
        return [state for (state,) in self.of("state_changed")]

    @property
    def pids(self) -> list[int]:
        """The engines that began a run."""
        return [int(fields["model"]) for _, _, _, fields in self.of("progressed")]


Open = Callable[[str], tuple[EngineClient, Diary]]


@pytest.fixture
def open_client(qtbot: QtBot) -> Iterator[Open]:
    clients: list[EngineClient] = []

    def open_one(fake: str) -> tuple[EngineClient, Diary]:
        code = BEGIN + FAKES[fake] + END
        clients.append(EngineClient((sys.executable, "-c", code)))
        return clients[-1], Diary(clients[-1])

    yield open_one
    for client in clients:
        client.close()
    assert children() == []


def children() -> list[int]:
    """Child processes of ours, zombies too (where the system lists them in /proc)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(stat.parent.name))
    return found


def ask(text: str, models: tuple[str, ...] = ("rnn", "lstm")) -> RunRequest:
    return RunRequest(models, text)


def test_answers_arrive_in_order_on_the_windows_thread(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("good")
    with qtbot.waitSignal(client.finished):
        ticket = client.submit(ask("hello"))
    assert diary.of("produced") == [(ticket, 0, "rnn"), (ticket, 1, "lstm")]
    assert diary.said[-1] == ("finished", ticket)
    assert diary.states == ["starting", "busy", "ready"]
    assert diary.threads == {threading.main_thread()}


def test_a_refusal_is_handed_on(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("refusing")
    with qtbot.waitSignal(client.failed):
        ticket = client.submit(ask("hello"))
    assert diary.of("failed") == [(ticket, "no_cuda", {"device": "cuda"})]
    assert diary.of("finished") == []


def test_the_newest_request_wins_and_late_answers_are_dropped(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("polite")
    with qtbot.waitSignal(client.progressed):
        first = client.submit(ask("one"))
    with qtbot.waitSignal(client.progressed):
        second = client.submit(ask("two"))
    assert second > first
    assert [entry for entry in diary.said if entry[1] == first and entry[0] != "progressed"] == []
    assert len(set(diary.pids)) == 1  # the same engine: it stopped when asked


def test_what_an_engine_still_says_to_an_older_ticket_is_dropped(qtbot: QtBot) -> None:
    code = (
        "from engine.process.answers import *\nfrom engine.worker import line_to_the_window\n"
        "line = line_to_the_window()\nline.send(Ready())\n"
        "for ticket, _ in [line.receive(), line.receive()]:\n"
        "    line.send(Progressed(ticket, 0.5, 'simulating', {}))\n"
        "    line.send(Produced(ticket, 0, ticket))\n"
        "    line.send(Finished(ticket))\n"
        "line.receive()"
    )
    client = EngineClient((sys.executable, "-c", code))
    diary = Diary(client)
    client.submit(ask("one"))
    with qtbot.waitSignal(client.finished):
        second = client.submit(ask("two"))
    assert {entry[1] for entry in diary.said if entry[0] != "state_changed"} == {second}
    client.close()


def test_requests_made_while_it_starts_are_not_all_run(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("good")
    for _ in range(20):
        client.submit(ask("hello"))
    with qtbot.waitSignal(client.finished):
        last = client.submit(ask("hello"))
    assert {ticket for ticket, *_ in diary.of("produced")} == {last}


def test_submitting_never_waits(open_client: Open, qtbot: QtBot) -> None:
    client, _ = open_client("deaf")
    with qtbot.waitSignal(client.progressed):
        client.submit(ask("deaf"))
    before = time.perf_counter()
    for _ in range(20):
        client.submit(ask("x" * 1_000_000))  # far more than a line holds
    assert time.perf_counter() - before < 0.2


def test_cancelling_asks_first(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("polite")
    with qtbot.waitSignal(client.progressed):
        client.submit(ask("hello"))
    with qtbot.waitSignal(client.state_changed, check_params_cb=lambda state: state == "ready"):
        client.cancel()
    assert diary.of("produced") == diary.of("finished") == diary.of("failed") == []
    assert diary.states == ["starting", "busy", "ready"]
    client.cancel()  # nothing to cancel: nothing happens
    assert diary.states == ["starting", "busy", "ready"]


@pytest.mark.parametrize("newer", [None, "hello"])
def test_an_engine_that_does_not_stop_is_replaced(
    open_client: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, newer: str | None
) -> None:
    monkeypatch.setattr(engine_client, "PATIENCE_MS", 100)
    client, diary = open_client("deaf")
    with qtbot.waitSignal(client.progressed):
        client.submit(ask("deaf"))
    if newer is None:
        client.cancel()
        qtbot.waitUntil(lambda: diary.states[-2:] == ["starting", "ready"])
        newer = "after"
    with qtbot.waitSignal(client.finished):
        ticket = client.submit(ask(newer))
    assert diary.of("produced") == [(ticket, 0, newer)]
    assert len(set(diary.pids)) == 2
    assert diary.of("noticed") == diary.of("failed") == []  # it was our wish


@pytest.mark.parametrize("hangs", ["while it starts", "at a request"])
def test_an_engine_that_hangs_is_noticed_and_cancelling_ends_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    monkeypatch.setattr(engine_client, "PATIENCE_MS", 100)
    monkeypatch.setattr(engine_client, "SILENCE_MS", 300)
    never = "import time; time.sleep(3600)" if hangs == "while it starts" else BEGIN + FAKES["mute"] + END
    client = EngineClient((sys.executable, "-c", never))
    window = StatusLine()
    qtbot.addWidget(window)
    session = Session(client, Choice("reviews-en"))
    session.progressed.connect(window.show_progress)
    window.cancel_requested.connect(session.cancel)
    session.read("hello")
    qtbot.waitUntil(lambda: window.engine.text() == "Waiting for the engine")
    assert window.cancel.isVisibleTo(window)
    assert window.cancel.isEnabled()
    (hung,) = children()
    window.cancel.click()
    qtbot.waitUntil(lambda: (left := children()) != [] and hung not in left)
    assert not window.cancel.isVisibleTo(window)
    client.close()
    assert children() == []


def test_silence_is_told_while_an_answer_is_awaited_and_at_no_other_time(
    open_client: Open, qtbot: QtBot
) -> None:
    client, diary = open_client("polite")
    silence = client._silence
    assert not silence.isActive()
    ticket = client.submit(ask("hello"))
    assert silence.isActive()
    silence.stop()
    with qtbot.waitSignal(client.progressed):
        pass
    assert silence.isActive()  # whatever it says, it is measured from there
    silence.timeout.emit()
    assert diary.of("progressed")[-1] == (ticket, 0.0, "engine_silent", {})
    client.cancel()
    assert not silence.isActive()
    with qtbot.waitSignal(client.state_changed, check_params_cb=lambda state: state == "ready"):
        pass
    assert not silence.isActive()  # what it said to an older ticket was no answer to anything
    silence.timeout.emit()
    assert len(diary.of("progressed")) == 2


def test_a_killed_engine_costs_a_sentence_and_the_request_is_met(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("polite")
    with qtbot.waitSignal(client.progressed):
        client.submit(ask("hello"))
    with qtbot.waitSignal(client.progressed):
        os.kill(diary.pids[0], signal.SIGKILL)
    assert diary.of("noticed") == [("engine_died", {})]
    assert diary.states == ["starting", "busy", "died", "starting", "busy"]
    first, second = diary.of("progressed")
    assert first[0] == second[0]  # the same ticket: whoever waits for it knows nothing of all this
    assert diary.of("failed") == []


def test_a_request_that_kills_two_engines_is_given_up(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("mortal")
    with qtbot.waitSignal(client.failed):
        ticket = client.submit(ask("die"))
    assert diary.of("failed") == [(ticket, "engine_died_again", {})]
    assert diary.of("noticed") == [("engine_died", {})]
    with qtbot.waitSignal(client.finished):  # another one is no worse for it
        client.submit(ask("live"))
    assert len(diary.pids) == len(set(diary.pids)) == 3


def test_an_idle_engine_that_dies_is_replaced_but_not_for_ever(open_client: Open, qtbot: QtBot) -> None:
    client, diary = open_client("good")
    with qtbot.waitSignal(client.finished):
        client.submit(ask("hello"))
    for deaths in (1, 2, 3):
        (pid,) = children()
        with qtbot.waitSignal(client.noticed):
            os.kill(pid, signal.SIGKILL)
        if deaths < 3:
            qtbot.waitUntil(lambda: diary.states[-1] == "ready")
    assert children() == []
    assert diary.states[-1] == "died"
    with qtbot.waitSignal(client.finished):  # when it is needed, it is there again
        client.submit(ask("hello"))


@pytest.mark.parametrize(
    "command",
    [
        ("/no/such/program",),
        (sys.executable, "-c", "raise SystemExit(3)"),
        (sys.executable, "-c", "print('?')"),
    ],
)
def test_a_command_that_is_no_engine_ends_in_a_sentence(qtbot: QtBot, command: tuple[str, ...]) -> None:
    client = EngineClient(command)
    diary = Diary(client)
    with qtbot.waitSignal(client.failed):
        ticket = client.submit(ask("hello"))
    assert diary.of("failed") == [(ticket, "engine_died_again", {})]
    client.close()
    assert children() == []


def test_an_engine_that_cannot_be_loaded_is_not_tried_again(qtbot: QtBot) -> None:
    code = BEGIN + "    yield\ndef load(): import no_such_library\nserve(load, line_to_the_window())"
    client = EngineClient((sys.executable, "-c", code))
    diary = Diary(client)
    with qtbot.waitSignal(client.failed):
        ticket = client.submit(ask("hello"))
    ((failed, key, fields),) = diary.of("failed")
    assert (failed, key) == (ticket, "engine_not_loaded")
    assert "no_such_library" in str(fields)
    assert diary.states == ["starting", "died"]
    assert children() == []


@pytest.mark.parametrize("fake", ["polite", "deaf"])
def test_closing_while_it_runs_is_quick_and_leaves_nothing(
    open_client: Open, qtbot: QtBot, fake: str
) -> None:
    names, descriptors = set(os.listdir("/dev/shm")), len(os.listdir("/proc/self/fd"))
    client, diary = open_client(fake)
    with qtbot.waitSignal(client.progressed):
        client.submit(ask("deaf"))
    before = time.perf_counter()
    client.close()
    assert time.perf_counter() - before < 0.5
    assert children() == []
    said = list(diary.said)
    qtbot.wait(50)
    assert diary.said == said
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= descriptors
    assert set(os.listdir("/dev/shm")) == names


def test_closing_at_once_leaves_nothing(open_client: Open) -> None:
    client, _ = open_client("good")
    client.start()
    client.close()
    assert children() == []
    client.close()  # twice is once


def test_the_engine_ends_when_the_window_is_killed() -> None:
    window = (
        "import sys\nfrom PySide6.QtCore import QCoreApplication\n"
        "from gui.session.engine_client import EngineClient\n"
        "from engine.process.requests import RunRequest\napp = QCoreApplication([])\n"
        f"client = EngineClient((sys.executable, '-c', {BEGIN + FAKES['deaf'] + END!r}))\n"
        "client.progressed.connect(lambda t, f, k, fields: print(fields['model'], flush=True))\n"
        "client.submit(RunRequest((), 'deaf'))\napp.exec()"
    )
    process = subprocess.Popen([sys.executable, "-c", window], stdout=subprocess.PIPE, cwd=engine_client.ROOT)
    assert process.stdout is not None
    engine_pid = int(process.stdout.readline())
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 5
    while is_running(engine_pid) and time.monotonic() < deadline:
        os.sched_yield()
    assert not is_running(engine_pid)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_real_engine_is_killed_in_the_middle_of_a_run_and_nothing_is_lost(qtbot: QtBot) -> None:
    names = set(os.listdir("/dev/shm")) if Path("/dev/shm").exists() else set()
    models = tuple(f"reviews-en-{cell}" for cell in ("rnn", "lstm", "gru"))
    text = "a perfectly balanced breakfast " * 1500
    client = EngineClient()
    diary = Diary(client)
    with qtbot.waitSignal(client.progressed, timeout=60_000):
        ticket = client.submit(ask(text, models))
    (pid,) = children()
    with qtbot.waitSignal(client.finished, timeout=60_000):
        os.kill(pid, signal.SIGKILL)
    assert diary.of("noticed") == [("engine_died", {})]
    traces = {index: record for sender, index, record in diary.of("produced") if sender == ticket}
    assert [traces[index].cell for index in range(3)] == ["rnn", "lstm", "gru"]
    assert all(trace.length == 6000 for trace in traces.values())
    arrays = [array for trace in traces.values() for array in trace.arrays.values()]
    assert sum(array.nbytes for array in arrays) > 10_000_000  # it came in shared memory
    assert not any(array.flags.writeable for array in arrays)
    with qtbot.waitSignal(client.failed, timeout=60_000):
        client.submit(ask("hello", ("no-such-model",)))
    assert diary.of("failed")[0][1] == "unknown_model"
    client.close()
    assert children() == []
    assert all(np.isfinite(array).all() for array in arrays)  # still there, though the engine is gone
    if names:
        assert set(os.listdir("/dev/shm")) == names
