"""
What a finder may see of a registered dog: small pictures, since a nose print is a key, and some matched points.
"""

from collections.abc import Sequence

from core.photos import photo_bytes
from core.pictures import jpeg_reduced
from lookups.models import Candidate

REFERENCE_SIDE = 240  # px: enough to compare by eye, too little to be registered or looked up
DOG_SIDE = 480  # px: the whole dog; its nose is then smaller than that of the reference
POINTS = 40  # the full number would tell the score


def reference_jpeg(candidate: Candidate) -> bytes:
    """The registered nose, cropped to its box."""
    photo = candidate.nose_photo.photo
    return jpeg_reduced(photo_bytes(photo), REFERENCE_SIDE, _box(candidate))


def dog_jpeg(candidate: Candidate) -> bytes:
    """The dog's profile photo."""
    return jpeg_reduced(photo_bytes(candidate.dog.profile_photo), DOG_SIDE)


def evidence_points(candidate: Candidate) -> list[list[float]]:
    """[[x1, y1, x2, y2], ...]: fractions of the finder's photo, and of the picture that reference_jpeg gives."""
    photo = candidate.nose_photo.photo
    left, top, right, bottom = _box(candidate)
    points = [
        [x1, y1, (x2 * photo.width - left) / (right - left), (y2 * photo.height - top) / (bottom - top)]
        for x1, y1, x2, y2 in candidate.points
    ]
    inside = [[round(value, 4) for value in point] for point in points if 0 <= point[2] <= 1 and 0 <= point[3] <= 1]
    return _spread(inside)


def _box(candidate: Candidate) -> tuple[int, int, int, int]:
    """The nose on the registered photo in whole pixels (left, top, right, bottom), at least one each way."""
    photo = candidate.nose_photo.photo
    x, y, width, height = candidate.nose
    left, top = min(int(x * photo.width), photo.width - 1), min(int(y * photo.height), photo.height - 1)
    right, bottom = round((x + width) * photo.width), round((y + height) * photo.height)
    return left, top, min(max(right, left + 1), photo.width), min(max(bottom, top + 1), photo.height)


def _spread(points: Sequence[list[float]]) -> list[list[float]]:
    """At most POINTS of them, evenly taken."""
    if len(points) <= POINTS:
        return list(points)
    return [points[i * len(points) // POINTS] for i in range(POINTS)]
