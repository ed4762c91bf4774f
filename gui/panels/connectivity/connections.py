"""How strongly the output at each word depends on each earlier one: the numbers, their scale, in words."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.record.arrays import MEGABYTE
from engine.record.gradient_flow import GradientFlow
from engine.record.trace import Trace
from engine.shapes import Float
from gui.drawing.axes import full_scale
from gui.drawing.numbers import figures, share
from gui.language import translate
from gui.scene import Scene

LONGEST_MATRIX = 512  # of longer texts the engine gives single rows
BYTES_PER_NUMBER = 4
LONGEST_WORD = 40  # characters


@dataclass(frozen=True, eq=False)
class Connections:
    """‖∂ℓ_τ/∂x_t‖ of a reading, as it is or relative to the largest one of the same τ.

    Attributes:
        trace: what was read.
        flow: the gradients; None as long as they are computed.
        relative: whether each row is divided by its largest number.
    """

    trace: Trace
    flow: GradientFlow | None
    relative: bool

    @classmethod
    def of(cls, scene: Scene) -> "Connections":
        """Those of the reading that is shown."""
        return cls(scene.trace, scene.run.gradient, scene.view.relative_gradient)

    def same_as(self, other: "Connections | None") -> bool:
        """Whether both come from the same records."""
        return (
            other is not None
            and (self.trace is other.trace and self.flow is other.flow)
            and self.relative == other.relative
        )

    @property
    def has_matrix(self) -> bool:
        """Whether the text is short enough for the numbers of all pairs."""
        return self.trace.length <= LONGEST_MATRIX

    @property
    def matrix_mb(self) -> float:
        """What the numbers of all pairs take, or would take."""
        return self.trace.length**2 * BYTES_PER_NUMBER / MEGABYTE

    @cached_property
    def _known(self) -> Float[np.ndarray, "R T"]:
        """The rows that are known."""
        if self.flow is None:
            return np.empty((0, self.trace.length))
        values = self.flow["norm_x"]
        if not self.relative:
            return values
        finite = np.where(np.isfinite(values), values, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):  # a row of zeros has no largest number
            parts: np.ndarray = values / finite.max(axis=1, keepdims=True)
        return parts

    @cached_property
    def matrix(self) -> Float[np.ndarray, "T T"]:
        """A row for each τ, a column for each t; NaN where t > τ, and where a row is not known."""
        matrix = np.full((self.trace.length, self.trace.length), np.nan)
        if self.flow is not None:
            matrix[self.flow.rows] = self._known
        return matrix

    @cached_property
    def limit(self) -> float:
        """What has the full ink: the largest number of all, so that no ink changes while the reader moves."""
        return 1.0 if self.relative else full_scale(self._known)

    def row(self, tau: int | None) -> Float[np.ndarray, " t"] | None:
        """The numbers of the words up to τ, seen from it; None while they are computed."""
        if self.flow is None or tau is None:
            return None
        at = np.flatnonzero(self.flow.rows == tau)
        return self._known[at[0], : tau + 1].astype(np.float64) if at.size else None

    def strip(self, tau: int | None) -> Float[np.ndarray, "1 T"]:
        """The row of τ alone, as a picture of one line; NaN where t > τ, or where it is still computed."""
        row, strip = self.row(tau), np.full((1, self.trace.length), np.nan)
        if row is not None:
            strip[0, : len(row)] = row
        return strip

    def cells(self, tau: int) -> list[float | str]:
        """The row of τ for a table: nothing where t > τ."""
        row = self.row(tau)
        values: list[float | str] = [] if row is None else row.tolist()
        return values + [""] * (self.trace.length - len(values))

    def measure(self) -> str:
        """What the inks show."""
        if self.relative:
            return translate("Connectivity", "ink: ‖∂ℓ/∂x‖ as a part of the largest in its row")
        if self.has_matrix:
            return translate("Connectivity", "ink: ‖∂ℓ/∂x‖, one scale for the whole text")
        return translate("Connectivity", "ink: ‖∂ℓ/∂x‖, a scale for each row")

    def told(self, tau: int | None, token: int) -> str:
        """One pair of words and its number; mid-step there is none of the word that is read."""
        words = self.trace.tokens
        if tau is None:
            return not_yet()
        if token > tau:
            text = translate(
                "Connectivity",
                "“{word}”, word {position}, is read after “{here}”: nothing there depends on it",
            )
        else:
            text = translate(
                "Connectivity",
                "“{word}”, word {position}: {value}\n"
                "how strongly the output at “{here}”, word {tau}, depends on it",
            )
        return text.format(
            word=words[token][:LONGEST_WORD],
            position=token + 1,
            here=words[tau][:LONGEST_WORD],
            tau=tau + 1,
            value=self.value_text(tau, token),
        )

    def value_text(self, tau: int, token: int) -> str:
        """A number with what it is."""
        row = self.row(tau)
        if row is None:
            return translate("Connectivity", "computing")
        if token > tau or np.isnan(row[token]):
            return "—"
        value = float(row[token])
        if self.relative:
            text = translate("Connectivity", "{value} of the largest")
            return text.format(value=share(value))
        return translate("Connectivity", "‖∂ℓ/∂x‖ = {value}").format(value=figures(value, 2))


def not_yet() -> str:
    """What stands for the numbers of a word whose step is not complete."""
    return translate("Connectivity", "not computed yet")


def explained() -> str:
    """What the inks are, for those who point at the key."""
    return translate(
        "Connectivity",
        "‖∂ℓ/∂x‖: the length of the gradient of the output by the numbers of a word. Inks go with its square "
        "root, so that small values can be seen beside large ones.\n"
        "A click: absolute, or each row relative to its largest.",
    )
