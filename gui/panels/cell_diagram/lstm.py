"""The picture of the LSTM: the memory runs along the top, three gates and a candidate hang below it."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from engine.backends.array_namespace import gradient_times
from gui.panels.cell_diagram.parts import (
    Aside,
    Derived,
    Drawing,
    GridRow,
    Kind,
    Part,
    Pull,
    RowKind,
    Wire,
    function,
    junction,
    operator,
    port,
    strip,
)

F, I, G, O = 73.0, 203.0, 333.0, 463.0  # noqa: E741  the columns of the gates
KEEP, SHOW, OUT = 162.0, 560.0, 546.0  # where the memory is gated and squashed, and where h comes down
STATE = 130.0  # the width of a state

LSTM_DRAWING = Drawing(
    cell="lstm",
    rows=(
        GridRow("memory", RowKind.LABELLED_STRIP),
        GridRow("shown", RowKind.LABELLED_STRIP),
        GridRow("meet", RowKind.OPERATOR),
        GridRow("gates", RowKind.LABELLED_STRIP),
        GridRow("squash", RowKind.FUNCTION),
        GridRow("sums", RowKind.STRIP),
        GridRow("product", RowKind.MATRIX),
        GridRow("edge", RowKind.LABELLED_STRIP),
    ),
    parts=(
        port("c_in", 0, "memory", "c_before"),
        strip("c_before", F + 4, "memory", width=STATE),
        operator("keep", "⊙", KEEP, "memory", "c", "kept", Aside(-12, ends=True, row="shown")),
        strip("kept", (KEEP + G) / 2, "memory", "c", width=STATE),
        operator("add", "+", G, "memory", "c", "c", Aside(-68, ends=True, row="shown")),
        strip("c", O, "memory", "c", width=STATE),
        junction("fork_c", SHOW, "memory", "c", "c"),
        port("c_out", 584, "memory", "c", "c"),
        strip("written", G, "shown", "c"),
        operator("write", "⊙", G, "meet", "c", "written", Aside(-68, -1.3, ends=True)),
        function("tanh_of_c", "tanh", SHOW, "shown", "h", "tanh_c", width=48),
        strip("tanh_c", O, "shown", "h"),
        operator("open", "⊙", O, "meet", "h", "h", Aside(-16, 0, ends=True)),
        strip("f", F, "gates", "f"),
        strip("i", I, "gates", "i"),
        strip("g", G, "gates", "g"),
        strip("o", O, "gates", "o"),
        function("forget", "σ", F, "squash", "f", "f"),
        function("input", "σ", I, "squash", "i", "i"),
        function("candidate", "tanh", G, "squash", "g", "g"),
        function("output", "σ", O, "squash", "o", "o"),
        strip("f_in", F, "sums", "combine"),
        strip("i_in", I, "sums", "combine"),
        strip("g_in", G, "sums", "combine"),
        strip("o_in", O, "sums", "combine"),
        Part("product", Kind.MATRIX, (F + O) / 2, "product", "combine", "ifgo", width=O - F + 122),
        port("h_in", 0, "edge", "h_before"),
        strip("h_before", F + 4, "edge", width=STATE),
        strip("x", 228, "edge", width=STATE),
        strip("h", 494, "edge", "h", width=STATE),
        port("h_out", 584, "edge", "h", "h"),
    ),
    wires=(
        Wire("c_in", "c_before", "c_before", "rl"),
        Wire("h_in", "h_before", "h_before", "rl"),
        Wire("h_before", "product", "h_before"),
        Wire("x", "product", "x"),
        *(Wire("product", f"{gate}_in", f"{gate}_in") for gate in "figo"),
        Wire("f_in", "forget", "f_in"),
        Wire("forget", "f", "f"),
        Wire("i_in", "input", "i_in"),
        Wire("input", "i", "i"),
        Wire("g_in", "candidate", "g_in"),
        Wire("candidate", "g", "g"),
        Wire("f", "keep", "f", via="shown"),
        Wire("c_before", "keep", "c_before", "rl"),
        Wire("keep", "kept", "kept", "rl"),
        Wire("kept", "add", "kept", "rl"),
        Wire("i", "write", "i", "tl"),
        Wire("g", "write", "g"),
        Wire("write", "written", "written"),
        Wire("written", "add", "written"),
        Wire("add", "c", "c", "rl"),
        Wire("c", "fork_c", "c", "rl"),
        Wire("fork_c", "c_out", "c", "rl", pull="c_via_c"),
        Wire("o_in", "output", "o_in"),
        Wire("output", "o", "o"),
        Wire("fork_c", "tanh_of_c", "c", "bt", pull="c_via_h"),
        Wire("tanh_of_c", "tanh_c", "tanh_c", "lr"),
        Wire("o", "open", "o"),
        Wire("tanh_c", "open", "tanh_c", "bt"),
        Wire("open", "h", "h", "rt", reach=0.5 + (OUT - 494) / STATE),
        Wire("h", "h_out", "h", "rl"),
    ),
    derived=MappingProxyType(
        {
            "kept": Derived("c", "f ⊙ c_before", lambda v: v["f"] * v["c_before"]),
            "written": Derived("c", "i ⊙ g", lambda v: v["i"] * v["g"]),
            "tanh_c": Derived("h", "tanh(c)", lambda v: np.tanh(v["c"])),
        }
    ),
    memory=frozenset({"c_before", "kept", "c"}),
    pulls=MappingProxyType(
        {
            "kept": Pull("∂c", lambda g, v: g["c"]),
            "written": Pull("∂c", lambda g, v: g["c"]),
            "tanh_c": Pull("∂h ⊙ o", lambda g, v: gradient_times(g["h"], v["o"])),
        }
    ),
    legend_at=Aside(85, -0.6, row="meet"),
    key_at=Aside(85, -0.6, row="meet"),
)

BARE_DRAWING = replace(
    LSTM_DRAWING,
    parts=tuple(
        replace(part, symbol="bare_c", text="=" if part.text else "") if part.symbol == "tanh_c" else part
        for part in LSTM_DRAWING.parts
    ),
    wires=tuple(
        replace(wire, symbol="bare_c") if wire.symbol == "tanh_c" else wire for wire in LSTM_DRAWING.wires
    ),
    derived=MappingProxyType(
        {
            "kept": LSTM_DRAWING.derived["kept"],
            "written": LSTM_DRAWING.derived["written"],
            "bare_c": Derived("h", "c", lambda v: v["c"]),
        }
    ),
    pulls=MappingProxyType(
        {
            "kept": LSTM_DRAWING.pulls["kept"],
            "written": LSTM_DRAWING.pulls["written"],
            "bare_c": LSTM_DRAWING.pulls["tanh_c"],
        }
    ),
)
"""The same with a memory that is shown as it is."""
