"""The engine's process: what it answers, how it stops and how it ends. Without torch, for speed."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.messages import say
from engine.process.answers import Failed, Finished, Produced, Progressed, Ready
from engine.process.channel import Channel
from engine.process.requests import RunRequest

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 10

FAKE_ENGINE = """
import time
import numpy as np
from engine.record.gradient_flow import GradientFlow
from engine.messages import EngineError
from engine.record.provenance import Provenance
from engine.progress import Cancelled
from engine.worker import line_to_the_window, serve

def run(request, job):
    if request.text == "bug":
        raise RuntimeError("a hole\\nand more")
    if request.text == "refuse":
        raise EngineError("empty_text")
    if request.text == "print":
        print("noise on standard output", flush=True)
    if request.text == "report":
        for at in range(1000):
            job.doing("simulating", model="lstm").reached(at / 1000)
        job.doing("differentiating", model="lstm").reached(1.0)
    if request.text == "wait":
        job.doing("simulating", model="lstm").reached(0.0)
        while not job.cancelled:
            time.sleep(0.001)
        raise Cancelled
    if request.text == "deaf":
        job.doing("simulating", model="lstm").reached(0.0)
        while True:
            time.sleep(0.01)
    for index, model in enumerate(request.models):
        origin = Provenance(model, "rnn", "", "", "", 0, "cpu", "float32", False, None, 1, 1, ())
        yield index, GradientFlow(np.zeros(1, dtype=int), {"norm_x": np.ones((1, 1))}, origin)

serve(lambda: run, line_to_the_window())
"""


class Window:
    """The other end of the line."""

    def __init__(self, code: str, logs: Path) -> None:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(logs)}
        with ours, theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                env=environment,
            )
            self.line = Channel(os.dup(ours.fileno()), os.dup(ours.fileno()))

    def ask(self, ticket: int, text: str | None, models: tuple[str, ...] = ("rnn", "lstm")) -> None:
        self.line.send((ticket, None if text is None else RunRequest(models, text)))

    def next(self) -> object:
        assert select.select([self.line.fileno()], [], [], PATIENCE_S)[0], "the engine says nothing"
        return self.line.receive()

    def until_end_of(self, ticket: int) -> list[object]:
        answers = [self.next()]
        while not (isinstance(answers[-1], Finished | Failed) and answers[-1].ticket == ticket):
            answers.append(self.next())
        return answers

    def close(self) -> tuple[int, str]:
        self.line.close()
        _, said = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, said.decode()


@pytest.fixture
def open_window(tmp_path: Path) -> Iterator[Callable[[str], Window]]:
    windows: list[Window] = []

    def open_one(code: str) -> Window:
        windows.append(Window(code, tmp_path))
        return windows[-1]

    yield open_one
    for window in windows:
        window.process.kill()
        window.process.communicate()


@pytest.fixture
def window(open_window: Callable[[str], Window]) -> Window:
    window = open_window(FAKE_ENGINE)
    assert window.next() == Ready()
    return window


def test_it_answers_in_order_and_ends_silently_with_the_line(window: Window) -> None:
    window.ask(1, "hello")
    *produced, end = window.until_end_of(1)
    assert [(answer.ticket, answer.index, answer.record.provenance.model) for answer in produced] == [
        (1, 0, "rnn"),
        (1, 1, "lstm"),
    ]
    assert end == Finished(1)
    assert window.close() == (0, "")


def test_a_refusal_travels_as_key_and_fields(window: Window) -> None:
    window.ask(1, "refuse")
    assert window.until_end_of(1) == [Failed(1, "empty_text", {})]


def test_a_fault_costs_one_request_and_leaves_a_report(window: Window, tmp_path: Path) -> None:
    window.ask(1, "bug")
    (failed,) = window.until_end_of(1)
    assert isinstance(failed, Failed)
    assert failed.key == "engine_fault"
    assert failed.fields["reason"] == "RuntimeError: a hole"
    assert "\n" not in say(failed.key, **failed.fields)
    report = Path(str(failed.fields["report"]))
    assert report.is_relative_to(tmp_path)
    assert "in run\nRuntimeError: a hole\nand more" in report.read_text(encoding="utf-8")
    window.ask(2, "hello")
    assert window.until_end_of(2)[-1] == Finished(2)


def test_a_newer_request_stops_the_older_one(window: Window) -> None:
    window.ask(1, "wait")
    assert isinstance(window.next(), Progressed)  # it runs
    window.ask(2, "hello")
    answers = window.until_end_of(2)
    assert answers[0] == Finished(1)
    assert all(answer.ticket == 2 for answer in answers[1:])


def test_every_ticket_is_ended_once_and_only_the_newest_is_answered(window: Window) -> None:
    for ticket in range(1, 40):
        window.ask(ticket, "wait" if ticket < 39 else "hello")
    answers = window.until_end_of(39)
    ends = [answer.ticket for answer in answers if isinstance(answer, Finished)]
    assert ends == list(range(1, 40))
    assert {answer.ticket for answer in answers if isinstance(answer, Produced)} == {39}


def test_a_request_for_nothing_only_stops(window: Window) -> None:
    window.ask(1, "wait")
    window.ask(2, None)
    assert window.until_end_of(2)[-2:] == [Finished(1), Finished(2)]


def test_progress_is_no_flood_but_says_every_new_message(window: Window) -> None:
    window.ask(1, "report", models=())
    said = window.until_end_of(1)[:-1]
    assert all(isinstance(answer, Progressed) for answer in said)
    assert len(said) < 500
    assert said[0] == Progressed(1, 0.0, "simulating", {"model": "lstm"})
    assert said[-1] == Progressed(1, 1.0, "differentiating", {"model": "lstm"})


def test_what_libraries_print_does_not_disturb_the_line(window: Window) -> None:
    window.ask(1, "print")
    assert window.until_end_of(1)[-1] == Finished(1)
    assert window.close() == (0, "noise on standard output\n")


def test_it_ends_with_the_line_even_when_it_does_not_listen(window: Window) -> None:
    window.ask(1, "deaf")
    assert isinstance(window.next(), Progressed)
    assert window.close() == (0, "")


def test_it_leaves_the_interrupt_key_to_the_window(window: Window) -> None:
    window.process.send_signal(signal.SIGINT)
    window.ask(1, "hello")
    assert window.until_end_of(1)[-1] == Finished(1)


def test_it_ends_with_the_line_while_it_loads(open_window: Callable[[str], Window]) -> None:
    window = open_window(
        "import time\nfrom engine.worker import line_to_the_window, serve\n"
        "serve(lambda: time.sleep(60), line_to_the_window())"
    )
    assert window.close() == (0, "")


def test_an_engine_that_cannot_be_loaded_says_why(open_window: Callable[[str], Window]) -> None:
    window = open_window(
        "from engine.worker import line_to_the_window, serve\ndef load(): import no_such_library\n"
        "serve(load, line_to_the_window())"
    )
    failed = window.next()
    assert isinstance(failed, Failed)
    assert (failed.ticket, failed.key) == (0, "engine_not_loaded")
    assert "no_such_library" in say(failed.key, **failed.fields)
    assert window.close()[1] == ""


def test_nothing_but_loading_brings_torch_in() -> None:
    modules = "engine.worker, engine.process.answers, engine.process.channel"
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
