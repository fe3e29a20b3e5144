"""What can vary between two photos of one nose, and how it is drawn from a seed."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

REFERENCE_WIDTH = 640  # blur and motion are drawn for this width and scaled to the one asked for


@dataclass(frozen=True)
class Knobs:
    """One photo's settings.

    yaw, pitch, roll   degrees; positive: the nose turns to the viewer's right, upwards, clockwise
    scale              width of the nose / width of the frame
    offset_x, offset_y shift of the nose from the middle, as a fraction of the frame's width (right, down)
    aspect             height of the frame / width
    light_azimuth      degrees, where the key light stands: 0 right, 90 above, 180 left
    light_elevation    degrees, 0 grazing, 90 from the camera
    light_strength     0..1, share of the key light; the rest is ambient
    exposure           stops, 0 = well exposed
    warmth             -1..1, blue to red cast
    wetness            0..1, strength of the specular highlights
    glare              0..1, burnt-out patches
    blur               sigma of the defocus, pixels of the output
    motion, motion_angle  length (pixels of the output) and direction (degrees) of the motion blur
    noise              sigma of the sensor noise, grey levels
    jpeg               quality 1..100 of a JPEG round trip; 0 = none
    strain             elastic deformation of the skin, standard deviation in nose widths
    grime              0..1, dust and dried spots that come and go
    fur                0..1, how much hair stands over the rim
    fur_colour         linear BGR in 0..1, or None: the dog's own coat
    fur_seed, background_seed   what the strands and the surroundings look like
    sensor_seed        grain of the noise, place of glare and grime, shape of the strain
    """

    yaw: float
    pitch: float
    roll: float
    scale: float
    offset_x: float
    offset_y: float
    aspect: float
    light_azimuth: float
    light_elevation: float
    light_strength: float
    exposure: float
    warmth: float
    wetness: float
    glare: float
    blur: float
    motion: float
    motion_angle: float
    noise: float
    jpeg: int
    strain: float
    grime: float
    fur: float
    fur_colour: tuple[float, float, float] | None
    fur_seed: int
    background_seed: int
    sensor_seed: int


NAMES = frozenset(field.name for field in fields(Knobs))


def _registration(rng: np.random.Generator) -> dict[str, Any]:
    """What an owner gets with the guided camera: all usable, none alike."""
    return {
        "yaw": _bounded(rng, 7, 15),
        "pitch": _bounded(rng, 5, 12),
        "roll": _bounded(rng, 7, 18),
        "scale": rng.uniform(0.58, 0.78),
        "offset_x": _bounded(rng, 0.025, 0.06),
        "offset_y": _bounded(rng, 0.02, 0.04),
        "aspect": 0.75,
        "light_azimuth": 90 + _bounded(rng, 24, 60),
        "light_elevation": rng.uniform(38, 68),
        "light_strength": rng.uniform(0.45, 0.75),
        "exposure": _bounded(rng, 0.25, 0.6),
        "warmth": _bounded(rng, 0.3, 0.8),
        "wetness": rng.uniform(0.15, 0.6),
        "glare": 0.0,
        "blur": rng.uniform(0.4, 1.4),
        "motion": rng.uniform(0.0, 2.0),
        "motion_angle": rng.uniform(0, 180),
        "noise": rng.uniform(1.5, 5.0),
        "jpeg": int(rng.integers(80, 96)),
        "strain": rng.uniform(0.004, 0.010),
        "grime": rng.uniform(0.1, 0.6),
        "fur": rng.uniform(0.15, 0.6),
        "fur_colour": None,
        "fur_seed": int(rng.integers(2**31)),
        "background_seed": int(rng.integers(2**31)),
        "sensor_seed": int(rng.integers(2**31)),
    }


def _finder(rng: np.random.Generator) -> dict[str, Any]:
    """One photo from a step away: the nose is 140 px of 640 px, moved by 5 px, rolled by up to 25 degrees."""
    return _registration(rng) | {
        "yaw": rng.uniform(-10, 10),
        "pitch": rng.uniform(-8, 8),
        "roll": rng.uniform(-25, 25),
        "scale": 140 / 640,
        "offset_x": rng.uniform(-0.15, 0.15),
        "offset_y": rng.uniform(-0.10, 0.10),
        "blur": 0.0,
        "motion": 5.0,
        "noise": 4.0,
    }


def _hard(rng: np.random.Generator) -> dict[str, Any]:
    """The level at which most photos ought to be refused: small, moved, glaring, badly compressed."""
    return _finder(rng) | {
        "scale": 100 / 640,
        "motion": 7.0,
        "glare": rng.uniform(0.3, 0.8),
        "jpeg": 40,
        "exposure": rng.uniform(-1.5, 1.2),
    }


PRESETS: dict[str, Callable[[np.random.Generator], dict[str, Any]]] = {
    "registration": _registration,
    "finder": _finder,
    "hard": _hard,
}


def draw_knobs(dog: int, seed: int, width: int, preset: str = "registration", **overrides: Any) -> Knobs:
    """All knobs of the photo `seed` of the identity `dog`; an override fixes one and leaves the others as drawn.

    Raises TypeError for a name that is not a knob, KeyError for an unknown preset.
    """
    if unknown := overrides.keys() - NAMES:
        raise TypeError(f"not a knob: {', '.join(sorted(unknown))}")
    drawn = PRESETS[preset](np.random.default_rng((dog, seed, 1)))
    for name in ("blur", "motion"):
        drawn[name] *= width / REFERENCE_WIDTH
    return Knobs(**(drawn | overrides))


def _bounded(rng: np.random.Generator, sigma: float, limit: float) -> float:
    return float(np.clip(rng.normal(0, sigma), -limit, limit))
