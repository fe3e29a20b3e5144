"""What the detector has found so far in several photos, as arrays; every step returns a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import cv2
import numpy as np

from facecover.box import Array


@dataclass(frozen=True)
class Finds:
    """N places that may be faces.

    photo: int[N], which photo; boxes: float[N, 4], left, top, right, bottom in px of it; scores: float[N]; offsets:
    float[N, 4], by which shares of their sides the edges want to move; angles: float[N], degrees clockwise.
    """

    photo: Array
    boxes: Array
    scores: Array
    offsets: Array
    angles: Array

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def sides(self) -> Array:
        """float[N, 2]: widths and heights."""
        return self.boxes[:, 2:] - self.boxes[:, :2]

    def at(self, which: Array) -> "Finds":
        """Return those that an index or a mask names."""
        return Finds(*(getattr(self, field.name)[which] for field in fields(self)))

    def of(self, photo: int) -> "Finds":
        return self.at(self.photo == photo)

    def judged(self, scores: Array, least: float, offsets: Array, angles: Array | None = None) -> "Finds":
        """Return those whose new score is at least `least`, with what a network says about them."""
        angles = self.angles if angles is None else angles
        return replace(self, scores=scores, offsets=offsets, angles=angles).at(scores >= least)

    def moved(self) -> "Finds":
        """Return the finds with their edges where they want to be."""
        return replace(self, boxes=self.boxes + self.offsets * np.tile(self.sides, 2))

    def squared(self) -> "Finds":
        """Return the finds as squares as long as their longer sides."""
        middle = (self.boxes[:, :2] + self.boxes[:, 2:]) / 2
        half = self.sides.max(1, keepdims=True) / 2
        return replace(self, boxes=np.concatenate([middle - half, middle + half], 1))

    def best(self, most: int) -> "Finds":
        """Return the `most` finds of the highest scores, best first."""
        return self.at(np.argsort(-self.scores, kind="stable")[:most])

    def suppressed(self, overlap: float) -> "Finds":
        """Return the finds, best first, without those that overlap (IoU) a better one of their photo by more."""
        if not len(self):
            return self
        upright = np.concatenate([self.boxes[:, :2], self.sides], 1).astype(np.float64)
        photos, scores = self.photo.astype(np.int32), self.scores.astype(np.float32)
        kept = cv2.dnn.NMSBoxesBatched(upright, scores, photos, 0.0, overlap)  # type: ignore[arg-type]
        return self.at(np.asarray(kept, int).ravel())

    def unnested(self, share: float) -> "Finds":
        """Return the finds, best first, without those that share more of the smaller area with a better one."""
        ordered = self.best(len(self))
        kept: list[int] = []
        for index in range(len(ordered)):
            if not (shared(ordered, index, kept) > share).any():
                kept.append(index)
        return ordered.at(np.array(kept, int))


def shared(finds: Finds, index: int, others: Sequence[int]) -> Array:
    """Return float[K]: the area that one find has in common with others of its photo, over the smaller area."""
    rivals, one = finds.boxes[others], finds.boxes[index]
    common = (np.minimum(rivals[:, 2:], one[2:]) - np.maximum(rivals[:, :2], one[:2])).clip(0).prod(1)
    areas = finds.sides.prod(1)
    same_photo = finds.photo[others] == finds.photo[index]
    return np.asarray(same_photo * common / np.maximum(np.minimum(areas[others], areas[index]), 1e-9))


def joined(parts: Sequence[Finds]) -> Finds:
    """Return the finds of all parts, of which there is at least one."""
    return Finds(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Finds)))
