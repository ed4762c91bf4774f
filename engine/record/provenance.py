"""Where the numbers of a record come from: which network, which weights, which machine; are they finite."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from engine.messages import EngineError, Note
from engine.record.hold import Hold
from engine.record.one_line import OneLine


@dataclass(frozen=True)
class BadValue:
    """The first value in a record that is not finite: at which token, in which layer, of what."""

    token: int
    layer: int
    symbol: str


@dataclass(frozen=True, repr=False)
class Provenance(OneLine):
    """Where the numbers of a record come from.

    Attributes:
        model: Name of the model, or path of its file.
        cell: `rnn`, `lstm` or `gru`.
        activation: `tanh`, or for an RNN `relu`. Records from before there was a choice do not say it.
        notes: What the reader of the network should know: what was assumed, what of its file was not read.
        task: What the network was trained for; empty if unknown.
        language: Language of its texts (`en`, `zh`); empty if unknown.
        weights_sha256: Hash of all weights: the same hash means the same network.
        seed: Seed of training, or of the random start of an untrained network.
        device: Where it ran: `cpu`, `cuda:0`, ...
        dtype: `float32` or `float64`.
        trained: False for a network with random weights.
        accuracy: Share of right answers on unseen texts, from 0 to 1; None if unknown.
        hidden_size: Number of hidden units H.
        layers: Number of stacked layers K.
        versions: Programs and libraries that made the record.
        device_note: Message key that says why this device (its field is `device`).
        first_bad: In a record that was computed from a trace, where that trace stops being finite; None if it
            is finite.
        holds: What was held at given values while the network read.
        state_sizes: How large each state of the network gets, by its key in a trace, where its card says it:
            what makes colours of two texts comparable.
        unit: The unit of the last layer that moves ℓ most over the text, see `leading_unit`; None where it
            was not computed.
        output: Which of the outputs ℓ is, from 0, everywhere in the record; None where there is no readout
            and ℓ is the sum of h.
    """

    model: str
    cell: str
    task: str
    language: str
    weights_sha256: str
    seed: int
    device: str
    dtype: str
    trained: bool
    accuracy: float | None
    hidden_size: int
    layers: int
    versions: tuple[tuple[str, str], ...]
    device_note: str = "device_asked"
    first_bad: BadValue | None = None
    activation: str = "tanh"
    notes: tuple[Note, ...] = ()
    output: int | None = None
    holds: tuple[Hold, ...] = ()
    state_sizes: tuple[tuple[str, float], ...] = ()
    unit: int | None = None

    def to_json(self) -> str:
        """Writes the provenance as one JSON object."""
        return json.dumps({**asdict(self), "versions": dict(self.versions)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Provenance":
        """Reads what `to_json` wrote.

        Raises:
            EngineError: The text is no provenance.
        """
        try:
            fields: dict[str, Any] = json.loads(text)
            for name in ("output", "unit"):
                if type(fields.get(name)) not in (int, type(None)):
                    raise TypeError(name)
            sizes = fields.get("state_sizes", ())
            fields["state_sizes"] = tuple((str(key), float(size)) for key, size in sizes)
            fields["versions"] = tuple((name, str(version)) for name, version in fields["versions"].items())
            if fields.get("first_bad") is not None:
                fields["first_bad"] = BadValue(**fields["first_bad"])
            notes = tuple(Note.of(note["key"], **dict(note["fields"])) for note in fields.pop("notes", ()))
            holds = tuple(_hold(**hold) for hold in fields.pop("holds", ()))
            return cls(**fields, notes=notes, holds=holds)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise EngineError("record_damaged", part="provenance") from error


def _hold(**fields: object) -> Hold:
    """A hold as a file has it.

    Raises:
        TypeError: It is none.
    """
    hold = Hold(**fields)  # type: ignore[arg-type]  # looked at here
    numbers = (hold.first, hold.end, hold.unit, hold.layer)
    if (
        type(hold.symbol) is not str
        or type(hold.rule) is not str
        or type(hold.value) not in (int, float)
        or type(hold.first) is not int
        or not all(type(number) in (int, type(None)) for number in numbers)
    ):
        raise TypeError("holds")
    return hold
