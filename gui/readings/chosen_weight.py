"""Which weight the update rule is shown on: the reader's choice, made to fit the cell that is looked into."""

from dataclasses import dataclass, replace

from engine.record.weight_update import WeightUpdate
from gui.scene import Scene
from gui.view import WeightChoice


@dataclass(frozen=True)
class Weight:
    """One weight of the shown layer.

    Attributes:
        name: its matrix by PyTorch's name, `weight_hh_l0` for example.
        gate: the gate that its row belongs to.
        row: the row: the gates are stacked, H rows each.
        column: the column.
        columns: how many columns the matrix has.
    """

    name: str
    gate: str
    row: int
    column: int
    columns: int

    @property
    def reads_input(self) -> bool:
        """Whether it is multiplied with the input and not with h before."""
        return self.name.startswith("weight_ih")

    def is_of(self, record: WeightUpdate) -> bool:
        """Whether a record is about this weight."""
        return (record.weight, record.row, record.column) == (self.name, self.row, self.column)


def chosen_weight(scene: Scene) -> Weight:
    """The weight that is shown: in the selected unit's row, at the chosen gate, in the chosen column."""
    choice, cell, trace = scene.view.weight, scene.definition, scene.trace
    gate = choice.gate if choice.gate in cell.gates else cell.gates[0]
    if choice.gate not in cell.gates and cell.memory is not None:
        gate = cell.memory.keep
    symbol = "x" if choice.matrix == "weight_ih" else "h"
    columns = int(trace.values(symbol, scene.view.layer).shape[1])
    column = scene.view.unit if choice.column is None else choice.column
    return Weight(
        f"{choice.matrix}_l{scene.view.layer}",
        gate,
        cell.gates.index(gate) * trace.hidden_size + scene.view.unit,
        min(column, columns - 1),
        columns,
    )


def other_gate(scene: Scene) -> WeightChoice:
    """The same place in the next gate's weights, and round again."""
    gates = scene.definition.gates
    following = gates[(gates.index(chosen_weight(scene).gate) + 1) % len(gates)]
    return replace(scene.view.weight, gate=following)


def other_matrix(scene: Scene) -> WeightChoice:
    """The matrix that reads the input instead of the one that reads h, or back."""
    other = "weight_hh" if scene.view.weight.matrix == "weight_ih" else "weight_ih"
    return replace(scene.view.weight, matrix=other, column=None)


def other_column(scene: Scene, count: int) -> WeightChoice:
    """The column so many further on, and round again."""
    weight = chosen_weight(scene)
    return replace(scene.view.weight, column=(weight.column + count) % weight.columns)
