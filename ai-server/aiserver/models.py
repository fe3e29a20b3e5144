"""The models of a process: each is run by the batcher's thread alone, and asked from any other through its client."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from numpy.typing import NDArray
from torch import nn

import facecover
import noseprint
from aiserver.batcher import Batcher, Priority, Work
from aiserver.config import ConfigurationError
from aiserver.metrics import Metrics
from aiserver.pictures import Image
from facecover import Box, Face
from noseprint import Comparison, Correspondences, Template

PAIRS_PER_CALL = 64
FACES_PER_CALL = 16
LOOK_COST = 250  # pairs that take as long as one look of the face detector's networks: 50 ms
FACE_COST = 25  # as long as reading one face: 5 ms

Placed = tuple[Box, float]  # where a face is, and its angle in degrees
Observe = Callable[[int], None]


class Prints:
    """Compares nose prints: matches on the device, verifies in the caller's thread."""

    def __init__(self, batcher: Batcher, matcher: noseprint.Matcher, observe: Observe) -> None:
        self._batcher, self._matcher, self._observe = batcher, matcher, observe

    def compare(self, query: Template, references: Sequence[Template], priority: Priority) -> list[Comparison]:
        """Compare the query with each reference. Raises what Batcher.do raises."""
        work: Work[Template, Correspondences] = Work(
            partial(self._matcher.match, query), references, PAIRS_PER_CALL, cost=1, observe=self._observe
        )
        pairs = zip(references, self._batcher.do(work, priority), strict=True)
        return [noseprint.verify(query, reference, correspondences) for reference, correspondences in pairs]


class BatchedDetector(facecover.Detector):
    """Works in the caller's thread; only its networks look in the batcher's, at one size of a photo or so many crops.

    A photo of a thousand faces takes 20 s: in one piece, nobody's dog would be found meanwhile.
    """

    def __init__(self, device: str, batcher: Batcher, observe: Observe) -> None:
        super().__init__(device)
        self._batcher, self._observe = batcher, observe

    def ask(self, network: nn.Module, pictures: NDArray[Any]) -> Any:
        look = partial(super().ask, network)
        work: Work[NDArray[Any], Any] = Work(
            lambda batches: [look(batch) for batch in batches],
            [pictures],
            per_call=1,
            cost=LOOK_COST,
            observe=lambda batches: self._observe(len(pictures)),
        )
        return self._batcher.do(work, Priority.FACES)[0]


class Faces:
    """Finds people's faces, and reads their expressions. Raises WeightsMissing where there is nothing to do it with."""

    def __init__(self, batcher: Batcher, device: str, observe_looks: Observe, observe_faces: Observe) -> None:
        self._batcher, self._device = batcher, device
        self._observe_looks, self._observe_faces = observe_looks, observe_faces
        self._reader = facecover.Reader(device)
        self._detector()  # whose networks are loaded once

    def find(self, image: Image) -> list[Face]:
        """The faces of uint8[H, W, 3] RGB. Raises what Batcher.do raises."""
        return self._detector().detect([image])[0]

    def read(self, image: Image, faces: Sequence[Placed]) -> list[dict[str, float]]:
        """Probabilities by expression for each of the faces of uint8[H, W, 3] RGB. Raises what Batcher.do raises."""
        work: Work[Placed, dict[str, float]] = Work(
            partial(self._reader.read, image), faces, FACES_PER_CALL, FACE_COST, self._observe_faces
        )
        return self._batcher.do(work, Priority.FACES)

    def _detector(self) -> BatchedDetector:
        """One for each photo: a detector belongs to one thread."""
        return BatchedDetector(self._device, self._batcher, self._observe_looks)


def load_prints(batcher: Batcher, device: str, metrics: Metrics) -> Prints:
    return Prints(batcher, noseprint.Matcher(device), metrics.observe_batch("prints"))


def load_faces(batcher: Batcher, device: str, metrics: Metrics) -> Faces:
    """Raises ConfigurationError where the weights are not installed."""
    try:
        return Faces(batcher, device, metrics.observe_batch("looks"), metrics.observe_batch("faces"))
    except facecover.WeightsMissing as error:
        raise ConfigurationError(str(error)) from error
