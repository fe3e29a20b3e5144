"""Scenes to learn from where a nose is: whole dogs, close-ups, and pictures without a nose.

A scene is square. Unlike a capture it has a drawn head with ears, eyes and mouth, other things around it, and a nose of
any size, turn and place; what it is worth is not realism but variety.
"""

from typing import NamedTuple

import numpy as np

from .clutter import add_clutter, cat, limb, plush, scenery
from .heads import Head, View, whiskers
from .knobs import Knobs, draw_knobs
from .noise import Float
from .nose import Nose
from .optics import add_noise, blur, compress, expose
from .pose import Pose

OUTLINE = 60  # points
_NOSTRIL = 0.43, -0.05  # u (either side) and v of a typical nostril
_STRANGERS = ("nothing", "nothing", "things", "things", "plush", "cat", "blind")


class Scene(NamedTuple):
    """A picture uint8[side, side, 3] BGR and what is in it.

    `outline`: float32[OUTLINE, 2], x and y round the nose in fractions, also where it is out of frame, None: no nose;
    `nostrils`: left x, y, right x, y in fractions; `facing`: the nose's axis seen from the camera, x to the right,
    y down, 0 0: straight at it.
    """

    image: np.ndarray
    outline: np.ndarray | None
    nostrils: tuple[float, float, float, float]
    facing: tuple[float, float]


def draw_scene(seed: int, nose: Nose, side: int = 192, present: bool = True) -> Scene:
    """The scene `seed`, with this nose or with something else in its place."""
    rng = np.random.default_rng((seed, 31))
    knobs = _knobs(rng, nose.seed, seed, side)
    pose = Pose(knobs, side, nose.dome)
    scene = scenery(rng, (side, side))
    add_clutter(rng, scene, 5)
    stranger = "dog" if present else str(rng.choice(_STRANGERS))
    fur = _head(rng, scene, knobs, pose) if stranger not in ("nothing", "things") else np.ones((side, side), np.float32)
    if present:
        _nose(rng, scene, nose, knobs, pose, fur)
    else:
        _stranger(rng, scene, stranger, pose)
    if rng.random() < 0.25:
        limb(rng, scene) if not present else _hand(rng, scene, pose)
    image = expose(scene, _gain(rng, scene), knobs)
    whiskers(image, rng, pose.centre, pose.pixels_per_unit)
    return _labelled(compress(add_noise(blur(image, knobs), knobs), knobs), nose, pose, present)


def _knobs(rng: np.random.Generator, dog: int, seed: int, side: int) -> Knobs:
    """A nose anywhere, of 5 % to all of the frame, seldom straight."""
    scale = float(2 ** rng.uniform(np.log2(0.05), 0.1)) if rng.random() < 0.75 else float(rng.uniform(0.5, 1.15))
    free = max(0.03, 0.5 - 0.42 * scale) if rng.random() < 0.8 else 0.5
    turned = rng.random() < 0.5
    return draw_knobs(
        dog,
        seed,
        side,
        aspect=1.0,
        scale=scale,
        yaw=float(rng.uniform(-65, 65) if turned else rng.normal(0, 12)),
        pitch=float(rng.uniform(-50, 50) if turned else rng.normal(0, 10)),
        roll=float(np.clip(rng.normal(0, 16), -50, 50)),
        offset_x=float(rng.uniform(-free, free)),
        offset_y=float(rng.uniform(-free, free)),
        light_azimuth=float(rng.uniform(0, 180)),
        light_elevation=float(rng.uniform(15, 80)),
        light_strength=float(rng.uniform(0.2, 0.95)),
        warmth=float(rng.normal(0, 0.7)),
        wetness=float(rng.uniform(0.0, 1.0)),
        glare=float(max(0.0, rng.uniform(-1.0, 0.5))),
        blur=float(rng.uniform(0, 1.3)),
        motion=float(max(0.0, rng.uniform(-4, 4))),
        noise=float(rng.uniform(0, 8)),
        jpeg=int(rng.integers(45, 97)),
    )


def _head(rng: np.random.Generator, scene: Float, knobs: Knobs, pose: Pose) -> Float:
    """Paint a head round the place of the nose; returns its strands."""
    y, x = np.mgrid[: scene.shape[0], : scene.shape[1]].astype(np.float32)
    roll = np.radians(knobs.roll)
    dx, dy = (x - pose.centre[0]) / pose.pixels_per_unit, (y - pose.centre[1]) / pose.pixels_per_unit
    across, down = dx * np.cos(roll) + dy * np.sin(roll), dy * np.cos(roll) - dx * np.sin(roll)
    return Head(rng).paint(
        scene, View(across, down, float(np.radians(knobs.yaw)), float(np.radians(knobs.pitch)), pose.pixels_per_unit)
    )


def _nose(rng: np.random.Generator, scene: Float, nose: Nose, knobs: Knobs, pose: Pose, fur: Float) -> None:
    """Paint the nose, of a colour and gloss of its own."""
    u, v = pose.unproject()
    layer = nose.layer(fur, knobs, pose, u, v)
    if layer is not None:
        part = scene[layer.rows, layer.columns]
        tint = np.float32(np.exp(rng.normal(0, 0.1, 3)) * 2 ** rng.uniform(-1.7, 0.5))
        part += (layer.colour * tint - part) * layer.inside[..., None]


def _stranger(rng: np.random.Generator, scene: Float, kind: str, pose: Pose) -> None:
    """Paint what is there instead of a nose."""
    place = float(pose.centre[0]), float(pose.centre[1])
    if kind == "plush":
        plush(rng, scene, place, pose.pixels_per_unit)
    elif kind == "cat":
        cat(rng, scene, place, pose.pixels_per_unit)
    elif kind == "things":
        add_clutter(rng, scene, 12)


def _hand(rng: np.random.Generator, scene: Float, pose: Pose) -> None:
    """Fingers on the muzzle, beside the nose."""
    keep = scene.copy()
    limb(rng, scene)
    y, x = np.mgrid[: scene.shape[0], : scene.shape[1]].astype(np.float32)
    near = np.hypot(x - pose.centre[0], y - pose.centre[1]) < 1.25 * pose.pixels_per_unit
    scene[near] = keep[near]


def _gain(rng: np.random.Generator, scene: Float) -> float:
    """Automatic exposure that may be off by a stop or more."""
    bright = float(np.percentile(scene[::3, ::3].mean(2), 90))
    return float(min(0.55 / (bright + 0.02), 8.0) * 2 ** rng.normal(0, 0.6))


def _labelled(image: np.ndarray, nose: Nose, pose: Pose, present: bool) -> Scene:
    if not present:
        return Scene(image, None, (0.0,) * 4, (0.0, 0.0))
    u, v = np.array([-_NOSTRIL[0], _NOSTRIL[0]]), np.full(2, _NOSTRIL[1])
    left_x, left_y, right_x, right_y = (float(value) for value in np.stack(pose.project(u, v), 1).ravel() / pose.width)
    some = nose.outline[:: len(nose.outline) // OUTLINE]
    outline = np.stack(pose.project(some[:, 0], some[:, 1]), 1).astype(np.float32) / pose.width
    axis = pose.rotation[:, 2]
    return Scene(image, outline, (left_x, left_y, right_x, right_y), (float(axis[0]), float(axis[1])))
