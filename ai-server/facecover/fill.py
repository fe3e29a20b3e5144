"""What is put in the place of hidden pixels: the colours around them, which know nothing of what was there."""

import cv2
import numpy as np

from facecover.box import Array, Image

COARSE_SIDE = 256  # px: the filling is smooth, so it is made this small
LEAST_SEEN = 0.25  # of a coarse cell: less makes rounding visible
GREY = 128.0  # where everything is hidden


def fill(image: Image, hidden: Image) -> Image:
    """Return uint8[H, W, 3] with the pixels where `hidden` (uint8[H, W], 0 or 255) is set made anew from the others.

    The filling is read from pixels that are not hidden alone; pyramids as in Gortler et al. 1996 ("push-pull").
    """
    rows, columns = hidden.shape
    zoom = min(1.0, COARSE_SIDE / max(rows, columns))
    size = max(1, round(columns * zoom)), max(1, round(rows * zoom))
    seen = cv2.bitwise_not(hidden)
    colours = cv2.resize(cv2.bitwise_and(image, image, mask=seen), size, interpolation=cv2.INTER_AREA)
    weights = cv2.resize(seen, size, interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    weights[weights < LEAST_SEEN] = 0
    mean = np.divide(colours, weights, out=np.zeros(colours.shape, np.float32), where=weights > 0)
    coarse = cv2.convertScaleAbs(spread(mean, np.minimum(weights, 1)))
    smooth = cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.copyTo(smooth, hidden, image.copy()), np.uint8)


def spread(colours: Array, weights: Array) -> Array:
    """Return float32[h, w, 3]: `colours` where float32[h, w, 1] `weights` is 1, elsewhere mixed with what is around."""
    rows, columns = weights.shape[:2]
    if weights.min() == 1:
        return colours
    if rows == columns == 1:
        return np.where(weights > 0, colours, np.float32(GREY))
    half = (columns + 1) // 2, (rows + 1) // 2
    both = np.asarray(
        cv2.resize(np.concatenate([colours * weights, weights], axis=2), half, interpolation=cv2.INTER_AREA)
    )
    share = both[..., 3:]
    mean = np.divide(both[..., :3], share, out=np.zeros_like(both[..., :3]), where=share > 0)
    around = spread(mean, np.minimum(2 * share, 1))
    wide = np.asarray(cv2.resize(around, (columns, rows), interpolation=cv2.INTER_LINEAR))
    return np.asarray(weights * colours + (1 - weights) * wide)
