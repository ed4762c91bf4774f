"""What is measured again gets onto the cards of finished files, and nothing else about them changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.analysis.retention import retention
from engine.analysis.state_sizes import state_sizes
from engine.forward.simulate import simulate
from engine.models.formats.safetensors_file import write_network
from engine.models.library import open_model
from engine.models.network import Retention
from engine.shipping import record_measures
from engine.training.tasks.corpus import Sentence, split_by_review
from engine.training.tasks.packages import VADER
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.task import Task
from tests.support.networks import random_network

SENTENCES = tuple(Sentence(f"amazing box of breakfast number {n}", 2.0, f"review {n}") for n in range(40))
TASK = Task("tiny-en", "en", "words", (VADER,), lambda: SENTENCES, Recipe())


def test_the_cards_are_written_again_and_the_weights_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_measures, "TASKS", {"tiny-en": TASK})
    before = {}
    for cell, remembers in (("gru", Retention(9.0, 0.9)), ("rnn", None)):
        made = random_network(cell, reads_text=True)
        card = replace(
            made.card,
            name=f"tiny-en-{cell}",
            task="tiny-en",
            language="en",
            remembers=remembers,
            accuracy=0.5,
        )
        write_network(replace(made, card=card), tmp_path / f"tiny-en-{cell}.safetensors")
        before[cell] = open_model(tmp_path / f"tiny-en-{cell}.safetensors")
    record_measures.record(tmp_path)
    after = {cell: open_model(tmp_path / f"tiny-en-{cell}.safetensors") for cell in before}
    test = split_by_review(SENTENCES).test
    for cell, network in after.items():
        traces = [simulate(before[cell], text=s.text, device="cpu") for s in test]
        found = retention(before[cell], traces)
        assert (found is None) == (cell == "rnn")
        sizes = state_sizes(traces)
        assert set(sizes) == {"h_l0"}
        assert network.card == replace(before[cell].card, remembers=found, state_sizes=sizes)
        assert network.weights_sha256 == before[cell].weights_sha256
