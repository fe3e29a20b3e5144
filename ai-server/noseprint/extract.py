"""The recipe: photo -> Template."""

from contextlib import nullcontext

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
from noseprint.stage import Stage
from noseprint.template import Template, nose_places


def extract(image: Image, assessment: Assessment | None = None, stage: Stage = nullcontext) -> Template:
    """Return the print of a photo, uint8[H, W, 3] BGR; `assessment` saves assessing the same photo again.

    Raises NoNose where the assessment has no nose, ValueError where `image` is no such array. The stages are those of
    `assess`, where that is asked, and `features` and `embed`.
    """
    check_image(image)
    nose = (assessment or assess(image, stage)).nose
    if nose is None:
        raise NoNose("the photo shows no nose")
    height, width = image.shape[:2]
    with stage("features"):
        normalised = normalise(image, nose)
        found, descriptors = find_features(normalised)
        points = found.copy()
        points[:, :2] = normalised.to_photo(found[:, :2]) / np.array([width, height], np.float32)
        points[:, 2] = found[:, 2] * normalised.scale / (nose.width * width)
        kept = strongest(found, p.MAX_POINTS, p.MAX_DIAMETER)
        grooves = grooves_of(normalised, nose, image)
    with stage("embed"):
        pooled = strongest(found, p.EMBEDDED_POINTS, p.EMBEDDED_DIAMETER)
        vector = embed(nose_places(points[pooled], nose, (width, height)), descriptors[pooled])
    return Template(nose, (width, height), points[kept], descriptors[kept], grooves, vector)


def grooves_of(normalised: Normalised, nose: Box, image: Image) -> Grooves:
    """Return the grooves of a normalised nose."""
    rows, columns = normalised.grey.shape
    scale = p.GROOVE_WIDTH / p.NOSE_WIDTH
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    grey, skin = (cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (normalised.grey, normalised.skin))
    x, y, width, _ = nose.pixels(image)
    corner = complex(normalised.origin[0] - x, normalised.origin[1] - y) / width
    return find_grooves(pixels_u8(grey), pixels_u8(skin), corner)
