"""What fetching from the main server and sending to it have in common: patience, and bounds."""

import logging
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

import urllib3

from aiserver.errors import MainServerUnavailable

logger = logging.getLogger(__name__)

CHUNK_BYTES = 1 << 16
PAUSES = (0.2, 0.8)  # seconds before the second and third try, for a main server that is just restarting

T = TypeVar("T")


class TooLarge(Exception):
    """The answer has more bytes than we take."""


def patiently(transfer: Callable[[], T]) -> T:
    """Transfer; again after each of PAUSES while the main server is unavailable."""
    for pause in PAUSES:
        try:
            return transfer()
        except MainServerUnavailable as error:
            logger.warning("%s; trying again", error)
            sleep(pause)
    return transfer()


def read(response: urllib3.BaseHTTPResponse, max_bytes: int, deadline: float) -> bytes:
    """The whole body. Raises TooLarge, MainServerUnavailable when it takes too long, and what urllib3 raises."""
    data = bytearray()
    while chunk := response.read1(CHUNK_BYTES):
        data += chunk
        if len(data) > max_bytes:
            raise TooLarge
        if monotonic() > deadline:
            raise MainServerUnavailable("a transfer took longer than AI_PHOTO_SECONDS")
    return bytes(data)


def time_left(deadline: float) -> urllib3.Timeout:
    return urllib3.Timeout(total=max(0.01, deadline - monotonic()))
