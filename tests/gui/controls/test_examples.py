"""The Chinese examples show, with the networks that ship, what their titles say; the gated cells do."""

import numpy as np
import pytest

from engine.forward.simulate import simulate
from engine.models.library import open_model
from gui.controls.examples import EXAMPLES

GATED = ("lstm", "gru")


def _text(title: str) -> str:
    return next(example.text for example in EXAMPLES if example.title == f"{title}, in Chinese")


def _after(text: str, cell: str, family: str = "reviews-zh") -> np.ndarray:
    """The probability of "pleased" after every character."""
    logits = simulate(open_model(f"{family}-{cell}"), text=text, device="cpu")["output"][:, 0]
    assert len(logits) == len(text)
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
def test_an_opinion_is_held_through_a_neutral_stretch_whatever_it_was(cell: str) -> None:
    pleased = _text("An opinion, then a long neutral stretch")
    displeased = _text("The same stretch after the opposite opinion")
    said = pleased.index("！")
    assert pleased[said:] == displeased[said:]
    assert len(pleased) - said > 50
    assert _after(pleased, cell, "memory-zh")[said:].min() > 0.65
    assert _after(displeased, cell, "memory-zh")[said:].max() < 0.35
