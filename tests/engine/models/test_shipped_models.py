"""The sixteen networks that ship: their headers are complete, and their weights do what the headers say."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.cells import CELLS
from engine.files.records import load
from engine.forward.simulate import simulate
from engine.models.library import MODELS, open_model, shipped
from engine.models.network import Network
from engine.record.leave_one_out import LeaveOneOut
from engine.service import intervene, memory
from engine.shipping.record_stories import TRACES
from engine.stories import REVIEWS, STORIES
from engine.training.exams import examine, exams
from engine.training.learner import Learner
from engine.training.tasks.batches import Encoder
from engine.training.tasks.corpus import Sentence, split_by_review
from engine.training.tasks.packages import default_cache
from engine.training.tasks.table import TASKS
from engine.training.tasks.task import Task
from engine.training.train import measured
from tests.support import everyday

CACHE = default_cache()  # asked for now, because tests are kept away from the real one later

CONTRASTS = [name for name in TASKS if name.endswith("-default")]  # they differ in how gates start
CELLS_OF = {task: [cell for cell in CELLS if cell != "rnn" or task not in CONTRASTS] for task in TASKS}
NAMES = [f"{task}-{cell}" for task, cells in CELLS_OF.items() for cell in cells]
GATED = [name for name in NAMES if not name.endswith("rnn")]

MUST = {
    "reviews-en-rnn": 0.755,
    "reviews-en-lstm": 0.805,
    "reviews-en-gru": 0.805,
    "reviews-zh-lstm": 0.84,
    "reviews-zh-gru": 0.84,
    "memory-en-lstm": 0.78,
    "memory-en-gru": 0.78,
    "memory-zh-lstm": 0.82,
    "memory-zh-gru": 0.82,
    "reviews-en-default-lstm": 0.79,
    "reviews-en-default-gru": 0.79,
    "reviews-zh-default-lstm": 0.82,
    "reviews-zh-default-gru": 0.82,
}
MUST_AT_80 = {"memory-en-lstm": 0.72, "memory-en-gru": 0.72, "memory-zh-lstm": 0.8, "memory-zh-gru": 0.8}
ENGLISH = [name for name in NAMES if "-en-" in name]
LARGEST_FILE_BYTES = 1_800_000

PLEASED = {
    "en": (
        "Amazing!",
        "An excellent camera, easy to use, and I love it.",
        "A moving and beautifully acted film.",
    ),
    "zh": ("非常好，很喜欢！", "房间很干净，服务热情，下次还会入住。", "这本书写得很好，值得推荐。"),
}
DISPLEASED = {
    "en": (
        "A terrible waste of money!",
        "The worst phone I ever had: it broke after a week.",
        "A dull, stupid and boring mess.",
    ),
    "zh": ("很差，非常失望！", "房间又脏又旧，服务态度恶劣，不会再来。", "这本书太差了，浪费钱，不推荐。"),
}
NOTHING_NEW = {
    "en": "The box is on the table. It came with a cable and a manual of forty pages. The film is set in a"
    " town by the sea, and it follows two brothers and a father. I put the disc into the player and the menu"
    " came up. There is a button on the left side and another one on the back. The second half takes place in"
    " winter. My brother has the other model, and my father has one at work.",
    "zh": "书是前天下的单，今天下午到的。家里一共四个人，我们住在二楼，楼下就是车站，"
    "晚上弟弟会来，星期天一起坐车去上海。我是在网上看到的，当时还要了一张发票，"
    "上个月朋友也买了一本，现在他在北京工作。",
}


def _probability(network: Network, text: str) -> np.ndarray:
    logits = simulate(network, text=text, device="cpu")["output"][:, 0]
    return 1 / (1 + np.exp(-logits.astype(float)))


@cache
def _test_part(task: str) -> tuple[Sentence, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.training.tasks.packages.default_cache", lambda: CACHE)
        return split_by_review(TASKS[task].read()).test


def _skip_without_texts(task: Task) -> None:
    if not all((CACHE / package.archive).exists() for package in task.packages):
        pytest.skip("the texts have not been fetched on this machine: `python main.py train` does it")


def test_sixteen_networks_ship() -> None:
    assert len(NAMES) == 16
    assert sorted(card.name for card in shipped()) == sorted(NAMES)
    assert sorted(path.stem for path in MODELS.glob("*.safetensors")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_complete(name: str) -> None:
    network = open_model(name)
    card, task = network.card, TASKS[name.rsplit("-", 1)[0]]
    assert (card.name, card.cell) == (name, name.rsplit("-", 1)[1])
    assert (card.task, card.language, card.tokenizer) == (task.name, task.language, task.kind)
    assert card.trained
    assert [(d.package, d.version, d.sha256, d.licence) for d in card.data] == [
        (p.name, p.version, p.sha256, p.licence) for p in task.packages
    ]
    split = {part: card.split[part] for part in ("train", "validation", "test")}
    assert ("further" in card.split) == (task.words is not None)
    assert split["test"] == pytest.approx(0.1 * sum(split.values()), rel=0.05)
    assert set(card.by_seed) == {0, 1}
    assert card.by_seed[card.seed].test[0] == card.accuracy
    assert card.by_seed[card.seed].validation == max(found.validation for found in card.by_seed.values())
    assert set(card.state_sizes) == {f"{state}_l0" for state in CELLS[card.cell].states}
    assert card.accuracy is not None
    assert set(card.accuracy_by_distance) == (set(task.exams) if len(task.exams) > 1 else set())
    assert (card.remembers is None) == (card.cell == "rnn")
    assert set(card.state_sizes) == {f"{state}_l0" for state in network.cell.states}
    assert 0 < card.state_sizes["h_l0"] <= 1
    assert card.recipe["hidden"] == card.sizes["hidden"]
    assert len(card.date) == len("2026-01-31")
    assert set(card.versions) == {"python", "torch", "numpy"}


@pytest.mark.parametrize("task", TASKS)
def test_a_family_has_one_size_and_one_vocabulary(task: str) -> None:
    family = [open_model(f"{task}-{cell}") for cell in CELLS_OF[task]]
    assert len({(n.hidden_size, n.input_size, len(n.layers)) for n in family}) == 1
    assert len({n.tokenizer.vocabulary for n in family if n.tokenizer}) == 1
    assert len({n.weights_sha256 for n in family}) == len(family)
    assert 32 <= family[0].hidden_size <= 64


@pytest.mark.parametrize("name", NAMES)
def test_only_weights_and_single_tokens_are_published(name: str) -> None:
    network = open_model(name)
    assert network.tokenizer is not None
    assert not any(character.isspace() for token in network.tokenizer.vocabulary for character in token)
    assert (MODELS / f"{name}.safetensors").stat().st_size <= LARGEST_FILE_BYTES


@pytest.mark.parametrize("name", MUST)
def test_the_figures_that_were_promised(name: str) -> None:
    card = open_model(name).card
    assert card.accuracy is not None
    assert card.accuracy >= MUST[name]
    if name in MUST_AT_80:
        assert card.accuracy_by_distance[80] >= MUST_AT_80[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_weights_are_right_as_often_as_the_header_says(name: str) -> None:
    network = open_model(name)
    task = TASKS[network.card.task]
    _skip_without_texts(task)
    assert network.tokenizer is not None
    learner = Learner(network.card.cell, network.card.sizes["vocabulary"], task.recipe)
    learner.load_state_dict({key: torch.from_numpy(value.copy()) for key, value in network.tensors().items()})
    ends = {
        distance: task.exams[distance] for distance in (min(task.exams), max(task.exams))
    }  # others take long
    papers = exams(replace(task, exams=ends), _test_part(task.name), Encoder(network.tokenizer))
    measured = examine(learner, papers)
    # One sentence near the border may fall to the other side on a processor that adds up in another order.
    assert measured[0] == pytest.approx(network.card.accuracy, abs=0.0016)
    for distance in network.card.accuracy_by_distance.keys() & measured.keys():
        assert measured[distance] == pytest.approx(network.card.accuracy_by_distance[distance], abs=0.0016)


@pytest.mark.parametrize(
    "name", ["reviews-en-default-lstm", "reviews-zh-gru", "memory-en-lstm"]
)  # all take long
def test_the_network_remembers_what_the_header_says_and_its_states_are_as_large(name: str) -> None:
    network = open_model(name)
    task = TASKS[network.card.task]
    _skip_without_texts(task)
    again = measured(network, task, _test_part(task.name)).card
    assert again.state_sizes == pytest.approx(network.card.state_sizes, rel=1e-3)
    found, told = again.remembers, network.card.remembers
    assert found is not None
    assert told is not None
    assert found.content_to_function == pytest.approx(told.content_to_function, rel=1e-3)
    assert found.share_with_age == pytest.approx(told.share_with_age, abs=1e-3)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "memory-en-rnn"])
def test_clear_sentences_are_judged_right(name: str) -> None:
    network = open_model(name)
    for text in PLEASED[network.card.language]:
        assert _probability(network, text)[-1] > 0.5, text
    for text in DISPLEASED[network.card.language]:
        assert _probability(network, text)[-1] < 0.5, text


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("language", NOTHING_NEW)
def test_the_memory_networks_hold_their_judgement(language: str, cell: str) -> None:
    network, after = open_model(f"memory-{language}-{cell}"), NOTHING_NEW[language]
    assert network.tokenizer is not None
    assert len(network.tokenizer.cut(after)) > 80
    for text in PLEASED[language][1:]:  # exclamations of a few words are held less well
        assert _probability(network, f"{text} {after}")[-1] > 0.5, text
    for text in DISPLEASED[language][1:]:
        assert _probability(network, f"{text} {after}")[-1] < 0.5, text


def test_the_rnn_learns_the_memory_task_and_forgets() -> None:
    """The lesson itself. Should this fail, the README of the models must tell another one."""
    rnn, *gated = (open_model(f"memory-en-{cell}").card.accuracy_by_distance for cell in CELLS)
    assert rnn[0] > 0.6, "it learns"
    assert rnn[80] < 0.6, "and forgets"
    assert all(held[0] - held[80] < rnn[0] - rnn[80] for held in gated)
    assert all(held[80] > rnn[0] for held in gated), "more after 80 words than it knew at once"


def test_the_rnn_of_the_chinese_memory_task_holds_what_it_judges_less_well() -> None:
    """Should this fail, the README of the models must tell another story of `memory-zh`."""
    rnn, *gated = (open_model(f"memory-zh-{cell}").card.accuracy_by_distance for cell in CELLS)
    assert rnn[0] > 0.72, "it learns"
    assert rnn[0] - rnn[80] < 0.03, "and holds"
    assert all(held[80] > rnn[0] + 0.03 for held in gated), "more after 80 characters than it knew at once"


@pytest.mark.parametrize("cell", CELLS)
def test_what_the_chinese_memory_networks_would_be_had_one_word_never_been_read(cell: str) -> None:
    """The state at the end of the story: without 棒 that of the RNN is nearly the same."""
    story, network = STORIES["zh"].text, open_model(f"memory-zh-{cell}")
    whole = simulate(network, text=story, device="cpu")["h_l0"][-1]
    without = simulate(network, text=story.replace("棒", ""), device="cpu")["h_l0"][-1]
    differs = np.linalg.norm(without - whole) / np.linalg.norm(whole)
    assert differs < 0.2 if cell == "rnn" else differs > 0.6


@pytest.mark.parametrize("language", STORIES)
def test_the_rnn_of_the_opening_forgets_the_key_word_and_the_gated_cells_hold_it(language: str) -> None:
    """What the window opens with. Should this fail, it has to open with another family or another text."""
    story = STORIES[language]
    for cell in CELLS:
        record = load(LeaveOneOut, TRACES / f"{language}-{cell}.left_out.npz")
        moved, key = record["norm_difference_h_l0"][-1], record.tokens.index(story.key_word)
        differs, share = record["relative_difference_h_l0"][-1, key], moved[key] / moved.sum()
        older = moved[: len(moved) // 2]
        if cell == "rnn":
            assert differs < 0.1
            assert share < 0.03
        else:
            assert differs > 0.25
            assert share > 0.12
            assert np.argmax(older) == key, "of the first half of the text, nothing is held as well"


@pytest.mark.parametrize("language", STORIES)
def test_closed_at_the_last_word_the_forget_gate_lets_the_verdict_fall(language: str) -> None:
    """What the opening offers to try at its end."""
    story = STORIES[language]
    network = open_model(f"{story.family}-lstm")
    last = simulate(network, text=story.text, device="cpu").length - 1
    closed = intervene(network, f"f=0@{last}:{last + 1}")
    assert _probability(network, story.text)[-1] > 0.85
    assert _probability(closed, story.text)[-1] < 0.6


@pytest.mark.parametrize("cell", CELLS_OF[CONTRASTS[0]])
@pytest.mark.parametrize("contrast", CONTRASTS)
def test_gates_that_started_half_open_remember_more_of_what_came_last(contrast: str, cell: str) -> None:
    """The contrast itself. Should this fail, the window and the README must tell another story."""
    default, ours = (
        open_model(f"{family}-{cell}").card for family in (contrast, contrast.removesuffix("-default"))
    )
    assert default.recipe == {**ours.recipe, "gate_start": None}, "they differ in nothing else"
    assert (default.split, default.data) == (ours.split, ours.data)
    assert default.remembers is not None
    assert ours.remembers is not None
    assert default.remembers.share_with_age < ours.remembers.share_with_age - 0.1
    assert default.accuracy == pytest.approx(ours.accuracy, abs=0.015), "equally good, within one error"


@pytest.mark.parametrize("name", GATED)
def test_the_story_ends_well(name: str) -> None:
    network = open_model(name)
    assert _probability(network, STORIES[network.card.language].text)[-1] > 0.5


@pytest.mark.parametrize("name", ENGLISH)
def test_every_word_of_the_story_is_known(name: str) -> None:
    tokenizer = open_model(name).tokenizer
    assert tokenizer is not None
    assert tokenizer.encode(STORIES["en"].text).known.all()


@pytest.mark.parametrize("name", ENGLISH)
def test_the_words_of_ordinary_sentences_are_known(name: str) -> None:
    tokenizer = open_model(name).tokenizer
    assert tokenizer is not None
    read = tokenizer.encode(" ".join((*everyday.PLEASED, *everyday.DISPLEASED)))
    words = [known for token, known in zip(read.tokens, read.known, strict=True) if token[0].isalpha()]
    assert np.mean(words) >= 0.95


@pytest.mark.parametrize("cell", CELLS)
def test_ordinary_sentences_are_judged_right(cell: str) -> None:
    network = open_model(f"reviews-en-{cell}")
    right = [_probability(network, text)[-1] > 0.5 for text in everyday.PLEASED]
    right += [_probability(network, text)[-1] < 0.5 for text in everyday.DISPLEASED]
    assert np.mean(right) >= 0.8


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_storyteller_jumps_at_what_it_is_told(cell: str) -> None:
    network = open_model(f"{STORIES['en'].family}-{cell}")
    text = STORIES["en"].text
    assert network.tokenizer is not None
    tokens = network.tokenizer.cut(text)
    probability = _probability(network, text)
    assert probability[1:].min() > 0.6, "never in doubt after the first word"
    assert probability[tokens.index("Amazing")] > 0.6
    assert probability[tokens.index("perfectly")] > probability[tokens.index("a")]
    assert probability[tokens.index("balanced")] > probability[tokens.index("a")]


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize(("family", "won", "held"), [("memory-zh", 0.84, 0.7), (REVIEWS["zh"], 0.85, 0.6)])
def test_the_chinese_storyteller_is_won_by_one_word_and_holds_it(
    family: str, won: float, held: float, cell: str
) -> None:
    story = STORIES["zh"]
    network = open_model(f"{family}-{cell}")
    probability, great = _probability(network, story.text), story.text.index(story.key_word)
    assert probability[great - 1] < 0.75 < won < probability[great]
    assert probability[great:].min() > held
    assert probability[-1] > 0.85
    shares = memory(network, text=story.text, device="cpu")["share"]
    assert np.argmax(np.abs(shares)) == great
    assert shares[great] > 0


def test_models_are_where_the_readme_of_the_folder_says() -> None:
    readme = (Path(MODELS) / "README.md").read_text(encoding="utf-8")
    for card in shipped():
        assert f"`{card.name}`" in readme
        assert card.accuracy is not None
        assert f"{card.accuracy:.3f}" in readme, f"the README tells another accuracy of {card.name}"
        if card.remembers is not None:
            figures = (card.remembers.content_to_function, card.remembers.share_with_age)
            row = f"| `{card.name}` | {figures[0]:.2f} | {figures[1]:.2f} |".replace("-0", "−0")
            assert row in readme, f"the README tells something else about what {card.name} remembers"
