"""Runs a network over a sequence and records everything that it computes.

Two ways lead to the same trace: the *fast* path takes whole sequences (`engine.forward.fast_path`), the
*step* path goes stage by stage (`engine.forward.step_path`).
"""

import platform
from dataclasses import replace
from functools import lru_cache

import numpy as np
import torch

from engine.backends.array_namespace import NUMPY, ArrayNamespace
from engine.backends.device import CPU, Choice, choose, exact_arithmetic, is_out_of_memory
from engine.backends.torch_namespace import TorchNamespace
from engine.forward.fast_path import FastLayer
from engine.forward.leading_unit import leading_unit
from engine.forward.reading import Reading, read_text, read_vectors
from engine.forward.recorder import Recorder
from engine.forward.step_path import run_steps
from engine.messages import EngineError, Note
from engine.models.network import Network
from engine.progress import Job
from engine.record.arrays import MEGABYTE
from engine.record.hold import Hold
from engine.record.provenance import Provenance
from engine.record.trace import Trace

VERSIONS = (
    ("python", platform.python_version()),
    ("numpy", np.__version__),
    ("torch", str(torch.__version__)),  # a class of torch's own, which must not get into a record
)
DTYPES = ("float32", "float64")
LARGEST_TRACE_MB = 4_000
TOLERANCE = 1e-4
"""How far one step on another device may be from the CPU's (float32 there and here differ by about 1e-6)."""


def simulate(
    network: Network,
    text: str | None = None,
    inputs: object = None,
    device: str = "auto",
    dtype: str = "float32",
    path: str = "fast",
    job: Job = Job(),
) -> Trace:
    """Runs a network over a text or over vectors.

    Args:
        network: The network.
        text: What it reads.
        inputs: Vectors [T, E] that it reads instead.
        device: `auto`, `cpu`, `cuda`, `cuda:1`, `mps`.
        dtype: `float32` or `float64`.
        path: `fast` or `step`; they agree.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: The request cannot be met.
        Cancelled: Nobody waits for it any more.
    """
    if dtype not in DTYPES:
        raise EngineError("unknown_dtype", dtype=dtype)
    if path not in ("fast", "step"):
        raise EngineError("unknown_path", path=path)
    if (text is None) == (inputs is None):
        raise EngineError("text_or_inputs")
    network.check_fits(dtype)
    choice = choose(device, dtype)
    reading = read_text(network, text, dtype) if text is not None else read_vectors(network, inputs, dtype)
    _check_size(network, reading)
    _check_holds(network, reading)
    job = job.doing("simulating", model=network.card.name)
    recorder, choice = _run_or_fall_back(network, reading, choice, path, job)
    return _as_trace(network, reading, recorder, choice)


def _run_or_fall_back(
    network: Network, reading: Reading, choice: Choice, path: str, job: Job
) -> tuple[Recorder, Choice]:
    """Runs where it was asked for, or on the CPU if there is no room."""
    try:
        if choice.device != "cpu":
            _check_device(network, choice.device, reading.inputs.dtype.name, path)
        return _run(network, reading, choice.device, path, job), choice
    except RuntimeError as error:
        if choice.device == "cpu" or not is_out_of_memory(error):
            raise
        _fast_layers.cache_clear()  # other networks' weights may be what fills the device
        choice = Choice(CPU.device, "device_fell_back")
        return _run(network, reading, choice.device, path, job), choice


def _run(network: Network, reading: Reading, device: str, path: str, job: Job) -> Recorder:
    """Runs all layers and gives the filled recorder."""
    dtype = reading.inputs.dtype.name
    recorder = Recorder(reading.inputs, network.cell.recorded, len(network.layers), network.hidden_size)
    with torch.no_grad(), exact_arithmetic():
        if path == "fast" and not network.holds:  # a fused layer cannot be held inside
            for index, layer in enumerate(_fast_layers(network, device, dtype)):
                layer.run(recorder, index, job.part(index, len(network.layers)))
        else:
            xp: ArrayNamespace = NUMPY if device == "cpu" else TorchNamespace(device)
            run_steps(network.cell, network.weights(xp, dtype), recorder, job, xp, network.holds)
    return recorder


@lru_cache(maxsize=8)
def _fast_layers(network: Network, device: str, dtype: str) -> tuple[FastLayer, ...]:
    """The layers on their device, kept for the next text."""
    return tuple(FastLayer.of(network.cell, p) for p in network.weights(TorchNamespace(device), dtype))


def _as_trace(network: Network, reading: Reading, recorder: Recorder, choice: Choice) -> Trace:
    card, arrays, dtype = network.card, recorder.arrays, reading.inputs.dtype.name
    if network.readout_weight is not None and network.readout_bias is not None:
        weight, bias = network.readout_weight.astype(dtype), network.readout_bias.astype(dtype)
        with np.errstate(over="ignore", invalid="ignore"):
            arrays["output"] = arrays[f"h_l{len(network.layers) - 1}"] @ weight.T + bias
    provenance = Provenance(
        model=card.name,
        cell=card.cell,
        task=card.task,
        language=card.language,
        weights_sha256=network.weights_sha256,
        seed=card.seed,
        device=choice.device,
        dtype=dtype,
        trained=card.trained,
        accuracy=card.accuracy,
        hidden_size=network.hidden_size,
        layers=len(network.layers),
        versions=VERSIONS,
        device_note=choice.note,
        activation=card.activation,
        notes=card.notes + network.notes_about(dtype) + _note_on(network.holds),
        holds=network.holds,
        state_sizes=tuple(card.state_sizes.items()),
    )
    trace = Trace(card.cell, reading.tokens, reading.known, arrays, provenance)
    output = trace.provenance.output
    read = None if network.readout_weight is None or output is None else network.readout_weight[output]
    unit = leading_unit(trace.values("h", trace.layers - 1), read)
    return replace(trace, provenance=replace(trace.provenance, unit=unit))


def _note_on(holds: tuple[Hold, ...]) -> tuple[Note, ...]:
    """What is held has to be said wherever the numbers go."""
    return (Note.of("held", holds=", ".join(map(str, holds))),) if holds else ()


def _check_size(network: Network, reading: Reading) -> None:
    """Refuses a sequence whose trace would not fit, before any memory is taken."""
    values = network.hidden_size * len(network.cell.recorded) * len(network.layers) * len(reading.tokens)
    need_mb = values * reading.inputs.itemsize // MEGABYTE
    if need_mb > LARGEST_TRACE_MB:
        raise EngineError(
            "trace_too_large", tokens=len(reading.tokens), need_mb=need_mb, limit_mb=LARGEST_TRACE_MB
        )


def _check_holds(network: Network, reading: Reading) -> None:
    """Refuses what cannot be held in this text, or in this type of numbers."""
    tokens, dtype = len(reading.tokens), reading.inputs.dtype
    for hold in network.holds:
        end = tokens if hold.end is None else hold.end
        if not 0 <= hold.first < end <= tokens:
            raise EngineError("hold_tokens", first=hold.first, end=end, tokens=tokens)
        if not abs(hold.value) <= float(np.finfo(dtype).max):
            raise EngineError("hold_not_finite", symbol=hold.symbol, value=hold.value, dtype=dtype.name)


@lru_cache(maxsize=16)
def _check_device(network: Network, device: str, dtype: str, path: str) -> None:
    """Compares one step on a device with the same step on the CPU.

    Recurrent layers have been silently wrong on a device before: pytorch#90421.

    Raises:
        EngineError: They differ.
    """
    vector = np.linspace(-1, 1, network.input_size, dtype=dtype)[None]
    reading = Reading(("0",), np.ones(1, dtype=bool), vector)
    there = _run(network, reading, device, path, Job()).arrays
    here = _run(network, reading, CPU.device, "step", Job()).arrays
    # numpy's largest of all: Python's would pass over a NaN.
    difference = np.max([np.max(np.abs(there[key] - here[key]) / (1 + np.abs(here[key]))) for key in here])
    if not difference <= TOLERANCE:
        raise EngineError("device_differs", device=device, difference=f"{difference:.1e}")
