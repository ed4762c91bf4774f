"""Exports are opened again: right size, right words, the screen untouched, nothing half-written."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages import EngineError
from engine.record.hold import Hold
from gui.drawing.theme import ROLES, THEMES, font
from gui.export import render
from gui.export.picture import FORBIDDEN, image
from gui.panels import PANELS
from gui.panels.state_plot.panel import StatePlot
from gui.readings.held import changes_in_words
from gui.scene import Moment, Scene
from gui.view import View
from tests.support.written import written_by

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.usefixtures("qapp")
every_panel = pytest.mark.parametrize("name", PANELS)
FORMATS = (".png", ".svg", ".pdf")


def exported(name: str, scene: Scene, folder: Path, ending: str, **options: object) -> Path:
    path = folder / f"{name}{ending}"
    render.export(PANELS[name], scene, scene.complete(5), path, **options)  # type: ignore[arg-type]
    return path


def words(name: str, scene: Scene) -> set[str]:
    """What the panel says on screen, word by word."""
    panel = PANELS[name]()
    panel.draw(scene, scene.complete(5))
    return {word for piece in written_by(panel) for word in piece.text.split() if word.isalpha()}


def characters_of(pdf: bytes) -> set[str]:
    """The characters that a PDF's fonts know: what can be found and copied in it."""
    found: set[str] = set()
    for table in re.findall(rb"begincmap(.*?)endcmap", pdf, re.DOTALL):
        # <from> <to> <character> or <from> <to> [<character> ...]
        for row in re.findall(rb"^<[0-9a-fA-F]+> <[0-9a-fA-F]+> (.*)$", table, re.MULTILINE):
            codes = re.findall(rb"<([0-9a-fA-F]{4,})>", row)
            found |= {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}
    return found


def natural_size(name: str, scene: Scene) -> tuple[float, float]:
    return PANELS[name]().export_size_px(scene)


@every_panel
@pytest.mark.parametrize("theme", ["paper", "light", "dark"])
def test_png_has_its_size_resolution_and_ground(name: str, theme: str, scene: Scene, tmp_path: Path) -> None:
    path = exported(name, scene, tmp_path, ".png", width_mm=85, dpi=300, theme=theme)
    image = QImage(str(path))
    width, height = natural_size(name, scene)
    width = min(width, PANELS[name].NARROWEST_PX)
    assert image.width() == round(85 / 25.4 * 300)
    assert image.height() == pytest.approx(image.width() * height / width, abs=1)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    for x, y in ((0, 0), (image.width() - 1, image.height() - 1)):
        assert image.pixelColor(x, y) == QColor(THEMES[theme].ground)
    assert image.text("Description")
    assert len({image.pixel(x, y) for x in range(image.width()) for y in range(0, image.height(), 7)}) > 2


@every_panel
def test_svg_keeps_text_as_text_and_has_its_size(name: str, scene: Scene, tmp_path: Path) -> None:
    width, height = natural_size(name, scene)  # in another size other words have room under a plot
    path = exported(name, scene, tmp_path, ".svg", width_mm=174, layout_px=(width, height))
    root = ElementTree.parse(path).getroot()
    assert root.get("width") == "174mm"
    assert float(str(root.get("height")).removesuffix("mm")) == pytest.approx(174 * height / width, abs=0.1)
    written = {word for text in root.iter(f"{SVG}text") for word in (text.text or "").split()}
    assert words(name, scene) <= written
    families = {text.get("font-family") for text in root.iter(f"{SVG}text")}
    assert all(str(names).endswith(("sans-serif", "monospace")) for names in families)
    assert root.findtext(f"{SVG}desc")


@every_panel
def test_pdf_keeps_text_as_text_and_its_page_is_the_picture(name: str, scene: Scene, tmp_path: Path) -> None:
    data = exported(name, scene, tmp_path, ".pdf", width_mm=174).read_bytes()
    width, height = natural_size(name, scene)
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", data)
    assert box is not None
    left, bottom, right, top = map(float, box.group(1).split())
    assert (left, bottom) == (0, 0)
    assert right == pytest.approx(174 / 25.4 * 72, abs=1)
    assert top == pytest.approx(right * height / width, abs=1.5)
    assert data.count(b"/Type /Page\n") == 1
    needed = {character for word in words(name, scene) for character in word}
    assert needed <= characters_of(data)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_what_xml_forbids_is_replaced(ending: str, scene: Scene, tmp_path: Path) -> None:
    bad = "a\x00\x1b\x0b\ufffe\uffff\ud800b"
    run = scene.runs["lstm"]
    tokens = (bad, *run.trace.tokens[1:])
    named = replace(scene, runs={"lstm": replace(run, trace=replace(run.trace, tokens=tokens))}, text=bad)
    path = tmp_path / f"p.{ending}"
    render.export(PANELS["prediction"], named, named.complete(0), path)
    render.export(PANELS["token_strip"], named, named.complete(0), tmp_path / f"q.{ending}")
    if ending == "svg":
        for name in ("p.svg", "q.svg"):
            ElementTree.fromstring((tmp_path / name).read_bytes())
        assert "\N{REPLACEMENT CHARACTER}" in (tmp_path / "q.svg").read_text(encoding="utf-8")
    elif ending == "png":
        picture = QImage(str(path))
        assert not FORBIDDEN.search(picture.text("Title") + picture.text("Description"))


@pytest.mark.parametrize(
    "size", [{"width_mm": 1e-9}, {"width_mm": 4.9}, {"dpi": 1201}, {"dpi": float("inf")}, {"dpi": 9}]
)
def test_a_picture_beyond_the_limits_is_refused_with_them(size: dict, scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="5 to 5000 mm, 10 to 1200 dpi"):
        render.export(PANELS["gate_bars"], scene, scene.complete(0), tmp_path / "a.png", **size)
    assert not list(tmp_path.iterdir())


def test_figures_and_signs_can_be_found_in_a_pdf(scene: Scene, tmp_path: Path) -> None:
    """Tabular figures and fitted signs are glyphs for which Qt notes no characters."""
    panel = StatePlot()
    panel.draw(scene, scene.complete(5))
    shown = {character for piece in written_by(panel) for character in piece.text}
    assert {"−", ",", ":", "."} <= shown
    data = exported("state_plot", scene, tmp_path, ".pdf").read_bytes()
    assert shown - {" "} <= characters_of(data)


def test_chinese_can_be_found_in_a_pdf(scene: Scene, tmp_path: Path) -> None:
    """Many characters share their glyph with a radical, which Qt would note in their place."""
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no font has Chinese characters")
    tokens = ("一", "门", "入", "麦", "片", "食", "马", "长", "风", "车", "鱼", "鸟", "龙")[: scene.length]
    run = scene.runs["lstm"]
    chinese = Scene({"lstm": replace(run, trace=replace(run.trace, tokens=tokens))}, View("lstm"))
    data = exported("token_strip", chinese, tmp_path, ".pdf").read_bytes()
    assert set("".join(tokens)) <= characters_of(data)


def test_fonts_are_as_before_after_an_export(scene: Scene, tmp_path: Path) -> None:
    before = {role: font(role).key() for role in ("caption", "strong", "code")}
    exported("state_plot", scene, tmp_path, ".pdf")

    class Broken(StatePlot):
        def paint_content(self, *arguments: object) -> None:
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        render.export(Broken, scene, scene.complete(5), tmp_path / "broken.svg")
    assert {role: font(role).key() for role in before} == before
    assert not (tmp_path / "broken.svg").exists()


def test_transparent_has_no_ground(scene: Scene, tmp_path: Path) -> None:
    image = QImage(str(exported("gradient_plot", scene, tmp_path, ".png", theme="transparent")))
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(image.width() // 2, 4).alpha() == 0
    assert any(image.pixelColor(x, image.height() // 2).alpha() == 255 for x in range(image.width()))
    dark = QImage(str(exported("gradient_plot", scene, tmp_path, ".png", theme="transparent-dark")))
    assert dark.pixelColor(0, 0).alpha() == 0
    assert dark != image


def test_a_width_in_pixels_is_that_width(scene: Scene, tmp_path: Path) -> None:
    assert QImage(str(exported("gate_bars", scene, tmp_path, ".png", width_px=1234, dpi=96))).width() == 1234


def test_type_grows_with_the_paper_only_beyond_its_room(scene: Scene) -> None:
    natural = StatePlot.EXPORT_SIZE_PX[0]

    def layout(width_mm: float) -> float:
        with render.picture(StatePlot, scene, scene.complete(1), width_mm, 300) as drawn:
            return drawn.layout.width()

    assert layout(40) == natural
    assert layout(natural * 1.1 / 96 * 25.4) == pytest.approx(natural * 1.1)
    assert layout(900) == pytest.approx(natural * 1.25)


@pytest.mark.parametrize("name", ["ribbons", "agreement"])
def test_in_a_column_of_a_journal_the_smallest_words_have_six_points_at_least(
    name: str, scene: Scene
) -> None:
    def points(width_mm: float) -> float:
        with render.picture(PANELS[name], scene, scene.complete(1), width_mm, 300) as drawn:
            return ROLES["caption"][0] * width_mm / 25.4 * 72 / drawn.layout.width()

    assert points(85) > 6
    assert points(114) == pytest.approx(ROLES["caption"][0] * 72 / 96)


def test_an_export_equals_the_same_export(scene: Scene, tmp_path: Path) -> None:
    for ending in (".png", ".svg"):
        first = exported("state_plot", scene, tmp_path, ending).read_bytes()
        exported("state_plot", scene, tmp_path, ending, theme="dark", width_mm=60)
        assert exported("state_plot", scene, tmp_path, ending).read_bytes() == first


@every_panel
def test_an_export_never_disturbs_the_screen(name: str, scene: Scene, tmp_path: Path, qtbot: QtBot) -> None:
    shown = PANELS[name]()
    qtbot.addWidget(shown)
    shown.resize(*shown.EXPORT_SIZE_PX)
    shown.show()
    shown.draw(scene, Moment(3, 1))
    before, windows = shown.grab().toImage(), len(QApplication.topLevelWidgets())
    for ending in FORMATS:
        exported(name, scene, tmp_path, ending, theme="dark")
    assert shown.grab().toImage() == before
    assert (shown.scene, shown.moment) == (scene, Moment(3, 1))
    QApplication.sendPostedEvents(None, 52)  # the panels that were let go: QEvent.Type.DeferredDelete
    assert len(QApplication.topLevelWidgets()) == windows


@pytest.mark.parametrize(
    ("file_name", "options", "key"),
    [
        ("picture.gif", {}, "unknown_ending"),
        ("picture", {}, "unknown_ending"),
        ("nowhere/picture.png", {}, "folder_missing"),
        ("picture.png", {"theme": "pink"}, "unknown_theme"),
        ("picture.png", {"width_mm": 0}, "bad_picture_size"),
        ("picture.svg", {"width_mm": float("nan")}, "bad_picture_size"),
        ("picture.pdf", {"width_mm": 1e9}, "bad_picture_size"),
        ("picture.png", {"width_mm": 4000, "dpi": 1200}, "bad_picture_size"),
        ("picture.png", {"dpi": -1}, "bad_picture_size"),
        ("picture.png", {"width_px": 100, "dpi": 0}, "bad_picture_size"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    file_name: str, options: dict[str, object], key: str, scene: Scene, tmp_path: Path
) -> None:
    with pytest.raises(EngineError) as caught:
        render.export(StatePlot, scene, scene.complete(5), tmp_path / file_name, **options)  # type: ignore[arg-type]
    assert caught.value.key == key
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_a_full_disk_leaves_the_old_picture(
    ending: str, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit on the size of files stands in for a disk that runs full in the middle of the writing."""
    resource = pytest.importorskip("resource")
    path = tmp_path / f"picture{ending}"
    path.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(EngineError) as caught:
            render.export(StatePlot, scene, scene.complete(5), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.key == "file_unwritable"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_one_sentence(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "picture.png").mkdir()
    with pytest.raises(EngineError, match="cannot be written"):
        render.export(StatePlot, scene, scene.complete(5), tmp_path / "picture.png")
    assert [path.name for path in tmp_path.iterdir()] == ["picture.png"]


def test_the_clipboard_gets_pixels_and_vectors(scene: Scene) -> None:
    render.copy_to_clipboard(StatePlot, scene, scene.complete(5), theme="dark")
    data = QGuiApplication.clipboard().mimeData()
    image = QGuiApplication.clipboard().image()
    assert image.size() == QSize(*StatePlot.EXPORT_SIZE_PX) * 2
    assert b"<text" in bytes(data.data("image/svg+xml").data())


@every_panel
def test_csv_has_the_numbers_of_the_table(name: str, scene: Scene, tmp_path: Path) -> None:
    moment, path = scene.complete(5), tmp_path / "numbers.csv"
    render.table_to_csv(PANELS[name], scene, moment, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns, *rows = csv.reader(file)
    panel = PANELS[name]()
    table = panel.table(scene, moment)
    assert tuple(columns) == tuple(map(str, table.columns))
    assert len(rows) == len(table.rows)
    for read, expected in zip(rows, table.rows, strict=True):
        for text, value in zip(read, expected, strict=True):
            if isinstance(value, float):
                assert np.float32(text) == np.float32(value) or (np.isnan(float(text)) and np.isnan(value))
            else:
                assert text == str(value)
    with pytest.raises(EngineError, match=r"\.csv"):
        render.table_to_csv(PANELS[name], scene, moment, tmp_path / "numbers.xls")


@every_panel
@pytest.mark.parametrize("change", ["held", "retyped"])
def test_a_picture_says_below_what_was_changed(
    name: str, change: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """In words and as the command line takes it; of the cells that it shows, and only if it shows any."""
    scene: Scene = request.getfixturevalue(change)
    lines = changes_in_words(scene, scene.runs if PANELS[name].COMPARES else {"lstm": scene.run})
    if change == "held":
        assert ("held: LSTM: forget gate of all units at 0.05, words 3 to 5 (--hold f=0.05@2:5)") in lines
        lines = [] if name == "distance_plot" else lines
    wanted = " ".join(lines).split()
    plain, drawn = (
        exported(name, each, tmp_path, ".svg", width_mm=100).read_text(encoding="utf-8")
        for each in (replace(scene, runs=scene.before.runs, before=None), scene)  # type: ignore[union-attr]
    )
    assert not re.search(r"--hold|“\w+” is left out", plain)
    texts = [text.text or "" for text in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
    said = " ".join(texts).split()
    assert said[len(said) - len(wanted) :] == wanted
    description = ElementTree.fromstring(drawn).findtext(f"{SVG}desc") or ""
    assert all(line in description for line in lines)
    assert ("--hold" in description) == any("--hold" in line for line in lines)


def test_a_long_caption_is_broken_and_the_panel_keeps_its_size(held: Scene, tmp_path: Path) -> None:
    trace = held.trace
    many = tuple(Hold("f", 0.1234567 + unit / 100, 2, 5, unit) for unit in range(8))
    run = replace(held.run, trace=replace(trace, provenance=replace(trace.provenance, holds=many)))
    for layout in ((240.0, 200.0), (640.0, 200.0)):
        with render.picture(StatePlot, replace(held, runs={"lstm": run}), held.complete(5), 100, 96) as drawn:
            drawn = replace(drawn, layout=QSizeF(*layout))
            size = drawn.size
            assert (size.width(), drawn.layout.height()) == layout
            assert size.height() > layout[1] + 8 * 12
            pixels = image(replace(drawn, dpi=layout[0] / 100 * 25.4))
            ground = pixels.pixelColor(1, 1)
            edge = [pixels.pixelColor(x, pixels.height() - 2) for x in range(pixels.width())]
            assert all(color == ground for color in edge), "nothing is cut below"


def test_numbers_say_in_each_row_what_is_held_in_its_network(held: Scene, tmp_path: Path) -> None:
    only = replace(held, runs={**held.runs, "rnn": held.before.runs["rnn"]})  # type: ignore[union-attr]
    path = tmp_path / "numbers.csv"
    for panel, wanted in (("prediction", ["", "f=0.05@2:5", "z=0.05@2:5"]), ("gate_bars", ["f=0.05@2:5"])):
        render.table_to_csv(PANELS[panel], only, held.complete(5), path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(dict.fromkeys(row["hold"] for row in rows)) == wanted
        assert all(bool(row["hold"]) == bool(row["held"]) for row in rows)
    assert rows[0]["held"] == "LSTM: forget gate of all units at 0.05, words 3 to 5"
    render.table_to_csv(PANELS["distance_plot"], only, held.complete(5), path)
    assert "hold" not in path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
