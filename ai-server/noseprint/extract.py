"""The recipe: photo -> Template."""

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.embed import embed
from noseprint.errors import NoNose
from noseprint.features import find_features, strongest
from noseprint.geometry import Box, Image, check_image, pixels_u8
from noseprint.grooves import Grooves, find_grooves
from noseprint.normalise import Normalised, normalise
from noseprint.quality import Assessment, assess
from noseprint.template import Template, nose_places


def extract(image: Image, assessment: Assessment | None = None) -> Template:
    """Return the print of a photo, uint8[H, W, 3] BGR; `assessment` saves assessing the same photo again.

    Raises NoNose where the assessment has no nose, ValueError where `image` is no such array.
    """
    check_image(image)
    nose = (assessment or assess(image)).nose
    if nose is None:
        raise NoNose("the photo shows no nose")
    normalised = normalise(image, nose)
    found, descriptors = find_features(normalised)
    height, width = image.shape[:2]
    points = found.copy()
    points[:, :2] = normalised.to_photo(found[:, :2]) / np.array([width, height], np.float32)
    points[:, 2] = found[:, 2] * normalised.scale / (nose.width * width)
    pooled = strongest(found, p.EMBEDDED_POINTS, p.EMBEDDED_DIAMETER)
    vector = embed(nose_places(points[pooled], nose, (width, height)), descriptors[pooled])
    kept = strongest(found, p.MAX_POINTS, p.MAX_DIAMETER)
    return Template(nose, (width, height), points[kept], descriptors[kept], grooves_of(normalised, nose, image), vector)


def grooves_of(normalised: Normalised, nose: Box, image: Image) -> Grooves:
    """Return the grooves of a normalised nose."""
    rows, columns = normalised.grey.shape
    scale = p.GROOVE_WIDTH / p.NOSE_WIDTH
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    grey, skin = (cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (normalised.grey, normalised.skin))
    x, y, width, _ = nose.pixels(image)
    corner = complex(normalised.origin[0] - x, normalised.origin[1] - y) / width
    return find_grooves(pixels_u8(grey), pixels_u8(skin), corner)
