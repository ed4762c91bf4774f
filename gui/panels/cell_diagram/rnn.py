"""The picture of the plain RNN: one product, one tanh or relu, and everything is written anew."""

from dataclasses import replace

from gui.language import QT_TRANSLATE_NOOP
from gui.panels.cell_diagram.parts import (
    Aside,
    Drawing,
    GridRow,
    Kind,
    Part,
    RowKind,
    Wire,
    function,
    port,
    strip,
)

MIDDLE = 248.0
LEFT, RIGHT = 78.0, 504.0
STATE = 136.0  # the width of a state

RNN_DRAWING = Drawing(
    cell="rnn",
    rows=(
        GridRow("new", RowKind.LABELLED_STRIP),
        GridRow("squash", RowKind.FUNCTION),
        GridRow("sums", RowKind.LABELLED_STRIP),
        GridRow("product", RowKind.MATRIX),
        GridRow("edge", RowKind.LABELLED_STRIP),
    ),
    parts=(
        strip("h_new", MIDDLE, "new", "tanh", width=340),
        function("squash", "tanh", MIDDLE, "squash", "tanh", "h_new", width=98),
        strip("h_in", MIDDLE, "sums", "combine", width=340),
        Part("product", Kind.MATRIX, MIDDLE, "product", "combine", "h_in", width=476),
        port("h_port", 0, "edge", "h_before"),
        strip("h_before", LEFT, "edge", width=STATE),
        strip("x", MIDDLE, "edge", width=STATE),
        strip("h", RIGHT, "edge", "h", width=STATE),
        port("h_out", 584, "edge", "h", "h"),
    ),
    wires=(
        Wire("h_port", "h_before", "h_before", "rl"),
        Wire("h_before", "product", "h_before"),
        Wire("x", "product", "x"),
        Wire("product", "h_in", "h_in"),
        Wire("h_in", "squash", "h_in"),
        Wire("squash", "h_new", "h_new"),
        Wire("h_new", "h", "h_new", "rt"),
        Wire("h", "h_out", "h", "rl"),
    ),
    remark=QT_TRANSLATE_NOOP("CellDiagram", "no gate protects the old h"),
    remark_at=Aside(MIDDLE + 65, row="squash"),
    remark_back=QT_TRANSLATE_NOOP("CellDiagram", "no way past the weights"),
    legend_at=Aside(8, row="squash"),
    key_at=Aside(8, row="squash"),
)

RELU_DRAWING = replace(
    RNN_DRAWING,
    activation="relu",
    parts=tuple(
        replace(part, stage="relu", text="relu" if part.text else "") if part.stage == "tanh" else part
        for part in RNN_DRAWING.parts
    ),
)
"""The same with the other function in its box."""
