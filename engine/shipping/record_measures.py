"""Measures shipped networks again and writes it on their cards: `python -m engine.shipping.record_measures`.

What they remember and how large their states get. Training measures it by itself; this is for files from
before, or after a change of the word lists. The weights stay as they are.
"""

from argparse import ArgumentParser
from pathlib import Path

from engine.models.formats.safetensors_file import ENDING, write_network
from engine.models.library import MODELS, open_model, shipped
from engine.training.tasks.corpus import split_by_review
from engine.training.tasks.table import TASKS
from engine.training.train import measured


def record(folder: Path = MODELS) -> None:
    """Measures every network of a folder on the test part of its task and writes its file again.

    Raises:
        EngineError: The texts cannot be had, or a file is damaged or cannot be written.
    """
    for card in shipped(folder):
        path, task = folder / f"{card.name}{ENDING}", TASKS[card.task]
        test = split_by_review(task.read()).test
        write_network(measured(open_model(path), task, test), path)


if __name__ == "__main__":
    ArgumentParser(description=__doc__).parse_args()  # it takes none, and does nothing when asked for help
    record()
