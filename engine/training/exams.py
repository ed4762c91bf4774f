"""What a network is asked on texts that it has not seen, by the distance between opinion and question."""

import numpy as np
import torch
from torch import nn

from engine.training.tasks.batches import EncodedPassage, Encoder, batches
from engine.training.tasks.corpus import Sentence
from engine.training.tasks.task import Task

Exams = dict[int, list[EncodedPassage]]

EXAM_SEED = 0
"""The neutral sentences of an exam are the same for every network."""
_EXAM_BATCH = 128


def exams(task: Task, sentences: tuple[Sentence, ...], encoder: Encoder) -> Exams:
    """Composes the tests of a task, by distance. They are the same for every network."""
    return {distance: exam(task, distance, sentences, encoder) for distance in task.exams}


def exam(
    task: Task, distance: int, sentences: tuple[Sentence, ...], encoder: Encoder
) -> list[EncodedPassage]:
    """Composes one of them."""
    return encoder.encode(task.exams[distance](sentences, np.random.default_rng(EXAM_SEED)))


@torch.no_grad()
def examine(candidate: nn.Module, papers: Exams) -> dict[int, float]:
    """Gives the share of right answers at each distance."""
    candidate.eval()
    shares = {}
    for distance, passages in papers.items():
        right = 0
        for batch in batches(passages, _EXAM_BATCH):
            positive = batch.judgements(candidate(batch.ids)) > 0
            right += int((positive == (batch.ratings > 0)).sum())
        shares[distance] = right / len(passages)
    return shares
