"""The LSTM: a memory c that gates erase, write and show.

Source:
    Hochreiter & Schmidhuber 1997, "Long short-term memory", Neural Computation 9(8).
    Forget gate: Gers, Schmidhuber & Cummins 2000, "Learning to forget", Neural Computation 12(10).
    Form and names of the weights: PyTorch's documentation of `torch.nn.LSTM`.
    Backward: the chain rule; the same formulas, with peepholes, stand in Greff et al. 2017,
    "LSTM: a search space odyssey", section II.B.
    Coupled gates, and h without its tanh: variants CIFG and NOAF of Greff et al. 2017, section III.
    Memory as a sum over the tokens: after Murdoch & Szlam 2017, "Automatic rule extraction from long
    short-term memory networks", ICLR, section 3.
"""

import numpy as np

from engine.backends.array_namespace import Array, ArrayNamespace
from engine.cell import Cell, LayerParameters, MemoryRule, Paths, Stage
from engine.shapes import Float

States = Float[np.ndarray, "T H"]
Units = Float[Array, "*n H"]
BLOCK = 16  # tokens; a thousand of them are then some 150 operations instead of two thousand
Values = Float[Array, "*m H"]  # [H] in a backward step, while n gradients [n, H] pass at once


def combine(
    x: Float[Array, "*n E"], h_before: Units, p: LayerParameters, xp: ArrayNamespace
) -> tuple[Units, Units, Units, Units]:
    """Adds up what the input and the past say to each gate."""
    ifgo = xp.linear(x, p.weight_ih, p.bias_ih)
    ifgo = xp.add_linear(ifgo, h_before, p.weight_hh, p.bias_hh)
    i_in, f_in, g_in, o_in = xp.split(ifgo, 4)
    return i_in, f_in, g_in, o_in


def combine_backward(
    d_i_in: Units, d_f_in: Units, d_g_in: Units, d_o_in: Units, p: LayerParameters, xp: ArrayNamespace
) -> Paths:
    """The past gets one part of the gradient through each gate."""
    W_i, W_f, W_g, W_o = xp.split(p.weight_ih.T, 4)
    U_i, U_f, U_g, U_o = xp.split(p.weight_hh.T, 4)
    return {
        "x": {"i": d_i_in @ W_i.T, "f": d_f_in @ W_f.T, "g": d_g_in @ W_g.T, "o": d_o_in @ W_o.T},
        "h_before": {"i": d_i_in @ U_i.T, "f": d_f_in @ U_f.T, "g": d_g_in @ U_g.T, "o": d_o_in @ U_o.T},
    }


def forget_gate(f_in: Units, xp: ArrayNamespace) -> Units:
    """How much of the memory is kept."""
    f = xp.sigmoid(f_in)
    return f


def forget_gate_backward(d_f: Units, f: Values) -> Paths:
    """The slope of σ is σ (1 − σ): at most ¼, and nearly 0 where a gate is wide open or shut."""
    return {"f_in": {"f": d_f * (f * (1 - f))}}


def input_gate(i_in: Units, xp: ArrayNamespace) -> Units:
    """How much of the candidate is written."""
    i = xp.sigmoid(i_in)
    return i


def input_gate_backward(d_i: Units, i: Values) -> Paths:
    """The slope of σ is σ (1 − σ)."""
    return {"i_in": {"i": d_i * (i * (1 - i))}}


def candidate(g_in: Units, xp: ArrayNamespace) -> Units:
    """What might be written."""
    g = xp.tanh(g_in)
    return g


def candidate_backward(d_g: Units, g: Values) -> Paths:
    """The slope of tanh is 1 − tanh²."""
    return {"g_in": {"g": d_g * (1 - g * g)}}


def cell_state(f: Units, c_before: Units, i: Units, g: Units) -> Units:
    """Keeps a part of the memory and adds what is new."""
    c = f * c_before + i * g
    return c


def cell_state_over_time(f: States, i: States, g: States, c: States) -> None:
    """Fills c for a whole sequence, from zero: what is written is known at once, keeping needs a loop.

    A step of the loop takes one token of every block of tokens. For that the c before each block must be
    known first: what the block before it ends in when it begins with nothing, and what that one keeps of the
    c before it. (Nothing here can become infinite: f, i and g are at most 1.)
    """
    np.multiply(i, g, out=c)
    whole = len(c) // BLOCK * BLOCK
    f_blocks, c_blocks = (state[:whole].reshape(-1, BLOCK, c.shape[1]) for state in (f, c))
    ends = c_blocks[:, 0].copy()
    for step in range(1, BLOCK):
        ends *= f_blocks[:, step]
        ends += c_blocks[:, step]
    c_before = np.zeros_like(c[0])
    for end, kept in zip(ends, f_blocks.prod(axis=1), strict=True):
        end += kept * c_before
        c_before = end
    c_blocks[1:, 0] += f_blocks[1:, 0] * ends[:-1]
    for step in range(1, BLOCK):
        c_blocks[:, step] += f_blocks[:, step] * c_blocks[:, step - 1]
    for f_t, c_t in zip(f[whole:], c[whole:], strict=True):
        c_t += f_t * c_before
        c_before = c_t


def cell_state_backward(d_c: Units, f: Values, c_before: Values, i: Values, g: Values) -> Paths:
    """The memory path: only the forget gate stands between c and c_before."""
    return {
        "c_before": {"c": d_c * f},
        "f": {"c": d_c * c_before},
        "i": {"c": d_c * g},
        "g": {"c": d_c * i},
    }


def coupled_gate(f: Units) -> Units:
    """Writes just as much as is forgotten."""
    i = 1 - f
    return i


def coupled_gate_backward(d_i: Units) -> Paths:
    """What would open the gate would let the other one close."""
    return {"i_in": {"i": 0 * d_i}, "f": {"i": -d_i}}


def output_gate(o_in: Units, xp: ArrayNamespace) -> Units:
    """How much of the memory is shown."""
    o = xp.sigmoid(o_in)
    return o


def output_gate_backward(d_o: Units, o: Values) -> Paths:
    """The slope of σ is σ (1 − σ)."""
    return {"o_in": {"o": d_o * (o * (1 - o))}}


def hidden_state(o: Units, c: Units, xp: ArrayNamespace) -> Units:
    """Shows the memory to the next step and to the layer above."""
    h = o * xp.tanh(c)
    return h


def hidden_state_backward(d_h: Units, o: Values, c: Values, xp: ArrayNamespace) -> Paths:
    """What is shown depends on the gate and on the memory behind it."""
    tanh_c = xp.tanh(c)
    return {"o": {"h": d_h * tanh_c}, "c": {"h": d_h * (o * (1 - tanh_c * tanh_c))}}


def bare_state(o: Units, c: Units) -> Units:
    """Shows the memory as it is."""
    h = o * c
    return h


def bare_state_backward(d_h: Units, o: Values, c: Values) -> Paths:
    """No tanh takes anything from the gradient."""
    return {"o": {"h": d_h * c}, "c": {"h": d_h * o}}


def written(i: Values, g: Values) -> Values:
    """What a token adds to the memory."""
    return i * g


def shown(o: Values, c: Values, xp: ArrayNamespace) -> Values:
    """h = o ⊙ tanh(c) as a factor times c; where c is 0 the factor is the limit, o."""
    is_zero = c == 0
    return o * ((xp.tanh(c) + is_zero) / (c + is_zero))


def shown_bare(o: Values) -> Values:
    """h = o ⊙ c as a factor times c."""
    return o


COUPLED = Stage(
    "i", "input_gate", "i = 1 − f", "∂i_in = 0,  ∂f += −∂i", coupled_gate, coupled_gate_backward, ("i",)
)
BARE = Stage(
    "h", "hidden_state", "h = o ⊙ c", "∂o = ∂h ⊙ c,  ∂c += ∂h ⊙ o", bare_state, bare_state_backward, ("h",)
)

LSTM = Cell(
    name="lstm",
    title="LSTM",
    gates=("i", "f", "g", "o"),
    states=("h", "c"),
    stages=(
        Stage(
            "combine",
            "stage_combine",
            "ifgo = W_ih x + b_ih + W_hh h_before + b_hh",
            "∂x = W_ihᵀ ∂ifgo,  ∂h_before = W_hhᵀ ∂ifgo",
            combine,
            combine_backward,
            ("i_in", "f_in", "g_in", "o_in"),
        ),
        Stage(
            "f",
            "forget_gate",
            "f = σ(f_in)",
            "∂f_in = ∂f ⊙ f ⊙ (1 − f)",
            forget_gate,
            forget_gate_backward,
            ("f",),
        ),
        Stage(
            "i",
            "input_gate",
            "i = σ(i_in)",
            "∂i_in = ∂i ⊙ i ⊙ (1 − i)",
            input_gate,
            input_gate_backward,
            ("i",),
            instead={"i=1-f": COUPLED},
        ),
        Stage(
            "g",
            "cell_candidate",
            "g = tanh(g_in)",
            "∂g_in = ∂g ⊙ (1 − g²)",
            candidate,
            candidate_backward,
            ("g",),
        ),
        Stage(
            "c",
            "cell_state",
            "c = f ⊙ c_before + i ⊙ g",
            "∂f = ∂c ⊙ c_before,  ∂i = ∂c ⊙ g,  ∂g = ∂c ⊙ i,  ∂c_before_via_c = ∂c ⊙ f",
            cell_state,
            cell_state_backward,
            ("c",),
            cell_state_over_time,
        ),
        Stage(
            "o",
            "output_gate",
            "o = σ(o_in)",
            "∂o_in = ∂o ⊙ o ⊙ (1 − o)",
            output_gate,
            output_gate_backward,
            ("o",),
        ),
        Stage(
            "h",
            "hidden_state",
            "h = o ⊙ tanh(c)",
            "∂o = ∂h ⊙ tanh(c),  ∂c += ∂h ⊙ o ⊙ (1 − tanh²(c))",
            hidden_state,
            hidden_state_backward,
            ("h",),
            instead={"h=o*c": BARE},
        ),
    ),
    recorded=("i_in", "f_in", "g_in", "o_in", "f", "i", "g", "c", "o", "h"),
    pieces=4,
    source="Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000; torch.nn.LSTM",
    memory=MemoryRule(
        "c", "f", written, shown, "c_τ = Σ_t (Π_{s=t+1..τ} f_s) ⊙ i_t ⊙ g_t", {"h=o*c": shown_bare}
    ),
)
