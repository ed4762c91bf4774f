"""The GRU: one gate decides how much of the old state stays, another what the new one is made of.

This is PyTorch's form: the reset gate works *after* the matrix product, n = tanh(W_in x + b_in + r ⊙ (W_hn h
+ b_hn)); in the paper it works before. And z = 1 keeps h here; several texts have it the other way round.

Source:
    Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", EMNLP, equations 5 to 8.
    Form and names of the weights: PyTorch's documentation of `torch.nn.GRU`.
    Backward: the chain rule.
"""

from engine.backends.array_namespace import Array, ArrayNamespace
from engine.cell import Cell, LayerParameters, MemoryRule, Paths, Stage
from engine.shapes import Float

Units = Float[Array, "*n H"]
Values = Float[Array, "*m H"]  # [H] in a backward step, while n gradients [n, H] pass at once


def combine(
    x: Float[Array, "*n E"], h_before: Units, p: LayerParameters, xp: ArrayNamespace
) -> tuple[Units, Units, Units, Units]:
    """Adds up what the input and the past say to each gate; for n the two stay apart."""
    rzn_x = xp.linear(x, p.weight_ih, p.bias_ih)
    rzn_h = xp.linear(h_before, p.weight_hh, p.bias_hh)
    r_x, z_x, n_x = xp.split(rzn_x, 3)
    r_h, z_h, n_h = xp.split(rzn_h, 3)
    r_in, z_in = r_x + r_h, z_x + z_h
    return r_in, z_in, n_x, n_h


def combine_backward(
    d_r_in: Units, d_z_in: Units, d_n_x: Units, d_n_h: Units, p: LayerParameters, xp: ArrayNamespace
) -> Paths:
    """The past gets one part of the gradient through each gate."""
    W_r, W_z, W_n = xp.split(p.weight_ih.T, 3)
    U_r, U_z, U_n = xp.split(p.weight_hh.T, 3)
    return {
        "x": {"r": d_r_in @ W_r.T, "z": d_z_in @ W_z.T, "n": d_n_x @ W_n.T},
        "h_before": {"r": d_r_in @ U_r.T, "z": d_z_in @ U_z.T, "n": d_n_h @ U_n.T},
    }


def reset_gate(r_in: Units, xp: ArrayNamespace) -> Units:
    """How much of the past the candidate uses."""
    r = xp.sigmoid(r_in)
    return r


def reset_gate_backward(d_r: Units, r: Values) -> Paths:
    """The slope of σ is σ (1 − σ): at most ¼, and nearly 0 where a gate is wide open or shut."""
    return {"r_in": {"r": d_r * (r * (1 - r))}}


def update_gate(z_in: Units, xp: ArrayNamespace) -> Units:
    """How much of the old state is kept."""
    z = xp.sigmoid(z_in)
    return z


def update_gate_backward(d_z: Units, z: Values) -> Paths:
    """The slope of σ is σ (1 − σ)."""
    return {"z_in": {"z": d_z * (z * (1 - z))}}


def candidate(n_x: Units, r: Units, n_h: Units, xp: ArrayNamespace) -> tuple[Units, Units]:
    """What the new state might be: the input, and as much of the past as the reset gate lets through."""
    n_in = n_x + r * n_h
    n = xp.tanh(n_in)
    return n_in, n


def candidate_backward(d_n: Units, n: Values, r: Values, n_h: Values) -> Paths:
    """The slope of tanh is 1 − tanh²; the past's part passes the reset gate."""
    d_n_in = d_n * (1 - n * n)
    return {"n_in": {"n": d_n_in}, "n_x": {"n": d_n_in}, "r": {"n": d_n_in * n_h}, "n_h": {"n": d_n_in * r}}


def hidden_state(n: Units, z: Units, h_before: Units) -> Units:
    """Mixes the candidate and the old state."""
    h = (1 - z) * n + z * h_before
    return h


def hidden_state_backward(d_h: Units, n: Values, z: Values, h_before: Values) -> Paths:
    """The direct path: only the update gate stands between h and h_before."""
    return {"h_before": {"h": d_h * z}, "n": {"h": d_h * (1 - z)}, "z": {"h": d_h * (h_before - n)}}


def written(z: Values, n: Values) -> Values:
    """What a token adds to the memory."""
    return (1 - z) * n


def shown(h: Values) -> Values:
    """The memory is h itself."""
    return h * 0 + 1


GRU = Cell(
    name="gru",
    title="GRU",
    gates=("r", "z", "n"),
    states=("h",),
    stages=(
        Stage(
            "combine",
            "stage_combine",
            "rzn_x = W_ih x + b_ih,  rzn_h = W_hh h_before + b_hh",
            "∂x = W_ihᵀ ∂rzn_x,  ∂h_before += W_hhᵀ ∂rzn_h",
            combine,
            combine_backward,
            ("r_in", "z_in", "n_x", "n_h"),
        ),
        Stage(
            "r",
            "reset_gate",
            "r = σ(r_in)",
            "∂r_in = ∂r ⊙ r ⊙ (1 − r)",
            reset_gate,
            reset_gate_backward,
            ("r",),
        ),
        Stage(
            "z",
            "update_gate",
            "z = σ(z_in)",
            "∂z_in = ∂z ⊙ z ⊙ (1 − z)",
            update_gate,
            update_gate_backward,
            ("z",),
        ),
        Stage(
            "n",
            "new_candidate",
            "n = tanh(n_x + r ⊙ n_h)",
            "∂n_in = ∂n ⊙ (1 − n²),  ∂n_x = ∂n_in,  ∂r = ∂n_in ⊙ n_h,  ∂n_h = ∂n_in ⊙ r",
            candidate,
            candidate_backward,
            ("n_in", "n"),
        ),
        Stage(
            "h",
            "hidden_state",
            "h = (1 − z) ⊙ n + z ⊙ h_before",
            "∂h_before = ∂h ⊙ z,  ∂n = ∂h ⊙ (1 − z),  ∂z = ∂h ⊙ (h_before − n)",
            hidden_state,
            hidden_state_backward,
            ("h",),
        ),
    ),
    recorded=("r_in", "z_in", "n_x", "n_h", "r", "z", "n_in", "n", "h"),
    pieces=3,
    source="Cho et al. 2014; torch.nn.GRU",
    memory=MemoryRule("h", "z", written, shown, "h_τ = Σ_t (Π_{s=t+1..τ} z_s) ⊙ (1 − z_t) ⊙ n_t"),
)
