"""What surrounds the nose: fur, mouth, single hairs over the rim, and the background behind the dog."""

import cv2
import numpy as np

from .knobs import Knobs
from .noise import Float, smooth_field, smoothstep
from .pose import Pose

# Linear BGR: white, cream, fawn, red, brown, grey, black.
COATS = np.array(
    [(0.55, 0.60, 0.64), (0.35, 0.48, 0.58), (0.15, 0.28, 0.44), (0.06, 0.15, 0.33), (0.04, 0.07, 0.12),
     (0.22, 0.23, 0.24), (0.025, 0.024, 0.026)], np.float32
)
COAT_SHARES = (0.22, 0.22, 0.18, 0.13, 0.10, 0.10, 0.05)
_STRANDS = (1024, 160)  # texture of the fur: around the nose, outwards


def surroundings(knobs: Knobs, u: Float, v: Float, colour: Float) -> Float:
    """Linear BGR float32[H, W, 3] of everything but the nose."""
    rng = np.random.default_rng((knobs.fur_seed, 2))
    square = u * u + np.square(v - 0.25)
    behind = background(knobs.background_seed, u.shape)
    head = 1 - smoothstep(square, 5.5, 9.0)[..., None]
    return behind + head * (_fur(rng, u, v, square, colour) - behind)


def background(seed: int, shape: tuple[int, int]) -> Float:
    """Out of focus: soft colours, sometimes with a woven or a grassy pattern. Linear BGR float32[*shape, 3]."""
    rng = np.random.default_rng((seed, 3))
    ground = rng.uniform(0.04, 0.5, 3).astype(np.float32)
    scene = ground * np.exp(0.45 * smooth_field(rng, shape, (5, 6), 3))
    kind = rng.integers(3)
    if kind == 1:
        angle, period = rng.uniform(0, np.pi), rng.uniform(0.03, 0.08) * shape[1]
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        a, b = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        scene *= (1 + 0.35 * np.tanh(3 * np.sin(a * (6.28 / period)) * np.sin(b * (6.28 / period))))[..., None]
    elif kind == 2:
        scene *= np.exp(0.3 * smooth_field(rng, shape, (shape[0] // 6, shape[1] // 6)))[..., None]
    return scene


def _fur(rng: np.random.Generator, u: Float, v: Float, square: Float, colour: Float) -> Float:
    """Strands flow outwards from the nose; dark in its contact shadow, along the lip's cleft and the mouth."""
    radius = 0.5 * np.log(square + 0.05)
    angle = cv2.phase(u, v - 0.25) + 0.35 * np.sin(2.3 * u + rng.uniform(0, 6)) * smoothstep(square, 0.8, 4.0)
    texture = _strand_texture(rng)
    x = angle * (_STRANDS[0] / (2 * np.pi))
    strands = cv2.remap(texture, radius * 70 + 200, x, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    shadow = 0.35 + 0.65 * smoothstep(square, 0.45, 1.7)
    below = np.maximum(v - 0.85, 0)
    cleft = np.exp(-np.square(u / 0.035)) * (v > 0.7) * (v < 1.25)
    mouth = np.exp(-np.square((v - 1.25 - 0.25 * np.sqrt(np.abs(u) + 0.01)) / (0.03 + 0.02 * below)))
    shade = strands * shadow * (1 - 0.85 * np.maximum(cleft, mouth * (np.abs(u) < 1.6)))
    return shade[..., None] * colour


def _strand_texture(rng: np.random.Generator) -> Float:
    """float32[around, outwards]: noise stretched along the strands, coarse locks and fine hair; periodic around."""
    around, outwards = _STRANDS
    fine = rng.standard_normal((around, outwards), dtype=np.float32)
    fine = cv2.GaussianBlur(fine, (0, 0), sigmaX=9, sigmaY=0.8, borderType=cv2.BORDER_REFLECT)
    locks = cv2.resize(rng.standard_normal((around // 16, 10), dtype=np.float32), (outwards, around),
                       interpolation=cv2.INTER_CUBIC)
    return np.exp(0.38 * fine / fine.std() + 0.28 * locks).astype(np.float32)


def draw_hairs(image: np.ndarray, knobs: Knobs, pose: Pose, outline: Float, colour: Float, gain: float) -> None:
    """Draw single hairs that rise from the rim of the nose into uint8 `image` (gamma 2), in place."""
    rng = np.random.default_rng((knobs.fur_seed, 4))
    count = int(knobs.fur * 900)
    start = rng.integers(len(outline), size=count)
    root = outline[start] * rng.uniform(0.94, 1.06, (count, 1))
    lean = rng.normal(0, 0.45, count) + np.arctan2(root[:, 1], root[:, 0])
    length = rng.uniform(0.06, 0.32, (count, 1))
    tip = root + length * np.stack([np.cos(lean), np.sin(lean)], 1)
    middle = (root + tip) / 2 + rng.normal(0, 0.18, (count, 2)) * length
    points = np.stack([np.stack(pose.project(p[:, 0], p[:, 1]), 1) for p in (root, middle, tip)], 1)
    tone = np.sqrt(np.clip(colour * gain * rng.uniform(0.5, 1.6, (count, 1)), 0, 1)) * 255
    for line, shade in zip(np.round(points * 16).astype(np.int32), tone.tolist(), strict=True):
        cv2.polylines(image, [line], False, shade, 1, cv2.LINE_AA, 4)

