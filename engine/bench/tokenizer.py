"""Measures how long texts take to become the rows that a network reads, in turns with an LSTM.

`python -m engine.bench.tokenizer` prints one JSON object. Times are those of the processor, and PyTorch has
one thread, since a tokenizer has no more. A text holds 30 words of a shipped vocabulary, drawn about as often
as people use them, a twentieth of them unknown, with capitals and punctuation.

No text is read twice, but words recur, and a tokenizer remembers the forms that it has looked up. So two read
each round's texts: one that was just opened with its network and remembers nothing when the round begins
(`ratio_to_batched_nn_lstm`), and one that has read the texts of the rounds before (`ratio_later`).
"""

import json
import sys
from itertools import pairwise
from time import process_time

import numpy as np
import torch
from torch import nn

from engine.backends.device import one_thread
from engine.bench.bench import ROUNDS, Figures, in_turns
from engine.data.tokenizer import Kind, Tokenizer
from engine.models.library import open_model
from engine.models.network import Network

MODELS = ("reviews-en-lstm", "reviews-zh-lstm")  # words, characters
TEXTS, WORDS, COMMAS = 1000, 30, 2
UNITS = 32
UNKNOWN = 0.05  # shares of the words
CAPITALIZED, IN_CAPITALS = 0.05, 0.01


def measure() -> Figures:
    """Both kinds of tokenizers; the figure of words is the headline."""
    words, characters = (time_texts(open_model(name), TEXTS) for name in MODELS)
    headline = words["ratio_to_batched_nn_lstm"]
    return {"ratio_to_batched_nn_lstm": headline, "words": words, "characters": characters}


def time_texts(network: Network, count: int) -> Figures:
    """So many texts cut and looked up, against the forward pass of one fresh `nn.LSTM` over them all."""
    tokenizer = network.tokenizer
    assert tokenizer is not None
    assert network.embedding is not None
    random = np.random.default_rng(0)
    rounds = [example_texts(tokenizer, count, random) for _ in range(ROUNDS + 1)]  # one to warm up
    ids = np.stack([tokenizer.encode(text).ids for text in rounds[0]], axis=1)
    inputs = torch.from_numpy(network.embedding[ids])
    torch.manual_seed(0)
    lstm = nn.LSTM(inputs.shape[2], UNITS)

    opened = later = just_opened(tokenizer)

    def open_another() -> None:
        nonlocal opened
        opened = just_opened(tokenizer)

    def forward() -> None:
        with torch.no_grad():
            lstm(inputs)

    texts, same_texts = iter(rounds), iter(rounds)
    with one_thread():
        _, first_s, later_s, lstm_s = in_turns(
            open_another,
            lambda: read(opened, next(texts)),
            lambda: read(later, next(same_texts)),
            forward,
            rounds=ROUNDS,
            clock=process_time,
        )
    return {
        "first_ms": 1000 * first_s,
        "later_ms": 1000 * later_s,
        "lstm_ms": 1000 * lstm_s,
        "tokens": ids.shape[0],
        "ratio_to_batched_nn_lstm": first_s / lstm_s,
        "ratio_later": later_s / lstm_s,
    }


def just_opened(tokenizer: Tokenizer) -> Tokenizer:
    """Another one whose tables are made, but which has not read anything."""
    fresh = Tokenizer(tokenizer.kind, tokenizer.vocabulary)
    fresh.encode("\ufffd")
    return fresh


def read(tokenizer: Tokenizer, texts: list[str]) -> None:
    """Text by text, as the program does."""
    for text in texts:
        tokenizer.encode(text)


def example_texts(tokenizer: Tokenizer, count: int, random: np.random.Generator) -> list[str]:
    """Makes texts of as many tokens each, so that no network computes on padding.

    A vocabulary is in the order of how common its words are; the chance of each is one over its rank (Zipf).
    """
    known = [entry for entry in tokenizer.vocabulary if entry.replace("'", "").isalpha()]
    if tokenizer.kind == "words":
        unknown = [one + other for one, other in pairwise(known)]
    else:
        unknown = sorted({chr(code) for code in range(0x4E00, 0x9FA6)} - set(known))
    chances = 1 / np.arange(1, len(known) + 1)
    chances *= (1 - UNKNOWN) / chances.sum()
    chances = np.append(chances, np.full(len(unknown), UNKNOWN / len(unknown)))
    drawn = random.choice([*known, *unknown], (count, WORDS), p=chances)
    return [_sentence(words, tokenizer.kind, random) for words in drawn.tolist()]


def _sentence(words: list[str], kind: Kind, random: np.random.Generator) -> str:
    """These words with two commas, an end, and capitals where there are any."""
    comma, ends, between = (",", ".!?", " ") if kind == "words" else ("，", "。！？", "")
    chance = random.random(WORDS)
    for at, word in enumerate(words):
        if chance[at] < IN_CAPITALS:
            words[at] = word.upper()
        elif at == 0 or chance[at] < IN_CAPITALS + CAPITALIZED:
            words[at] = word.capitalize()
    for at in random.choice(WORDS - 1, COMMAS, replace=False):
        words[at] += comma
    return between.join(words) + ends[random.integers(len(ends))]


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
