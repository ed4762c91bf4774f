"""Finds every text for people in the source and brings the Chinese catalogue up to date with it.

    python -m tools.refresh_translations

New texts are added to `resources/translations/gatescope_zh_CN.ts` as unfinished; write their translations
there (or in Qt Linguist) and run it again: it packs the finished ones into the `.qm` that the window loads.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "translations" / "gatescope_zh_CN.ts"
PACKED = CATALOGUE.with_suffix(".qm")


def sources() -> list[Path]:
    """The files that hold texts for people."""
    return sorted([*ROOT.glob("gui/**/*.py"), ROOT / "engine" / "messages.py"])


def extract(catalogue: Path) -> None:
    """Adds the texts of the source to a catalogue, keeps its translations and drops what nobody says."""
    files = [str(path.relative_to(ROOT)) for path in sources()]
    languages = ("-source-language", "en", "-target-language", "zh_CN")
    options = ("-locations", "none", "-no-obsolete", "-no-ui-lines", *languages)
    _run("pyside6-lupdate", *options, *files, "-ts", str(catalogue))


def pack(catalogue: Path, packed: Path) -> None:
    """Writes the finished translations in the form that Qt reads."""
    _run("pyside6-lrelease", "-nounfinished", str(catalogue), "-qm", str(packed))


def _run(tool: str, *arguments: str) -> None:
    found = shutil.which(tool, path=str(Path(sys.executable).parent)) or tool
    done = subprocess.run([found, *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{tool}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    extract(CATALOGUE)
    pack(CATALOGUE, PACKED)
    left = CATALOGUE.read_text(encoding="utf-8").count('type="unfinished"')
    sys.stdout.write(f"{CATALOGUE.relative_to(ROOT)}: {left} texts are not translated yet\n")
