"""What the tokenizer is timed on: new sentences each time, in a fresh memory and in one that lasts."""

from collections.abc import Callable
from time import process_time

import numpy as np
import pytest

from engine.bench import tokenizer as bench
from engine.data.tokenizer import Tokenizer
from engine.models.library import open_model


@pytest.mark.parametrize("model", bench.MODELS)
def test_texts_are_sentences_of_as_many_tokens_and_never_the_same(model: str) -> None:
    tokenizer = open_model(model).tokenizer
    assert tokenizer is not None
    random = np.random.default_rng(0)
    texts = [bench.example_texts(tokenizer, 100, random) for _ in range(2)]
    assert texts[0] == bench.example_texts(tokenizer, 100, np.random.default_rng(0))
    assert len({*texts[0], *texts[1]}) == 200
    encoded = [tokenizer.encode(text) for text in (*texts[0], *texts[1])]
    assert {len(each.tokens) for each in encoded} == {bench.WORDS + bench.COMMAS + 1}
    assert np.mean([each.known for each in encoded]) == pytest.approx(0.95, abs=0.02)
    tokens = [token for each in encoded for token in each.tokens]
    assert len({*tokens}) > len(tokens) / 8, "words recur, but not these alone"
    if tokenizer.kind == "words":
        assert all(text[0].isupper() for text in texts[0])
        assert np.mean([token[0].isupper() for token in tokens]) == pytest.approx(0.09, abs=0.02)


def test_each_round_reads_new_texts_once_afresh_and_once_by_the_one_that_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[Tokenizer, list[str]]] = []

    def in_turns(*contestants: Callable[[], object], rounds: int, clock: object) -> tuple[float, ...]:
        assert clock is process_time
        for run in contestants * (rounds + 1):
            run()
        return 9.0, 0.03, 0.02, 0.01

    monkeypatch.setattr(bench, "in_turns", in_turns)
    monkeypatch.setattr(bench, "read", lambda tokenizer, texts: seen.append((tokenizer, texts)))
    figures = bench.time_texts(open_model(bench.MODELS[0]), 3)
    assert (figures["ratio_to_batched_nn_lstm"], figures["ratio_later"]) == pytest.approx((3, 2))
    afresh, later = seen[::2], seen[1::2]
    assert [texts for _, texts in afresh] == [texts for _, texts in later]
    assert len({text for _, texts in afresh for text in texts}) == 3 * (bench.ROUNDS + 1)
    assert len({id(tokenizer) for tokenizer, _ in afresh}) == bench.ROUNDS + 1
    assert len({id(tokenizer) for tokenizer, _ in later}) == 1


def test_words_are_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "TEXTS", 5)
    monkeypatch.setattr(bench, "ROUNDS", 1)
    figures = bench.measure()
    assert list(figures) == ["ratio_to_batched_nn_lstm", "words", "characters"]
    words = figures["words"]
    assert isinstance(words, dict)
    assert figures["ratio_to_batched_nn_lstm"] == words["ratio_to_batched_nn_lstm"] > 0
    assert words["tokens"] == 33
