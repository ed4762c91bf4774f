"""One word of the text in sight, retyped: what the new text is compared with."""

from gui.scene import Before, Scene


def compared(old: Scene, now: tuple[str, ...], token: int) -> Before | None:
    """The text before any word was retyped, aligned with the one in which one more has been.

    The last of the new tokens stands in the place of the old one: there both have read as far. None where
    the text is again what it was, or differs elsewhere, too.

    Args:
        old: what was read.
        now: the tokens that are read now.
        token: the one of the old that was retyped.
    """
    was = old.trace.tokens
    count = len(now) - len(was) + 1
    if count < 0 or now[:token] != was[:token] or now[token + count :] != was[token + 1 :]:
        return None
    new = (*[-1] * (count - 1), token) if count else ()
    places = (*range(token), *new, *range(token + 1, len(was)))
    before = old.before
    if before is None or before.tokens is None:
        return None if now == was else Before(old.runs, places, old.text, old.words)
    tokens = tuple(-1 if place < 0 else before.tokens[place] for place in places)
    back = now == next(iter(before.runs.values())).trace.tokens
    return None if back else Before(before.runs, tokens, before.text, before.words)
