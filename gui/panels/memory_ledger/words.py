"""What the memory ledger says in words and numbers: its note, its tooltips, its table and its sentence."""

import math
from collections.abc import Sequence

import numpy as np

from engine.shapes import Float
from gui.drawing.numbers import changed, decimals_of, number, with_sign
from gui.language import listed, translate
from gui.panel import Table, untouched
from gui.panels.memory_ledger.ledger import Ledger, Subject, logit_alone
from gui.panels.memory_ledger.strata import OTHERS
from gui.readings.chosen_output import of_chosen
from gui.scene import Scene

NAMED = 3  # words in the sentence


def about(subject: Subject) -> str:
    """What the bands are, and in what they are measured."""
    if subject.unit is None:
        return of_chosen(
            subject.trace,
            translate("MemoryLedger", "what each word adds to the logit, without its bias"),
            translate("MemoryLedger", "what each word adds to ℓ of output {number}, without its bias"),
        )
    return translate("MemoryLedger", "what each word has left in {symbol} of unit {unit}").format(
        symbol=subject.symbol, unit=subject.unit
    )


def in_numbers(
    symbol: str,
    up: float,
    down: float,
    total: float,
    start: float = 0.0,
    bias: float = 0.0,
    held: float = 0.0,
) -> str:
    """What is for, what is against, what is there without any word, and what they make together.

    All have as many decimals as the largest part needs; a part that these round to 0 is left out. The sums
    of the parts are rounded up or down so that what is written adds up.

    Args:
        symbol: what they make.
        up, down: the sums of the positive and of the negative parts.
        total: what all make together.
        start: what is left of the initial state.
        bias: that of the readout.
        held: what is left of values at which the state was held.
    """
    largest = max(up, -down)
    decimals = max(2, decimals_of(largest)) if np.isfinite(largest) else 2
    if np.isfinite((up, down, total, start, bias, held)).all():
        left = round(total, decimals) - sum(round(each, decimals) for each in (start, bias, held))
        up, down = _rounded(up, down, left, decimals)
    said = (
        (translate("MemoryLedger", "for {value}"), up),
        (translate("MemoryLedger", "against {value}"), down),
        (translate("MemoryLedger", "start {value}"), start),
        (translate("MemoryLedger", "held values {value}"), held),
        (translate("MemoryLedger", "bias {value}"), bias),
    )

    def plain(value: float) -> str:
        return number(round(value, decimals), decimals)

    parts = [
        part.format(value=with_sign(plain(value)) if value > 0 else plain(value))
        for part, value in said
        if not np.isfinite(value) or round(value, decimals) != 0
    ]
    together = translate("MemoryLedger", "together {symbol} {value}").format(
        symbol=symbol, value=plain(total)
    )
    return listed((*parts, together))


def _rounded(up: float, down: float, total: float, decimals: int) -> tuple[float, float]:
    """Two numbers, rounded to so many decimals that they make the rounded total: the nearer way of each."""
    step = 10.0**-decimals
    near = [round(up, decimals), round(down, decimals)]
    exact = (up, down)
    for _ in range(2):  # no more steps are ever missing
        missing = round((total - sum(near)) / step)
        if missing:
            sign = 1 if missing > 0 else -1
            movable = [at for at in (0, 1) if exact[at]]
            at = max(movable, key=lambda at: sign * (exact[at] - near[at]), default=0)
            near[at] += sign * step
    return near[0], near[1]


def band_tip(scene: Scene, ledger: Ledger, token: int, positive: bool, tau: int) -> str:
    """A band at a word: whose it is, how much it is, and how much of the whole."""
    if token == OTHERS:
        value = float(ledger.bands.others[0 if positive else 1, tau])
        lines = [translate("MemoryLedger", "all other words together")]
    else:
        value = float(ledger.bands.parts[np.searchsorted(ledger.bands.tokens, token), tau])
        lines = [named(scene, token)]
    amounts = _amounts(value, float(ledger.sums[tau]), ledger.subject.symbol, scene, tau)
    was = _untouched_part(scene, token, tau) if ledger.subject.unit is None else None
    return "\n".join((*lines, *amounts, *(() if was is None else (untouched(number(was)),))))


def _untouched_part(scene: Scene, token: int, tau: int) -> float | None:
    """What a word had left in the prediction of the untouched run; None where that is not known."""
    before, flow = scene.before, None if scene.ghost is None else scene.ghost.memory
    if before is None or flow is None or token == OTHERS:
        return None
    place, there = before.at(tau), before.at(token)
    row = None if place is None else flow.row("share", place)
    return None if row is None or there is None else float(row[there])


def bar_tip(
    scene: Scene,
    row: Float[np.ndarray, " t"],
    token: int,
    tau: int,
    was: Float[np.ndarray, " t"] | None = None,
) -> str:
    """A word's bar in the prediction, and what it was in the untouched run."""
    amounts = _amounts(float(row[token]), float(row.sum()), logit_alone(), scene, tau)
    untouched_too = () if was is None or np.isnan(was[token]) else (untouched(number(float(was[token]))),)
    return "\n".join((named(scene, token), *amounts, *untouched_too))


def sum_tip(scene: Scene, ledger: Ledger, tau: int) -> str:
    """The sum at a word, beside all bands."""
    was = math.nan if ledger.ghost is None else float(ledger.ghost[tau])
    value = changed("" if math.isnan(was) else number(was), number(float(ledger.sums[tau])))
    return translate("MemoryLedger", "{symbol} = {value} after {word}").format(
        word=named(scene, tau), symbol=ledger.subject.symbol, value=value
    )


def later_tip(scene: Scene, token: int) -> str:
    """What is read later has no bands yet."""
    return "\n".join((named(scene, token), translate("MemoryLedger", "read later")))


def named(scene: Scene, token: int) -> str:
    """A word with its position."""
    return translate("MemoryLedger", "word {position}, “{word}”").format(
        position=token + 1, word=scene.trace.tokens[token][:80]
    )


def ledger_table(scene: Scene, ledger: Ledger, until: int, here: int) -> Table:
    """One row for each word, with the sum after it and what every earlier word has left; empty if later.

    Of the word `here`, where the reader is, there is nothing yet if its step comes after `until`.
    """
    bands, words = ledger.bands, scene.trace.tokens
    columns = [f"{token}_{words[token]}" for token in bands.tokens.tolist()]
    precision = scene.trace["h_l0"].dtype  # as exact as the trace
    parts, sums = np.vstack((bands.others, bands.parts)).astype(precision), ledger.sums.astype(precision)
    rows: list[tuple[str | int | float, ...]] = []
    for tau, word in enumerate(words):
        read = tau <= until
        hidden = until < tau <= here
        values = parts[:, tau].tolist() if read else [""] * len(parts)
        for at, token in enumerate(bands.tokens.tolist()):
            if token > tau:
                values[2 + at] = ""
        if ledger.ghost is not None:
            values.append("" if hidden else float(ledger.ghost[tau]))
        rows.append((tau, word, "" if hidden else float(sums[tau]), *values))
    columns += ["sum_untouched"] if ledger.ghost is not None else []
    return Table(("token_index", "token", "sum", "others_positive", "others_negative", *columns), tuple(rows))


def row_table(
    scene: Scene, row: Float[np.ndarray, " t"], was: Float[np.ndarray, " t"] | None = None
) -> Table:
    """One row for each word up to the current one, with its share, and the one that it had."""
    columns = {"share": row, **({} if was is None else {"share_untouched": was})}
    numbers = (column.tolist() for column in columns.values())
    rows = zip(range(len(row)), scene.trace.tokens, *numbers, strict=False)
    return Table(("token_index", "token", *columns), tuple(rows))


def in_a_sentence(
    scene: Scene, symbol: str, tau: int, total: float, parts: Sequence[tuple[int, float]]
) -> str:
    """The largest parts at a word, in one sentence."""
    largest = listed(
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
        share=f"{number(100 * value / total, 1)}%", symbol=symbol, total=number(total)
    )
    return what, part
