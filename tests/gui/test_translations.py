"""The Chinese catalogue is complete, says the same with the same fields, and is the one that is loaded."""

import ast
import json
import re
import shutil
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from engine.messages import MESSAGES
from engine.record.gates import QUANTITIES
from gui.app import build
from gui.language import say, translate, use_language
from tools.refresh_translations import CATALOGUE, PACKED, extract, sources

REFRESH = "refresh and translate: python -m tools.refresh_translations"


def entries(catalogue: Path) -> Iterator[tuple[str, str, str | None]]:
    """Context, source and translation (None if unfinished) of every entry."""
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            finished = translation.get("type") is None
            name, source = context.findtext("name"), message.findtext("source")
            assert name
            assert source
            yield name, source, (translation.text or "") if finished else None


def literals() -> set[tuple[str, str]]:
    """Every text that the source marks for translation, found without Qt's tools."""
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="translate" | "QT_TRANSLATE_NOOP"),
                    args=[ast.Constant(value=context), ast.Constant(value=text), *_],
                ):
                    found.add((context, text))
    return found


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def test_the_catalogue_holds_what_the_source_says(tmp_path: Path) -> None:
    fresh = tmp_path / CATALOGUE.name
    shutil.copy(CATALOGUE, fresh)
    extract(fresh)
    now = {(context, source) for context, source, _ in entries(fresh)}
    stored = {(context, source) for context, source, _ in entries(CATALOGUE)}
    assert now - stored == set(), f"new; {REFRESH}"
    assert stored - now == set(), f"no longer said; {REFRESH}"
    assert literals() - stored == set(), "marked in the source, but Qt's tool does not see it"


def test_everything_is_translated() -> None:
    missing = [(context, source) for context, source, text in entries(CATALOGUE) if not text]
    assert not missing, REFRESH


def test_translations_have_the_same_fields_and_keys() -> None:
    for context, source, text in entries(CATALOGUE):
        if text is not None:
            assert fields(source) == fields(text), (context, source, text)
            assert source.count("&") == text.count("&"), (context, source, text)
            assert source.endswith("…") == text.endswith("…"), (context, source, text)
            assert source.endswith(".") <= text.endswith("。"), (context, source, text)


def test_what_is_read_is_a_token_and_no_word() -> None:
    """A Chinese network reads characters: a bare 词 (word) would be wrong, but in these compounds."""
    allowed = re.compile("词元|词表|未知词|中性词|单词|生造词")
    bare = [text for _, _, text in entries(CATALOGUE) if "词" in allowed.sub("", text or "")]
    assert not bare


def test_every_sentence_of_the_engine_is_translated(chinese: None) -> None:
    known = {source for context, source, text in entries(CATALOGUE) if context == "engine" and text}
    assert set(MESSAGES.values()) <= known
    assert say("forget_gate") == "遗忘门"
    assert say("no_such_token", token=9, last=3) == "没有词元 9：文本的词元编号为 0 至 3。"
    for quantity in QUANTITIES.values():
        for key in (quantity.label, quantity.low_means, quantity.high_means):
            assert say(key) != MESSAGES[key]


def test_the_packed_catalogue_is_the_written_one(qapp: QApplication) -> None:
    packed = QTranslator()
    assert packed.load(str(PACKED))
    for context, source, text in entries(CATALOGUE):
        if text is not None:
            assert packed.translate(context, source) == text, REFRESH


def test_switching_back_gives_english_again(chinese: None) -> None:
    assert translate("EquationView", "Equations") == "公式"
    use_language("en")
    assert translate("EquationView", "Equations") == "Equations"


def test_the_whole_window_speaks_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    """Every menu entry, button, label and tooltip of the real window, read one by one."""
    preferences = tmp_path / "preferences.json"
    preferences.write_text(json.dumps({"version": 1, "language": "zh"}), encoding="utf-8")
    app = build(preferences)
    qtbot.addWidget(app.window)
    widgets = app.window.findChildren(QAbstractButton) + app.window.findChildren(QLabel)
    said = {action.text() for action in app.window.actions_by_id.values()}
    said |= {menu.title() for menu in app.window.menus.values()}
    said |= {widget.text() for widget in widgets} | {widget.accessibleName() for widget in widgets}
    said |= {widget.toolTip() for widget in widgets}
    said |= {field.placeholderText() for field in app.window.findChildren(QLineEdit)}
    app.window.close()  # stores its place, and with that speaks its own language once more
    app.close()
    use_language("en")
    names = re.compile(
        r"RNN|LSTM|GRU|CPU|GPU|CUDA|Apple|Gatescope|English|PyTorch|reviews-zh-lstm"
        r"|[Wb]_[ih]h|√H| h |[FPVNH]\)?$"
    )
    keys = re.compile(r"(Ctrl|Alt|Shift)\+.*|  \S+$|\(&.\)")
    english = {text for text in said if re.search("[A-Za-z]", names.sub("", keys.sub("", text)))}
    assert not english
    assert len(said) > 60
