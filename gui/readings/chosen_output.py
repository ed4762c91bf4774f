"""Which output ℓ is, in words: one for all that is shown of a trace."""

from engine.record.trace import Trace


def of_chosen(trace: Trace, alone: str, among: str) -> str:
    """One of two sentences: for a network with one output or none, and for one of several.

    Args:
        trace: its provenance says which output ℓ is.
        alone: the first sentence.
        among: the second, with the field `number`, which people count from 1; other fields stay.
    """
    if trace.outputs < 2:
        return alone
    return among.replace("{number}", str((trace.provenance.output or 0) + 1))
