"""Which words of the text the reader has retyped, and what they were."""

from dataclasses import dataclass

from gui.language import language_of, translate
from gui.scene import Scene

LONGEST = 24  # characters of what was there


@dataclass(frozen=True)
class Retyped:
    """Neighbouring tokens that are written otherwise.

    Attributes:
        place: where they stand on screen; empty where words were left out.
        was: what stood there.
    """

    place: range
    was: tuple[str, ...]


def retyped_words(scene: Scene) -> tuple[Retyped, ...]:
    """All of them, from the left; none where the text is as it was."""
    before = scene.before
    if before is None or before.tokens is None:
        return ()
    was, now = next(iter(before.runs.values())).trace.tokens, scene.trace.tokens
    found, first, behind = [], 0, 0  # on screen and in the other text, behind the last token that both have
    for token, place in enumerate((*before.tokens, len(was))):
        if token < len(now) and (place < 0 or was[place] != now[token]):
            continue
        if first < token or behind < place:
            found.append(Retyped(range(first, token), was[behind:place]))
        first, behind = token + 1, place + 1
    return tuple(found)


def said_of(words: Retyped) -> str:
    """What stood there, in words."""
    was = ("" if language_of("".join(words.was)) == "zh" else " ").join(words.was)
    was = was if len(was) <= LONGEST else f"{was[:LONGEST]}…"
    if not words.place:
        return translate("RetypedWords", "“{words}” is left out").format(words=was)
    said = translate("RetypedWords", "word {number} was “{words}”")
    return said.format(number=words.place.start + 1, words=was)


def said_of_retyped(scene: Scene) -> str:
    """What one place was, or how many there are; empty where nothing was retyped."""
    found = retyped_words(scene)
    if len(found) > 1:
        return translate("RetypedWords", "{count} places retyped").format(count=len(found))
    return said_of(found[0]) if found else ""
