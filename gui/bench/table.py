"""The benchmark's figures as a table for people: what was measured, against what, and what was wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gui.pages import PAGES

HEAD = ("what", "measured", "must", "aim", "")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        place: Where the figure stands in the JSON, step by step.
        what: What was measured, and against what; fields are figures of the same part.
        unit: Stands behind the figure: `×`, `× faster`, `ms`.
        must, aim: What was wanted; None if nothing was.
        more_is_better: For speed-ups.
    """

    place: tuple[str, ...]
    what: str
    unit: str
    must: float | None = None
    aim: float | None = None
    more_is_better: bool = False

    def wanted(self, bound: float | None) -> str:
        """A bound as the issue writes it."""
        return "" if bound is None else f"{'≥' if self.more_is_better else '≤'} {bound:g}"

    def verdict(self, value: float) -> str:
        """How the figure stands to the bounds."""
        if self.must is None:
            return ""
        return next(
            (
                word
                for bound, word in ((self.aim, "aim met"), (self.must, "met"))
                if self._meets(value, bound)
            ),
            "NOT MET",
        )

    def _meets(self, value: float, bound: float | None) -> bool:
        return bound is not None and (value >= bound if self.more_is_better else value <= bound)


def _cell(name: str) -> list[Row]:
    """The figures of one cell's whole-sequence path; bounds were set for the LSTM."""
    title, place, bounds = name.upper(), ("trace", "cells", name), BOUNDS if name == "lstm" else NO_BOUNDS
    trace = f"trace of {title}, T=1000, H=128"
    return [
        Row((*place, "ratio_to_fused"), f"{trace}, against nn.{title} ({{fused_ms:.0f}} ms)", "×",
            *bounds["fused"]),
        Row((*place, "times_faster_than_cell_loop"), f"{trace}, against a loop over {title}Cell "
            "({cell_loop_ms:.0f} ms)", "× faster", *bounds["loop"], more_is_better=True),
        Row((*place, "memory_ratio"), f"memory for a trace of {title}, T=10,000, H=256, against its bytes",
            "×",
            *bounds["memory"]),
    ]  # fmt: skip


def _way_back(name: str) -> list[Row]:
    """The figures of one cell's gradients and of what is left of each token; an RNN has no ledger."""
    title, cell = name.upper(), ("gradient", "cells", name)
    first = BOUNDS if name == "lstm" else NO_BOUNDS
    gated = GATED_BOUNDS if name != "rnn" else NO_BOUNDS
    return [
        Row((*cell, "norms", "times_faster_than_autograd"), f"gradients of {title}, T=256, H=64, every τ, "
            "against autograd for each ({autograd_ms:,.0f} ms)", "× faster",
            *first["gradient"], more_is_better=True),
        Row((*cell, "long_norms", "times_faster_than_autograd_sampled"), f"gradients of {title}, T=512, H=64,"
            " likewise ({autograd_ms_sampled:,.0f} ms, from {taus_timed} of them)", "× faster",
            *gated["long"], more_is_better=True),
        Row((*cell, "jacobian", "times_faster_than_jacobian_sampled"), f"spectral norms of {title}, T=128, "
            "H=64, every pair, against jacobian for each ({jacobian_s_sampled:,.0f} s, from {pairs_timed} of "
            "them)", "× faster", *gated["jacobian"], more_is_better=True),
        Row((*cell, "jacobian", "times_faster_than_vectorized_sampled"), f"spectral norms of {title}, "
            "likewise, against jacobian(vectorize=True) ({vectorized_s_sampled:,.0f} s)", "× faster",
            more_is_better=True),
        Row((*cell, "ledger", "ratio_to_trace"), f"memory ledger of {title} for one τ, T=1000, H=128,"
            " against its trace ({trace_ms:.0f} ms)", "×", *gated["ledger"]),
    ]  # fmt: skip


Bounds = Mapping[str, tuple[float | None, float | None]]
BOUNDS: Bounds = {"fused": (1.8, 1.6), "loop": (3.5, 7), "memory": (2.5, 1.5), "gradient": (30, 50)}
GATED_BOUNDS: Bounds = {"long": (50, None), "jacobian": (100, None), "ledger": (0.5, None)}
PAGE_BOUNDS = tuple(
    (page, f"one jump on the page {page}, T=256, H=32", must)
    for page, must in (("story", 0.75), ("memory", 0.75), ("backward", 0.85), ("laboratory", 0.5))
)
NO_BOUNDS: Bounds = dict.fromkeys((*BOUNDS, *GATED_BOUNDS), (None, None))

ROWS = (
    Row(("startup", "ratio"), "first frame ({first_frame_ms:.0f} ms) against a bare window with one plot "
        "({bare_window_ms:.0f} ms), processor time", "×", 1.35, 1.2),
    Row(("startup", "longest_stall_ms"), "longest stall in the first five seconds", "ms", 60, 20),
    Row(("opening", "longest_stall_ms"), "longest stall while {tokens:,} words open", "ms", 60, 20),
    *(Row(("opening", "page_stall_ms", page), f"longest stall in five seconds after turning to {page} there",
          "ms", 60) for page in PAGES),
    Row(("frame", "step", "ratio_to_plain_plots"), "one step, T=1000, H=64, 1600×1000 ({median_ms:.1f} ms), "
        "against six plain plots of the same data, processor time", "×", 0.75, 0.5),
    *(Row(("frame", name, "ratio_to_plain_plots"), f"{what} ({{median_ms:.1f}} ms), likewise", "×", must, 0.5)
      for name, what, must in (("scrub", "one jump, T=10,000", 0.7), *PAGE_BOUNDS)),
    Row(("frame", "step_512_units", "ratio_to_step"), "one step, H=512 ({median_ms:.1f} ms), against H=64",
        "×", 1.15),
    Row(("frame", "step", "p95_ms"), "one step, T=1000, H=64: 95th percentile", "ms", 16, 9),
    Row(("frame", "scrub", "p95_ms"), "one jump, T=10,000: 95th percentile", "ms", 16),
    *(row for name in ("lstm", "gru", "rnn") for row in (*_cell(name), *_way_back(name))),
    Row(("leave_one_out", "ratio_to_trace"), "every word left out in turn, three cells, T=32, H=32, against "
        "their traces ({traces_ms:.1f} ms)", "×", 8),
    Row(("hold", "ratio_to_trace"), "one gate held, all in sight computed anew, three cells, T=32, H=32, "
        "against their traces ({traces_ms:.1f} ms)", "×", 12),
    *(Row(("tokenizer", kind, "ratio_to_batched_nn_lstm"), f"1,000 new texts of 30 {kind} cut and looked up, "
          "against nn.LSTM, H=32, over them all ({lstm_ms:.0f} ms)", "×",
          *bounds) for kind, bounds in (("words", (2.5, 1.5)), ("characters", (None, None)))),
)  # fmt: skip


def table(figures: Mapping[str, Any]) -> str:
    """All lines whose figures are there, under a line about the machine."""
    lines = [HEAD]
    for row in ROWS:
        found = _find(figures, row.place)
        if found is not None:
            value, beside = found
            measured = f"{value:.2f} {row.unit}" if value < 100 else f"{value:.0f} {row.unit}"
            what = row.what.format_map(beside)
            lines.append((what, measured, row.wanted(row.must), row.wanted(row.aim), row.verdict(value)))
    if "startup" in figures:
        loaded = bool(figures["startup"]["torch_loaded"])
        lines.append(("torch in the window's process", "yes" if loaded else "no", "no", "",
                      "NOT MET" if loaded else "met"))  # fmt: skip
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    ruler = tuple("─" * width for width in widths)
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
             for line in (lines[0], ruler, *lines[1:])]  # fmt: skip
    return "\n".join([about(figures["machine"]), "", *texts])


def about(machine: Mapping[str, Any]) -> str:
    """The machine in one or two lines."""
    load = "" if machine["load"] is None else f", load {machine['load']}"
    memory = "" if machine["memory_gb"] is None else f", {machine['memory_gb']} GB"
    versions = ", ".join(
        f"{name} {machine[name]}" for name in ("numpy", "torch", "PySide6-Essentials", "pyqtgraph")
    )
    return (
        f"{machine['processor']} × {machine['processors']}{memory}{load}\n"
        f"{machine['system']}, Python {machine['python']}, {versions}"
    )


def _find(figures: Mapping[str, Any], place: tuple[str, ...]) -> tuple[float, Mapping[str, Any]] | None:
    """The figure at a place, and the figures beside it; None if it was not measured."""
    beside: Any = figures
    for name in place[:-1]:
        beside = beside.get(name, {})
    value = beside.get(place[-1])
    return None if value is None else (float(value), beside)
