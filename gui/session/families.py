"""What ships, family by family: the headers of the model files, read while the window is already there."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.models.library import each_shipped
from engine.models.network import ModelCard


class Families(QObject):
    """Reads one header in each turn of the event loop, so that the window never waits.

    Signals:
        listed: all are read.

    Attributes:
        cards: family to cell to card.
    """

    listed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, dict[str, ModelCard]] = {}
        self._unread: Iterator[ModelCard] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._read_one)

    def read(self) -> None:
        """Begins."""
        self._unread = each_shipped()
        self._turn.start()

    def stop(self) -> None:
        """Reads no more."""
        self._turn.stop()

    @Slot()
    def _read_one(self) -> None:
        card = next(self._unread, None)
        if card is None:
            self._turn.stop()
            self.listed.emit()
        else:
            self.cards.setdefault(card.task, {})[card.cell] = card
