"""From seed to the textures of one rhinarium: surface normals, colour, gloss."""

from typing import NamedTuple

import cv2
import numpy as np

from .anatomy import PIXELS_PER_UNIT, SHAPE, Form, grid
from .cells import voronoi
from .noise import Float, gaussian, smooth_field, smoothstep

# Linear-light BGR of the skin: black, slate, dark brown, liver, tan, pinkish.
_PIGMENTS = np.array(
    [
        (0.024, 0.022, 0.022),
        (0.042, 0.039, 0.040),
        (0.028, 0.034, 0.048),
        (0.030, 0.052, 0.115),
        (0.085, 0.14, 0.25),
        (0.15, 0.17, 0.28),
    ],
    np.float32,
)
_PIGMENT_SHARES = (0.34, 0.20, 0.17, 0.14, 0.09, 0.06)


class Skin(NamedTuple):
    """Textures of one resolution.

    `surface` float32[H, W, 4]: normal x, normal y, gloss, distance inwards from the rim in units;
    `albedo` float32[H, W, 3]: linear BGR with the grooves' occlusion.
    """

    surface: Float
    albedo: Float

    def warped(self, x: Float, y: Float) -> "Skin":
        """The textures seen through the pixel maps `x`, `y`, float32[h, w] each."""
        return Skin(*(cv2.remap(m, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for m in self))


def render_skin(rng: np.random.Generator, form: Form) -> Skin:
    """Cover the form with cells and colour it."""
    border, tint = _mosaic(rng)
    plate = smoothstep(border, 0.0, rng.uniform(0.10, 0.17))
    cell = 0.7 * plate + 0.3 * (1 - np.square(1 - np.clip(border / 0.42, 0, 1))) + 0.08 * tint
    fold = _folds(rng) * form.relief
    pores = gaussian(rng.standard_normal(SHAPE, dtype=np.float32), 1.6)
    depth = rng.uniform(0.010, 0.016)
    height = form.height + form.relief * (depth * gaussian(cell - 1.1 * fold, 1.2) + 0.0026 * pores)
    albedo = _pigment(rng, form) * (1 + 0.15 * np.clip(tint, -2, 2) * plate)[..., None]
    occlusion = (1 - 0.78 * (1 - gaussian(plate, 0.8)) * form.relief) * (1 - 0.65 * form.shelter)
    occlusion *= (1 - 0.4 * fold) * (1 - 0.8 * form.creases) * (1 - 0.97 * form.nostrils)
    gloss = (0.15 + 0.85 * plate) * np.clip(0.8 + 0.9 * pores, 0.2, 1.6)
    gloss *= (1 - 0.99 * form.nostrils) * (1 - 0.6 * form.creases)
    surface = np.dstack([*_normals(height), gloss, form.edge]).astype(np.float32)
    return Skin(surface, (albedo * occlusion[..., None]).astype(np.float32))


def pyramid(skin: Skin, levels: int) -> list[Skin]:
    """The textures at full, half, quarter ... resolution."""
    stack = [skin]
    for _ in range(levels - 1):
        stack.append(Skin(*(cv2.resize(m, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for m in stack[-1])))
    return stack


def _mosaic(rng: np.random.Generator) -> tuple[Float, Float]:
    """Cells smaller towards the rim, bent by slow noise so that density and direction vary."""
    u, v = grid()
    per_unit = np.float32(np.sqrt((900 + 1700 * rng.random() ** 2) / 2.6))  # 900 to 2,600 cells, mostly few
    bend = smooth_field(rng, SHAPE, (7, 8), 2) * rng.uniform(0.03, 0.06)
    ripple = smooth_field(rng, SHAPE, (90, 98), 2) * (0.16 / per_unit)
    swell = 1 + 0.12 * (u * u + v * v)
    stretch = np.float32(rng.uniform(0.9, 1.15))
    x = (u * swell * stretch + bend[..., 0] + ripple[..., 0]) * per_unit
    y = (v * swell / stretch + bend[..., 1] + ripple[..., 1]) * per_unit
    return voronoi(rng, x, y, jitter=rng.uniform(0.28, 0.42), holes=0.06)


def _folds(rng: np.random.Generator) -> Float:
    """Wrinkles that part the skin into fields of some ten cells, 0..1, here strong, there absent."""
    u, v = grid()
    per_unit = np.float32(np.sqrt(rng.uniform(70, 170) / 2.6))
    bend = smooth_field(rng, SHAPE, (16, 18), 2) * 0.04
    border, _ = voronoi(rng, (u + bend[..., 0]) * per_unit, (v + bend[..., 1]) * per_unit, jitter=0.5, holes=0.1)
    strength = smoothstep(smooth_field(rng, SHAPE, (9, 10)), -0.8, 1.0)
    return (1 - smoothstep(border, 0.0, 0.09)) * strength


def _normals(height: Float) -> tuple[Float, Float]:
    slope_u = cv2.Scharr(height, cv2.CV_32F, 1, 0) * (PIXELS_PER_UNIT / 32)
    slope_v = cv2.Scharr(height, cv2.CV_32F, 0, 1) * (PIXELS_PER_UNIT / 32)
    length = np.sqrt(1 + slope_u**2 + slope_v**2)
    return -slope_u / length, -slope_v / length


def _pigment(rng: np.random.Generator, form: Form) -> Float:
    """Linear BGR, float32[H, W, 3]: one ground colour, mottled, darker to one end, now and then pink patches."""
    _, v = grid()
    base = _PIGMENTS[rng.choice(len(_PIGMENTS), p=_PIGMENT_SHARES)] * rng.uniform(0.8, 1.25)
    dark = base * rng.uniform(0.3, 0.7)
    mottle = 0.16 * smooth_field(rng, SHAPE, (10, 11)) + 0.36 * smooth_field(rng, SHAPE, (40, 44))
    share = np.clip(0.15 + smoothstep(v, -0.2, 0.7) * rng.uniform(0.0, 0.8) + mottle, 0, 1)[..., None]
    colour = base * (1 - share) + dark * share
    if rng.random() < 0.08:
        patch = 0.6 * smoothstep(smooth_field(rng, SHAPE, (8, 9)) + 0.6 * mottle, 0.7, 1.9)[..., None]
        colour = colour * (1 - patch) + np.float32((0.15, 0.16, 0.28)) * patch
    return colour
