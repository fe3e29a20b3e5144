"""Emojis over faces. What is below an emoji is destroyed first: none of it shines through or can be restored."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from facecover.box import Box, Image
from facecover.fill import fill

REACH = 1.25  # side of the emoji over the longer side of the face's box
FINE = 4  # bits of a pixel in the corners of polygons
FARTHEST = 1 << 20  # px from the photo's corner: OpenCV's polygons bear no more
SPARE = 1.0  # px that are destroyed beyond the edge, for pixels that it crosses


@dataclass(frozen=True)
class Place:
    """Where an emoji goes, in px: a square round (x, y), turned clockwise by `angle` degrees."""

    x: float
    y: float
    side: float
    angle: float


def cover(image: Image, faces: Sequence[tuple[Box, float, Image]]) -> Image:
    """Return a copy of uint8[H, W, 3] RGB with an emoji, uint8[h, w, 4] RGBA, over each face.

    faces: box, degrees clockwise by which the face is turned, and its emoji. Larger ones go over smaller ones. Nothing
    in the result depends on pixels in a face's box or under its emoji's square. Raises ValueError for a box without
    width or height, or far away.
    """
    places = [(place_of(image, box, angle), box, emoji) for box, angle, emoji in faces]
    hidden = np.zeros(image.shape[:2], np.uint8)
    for place, box, _ in places:
        hide(hidden, place, box.pixels(image))
    result = fill(image, hidden)
    stickers = {key: premultiplied(emoji) for key, emoji in {id(emoji): emoji for _, _, emoji in faces}.items()}
    for place, _, emoji in sorted(places, key=lambda one: one[0].side):
        paste(result, stickers[id(emoji)], place)
    return result


def place_of(image: Image, box: Box, angle: float) -> Place:
    """Return where the emoji of a face goes; raises ValueError."""
    x, y, width, height = box.pixels(image)
    if not (np.abs((x, y, width, height, angle)) < FARTHEST).all() or min(width, height) <= 0:
        raise ValueError("a box has a width, a height and a place that is not far away")
    return Place(x + width / 2, y + height / 2, REACH * max(width, height), angle)


def hide(hidden: Image, place: Place, box: tuple[float, float, float, float]) -> None:
    """Mark the pixels that the emoji's square or the face's box touches."""
    x, y, width, height = box
    upright = (x + width / 2, y + height / 2), (width + 2 * SPARE, height + 2 * SPARE), 0.0
    turned = (place.x, place.y), (place.side + 2 * SPARE, place.side + 2 * SPARE), place.angle
    for rectangle in (upright, turned):
        corners = np.rint((cv2.boxPoints(rectangle) - 0.5) * (1 << FINE)).astype(np.int32)
        cv2.fillConvexPoly(hidden, corners, 255, shift=FINE)


def premultiplied(emoji: Image) -> Image:
    """Return uint8[h, w, 4] with colours times alpha: what may be interpolated."""
    alpha = emoji[..., 3]
    colours = cv2.multiply(emoji[..., :3], cv2.merge([alpha] * 3), scale=1 / 255)
    return np.asarray(cv2.merge([*cv2.split(colours), alpha]), np.uint8)


def paste(picture: Image, sticker: Image, place: Place) -> None:
    """Draw the sticker, its longer side as long as the place's, onto the picture."""
    rows, columns = picture.shape[:2]
    turn = np.deg2rad(place.angle)
    reach = place.side / 2 * (abs(np.cos(turn)) + abs(np.sin(turn))) + SPARE
    left, right = (int(np.clip(edge, 0, columns)) for edge in (np.floor(place.x - reach), np.ceil(place.x + reach)))
    top, bottom = (int(np.clip(edge, 0, rows)) for edge in (np.floor(place.y - reach), np.ceil(place.y + reach)))
    if left >= right or top >= bottom:
        return
    *colours, alpha = cv2.split(turned(shrunk(sticker, place.side), place, (left, top), (right - left, bottom - top)))
    below = picture[top:bottom, left:right]
    shining_through = cv2.multiply(below, cv2.merge([cv2.bitwise_not(alpha)] * 3), scale=1 / 255)
    # Where a curve of the interpolation overshoots, colours exceed alpha.
    below[:] = cv2.add(shining_through, cv2.min(cv2.merge(colours), cv2.merge([alpha] * 3)))


def shrunk(sticker: Image, side: float) -> Image:
    """Return the sticker with a longer side of `side` px, unless it is shorter already."""
    rows, columns = sticker.shape[:2]
    zoom = side / max(rows, columns)
    if zoom >= 1:
        return sticker
    size = max(1, round(columns * zoom)), max(1, round(rows * zoom))
    return np.asarray(cv2.resize(sticker, size, interpolation=cv2.INTER_AREA), np.uint8)


def turned(sticker: Image, place: Place, origin: tuple[int, int], size: tuple[int, int]) -> Image:
    """Return uint8[h, w, 4]: the sticker at its place in a window of the photo, (width, height) `size`."""
    rows, columns = sticker.shape[:2]
    turn, zoom = np.deg2rad(place.angle), place.side / max(rows, columns)
    linear = zoom * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array([place.x, place.y]) - origin - 0.5  # pixels have their centre at +0.5
    motion = np.column_stack([linear, middle - linear @ [(columns - 1) / 2, (rows - 1) / 2]])
    return np.asarray(cv2.warpAffine(sticker, motion, size, flags=cv2.INTER_CUBIC), np.uint8)
