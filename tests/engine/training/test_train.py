"""One seed gives one network, the test part stays unseen, and what is written is what was trained."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.analysis.retention import retention
from engine.analysis.state_sizes import state_sizes
from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.forward.simulate import simulate
from engine.messages import EngineError, say
from engine.models.library import open_model
from engine.models.network import ModelCard
from engine.progress import Cancelled, Job
from engine.training.exams import Exams, examine
from engine.training.learner import KnownWords, Learner
from engine.training.tasks.batches import Encoder
from engine.training.tasks.corpus import Sentence, split_by_review
from engine.training.tasks.memory_en import surround
from engine.training.tasks.packages import VADER
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.task import Passage, Task, Words
from engine.training.train import train

RECIPE = Recipe(
    hidden=8,
    embedding=4,
    epochs=10,
    batch=8,
    dropout=0.1,
    readout_dropout=0.1,
    average=0.9,
    min_count=1,
    learning_rate=dict.fromkeys(CELLS, 2e-2),
)


def _sentences(number: int = 240, wrong: float = 0.0) -> tuple[Sentence, ...]:
    """Sentences with "good" or "bad" somewhere in them, each from a review of its own.

    Args:
        number: How many.
        wrong: The share of them that say the opposite of what is meant.
    """
    random = np.random.default_rng(5)
    made = []
    for index in range(number):
        words = [f"w{word}" for word in random.integers(0, 6, size=random.integers(2, 7))]
        pleased = bool(random.random() < 0.5)
        words.insert(int(random.integers(len(words))), "good" if pleased else "bad")
        pleased ^= bool(wrong and random.random() < wrong)
        made.append(Sentence(" ".join(words), 3.0 if pleased else -3.0, f"review {index}"))
    return tuple(made)


SENTENCES = _sentences()
TASK = Task("tiny-en", "en", "words", (VADER,), lambda: SENTENCES, RECIPE)


def _train(
    path: Path, task: Task = TASK, cell: str = "gru", seeds: tuple[int, ...] = (0,), job: Job = Job()
) -> ModelCard:
    return train(task, cell, seeds, path / "model.safetensors", job)


def _weights(path: Path) -> str:
    return open_model(path / "model.safetensors").weights_sha256


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder with a trained network for each cell."""
    folders = {cell: tmp_path_factory.mktemp(cell) for cell in CELLS}
    for cell, folder in folders.items():
        _train(folder, cell=cell)
    return folders


@pytest.mark.parametrize("cell", CELLS)
def test_it_learns(cell: str, trained: dict[str, Path]) -> None:
    card = open_model(trained[cell] / "model.safetensors").card
    assert card.accuracy is not None
    assert card.accuracy > 0.9


def test_the_same_seed_gives_the_same_weights(trained: dict[str, Path], tmp_path: Path) -> None:
    torch.manual_seed(77)  # what was drawn before makes no difference
    _train(tmp_path)
    assert _weights(tmp_path) == _weights(trained["gru"])
    _train(tmp_path, seeds=(1,))
    assert _weights(tmp_path) != _weights(trained["gru"])


HARD = replace(TASK, read=lambda: _sentences(wrong=0.3), recipe=replace(RECIPE, epochs=4))
"""Learned well by no seed, so that the seeds differ."""


def test_of_several_seeds_the_best_on_the_validation_part_is_kept_as_if_it_had_been_alone(
    tmp_path: Path,
) -> None:
    seeds = (1, 0, 2)
    card = _train(tmp_path, HARD, seeds=seeds)
    together, alone = _weights(tmp_path), {}
    for seed in seeds:
        alone[seed] = _train(tmp_path, HARD, seeds=(seed,))
        assert (_weights(tmp_path) == together) == (seed == card.seed), "each seed gives its own weights"
    assert card.by_seed == {seed: alone[seed].by_seed[seed] for seed in seeds}
    scores = {seed: tried.validation for seed, tried in card.by_seed.items()}
    assert card.seed == max(seeds, key=scores.__getitem__) != seeds[0]
    assert card == replace(alone[card.seed], by_seed=card.by_seed)
    assert card.accuracy == card.by_seed[card.seed].test[0]


def test_what_is_said_of_a_seed_is_measured_on_what_it_gave(tmp_path: Path) -> None:
    def shifted(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
        return tuple(Passage(s.text, s.rating, after=("w1 w2 w3",), tokens_after=2) for s in sentences)

    task = replace(HARD, exams={0: TASK.exams[0], 2: shifted})
    card = _train(tmp_path, task)
    network, split = open_model(tmp_path / "model.safetensors"), split_by_review(HARD.read())

    def right(sentences: tuple[Sentence, ...], after: str) -> float:
        logits = [simulate(network, text=s.text + after)["output"][-1, 0] for s in sentences]
        return float(np.mean([(logit > 0) == s.positive for logit, s in zip(logits, sentences, strict=True)]))

    tried = card.by_seed[0]
    assert (
        tried.test == card.accuracy_by_distance == {0: right(split.test, ""), 2: right(split.test, " w1 w2")}
    )
    assert tried.validation == (right(split.validation, "") + right(split.validation, " w1 w2")) / 2


def test_of_seeds_that_are_equally_good_the_first_is_kept_whatever_the_test_part_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = iter([0.75, 0.75, 0.1, 0.75, 0.75, 0.9, 0.75, 0.75, 0.5])  # one epoch, validation, test; by seed
    monkeypatch.setattr("engine.training.train.examine", lambda learner, papers: {0: next(judged)})
    card = _train(tmp_path, replace(TASK, recipe=replace(RECIPE, epochs=1)), seeds=(5, 3, 4))
    assert (card.seed, card.accuracy) == (5, 0.1)
    assert [tried.test[0] for tried in card.by_seed.values()] == [0.1, 0.9, 0.5]


def test_torch_is_left_as_it_was(tmp_path: Path) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    with pytest.raises(Cancelled):
        _train(tmp_path, job=Job(cancelled=lambda: True))
    assert torch.equal(torch.rand(1), expected)
    assert torch.get_num_threads() == 2
    torch.set_num_threads(threads)


def test_the_epoch_that_is_kept_is_the_best_on_the_validation_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = [0.5, 0.8, 0.6, 0.7, 0.9, 0.9, 0.4, 0.8, 0.7, 0.6]
    embeddings: list[torch.Tensor] = []

    def judge(learner: Learner, papers: Exams) -> dict[int, float]:
        """Gives scripted scores, so that the best epoch is not the last."""
        embeddings.append(learner.embedding.weight.detach().clone())
        return {0: scores[len(embeddings) - 1]}

    monkeypatch.setattr("engine.training.train.examine", judge)
    _train(tmp_path, replace(TASK, recipe=replace(RECIPE, patience=3)))
    kept = torch.from_numpy(np.array(open_model(tmp_path / "model.safetensors").embedding))
    best = scores.index(max(scores))
    same = [torch.equal(kept, embedding.half().float()) for embedding in embeddings]
    # The last two calls are what the card says, of what was kept.
    assert same == [epoch == best for epoch in range(best + 1 + 3)] + [True, True]


def test_what_is_kept_is_the_running_average(tmp_path: Path) -> None:
    _train(tmp_path, replace(TASK, recipe=replace(RECIPE, average=1.0)))  # an average that never moves
    kept = open_model(tmp_path / "model.safetensors").tensors()
    torch.manual_seed(0)
    start = Learner("gru", len(kept["embedding.weight"]), RECIPE).state_dict()
    start["embedding.weight"] = start["embedding.weight"].half().float()
    assert all(np.array_equal(kept[name], weight.numpy()) for name, weight in start.items())


def test_the_test_part_changes_nothing_but_the_figure(trained: dict[str, Path], tmp_path: Path) -> None:
    unseen = set(split_by_review(SENTENCES).test)
    turned = tuple(replace(s, rating=-s.rating) if s in unseen else s for s in SENTENCES)
    card = _train(tmp_path, replace(TASK, read=lambda: turned))
    original = open_model(trained["gru"] / "model.safetensors").card
    assert _weights(tmp_path) == _weights(trained["gru"])
    assert original.accuracy is not None
    assert card.accuracy == pytest.approx(1 - original.accuracy)

    others = tuple(replace(s, text="never seen") if s in unseen else s for s in SENTENCES)
    _train(tmp_path, replace(TASK, read=lambda: others))
    assert _weights(tmp_path) == _weights(trained["gru"])
    assert "never" not in open_model(tmp_path / "model.safetensors").tokenizer.vocabulary  # type: ignore[union-attr]


@pytest.mark.parametrize("cell", CELLS)
def test_the_file_answers_as_often_right_as_its_header_says(cell: str, trained: dict[str, Path]) -> None:
    network = open_model(trained[cell] / "model.safetensors")
    test = split_by_review(SENTENCES).test
    logits = [float(simulate(network, text=sentence.text)["output"][-1, 0]) for sentence in test]
    right = [(logit > 0) == sentence.positive for logit, sentence in zip(logits, test, strict=True)]
    assert np.mean(right) == network.card.accuracy


def test_the_header_tells_everything(trained: dict[str, Path]) -> None:
    network = open_model(trained["lstm"] / "model.safetensors")
    card = network.card
    assert (card.name, card.cell, card.task, card.language) == ("tiny-en-lstm", "lstm", "tiny-en", "en")
    assert (card.tokenizer, card.seed, card.trained) == ("words", 0, True)
    assert [(source.package, source.sha256) for source in card.data] == [(VADER.name, VADER.sha256)]
    assert card.split == {"train": 192, "validation": 24, "test": 24}
    assert card.recipe["gate_start"]["lstm"] == {"f": 4.0, "i": -1.0}
    assert card.sizes["hidden"] == 8
    assert card.date
    assert set(card.versions) == {"python", "torch", "numpy"}
    assert network.tokenizer is not None
    assert network.tokenizer.encode("good bad").known.all()
    assert set(network.tensors()) == {
        "embedding.weight", "rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0",
        "readout.weight", "readout.bias",
    }  # fmt: skip


def test_the_header_tells_what_is_remembered_of_the_test_texts(
    trained: dict[str, Path], tmp_path: Path
) -> None:
    assert open_model(trained["rnn"] / "model.safetensors").card.remembers is None, "an RNN has no ledger"
    of = tuple(replace(s, text=f"{s.text} of of") for s in SENTENCES)  # the texts need a function word
    card = _train(tmp_path, replace(TASK, read=lambda: of))
    network = open_model(tmp_path / "model.safetensors")
    traces = [simulate(network, text=s.text, device="cpu") for s in split_by_review(of).test]
    assert card.remembers is not None
    assert network.card.remembers == card.remembers == retention(network, traces)


@pytest.mark.parametrize("cell", CELLS)
def test_the_header_tells_how_large_the_states_get_on_the_test_texts(
    cell: str, trained: dict[str, Path]
) -> None:
    network = open_model(trained[cell] / "model.safetensors")
    traces = [simulate(network, text=s.text, device="cpu") for s in split_by_review(SENTENCES).test]
    assert network.card.state_sizes == state_sizes(traces)
    assert set(network.card.state_sizes) == {f"{state}_l0" for state in CELLS[cell].states}


def test_the_embedding_is_rounded_to_float16_which_moves_no_logit_by_a_thousandth(
    trained: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounded = open_model(trained["gru"] / "model.safetensors")
    monkeypatch.setattr("engine.training.train._round_table", lambda learner: None)
    _train(tmp_path)
    exact = open_model(tmp_path / "model.safetensors")
    assert exact.embedding is not None
    assert rounded.embedding is not None
    assert rounded.embedding.dtype == np.float32
    assert np.array_equal(rounded.embedding, exact.embedding.astype(np.float16))
    assert not np.array_equal(rounded.embedding, exact.embedding)
    for name, tensor in exact.tensors().items():
        assert name == "embedding.weight" or np.array_equal(tensor, rounded.tensors()[name]), name
    texts = [sentence.text for sentence in SENTENCES]
    logits = [[simulate(network, text=text)["output"] for text in texts] for network in (rounded, exact)]
    assert 0 < max(np.abs(first - second).max() for first, second in zip(*logits, strict=True)) < 1e-3


def _features(vocabulary: Sequence[str]) -> np.ndarray:
    """The word "fine" stands where "good" does, "awful" where "bad" does; nothing is known of the rest."""
    known = {"good": [1.0, 0.0], "fine": [1.0, 0.1], "bad": [-1.0, 0.0], "awful": [-1.0, 0.1]}
    return np.array([known.get(word, [0.0, 0.0]) for word in vocabulary], dtype=np.float32)


KNOWING = replace(TASK, words=Words(lambda: ("fine", "good", "awful"), _features))


def test_what_is_known_of_words_reaches_words_that_no_text_holds(tmp_path: Path) -> None:
    _train(tmp_path, KNOWING)
    network = open_model(tmp_path / "model.safetensors")
    assert network.tokenizer is not None
    assert network.tokenizer.vocabulary[-2:] == ("fine", "awful"), "behind those of the texts"
    assert network.tokenizer.vocabulary.count("good") == 1
    pleased, displeased = (
        float(simulate(network, text=f"w1 {word} w2")["output"][-1, 0]) for word in ("fine", "awful")
    )
    assert pleased > 0 > displeased


def test_an_embedding_of_known_words_is_its_map_and_its_corrections() -> None:
    torch.manual_seed(0)
    words = ("<unk>", "good", "bad", "w1")
    learner = Learner("gru", len(words), replace(RECIPE, word_dropout=0.5), _features(words))
    embedding = learner.embedding
    assert isinstance(embedding, KnownWords)
    embedding.correction.data.normal_()
    ids = torch.tensor([[1, 2], [3, 0]]).repeat(200, 1)
    features = torch.from_numpy(_features(words))
    mapped, whole = features @ embedding.map.weight.T, embedding.weight
    assert torch.allclose(whole, mapped + embedding.correction)
    learner.eval()
    assert torch.equal(embedding(ids), whole[ids])
    learner.train()
    rows = embedding(ids)
    bare = (rows == mapped[ids]).all(dim=-1)
    assert torch.equal(rows[~bare], (mapped[ids] + embedding.correction[ids])[~bare])
    assert 0.4 < bare.float().mean() < 0.6
    cost = RECIPE.correction_cost * float(embedding.correction.detach().square().sum()) / 4
    assert float(learner.cost(ids).detach()) == pytest.approx(cost, rel=1e-5)
    assert float(Learner("gru", 4, RECIPE).cost(ids)) == 0.0


def test_further_texts_are_learned_from_and_never_measured_on(tmp_path: Path) -> None:
    further = tuple(Sentence(f"lovely w{n}", 3.0, f"tweet {n}") for n in range(30)) * 2
    heard: list[int] = []

    def compose(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
        heard.append(sum(s in further for s in sentences))
        return TASK.compose(sentences, random)

    card = _train(tmp_path, replace(TASK, further=lambda split: further, compose=compose))
    assert card.split == {"train": 192, "validation": 24, "test": 24, "further": 60}
    assert set(heard) == {60}
    tokenizer = open_model(tmp_path / "model.safetensors").tokenizer
    assert tokenizer is not None
    assert tokenizer.encode("lovely").known.all()


def test_a_memory_task_is_measured_at_every_distance(tmp_path: Path) -> None:
    def shifted(sentences: tuple[Sentence, ...], random: np.random.Generator) -> tuple[Passage, ...]:
        return tuple(Passage(s.text, s.rating, after=("w1 w2 w3",), tokens_after=2) for s in sentences)

    task = replace(TASK, exams={0: TASK.exams[0], 2: shifted})
    card = _train(tmp_path, task)
    assert set(card.accuracy_by_distance) == {0, 2}
    assert card.accuracy == card.accuracy_by_distance[0]


def test_memory_passages_can_be_learned_from(tmp_path: Path) -> None:
    neutral = tuple(Sentence(f"w{n} w1 box", 0.1, f"neutral {n}") for n in range(60))
    task = replace(TASK, read=lambda: SENTENCES + neutral, compose=surround)
    assert (_train(tmp_path, task).accuracy or 0) > 0.75


@pytest.mark.parametrize(
    ("cell", "gate", "open_share"), [("lstm", "f", 0.982), ("lstm", "i", 0.269), ("gru", "z", 0.953)]
)
def test_gates_start_where_the_recipe_says(cell: str, gate: str, open_share: float) -> None:
    torch.manual_seed(0)
    weights = dict(Learner(cell, 5, RECIPE).rnn.named_parameters())
    at_rest = torch.sigmoid(weights["bias_ih_l0"] + weights["bias_hh_l0"])  # x = h = 0
    pieces = dict(zip(CELLS[cell].gates, at_rest.chunk(CELLS[cell].pieces), strict=True))
    assert pieces[gate].tolist() == pytest.approx([open_share] * 8, abs=1e-3)
    assert RECIPE.gate_start is not None
    others = [piece for name, piece in pieces.items() if name not in RECIPE.gate_start[cell]]
    assert all((piece == 0.5).all() for piece in others)


@pytest.mark.parametrize("cell", CELLS)
def test_without_a_gate_start_all_is_where_pytorch_starts_it(cell: str) -> None:
    torch.manual_seed(0)
    plain = dict(Learner(cell, 5, replace(RECIPE, gate_start=None)).named_parameters())
    torch.manual_seed(0)
    ours = dict(Learner(cell, 5, RECIPE).named_parameters())
    for name, weight in plain.items():
        if "bias" not in name or name.startswith("readout"):
            assert torch.equal(weight, ours[name]), f"{name} starts elsewhere"
        else:
            assert 0.5 / np.sqrt(8) < weight.abs().max() <= 1 / np.sqrt(8)
            assert not torch.equal(weight, ours[name])


def test_examining_reads_over_no_padding() -> None:
    torch.manual_seed(0)
    learner = Learner("gru", 9, RECIPE)
    learner.embedding.weight.data[0] = 50.0  # a padding token that would be seen if it were read
    encoder = Encoder(Tokenizer.build([s.text for s in SENTENCES], "words"))
    passages = encoder.encode(Passage(s.text, s.rating) for s in SENTENCES[:60])
    together = examine(learner, {0: passages})[0]
    one_by_one = [examine(learner, {0: [passage]})[0] for passage in passages]
    assert together == pytest.approx(float(np.mean(one_by_one)))
    assert 0 < together < 1, "a learner that always gives the same answer could not tell"


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    asked = iter([False] * 30)
    with pytest.raises(Cancelled):
        _train(tmp_path, job=Job(cancelled=lambda: next(asked, True)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seeds", [(0,), (0, 1, 2)])
def test_progress_rises_once_to_the_end_and_can_be_said(seeds: tuple[int, ...], tmp_path: Path) -> None:
    heard: list[tuple[float, str]] = []

    def listen(fraction: float, key: str, **fields: object) -> None:
        heard.append((fraction, say(key, **fields)))

    train(TASK, "rnn", seeds, tmp_path / "model.safetensors", Job(listen))
    fractions = [fraction for fraction, _ in heard]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)
    assert "tiny-en" in heard[0][1]
    card = open_model(tmp_path / "model.safetensors").card
    for index, (seed, tried) in enumerate(card.by_seed.items()):
        figures = f"{tried.validation:.3f} right on the validation part, {tried.test[0]:.3f} on the test part"
        assert (pytest.approx((index + 1) / len(seeds)), f"Seed {seed}: {figures}") in heard


@pytest.mark.parametrize(
    ("cell", "seeds", "file", "key"),
    [
        ("tsetlin", (0,), "model.safetensors", "unknown_cell"),
        ("gru", (0, -1), "model.safetensors", "bad_seed"),
        ("gru", (0, 1, 0), "model.safetensors", "bad_seeds"),
        ("gru", (), "model.safetensors", "bad_seeds"),
        ("gru", (0,), "model.pt", "unknown_ending"),
        ("gru", (0,), "nowhere/model.safetensors", "folder_missing"),
    ],
)
def test_refused_before_anything_is_read(
    cell: str, seeds: tuple[int, ...], file: str, key: str, tmp_path: Path
) -> None:
    def read() -> tuple[Sentence, ...]:
        raise AssertionError("the texts were read first")

    with pytest.raises(EngineError) as refusal:
        train(replace(TASK, read=read), cell, seeds, tmp_path / file)
    assert refusal.value.key == key
