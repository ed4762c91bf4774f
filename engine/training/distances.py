"""Whether a network still knows an opinion so many neutral tokens later: the exams of `memory-*`, sat again.

Every network can sit them that reads English by words or Chinese by characters and gives one logit. One of
another task of the language is asked for opinions of *its own* test part: tasks split their reviews
differently, and nothing is to be asked that it has learned from.
"""

from contextlib import nullcontext
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from engine.backends.device import exact_arithmetic, one_thread
from engine.backends.torch_namespace import TorchNamespace
from engine.forward.fast_path import UNITS_FOR_ONE_THREAD, FastLayer
from engine.forward.simulate import simulate
from engine.messages import EngineError
from engine.models.network import Network
from engine.progress import Cancelled, Job
from engine.record.distances import Distances
from engine.record.hold import held_values
from engine.shapes import Float, Int
from engine.training.exams import exam, examine
from engine.training.tasks.batches import Encoder
from engine.training.tasks.corpus import Sentence, split_by_review
from engine.training.tasks.memory_en import MEMORY_EN
from engine.training.tasks.memory_zh import MEMORY_ZH
from engine.training.tasks.reviews_en import OPINION_FROM
from engine.training.tasks.table import TASKS
from engine.training.tasks.task import Task

MEMORY_TASKS = {task.language: task for task in (MEMORY_EN, MEMORY_ZH)}


def accuracy_by_distance(
    network: Network,
    device: str = "auto",
    job: Job = Job(),
) -> Distances:
    """Measures how often a network is right with 0, 10, 20, 40 and 80 neutral tokens after the opinion.

    Args:
        network: Who is asked.
        device: `auto`, `cpu`, `cuda`, `cuda:1`, `mps`.
        job: Says how far it is; ends it when nobody waits any more.

    Raises:
        EngineError: The network cannot read the texts, or they cannot be had; or something is held at some
            words alone, which are those of one text.
        Cancelled: Nobody waits for it any more.
    """
    memory = _exams_for(network)
    if any(hold.first or hold.end is not None for hold in network.holds):
        raise EngineError("holds_of_one_text", holds=", ".join(map(str, network.holds)))
    job.doing("reading_texts", task=memory.name).reached(0.0)
    sentences = unseen_sentences(network.card.task, memory.language)
    # A short run tests the device, and says where it really ran.
    provenance = simulate(network, text=sentences[0].text, device=device).provenance
    candidate = _Candidate(network, provenance.device, job)
    assert network.tokenizer is not None
    encoder = Encoder(network.tokenizer)
    shares, passages = [], 0
    small = network.hidden_size <= UNITS_FOR_ONE_THREAD
    with one_thread() if small else nullcontext(), exact_arithmetic():
        for place, tokens in enumerate(memory.exams):
            asked = job.doing("measuring_distance", model=network.card.name, tokens=tokens)
            asked.reached(place / len(memory.exams))
            paper = exam(memory, tokens, sentences, encoder)
            shares.append(examine(candidate, {tokens: paper})[tokens])
            passages = len(paper)
    return Distances(np.array(list(memory.exams)), np.array(shares), passages, provenance)


@lru_cache(maxsize=4)
def unseen_sentences(task: str, language: str) -> tuple[Sentence, ...]:
    """Opinions and neutral sentences of which a network that was trained on this task has learned nothing.

    Args:
        task: The task of its card; for one that is not ours the test part of the memory task has to do.
        language: What it reads, a key of `MEMORY_TASKS`.

    Raises:
        EngineError: The texts cannot be had.
    """
    memory = split_by_review(MEMORY_TASKS[language].read()).test
    if task == MEMORY_TASKS[language].name or task not in TASKS or TASKS[task].language != language:
        return memory
    own = split_by_review(TASKS[task].read()).test
    return (*own, *(sentence for sentence in memory if abs(sentence.rating) < OPINION_FROM))


class _Candidate(nn.Module):
    """A network as `examine` asks it, over whole batches.

    It reads with PyTorch's fused layers around its weights; step by step where something is held inside.
    """

    def __init__(self, network: Network, device: str, job: Job) -> None:
        super().__init__()
        xp = TorchNamespace(device)
        self.job, self.device, self.network, self.xp = job, device, network, xp
        self.embedding, self.readout_weight, self.readout_bias = (
            xp.array(np.asarray(weight, dtype=np.float32).copy())
            for weight in (network.embedding, network.readout_weight, network.readout_bias)
        )
        self.p = network.weights(xp, "float32")
        self.layers = nn.ModuleList(FastLayer.of(network.cell, p).fused for p in self.p)

    def forward(self, ids: Int[Tensor, "B T"]) -> Float[Tensor, "B T"]:
        """Gives the logit at every token."""
        if self.job.cancelled:
            raise Cancelled
        values = self.embedding[ids.T.to(self.device)]
        for index, layer in enumerate(self.layers):
            values = self._held(index, values) if self.network.holds else layer(values)[0]
        logits: Tensor = values @ self.readout_weight[0] + self.readout_bias
        return logits.T.cpu()

    def _held(self, layer: int, inputs: Float[Tensor, "T B _"]) -> Float[Tensor, "T B H"]:
        """All h of a layer in which something may be held."""
        network, cell, xp, (tokens, rows) = self.network, self.network.cell, self.xp, inputs.shape[:2]
        found = held_values(network.holds, layer, len(self.p), tokens, network.hidden_size)
        held = {key: xp.array(values.astype(np.float32)) for key, values in found.items()}
        states = dict.fromkeys(cell.states, inputs.new_zeros(rows, network.hidden_size))
        h = []
        for token, x in enumerate(inputs):
            here = {key: values[token] for key, values in held.items()}
            values = cell.step(self.p[layer], x, states, xp, here)
            states = {name: values[name] for name in cell.states}
            h.append(values["h"])
        return torch.stack(h)


def _exams_for(network: Network) -> Task:
    """Gives the task whose exams a network can sit; refuses one that none are written for."""
    tokenizer, readout = network.tokenizer, network.readout_weight
    memory = MEMORY_TASKS.get(network.card.language)
    reads = memory is not None and tokenizer is not None and tokenizer.kind == memory.kind
    if memory is None or not reads or readout is None or len(readout) != 1:
        raise EngineError("no_distances", model=network.card.name)
    return memory
