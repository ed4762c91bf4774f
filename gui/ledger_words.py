"""What the memory ledger says in words and numbers: its note, its tooltips, its table and its sentence."""

from collections.abc import Sequence

import numpy as np

from engine.shapes import Float
from gui.ink import number
from gui.language import translate
from gui.ledger import Ledger, Subject, logit_alone
from gui.panel import Table
from gui.sampling import decimals_of
from gui.scene import Scene
from gui.strata import OTHERS

NAMED = 3  # words in the sentence


def about(subject: Subject) -> str:
    """What the bands are, and in what they are measured."""
    if subject.unit is None:
        return translate("MemoryLedger", "what each word adds to the logit, without its bias")
    return translate("MemoryLedger", "what each word has left in {symbol} of unit {unit}").format(
        symbol=subject.symbol, unit=subject.unit
    )


def equation(symbol: str, up: float, down: float, total: float) -> str:
    """The sum in numbers, all with as many decimals as the largest needs."""
    largest = max(up, -down)
    decimals = max(2, decimals_of(largest)) if np.isfinite(largest) else 2

    def plain(value: float) -> str:
        return number(round(value, decimals), decimals)

    return translate("MemoryLedger", "{symbol} = {up} − {down} = {total}").format(
        symbol=symbol, up=plain(up), down=plain(abs(down)), total=plain(total)
    )


def band_tip(scene: Scene, ledger: Ledger, token: int, positive: bool, tau: int) -> str:
    """A band at a word: whose it is, how much it is, and how much of the whole."""
    if token == OTHERS:
        value = float(ledger.bands.others[0 if positive else 1, tau])
        lines = [translate("MemoryLedger", "all other words together")]
    else:
        value = float(ledger.bands.parts[np.searchsorted(ledger.bands.tokens, token), tau])
        lines = [named(scene, token)]
    return "\n".join((*lines, *_amounts(value, float(ledger.sums[tau]), ledger.subject.symbol, scene, tau)))


def bar_tip(scene: Scene, row: Float[np.ndarray, " t"], token: int, tau: int) -> str:
    """A word's bar in the prediction."""
    amounts = _amounts(float(row[token]), float(row.sum()), logit_alone(), scene, tau)
    return "\n".join((named(scene, token), *amounts))


def sum_tip(scene: Scene, ledger: Ledger, tau: int) -> str:
    """The sum at a word, beside all bands."""
    return translate("MemoryLedger", "{symbol} = {value} after {word}").format(
        word=named(scene, tau), symbol=ledger.subject.symbol, value=number(float(ledger.sums[tau]))
    )


def later_tip(scene: Scene, token: int) -> str:
    """What is read later has no bands yet."""
    return "\n".join((named(scene, token), translate("MemoryLedger", "read later")))


def named(scene: Scene, token: int) -> str:
    """A word with its position."""
    return translate("MemoryLedger", "word {position}, “{word}”").format(
        position=token + 1, word=scene.trace.tokens[token][:80]
    )


def ledger_table(scene: Scene, ledger: Ledger, until: int) -> Table:
    """One row for each word, with the sum after it and what every earlier word has left; empty if later."""
    bands, words = ledger.bands, scene.trace.tokens
    columns = [f"{token}_{words[token]}" for token in bands.tokens.tolist()]
    precision = scene.trace["h_l0"].dtype  # as exact as the trace
    parts, sums = np.vstack((bands.others, bands.parts)).astype(precision), ledger.sums.astype(precision)
    rows: list[tuple[str | int | float, ...]] = []
    for tau, word in enumerate(words):
        read = tau <= until
        hidden = ledger.subject.unfinished == tau
        values = parts[:, tau].tolist() if read else [""] * len(parts)
        for at, token in enumerate(bands.tokens.tolist()):
            if token > tau:
                values[2 + at] = ""
        rows.append((tau, word, "" if hidden else float(sums[tau]), *values))
    return Table(("token_index", "token", "sum", "others_positive", "others_negative", *columns), tuple(rows))


def row_table(scene: Scene, row: Float[np.ndarray, " t"]) -> Table:
    """One row for each word up to the current one, with its share."""
    rows = zip(range(len(row)), scene.trace.tokens, row.tolist(), strict=False)
    return Table(("token_index", "token", "share"), tuple(rows))


def in_a_sentence(
    scene: Scene, symbol: str, tau: int, total: float, parts: Sequence[tuple[int, float]]
) -> str:
    """The largest parts at a word, in one sentence."""
    largest = ", ".join(
        translate("MemoryLedger", "“{word}” {value}").format(
            word=scene.trace.tokens[token][:80], value=number(value)
        )
        for token, value in parts[:NAMED]
    )
    return translate("MemoryLedger", "After {word}: {symbol} = {value}; the largest parts: {parts}.").format(
        word=named(scene, tau), symbol=symbol, value=number(total), parts=largest
    )


def _amounts(value: float, total: float, symbol: str, scene: Scene, tau: int) -> tuple[str, str]:
    what = translate("MemoryLedger", "{value} of {symbol} after {word}").format(
        value=number(value), symbol=symbol, word=named(scene, tau)
    )
    if not total or not np.isfinite(value / total):
        return what, translate("MemoryLedger", "{symbol} is {total}").format(
            symbol=symbol, total=number(total)
        )
    part = translate("MemoryLedger", "{share} of {symbol} = {total}").format(
        share=f"{number(100 * value / total, 1)} %", symbol=symbol, total=number(total)
    )
    return what, part
