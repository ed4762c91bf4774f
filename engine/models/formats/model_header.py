"""What a model file says about itself: the JSON under the key `gatescope`, to and from a `ModelCard`.

A header comes out of a file that anybody may have made, so every entry is checked before it is believed. What
would change the numbers and is not supported is refused by name; what is not known at all is said.
Sizes are written for people and never read: the weights themselves say how large they are.
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar, get_args

from engine.cells import CELLS
from engine.data.tokenizer import Kind, Tokenizer
from engine.messages import EngineError, Note
from engine.models.network import FORMAT, DataSource, ModelCard, Retention, SeedAccuracy

T = TypeVar("T")

CHOICES: dict[str, tuple[str, ...]] = {
    "activation": ("tanh", "relu"),
    "recurrent_activation": ("sigmoid", "hard_sigmoid", "hard_sigmoid_6"),
    "reset": ("after", "before"),
    "update_gate": ("keeps", "replaces"),
}
"""The entries that say how a cell computes. The first value of each is what all cells here do."""

WRITTEN = {"format", *(field.name for field in fields(ModelCard))} - {"notes"}
"""What a program of ours writes into a header."""

TOKENIZER_ENTRIES = {"kind", "vocabulary", "tokens"}
STATE = re.compile(r"[hc]_l\d+")

EXAMPLES = 5  # of several names in a sentence
LONGEST_TEXT = 500
"""No name, date or licence is longer; what is comes from no program of ours."""


def entries_of(card: ModelCard) -> dict[str, Any]:
    """A card as the entries of a header, ready for JSON."""
    header = asdict(card)
    del header["notes"]  # they are about the file that it was read from
    accuracy: dict[str, Any] = {"test": header.pop("accuracy")}
    by_distance = header.pop("accuracy_by_distance")
    if by_distance:
        accuracy["by_distance"] = {str(distance): share for distance, share in by_distance.items()}
    return header | {"format": FORMAT, "accuracy": accuracy}


def write_header(card: ModelCard, tokenizer: Tokenizer | None) -> str:
    """Writes a card and the vocabulary as JSON."""
    header = entries_of(card) | {"tokenizer": None}
    if tokenizer is not None:
        header["tokenizer"] = {"kind": tokenizer.kind, **_written_vocabulary(tokenizer.vocabulary)}
    return json.dumps(header, ensure_ascii=False)


def _written_vocabulary(vocabulary: tuple[str, ...]) -> dict[str, Any]:
    """One text, which is read many times faster than a list; a list where an entry holds a space."""
    tokens = " ".join(vocabulary)
    return {"tokens": tokens} if tuple(tokens.split(" ")) == vocabulary else {"vocabulary": vocabulary}


def read_header(text: str, path: str, card_alone: bool = False) -> tuple[ModelCard, Tokenizer | None]:
    """Reads what `write_header` wrote.

    Args:
        text: The JSON.
        path: The file that it comes from, for error messages.
        card_alone: Whether the vocabulary, by far the largest entry, is left unread.

    Returns:
        The card, its activation empty if the header says nothing of it, and the vocabulary; None too where
        it is left unread.

    Raises:
        EngineError: An entry is missing or is not what it should be.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EngineError("header_no_object", path=path) from error
    if not isinstance(entries, dict):
        raise EngineError("header_no_object", path=path)

    def read(entry: str, check: Callable[[Any], T], default: T) -> T:
        """An entry, checked; the default if it is missing."""
        value = entries.get(entry)
        try:
            return default if value is None else check(value)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise EngineError("header_damaged", path=path, entry=entry) from error

    _check_choices(entries, path)
    tokenizer = None if card_alone else read("tokenizer", _tokenizer, None)
    card = ModelCard(
        name=read("name", _text, ""),
        cell=read("cell", _cell, ""),
        activation=read("activation", _text, ""),
        task=read("task", _text, ""),
        language=read("language", _text, ""),
        tokenizer=read("tokenizer", _kind, ""),
        seed=read("seed", _whole, 0),
        trained=read("trained", _truth, True),
        data=read("data", _data, ()),
        split=read("split", _counts, {}),
        accuracy=read("accuracy", _accuracy, None),
        accuracy_by_distance=read("accuracy", _accuracy_by_distance, {}),
        by_seed=read("by_seed", _by_seed, {}),
        remembers=read("remembers", _retention, None),
        state_sizes=read("state_sizes", _sizes, {}),
        recipe=read("recipe", dict, {}),
        date=read("date", _text, ""),
        versions=read("versions", _versions, {}),
        notes=_notes(entries, tokenizer),
    )
    return card, tokenizer


def _check_choices(entries: dict[str, Any], path: str) -> None:
    """Refuses what would be computed otherwise than the file says.

    Raises:
        EngineError: A value is unknown, or known and not supported yet.
    """
    if (entries.get("format") or FORMAT) != FORMAT:
        raise EngineError("header_format", path=path, format=json.dumps(entries["format"])[:60], known=FORMAT)
    for entry, known in CHOICES.items():
        value = entries.get(entry)
        if value is not None and value not in known:
            shown = _shown(value)
            raise EngineError(
                "header_unknown_value", path=path, entry=entry, value=shown, known=", ".join(known)
            )
        relu_rnn = (entry, value) == ("activation", "relu") and entries.get("cell") in (None, "rnn")
        if value is not None and value != known[0] and not relu_rnn:
            raise EngineError("header_not_supported", path=path, entry=entry, value=value)
    if entries.get("outputs"):
        raise EngineError(
            "header_not_supported", path=path, entry="outputs", value=_shown(entries["outputs"])
        )


def _notes(entries: dict[str, Any], tokenizer: Tokenizer | None) -> tuple[Note, ...]:
    """What a reader should know: entries that nothing reads, a misspelled one perhaps, and lost words."""
    notes = []
    unread = sorted(set(entries) - WRITTEN - set(CHOICES) - {"outputs"})
    unread += [
        f"tokenizer.{entry}" for entry in sorted(set(entries.get("tokenizer") or ()) - TOKENIZER_ENTRIES)
    ]
    if unread:
        notes.append(Note.of("header_unread", entries=_some(unread)))
    if tokenizer is not None and not entries.get("versions"):  # what we trained was built of tokens
        lost = tokenizer.unreachable
        if lost:
            notes.append(Note.of("vocabulary_unreachable", count=len(lost), examples=_some(lost)))
    return tuple(notes)


def _some(names: Sequence[str]) -> str:
    """The first few of several names."""
    return ", ".join(map(_shown, names[:EXAMPLES])) + (", …" if len(names) > EXAMPLES else "")


def _shown(value: Any) -> str:
    """What stands in a header, short enough for a sentence."""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:60]


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError
    return value


def _cell(value: Any) -> str:
    if value not in CELLS:
        raise ValueError
    return str(value)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _within(value: Any, lowest: float, highest: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not lowest <= value <= highest:
        raise ValueError
    return float(value)


def _share(value: Any) -> float:
    return _within(value, 0.0, 1.0)


def _accuracy(value: Any) -> float | None:
    return None if value["test"] is None else _share(value["test"])


def _accuracy_by_distance(value: Any) -> dict[int, float]:
    return _shares(value.get("by_distance", {}))


def _shares(value: Any) -> dict[int, float]:
    return {_key(distance): _share(share) for distance, share in value.items()}


def _key(value: str) -> int:
    """A whole number that is a key, written in one way only."""
    number = int(value) if len(value) < 20 else -1
    if number < 0 or str(number) != value:
        raise ValueError
    return number


def _by_seed(value: Any) -> dict[int, SeedAccuracy]:
    found = {
        _key(seed): SeedAccuracy(_share(a["validation"]), _shares(a["test"])) for seed, a in value.items()
    }
    if any(0 not in accuracy.test for accuracy in found.values()):
        raise ValueError
    return found


def _retention(value: Any) -> Retention:
    ratio = _within(value["content_to_function"], 0.0, sys.float_info.max)
    return Retention(ratio, _within(value["share_with_age"], -1.0, 1.0))


def _sizes(value: Any) -> dict[str, float]:
    if not all(STATE.fullmatch(key) for key in value):
        raise ValueError
    return {key: _within(size, sys.float_info.min, sys.float_info.max) for key, size in value.items()}


def _counts(value: Any) -> dict[str, int]:
    return {_text(name): _whole(count) for name, count in value.items()}


def _versions(value: Any) -> dict[str, str]:
    return {_text(name): _text(version) for name, version in value.items()}


def _data(value: Any) -> tuple[DataSource, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(DataSource(**{name: _text(entry) for name, entry in source.items()}) for source in value)


def _kind(value: Any) -> Kind:
    kind: Kind = value["kind"]
    if kind not in get_args(Kind):
        raise ValueError
    return kind


def _tokenizer(value: Any) -> Tokenizer:
    if "vocabulary" in value and "tokens" in value:  # which of the two?
        raise ValueError
    if "vocabulary" not in value:
        tokens = tuple(value["tokens"].split(" "))
        if max(map(len, tokens)) > LONGEST_TEXT:
            raise ValueError
        return Tokenizer(_kind(value), tokens)
    vocabulary = value["vocabulary"]
    if not isinstance(vocabulary, list):  # letters of a text, keys of a table: in an order that says no row
        raise ValueError
    return Tokenizer(_kind(value), tuple(map(_text, vocabulary)))
