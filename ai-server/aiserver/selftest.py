"""Before a worker consumes it must extract a print and recognise it, find a face and read it, and reach a database that
fits."""

import logging

import cv2
import numpy as np
import psycopg

import noseprint
from aiserver.batcher import Priority
from aiserver.decoders import Decoders
from aiserver.lifecycle import Lifecycle
from aiserver.models import Faces, Prints
from aiserver.pictures import Image, decode
from facecover import Box
from gallery import Gallery, SchemaOutdated

logger = logging.getLogger(__name__)

SIDE = 320
SEED = 1
PORTRAIT_FACE = Box(0.29, 0.26, 0.42, 0.55)  # where the networks see the one that is drawn
PORTRAIT_SCORES = {"neutral": 0.58, "happy": 0.33}
NEAR = 0.1  # of the picture's side, and of a probability: devices and libraries differ by far less
PAUSES = (0.5, 1.0, 2.0, 5.0)  # seconds; the last one repeats


class SelfTestFailed(Exception):
    """This process cannot do its work, and waiting will not help."""


def check_matching(prints: Prints) -> None:
    """Extract the prints of a generated picture and of the same one shifted, and match them on the device.

    Raises SelfTestFailed, and whatever extracting or matching raises.
    """
    picture = texture()
    everything = noseprint.Assessment(noseprint.Box(0.0, 0.0, 1.0, 1.0), 100, (), "")
    query = noseprint.extract(picture, everything)
    shifted = noseprint.extract(np.ascontiguousarray(np.roll(picture, (8, 8), axis=(0, 1))), everything)
    comparison = prints.compare(query, [shifted], Priority.INTERACTIVE)[0]
    if not noseprint.same_dog(comparison.score):
        raise SelfTestFailed(f"a picture is not recognised: score {comparison.score}")


def check_faces(faces: Faces) -> None:
    """Find the one face of a drawn portrait where it is, and read it as the networks are known to.

    Raises SelfTestFailed, and whatever finding or reading raises.
    """
    picture = portrait()
    found = [face.box for face in faces.find(picture)]
    if len(found) != 1 or not np.allclose(_numbers(found[0]), _numbers(PORTRAIT_FACE), atol=NEAR):
        raise SelfTestFailed(f"a drawn face is not found where it is: {found}")
    (scores,) = faces.read(picture, [(PORTRAIT_FACE, 0.0)])
    if any(abs(scores[name] - expected) > NEAR for name, expected in PORTRAIT_SCORES.items()):
        raise SelfTestFailed(f"a drawn face is not read as it should be: {scores}")


def check_decoding(decoders: Decoders) -> None:
    """Decode a generated picture in a child process. Raises SelfTestFailed and DecodersBusy."""
    picture = texture()
    if not np.array_equal(decode(cv2.imencode(".png", picture)[1].tobytes(), decoders), picture):
        raise SelfTestFailed("a picture is not decoded as it is")


def wait_for_gallery(gallery: Gallery, lifecycle: Lifecycle) -> bool:
    """Wait until the database answers and has our schema; False when the process is told to stop meanwhile."""
    tries = 0
    while not lifecycle.stopping.is_set():
        try:
            gallery.check()
            return True
        except (SchemaOutdated, psycopg.Error) as error:
            lifecycle.activity = "waiting for the database"
            logger.warning("gallery not ready: %s", str(error).splitlines()[0] if str(error) else type(error).__name__)
        lifecycle.stopping.wait(PAUSES[min(tries, len(PAUSES) - 1)])
        tries += 1
    return False


def texture() -> Image:
    """uint8[SIDE, SIDE, 3]: dark cells of random brightness, as a nose has."""
    cells = np.random.default_rng(SEED).uniform(20, 130, (SIDE // 8, SIDE // 8)).astype(np.float32)
    grey = cv2.GaussianBlur(cv2.resize(cells, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST), (0, 0), 1.5)
    return np.asarray(cv2.cvtColor(grey.astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def portrait() -> Image:
    """uint8[SIDE, SIDE, 3] RGB: a person, as simply drawn as a face detector accepts."""
    picture = np.full((SIDE, SIDE, 3), (120, 140, 160), np.uint8)
    hair, skin, shade, dark = (60, 42, 30), (224, 178, 150), (190, 140, 118), (40, 28, 22)
    _ellipse(picture, (160, 150), (86, 112), hair)
    _ellipse(picture, (160, 172), (70, 92), skin)
    _ellipse(picture, (160, 92), (72, 34), hair)
    for x in (130, 190):
        _ellipse(picture, (x, 150), (15, 8), (245, 240, 238))
        _ellipse(picture, (x, 150), (7, 7), dark)
        cv2.ellipse(picture, (x, 134), (20, 6), 0, 180, 360, hair, 6, cv2.LINE_AA)
    _ellipse(picture, (160, 186), (11, 7), shade)
    _ellipse(picture, (160, 172), (6, 20), (232, 190, 164))
    _ellipse(picture, (160, 215), (28, 12), (150, 50, 56))
    _ellipse(picture, (160, 212), (26, 5), (235, 225, 220))
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 2), np.uint8)


def _ellipse(picture: Image, middle: tuple[int, int], axes: tuple[int, int], colour: tuple[int, int, int]) -> None:
    cv2.ellipse(picture, middle, axes, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)


def _numbers(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height
