"""One dog's nose and the photos of it."""

from typing import Any, NamedTuple

import numpy as np

from .anatomy import HALF_HEIGHT, HALF_WIDTH, PIXELS_PER_UNIT, build_form
from .coat import COAT_SHARES, COATS, draw_hairs, surroundings
from .knobs import Knobs, draw_knobs
from .light import shade
from .noise import Float, smoothstep
from .optics import add_noise, blur, compress, expose
from .pose import Pose
from .skin import pyramid, render_skin

_LEVELS = 5


class Shot(NamedTuple):
    """A photo uint8[H, W, 3] BGR, the knobs behind it, and where the nose is: x, y, width, height in fractions."""

    image: np.ndarray
    knobs: Knobs
    box: tuple[float, float, float, float]


class Layer(NamedTuple):
    """The nose alone: linear BGR float32[h, w, 3] and its coverage float32[h, w] of these rows and columns."""

    rows: slice
    columns: slice
    colour: Float
    inside: Float


class Nose:
    """The identity `seed`: form, mosaic, pigment and coat. It is rendered once; captures are warped from it."""

    def __init__(self, seed: int) -> None:
        """`seed` is any non-negative integer."""
        rng = np.random.default_rng((seed, 0))
        self.seed = seed
        form = build_form(rng)
        self.outline = form.outline
        self._skins = pyramid(render_skin(rng, form), _LEVELS)
        self._coat = COATS[rng.choice(len(COATS), p=COAT_SHARES)] * np.float32(rng.uniform(0.8, 1.2))
        self.dome = rng.uniform(0.38, 0.54)

    def capture(self, seed: int, width: int = 640, preset: str = "registration", **overrides: Any) -> np.ndarray:
        """The photo number `seed` of this nose, uint8[H, W, 3] BGR, `width` pixels wide.

        `preset` is the situation (`registration`, `finder`, `hard`); `overrides` fix single knobs, see `Knobs`.
        """
        return self.shoot(seed, width, preset, **overrides).image

    def shoot(self, seed: int, width: int = 640, preset: str = "registration", **overrides: Any) -> Shot:
        """Like `capture`, with the ground truth."""
        knobs = draw_knobs(self.seed, seed, width, preset, **overrides)
        pose = Pose(knobs, width, self.dome)
        u, v = pose.unproject()
        coat = self._coat if knobs.fur_colour is None else np.float32(knobs.fur_colour)
        scene, strands = surroundings(knobs, u, v, coat)
        self._paint(scene, strands, knobs, pose, u, v)
        gain = self._gain(scene) * 2**knobs.exposure
        image = expose(scene, gain, knobs)
        draw_hairs(image, knobs, pose, self.outline, coat, gain)
        image = compress(add_noise(blur(image, knobs), knobs), knobs)
        return Shot(image, knobs, self.box(pose))

    def _paint(self, scene: Float, strands: Float, knobs: Knobs, pose: Pose, u: Float, v: Float) -> None:
        """Shade the part of the frame that the textures cover into `scene`; strands overlap the rim."""
        if (layer := self.layer(strands, knobs, pose, u, v)) is not None:
            part = scene[layer.rows, layer.columns]
            part += (layer.colour - part) * layer.inside[..., None]

    def layer(self, strands: Float, knobs: Knobs, pose: Pose, u: Float, v: Float) -> Layer | None:
        """The shaded skin and where it covers the frame, None where the frame shows none of it."""
        rows, columns = _extent(u, v)
        if rows.start == rows.stop:
            return None
        level = int(np.clip(np.log2(PIXELS_PER_UNIT / pose.pixels_per_unit), 0, _LEVELS - 1))
        density = PIXELS_PER_UNIT / 2**level
        x = (u[rows, columns] + HALF_WIDTH) * density - 0.5
        y = (v[rows, columns] + HALF_HEIGHT) * density - 0.5
        warped = self._skins[level].warped(x, y)
        hair = (0.02 + 0.09 * knobs.fur * (0.4 + np.abs(v[rows, columns]))) * strands[rows, columns]
        inside = smoothstep(warped.surface[..., 3] - hair, -0.03, 0.03)
        return Layer(rows, columns, shade(warped, knobs, pose.rotation), inside)

    def _gain(self, scene: Float) -> float:
        """The camera's automatic exposure: the mean of the frame's middle comes out a little below mid grey."""
        rows, columns = scene.shape[0] // 6, scene.shape[1] // 6
        middle = np.minimum(scene[rows:-rows:4, columns:-columns:4].mean(2), 0.7)  # glare must not darken the rest
        return min(0.15 / float(middle.mean() + 0.01), 0.85 / float(np.percentile(middle, 95)))

    def box(self, pose: Pose) -> tuple[float, float, float, float]:
        """The nose's box in the frame, clipped to it: x, y, width, height in fractions."""
        x, y = pose.project(self.outline[:, 0], self.outline[:, 1])
        left, right = np.clip((x.min(), x.max()), 0, pose.width) / pose.width
        top, bottom = np.clip((y.min(), y.max()), 0, pose.height) / pose.height
        return float(left), float(top), float(right - left), float(bottom - top)


def _extent(u: Float, v: Float) -> tuple[slice, slice]:
    """Rows and columns of the frame that the textures can reach."""
    reached = (np.abs(u) < HALF_WIDTH) & (np.abs(v) < HALF_HEIGHT)
    rows, columns = np.flatnonzero(reached.any(1)), np.flatnonzero(reached.any(0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
