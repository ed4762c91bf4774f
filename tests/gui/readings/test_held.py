"""What is held, in words that count as the window does."""

import pytest

from engine.record.hold import Hold
from gui.language import use_language
from gui.readings.held import said_of_hold, said_of_part

SAID = {
    Hold("f", 0.5, 2, 32): "forget gate of all units at 0.50, words 3 to 32",
    Hold("z", 1.0, 4, 5, unit=0): "update gate of unit 0 at 1.00, word 5",
    Hold("h", 0.0, layer=0): "hidden state in layer 1 of all units at 0.00, every word",
    Hold("c", -12.5, 7): "cell state of all units at −12.50, from word 8 on",
    Hold("i", 0.0, rule="1-f"): "input gate of all units at 1 − f, every word",
    Hold("o", 0.9999): "output gate of all units at 0.9999, every word",
}


@pytest.mark.parametrize("hold", list(SAID), ids=str)
def test_a_hold_in_words(hold: Hold) -> None:
    assert said_of_hold(hold) == SAID[hold]


def test_its_cell_stands_before_it(qapp) -> None:
    hold = Hold("f", 0.0, 0, 1)
    assert said_of_part("lstm", hold) == "LSTM: forget gate of all units at 0.00, word 1"
    use_language("zh")
    try:
        assert said_of_part("lstm", hold) == "LSTM：遗忘门固定为 0.00（全部隐藏单元，第 1 个词元）"
    finally:
        use_language("en")
