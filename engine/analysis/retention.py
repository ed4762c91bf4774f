"""What a network remembers at the end of a text: what was said, or simply what came last?

Two figures over many texts, both of the size of each token's prediction share (the memory ledger's): how much
larger it is for content words than for function words, and how it goes with age. Neither is a goal; a network
that only follows the last words shows it here.

Needs no torch: it takes traces, whoever made them.
"""

from collections.abc import Iterable

import numpy as np

from engine.analysis.function_words import FUNCTION_WORDS, WordClass, class_of
from engine.analysis.memory_ledger import memory_ledger
from engine.analysis.rank_correlation import rank_correlation
from engine.cells import CELLS
from engine.models.network import Network, Retention
from engine.record.trace import Trace

FEWEST_TOKENS = 5
"""A shorter text says nothing about age: three tokens have only six orders."""


def retention(network: Network, traces: Iterable[Trace]) -> Retention | None:
    """How the prediction shares at the last token of each text go with the kind and the age of the token.

    The ratio is of two means over the tokens of all texts together, in units of the logit. The correlation is
    taken within each text, of all tokens, and then averaged: otherwise long texts, whose tokens are both old
    and small in share, would make it look like forgetting.

    Args:
        network: The network that made the traces.
        traces: One for each text.

    Returns:
        Both figures; None for a network without a ledger (an RNN), without a readout of one logit, in a
        language without word lists, or if the texts do not suffice.
    """
    readout, language = network.readout_weight, network.card.language
    has_shares = CELLS[network.card.cell].memory is not None and readout is not None and len(readout) == 1
    if not has_shares or language not in FUNCTION_WORDS:
        return None
    sizes: dict[WordClass, list[float]] = {"content": [], "function": []}
    with_age = []
    for trace in traces:
        shares = np.abs(memory_ledger(network, trace)["share"].astype(np.float64))
        for token, share in zip(trace.tokens, shares, strict=True):
            kind = class_of(token, language)
            if kind is not None:
                sizes[kind].append(float(share))
        if len(shares) >= FEWEST_TOKENS and np.ptp(shares) > 0:
            ages = np.arange(len(shares), dtype=np.float64)[::-1]
            with_age.append(rank_correlation(shares, ages))
    if not with_age or not all(sizes.values()) or not sum(sizes["function"]) > 0:
        return None
    ratio = np.mean(sizes["content"]) / np.mean(sizes["function"])
    figures = float(ratio), float(np.mean(with_age))
    return Retention(*figures) if np.isfinite(figures).all() else None
