"""Logits become outcomes and probabilities, surely and without overflow."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.record.provenance import Provenance
from engine.record.trace import Trace
from gui.readings.judgement import (
    Judgement,
    has_readout,
    judgement,
    judgements,
    positive_probability,
    signed_judgements,
)

FROM = Provenance("model", "rnn", "reviews-en", "en", "0" * 64, 0, "cpu", "float32", True, None, 2, 1, ())


def said(*logits: list[float]) -> Trace:
    count = len(logits)
    arrays = {"h_l0": np.zeros((count, 2)), "output": np.array(logits)}
    return Trace("rnn", ("word",) * count, np.ones(count, bool), arrays, FROM)


@pytest.mark.parametrize(
    ("logit", "outcome", "probability"),
    [
        (0.0, 0, 0.5),
        (1e-3, 1, 0.50025),
        (math.log(3), 1, 0.75),
        (-math.log(3), 0, 0.75),
        (800.0, 1, 1.0),
        (-800.0, 0, 1.0),
        (math.inf, 1, 1.0),
        (-math.inf, 0, 1.0),
    ],
)
def test_one_logit_goes_through_the_sigmoid(logit: float, outcome: int, probability: float) -> None:
    found = judgement(said([logit]), 0)
    assert found is not None
    assert (found.outcome, found.probability) == (outcome, pytest.approx(probability))
    assert found.name == ("positive" if outcome else "negative")
    assert found.signed == pytest.approx(math.tanh(logit / 2))


@pytest.mark.parametrize(
    ("logit", "sentence"),
    [
        (-math.log(3), "output below 0, σ = 25%"),
        (0.0, "output at 0, σ = 50%"),
        (math.log(3), "output above 0, σ = 75%"),
    ],
)
def test_without_labels_the_sides_have_no_names(logit: float, sentence: str) -> None:
    trace = said([logit])
    found = judgement(replace(trace, provenance=replace(FROM, task="")), 0)
    assert found is not None
    assert found.sentence == sentence


def test_several_logits_go_through_the_softmax() -> None:
    found = judgement(said([1.0, 3.0, 2.0]), 0)
    assert found == Judgement(1, pytest.approx(math.exp(3) / sum(map(math.exp, (1, 3, 2)))), 3)
    huge = judgement(said([900.0, 900.0]), 0)
    assert huge == Judgement(0, pytest.approx(0.5), 2)
    assert found.name == "output 2"


def test_what_is_not_a_number_is_said_so() -> None:
    for trace in (said([math.nan]), said([1.0, math.nan])):
        found = judgement(trace, 0)
        assert found is not None
        assert math.isnan(found.probability)
        assert found.sentence == "not a number"


def test_many_tokens_at_once_are_the_same_as_one_by_one() -> None:
    trace = said([2.0], [-1.0], [0.3], [-0.0])
    outcomes, probabilities = judgements(trace, 1, 4)
    signed = signed_judgements(trace, 1, 4)
    for place, token in enumerate((1, 2, 3)):
        one = judgement(trace, token)
        assert one is not None
        assert (one.outcome, one.probability) == (outcomes[place], probabilities[place])
        assert one.signed == pytest.approx(signed[place])
        assert positive_probability(trace, token) == pytest.approx(0.5 + signed[place] / 2)


def test_the_chance_of_positive_keeps_its_smallest_numbers() -> None:
    """1 − p would be 0 for a logit of −50."""
    assert positive_probability(said([-50.0]), 0) == pytest.approx(math.exp(-50), rel=1e-9)


def test_without_a_readout_nothing_is_said() -> None:
    trace = Trace("rnn", ("word",), np.ones(1, bool), {"h_l0": np.zeros((1, 2))}, FROM)
    assert not has_readout(trace)
    assert judgement(trace, 0) is None
