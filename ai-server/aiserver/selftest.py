"""Before a worker consumes it must extract a print, recognise it, and reach a database that fits."""

import logging

import cv2
import numpy as np
import psycopg

import noseprint
from aiserver.batcher import Batcher, Priority
from aiserver.decoders import Decoders
from aiserver.lifecycle import Lifecycle
from aiserver.pictures import Image, decode
from gallery import Gallery, SchemaOutdated

logger = logging.getLogger(__name__)

SIDE = 320
SEED = 1
PAUSES = (0.5, 1.0, 2.0, 5.0)  # seconds; the last one repeats


class SelfTestFailed(Exception):
    """This process cannot do its work, and waiting will not help."""


def check_matching(batcher: Batcher) -> None:
    """Extract the prints of a generated picture and of the same one shifted, and match them on the device.

    Raises SelfTestFailed, and whatever extracting or matching raises.
    """
    picture = texture()
    everything = noseprint.Assessment(noseprint.Box(0.0, 0.0, 1.0, 1.0), 100, (), "")
    query = noseprint.extract(picture, everything)
    shifted = noseprint.extract(np.ascontiguousarray(np.roll(picture, (8, 8), axis=(0, 1))), everything)
    comparison = batcher.compare(query, [shifted], Priority.INTERACTIVE)[0]
    if not noseprint.same_dog(comparison.score):
        raise SelfTestFailed(f"a picture is not recognised: score {comparison.score}")


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
