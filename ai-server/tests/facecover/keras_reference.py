"""A model that Keras has stored, run layer by layer from its own description in plain numpy: slow, and independent."""

import json
from pathlib import Path

import h5py
import numpy as np


def predict(file: Path, pictures: np.ndarray) -> np.ndarray:
    """Return the last layer's answer to float32[N, H, W, C]."""
    with h5py.File(file) as stored:
        layers = json.loads(stored.attrs["model_config"])["config"]["layers"]
        done = {}
        for layer in layers:
            name, config = layer["config"]["name"], layer["config"]
            inputs = [done[node[0]] for node in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else [pictures]
            group = stored["model_weights"][name]
            weights = {key.split(":")[0]: np.array(value) for key, value in group.get(f"{name}_1", {}).items()}
            done[name] = LAYERS[layer["class_name"]](inputs, config, weights)
    return done[name]


def windows(x, side, stride, padding, filler):
    """Return [N, h, w, C, side, side]; TensorFlow's `same`: what is odd goes to the end."""
    if padding == "same":
        pads = [max((-(-length // stride) - 1) * stride + side - length, 0) for length in x.shape[1:3]]
        x = np.pad(x, ((0, 0), *((pad // 2, pad - pad // 2) for pad in pads), (0, 0)), constant_values=filler)
    return np.lib.stride_tricks.sliding_window_view(x, (side, side), (1, 2))[:, ::stride, ::stride]


def convolve(inputs, config, weights):
    kernel = weights["kernel"]
    seen = windows(inputs[0], kernel.shape[0], config["strides"][0], config["padding"], 0)
    return np.einsum("nhwcij,ijco->nhwo", seen, kernel) + weights.get("bias", 0)


def convolve_separately(inputs, config, weights):
    depthwise, pointwise = weights["depthwise_kernel"][..., 0], weights["pointwise_kernel"][0, 0]
    seen = windows(inputs[0], depthwise.shape[0], config["strides"][0], config["padding"], 0)
    return np.einsum("nhwcij,ijc->nhwc", seen, depthwise) @ pointwise


def normalise(inputs, config, weights):
    scale = weights["gamma"] / np.sqrt(weights["moving_variance"] + config["epsilon"])
    return (inputs[0] - weights["moving_mean"]) * scale + weights["beta"]


def activate(inputs, config, weights):
    if config["activation"] == "relu":
        return np.maximum(inputs[0], 0)
    powers = np.exp(inputs[0] - inputs[0].max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def pool(inputs, config, weights):
    seen = windows(inputs[0], config["pool_size"][0], config["strides"][0], config["padding"], -np.inf)
    return seen.max((4, 5))


LAYERS = {
    "InputLayer": lambda inputs, config, weights: inputs[0],
    "Conv2D": convolve,
    "SeparableConv2D": convolve_separately,
    "BatchNormalization": normalise,
    "Activation": activate,
    "MaxPooling2D": pool,
    "Add": lambda inputs, config, weights: inputs[0] + inputs[1],
    "GlobalAveragePooling2D": lambda inputs, config, weights: inputs[0].mean((1, 2)),
}
