"""Exponents against exact singular values of products, determinants, closed forms and planted errors."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.array_namespace import NUMPY
from engine.backward import lyapunov as module
from engine.backward.jacobians import OneStep, jacobians
from engine.backward.lyapunov import finite_time_exponents, graded_singular_values
from engine.forward.simulate import simulate
from engine.models.library import open_model
from engine.progress import Cancelled, Job
from engine.stories import STORIES
from tests.support.networks import random_inputs, random_network

Steps = list[np.ndarray]


def exponents(steps: Steps) -> np.ndarray:
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # as the engine asks for them
        return finite_time_exponents(steps.__getitem__, len(steps), len(steps[0]))


def rotation(size: int, seed: int = 0) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(size, size)))[0]


def random_steps(tokens: int, size: int, seed: int, spread: float = 0.4) -> Steps:
    rng = np.random.default_rng(seed)
    return [np.eye(size) + spread * rng.normal(size=(size, size)) for _ in range(tokens)]


def of_product(steps: Steps) -> np.ndarray:
    """The definition itself, where the product's singular values are close enough for float64."""
    product = np.eye(len(steps[0]))
    for step in steps:
        product = step @ product
    return np.log(np.linalg.svd(product, compute_uv=False)) / len(steps)


def volumes(steps: Steps) -> np.ndarray:
    """Exactly, in fractions, from the product's own entries: ln of σ_1² + σ_2², and of σ_1² σ_2²."""
    size = len(steps[0])
    product = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    for step in steps:
        left = [[Fraction(float(value)) for value in row] for row in step]
        product = [
            [sum((left[i][k] * product[k][j] for k in range(size)), Fraction(0)) for j in range(size)]
            for i in range(size)
        ]
    (a, b), (c, d) = product
    square, volume = a * a + b * b + c * c + d * d, (a * d - b * c) ** 2
    return np.array([_log(square), _log(volume)])


def _log(value: Fraction) -> float:
    """ln of a fraction that no float holds."""
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    scaled = value / Fraction(2) ** shift
    return float(np.log(float(scaled)) + shift * np.log(2))


@settings(max_examples=40)
@given(tokens=st.integers(1, 6), size=st.integers(1, 6), seed=st.integers(0, 10_000))
def test_all_exponents_are_the_logarithms_of_the_products_singular_values(tokens, size, seed):
    steps = random_steps(tokens, size, seed, 0.2)
    found = exponents(steps)
    np.testing.assert_allclose(found, of_product(steps), atol=1e-9)
    assert (np.diff(found) <= 0).all()


@pytest.mark.parametrize("tokens", [15, 60])
def test_what_no_float_holds_is_exact_in_fractions(tokens):
    """Two numbers: σ_1² + σ_2² and σ_1 σ_2 give both singular values, however far apart they are."""
    rng = np.random.default_rng(tokens)
    steps = [rng.normal(size=(2, 2)) @ np.diag([30.0, 1e-3]) @ rng.normal(size=(2, 2)) for _ in range(tokens)]
    square, volume = volumes(steps)
    assert square - volume / 2 > 36, "beyond what the product of floats could tell"
    expected = np.array([square, volume - square]) / 2 / tokens
    np.testing.assert_allclose(exponents(steps), expected, rtol=1e-9)


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("tokens", [1, 7, 150])
def test_the_largest_one_is_the_norm_of_the_whole_product(name, tokens):
    """T λ_1 = ln ‖J_T ⋯ J_1‖, the step at the initial state included; and the sum is that of ln |det J_t|."""
    network = random_network(name, units=6)
    trace = simulate(network, inputs=random_inputs(tokens, network), dtype="float64")
    found = jacobians(network, trace, at=tokens - 1)["lyapunov_l0"]
    steps = OneStep(network.cell, network.weights(NUMPY, "float64")[0], trace, 0)
    product, logarithm = np.eye(steps.size), 0.0
    for token in range(tokens):
        product = steps.at(token) @ product
        logarithm += np.log(np.abs(product).max())
        product /= np.abs(product).max()
    assert tokens * found[0] == pytest.approx(logarithm + np.log(np.linalg.norm(product, 2)), rel=1e-9)
    volume = np.mean([np.linalg.slogdet(steps.at(token))[1] for token in range(tokens)])
    assert found.sum() == pytest.approx(volume, rel=1e-9)


@pytest.mark.parametrize("tokens", [2, 200])
def test_the_starting_frame_changes_nothing(tokens, monkeypatch):
    steps = random_steps(tokens, 5, 3)
    found = exponents(steps)
    for frame in (np.eye(5), np.eye(5)[::-1].copy(), rotation(5, 8)):
        monkeypatch.setattr(module, "starting_frame", lambda size, frame=frame: frame)
        np.testing.assert_allclose(exponents(steps), found, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("rho", [0.7, 1.0, 1.3])
def test_scaled_rotations_stretch_all_directions_alike(rho):
    steps = [rho * rotation(6, seed) for seed in range(300)]
    np.testing.assert_allclose(exponents(steps), np.log(rho), atol=1e-13)


def test_steps_that_undo_each_other():
    """First one direction grows and then the other one: what counts is where each of them ends."""
    steps = [np.diag([0.5, 2.0])] * 200 + [np.diag([3.0, 0.25])] * 200
    np.testing.assert_allclose(exponents(steps), [np.log(1.5) / 2, np.log(0.5) / 2], rtol=1e-12)
    np.testing.assert_allclose(exponents([np.diag([1e-3, 2.0]), np.diag([1e3, 0.5])]), 0, atol=1e-10)


def test_a_lost_direction_is_minus_infinity():
    steps = random_steps(6, 4, 1)
    steps[2][1], steps[4][:, 2] = 0.0, 0.0
    found = exponents(steps)
    np.testing.assert_allclose(found[:3], of_product(steps)[:3], rtol=1e-9)
    assert found[3] == -np.inf
    shift = np.array([[0.0, 1.0], [0.0, 0.0]])
    for nothing in ([shift] * 2, [np.zeros((3, 3))] * 3):
        assert (exponents(nothing) == -np.inf).all()
    assert exponents([np.diag([1.0, 1e-20])] * 50)[1] == pytest.approx(np.log(1e-20)), "weak is not lost"


def test_what_overflows_has_no_exponents():
    steps = random_steps(4, 3, 0)
    steps[1][0, 0] = np.inf
    assert np.isnan(exponents(steps)).all()
    assert exponents([np.diag([1e300, 1e-300])] * 5) == pytest.approx([np.log(1e300), np.log(1e-300)])


@pytest.mark.parametrize("part", ["_shortened", "_rotate", "_turned", "graded_singular_values"])
def test_a_planted_error_is_found(part, monkeypatch):
    right = getattr(module, part)

    def wrong(*arguments):
        if part == "_rotate":
            return None
        made = right(*arguments)
        return (made[0] * 1.001, *made[1:]) if isinstance(made, tuple) else made * 1.001

    monkeypatch.setattr(module, part, wrong)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(
            exponents(random_steps(5, 4, 0)), of_product(random_steps(5, 4, 0)), atol=1e-9
        )


def test_rotations_find_what_a_decomposition_finds():
    rng = np.random.default_rng(5)
    triangle = np.eye(7) + np.triu(0.3 * rng.normal(size=(7, 7)), 1)
    logarithms = np.array([3.0, 3.0, 1.0, 0.5, 0.5, -1.0, -2.0])
    expected = np.log(np.linalg.svd(np.exp(logarithms)[:, None] * triangle, compute_uv=False))
    np.testing.assert_allclose(graded_singular_values(logarithms, triangle), expected, rtol=1e-10, atol=1e-12)


def test_the_plain_ways_are_wrong_on_the_story():
    """Why it is not done in three lines: both usual ways fail on the 32 words with which the window opens.

    QR from any frame, without turning it first, has not yet found the directions after so few steps: it says
    that nothing grows. The product itself keeps no direction that is 10^16 times shorter than the longest.
    """
    network = open_model("reviews-en-lstm")
    trace = simulate(network, STORIES["en"].text, device="cpu")
    steps = OneStep(network.cell, network.weights(NUMPY, "float64")[0], trace, 0)
    found = jacobians(network, trace, at=trace.length - 1)["lyapunov_l0"]

    frame, product, growth, volume = np.eye(steps.size), np.eye(steps.size), np.zeros(steps.size), 0.0
    for token in range(trace.length):
        step = steps.at(token)
        frame, triangle = np.linalg.qr(step @ frame)
        growth += np.log(np.abs(np.diagonal(triangle)))
        product = step @ product
        volume += np.linalg.slogdet(step)[1]
    by_frame = np.sort(growth)[::-1] / trace.length
    by_product = np.log(np.linalg.svd(product, compute_uv=False)) / trace.length

    assert found[0] == pytest.approx(by_product[0], rel=1e-6), "the longest one the product does know"
    assert (round(float(found[0]), 3), round(float(by_frame[0]), 3)) == (0.056, -0.04)
    assert found.sum() == pytest.approx(volume / trace.length, rel=1e-6), "together they are the volume"
    assert by_product.sum() > 0.5 * volume / trace.length, "the short ones are lost"
    assert by_product[-1] - found[-1] > 3


def test_no_product_holds_a_long_text():
    """The same stretch and shrink in every step: the product of floats has neither after 1,100 of them."""
    turn = rotation(2)
    steps = [turn @ np.diag([2.0, 0.5]) @ turn.T] * 1_100
    product = np.eye(2)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in steps:
            product = step @ product
    assert not np.isfinite(product).all()
    np.testing.assert_allclose(exponents(steps), np.log([2.0, 0.5]), rtol=1e-12)


def test_it_tells_how_far_it_is_and_can_be_ended():
    told: list[float] = []
    steps = random_steps(20, 3, 0)
    finite_time_exponents(steps.__getitem__, 20, 3, Job(lambda part, key, **fields: told.append(part)))
    assert told == sorted(told)
    assert (told[-1], len(told)) == (1.0, 41)
    with pytest.raises(Cancelled):
        finite_time_exponents(steps.__getitem__, 20, 3, Job(cancelled=lambda: True))
