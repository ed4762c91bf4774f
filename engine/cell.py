"""What every cell is: an ordered tuple of stages, each of which computes and differentiates.

A cell is plain mathematics over an array namespace (`engine.backends.array_namespace`): numpy runs it, torch
runs it, and panels read the equations and the source lines of the very functions that made the numbers.

A stage function names what it needs by its parameters: symbols of the cell, `x`, the states before the
step (`h_before`, `c_before`), `p` for the layer's weights and `xp` for the array functions. Its backward
function takes the gradients of its outputs as `d_...` and gives the gradients of its inputs, split by
*path*. A path is named after the symbol that the gradient came through: what reaches `h_before` through
the forget gate is path `f`; what reaches `c_before` straight along the memory is path `c`.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from engine.backends.array_namespace import Array, ArrayNamespace
from engine.record.one_line import OneLine
from engine.shapes import Float

Values = dict[str, Any]
"""Everything that one step computed, by symbol."""

Paths = dict[str, dict[str, Array]]
"""Gradients by the symbol that they reach and by the path that they took."""

LATER = "later"
"""Path of the gradient that a step receives: from the next step, the readout and the layer above."""


@dataclass(frozen=True, eq=False, repr=False)
class LayerParameters(OneLine):
    """The weights of one layer, in PyTorch's names, shapes and order; numpy arrays or torch tensors.

    G is the number of stacked pieces: 1 in an RNN, 3 (r, z, n) in a GRU, 4 (i, f, g, o) in an LSTM.
    """

    weight_ih: Float[Array, "GH E"]
    weight_hh: Float[Array, "GH H"]
    bias_ih: Float[Array, " GH"]
    bias_hh: Float[Array, " GH"]

    @property
    def hidden_size(self) -> int:
        """Number of hidden units H."""
        return int(self.weight_hh.shape[1])

    @property
    def input_size(self) -> int:
        """Number of inputs E."""
        return int(self.weight_ih.shape[1])

    def converted(self, convert: Callable[[Array], Array]) -> "LayerParameters":
        """The same weights as other arrays: another number type, another library, another device."""
        return LayerParameters(
            convert(self.weight_ih), convert(self.weight_hh), convert(self.bias_ih), convert(self.bias_hh)
        )


@dataclass(frozen=True, eq=False)
class Stage:
    """One operation inside a step.

    Attributes:
        symbol: Its name, as in `--stage`.
        label: Message key of its name for people.
        equation: The equation as text, with the symbols that the function uses.
        gradient_equation: What `backward` gives, as text: `∂f` is short for ∂ℓ/∂f, and `+=` says that
            another part of that gradient has arrived before.
        compute: Gives the outputs, one or a tuple of them.
        backward: Gives the gradients of the inputs, by input and path.
        outputs: The symbols that `compute` gives, in its order.
        over_time: For a state that needs its own past and that no fused layer gives: fills the state's numpy
            array [T, H] from arrays of the symbols in its signature, for the fast path.
        instead: Stages that can stand in its place, by what they make (`i=1-f`): see `Hold`.
    """

    symbol: str
    label: str
    equation: str
    gradient_equation: str
    compute: Callable[..., Any]
    backward: Callable[..., Paths]
    outputs: tuple[str, ...]
    over_time: Callable[..., None] | None = None
    instead: Mapping[str, "Stage"] = field(default_factory=dict)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """What `compute` takes, by name: symbols, and perhaps `p` and `xp`."""
        return tuple(inspect.signature(self.compute).parameters)

    @cached_property
    def backward_inputs(self) -> tuple[str, ...]:
        """What `backward` takes, by name: gradients `d_...`, symbols, and perhaps `p` and `xp`."""
        return tuple(inspect.signature(self.backward).parameters)

    @cached_property
    def over_time_inputs(self) -> tuple[str, ...]:
        """What `over_time` takes, by name: symbols, and the state that it fills."""
        return () if self.over_time is None else tuple(inspect.signature(self.over_time).parameters)

    @cached_property
    def source_lines(self) -> tuple[str, ...]:
        """The lines that compute this stage, as the code pane shows them."""
        return _body_lines(self.compute)

    @cached_property
    def backward_source_lines(self) -> tuple[str, ...]:
        """The lines that take gradients back through this stage."""
        return _body_lines(self.backward)

    def run(self, values: Mapping[str, Any]) -> Values:
        """Computes the outputs from the values so far (which hold `p` and `xp` too)."""
        made = self.compute(**{name: values[name] for name in self.inputs})
        return dict(zip(self.outputs, made if len(self.outputs) > 1 else (made,), strict=True))

    def run_over_time(self, arrays: Mapping[str, Any]) -> None:
        """Fills the state's array for a whole sequence, from the arrays of the symbols it needs."""
        if self.over_time is not None:
            self.over_time(**{name: arrays[name] for name in self.over_time_inputs})

    def run_backward(self, values: Mapping[str, Any]) -> Paths:
        """Takes gradients back; `values` holds the step's values and the gradients as `d_...`."""
        return self.backward(**{name: values[name] for name in self.backward_inputs})

    def run_held(self, values: Mapping[str, Any], held: Mapping[str, Array], xp: ArrayNamespace) -> Values:
        """Computes the outputs; where something is held, that in their place."""
        made = self.run(values)
        for key, other in self.instead.items():
            if key in held:
                there = held[key] == held[key]
                made |= {name: xp.where(there, new, made[name]) for name, new in other.run(values).items()}
        for name in held.keys() & made.keys():
            made[name] = xp.where(held[name] == held[name], held[name], made[name])
        return made

    def run_held_backward(
        self, values: Mapping[str, Any], held: Mapping[str, Array], xp: ArrayNamespace
    ) -> Paths:
        """Takes gradients back to what made the outputs; there is none of them where a value is held."""
        others = {key: other for key, other in self.instead.items() if key in held}
        if not others:
            return self.run_backward(values)
        arrived = {
            name: values[name] for name in (f"d_{output}" for output in self.outputs) if name in values
        }
        own = dict(arrived)
        for key in others:
            own = {name: xp.where(held[key] == held[key], 0.0, gradient) for name, gradient in own.items()}
        paths = self.run_backward({**values, **own})
        for key, other in others.items():
            its = {
                name: xp.where(held[key] != held[key], 0.0, gradient) for name, gradient in arrived.items()
            }
            for symbol, by_path in other.run_backward({**values, **its}).items():
                into = paths.setdefault(symbol, {})
                for path, gradient in by_path.items():
                    into[path] = into[path] + gradient if path in into else gradient
        return paths


@dataclass(frozen=True, eq=False)
class StepGradient:
    """What one backward step found.

    Attributes:
        paths: Gradients by symbol and path; they add up to `total`.
        total: Gradients by symbol. `h_before`, `c_before` and `x` are what leaves the step.
    """

    paths: Paths
    total: dict[str, Array]


@dataclass(frozen=True, eq=False)
class MemoryRule:
    """How a state is a sum over the tokens, given gates and candidates: state = keep ⊙ before + written.

    Attributes:
        state: The symbol of the state that is such a sum.
        keep: The symbol of the gate that says how much of the state before is kept.
        written: Gives what a token adds, from the symbols in its signature.
        shown: Gives by which factor the state stands in h, from the symbols in its signature.
        equation: The sum as text.
        shown_instead: The same where another stage stands in the place of the one that makes h, by its key.
    """

    state: str
    keep: str
    written: Callable[..., Array]
    shown: Callable[..., Array]
    equation: str
    shown_instead: Mapping[str, Callable[..., Array]] = field(default_factory=dict)

    @cached_property
    def written_inputs(self) -> tuple[str, ...]:
        """What `written` takes, by name."""
        return tuple(inspect.signature(self.written).parameters)


@dataclass(frozen=True, eq=False)
class Cell:
    """One kind of recurrent cell.

    Attributes:
        name: `rnn`, `lstm` or `gru`.
        title: Its name for people.
        activation: What squashes a new value, `tanh` or `relu`: variants of one cell have the same name.
        gates: The symbols that are shown as bars, in PyTorch's order. The RNN has no gates: its h is shown.
        states: What is handed from step to step.
        stages: Its operations, in the order in which they are computed and shown.
        recorded: The symbols that a trace keeps, in order of computation.
        pieces: How many blocks of H rows are stacked in the weights (G).
        source: Where the equations come from.
        memory: How its state is a sum over the tokens; None if it is none.
    """

    name: str
    title: str
    gates: tuple[str, ...]
    states: tuple[str, ...]
    stages: tuple[Stage, ...]
    recorded: tuple[str, ...]
    pieces: int
    source: str
    memory: MemoryRule | None = None
    activation: str = "tanh"

    def parameter_count(self, input_size: int, hidden_size: int) -> int:
        """Number of weights of one layer: G (H E + H² + 2 H)."""
        return self.pieces * (hidden_size * input_size + hidden_size**2 + 2 * hidden_size)

    @cached_property
    def backward_needs(self) -> frozenset[str]:
        """The symbols whose values a backward step reads, `h_before` and the like among them."""
        stages = [one for stage in self.stages for one in (stage, *stage.instead.values())]
        named = {name for stage in stages for name in stage.backward_inputs if not name.startswith("d_")}
        return frozenset(named - {"p", "xp"})

    def step(
        self,
        p: LayerParameters,
        x: Array,
        state: Mapping[str, Array],
        xp: ArrayNamespace,
        held: Mapping[str, Array] = MappingProxyType({}),
    ) -> Values:
        """Applies the cell once.

        Args:
            p: The layer's weights.
            x: What the layer reads, [E].
            state: `h` (and `c`) before the step, [H] each.
            xp: The array functions.
            held: Values [H] that replace what is computed, by symbol or by the key of a stage that stands in
                the place of another; NaN where it stays.

        Returns:
            Everything computed, by symbol, with `x`, `h_before` (and `c_before`).
        """
        values: Values = {"p": p, "xp": xp, "x": x, **{f"{name}_before": state[name] for name in self.states}}
        for stage in self.stages:
            values.update(stage.run_held(values, held, xp))
        del values["p"], values["xp"]
        return values

    def backward_step(
        self,
        p: LayerParameters,
        values: Mapping[str, Any],
        d_state: Mapping[str, Array],
        xp: ArrayNamespace,
        held: Mapping[str, Array] = MappingProxyType({}),
    ) -> StepGradient:
        """Takes gradients back through one step, for one loss ([H]) or for n of them at once ([n, H]).

        Args:
            p: The layer's weights.
            values: What `step` gave, or the same symbols out of a trace.
            d_state: Gradients that reach `h` (and `c`) after the step from everything later.
            xp: The array functions.
            held: As in `step`: from a held value nothing goes on to what the cell had computed.

        Returns:
            The gradients of everything in the step. Those of `h` and `c` are total: for an LSTM the one of
            `c` holds path `later` and path `h`. That of a held value is the derivative by that value.
        """
        known: Values = {**values, "p": p, "xp": xp}
        paths: Paths = {name: {LATER: d_state[name]} for name in self.states}
        total: dict[str, Array] = {}
        for stage in reversed(self.stages):
            for output in stage.outputs:
                if output in paths:
                    total[output] = summed(paths[output])
                    known[f"d_{output}"] = passed_on(total[output], held.get(output), xp)
            for symbol, by_path in stage.run_held_backward(known, held, xp).items():
                paths.setdefault(symbol, {}).update(by_path)
        for symbol in paths:
            if symbol not in total:
                total[symbol] = summed(paths[symbol])
        return StepGradient(paths, total)


def passed_on(gradient: Array, held: Array | None, xp: ArrayNamespace) -> Array:
    """What a gradient hands on to what made a value: nothing where the value was held."""
    return gradient if held is None else xp.where(held == held, 0.0, gradient)


def summed(by_path: Mapping[str, Array]) -> Array:
    """The sum over all paths."""
    arrays = iter(by_path.values())
    total = next(arrays)
    for array in arrays:
        total = total + array
    return total


def _body_lines(function: Callable[..., Any]) -> tuple[str, ...]:
    """The statements of a function without its docstring and its plain `return a, b` line."""
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    lines = source.splitlines()
    shown = []
    for statement in definition.body:
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_last = isinstance(statement, ast.Return) and isinstance(statement.value, ast.Name | ast.Tuple)
        if not is_docstring and not is_last:
            shown += lines[statement.lineno - 1 : statement.end_lineno]
    text = textwrap.dedent("\n".join(shown))
    return tuple(re.sub(r"\bx?p\.", "", text).splitlines())
