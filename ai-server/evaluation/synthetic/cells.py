"""The skin's mosaic: a jittered Voronoi tessellation of domed cells between grooves."""

from typing import NamedTuple

import numpy as np

from .noise import Float

_REACH = 2  # lattice steps searched around a pixel; sites wander less than one step and holes are single


class Mosaic(NamedTuple):
    """float32[H, W] each: `border` = distance to the nearest border in cells, `tint` = a normal deviate of the cell."""

    border: Float
    tint: Float


def voronoi(rng: np.random.Generator, x: Float, y: Float, jitter: float, holes: float) -> Mosaic:
    """Tessellate the lattice coordinates `x`, `y` (one unit = one cell).

    `jitter` (0..0.6) moves the sites off a hexagonal lattice; `holes` is the share of sites left out, whose
    neighbours grow into the gap. `border` is half the difference of the distances to the two nearest sites.
    """
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    left, top = int(column.min()) - _REACH, int(row.min()) - _REACH
    shape = (int(row.max()) + _REACH + 1 - top, int(column.max()) + _REACH + 1 - left)
    sites_x, sites_y, tints = _sites(rng, shape, jitter, holes)
    flat = (row - top) * shape[1] + (column - left)
    px, py = x - left, y - top
    nearest = np.full(x.shape, np.inf, np.float32)
    second = nearest.copy()
    owner = np.zeros(x.shape, np.int32)
    for step in (dy * shape[1] + dx for dy in range(-_REACH, _REACH + 1) for dx in range(-_REACH, _REACH + 1)):
        index = flat + step
        distance = np.square(sites_x.take(index) - px)
        distance += np.square(sites_y.take(index) - py)
        np.minimum(second, np.maximum(distance, nearest), out=second)
        np.copyto(owner, index, where=distance < nearest)
        np.minimum(nearest, distance, out=nearest)
    return Mosaic(0.5 * (np.sqrt(second) - np.sqrt(nearest)), tints.take(owner))


def _sites(rng: np.random.Generator, shape: tuple[int, int], jitter: float, holes: float) -> tuple[Float, Float, Float]:
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    offset = rng.uniform(-jitter, jitter, (2, *shape)).astype(np.float32)
    sites_x = columns + 0.25 + 0.5 * (rows % 2) + offset[0]
    sites_y = rows + 0.5 + offset[1]
    sites_x[rng.random(shape) < holes] = 1e6
    return sites_x.ravel(), sites_y.ravel(), rng.standard_normal(shape, dtype=np.float32).ravel()
