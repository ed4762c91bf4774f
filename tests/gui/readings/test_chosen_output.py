"""Of several outputs ℓ is one, and every panel of a scene speaks of the same."""

from dataclasses import replace

import numpy as np
import pytest

from engine.analysis.forgetting import forgetting
from engine.analysis.memory_ledger import memory_flow
from engine.backward.gradient_paths import gradient_paths
from engine.backward.gradients import gradient_flow
from engine.backward.jacobians import jacobians
from engine.backward.weight_update import weight_update
from engine.forward.simulate import simulate
from gui.panel import OF_AN_OUTPUT
from gui.panels import PANELS
from gui.panels.half_lives.panel import needed
from gui.scene import Direction, Run, Scene
from gui.view import View, WordChange, WordInk
from tests.support.networks import SENTENCE, random_network

UNITS = 5


@pytest.fixture(scope="module")
def several() -> Scene:
    """An LSTM with two outputs that changes its mind: at the last word the second is the larger."""
    network = random_network("lstm", units=UNITS, outputs=2, reads_text=True, seed=1)
    assert network.readout_weight is not None
    assert network.readout_bias is not None
    logits = simulate(network, SENTENCE, device="cpu", dtype="float64")["output"]
    apart = logits[:, 1] - logits[:, 0]
    even = network.readout_bias - [0.0, float(np.median(apart))]  # half of the words speak for either
    order = [0, 1] if apart[-1] > np.median(apart) else [1, 0]
    network = replace(
        network, readout_weight=network.readout_weight[order].copy(), readout_bias=even[order].copy()
    )
    trace = simulate(network, SENTENCE, device="cpu")
    assert set(trace["output"].argmax(axis=1).tolist()) == {0, 1}
    paths = gradient_paths(network, trace)
    run = Run(
        trace,
        gradient=gradient_flow(network, trace),
        memory=memory_flow(network, trace),
        paths=paths,
        jacobians=jacobians(network, trace),
        forgetting=forgetting(network, trace, 2),
        update=weight_update(network, trace, paths, "weight_hh_l0", UNITS, 0),
    )
    return Scene({"lstm": run}, View("lstm", tested=WordChange(2)), text=SENTENCE)


@pytest.mark.parametrize("name", PANELS)
def test_every_table_about_an_output_says_which(name: str, several: Scene, qapp: object) -> None:
    panel = PANELS[name]()
    for direction in Direction:
        moment = several.complete(several.length - 1, direction)
        panel.draw(several, moment)
        table, about = panel.numbers(several, moment), direction is Direction.BACKWARD
        about = about or bool(panel.needs(several) & OF_AN_OUTPUT)
        assert (table.columns[-1] == "output") is about
        assert {row[-1] for row in table.rows if about} <= {1}
        assert len(table.rows) == len(panel.table(several, moment).rows)
    panel.deleteLater()


def test_captions_name_it(several: Scene, qapp: object) -> None:
    moment = several.complete(several.length - 1)
    seen = several.seen(word_ink=WordInk.GRADIENT)
    for name in ("gradient_plot", "connectivity", "memory_ledger"):
        panel = PANELS[name]()
        panel.draw(seen, moment)
        said = f"{panel.subtitle(seen, moment)} {panel.summary(seen, moment)}"
        assert "output 2" in said or name == "gradient_plot", said
        panel.deleteLater()


def test_the_shares_add_up_to_it_at_every_word(several: Scene) -> None:
    flow, trace = several.run.memory, several.trace
    assert flow is not None
    total = np.nansum(flow["share"], axis=1) + flow["share_initial"]
    bias = trace["output"][:, 1] - total
    np.testing.assert_allclose(bias, bias[0], atol=1e-5)


def test_a_change_of_it_keeps_its_sign(several: Scene, qapp: object) -> None:
    record, panel = several.run.forgetting, PANELS["forgetting_test"]()
    assert record is not None
    table = panel.table(several, several.complete(5))
    column = [row[table.columns.index("difference_output")] for row in table.rows]
    np.testing.assert_allclose(column[3:], record["difference_output"][3:, 1], rtol=1e-6)
    assert min(column[3:]) < 0 < max(column[3:])
    turned = {**record.arrays, "difference_output": -record["difference_output"]}
    run = replace(several.run, forgetting=replace(record, arrays=turned))
    other = replace(several, runs={"lstm": run})
    assert panel.summary(several, several.complete(5)) == panel.summary(other, several.complete(5))
    panel.deleteLater()


def test_nothing_is_called_positive_where_nobody_said_so(several: Scene, qapp: object) -> None:
    """One output, no task: it is above 0 or below."""
    arrays = {**several.trace.arrays, "output": several.trace["output"][:, :1]}
    origin = replace(several.trace.provenance, output=0)
    run = replace(several.run, trace=replace(several.trace, arrays=arrays, provenance=origin))
    alone = replace(several, runs={"lstm": run})
    moment = alone.complete(4)
    for name in ("prediction", "token_strip", "weight_update", "forgetting_test"):
        panel = PANELS[name]()
        panel.draw(alone, moment)
        table = panel.numbers(alone, moment)
        said = " ".join(
            (panel.subtitle(alone, moment), panel.note(alone, moment), panel.summary(alone, moment))
        )
        said += " ".join(map(str, (*table.columns, *(cell for row in table.rows for cell in row))))
        assert "positive" not in said
        assert "negative" not in said
        panel.deleteLater()


def test_half_lives_and_the_distance_are_of_one_layer(qapp: object) -> None:
    """Below the last layer the word counts of which that layer holds most."""
    network = random_network("lstm", units=UNITS, layers=2, reads_text=True)
    trace = simulate(network, SENTENCE, device="cpu")
    flow = memory_flow(network, trace)
    scene = Scene({"lstm": Run(trace, memory=flow)}, View("lstm"), text=SENTENCE)
    last = trace.length - 1
    for layer, key in ((0, "held_l0"), (1, "share")):
        found = needed(scene.seen(layer=layer), scene.complete(last))
        assert found is not None
        assert found.why == key.partition("_")[0]
        assert found.token == int(np.abs(flow[key][last]).argmax())
