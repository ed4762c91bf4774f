"""What the ribbons say in words and numbers: what a height is, tooltips, the table and the sentence."""

from collections.abc import Mapping

import numpy as np

from engine.cells import CELLS
from engine.questions import LEAVE_ONE_OUT
from gui.drawing.numbers import changed, figures, share, with_sign
from gui.language import labelled, listed, translate
from gui.panel import LONGEST_WORD, Table
from gui.panels.ribbons.shares import Shares, Untouched
from gui.readings.chosen_output import of_chosen
from gui.readings.judgement import Judgement, judgement, judges
from gui.scene import Scene

NAMED = 3  # words of each network in the sentence

Row = tuple[str | int | float, ...]


def about_heights() -> str:
    """What a height is."""
    return translate(
        "Ribbons",
        "height: ‖Δh‖, how far the state h would differ without the word, as a share of all words so far",
    )


def about_hues(scene: Scene) -> tuple[str, str, str]:
    """What the hue of a word's band says that speaks for it, of one against it, and what the others are."""
    trace = scene.trace
    if judges(trace):
        return (
            translate("Ribbons", "for positive"),
            translate("Ribbons", "against it"),
            translate("Ribbons", "hardly matters to the verdict"),
        )
    return (
        of_chosen(trace, translate("Ribbons", "raises ℓ"), translate("Ribbons", "raises output {number}")),
        of_chosen(trace, translate("Ribbons", "lowers ℓ"), translate("Ribbons", "lowers output {number}")),
        translate("Ribbons", "hardly changes it"),
    )


def explained() -> str:
    """What has to be known to read a ribbon."""
    return translate(
        "Ribbons",
        "Each word is left out in turn and the text read anew. After every word the height is shared among "
        "the words before it by how far the state h of the last layer differs then, ‖Δh‖.\n"
        "It is a difference, not a loss: those of several words do not add up, so the shares say which words "
        "weigh more, and the numbers at the mouse how much.\n"
        "A band has its exact height where its column ends, once that word is read; the line between two "
        "columns only joins them.\n"
        "Hues: what leaving the word out does to the output at the end of the text, from a fifth of the "
        "largest effect on any of these networks on.",
    )


def absence(scene: Scene) -> str:
    """Why there is no record of a network."""
    trace, limit = scene.trace, LEAVE_ONE_OUT.whole_tokens
    if "leave_one_out" in scene.refusals:
        return scene.refusals["leave_one_out"]
    if trace.length > limit:
        text = translate(
            "Ribbons", "Every word is left out in turn in texts of up to {limit} words; here are {count}."
        )
        return text.format(limit=limit, count=trace.length)
    if not comes_whole(scene):
        text = translate(
            "Ribbons", "Leaving out every word in turn would take {need} MB here; {limit} are the most."
        )
        need = round(LEAVE_ONE_OUT.megabytes(trace, trace.length))
        return text.format(need=need, limit=LEAVE_ONE_OUT.largest_mb)
    return translate("Ribbons", "Every word is being left out in turn.")


def comes_whole(scene: Scene) -> bool:
    """Whether the text is short enough for what every word makes of every later one."""
    return LEAVE_ONE_OUT.comes_whole(scene.trace)


def gaps() -> str:
    """What gaps are, in a few words."""
    return translate("Ribbons", "gaps: no word makes a difference")


def gap() -> str:
    """What a gap is."""
    return translate("Ribbons", "gap: no word makes any difference there, or one that is no number")


def named(scene: Scene, token: int) -> str:
    """A word with its position."""
    return translate("Ribbons", "word {position}, “{word}”").format(
        position=token + 1, word=scene.trace.tokens[token][:LONGEST_WORD]
    )


def band_tip(
    scene: Scene, cell: str, shares: Shares, untouched: Untouched | None, token: int, tau: int
) -> str:
    """A band at a word: whose it is, how much it is, what it does to the verdict, and what all this was."""
    now, end = shares.numbers(tau, token), float(shares.effects[-1, token])
    was = None if untouched is None else untouched.numbers(tau, token)
    last = None if untouched is None else untouched.numbers(scene.length - 1, token)
    written = [
        changed("" if was is None else write(was[at]), write(now[at]))
        for at, write in enumerate((_share, _figures, _figures, _signed))
    ]
    after = translate("Ribbons", "after “{word}”: {share} of the height")
    differs = translate("Ribbons", "‖Δh‖ = {norm}, ‖Δh‖/‖h‖ = {relative}")
    effect = of_chosen(
        scene.trace,
        translate("Ribbons", "effect on ℓ {here}, at the end {end}"),
        translate("Ribbons", "effect on output {number} {here}, at the end {end}"),
    )
    if judges(scene.trace):
        effect = translate("Ribbons", "effect on the logit {here}, at the end {end}")
    at_end = changed("" if last is None else _signed(last[3]), _signed(end))
    return "\n".join(
        (
            labelled(CELLS[cell].title, named(scene, token)),
            after.format(word=scene.trace.tokens[tau][:LONGEST_WORD], share=written[0]),
            differs.format(norm=written[1], relative=written[2]),
            effect.format(here=written[3], end=at_end),
        )
    )


def later_tip(scene: Scene, token: int) -> str:
    """What is read later has no band yet."""
    return "\n".join((named(scene, token), translate("Ribbons", "not read yet")))


def gap_tip(scene: Scene, tau: int) -> str:
    """A column without bands."""
    return "\n".join((named(scene, tau), gap()))


def said(scene: Scene, cell: str, tau: int) -> tuple[Judgement | None, Judgement | None]:
    """What a network says after a word, and what it said untouched; None where it says or said nothing."""
    now = before = None
    trace = scene.runs[cell].trace
    if 0 <= tau < trace.length:
        now = judgement(trace, tau)
    if now is not None and scene.before is not None and cell in scene.before.runs:
        place = scene.before.at(tau)
        before = None if place is None else judgement(scene.before.runs[cell].trace, place)
    return now, before


def verdict_tip(scene: Scene, cell: str, tau: int) -> str:
    """What a network says after a word, and what it said untouched."""
    now, was = said(scene, cell, tau)
    after = translate("Ribbons", "{cell} after “{word}”").format(
        cell=CELLS[cell].title, word=scene.trace.tokens[tau][:LONGEST_WORD]
    )
    if now is None:
        return after
    return labelled(after, changed("" if was is None else was.sentence, now.sentence))


def ribbon_table(
    scene: Scene, shares: Mapping[str, Shares], untouched: Mapping[str, Untouched], until: int
) -> Table:
    """A row for each network, each word that was read and each word before it."""
    rows: list[Row] = []
    tokens = scene.trace.tokens
    for cell, one in shares.items():
        ghost = untouched.get(cell)
        for tau in range(until + 1):
            known = (array[tau, : tau + 1].tolist() for array in one.arrays)
            for token, numbers in enumerate(zip(*known, strict=True)):
                row = (cell, tau, tokens[tau], token, tokens[token], *numbers)
                if untouched:
                    was = None if ghost is None else ghost.numbers(tau, token)
                    row = (*row, *(was or ("",) * len(numbers)))
                rows.append(row)
    names: tuple[str, ...] = ("share", "norm_difference", "relative_difference", "effect_output")
    if untouched:
        names = (*names, *(f"{name}_untouched" for name in names))
    return Table(("cell", "token_index", "token", "left_out_index", "left_out", *names), tuple(rows))


def in_a_sentence(scene: Scene, shares: Mapping[str, Shares], until: int) -> str:
    """What each network keeps most of, and what it says."""
    parts = []
    for cell, one in shares.items():
        row = one.parts[until, : until + 1]
        if np.isnan(row[0]):
            parts.append(labelled(CELLS[cell].title, gap()))
            continue
        most = np.argsort(-row, kind="stable")[:NAMED].tolist()
        kept = listed(
            f"“{scene.trace.tokens[token][:LONGEST_WORD]}” {share(float(row[token]))}" for token in most
        )
        said = judgement(scene.runs[cell].trace, until)
        parts.append(labelled(CELLS[cell].title, listed([kept, *([said.sentence] if said else [])], "; ")))
    return translate("Ribbons", "After {word}, of the height of each ribbon: {parts}.").format(
        word=named(scene, until), parts=listed(parts, "; ")
    )


def nothing_read() -> str:
    """Before the first word is read."""
    return translate("Ribbons", "Nothing is read yet.")


def _share(value: float) -> str:
    return share(value, 1)


def _figures(value: float) -> str:
    return figures(value, 2)


def _signed(value: float) -> str:
    return with_sign(figures(value, 2)) if value else "0"
