"""The only finder of files in `resources/`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "resources"


def path(*parts: str) -> Path:
    """The path of a shipped file, for example `path("traces", "story-en.npz")`."""
    return ROOT.joinpath(*parts)
