"""The recipe: photo -> Template."""

import numpy as np

from noseprint.embed import embed
from noseprint.errors import NoNose
from noseprint.features import find_features
from noseprint.geometry import Image, check_image
from noseprint.normalise import normalise
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
    vector = embed(nose_places(points, nose, (width, height)), descriptors)
    return Template(nose, (width, height), points, descriptors, vector)
