"""What surrounds the nose: fur, mouth, single hairs over the rim, and the background behind the dog."""

import cv2
import numpy as np

from .knobs import Knobs
from .noise import Float, smooth_field, smoothstep
from .pose import Pose

# Linear BGR: white, cream, fawn, red, brown, grey, black.
COATS = np.array(
    [
        (0.55, 0.60, 0.64),
        (0.35, 0.48, 0.58),
        (0.15, 0.28, 0.44),
        (0.06, 0.15, 0.33),
        (0.04, 0.07, 0.12),
        (0.22, 0.23, 0.24),
        (0.025, 0.024, 0.026),
    ],
    np.float32,
)
COAT_SHARES = (0.22, 0.22, 0.18, 0.13, 0.10, 0.10, 0.05)
_STRANDS = (2560, 96)  # texture of the fur: around the nose, outwards
_HAIRS = 900


def surroundings(knobs: Knobs, u: Float, v: Float, colour: Float) -> tuple[Float, Float]:
    """Everything but the nose: linear BGR float32[H, W, 3], and how dense the strands are, float32[H, W] about 1."""
    rng = np.random.default_rng((knobs.fur_seed, 2))
    square = u * u + np.square(v - 0.25)
    strands = _strands(rng, u, v, square)
    fur = (strands * _shadow(u, v, square))[..., None] * colour
    if square.max() < 3.0:
        return fur, strands
    head = _head(rng, u, v, fur)[..., None]
    behind = background(knobs.background_seed, (u.shape[0], u.shape[1]))
    return behind + head * (fur - behind), strands


def background(seed: int, shape: tuple[int, int]) -> Float:
    """Out of focus: soft colours, sometimes with a woven or a grassy pattern. Linear BGR float32[*shape, 3]."""
    rng = np.random.default_rng((seed, 3))
    ground = np.float32(rng.uniform(0.04, 0.35) * np.exp(rng.normal(0, 0.2, 3)))
    clouds, hues = smooth_field(rng, shape, (5, 6)), smooth_field(rng, shape, (4, 5), 3)
    scene = ground * np.exp(0.4 * clouds[..., None] + 0.09 * hues)
    kind = rng.integers(3)
    if kind == 1:
        angle, period = rng.uniform(0, np.pi), rng.uniform(0.03, 0.08) * shape[1]
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        a, b = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        scene *= (1 + 0.35 * np.tanh(3 * np.sin(a * (6.28 / period)) * np.sin(b * (6.28 / period))))[..., None]
    elif kind == 2:
        scene *= np.exp(0.2 * smooth_field(rng, shape, (60, 80)))[..., None]
    return scene


def _strands(rng: np.random.Generator, u: Float, v: Float, square: Float) -> Float:
    """Brightness of the fur, about 1: strands flow outwards from the nose with a wave of their own."""
    radius = 0.5 * np.log(square + 0.05)
    texture, angle = _strand_texture(rng), cv2.phase(u, v - 0.25)
    calm = 1.5 / np.sqrt(1 + square)  # the same bend of a strand is a smaller angle further out
    layers = []
    for strength in (0.03, 0.06):
        wave = strength * smooth_field(rng, u.shape, (6, 8)) + 0.006 * smooth_field(rng, u.shape, (24, 32))
        turns = (angle + wave * calm) * (_STRANDS[0] / (2 * np.pi)) + int(rng.integers(_STRANDS[0]))
        out = radius * 90 + 5 * smooth_field(rng, u.shape, (24, 32))
        layers.append(cv2.remap(texture, out, turns, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP))
    return 0.8 * np.maximum(*layers)


def _shadow(u: Float, v: Float, square: Float) -> Float:
    """Light left by the nose's contact shadow, the lip's cleft and the mouth."""
    contact = 0.35 + 0.65 * smoothstep(square, 0.45, 1.7)
    across = np.abs(u)
    cleft = np.exp(-np.square(u / 0.035)) * (v > 0.7) * (v < 1.25)
    mouth = np.exp(-np.square((v - 1.18 - 0.5 * across / (0.6 + across)) / 0.035)) * (1 - smoothstep(across, 1.0, 1.6))
    return contact * (1 - 0.85 * np.maximum(cleft, mouth))


def _head(rng: np.random.Generator, u: Float, v: Float, fur: Float) -> Float:
    """Coverage of muzzle and skull, float32[H, W]; the skull behind is shaded and the eyes are painted into `fur`."""
    muzzle = 1 - np.square(u / 2.2) - np.square((v - 0.3) / 2.0)
    skull = 1 - np.square(u / 4.0) - np.square((v + 3.2) / 3.4)
    fur *= (0.65 + 0.35 * smoothstep(muzzle, -0.3, 0.3))[..., None]
    if v.min() < -2:
        across, down = np.abs(u) - 1.5, v + 3.0
        eye = np.exp(-np.square(np.square(across / 0.42) + np.square(down / 0.34)))
        glint = np.exp(-np.square((across + 0.1) / 0.08) - np.square((down + 0.1) / 0.08))
        fur *= (1 - 0.97 * eye)[..., None]
        fur += 0.8 * glint[..., None]
    ragged = 0.10 * smooth_field(rng, u.shape, (12, 16))
    return smoothstep(np.maximum(muzzle, skull) + ragged, -0.10, 0.12)


def _strand_texture(rng: np.random.Generator) -> Float:
    """float32[around, outwards]: noise stretched along the strands, coarse locks and fine hair; periodic around."""
    around, outwards = _STRANDS
    fine = rng.standard_normal((around, outwards), dtype=np.float32)
    fine = cv2.GaussianBlur(fine, (0, 0), sigmaX=6, sigmaY=0.9, borderType=cv2.BORDER_REFLECT)
    locks = smooth_field(rng, (around, outwards), (around // 16, 8))
    return np.exp(0.42 * fine / fine.std() + 0.16 * locks).astype(np.float32)


def draw_hairs(image: np.ndarray, knobs: Knobs, pose: Pose, outline: Float, colour: Float, gain: float) -> None:
    """Draw single hairs that rise from the rim of the nose into uint8 `image` (gamma 2), in place."""
    rng = np.random.default_rng((knobs.fur_seed, 4))
    start = rng.integers(len(outline), size=_HAIRS)
    root = outline[start] * rng.uniform(0.94, 1.06, (_HAIRS, 1))
    lean = rng.normal(0, 0.45, _HAIRS) + np.arctan2(root[:, 1], root[:, 0])
    length = rng.uniform(0.06, 0.32, (_HAIRS, 1))
    tip = root + length * np.stack([np.cos(lean), np.sin(lean)], 1)
    middle = (root + tip) / 2 + rng.normal(0, 0.18, (_HAIRS, 2)) * length
    points = np.stack([np.stack(pose.project(p[:, 0], p[:, 1]), 1) for p in (root, middle, tip)], 1)
    tone = np.sqrt(np.clip(colour * gain * rng.uniform(0.5, 1.6, (_HAIRS, 1)), 0, 1)) * 255
    count = int(_HAIRS * knobs.fur * min(1.0, pose.pixels_per_unit / 200))  # a hair is never thinner than a pixel
    for line, shade in zip(np.round(points[:count] * 16).astype(np.int32), tone[:count].tolist(), strict=True):
        cv2.polylines(image, [line], False, shade, 1, cv2.LINE_AA, 4)


def fur_only(rng: np.random.Generator, shape: tuple[int, int], colour: Float) -> Float:
    """Fur that fills the frame, linear BGR float32[*shape, 3]."""
    middle_u, middle_v = rng.uniform(2.0, 4.0, 2) * rng.choice((-1, 1), 2)
    v, u = np.mgrid[: shape[0], : shape[1]].astype(np.float32) / np.float32(shape[1] / 3.0)
    u, v = u - 1.5 + np.float32(middle_u), v - 1.5 + np.float32(middle_v)
    return _strands(rng, u, v, u * u + np.square(v - 0.25))[..., None] * colour
