"""What a network remembers, over texts whose shares are known: content against function, old against new."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.analysis.memory_ledger import memory_ledger
from engine.analysis.rank_correlation import rank_correlation
from engine.analysis.retention import FEWEST_TOKENS, retention
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.forward.simulate import simulate
from engine.models.network import ModelCard, Network
from engine.record.trace import Trace
from tests.support.networks import random_network

WORDS = Tokenizer.build(["the box of good bad ! ."], "words")
WRITES = {"the": 0.5, "of": 1.0, "box": 0.25, "good": 3.0, "bad": -4.0, "!": 7.0, ".": -7.0}
"""How much each word adds to the candidate's argument of the one unit of `_writer`."""


def _writer(keep: float) -> Network:
    """A GRU of one unit with a constant z = `keep`: token t leaves (1 − keep) · keep^age · tanh(word)."""
    weight_ih, bias = np.zeros((3, 1)), np.zeros(3)
    weight_ih[2], bias[1] = 1.0, np.log(keep / (1 - keep))
    layer = LayerParameters(weight_ih, np.zeros((3, 1)), bias, np.zeros(3))
    embedding = np.array([[WRITES.get(word, 0.0)] for word in WORDS.vocabulary])
    card = ModelCard("writer", "gru", language="en")
    return Network(card, WORDS, embedding, (layer,), np.array([[-2.0]]), np.zeros(1))


def _traces(network: Network, texts: Sequence[str]) -> Iterator[Trace]:
    return (simulate(network, text=text, device="cpu", dtype="float64") for text in texts)


def test_the_ratio_is_that_of_two_means_over_all_texts() -> None:
    keep = 0.75
    texts = ("the good box of bad .", "of good !")
    found = retention(_writer(keep), _traces(_writer(keep), texts))
    left = [  # age, word: by hand from the texts
        [(4, "good"), (3, "box"), (1, "bad"), (1, "good")],
        [(5, "the"), (2, "of"), (2, "of")],
    ]
    content, function = (
        np.mean([keep**age * np.tanh(abs(WRITES[word])) for age, word in words]) for words in left
    )
    assert found is not None
    assert found.content_to_function == pytest.approx(content / function, rel=1e-12)


def test_what_came_last_is_minus_one_and_what_came_first_is_one() -> None:
    forgets = retention(_writer(0.2), _traces(_writer(0.2), ["box box box box the"]))
    assert forgets is not None
    assert forgets.share_with_age == pytest.approx(-1)
    falling = retention(_writer(0.999), _traces(_writer(0.999), ["good of the box unheard"]))
    assert falling is not None
    assert falling.share_with_age == pytest.approx(1)


def test_correlations_are_averaged_over_texts_and_short_texts_say_nothing() -> None:
    network = _writer(0.5)
    texts = ["good of bad box the the", "of box good bad the !", "bad the box of of ! ."]
    each = []
    for trace in _traces(network, texts):
        shares = np.abs(memory_ledger(network, trace)["share"])
        each.append(rank_correlation(shares, np.arange(len(shares))[::-1].astype(float)))
    found = retention(network, _traces(network, texts))
    assert found is not None
    assert found.share_with_age == pytest.approx(np.mean(each))
    assert len(set(each)) == 3
    short = " ".join(["bad"] * (FEWEST_TOKENS - 1))
    again = retention(network, _traces(network, [*texts, short]))
    assert again is not None
    assert again.share_with_age == found.share_with_age
    assert again.content_to_function != found.content_to_function


def test_rank_correlation_is_of_places_and_equal_values_share_theirs() -> None:
    values = np.array([0.1, 5.0, 3.0, 100.0])
    assert rank_correlation(values, np.exp(values)) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)
    # Ranks 0.5, 0.5, 2, 3 against 0, 1, 2, 3: covariance 4.5 over the root of 4.5 times 5.
    tied = rank_correlation(np.array([1.0, 1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert tied == pytest.approx(4.5 / np.sqrt(4.5 * 5))


def _known(network: Network) -> Network:
    return replace(network, card=replace(network.card, language="en"))


def test_an_rnn_and_what_has_no_single_logit_have_none() -> None:
    texts = ["amazing this box of cereal", "a perfectly balanced breakfast as all things"]
    networks = {name: _known(random_network(name, reads_text=True)) for name in CELLS}
    found = {name: retention(network, _traces(network, texts)) for name, network in networks.items()}
    assert [name for name, figures in found.items() if figures is None] == ["rnn"]
    several = _known(random_network("gru", outputs=3, reads_text=True))
    assert retention(several, _traces(several, texts)) is None
    unknown = random_network("gru", reads_text=True)
    assert retention(unknown, _traces(unknown, texts)) is None, "no word lists for no language"


@pytest.mark.parametrize("texts", [(), ("good box",), ("good box bad good bad",), ("! . ! . !",)])
def test_texts_that_do_not_suffice_give_none(texts: tuple[str, ...]) -> None:
    network = _writer(0.5)
    assert retention(network, _traces(network, texts)) is None
