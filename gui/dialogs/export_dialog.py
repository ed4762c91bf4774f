"""How a plot becomes a picture file: colours, width, resolution."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QWidget

from gui.language import titled, translate
from gui.settings import EXPORT_DPI, EXPORT_WIDTHS_MM, Preferences

TITLED_PX = 460  # wide enough for the longest heading of a plot in the title


@dataclass(frozen=True)
class ExportChoice:
    """What the reader wants of a picture.

    Attributes:
        theme: `paper`, `screen` or `transparent`.
        width_mm: its width on paper.
        dpi: pixels per inch of a PNG.
    """

    theme: str
    width_mm: float
    dpi: int


class ExportDialog(QDialog):
    """Asks for colours, width and resolution, beginning with what was chosen last time.

    Args:
        plot: the heading of what is exported; empty for every plot of the page.
    """

    def __init__(self, preferences: Preferences, plot: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        every = translate("ExportDialog", "Export every plot of this page")
        one = translate("ExportDialog", "Export: {plot}").format(plot=plot)
        self.setWindowTitle(titled(one if plot else every))
        self.setMinimumWidth(TITLED_PX)
        self.theme = QComboBox(self)
        for key, text in (
            ("paper", translate("ExportDialog", "Paper: black on white")),
            ("screen", translate("ExportDialog", "As on screen")),
            ("transparent", translate("ExportDialog", "Transparent ground")),
        ):
            self.theme.addItem(text, key)
        self.theme.setCurrentIndex(max(self.theme.findData(preferences.export_theme), 0))
        self.width_mm = QSpinBox(self)
        self.width_mm.setRange(*EXPORT_WIDTHS_MM)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setValue(round(preferences.export_width_mm))
        self.width_mm.setToolTip(translate("ExportDialog", "Many journals print 85 mm or 174 mm wide."))
        self.dpi = QSpinBox(self)
        self.dpi.setRange(*EXPORT_DPI)
        self.dpi.setSuffix(" dpi")
        self.dpi.setValue(preferences.export_dpi)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(
            translate("ExportDialog", "Choose a file…")
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(20, 20, 20, 16)
        form.setSpacing(10)
        form.addRow(translate("ExportDialog", "Colours"), self.theme)
        form.addRow(translate("ExportDialog", "Width"), self.width_mm)
        form.addRow(translate("ExportDialog", "Resolution of a PNG"), self.dpi)
        form.addRow(buttons)

    def choice(self) -> ExportChoice:
        """What the reader chose."""
        return ExportChoice(self.theme.currentData(), float(self.width_mm.value()), self.dpi.value())
