"""What is no nose but may look like one: things, holes, eyes, wheels, stripes, and other faces.

Everything is painted into linear BGR float32[H, W, 3], in place; places and sizes are px.
"""

from collections.abc import Callable

import cv2
import numpy as np

from .coat import background
from .fur import fur_colour, strands
from .heads import ellipse, lay
from .noise import Float, smooth_field, smoothstep

_SKINS = np.array([(0.35, 0.45, 0.70), (0.20, 0.30, 0.52), (0.10, 0.16, 0.32), (0.04, 0.07, 0.15)], np.float32)

Paint = Callable[[np.random.Generator, Float], None]


def scenery(rng: np.random.Generator, shape: tuple[int, int]) -> Float:
    """A background of one of several kinds, linear BGR float32[*shape, 3]."""
    kind = rng.integers(5)
    if kind < 2:
        return np.asarray(background(int(rng.integers(2**31)), shape), np.float32)
    ground = np.float32(rng.uniform(0.0, 0.7) * np.exp(rng.normal(0, 0.3, 3)))
    knots = int(rng.integers(3, shape[0] // 2))
    rough = smooth_field(rng, shape, (knots, max(3, int(knots * 2 ** rng.uniform(-2, 2)))), 1)
    scene = ground * np.exp(
        rng.uniform(0.05, 0.8) * rough[..., None] + rng.uniform(0, 0.25) * smooth_field(rng, shape, (4, 4), 3)
    )
    if kind == 3:
        scene *= strands(rng, shape)[..., None]
    elif kind == 4:
        _plaid(rng, scene)
    return np.asarray(scene, np.float32)


def _plaid(rng: np.random.Generator, scene: Float) -> None:
    """Stripes in one or both directions: shirts, fences, tiles."""
    angle, period, duty = rng.uniform(0, np.pi), rng.uniform(4, 40), rng.uniform(-0.6, 0.6)
    y, x = np.mgrid[: scene.shape[0], : scene.shape[1]].astype(np.float32)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    stripes = smoothstep(np.sin(along * (6.28 / period)), duty, duty + 0.3)
    if rng.random() < 0.6:
        stripes = 0.5 * stripes + 0.5 * smoothstep(np.sin(across * (6.28 / period)), duty, duty + 0.3)
    scene *= (1 - rng.uniform(0.4, 0.97) * stripes)[..., None]


def _grid(scene: Float) -> tuple[Float, Float]:
    y, x = np.mgrid[: scene.shape[0], : scene.shape[1]].astype(np.float32)
    return x, y


def _colour(rng: np.random.Generator) -> Float:
    """Any colour, dark ones twice as often: a nose is dark."""
    return np.asarray(rng.uniform(0.0, 0.9, 3) * rng.choice((0.06, 0.2, 1.0)), np.float32)


def _place(rng: np.random.Generator, scene: Float) -> tuple[float, float]:
    return float(rng.uniform(0.1, 0.9) * scene.shape[1]), float(rng.uniform(0.1, 0.9) * scene.shape[0])


def ball(rng: np.random.Generator, scene: Float) -> None:
    """A round thing with shading, most with a highlight: buttons, berries, eyes of toys, plush noses."""
    x, y = _grid(scene)
    place, size = _place(rng, scene), 2 ** rng.uniform(1.0, 6.0)
    inside = ellipse(x, y, place, (size, size * rng.uniform(0.5, 1.2)), rng.uniform(-0.6, 0.6))
    light = 0.4 + 0.6 * np.sqrt(np.clip(inside, 0, 1))
    lay(scene, light[..., None] * _colour(rng), smoothstep(inside, -0.04, 0.08))
    if rng.random() < 0.6:
        glint = place[0] + rng.uniform(-0.4, 0.4) * size, place[1] - rng.uniform(0.1, 0.5) * size
        shine = ellipse(x, y, glint, (size * rng.uniform(0.1, 0.5), size * rng.uniform(0.06, 0.25)))
        lay(scene, np.float32((0.8, 0.8, 0.8)) * np.float32(rng.uniform(0.3, 1.1)), smoothstep(shine, -0.6, 0.8))


def thing(rng: np.random.Generator, scene: Float) -> None:
    """A polygon of one colour, with an outline now and then."""
    centre, size = np.array(_place(rng, scene)), 2 ** rng.uniform(2, 6.5)
    turn = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 9))))
    radii = size * rng.uniform(0.4, 1.0, len(turn))
    points = centre + np.stack([np.cos(turn), np.sin(turn)], 1) * radii[:, None]
    corners = [np.round(points * 16).astype(np.int32)]
    cv2.fillPoly(scene, corners, _colour(rng).tolist(), cv2.LINE_AA, 4)
    if rng.random() < 0.4:
        cv2.polylines(scene, corners, True, _colour(rng).tolist(), int(rng.integers(1, 4)), cv2.LINE_AA, 4)


def limb(rng: np.random.Generator, scene: Float) -> None:
    """Fingers, arms, branches, legs of chairs: thick lines with round ends."""
    colour = _SKINS[rng.integers(len(_SKINS))] if rng.random() < 0.5 else _colour(rng)
    start, width = np.array(_place(rng, scene)), 2 ** rng.uniform(1, 5.3)
    for _ in range(int(rng.integers(1, 4))):
        end = np.array(_place(rng, scene))
        ends = [tuple(int(value) for value in point) for point in (start, end)]
        cv2.line(scene, ends[0], ends[1], (colour * rng.uniform(0.6, 1.2)).tolist(), max(1, int(width)), cv2.LINE_AA)
        start = start + rng.normal(0, width, 2)


def holes(rng: np.random.Generator, scene: Float) -> None:
    """Two dark spots side by side: sockets, headlights, eyes; here and there on a body that has no fur round it."""
    x, y = _grid(scene)
    place, size = _place(rng, scene), 2 ** rng.uniform(1, 4.5)
    if rng.random() < 0.5:
        body = ellipse(x, y, place, (size * rng.uniform(2.5, 7), size * rng.uniform(2, 7)))
        lay(scene, _colour(rng) + np.float32(0.05), smoothstep(body, -0.05, 0.1))
    apart, colour = size * rng.uniform(1.2, 3.5), _colour(rng) * np.float32(0.3)
    for side in (-1, 1):
        hole = ellipse(x, y, (place[0] + side * apart, place[1]), (size, size * rng.uniform(0.5, 1.2)))
        lay(scene, colour, smoothstep(hole, -0.1, 0.3))


def wheel(rng: np.random.Generator, scene: Float) -> None:
    """Rings and spokes."""
    centre = tuple(int(value) for value in _place(rng, scene))
    radius = int(2 ** rng.uniform(2.5, 6))
    for share in sorted(rng.uniform(0.2, 1.0, int(rng.integers(2, 5))), reverse=True):
        cv2.circle(scene, (centre[0], centre[1]), max(1, int(radius * share)), _colour(rng).tolist(), -1, cv2.LINE_AA)


def car(rng: np.random.Generator, scene: Float) -> None:
    """A body with dark windows and two lights."""
    x0, y0 = _place(rng, scene)
    wide, high = 2 ** rng.uniform(4, 6.5), 2 ** rng.uniform(4, 6.3)
    rectangles = [
        ((-1, -0.5, 1, 1), _colour(rng) + np.float32(0.03)),
        ((-0.75, -1, 0.75, 0.1), _colour(rng)),
        ((-0.65, -0.9, 0.65, 0.05), np.full(3, rng.uniform(0.005, 0.06), np.float32)),
        ((-0.9, 0.3, -0.6, 0.55), np.full(3, rng.uniform(0.1, 0.9), np.float32)),
        ((0.6, 0.3, 0.9, 0.55), np.full(3, rng.uniform(0.1, 0.9), np.float32)),
        ((-0.35, 0.3, 0.35, 0.7), np.full(3, rng.uniform(0.0, 0.2), np.float32)),
    ]
    for (left, top, right, bottom), colour in rectangles:
        corners = [(int(x0 + left * wide), int(y0 + top * high)), (int(x0 + right * wide), int(y0 + bottom * high))]
        cv2.rectangle(scene, corners[0], corners[1], colour.tolist(), -1)


def writing(rng: np.random.Generator, scene: Float) -> None:
    """Strokes."""
    colour = _colour(rng).tolist()
    start = np.array(_place(rng, scene))
    for _ in range(int(rng.integers(4, 30))):
        end = start + rng.normal(0, 12, 2)
        cv2.line(scene, tuple(int(v) for v in start), tuple(int(v) for v in end), colour, 1 + int(rng.integers(3)))
        start = end + rng.normal(0, 3, 2)


def face(rng: np.random.Generator, scene: Float) -> None:
    """A person's face: skin, hair, eyes with their whites, a nose that is only a shadow, a mouth."""
    x, y = _grid(scene)
    place, unit = _place(rng, scene), 2 ** rng.uniform(2.0, 5.3)
    u, v = (x - place[0]) / unit, (y - place[1]) / unit
    skin = _SKINS[rng.integers(len(_SKINS))] * np.float32(rng.uniform(0.7, 1.3))
    lay(scene, fur_colour(rng), smoothstep(ellipse(u, v, (0, -0.9), (2.6, 2.9)), -0.1, 0.1))
    oval = ellipse(u, v, (0, 0), (2.0, 2.7))
    lay(scene, (0.6 + 0.4 * np.sqrt(np.clip(oval, 0, 1)))[..., None] * skin, smoothstep(oval, -0.05, 0.1))
    for side in (-1, 1):
        lay(scene, np.float32((0.7, 0.7, 0.7)), smoothstep(ellipse(u, v, (side * 0.85, -0.5), (0.4, 0.2)), -0.1, 0.3))
        lay(
            scene, np.float32((0.02, 0.03, 0.04)), smoothstep(ellipse(u, v, (side * 0.85, -0.5), (0.2, 0.2)), -0.1, 0.3)
        )
        brow = ellipse(u, v, (side * 0.85, -1.0), (0.5, 0.1))
        lay(scene, np.float32((0.02, 0.02, 0.03)), 0.8 * smoothstep(brow, -0.3, 0.3))
        nostril = ellipse(u, v, (side * 0.22, 0.55), (0.13, 0.08))
        lay(scene, skin * np.float32(0.15), 0.8 * smoothstep(nostril, -0.5, 0.5))
    lay(scene, np.float32((0.10, 0.08, 0.4)), 0.8 * smoothstep(ellipse(u, v, (0, 1.4), (0.8, 0.25)), -0.2, 0.3))


def cat(rng: np.random.Generator, scene: Float, place: tuple[float, float], unit: float) -> None:
    """A small triangular nose where a dog's would be; `unit`: px of half a dog's nose."""
    colour = np.float32([(0.20, 0.18, 0.45), (0.03, 0.03, 0.035), (0.10, 0.10, 0.20)][rng.integers(3)])
    size = unit * rng.uniform(0.22, 0.42)
    corners = np.array([(-1, -0.5), (0, -0.65), (1, -0.5), (0.2, 0.6), (-0.2, 0.6)]) * size + np.array(place)
    cv2.fillPoly(scene, [np.round(corners * 16).astype(np.int32)], colour.tolist(), cv2.LINE_AA, 4)
    for side in (-1, 1):
        end = int(place[0] + side * 0.7 * unit), int(place[1] + 0.8 * unit)
        middle = int(place[0]), int(place[1] + 0.45 * unit)
        cv2.line(scene, middle, end, (colour * 0.3).tolist(), max(1, int(0.06 * unit)), cv2.LINE_AA)


def plush(rng: np.random.Generator, scene: Float, place: tuple[float, float], unit: float) -> None:
    """A toy's nose: smooth, of one colour, shiny, without nostrils."""
    x, y = _grid(scene)
    size = unit * rng.uniform(0.4, 1.2)
    tilt, flat = rng.uniform(-0.3, 0.3), rng.uniform(0.5, 1.0)
    inside = ellipse(x, y, place, (size, size * flat), tilt)
    if rng.random() < 0.4:
        inside = np.minimum(inside, ellipse(x, y, (place[0], place[1] - 0.5 * size), (size * 1.2, size * 1.1 * flat)))
    light = 0.5 + 0.5 * np.sqrt(np.clip(inside, 0, 1))
    lay(scene, light[..., None] * _colour(rng), smoothstep(inside, -0.05, 0.08))
    if rng.random() < 0.7:
        glint = place[0] + rng.uniform(-0.4, 0.4) * size, place[1] - rng.uniform(0.1, 0.5) * size * flat
        shine = ellipse(x, y, glint, (size * rng.uniform(0.1, 0.5), size * rng.uniform(0.06, 0.3)))
        lay(scene, np.float32((0.8, 0.8, 0.8)) * np.float32(rng.uniform(0.2, 1.0)), smoothstep(shine, -0.6, 0.8))


def stare(rng: np.random.Generator, scene: Float) -> None:
    """A cartoon's eyes: white with dark pupils, or buttons."""
    x, y = _grid(scene)
    place, size = _place(rng, scene), 2 ** rng.uniform(1.5, 4.5)
    apart, look = size * rng.uniform(0.8, 2.0), rng.uniform(-0.4, 0.4, 2) * size
    for side in (-1, 1):
        middle = place[0] + side * apart, place[1]
        lay(scene, np.float32((0.9, 0.9, 0.9)), smoothstep(ellipse(x, y, middle, (size, size)), -0.1, 0.1))
        pupil = ellipse(x, y, (middle[0] + look[0], middle[1] + look[1]), (0.5 * size, 0.5 * size))
        lay(scene, np.float32((0.01, 0.01, 0.01)), smoothstep(pupil, -0.1, 0.2))


def heap(rng: np.random.Generator, scene: Float) -> None:
    """Pebbles, leaves, berries: many of a kind."""
    centre, spread, size = np.array(_place(rng, scene)), 2 ** rng.uniform(3, 6), 2 ** rng.uniform(0.5, 3.5)
    colour = _colour(rng)
    for _ in range(int(rng.integers(10, 60))):
        place = np.round((centre + rng.normal(0, spread, 2)) * 16).astype(int)
        axes = np.round(size * rng.uniform(0.5, 1.3, 2) * 16).astype(int)
        tone = (colour * rng.uniform(0.4, 1.6)).tolist()
        cv2.ellipse(scene, tuple(map(int, place)), tuple(map(int, axes)), rng.uniform(0, 180), 0, 360, tone, -1, 8, 4)


def bars(rng: np.random.Generator, scene: Float) -> None:
    """Fringes, bricks, fences, windows: a row or a grid of bars with dark gaps."""
    x0, y0 = (int(value) for value in _place(rng, scene))
    wide, high, gap = (int(2 ** rng.uniform(low, high)) for low, high in ((1, 4.5), (1.5, 5.5), (0, 2.5)))
    colour, columns, rows = _colour(rng), int(rng.integers(2, 10)), int(rng.integers(1, 6))
    end = x0 + columns * (wide + gap), y0 + rows * (high + gap)
    cv2.rectangle(scene, (x0 - gap, y0 - gap), end, (colour * 0.15).tolist(), -1)
    for row in range(rows):
        for column in range(columns):
            left, top = x0 + column * (wide + gap), y0 + row * (high + gap)
            tone = (colour * rng.uniform(0.7, 1.3)).tolist()
            cv2.rectangle(scene, (left, top), (left + wide - 1, top + high - 1), tone, -1)


CLUTTER: tuple[Paint, ...] = (ball, ball, thing, thing, limb, limb, holes, stare, wheel, car, heap, bars, writing, face)


def add_clutter(rng: np.random.Generator, scene: Float, most: int) -> None:
    """Paint up to `most` things."""
    for _ in range(int(rng.integers(most + 1))):
        CLUTTER[rng.integers(len(CLUTTER))](rng, scene)
