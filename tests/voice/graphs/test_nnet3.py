"""final.mdl survives a round trip, and damaged bytes are refused."""

from dataclasses import replace

import numpy as np
import pytest

from voice.graphs.nnet3 import (
    AcousticModel,
    Affine,
    FormatError,
    LogSoftmax,
    Rectifier,
    Scaler,
    Through,
    emission_id,
    normalised,
    pack_model,
    repetition_id,
    unknown_id,
    unpack_model,
)


def small_model() -> AcousticModel:
    rng = np.random.default_rng(0)
    weight = rng.normal(size=(4, 6)).astype(np.float32)
    return AcousticModel(
        outputs=4,
        nodes=("input-node name=input dim=6", "component-node name=one component=one input=input"),
        components=(
            Affine("one", weight, np.arange(4, dtype=np.float32)),
            Rectifier("two", 4),
            Scaler("three", np.ones(4, np.float32)),
            Through("four", 4),
        ),
        left_context=7,
        right_context=3,
    )


def test_round_trip() -> None:
    model = small_model()
    data = pack_model(model)
    back = unpack_model(data)
    assert (back.outputs, back.nodes, back.left_context, back.right_context) == (4, model.nodes, 7, 3)
    assert [part.name for part in back.components] == ["one", "two", "three", "four"]
    one, two = back.components[0], model.components[0]
    assert isinstance(one, Affine)
    assert isinstance(two, Affine)
    np.testing.assert_allclose(one.weight, two.weight, atol=1e-4)
    np.testing.assert_array_equal(one.bias, two.bias)


def test_packing_is_stable() -> None:
    assert pack_model(small_model()) == pack_model(small_model())


def test_a_matrix_of_one_value() -> None:
    part = Affine("a", np.full((2, 2), 3.0, np.float32), np.zeros(2, np.float32))
    flat = AcousticModel(1, ("input-node name=input dim=1",), (part,), 0, 0)
    back = unpack_model(pack_model(flat)).components[0]
    assert isinstance(back, Affine)
    np.testing.assert_allclose(back.weight, 3.0)


@pytest.mark.parametrize("size", [0, 1, 40, 400, -1])
def test_cut_short(size: int) -> None:
    with pytest.raises(FormatError):
        unpack_model(pack_model(small_model())[:size][:-40])


def test_other_components_are_refused() -> None:
    data = pack_model(small_model()).replace(b"<NoOpComponent>", b"<NopComponent> ")
    with pytest.raises(FormatError, match="NopComponent"):
        unpack_model(data)


def test_transition_ids_do_not_meet() -> None:
    outputs = 30
    known = [emission_id(label) for label in range(1, outputs)]
    unknown = [unknown_id(label, outputs) for label in range(1, outputs)]
    every = known + unknown
    every += [repetition_id(emission) for emission in every]
    assert len(set(every)) == 4 * (outputs - 1)
    assert min(every) == 3
    assert max(every) == 2 * (2 * outputs - 1)


def test_a_normalised_network_ends_in_probabilities_once() -> None:
    nodes = (*small_model().nodes, "output-node name=output input=one objective=linear")
    once = normalised(replace(small_model(), nodes=nodes))
    assert once.nodes[-2:] == (
        "component-node name=normal component=normal input=one",
        "output-node name=output input=normal objective=linear",
    )
    assert once.components[-1] == LogSoftmax("normal", 4)
    assert normalised(once) is once
    assert unpack_model(pack_model(once)).components[-1] == once.components[-1]
