"""What the panel says of the measures in words and numbers: its caption, its tooltips, its sentence."""

from math import isnan

from gui.drawing.numbers import NOTHING, number, round_number, with_sign
from gui.language import labelled, listed, translate
from gui.panel import LONGEST_WORD
from gui.panels.agreement.measures import LEFT_OUT, Measure, Measures, need_mb
from gui.readings.chosen_output import of_chosen
from gui.scene import Scene


def about(scene: Scene, token: int) -> str:
    """What the measures explain."""
    text = of_chosen(
        scene.trace,
        translate("Agreement", "which words made the output at “{word}”"),
        translate("Agreement", "which words made output {number}, ℓ, at “{word}”"),
    )
    return text.format(word=scene.trace.tokens[token][:24])


def caption(scene: Scene, found: Measures) -> str:
    """What has to be known about leaving words out."""
    if found.only is not None:
        text = translate(
            "Agreement",
            "Only “{word}” is left out, the word of the forgetting test: all in turn would need {need} MB",
        )
        need = round_number(float(f"{need_mb(scene):.2g}"))
        return text.format(word=scene.trace.tokens[found.only][:24], need=need)
    return translate(
        "Agreement",
        "Leave one out is a difference, not a loss: words do not add up, and one can exceed the whole",
    )


def beside(measure: Measure, found: Measures) -> str:
    """The scale of a measure; of numbers from before, where they are from."""
    if measure.missing or measure.at == found.tau:
        return measure.scale_text
    return translate("Agreement", "as at word {position}").format(position=measure.at + 1)


def correlation(measure: Measure, found: Measures) -> str:
    """How far a measure agrees with leaving words out, a dash where that is not defined; there, what ρ is."""
    if measure.key == LEFT_OUT:
        return translate("Agreement", "Spearman")
    value = found.correlation(measure)
    return f"ρ {NOTHING if isnan(value) else with_sign(number(value, 2))}"


def told(scene: Scene, found: Measures, token: int) -> str:
    """One word with all its numbers."""
    word = translate("Agreement", "word {position}, “{word}”").format(
        position=token + 1, word=scene.trace.tokens[token][:LONGEST_WORD]
    )
    if found.tau is None or token > found.tau:
        return labelled(word, translate("Agreement", "not computed yet"))
    return "\n".join(
        (word, *(labelled(each.name, each.missing or each.both_at(token)) for each in found.all))
    )


def about_measure(measure: Measure, found: Measures) -> str:
    """What a measure asks, and its scale."""
    parts = labelled(measure.name, measure.explained), measure.missing or beside(measure, found)
    return "\n".join(part for part in parts if part)


def about_correlation(measure: Measure, found: Measures) -> str:
    """What ρ is, and of which two measures."""
    text = translate(
        "Agreement",
        "Spearman’s rank correlation with leaving words out: 1 where both put the words in the same order, "
        "−1 in the opposite one. It needs two words whose numbers differ.",
    )
    return "\n".join((f"{measure.name}: {correlation(measure, found)}", text))


def why_they_differ() -> str:
    """Why the measures may disagree."""
    return translate(
        "Agreement",
        "They answer different questions. The ledger freezes gates and candidates as they were; gradients "
        "know small changes; where a word is left out, all that follows is read anew. So the share of a "
        "“not” can be against, though it speaks for the text by turning a bad word into a good one.",
    )


def summary(scene: Scene, found: Measures) -> str:
    """How far each measure agrees, and the word about which they disagree most."""
    title = translate("Agreement", "Do the explanations agree?")
    if found.tau is None:
        return f"{title} {found.all[0].missing}"
    measures = (each for each in found.all if each.key != LEFT_OUT)
    parts = (labelled(each.name, each.missing or correlation(each, found)) for each in measures)
    text = translate("Agreement", "Rank correlation with leaving words out, at “{word}”: {parts}")
    said = text.format(word=scene.trace.tokens[found.tau][:LONGEST_WORD], parts=listed(parts, "; "))
    at_odds = most_at_odds(scene, found)
    return f"{said}. {at_odds}" if at_odds else said


def most_at_odds(scene: Scene, found: Measures) -> str:
    """The word about which the first measure and the last one disagree most; empty where none does."""
    if found.at_odds is None:
        return ""
    text = translate("Agreement", "most at odds: “{word}”, {share} and {left_out}")
    first, last = (measure.text_at(found.at_odds) for measure in (found.all[0], found.all[-1]))
    return text.format(word=scene.trace.tokens[found.at_odds][:24], share=first, left_out=last)
