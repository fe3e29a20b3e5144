"""The models of a process: each is run by the batcher's thread alone, and called from any other through its client."""

from collections.abc import Callable, Sequence
from functools import partial

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
PICTURE_COST = 1500  # pairs that take as long as finding the faces of one picture: 0.3 s
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


class Faces:
    """Finds people's faces, and reads their expressions."""

    def __init__(
        self, batcher: Batcher, detector: facecover.Detector, reader: facecover.Reader, observe: Observe
    ) -> None:
        self._batcher, self._detector, self._reader, self._observe = batcher, detector, reader, observe

    def find(self, image: Image, priority: Priority = Priority.FACES) -> list[Face]:
        """The faces of uint8[H, W, 3] RGB. Raises what Batcher.do raises."""
        work: Work[Image, list[Face]] = Work(
            self._detector.detect, [image], per_call=1, cost=PICTURE_COST, observe=_nobody
        )
        return self._batcher.do(work, priority)[0]

    def read(
        self, image: Image, faces: Sequence[Placed], priority: Priority = Priority.FACES
    ) -> list[dict[str, float]]:
        """Probabilities by expression for each of the faces of uint8[H, W, 3] RGB. Raises what Batcher.do raises."""
        work: Work[Placed, dict[str, float]] = Work(
            partial(self._reader.read, image), faces, FACES_PER_CALL, FACE_COST, self._observe
        )
        return self._batcher.do(work, priority)


def load_prints(batcher: Batcher, device: str, metrics: Metrics) -> Prints:
    return Prints(batcher, noseprint.Matcher(device), metrics.batch_pairs.observe)


def load_faces(batcher: Batcher, device: str, metrics: Metrics) -> Faces:
    """Raises ConfigurationError where the weights are not installed."""
    try:
        detector, reader = facecover.Detector(device), facecover.Reader(device)
    except facecover.WeightsMissing as error:
        raise ConfigurationError(str(error)) from error
    return Faces(batcher, detector, reader, metrics.batch_faces.observe)


def _nobody(items: int) -> None:
    """A picture at a time: there is nothing to hear of."""
