"""Writes the tables of figures in the README and in that of the models: `python -m tools.model_figures`.

Every table stands between two comments, `<!-- figures: NAME -->` and `<!-- end -->`. What is between them is
made anew from the files: their headers, and what the networks do on the two stories and the test parts.
The texts of the tasks have to be there (`python main.py train` fetches them).
"""

import re
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from engine.analysis.function_words import class_of
from engine.analysis.memory_ledger import memory_ledger
from engine.analysis.rank_correlation import rank_correlation
from engine.analysis.retention import FEWEST_TOKENS
from engine.cells import CELLS
from engine.forward.simulate import simulate
from engine.models.library import MODELS, open_model, shipped
from engine.models.network import ModelCard, Network
from engine.record.forgetting import Forgetting
from engine.record.trace import Trace
from engine.service import distances, forget, gradient, trace
from engine.stories import STORIES, Story
from engine.training.tasks.corpus import split_by_review
from engine.training.tasks.table import TASKS
from engine.training.train import traces_of

READMES = (MODELS / "README.md", Path(__file__).parent.parent / "README.md")

# Where each story is looked at; a token that comes twice is meant where it comes last.
STOPS = {
    "en": ("Amazing", "!", "me", "perfectly", "balanced", "breakfast", "only", "half", "definitely", "!"),
    "zh": ("棒", "！", "片", "养", "衡", "完", "美", "早", "，", "虽", "半", "还", "来", "！"),
}


def main() -> None:
    """Writes all tables."""
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        readme.write_text(_BLOCK.sub(lambda m: f"{m[1]}{TABLES[m[2]]()}\n{m[3]}", text), encoding="utf-8")


_BLOCK = re.compile(r"(<!-- figures: (\S+) -->\n).*?(<!-- end -->)", re.S)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cards(having: Callable[[ModelCard], object] = lambda card: True) -> list[ModelCard]:
    order = list(TASKS)
    cards = [card for card in shipped() if having(card)]
    return sorted(cards, key=lambda card: order.index(card.task))


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def accuracy() -> str:
    """Test accuracy of each network, and how each of its seeds did."""
    rows = []
    for card in _cards():
        seeds = " · ".join(
            f"{seed}: {found.validation:.3f} / {found.test[0]:.3f}" for seed, found in card.by_seed.items()
        )
        rows.append((f"`{card.name}`", f"{card.accuracy:.3f}", str(card.seed), seeds))
    return _table(("network", "test accuracy", "seed that is kept", "seed: validation / test"), rows)


def overview() -> str:
    """Test accuracy by family and cell, for the README."""
    rows = []
    for family in [name for name in TASKS if not name.endswith("-default")]:
        cards = _cards(lambda card, family=family: card.task == family)
        if not cards[0].accuracy_by_distance:
            rows.append((f"`{family}`", *_shares(card.accuracy for card in cards)))
            continue
        for distance in (0, max(cards[0].accuracy_by_distance)):
            said = f"`{family}`, {distance or 'no'} neutral tokens after the opinion"
            rows.append((said, *_shares(card.accuracy_by_distance[distance] for card in cards)))
    return _table(("", *(cell.upper() for cell in CELLS)), rows)


def by_distance() -> str:
    """What the networks of the memory tasks were asked."""
    cards = _cards(lambda card: card.accuracy_by_distance)
    head = ("network", *map(str, cards[0].accuracy_by_distance))
    rows = []
    for card in cards:
        rows.append((f"`{card.name}`", *_shares(card.accuracy_by_distance.values())))
        for seed, found in card.by_seed.items():
            if seed != card.seed:
                rows.append((f"`{card.name}`, seed {seed}, not kept", *_shares(found.test.values())))
    return _table(head, rows)


def by_distance_of_others() -> str:
    """The same, asked of networks that never learned to hold a judgement."""
    languages = {card.language for card in _cards(lambda card: card.accuracy_by_distance)}
    rows, head = [], ("network",)
    for card in _cards(lambda card: not card.accuracy_by_distance and card.language in languages):
        found = distances(open_model(card.name), device="cpu")
        head = ("network", *map(str, found.tokens.tolist()))
        rows.append((f"`{card.name}`", *_shares(found.accuracy.tolist())))
    return _table(head, rows)


def _shares(values: Iterable[float]) -> tuple[str, ...]:
    return tuple(f"{value:.3f}" for value in values)


def story(language: str) -> str:
    """How sure each network is, in percent, after some of the words of the story."""
    told, rows = STORIES[language], []
    for card in _cards(lambda card: card.language == language):
        read = trace(open_model(card.name), text=told.text, device="cpu")
        percent = 100 / (1 + np.exp(-read["output"][:, 0].astype(np.float64)))
        lowest = percent[read.tokens.index(told.key_word) + 1 :].min()
        places = _places(read.tokens, STOPS[language])
        rows.append((f"`{card.name}`", *(f"{percent[place]:.0f}" for place in places), f"{lowest:.0f}"))
    return _table(("network", *STOPS[language], f"lowest after {told.key_word}"), rows)


def _places(tokens: Sequence[str], stops: Sequence[str]) -> list[int]:
    """The stops one after the other; the last of them is the last token."""
    places, start = [], 0
    for stop in stops[:-1]:
        start = tokens.index(stop, start)
        places.append(start)
        start += 1
    return [*places, len(tokens) - 1]


def fading() -> str:
    """The gradient of the last logit by the state after the first token, relative to that after the last."""
    rows = []
    for family in [name for name in TASKS if not name.endswith("-default")]:
        found = {}
        for card in _cards(lambda card, family=family: card.task == family):
            flow = gradient(open_model(card.name), text=STORIES[card.language].text, device="cpu")
            for state in ("h", "c"):
                if f"norm_{state}_l0" in flow.arrays:
                    norms = flow[f"norm_{state}_l0"][-1]
                    found[card.cell, state] = _short(norms[0] / norms[-1])
        rows.append((f"`{family}`", *(found[key] for key in _FADING)))
    return _table(("family", *(f"{cell.upper()}, {state}" for cell, state in _FADING)), rows)


def _short(value: float) -> str:
    """Two digits, very small ones with a power of ten."""
    if value >= 1e-3:
        return f"{value:.2g}"
    digits, exponent = f"{value:.1e}".split("e-")
    return f"{digits}×10⁻{str(int(exponent)).translate(_RAISED)}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FADING = (("rnn", "h"), ("gru", "h"), ("lstm", "h"), ("lstm", "c"))


def never_read() -> str:
    """How far the state at the end would be from what it is, if the first opinion had never been read."""
    rows = []
    for family in TASKS:
        found = {}
        for card in _cards(lambda card, family=family: card.task == family):
            told = STORIES[card.language]
            read, without = _without_key_word(open_model(card.name), told)
            for state in ("h", "c"):
                if f"{state}_l0" in read.arrays:
                    size = np.linalg.norm(read[f"{state}_l0"][-1].astype(np.float64))
                    found[card.cell, state] = f"{without[f'norm_difference_{state}_l0'][-1] / size:.2f}"
        rows.append((f"`{family}`", *(found.get(key, "") for key in _FADING)))
    return _table(("family", *(f"{cell.upper()}, {state}" for cell, state in _FADING)), rows)


def _without_key_word(network: Network, told: Story) -> tuple[Trace, Forgetting]:
    read = trace(network, text=told.text, device="cpu")
    at = read.tokens.index(told.key_word)
    return read, forget(network, told.text, at, device="cpu")


def remembered() -> str:
    """What the cards say of the prediction shares at the end of the test texts."""
    rows = [
        (f"`{c.name}`", f"{c.remembers.content_to_function:.2f}", _signed(c.remembers.share_with_age))
        for c in _cards(lambda card: card.remembers)
        if c.remembers
    ]
    head = "content : function words, mean size of the prediction share", "size against age, rank correlation"
    return _table(("network", *head), rows)


def held() -> str:
    """How much of the state each word still fills at the end of the test texts."""
    rows = []
    for card in _cards(lambda card: card.remembers):
        network, task = open_model(card.name), TASKS[card.task]
        traces = traces_of(network, task, split_by_review(task.read()).test)
        keeps = network.cell.memory.keep if network.cell.memory else ""
        kept = np.concatenate([read[f"{keeps}_l0"].ravel() for read in traces]).mean()
        told = simulate(network, text=STORIES[card.language].text, device="cpu")
        ratio, with_age = _parts(network, traces)
        rows.append(
            (
                f"`{card.name}`",
                f"{kept:.2f}",
                f"{ratio:.1f}",
                f"{_parts(network, [told])[0]:.1f}",
                _signed(with_age),
            )
        )
    head = (
        "network",
        "mean f or z",
        "content : function words, part of the state",
        "the same, on the story",
        "part against age, rank correlation",
    )
    return _table(head, rows)


def _parts(network: Network, traces: Iterable[Trace]) -> tuple[float, float]:
    """Mean part of a content word over that of a function word, and the mean correlation with age."""
    parts: dict[str, list[float]] = {"content": [], "function": []}
    with_age = []
    for read in traces:
        part = memory_ledger(network, read).held(0)
        part = part / part.sum()
        for token, value in zip(read.tokens, part, strict=True):
            kind = class_of(token, network.card.language)
            if kind is not None:
                parts[kind].append(float(value))
        if len(part) >= FEWEST_TOKENS:
            with_age.append(rank_correlation(part, np.arange(len(part), dtype=np.float64)[::-1]))
    return float(np.mean(parts["content"]) / np.mean(parts["function"])), float(np.mean(with_age))


def sizes() -> str:
    """The 99th percentile of the size of each state over the test part."""
    rows = [
        (
            f"`{c.name}`",
            f"{c.state_sizes['h_l0']:.2f}",
            f"{c.state_sizes['c_l0']:.2f}" if c.cell == "lstm" else "",
        )
        for c in _cards()
    ]
    return _table(("network", "h", "c"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "overview": overview,
    "accuracy": accuracy,
    "by-distance": by_distance,
    "by-distance-of-others": by_distance_of_others,
    "story-en": lambda: story("en"),
    "story-zh": lambda: story("zh"),
    "fading": fading,
    "never-read": never_read,
    "remembered": remembered,
    "held": held,
    "sizes": sizes,
}

if __name__ == "__main__":
    ArgumentParser(description=__doc__).parse_args()
    main()
