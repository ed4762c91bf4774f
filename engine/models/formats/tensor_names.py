"""What the tensors of a file are called: one sentence for each kind of network that is not read yet.

Whatever recurrent network PyTorch saves has `weight_hh` somewhere in its names. From these it can be said
what a file holds, instead of only that a name is missing.

Source:
    Names: PyTorch's documentation, "Variables" of `torch.nn.RNN`, `LSTM` and `LSTMCell`.
"""

import re
from collections.abc import Collection
from pathlib import Path

from engine.messages import EngineError

LAYER_NAME = re.compile(r"rnn\.(weight_ih|weight_hh|bias_ih|bias_hh)_l(\d{1,2})")
OTHER_NAMES = ("embedding.weight", "readout.weight", "readout.bias")

DTYPES = {
    "BF16": "bfloat16",
    "F8_E4M3": "float8",
    "F8_E5M2": "float8",
    "I8": "int8",
    "I16": "int16",
    "I32": "int32",
    "I64": "int64",
    "U8": "uint8",
    "U16": "uint16",
    "U32": "uint32",
    "U64": "uint64",
    "BOOL": "bool",
}
"""Kinds of numbers that a file may hold and that are not read, by safetensors' name and by the usual one."""

EXAMPLES = 5
_RECURRENT = re.compile(r"(?P<part>.*?)(weight|bias)_(ih|hh|hr)(?P<layer>_l\d+)?(?P<back>_reverse)?")


def check_names(path: Path, names: Collection[str]) -> None:
    """Makes sure that a file holds one recurrent network under the names that are read, and nothing else.

    Raises:
        EngineError: It does not; the sentence says what it holds instead.
    """
    recurrent = {name: found for name in sorted(names) if (found := _RECURRENT.fullmatch(name))}
    for key, wanted in (
        ("net_bidirectional", lambda name: recurrent[name]["back"]),
        ("net_projected", lambda name: "weight_hr" in name),
        ("net_cell", lambda name: not recurrent[name]["layer"]),
    ):
        for name in recurrent:
            if wanted(name):
                raise EngineError(key, path=path, tensor=shown(name))
    parts = sorted({found["part"] for name, found in recurrent.items() if "weight_hh" in name})
    if len(parts) > 1:
        raise EngineError("net_several", path=path, count=len(parts), parts=some(parts))
    if not recurrent:
        raise EngineError("net_none", path=path, found=some(_parts(names)))
    if any(name not in OTHER_NAMES and not LAYER_NAME.fullmatch(name) for name in names):
        raise EngineError("net_names", path=path, found=some(_parts(names)))
    if not any("bias" in name for name in recurrent):
        raise EngineError("net_no_bias", path=path, tensor="rnn.bias_ih_l0")
    if "readout.weight" in names and "readout.bias" not in names:
        raise EngineError("net_no_bias", path=path, tensor="readout.bias")


def _parts(names: Collection[str]) -> list[str]:
    """The parts of a network, `lstm.` for `lstm.weight_hh_l0`; what belongs to none by its own name."""
    found = (name[: name.rfind(".") + 1] or name for name in sorted(names))
    return list(dict.fromkeys(found))


def some(names: list[str]) -> str:
    """The first few of several names; a dash for none."""
    return ", ".join(map(shown, names[:EXAMPLES])) + (", …" if len(names) > EXAMPLES else "") or "—"


def shown(name: str) -> str:
    """A name out of a file that anybody may have made: short, and without signs that control a screen."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])
