"""The picture of the GRU: h itself is the memory along the top, and the candidate looks back through r."""

from types import MappingProxyType

from engine.backends.array_namespace import gradient_times
from gui.language import QT_TRANSLATE_NOOP
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

Z, R, PAST, NEW = 82.0, 206.0, 330.0, 454.0  # the columns: update gate, reset gate, past, input
KEEP, ADD, OUT = 162.0, 412.0, 504.0  # along the memory: where the old is kept, the new added, h seen
STATE, GATE = 136.0, 116.0  # the widths of strips

GRU_DRAWING = Drawing(
    cell="gru",
    rows=(
        GridRow("memory", RowKind.LABELLED_STRIP),
        GridRow("written", RowKind.LABELLED_STRIP),
        GridRow("rest", RowKind.LABELLED_STRIP),
        GridRow("gates", RowKind.LABELLED_STRIP),
        GridRow("squash", RowKind.FUNCTION),
        GridRow("sums", RowKind.STRIP),
        GridRow("product", RowKind.MATRIX),
        GridRow("edge", RowKind.SIDE_STRIP),
    ),
    parts=(
        port("h_in", 0, "memory", "h_before"),
        strip("h_before", 76, "memory", width=STATE),
        operator("keep", "⊙", KEEP, "memory", "h", "kept", Aside(-12, ends=True, row="written")),
        strip("kept", (KEEP + ADD) / 2, "memory", "h", width=STATE),
        operator("add", "+", ADD, "memory", "h", "h", Aside(-66, ends=True, row="written")),
        strip("h", OUT, "memory", "h", width=STATE),
        port("h_out", 584, "memory", "h", "h"),
        strip("written", ADD, "written", "h"),
        junction("fork_z", Z, "rest", "h", "z"),
        function("one_minus", "1 −", 196, "rest", "h", "one_minus_z", width=36),
        strip("one_minus_z", 316, "rest", "h", width=STATE),
        operator("write", "⊙", ADD, "rest", "h", "written", Aside(-8, 1.9, ends=True)),
        strip("n", 510, "rest", "n", width=STATE),
        strip("z", Z, "gates", "z", width=GATE),
        strip("r", R, "gates", "r", width=GATE),
        operator("reset", "⊙", PAST, "gates", "n", "past", Aside(8, 1.8)),
        operator("join", "+", NEW, "gates", "n", "n_in", Aside(8, 1.8)),
        function("candidate", "tanh", 531, "gates", "n", "n", width=106),
        function("update", "σ", Z, "squash", "z", "z", width=GATE),
        function("reset_gate", "σ", R, "squash", "r", "r", width=GATE),
        strip("z_in", Z, "sums", "combine", width=GATE),
        strip("r_in", R, "sums", "combine", width=GATE),
        strip("n_h", PAST, "sums", "combine", width=GATE, labelled=True),
        strip("n_x", NEW, "sums", "combine", width=GATE, labelled=True),
        Part("product", Kind.MATRIX, (Z + NEW) / 2, "product", "combine", "rzn", width=NEW - Z + GATE),
        strip("x", 112, "edge", width=STATE),
    ),
    wires=(
        Wire("h_in", "h_before", "h_before", "rl"),
        Wire("h_before", "product", "h_before", "bl", pull="h_before_weighed"),
        Wire("x", "product", "x"),
        *(Wire("product", symbol, symbol) for symbol in ("z_in", "r_in", "n_h", "n_x")),
        Wire("r_in", "reset_gate", "r_in"),
        Wire("reset_gate", "r", "r"),
        Wire("z_in", "update", "z_in"),
        Wire("update", "z", "z"),
        Wire("r", "reset", "r", "rl"),
        Wire("n_h", "reset", "n_h"),
        Wire("n_x", "join", "n_x"),
        Wire("reset", "join", "past", "rl"),
        Wire("join", "candidate", "n_in", "rl"),
        Wire("candidate", "n", "n"),
        Wire("z", "fork_z", "z"),
        Wire("fork_z", "keep", "z", via="written", pull="z_keeping"),
        Wire("h_before", "keep", "h_before", "rl", pull="h_before_via_h"),
        Wire("fork_z", "one_minus", "z", "rl", pull="z_writing"),
        Wire("one_minus", "one_minus_z", "one_minus_z", "rl"),
        Wire("one_minus_z", "write", "one_minus_z", "rl"),
        Wire("n", "write", "n", "lr"),
        Wire("write", "written", "written"),
        Wire("keep", "kept", "kept", "rl"),
        Wire("kept", "add", "kept", "rl"),
        Wire("written", "add", "written"),
        Wire("add", "h", "h", "rl"),
        Wire("h", "h_out", "h", "rl"),
    ),
    derived=MappingProxyType(
        {
            "past": Derived("n", "r ⊙ n_h", lambda v: v["r"] * v["n_h"]),
            "one_minus_z": Derived("h", "1 − z", lambda v: 1 - v["z"]),
            "kept": Derived("h", "z ⊙ h_before", lambda v: v["z"] * v["h_before"]),
            "written": Derived("h", "(1 − z) ⊙ n", lambda v: (1 - v["z"]) * v["n"]),
        }
    ),
    memory=frozenset({"h_before", "kept", "h"}),
    remark=QT_TRANSLATE_NOOP("CellDiagram", "PyTorch's form: r acts after the product"),
    remark_at=Aside(584, 0, ends=True, row="edge"),
    pulls=MappingProxyType(
        {
            "kept": Pull("∂h", lambda g, v: g["h"]),
            "written": Pull("∂h", lambda g, v: g["h"]),
            "one_minus_z": Pull("∂h ⊙ n", lambda g, v: gradient_times(g["h"], v["n"])),
            "past": Pull("∂n_in", lambda g, v: g["n_in"]),
            "z_keeping": Pull("∂h ⊙ h_before", lambda g, v: gradient_times(g["h"], v["h_before"])),
            "z_writing": Pull("−∂h ⊙ n", lambda g, v: -gradient_times(g["h"], v["n"])),
            "h_before_weighed": Pull(
                "W_hhᵀ ∂[r z n]_h", lambda g, v: sum(g[f"h_before_via_{gate}"] for gate in "rzn")
            ),
        }
    ),
    legend_at=Aside(584, ends=True, row="edge"),
    key_at=Aside(166, 0, row="written"),
)
