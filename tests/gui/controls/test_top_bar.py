"""What the bar over the panels says about the networks that ship."""

from pytestqt.qtbot import QtBot

from engine.models.library import shipped
from engine.models.network import ModelCard, SeedAccuracy
from engine.stories import OWN_TEXTS
from gui.controls.top_bar import TopBar, accuracies
from gui.language import use_language
from gui.session.choice import DEFAULT_START

TWO = {0: SeedAccuracy(0.7, {0: 0.71, 80: 0.5}), 1: SeedAccuracy(0.8, {0: 0.78, 80: 0.73})}
PLAIN = {"rnn": ModelCard("a-rnn", "rnn", accuracy=0.7), "gru": ModelCard("a-gru", "gru", accuracy=0.8)}
FAR = ModelCard(
    "b-lstm", "lstm", seed=1, accuracy=0.78, accuracy_by_distance={0: 0.78, 20: 0.75, 80: 0.73}, by_seed=TWO
)


def test_a_family_says_how_good_each_cell_is() -> None:
    assert accuracies(PLAIN) == "Unseen texts judged rightly: RNN 70%  GRU 80%"
    assert accuracies({"gru": ModelCard("a-gru", "gru")}) == "", "nothing is known"


def test_it_also_says_how_good_it_is_far_away_and_from_another_seed() -> None:
    assert accuracies({"lstm": FAR, "gru": PLAIN["gru"]}).splitlines() == [
        "Unseen texts judged rightly: LSTM 78%  GRU 80%",
        "With 80 neutral tokens after the opinion: LSTM 73%",
        "Trained from another seed: LSTM 71%",
    ]


def test_the_tasks_are_named_before_a_file_is_read_and_in_the_reader_s_language(qtbot: QtBot) -> None:
    def named() -> list[str]:
        return [bar.families.itemText(row) for row in range(bar.families.count())]

    bar = TopBar()
    qtbot.addWidget(bar)
    assert named() == ["Reviews", "Long memory", "Reviews, Chinese", "Long memory, Chinese"]
    bar.families.setCurrentIndex(1)
    use_language("zh")
    try:
        qtbot.waitUntil(lambda: named() == ["中文评论", "中文长时记忆", "英文评论", "英文长时记忆"])
    finally:
        use_language("en")
    assert bar.families.currentData() == "memory-en", "what was chosen stays chosen"


def test_every_family_that_ships_is_listed() -> None:
    assert {card.task.removesuffix(DEFAULT_START) for card in shipped()} == set(OWN_TEXTS)
