"""The examples show, with the networks that ship, what their titles say; the gated cells do."""

import numpy as np
import pytest

from engine.forward.simulate import simulate
from engine.models.library import open_model
from engine.stories import OPINIONS, OWN_TEXTS
from gui.controls.examples import EXAMPLES

GATED = ("lstm", "gru")


def _text(title: str, language: str = "zh") -> str:
    return next(each.text for each in EXAMPLES if (each.title, each.language) == (title, language))


def _after(text: str, cell: str, family: str = "reviews-zh") -> np.ndarray:
    """The probability of "pleased" after every token."""
    logits = simulate(open_model(f"{family}-{cell}"), text=text, device="cpu")["output"][:, 0]
    return 1 / (1 + np.exp(-logits.astype(float)))


@pytest.mark.parametrize("cell", GATED)
def test_a_negation_turns_the_word_that_follows(cell: str) -> None:
    negated = _text("Negation")
    plain = negated.replace("一点也不好", "很好")
    assert _after(negated, cell)[negated.index("好")] < 0.4 < 0.5 < _after(plain, cell)[plain.index("好")]
    assert _after(negated, cell)[-1] < 0.3


@pytest.mark.parametrize("cell", GATED)
@pytest.mark.parametrize("title", ["Praise that turns", "A good start, then worse and worse"])
def test_praise_turns_after_but(title: str, cell: str) -> None:
    text = _text(title)
    probability, turn = _after(text, cell), text.index("但")
    assert probability[turn - 1] > 0.65
    assert probability[-1] < 0.3


@pytest.mark.parametrize("cell", GATED)
def test_a_complaint_turns_after_but(cell: str) -> None:
    text = _text("A complaint that turns")
    probability, turn = _after(text, cell), text.index("但")
    assert probability[turn - 1] < 0.4
    assert probability[-1] > 0.8


@pytest.mark.parametrize("cell", GATED)
def test_the_mistake_is_one(cell: str) -> None:
    """Should a network learn better, the list needs another example of a mistake."""
    text = _text("A mistake: early praise is held too long")
    probability, turn = _after(text, cell), text.index("但")
    assert probability[turn - 1] > 0.9
    assert probability[-1] > 0.5, "it ends displeased"


@pytest.mark.parametrize("cell", GATED)
@pytest.mark.parametrize("language", OPINIONS)
def test_an_opinion_is_held_through_a_neutral_stretch_whatever_it_was(language: str, cell: str) -> None:
    pleased = _text("An opinion, then a long neutral stretch", language)
    displeased = _text("The same stretch after the opposite opinion", language)
    opinion = OPINIONS[language]
    assert (pleased, displeased) == (opinion.said + opinion.stretch, opinion.opposite + opinion.stretch)
    assert pleased == OWN_TEXTS[opinion.family]
    after = {text: _after(text, cell, opinion.family) for text in (pleased, displeased)}
    stretch = after[pleased].size - _after(opinion.said, cell, opinion.family).size
    assert stretch > 30
    assert after[pleased][-stretch:].min() > 0.65
    assert after[displeased][-stretch:].max() < 0.35
