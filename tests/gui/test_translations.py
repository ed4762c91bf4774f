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
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot

from engine.messages import MESSAGES
from engine.record.gates import QUANTITIES
from gui.app import build
from gui.language import labelled, listed, say, translate, use_language
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


TERMS = {
    # what the English says, and what its Chinese has then: one word for one thing
    r"\bcell states?\b": "单元状态",
    r"\bhidden states?\b": "隐藏状态",
    r"\bhidden units?\b": "隐藏单元",
    r"\bunits? \{unit\}": "隐藏单元 {unit}|第 {unit} 维",  # the latter where there is little room
    r"\bcandidates?\b": "候选",
    r"\bhalf-li(fe|ves)\b": "半衰期",
    r"(?i)\bledgers?\b": "账",
    r"(?i)\bshares? of\b": "贡献|占|比例",
    r"(?i)\bforgetting test\b": "遗忘测试",
    r"(?i)\bsaturat": "饱和",
    r"(?i)\bgates?\b(?!\})": "门",
    r"\breadout\b": "读出层|readout",
    r"\bbackward pass\b": "反向传播",
    r"\bvalidation part\b": "验证集",
    r"(?i)\bunseen texts\b|\btest part\b": "测试集",
    r"(?i)\bunseen texts\b|\bright answers\b": "准确率",
    r"(?i)\bopinions?\b": "评价",
    r"\blayer above\b": "更高",
    r"\blayer below\b": "更低",
    r"\bsmall changes?\b": "微小",
    r"\bstill held\b": "留存",
    r"\bmodel header\b": "模型文件头",
    r"(?i)(?<!\.py )\btrace\b": "运行记录",
}
NEVER_SAID = (
    # what it must not say, and instead of what: words of another thing, or translated word by word
    ("(?<!也译)细胞", "单元状态; the help says once how else it is called"),
    (r"(?<!隐藏)(?<!循环)(?<!LSTM )单元(?!状态)", "隐藏单元 or 循环单元"),
    ("词(?!元|表)(?<!未知词)(?<!单词)(?<!生造词)", "词元: a Chinese network reads characters"),
    ("墨", "着色 or 深浅"),
    ("份额", "贡献 (signed) or 占比 (%)"),
    ("账目", "账本"),
    ("正确率|未见文本", "准确率, 测试集"),
    ("上一?层|下一?层", "更高层, 更低层: 上一层 is the one before, which is the lower one"),
    ("本文(?!本)", "这段文本: 本文 is this paper"),
    ("这么[多久]", "a number or a name"),
    ("观点", "评价"),
    ("支持正面|反对", "偏向正面, 偏向负面"),
    ("保留偏置", "门偏置"),
    ("学习一步", "一次权重更新"),
    ("过去", "先前"),
    ("微小(的)?变化的|关联", "微小扰动, 依赖关系"),
    ("纸质|反语|不是数(?!值)", "印刷用, 反讽, 非数"),
    ("[“”‘’]", "「」: the only ones that are of the Han face everywhere"),
    (r"[\d}] %", "no space before %"),
    (
        r"[，。；：！？、」）] (?!·)|(?<!·) [，。；：！？、「（]",
        "no space beside what is as wide as a character",
    ),
    (r"[\u4e00-\u9fff](?=[A-Za-z0-9])|[A-Za-z0-9](?=[\u4e00-\u9fff])", "a space between Han and Latin"),
    (r"[\u4e00-\u9fff]([.;:!?]|,(?! \{)|\((?!&))|[,;:!?)][\u4e00-\u9fff]", "full-width marks between Han"),
)


def test_chinese_has_one_term_for_one_thing() -> None:
    other = [
        f"{term}: {context}: {source!r} → {text!r}"
        for context, source, text in entries(CATALOGUE)
        for said, term in TERMS.items()
        if text and re.search(said, source) and not re.search(term.replace("{", "\\{"), text)
    ]
    assert not other, "\n".join(other)


def test_chinese_says_nothing_that_was_translated_word_by_word() -> None:
    said = [
        f"{found.group()!r}, better {better}: {context}: {source!r} → {text!r}"
        for context, source, text in entries(CATALOGUE)
        for pattern, better in NEVER_SAID
        if (found := re.search(pattern, text or ""))
    ]
    assert not said, "\n".join(said)


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


def test_the_dialogs_of_qt_speak_chinese(chinese: None, qtbot: QtBot, tmp_path: Path) -> None:
    """Qt's own Chinese lacks *Folder*, and calls the size of a file its volume."""
    (tmp_path / "一").mkdir()
    dialog = QFileDialog(None, "打开", str(tmp_path), "")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    tree = dialog.findChild(QTreeView)
    assert tree is not None
    model = tree.model()
    qtbot.waitUntil(lambda: model.rowCount(tree.rootIndex()) > 0)
    said = {str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())}
    said |= {str(model.index(0, 2, tree.rootIndex()).data())}
    said |= {label.text() for label in dialog.findChildren(QLabel)}
    said |= {button.text() or button.toolTip() for button in dialog.findChildren(QAbstractButton)}
    assert {"大小", "文件夹"} <= said
    assert not {text for text in said if re.search("[A-Za-z]", re.sub(r"\(&.\)", "", text))}


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
        r"RNN|LSTM|GRU|CPU|GPU|CUDA|Apple|Gatescope|English|PyTorch|(reviews|memory)-zh-lstm"
        r"|[Wb]_[ih]h|Wₕₕ|√H| h |[FPVNH]\)?$"
    )
    keys = re.compile(r"(Ctrl|Alt|Shift)\+.*|  \S+( 或 \S+)?$|\(&.\)")
    english = {text for text in said if re.search("[A-Za-z]", names.sub("", keys.sub("", text)))}
    assert not english
    assert len(said) > 60


def test_lists_have_the_marks_of_the_language(chinese: None) -> None:
    """What is put together of translated parts had English commas between them."""
    assert labelled("LSTM", listed(("正面 92%", "上升"))) == "LSTM：正面 92%，上升"
    assert listed(("一", "二"), "; ") == "一；二"
    use_language("en")
    assert labelled("LSTM", listed(("positive 92%", "rising"))) == "LSTM: positive 92%, rising"
