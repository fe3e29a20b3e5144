"""The network that proposes noses: a small feature pyramid with one output map.

Its centre map says where the middle of a nose is, the other maps give, from there, the box, the nostrils and the way
the nose faces (CenterNet, Zhou et al. 2019; box distances as in FCOS, Tian et al. 2019). Trained on generated scenes
only by `evaluation.train_locator`.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from noseprint.geometry import Array, Image

WEIGHTS = Path(__file__).with_name("locator.safetensors")
STRIDE = 8  # px of the picture per cell of the maps
DEEPEST = 32  # the sides of what the network sees are multiples of this
BOX_UNIT = 16.0  # px: exp(0) in the box maps
MAPS = 11  # centre, box (4), nostrils (4), facing (2)
_WIDTHS = (16, 24, 48, 64)


def layer(inputs: int, outputs: int, stride: int = 1, norm: bool = False) -> nn.Sequential:
    """Return a 3 x 3 convolution, normalised by the batch while training, and its rectifier."""
    convolution = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=not norm)
    return nn.Sequential(convolution, *([nn.BatchNorm2d(outputs)] if norm else []), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two layers beside a shortcut."""

    def __init__(self, width: int, norm: bool) -> None:
        super().__init__()
        self.first, self.second = layer(width, width, 1, norm), layer(width, width, 1, norm)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(self.first(x))  # type: ignore[no-any-return]


class Network(nn.Module):
    """float32[N, 3, H, W] BGR in 0..1, sides multiples of DEEPEST, to float32[N, MAPS, H / STRIDE, W / STRIDE].

    `norm`: with batch normalisation, for training; the weights that ship have it folded in.
    """

    def __init__(self, norm: bool = False) -> None:
        super().__init__()
        a, b, c, d = _WIDTHS
        self.quarter = nn.Sequential(layer(3, a, 2, norm), layer(a, b, 2, norm), Residual(b, norm))
        self.eighth = nn.Sequential(layer(b, c, 2, norm), Residual(c, norm))
        self.sixteenth = nn.Sequential(layer(c, d, 2, norm), Residual(d, norm))
        self.deepest = nn.Sequential(layer(d, d, 2, norm), Residual(d, norm))
        self.up_sixteenth = layer(d, d, 1, norm)
        self.up_eighth = layer(d, c, 1, norm)
        self.last = layer(c, c, 1, norm)
        self.maps = nn.Conv2d(c, MAPS, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        eighth = self.eighth(self.quarter(2 * pictures - 1))
        sixteenth = self.sixteenth(eighth)
        wide = self.up_sixteenth(sixteenth + functional.interpolate(self.deepest(sixteenth), scale_factor=2.0))
        fine = self.last(eighth + functional.interpolate(self.up_eighth(wide), scale_factor=2.0))
        return self.maps(fine)  # type: ignore[no-any-return]


class Proposal(NamedTuple):
    """A nose that the network proposes; px of what it saw.

    `box`: left, top, right, bottom; `nostrils`: left x, y, right x, y; `facing`: x and y of the nose's axis, 0 0
    towards the camera; `score`: 0..1.
    """

    box: tuple[float, float, float, float]
    nostrils: tuple[float, float, float, float]
    facing: tuple[float, float]
    score: float


@cache
def network() -> Network:
    """Return the trained network, loaded once."""
    loaded = Network()
    loaded.load_state_dict({name: weight.float() for name, weight in load_file(WEIGHTS).items()})
    return loaded.eval().requires_grad_(False)


def propose(picture: Image, most: int) -> list[Proposal]:
    """Return the `most` best proposals in uint8[H, W, 3] BGR, best first, whatever their scores."""
    rows, columns = picture.shape[:2]
    padded = np.pad(picture, ((0, -rows % DEEPEST), (0, -columns % DEEPEST), (0, 0)), mode="edge")
    pictures = torch.from_numpy(padded).permute(2, 0, 1)[None].float() / 255
    with torch.inference_mode():
        maps = network()(pictures)[0].numpy()
    maps = maps[:, : -(-rows // STRIDE), : -(-columns // STRIDE)]
    return [decode(maps, row, column) for row, column in peaks(maps[0], most)]


def peaks(centre: Array, most: int) -> list[tuple[int, int]]:
    """Return the (row, column) of the highest local maxima, highest first."""
    framed = np.pad(centre, 1, constant_values=-np.inf)
    around = np.lib.stride_tricks.sliding_window_view(framed, (3, 3)).max(axis=(2, 3))
    rows, columns = np.nonzero(centre >= around)
    order = np.argsort(-centre[rows, columns], kind="stable")[:most]
    return [(int(rows[k]), int(columns[k])) for k in order]


def decode(maps: Array, row: int, column: int) -> Proposal:
    """Return what the maps float32[MAPS, h, w] say in one cell."""
    x, y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
    values = maps[:, row, column]
    left, top, right, bottom = (float(side) for side in BOX_UNIT * np.exp(np.clip(values[1:5], -4.0, 3.0)))
    size = (left + right + top + bottom) / 2
    a, b, c, d = (float(value) * size for value in values[5:9])
    return Proposal(
        (x - left, y - top, x + right, y + bottom),
        (x + a, y + b, x + c, y + d),
        (float(values[9]), float(values[10])),
        float(1 / (1 + np.exp(-values[0]))),
    )
