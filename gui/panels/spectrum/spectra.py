"""Two spectra of a run, that of each step and that of all of them, as factors and in words."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.record.jacobians import Jacobians
from engine.shapes import Float
from gui.drawing.numbers import figures, number, power_of_ten
from gui.language import translate

LEAST_TOP = 1.25  # the line at 1 never lies on the edge
MOST_NATS = 700.0  # e to this power is still a float


@dataclass(frozen=True, eq=False)
class Spectra:
    """Factors of one layer on one scale: singular values of the steps, and exp(λ) of the whole run."""

    jacobians: Jacobians
    layer: int

    @property
    def exponents(self) -> Float[np.ndarray, " S"]:
        """Finite-time Lyapunov exponents in nats a token, the largest first."""
        exponents: np.ndarray = self.jacobians[f"lyapunov_l{self.layer}"].astype(np.float64)
        return exponents

    @property
    def growth(self) -> Float[np.ndarray, " S"]:
        """exp(λ), the factor a token: 0 where an exponent is −∞."""
        with np.errstate(over="ignore"):
            factors: np.ndarray = np.exp(self.exponents)
        return factors

    def sigma(self, token: int) -> Float[np.ndarray, " S"]:
        """Singular values of the step at a token, the largest first."""
        sigma: np.ndarray = self.jacobians[f"sigma_l{self.layer}"][token].astype(np.float64)
        return sigma

    @cached_property
    def top(self) -> float:
        """The end of the scale: it holds every factor, so that it stays while the reader moves."""
        values = np.append(self.jacobians[f"sigma_l{self.layer}"][:, 0], self.growth[0])
        finite = values[np.isfinite(values)]
        return max(LEAST_TOP, 1.05 * float(finite.max(initial=0.0)))


def growing(sigma: Float[np.ndarray, " S"]) -> str:
    """How many directions one step stretches."""
    if not np.isfinite(sigma).all():
        return translate("Spectrum", "values overflowed at this step")
    text = translate("Spectrum", "{count} of {all} above 1; the largest is {largest}")
    return text.format(count=int((sigma > 1).sum()), all=len(sigma), largest=figures(float(sigma[0]), 3))


def over_the_text(spectra: Spectra) -> str:
    """What becomes of a small difference from before the first word to the last one, at most."""
    largest = float(spectra.exponents[0])
    if math.isnan(largest):
        return translate("Spectrum", "Values overflowed in this text: it has no exponents.")
    if largest == -math.inf:
        return translate("Spectrum", "Over the text every small difference is lost.")
    nats = spectra.jacobians.length * largest
    if nats > 0:
        text = translate(
            "Spectrum", "{count} words multiply a small difference exp(Tλ₁) = {factor} times at most."
        )
    else:
        text = translate("Spectrum", "{count} words leave at most exp(Tλ₁) = {factor} of a small difference.")
    return text.format(count=spectra.jacobians.length, factor=_power_of_e(nats))


def _power_of_e(nats: float) -> str:
    """e to a power with two figures, beyond what floats hold as the nearest power of ten."""
    if abs(nats) < MOST_NATS:
        return figures(math.exp(nats), 2)
    return power_of_ten(round(nats / math.log(10)))


def told(side: int, index: int, values: Float[np.ndarray, " S"]) -> str:
    """One direction's number."""
    value = float(values[index])
    if side == 0:
        text = translate("Spectrum", "singular value {number} of {all}: {value}")
        return text.format(number=index + 1, all=len(values), value=figures(value, 3))
    if not value < math.inf:
        return translate("Spectrum", "not a number: values overflowed")
    text = translate(
        "Spectrum", "finite-time exponent {number} of {all}: λ = {value} nats per word, exp(λ) = {factor}"
    )
    factor = figures(math.exp(value), 3)
    return text.format(number=index + 1, all=len(values), value=number(value), factor=factor)


def explained(side: int) -> str:
    """What a spectrum is."""
    if side == 0:
        return translate(
            "Spectrum",
            "Singular values of ∂s(t)/∂s(t−1): by how much this one step stretches a small change of the "
            "state, in the direction that it stretches most, in the next one, and so on.\n"
            "The next step stretches other directions: such factors do not simply multiply.",
        )
    return translate(
        "Spectrum",
        "Finite-time Lyapunov exponents of this text: ln of the singular values of the product of all its T "
        "steps, divided by T, in nats per word. They change with T, and with the scale of h against c.\n"
        "Above 0 a small difference at the beginning is larger at the end; below 0 it is smaller; "
        "−∞: it is lost.",
    )
