"""Over which words the reader holds a gate: those that he has marked, else the one where he is."""

from gui.scene import Scene


def words_to_hold(scene: Scene, token: int) -> tuple[int, int | None]:
    """The first of them, and the one behind the last; None for the end of the text, where it is every word.

    Args:
        scene: what is shown.
        token: where the reader is.
    """
    marked = scene.marked or range(token, token + 1)
    return marked.start, None if len(marked) == scene.length else marked.stop
