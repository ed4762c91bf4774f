"""The bands' seams taper where a band grows thin, and words stand clear of the line of the sum."""

import numpy as np
import pytest

from engine.analysis.memory_bands import MemoryBands
from gui.drawing.downsampling import Cells
from gui.panels.memory_ledger.strata import CLEAR_PX, LABEL_PX, SEAM_PX, Room, Strata, stack

ZERO_Y = 100.0


def strata(*parts: list[float]) -> Strata:
    """Bands of these heights in pixels, on one side of zero."""
    array = np.array(parts)
    bands = MemoryBands(np.arange(len(array)), array, np.zeros((2, array.shape[1])))
    columns = Cells(0.0, 100.0 * array.shape[1], array.shape[1])
    words = tuple(f"w{token}" for token in range(array.shape[1]))
    return stack(bands, array.sum(axis=0), words, columns, ZERO_Y, 1.0)


def test_a_seam_tapers_to_nothing_where_a_band_grows_thin(qapp: object) -> None:
    inner, outer = strata([9.0, 9.0, 2.0, 0.5], [9.0, 9.0, 9.0, 9.0]).bands
    assert inner.seam[1:].tolist() == pytest.approx([SEAM_PX / 2, SEAM_PX / 2, SEAM_PX / 4, 0.0], abs=0.01)
    assert not outer.seam.any(), "beyond the outermost band is nothing to be set off from"


def test_of_a_thin_band_between_two_others_only_one_edge_has_a_seam(qapp: object) -> None:
    first, thin, _ = strata([9.0] * 4, [0.9] * 4, [9.0] * 4).bands
    assert first.seam[-1] == pytest.approx(SEAM_PX / 2, abs=0.01)
    assert not thin.seam.any()


def test_pixels_get_the_same_seams_in_pieces(qapp: object) -> None:
    shown = strata([9.0, 9.0, 9.0, 0.5], [9.0] * 4)
    pieces = {round(width, 3): ends for width, _, ends in shown.seams}
    assert pieces[SEAM_PX][-1].tolist() == pytest.approx([150.0, ZERO_Y - 9, 250.0, ZERO_Y - 9])
    assert sum(len(ends) for ends in pieces.values()) == 4, "from nothing at the edge, and to nothing again"


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_word_stands_above_or_below_the_line_of_the_sum(share: float) -> None:
    """A band of 40 px that a level line crosses: the word takes the larger side, clear of the line."""
    x, line = np.array([0.0, 300.0]), np.full(2, 50 + 40 * share)
    place = Room(Cells(0.0, 300.0, 3), x, line).find(np.full(2, 90.0), np.full(2, 50.0), 30.0)
    assert place is not None
    assert place.top() >= 50
    assert place.bottom() <= 90
    gap = max(place.top() - line[0], line[0] - place.bottom())
    assert gap >= CLEAR_PX
    assert (place.top() > line[0]) == (share < 0.5)


def test_a_band_without_room_beside_the_line_has_no_word() -> None:
    x, line = np.array([0.0, 300.0]), np.full(2, 60.0)
    room = Room(Cells(0.0, 300.0, 3), x, line)
    assert room.find(np.full(2, 60 + LABEL_PX), np.full(2, 60 - LABEL_PX), 30.0) is None
    assert room.find(np.full(2, 90 + LABEL_PX), np.full(2, 90 - LABEL_PX), 30.0) is not None
