"""Every call of the engine is checked while tests run: types always, shapes wherever one is named."""

import numpy as np
import pytest
from jaxtyping import TypeCheckError

from engine.backward.jacobians import singular_values
from engine.data.tokenizer import look_up_form
from engine.process.requests import RunRequest
from engine.record.distances import Distances
from tests.support.made import provenance


def test_a_wrong_shape_is_found_in_functions_and_records():
    with pytest.raises(TypeCheckError):
        singular_values(np.zeros(3))
    with pytest.raises(TypeCheckError):
        Distances(np.arange(3), np.zeros((3, 1)), 5, provenance("rnn", 2))


def test_a_wrong_type_is_found_where_no_shape_is_named():
    with pytest.raises(TypeCheckError):
        look_up_form(5)
    with pytest.raises(TypeCheckError):
        RunRequest(5, "a text")


def test_what_names_no_shape_is_called_without_the_dear_wrapper():
    assert "beartype" in look_up_form.__code__.co_filename
    assert "jaxtyping" in singular_values.__code__.co_filename
