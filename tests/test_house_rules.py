"""The house's rules that no linter knows. Each is also shown a text that breaks it, and has to object."""

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.cells import CELLS

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py"), ROOT / "main.py"])
GUI = [path for path in OURS if path.is_relative_to(ROOT / "gui")]
TESTS = sorted([*ROOT.glob("tests/**/*.py"), *ROOT.glob("tools/**/*.py")])
REGISTRIES = ("engine/cells/__init__.py", "gui/panels/__init__.py")

# Files that may do what the rule forbids, because it is their purpose.
KNOWS_COLOURS = ("gui/drawing/theme.py",)
STORES_SETTINGS = ("gui/settings.py",)
STARTS_PROCESSES = ("gui/session/engine_client.py", "gui/bench/bench.py")  # bench: whole processes

Rule = Callable[[ast.Module], Iterator[str]]


def words(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that a file imports or uses, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.name, node.lineno
            if isinstance(node, ast.ImportFrom) and node.module:
                yield node.module, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the constants that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            found.add(id(first.value))
    return found


def callee(call: ast.Call) -> str:
    """The last name of what is called: `translate` in `language.translate(...)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def colour_literals(tree: ast.Module) -> Iterator[str]:
    """Colours by value or by Qt's names."""
    prose = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            if re.search(r"#(?:[0-9a-fA-F]{3}){1,2}\b|\brgba?\(", node.value):
                yield f"line {node.lineno}: {node.value!r}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("GlobalColor"):
            if node.attr != "transparent":  # no colour at all
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and callee(node) in ("QColor", "fromRgb", "fromHsv", "fromRgbF"):
            by_value = any(isinstance(argument, ast.Constant) for argument in node.args)
            yield from (f"line {node.lineno}: {ast.unparse(node)}" for _ in range(by_value))


def stored_settings(tree: ast.Module) -> Iterator[str]:
    """Anything that outlives the program as a preference."""
    forbidden = re.compile(r"QSettings|user_(config|data)_(dir|path)|QStandardPaths\.\w*Config\w*")
    yield from (f"line {line}: {word}" for word, line in words(tree) if forbidden.search(word))


def threads_and_processes(tree: ast.Module) -> Iterator[str]:
    """Anything that runs beside the window's own event loop."""
    forbidden = {
        "threading", "Thread", "ThreadPoolExecutor", "ProcessPoolExecutor", "concurrent.futures", "asyncio",
        "multiprocessing", "subprocess", "fork", "QThread", "QThreadPool", "QRunnable", "QProcess",
    }  # fmt: skip
    yield from (f"line {line}: {word}" for word, line in words(tree) if word in forbidden)


def untranslatable(tree: ast.Module) -> Iterator[str]:
    """Texts for translation that `lupdate` cannot find: it reads literals only.

    A text may also come out of a table, where it is marked by QT_TRANSLATE_NOOP; it is never put together.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or callee(node) not in ("translate", "tr", "QT_TRANSLATE_NOOP"):
            continue
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else "language"
        if callee(node) == "translate" and owner not in ("language", "QCoreApplication"):
            continue  # moves a painter or a rectangle
        texts = node.args[:1] if callee(node) == "tr" else node.args[:2]
        literal = [isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts]
        looked_up = isinstance(texts[-1], ast.Name | ast.Subscript | ast.Attribute)
        if not all(literal) and (callee(node) == "QT_TRANSLATE_NOOP" or not looked_up):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def swallowed_errors(tree: ast.Module) -> Iterator[str]:
    """Handlers that catch everything and say nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and all(isinstance(inner, ast.Pass) for inner in node.body):
            caught = "" if node.type is None else ast.unparse(node.type)
            if caught in ("", "Exception", "BaseException"):
                yield f"line {node.lineno}: except {caught}: pass"


def prints(tree: ast.Module) -> Iterator[str]:
    """What is written to a terminal that nobody may be looking at."""
    yield from (
        f"line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and callee(node) == "print"
    )


def imports_in_maps(tree: ast.Module) -> Iterator[str]:
    """What an `__init__.py` does beside explaining its folder."""
    if not ast.get_docstring(tree):
        yield "no docstring"
    yield from (f"line {node.lineno}: {ast.unparse(node)}" for node in tree.body[1:])


def without_purpose(tree: ast.Module) -> Iterator[str]:
    """A file whose first line does not say what it is for."""
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    if tree.body and tree.body[0].lineno != 1:
        yield "the docstring is not on the first line"
    if not first.endswith((".", "?")) or len(first.split()) < 4:
        yield f"first line: {first!r}"


@functools.cache
def parsed(path: Path) -> ast.Module:
    """The tree of a file, which several rules look at."""
    return ast.parse(path.read_text(encoding="utf-8"))


def check(rule: Rule, paths: list[Path], *, but: tuple[str, ...] = ()) -> None:
    """Fails with every place where a file breaks the rule."""
    broken = {}
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if name not in but:
            found = list(rule(parsed(path)))
            if found:
                broken[name] = found
    assert not broken, "\n".join(f"{name}: {'; '.join(found)}" for name, found in broken.items())


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (colour_literals, 'pen = "#A0b1C2"'),
        (colour_literals, 'label.setStyleSheet("color: #fff")'),
        (colour_literals, 'label.setStyleSheet("color: rgba(0, 0, 0, 30)")'),
        (colour_literals, "QColor(255, 0, 0)"),
        (colour_literals, 'QColor("red")'),
        (colour_literals, "Qt.GlobalColor.red"),
        (stored_settings, "from PySide6.QtCore import QSettings"),
        (stored_settings, "path = platformdirs.user_config_dir('gatescope')"),
        (threads_and_processes, "import threading"),
        (threads_and_processes, "from threading import Thread"),
        (threads_and_processes, "import subprocess"),
        (threads_and_processes, "class Job(QThread): ..."),
        (threads_and_processes, "from concurrent.futures import ThreadPoolExecutor"),
        (untranslatable, 'translate("Panel", f"unit {unit}")'),
        (untranslatable, 'translate("Panel", "unit {}".format(unit))'),
        (untranslatable, 'self.tr(f"unit {unit}")'),
        (untranslatable, 'translate("Panel", "unit " + unit)'),
        (untranslatable, 'translate(CONTEXT, "unit")'),
        (untranslatable, 'QT_TRANSLATE_NOOP("Panel", TITLE)'),
        (swallowed_errors, "try:\n    run()\nexcept Exception:\n    pass"),
        (swallowed_errors, "try:\n    run()\nexcept:\n    pass"),
        (prints, "print(value)"),
        (imports_in_maps, '"""A map of the folder."""\nfrom gui.panel import Panel'),
        (imports_in_maps, "VERSION = 1"),
        (without_purpose, "import ast"),
        (without_purpose, '"""Gate bars."""'),
        (without_purpose, '\n"""One bar for every unit of a gate."""'),
    ],
)
def test_every_rule_objects(rule: Rule, text: str) -> None:
    assert list(rule(ast.parse(text)))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (colour_literals, '"""See #fff."""\nlink = "pytorch#8938"\nQColor(self.ink)'),
        (colour_literals, "image.fill(Qt.GlobalColor.transparent)"),
        (stored_settings, "path = platformdirs.user_cache_dir('gatescope')"),
        (untranslatable, 'translate("Panel", "unit {unit}").format(unit=f"{unit}")'),
        (untranslatable, 'translate("actions", MENUS[name])\npainter.translate(0, 2 * LINE_PX)'),
        (swallowed_errors, "try:\n    run()\nexcept KeyError:\n    pass"),
        (imports_in_maps, '"""A map of the folder."""'),
        (without_purpose, '"""One bar for every unit of a gate."""\nimport ast'),
    ],
)
def test_no_rule_objects_to_what_is_fine(rule: Rule, text: str) -> None:
    assert not list(rule(ast.parse(text)))


def test_colours_have_names_and_live_in_the_theme() -> None:
    check(colour_literals, GUI, but=KNOWS_COLOURS)


def test_preferences_are_stored_in_one_place() -> None:
    check(stored_settings, OURS, but=STORES_SETTINGS)


def test_the_window_starts_nothing_beside_the_engine() -> None:
    check(threads_and_processes, GUI, but=STARTS_PROCESSES)


def test_every_text_for_people_can_be_found_by_translators() -> None:
    check(untranslatable, OURS)


def test_no_error_is_swallowed() -> None:
    check(swallowed_errors, OURS)


def test_the_engine_prints_nothing() -> None:
    check(prints, [path for path in OURS if path.is_relative_to(ROOT / "engine")])


def test_an_init_is_a_map_and_imports_nothing() -> None:
    maps = [path for path in (*OURS, *TESTS) if path.name == "__init__.py"]
    check(imports_in_maps, maps, but=REGISTRIES)
    folders = {path.parent for path in (*OURS, *TESTS)} - {ROOT}
    assert {path.parent for path in maps} == folders, "a folder without a map"


def test_the_first_line_says_what_a_file_is_for() -> None:
    check(without_purpose, [*OURS, *TESTS])


def test_names_of_files_say_what_is_in_them() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}
    for path in (*OURS, *TESTS):
        assert not empty_words & set(path.stem.split("_")), path
        assert not empty_words & set(path.parent.parts[len(ROOT.parts) :]), path


def test_every_cell_names_its_source() -> None:
    for name, cell in CELLS.items():
        text = (ROOT / "engine" / "cells" / f"{name}.py").read_text(encoding="utf-8")
        documentation = ast.get_docstring(ast.parse(text)) or ""
        assert re.search(r"^Source:\n\s+\S", documentation, re.MULTILINE), name
        assert cell.source, name


def test_the_window_starts_without_torch_and_without_pyqtgraph() -> None:
    modules = ("main", "gui.app", "gui.main_window", "gui.panels", "engine.models.library")
    modules += ("engine.questions",)
    late = {"torch", "engine.service", "pyqtgraph"}
    program = f"import sys, {', '.join(modules)}; print({late} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.stdout.strip() == "set()", run.stderr
