"""What the update rule says in words and numbers: its line for the gradient, tooltips and the summary."""

import math

from engine.record.gates import QUANTITIES
from gui.drawing.numbers import NOTHING, changed, figures, fixed, number, probability, round_number, share
from gui.drawing.typeset import in_line
from gui.language import listed, say, translate
from gui.panels.weight_update.rule import Half, Rule
from gui.readings.chosen_weight import Weight
from gui.readings.gradient_lines import derived
from gui.scene import Scene


def matrix_of(rule: Rule) -> str:
    """The matrix as the equations write it."""
    return _matrix(rule.record.weight)


def _matrix(name: str) -> str:
    return in_line("W_ih" if name.startswith("weight_ih") else "W_hh")


def span(half: Half) -> str:
    """Which words a half is."""
    if half.first == half.last:
        return translate("WeightUpdate", "word {first}").format(first=half.first + 1)
    template = translate("WeightUpdate", "words {first} to {last}")
    return template.format(first=half.first + 1, last=half.last + 1)


def told(value: float, count: int = 2) -> str:
    """A number with so many figures; a dash where overflows cancel and none is left."""
    return NOTHING if math.isnan(value) else figures(value, count)


def told_fixed(value: float, decimals: int) -> str:
    """A number with so many decimals; a dash where overflows cancel and none is left."""
    if math.isnan(value):
        return NOTHING
    aligned = fixed(value, decimals)  # below the other numbers of its sum
    return aligned if aligned.strip("−0.") else number(value, decimals)


def gradient_line(rule: Rule) -> str:
    """Where the gradient of the loss comes from: σ(ℓ) − y, times the gradient of ℓ."""
    of_logit = told(rule.record.gradient, 2)
    of_logit = f"({of_logit})" if of_logit.startswith("−") else of_logit
    if rule.probability is None:
        template = translate("WeightUpdate", "gradient = {factor} × {of_logit}")
        return template.format(factor=number(rule.factor, 0), of_logit=of_logit)
    template = translate("WeightUpdate", "gradient = ({probability} − {target}) × {of_logit} = {gradient}")
    return template.format(
        probability=probability(rule.probability),
        target=1 if rule.target else 0,
        of_logit=of_logit,
        gradient=told(rule.gradient, 2),
    )


def place_tip(weight: Weight, scene: Scene) -> str:
    """Which weight it is."""
    if weight.reads_input:
        reads = translate("WeightUpdate", "reads input {column} of the word").format(column=weight.column)
    else:
        reads = translate("WeightUpdate", "reads unit {column} of h before").format(column=weight.column)
    template = translate("WeightUpdate", "{matrix}[{row}, {column}]: {gate} of unit {unit}, {reads}")
    return template.format(
        matrix=_matrix(weight.name),
        row=weight.row,
        column=weight.column,
        gate=say(QUANTITIES[weight.gate].label),
        unit=scene.view.unit,
        reads=reads,
    )


def rule_tip(rule: Rule, scene: Scene) -> str:
    """What the numbers of the rule are."""
    if rule.probability is None:
        what = translate(
            "WeightUpdate",
            "Of this network no right answer is known, so there is no loss: the step raises ℓ itself, or "
            "lowers it.",
        )
    else:
        what = translate(
            "WeightUpdate",
            "The gradient of the loss L = −log p(right answer) is (σ(ℓ) − y) × ∂ℓ/∂w:\n"
            "σ(ℓ) is the probability of “positive”, and y is 1 if that is right, else 0.\n"
            "The surer the network is of the right answer, the less there is to learn.",
        )
    plain = translate(
        "WeightUpdate",
        "This is plain gradient descent on one text; the shipped networks were trained with Adam,\n"
        "on many texts at once.",
    )
    return "\n".join((what, plain, derived(scene, rule.record.at)))


def word_tip(rule: Rule, scene: Scene, token: int) -> str:
    """What one word adds."""
    word = translate("WeightUpdate", "word {position}, “{word}”").format(
        position=token + 1, word=scene.trace.tokens[token]
    )
    if token > rule.record.at:
        later = translate("WeightUpdate", "after the word of the loss: it adds nothing")
        return f"{word}\n{later}"
    norms = rule.record.norm_per_token
    whole = float(norms.sum())
    lines = (
        translate("WeightUpdate", "adds {value} to the gradient of this weight"),
        translate("WeightUpdate", "{share} of the gradient of all {matrix}, by norms"),
    )
    part = float(norms[token]) / whole if whole > 0 else math.nan
    was = math.nan if rule.ghost is None else float(rule.ghost[token])
    value = changed("" if math.isnan(was) else told(was, 3), told(float(rule.added[token]), 3))
    return "\n".join(
        (word, lines[0].format(value=value), lines[1].format(share=share(part), matrix=matrix_of(rule)))
    )


def halves_tip(rule: Rule) -> str:
    """What the lines of the early and the late words are."""
    template = translate(
        "WeightUpdate",
        "The same weight is used at every word, so its gradient is a sum over the words.\n"
        "“This weight”: what the early and the late words add to it.\n"
        "“All of {matrix}”: their part of the gradient of the whole matrix, by the norms of what each word\n"
        "adds. Words with a small part hardly teach.",
    )
    return template.format(matrix=matrix_of(rule))


def sentence(rule: Rule, weight: Weight, scene: Scene) -> str:
    """The rule and the halves in one sentence."""
    template = translate(
        "WeightUpdate", "{place}: {value} − {rate} × {gradient} = {new_value}; the gradient is {halves}"
    )
    part = translate("WeightUpdate", "{added} from {words} ({share} of all {matrix}, by norms)")
    halves = listed(
        part.format(
            added=told(half.added, 2), words=span(half), share=share(half.share), matrix=matrix_of(rule)
        )
        for half in rule.halves()
    )
    return template.format(
        place=place_tip(weight, scene),
        value=number(rule.record.value, rule.decimals),
        rate=round_number(rule.rate),
        gradient=told(rule.gradient, 2),
        new_value=told_fixed(rule.new_value, rule.decimals),
        halves=halves,
    )
