"""Where the faces in photos are: MTCNN's cascade, and a second look at what it finds.

The three networks alone take fur, teeth and grooves of noses for faces now and then (a tongue by 0.98). On the same
place upright and a little turned, wider and narrower, and mirrored, the second network seldom errs in the same way: the
mean of its evidence (log odds) decides. All steps are batched over faces, the first one over photos of one size too.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, product
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from facecover import mtcnn
from facecover import parameters as p
from facecover.box import Array, Box, Face, Image, check_image
from facecover.finds import Finds, joined
from facecover.levels import Levels


class Detector:
    """Owns networks on a torch device; used by one thread."""

    def __init__(self, device: str = "cpu") -> None:
        """Load the weights. Raises WeightsMissing."""
        self._device = device
        self._propose, self._refine, self._output = mtcnn.networks(device)

    def detect(self, images: Sequence[Image], least: float = p.SCORE) -> list[list[Face]]:
        """Return the faces in each of uint8[H, W, 3] RGB whose score is at least `least`, best first.

        Raises ValueError for anything that is no such picture.
        """
        for image in images:
            check_image(image)
        photos = [Levels(image) for image in images]
        finds = self._judged(photos, self._refined(photos, self._proposed(images)))
        finds = self._confirmed(photos, finds, least)
        return [faces(finds.of(number), image) for number, image in enumerate(images)]

    def _proposed(self, images: Sequence[Image]) -> Finds:
        """Return squares in which there may be a face."""
        found = [nothing()]
        order = sorted(range(len(images)), key=lambda number: images[number].shape)
        for _, alike in groupby(order, key=lambda number: images[number].shape):
            for numbers in batches(list(alike), p.PROPOSAL_BATCH):
                found += self._proposed_alike([images[number] for number in numbers], numbers)
        return joined(found)

    def _proposed_alike(self, images: Sequence[Image], numbers: Sequence[int]) -> list[Finds]:
        """Return squares in photos of one size, whose numbers are given, for each."""
        levels = [nothing()]
        for size in sizes(images[0]):
            scores, offsets = self.ask(self._propose, framed(images, size))
            levels.append(hits(scores, offsets, images[0], size).suppressed(p.SAME_IN_LEVEL))
        finds = joined(levels).suppressed(p.SAME_PROPOSED).moved().squared()
        finds = Finds(np.array(numbers)[finds.photo], finds.boxes, finds.scores, finds.offsets, finds.angles)
        return [finds.of(number).best(p.MOST_PROPOSALS) for number in numbers]

    def _refined(self, photos: Sequence[Levels], finds: Finds) -> Finds:
        """Return the squares that the second network takes for faces too."""
        if not len(finds):
            return finds
        scores, offsets = self._look(self._refine, crops(photos, finds, p.REFINE_SIDE))
        return finds.judged(scores, p.REFINED_SCORE, offsets).suppressed(p.SAME_REFINED).moved().squared()

    def _judged(self, photos: Sequence[Levels], finds: Finds) -> Finds:
        """Return the boxes that the third network takes for faces, and how these are turned."""
        if not len(finds):
            return finds
        scores, offsets, landmarks = self._look(self._output, crops(photos, finds, p.OUTPUT_SIDE))
        return finds.judged(scores, p.OUTPUT_SCORE, offsets, turned(landmarks)).moved().unnested(p.NESTED)

    def _confirmed(self, photos: Sequence[Levels], finds: Finds, least: float) -> Finds:
        """Return the faces that are still faces when looked at in other ways, scored by that, best first."""
        if not len(finds):
            return finds
        evidence = self._evidence(photos, finds, reflected=True)
        cut = reach_out(photos, finds)
        if cut.any():
            black = self._evidence(photos, finds.at(cut), reflected=False)
            evidence[cut] = of_cut(evidence[cut], black)
        scores = 1 / (1 + np.exp(-p.EVIDENCE_SLOPE * (evidence - p.EVIDENCE)))
        return finds.judged(scores, least, finds.offsets).best(len(finds))

    def _evidence(self, photos: Sequence[Levels], finds: Finds, reflected: bool) -> Array:
        """Return float[N]: the mean log odds that the second network gives a find in all ways of looking at it."""
        ways = list(product(p.CONFIRM_ZOOMS, p.CONFIRM_TURNS, (False, True)))
        looks = [crops(photos, finds, p.REFINE_SIDE, *way, reflected) for way in ways]
        scores, _ = self._look(self._refine, np.concatenate(looks))
        clipped = np.clip(scores.reshape(len(ways), -1).astype(np.float64), p.LEAST_DOUBT, 1 - p.LEAST_DOUBT)
        return np.asarray(np.log(clipped / (1 - clipped)).mean(0))

    def _look(self, network: nn.Module, pictures: Array) -> list[Array]:
        """Return what a network says about each of uint8[N, side, side, 3], N > 0."""
        answers = [self.ask(network, batch) for batch in batches(pictures, p.LOOK_BATCH)]
        return [np.concatenate([part.cpu().numpy() for part in parts]) for parts in zip(*answers, strict=True)]

    def ask(self, network: nn.Module, pictures: Array) -> Any:
        """Return a network's answer to uint8[N, H, W, 3]; channels stay last in memory, which is what is fast.

        All that runs on the device: whoever shares that with others overrides this.
        """
        with torch.inference_mode():
            return network((torch.from_numpy(pictures).to(self._device).permute(0, 3, 1, 2).float() - 127.5) / 128)


def batches(items: Any, most: int) -> Iterator[Any]:
    """Yield slices of at most `most`."""
    for first in range(0, len(items), most):
        yield items[first : first + most]


def sizes(image: Image) -> Iterator[tuple[int, int]]:
    """Yield the (height, width) at which a photo is searched, largest first."""
    height, width = image.shape[:2]
    scale = min(1.0, p.FINEST_SIDE / max(height, width))
    while min(height, width) * scale >= p.WINDOW:
        yield round(height * scale), round(width * scale)
        scale *= p.PYRAMID_FACTOR


def framed(images: Sequence[Image], size: tuple[int, int]) -> Array:
    """Return uint8[N, H, W, 3]: photos at a size, in a frame of their reflection, so that cut faces are seen."""
    small = np.stack([cv2.resize(image, size[::-1], interpolation=cv2.INTER_AREA) for image in images])
    return np.pad(small, ((0, 0), (p.FRAME, p.FRAME), (p.FRAME, p.FRAME), (0, 0)), mode="symmetric")


def hits(scores: Tensor, offsets: Tensor, image: Image, size: tuple[int, int]) -> Finds:
    """Return the windows of the first network that may show a face, in px of photos like `image`."""
    photo, row, column = (scores >= p.PROPOSAL_SCORE).nonzero(as_tuple=True)
    zoom = np.array([image.shape[1] / size[1], image.shape[0] / size[0]])
    corner = np.stack([column.cpu().numpy(), row.cpu().numpy()], 1) * p.STRIDE - p.FRAME
    boxes = np.concatenate([corner * zoom, (corner + p.WINDOW) * zoom], 1)
    wanted = offsets[photo, :, row, column].cpu().numpy()
    return Finds(photo.cpu().numpy(), boxes, scores[photo, row, column].cpu().numpy(), wanted, np.zeros(len(boxes)))


def nothing() -> Finds:
    return Finds(np.zeros(0, int), np.zeros((0, 4)), np.zeros(0), np.zeros((0, 4)), np.zeros(0))


def crops(
    photos: Sequence[Levels],
    finds: Finds,
    side: int,
    zoom: float = 1.0,
    turn: float = 0.0,
    mirrored: bool = False,
    reflected: bool = True,
) -> Array:
    """Return uint8[N, side, side, 3]: each find in its square, upright but for `turn` degrees, `zoom` times as wide."""
    width = finds.sides.max(1) * zoom
    corner = (finds.boxes[:, :2] + finds.boxes[:, 2:] - width[:, None]) / 2
    places = zip(finds.photo, np.column_stack([corner, width]), finds.angles + turn, strict=True)
    return np.stack([photos[photo].sample(square, side, angle, mirrored, reflected) for photo, square, angle in places])


def reach_out(photos: Sequence[Levels], finds: Finds) -> Array:
    """Return bool[N]: which boxes reach out of their photo."""
    sizes_of = np.array([photos[photo].size for photo in finds.photo])
    return np.asarray((finds.boxes[:, :2] < 0).any(1) | (finds.boxes[:, 2:] > sizes_of).any(1))


def of_cut(reflected: Array, black: Array) -> Array:
    """Return the evidence for finds that reach out: the best of what either filling says, and of what both agree on."""
    agreed = (reflected + black) / 2 + p.AGREED_MORE
    return np.asarray(np.maximum.reduce([reflected - p.REFLECTED_LESS, black, agreed]))


def turned(landmarks: Array) -> Array:
    """Return float[N] degrees: how the line between the eyes lies; landmarks: five x, then five y."""
    return np.asarray(np.degrees(np.arctan2(landmarks[:, 6] - landmarks[:, 5], landmarks[:, 1] - landmarks[:, 0])))


def faces(finds: Finds, image: Image) -> list[Face]:
    """Return the finds of one photo as its faces."""
    height, width = image.shape[:2]
    shares = finds.boxes / np.array([width, height, width, height])
    found = []
    for (left, top, right, bottom), angle, score in zip(shares.tolist(), finds.angles, finds.scores, strict=True):
        found.append(Face(Box(left, top, right - left, bottom - top), float(angle), float(score)))
    return found
