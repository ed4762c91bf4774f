"""Trains a network on a task, measures it on texts it has not seen, and writes it to a file.

Everything random comes from the seed, and torch computes on one thread meanwhile: with more, sums are taken
in another order and the same seed gives other weights on another machine.
"""

import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from math import cos, pi
from pathlib import Path

import numpy as np
import torch
from torch import nn

from engine.analysis.retention import retention
from engine.analysis.state_sizes import state_sizes
from engine.cell import LayerParameters
from engine.cells import CELLS
from engine.data.tokenizer import Tokenizer
from engine.files.outputs import OUTPUTS
from engine.files.whole_file import check_output
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.formats import safetensors_file
from engine.models.network import DataSource, ModelCard, Network, SeedAccuracy
from engine.models.random_start import check_seed
from engine.progress import Cancelled, Job
from engine.record.trace import Trace
from engine.training.exams import EXAM_SEED, examine, exams
from engine.training.learner import Learner
from engine.training.tasks.batches import Batch, Encoder, batches
from engine.training.tasks.corpus import Sentence, Split
from engine.training.tasks.recipe import Recipe
from engine.training.tasks.task import Task

VERSIONS = {
    "python": platform.python_version(),
    "torch": str(torch.__version__),  # a class of torch's own, which must not get into a record
    "numpy": np.__version__,
}


def train(task: Task, cell: str, seeds: Sequence[int], out_path: Path, job: Job = Job()) -> ModelCard:
    """Trains one network from each seed and writes the best.

    The validation part chooses, the epoch that is kept of each and the seed: the highest mean over the task's
    distances, of equals the first. The test part is read after each training, and chooses nothing.

    Args:
        task: What to learn.
        cell: `rnn`, `lstm` or `gru`.
        seeds: One or more, each once. The same seed gives the same weights, whatever the others are.
        out_path: The `.safetensors` file to write.
        job: Says after every epoch how far it is; ends it before any step when nobody waits any more.

    Raises:
        EngineError: The cell is unknown, a seed is none or given twice, the texts cannot be had, or the file
            cannot be written.
        Cancelled: Nobody waits for it any more; no file is written.
    """
    _check(cell, seeds, out_path)
    job.doing("reading_texts", task=task.name).reached(0.0)
    split = task.parts()
    tokenizer = vocabulary_of(task, split)
    encoder = Encoder(tokenizer)
    validation, test = exams(task, split.validation, encoder), exams(task, split.test, encoder)
    learners, by_seed = {}, {}
    for index, seed in enumerate(seeds):
        part = job.part(index, len(seeds))
        with _reproducible(seed):
            learner = _fit(_Course(task, cell, seed, split, encoder, part), tokenizer)
            learner.make_one_table()
            _round_table(learner)
            found = SeedAccuracy(_mean(examine(learner, validation)), examine(learner, test))
        learners[seed], by_seed[seed] = learner, found
        figures = {"validation": f"{found.validation:.3f}", "test": f"{found.test[0]:.3f}"}
        part.doing("trained_seed", seed=seed, **figures).reached(1.0)
    kept = max(by_seed, key=lambda seed: by_seed[seed].validation)  # of equals the first
    network = _network(learners[kept], _card(task, cell, kept, split, by_seed), tokenizer)
    network = measured(network, task, split.test)
    safetensors_file.write_network(network, out_path)
    return network.card


def vocabulary_of(task: Task, split: Split) -> Tokenizer:
    """The words of the training part, the most frequent first, and behind them those known beforehand."""
    texts = (sentence.text for sentence in split.learned)
    learned = Tokenizer.build(texts, task.kind, task.recipe.min_count, task.recipe.vocabulary)
    known = () if task.words is None else task.words.known()
    return Tokenizer(task.kind, tuple(dict.fromkeys((*learned.vocabulary, *known))))


def measured(network: Network, task: Task, sentences: tuple[Sentence, ...]) -> Network:
    """The network with a card that says what it remembers of these texts and how large its states get.

    Args:
        network: It stays as it is, but for its card.
        task: What it was trained for.
        sentences: Those that its accuracy is measured on: the test part.
    """
    traces = traces_of(network, task, sentences)
    card = replace(network.card, remembers=retention(network, traces), state_sizes=state_sizes(traces))
    return replace(network, card=card)


def traces_of(network: Network, task: Task, sentences: tuple[Sentence, ...]) -> list[Trace]:
    """What a network computes on these texts, those of the exam with nothing after the opinion."""
    passages = task.exams[0](sentences, np.random.default_rng(EXAM_SEED))
    return [simulate(network, text=passage.opinion, device="cpu") for passage in passages]


def _mean(accuracy: dict[int, float]) -> float:
    """Over all distances: what validation chooses by."""
    return float(np.mean(list(accuracy.values())))


@dataclass(frozen=True)
class _Course:
    """Everything that one training needs to know."""

    task: Task
    cell: str
    seed: int
    split: Split
    encoder: Encoder
    job: Job


def _fit(course: _Course, tokenizer: Tokenizer) -> Learner:
    """Trains until validation gets no better, and gives the running average of the weights at its best."""
    recipe = course.task.recipe
    random = np.random.default_rng(course.seed)
    words = course.task.words
    features = None if words is None else words.features(tokenizer.vocabulary)
    learner = Learner(course.cell, len(tokenizer.vocabulary), recipe, features)
    averaged = deepcopy(learner)
    optimiser = torch.optim.Adam(learner.parameters(), fused=True)
    papers = exams(course.task, course.split.validation, course.encoder)
    best, best_score, best_epoch = averaged, -1.0, 0
    for epoch in range(recipe.epochs):
        for group in optimiser.param_groups:
            group["lr"] = recipe.learning_rate[course.cell] * (0.55 + 0.45 * cos(pi * epoch / recipe.epochs))
        learner.train()
        passages = course.encoder.encode(course.task.compose(course.split.learned, random), recipe.longest)
        for batch in batches(passages, recipe.batch, random):
            if course.job.cancelled:
                raise Cancelled
            _step(learner, batch, optimiser, recipe)
            _follow(averaged, learner, recipe.average)
        score = _mean(examine(averaged, papers))
        if score > best_score:
            best, best_score, best_epoch = deepcopy(averaged), score, epoch
        trained = course.job.doing("trained_epoch", epoch=epoch + 1, accuracy=f"{score:.3f}")
        trained.reached((epoch + 1) / recipe.epochs)
        if epoch - best_epoch >= recipe.patience:
            break
    return best


def _step(learner: Learner, batch: Batch, optimiser: torch.optim.Optimizer, recipe: Recipe) -> None:
    """Learns from one batch."""
    hidden = torch.rand(batch.ids.shape) < recipe.token_dropout
    logits = batch.judgements(learner(batch.ids.masked_fill(hidden, 0)))
    # Not 0 or 1 but σ(rating): a mild opinion shall not be learned as if it were a strong one.
    loss = nn.functional.binary_cross_entropy_with_logits(logits, batch.ratings.sigmoid())
    loss = loss + learner.cost(batch.ids)
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(learner.parameters(), recipe.longest_gradient)
    optimiser.step()


@torch.no_grad()
def _follow(averaged: Learner, learner: Learner, average: float) -> None:
    """Moves the running average of the weights a little towards the weights of this step.

    Source:
        Polyak & Juditsky 1992, "Acceleration of stochastic approximation by averaging".
    """
    for slow, fast in zip(averaged.parameters(), learner.parameters(), strict=True):
        slow.lerp_(fast, 1 - average)


@torch.no_grad()
def _round_table(learner: Learner) -> None:
    """Rounds the embedding, by far the largest part of a file, to float16: it is written in half the room."""
    table = learner.embedding.weight
    table.copy_(table.half())


@contextmanager
def _reproducible(seed: int) -> Iterator[None]:
    """Makes torch's random numbers and sums depend on the seed alone, and puts both back afterwards."""
    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


def _check(cell: str, seeds: Sequence[int], out_path: Path) -> None:
    """Refuses before minutes are spent what would be refused afterwards."""
    if cell not in CELLS:
        raise EngineError("unknown_cell", cell=cell, known=", ".join(CELLS))
    for seed in seeds:
        check_seed(seed)
    if not seeds or len(set(seeds)) < len(seeds):
        raise EngineError("bad_seeds", seeds=list(seeds))
    check_output(out_path, OUTPUTS["train"])


def _card(task: Task, cell: str, kept: int, split: Split, by_seed: dict[int, SeedAccuracy]) -> ModelCard:
    """Writes down what was trained, on what, how, and how well it does."""
    accuracy = by_seed[kept].test
    return ModelCard(
        name=f"{task.name}-{cell}",
        cell=cell,
        task=task.name,
        language=task.language,
        tokenizer=task.kind,
        seed=kept,
        data=tuple(DataSource(p.name, p.version, p.sha256, p.licence) for p in task.packages),
        split={part: len(sentences) for part, sentences in vars(split).items() if sentences},
        accuracy=accuracy[0],
        accuracy_by_distance=accuracy if len(accuracy) > 1 else {},
        by_seed=by_seed,
        recipe=asdict(task.recipe),
        date=datetime.now(UTC).date().isoformat(),
        versions=VERSIONS,
    )


def _network(learner: Learner, card: ModelCard, tokenizer: Tokenizer) -> Network:
    """Takes the weights out of torch."""
    weights = {name: value.detach().numpy().copy() for name, value in learner.state_dict().items()}
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    layer = LayerParameters(*(weights[f"rnn.{name}_l0"] for name in names))
    return Network(
        card,
        tokenizer,
        weights["embedding.weight"],
        (layer,),
        weights["readout.weight"],
        weights["readout.bias"],
    )
