"""Every panel once, by name: the window, the exports, the command line and the tests read this table."""

from gui.panel import Panel
from gui.panels.agreement.panel import Agreement
from gui.panels.cell_diagram.panel import CellDiagram
from gui.panels.code_view.panel import CodeView
from gui.panels.connectivity.panel import Connectivity
from gui.panels.distance_plot import DistancePlot
from gui.panels.equation_view.panel import EquationView
from gui.panels.forgetting_test.panel import ForgettingTest
from gui.panels.gate_bars.panel import GateBars
from gui.panels.gate_saturation import GateSaturation
from gui.panels.gradient_plot import GradientPlot
from gui.panels.half_lives.panel import HalfLives
from gui.panels.jacobian_plot.panel import JacobianPlot
from gui.panels.memory_ledger.panel import MemoryLedger
from gui.panels.path_flow.panel import PathFlow
from gui.panels.prediction.panel import Prediction
from gui.panels.ribbons.panel import Ribbons
from gui.panels.spectrum.panel import Spectrum
from gui.panels.state_plot.panel import StatePlot
from gui.panels.token_strip.panel import TokenStrip
from gui.panels.weight_update.panel import WeightUpdate

PANELS: dict[str, type[Panel]] = {
    Ribbons.NAME: Ribbons,
    TokenStrip.NAME: TokenStrip,
    CellDiagram.NAME: CellDiagram,
    GateBars.NAME: GateBars,
    StatePlot.NAME: StatePlot,
    GradientPlot.NAME: GradientPlot,
    EquationView.NAME: EquationView,
    CodeView.NAME: CodeView,
    Prediction.NAME: Prediction,
    PathFlow.NAME: PathFlow,
    WeightUpdate.NAME: WeightUpdate,
    ForgettingTest.NAME: ForgettingTest,
    Agreement.NAME: Agreement,
    MemoryLedger.NAME: MemoryLedger,
    HalfLives.NAME: HalfLives,
    GateSaturation.NAME: GateSaturation,
    DistancePlot.NAME: DistancePlot,
    JacobianPlot.NAME: JacobianPlot,
    Spectrum.NAME: Spectrum,
    Connectivity.NAME: Connectivity,
}
