"""Scale and light: every nose as a grey picture of one width, with its skin marked."""

from dataclasses import dataclass

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array, Box, Image
from noseprint.skin import skin_mask


@dataclass(frozen=True)
class Normalised:
    """A nose NOSE_WIDTH px wide: `grey`, its light evened out as `even`, and `skin` (255 on nose skin) uint8[h, w].

    photo px = origin + scale * px.
    """

    grey: Image
    even: Image
    skin: Image
    origin: tuple[float, float]
    scale: float

    def to_photo(self, points: Array) -> Array:
        """Return float32[N, 2] photo px of points given in px of this picture (pixel centres at +0.5)."""
        return np.asarray((points + 0.5) * self.scale + np.array(self.origin), np.float32)


def normalise(image: Image, nose: Box) -> Normalised:
    """Cut the nose out of uint8[H, W, 3] BGR with a margin, scale it to NOSE_WIDTH and even out the light."""
    left, top, _, _ = window(image, nose)
    crop, skin = cut_out(image, nose, p.NOSE_WIDTH)
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
    scale = nose.width * image.shape[1] / p.NOSE_WIDTH
    return Normalised(grey, even_light(grey), skin, (left, top), scale)


def cut_out(image: Image, nose: Box, width: int) -> tuple[Image, Image]:
    """Return the nose with its margin, scaled so that the nose is `width` px wide, and its skin mask."""
    left, top, right, bottom = window(image, nose)
    crop = image[top:bottom, left:right]
    x, y, w, h = nose.pixels(image)
    scale = w / width
    size = (max(16, round(crop.shape[1] / scale)), max(16, round(crop.shape[0] / scale)))
    resized = cv2.resize(crop, size, interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC)
    inner = Box((x - left) / crop.shape[1], (y - top) / crop.shape[0], w / crop.shape[1], h / crop.shape[0])
    return np.asarray(resized, np.uint8), skin_mask(np.asarray(resized, np.uint8), inner)


def window(image: Image, nose: Box) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) px of the nose with its margin, within the photo."""
    x, y, w, h = nose.pixels(image)
    margin = p.NOSE_MARGIN * w
    rows, columns = image.shape[:2]
    left, top = int(max(0.0, x - margin)), int(max(0.0, y - margin))
    return left, top, min(columns, int(np.ceil(x + w + margin))), min(rows, int(np.ceil(y + h + margin)))


def even_light(grey: Image) -> Image:
    """Return the picture with its local contrast equalised (CLAHE) and slightly smoothed."""
    clahe = cv2.createCLAHE(p.CLAHE_CLIP, (p.CLAHE_TILES, p.CLAHE_TILES))
    return np.asarray(cv2.GaussianBlur(clahe.apply(grey), (0, 0), p.SMOOTHING), np.uint8)
