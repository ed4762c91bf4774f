"""Values cross the line unchanged, large arrays in memory that nobody has to clean up."""

import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import torch

from engine.bench.bench import Contestants
from engine.process.answers import Produced
from engine.process.channel import HAS_NAMELESS_MEMORY, LENGTH, SHARED_FROM_BYTES, Channel
from engine.record.trace import Trace

ROOT = Path(__file__).resolve().parents[3]
WAYS = [False, pytest.param(True, marks=pytest.mark.skipif(not HAS_NAMELESS_MEMORY, reason="Linux only"))]
LARGE = SHARED_FROM_BYTES // 8 + 1000


@contextmanager
def channels(shared_memory: bool) -> Iterator[tuple[Channel, Channel]]:
    one, other = socket.socketpair()
    with one, other:
        ends = tuple(
            Channel(os.dup(end.fileno()), os.dup(end.fileno()), shared_memory) for end in (one, other)
        )
    yield ends[0], ends[1]
    for end in ends:
        end.close()


def crossed(value: object, shared_memory: bool) -> object:
    with channels(shared_memory) as (ours, theirs):
        sender = Thread(target=theirs.send, args=(value,))  # a large value does not fit into the line at once
        sender.start()
        received = ours.receive()
        sender.join()
    return received


@pytest.mark.parametrize("shared_memory", WAYS)
@pytest.mark.parametrize("rows", [0, 1, 7, LARGE])
def test_arrays_arrive_unchanged_and_read_only(shared_memory: bool, rows: int) -> None:
    table = np.arange(rows * 3, dtype=np.float64).reshape(rows, 3)
    value = {"table": table, "marks": np.arange(rows) % 2 == 0, "text": "太棒了"}
    received = crossed(value, shared_memory)
    assert isinstance(received, dict)
    assert received["text"] == "太棒了"
    for key in ("table", "marks"):
        np.testing.assert_array_equal(received[key], value[key])
        assert received[key].dtype == value[key].dtype
        assert not received[key].flags.writeable


@pytest.mark.parametrize("shared_memory", WAYS)
def test_slices_of_a_larger_array_arrive_too(shared_memory: bool) -> None:
    whole = np.arange(LARGE * 4, dtype=np.float32).reshape(LARGE, 4)
    received = crossed([whole[:, 1:2], whole[::2].T, np.asfortranarray(whole)], shared_memory)
    assert isinstance(received, list)
    np.testing.assert_array_equal(received[0], whole[:, 1:2])
    np.testing.assert_array_equal(received[1], whole[::2].T)
    np.testing.assert_array_equal(received[2], whole)


@pytest.mark.parametrize("shared_memory", WAYS)
def test_values_keep_their_order(shared_memory: bool) -> None:
    values = [np.full(size, size, dtype=np.int64) for size in (3, LARGE, 1, LARGE, 0)]
    with channels(shared_memory) as (ours, theirs):
        sender = Thread(target=lambda: [theirs.send(value) for value in values])
        sender.start()
        received = [ours.receive() for _ in values]
        sender.join()
    assert [len(array) for array in received] == [len(value) for value in values]
    assert all((array == len(array)).all() for array in received)


def test_the_end_of_the_line_is_noticed() -> None:
    with channels(True) as (ours, theirs):
        theirs.close()
        with pytest.raises(EOFError):
            ours.receive()


class Version(str):
    """As torch's `__version__` is: it looks like a string and brings its library with it."""


Version.__module__ = "torch.torch_version"


@pytest.mark.parametrize(
    "stray", [Version("2.13.0"), {"deep": (Version("2.13.0"),)}, torch.zeros(1), torch.float32]
)
def test_nothing_of_torch_crosses(stray: object) -> None:
    with channels(True) as (ours, theirs):
        with pytest.raises(TypeError, match="torch"):
            theirs.send(stray)
        theirs._outgoing.write(pickled_frame(torch.device("cpu")))
        with pytest.raises(pickle.UnpicklingError, match="torch"):
            ours.receive()


def pickled_frame(value: object) -> bytes:
    """What an end that keeps to no rules would send."""
    body = pickle.dumps(value)
    head = pickle.dumps((len(body), [], False))
    return LENGTH.pack(len(head)) + head + body


def test_records_cross_with_everything_that_they_hold() -> None:
    trace = Contestants("lstm", 3).trace(np.zeros((2, 3)))
    received = crossed(Produced(1, 0, trace), shared_memory=True)
    assert isinstance(received, Produced)
    assert isinstance(received.record, Trace)
    assert received.record.provenance == trace.provenance
    assert {type(version) for _, version in received.record.provenance.versions} == {str}


def test_a_value_that_cannot_be_sent_leaves_the_line_usable() -> None:
    with channels(True) as (ours, theirs):
        with pytest.raises((AttributeError, TypeError)):
            theirs.send(lambda: None)
        theirs.send("next")
        assert ours.receive() == "next"


@pytest.mark.skipif(not HAS_NAMELESS_MEMORY, reason="Linux only")
def test_shared_blocks_leave_no_descriptor_and_no_name_behind() -> None:
    before, names = len(os.listdir("/proc/self/fd")), set(os.listdir("/dev/shm"))
    for _ in range(20):
        crossed(np.zeros(LARGE), shared_memory=True)
    assert len(os.listdir("/proc/self/fd")) == before
    assert set(os.listdir("/dev/shm")) == names


@pytest.mark.skipif(not HAS_NAMELESS_MEMORY, reason="Linux only")
def test_nothing_is_left_when_the_sender_is_killed_in_the_middle_of_a_record() -> None:
    names = set(os.listdir("/dev/shm"))
    code = (
        "import numpy as np; from engine.process.channel import Channel; line = Channel(0, 1)\n"
        f"while True: line.send(np.ones({LARGE * 4}))"
    )
    ours, theirs = socket.socketpair()
    with ours, theirs:
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdin=theirs.fileno(), stdout=theirs.fileno(), cwd=ROOT
        )
        theirs.close()
        line = Channel(os.dup(ours.fileno()), os.dup(ours.fileno()))
    assert line.receive().sum() == LARGE * 4
    child.send_signal(signal.SIGKILL)
    child.wait()
    with suppress(EOFError):  # a few more may have been on their way, and one that was cut off
        for _ in range(10_000):
            assert line.receive().sum() == LARGE * 4
        pytest.fail("a dead sender goes on sending")
    line.close()
    assert set(os.listdir("/dev/shm")) == names
