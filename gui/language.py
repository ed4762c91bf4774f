"""Which language the program speaks, and how a sentence of the engine becomes one of that language."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine.messages import MESSAGES, filled
from gui import resources
from gui.drawing.numbers import round_number


@lru_cache(maxsize=4096)
def translate(context: str, text: str) -> str:
    """A text of ours in the current language; the same ones are asked for at every frame."""
    return QCoreApplication.translate(context, text)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text of a table, so that lupdate finds it; `translate` is called where it is shown."""
    return text


# Words of Qt's own, which its Chinese lacks or has otherwise than everybody writes them: our catalogue is
# asked before Qt's. Arrows are what stands on the keys.
QT_WORDS = (
    QT_TRANSLATE_NOOP("QShortcut", "Left"),
    QT_TRANSLATE_NOOP("QShortcut", "Right"),
    QT_TRANSLATE_NOOP("QShortcut", "Up"),
    QT_TRANSLATE_NOOP("QShortcut", "Down"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Size"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Shortcut"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Unknown"),
    QT_TRANSLATE_NOOP("QFileDialog", "Computer"),
    QT_TRANSLATE_NOOP("QFileDialog", "Show "),
)

MARKS = (QT_TRANSLATE_NOOP("marks", ", "), QT_TRANSLATE_NOOP("marks", "; "))

_installed: list[QTranslator] = []
_current = ["en"]


def system_language() -> str:
    """The shipped language that is nearest to the system's."""
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def use_language(language: str) -> None:
    """Switches every later sentence; Qt then tells every widget, which names itself anew (`changeEvent`).

    Args:
        language: one of `LANGUAGES`, or `system`.
    """
    language = system_language() if language == "system" else language
    if language == _current[0]:
        return
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("a language needs an application")
    while _installed:
        application.removeTranslator(_installed.pop())
    _current[0] = language
    qt, ours = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), resources.path("translations")
    names = () if language == "en" else (f"{qt}/qtbase_zh_CN.qm", f"{ours}/gatescope_zh_CN.qm")
    for path in names:
        translator = QTranslator(application)
        if translator.load(path):
            application.installTranslator(translator)
            _installed.append(translator)
    translate.cache_clear()  # last of all: whoever asked in between got what was there of either language


def titled(what: str) -> str:
    """The title of a window: what it is about, and the program, by which a desktop tells windows apart."""
    return f"{what} · Gatescope"


def current_language() -> str:
    """The language of what is drawn now."""
    return _current[0]


def say(key: str, **fields: object) -> str:
    """A sentence of the engine's catalogue in the current language, its fields as people read them."""
    shown = {
        name: round_number(value) if isinstance(value, float) else value for name, value in fields.items()
    }
    return filled(translate("engine", MESSAGES[key]), **shown)


def listed(parts: Iterable[str], between: str = ", ") -> str:
    """Parts one after the other, with the marks of the current language between them.

    Args:
        parts: words or clauses.
        between: one of `MARKS`.
    """
    return translate("marks", between).join(parts)


def labelled(label: str, said: str) -> str:
    """What something is, behind its name: `LSTM: positive`."""
    return translate("marks", "{label}: {said}").format(label=label, said=said)


@lru_cache(maxsize=8)
def language_of(text: str) -> str:
    """`zh` where a fifth of the letters are Chinese characters, `en` otherwise."""
    # A text may have a million characters, but of a few kinds only: those are looked at.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    counts = np.bincount(codes)
    kinds = [(chr(code), int(counts[code])) for code in np.flatnonzero(counts).tolist()]
    letters = [(character, count) for character, count in kinds if character.isalpha()]
    chinese = sum(count for character, count in letters if unicodedata.name(character, "").startswith("CJK"))
    of_all = sum(count for _, count in letters)
    return "zh" if of_all and chinese >= 0.2 * of_all else "en"
