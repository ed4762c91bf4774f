"""Which device does which work, and why, in words for the status bar."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from engine.messages import EngineError


@dataclass(frozen=True)
class Choice:
    """A device and why it was taken.

    Attributes:
        device: `cpu`, `cuda:0`, `mps`.
        note: Message key of the reason; its field is `device`.
    """

    device: str
    note: str


CPU = Choice("cpu", "device_auto")


def choose(wanted: str, dtype: str = "float32") -> Choice:
    """Finds the device that was asked for.

    `auto` takes the CPU: the steps of one text are so small that starting them on a GPU takes longer than
    computing them.

    Raises:
        EngineError: There is no such device here, or it cannot compute with such numbers.
    """
    if wanted == "auto":
        return CPU
    kind, colon, number = wanted.partition(":")
    numbered = number.isdecimal() and len(number) < 10 and (kind == "cuda" or int(number) == 0)
    if kind not in ("cpu", "cuda", "mps") or (colon and not numbered):
        raise EngineError("unknown_device", device=wanted)
    if kind == "cuda" and (not torch.cuda.is_available() or int(number or 0) >= torch.cuda.device_count()):
        raise EngineError("no_cuda", device=wanted)
    if kind == "mps" and not torch.backends.mps.is_available():
        raise EngineError("no_mps")
    if kind == "mps" and dtype == "float64":
        raise EngineError("no_float64", device=wanted)
    return Choice(f"cuda:{int(number or 0)}" if kind == "cuda" else kind, "device_asked")


@contextmanager
def exact_arithmetic() -> Iterator[None]:
    """Switches TF32 off: with its 10-bit products a GPU's trace differs from the CPU's in the third digit."""
    matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    before = matmul.allow_tf32, cudnn.allow_tf32
    matmul.allow_tf32, cudnn.allow_tf32 = False, False
    try:
        yield
    finally:
        matmul.allow_tf32, cudnn.allow_tf32 = before


@contextmanager
def one_thread() -> Iterator[None]:
    """Keeps torch on one processor for a while."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a device (and not the CPU) had no room left."""
    return isinstance(error, torch.OutOfMemoryError) or "MPS backend out of memory" in str(error)
