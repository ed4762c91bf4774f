"""What the bar over the panels says about the networks that ship."""

from engine.models.network import ModelCard, SeedAccuracy
from gui.controls.top_bar import accuracies

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
