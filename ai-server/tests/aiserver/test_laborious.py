"""Files that bytes and pixels do not bound, but the work they make: refused before they are decoded."""

import random
import struct
import time
import zlib

import cv2
import hostile
import numpy as np
import pytest

from aiserver.decoders import Undecodable
from aiserver.decoding import is_laborious

PICTURE = np.random.default_rng(0).integers(60, 196, (48, 64, 3), np.uint8)
PROGRESSIVE = cv2.imencode(".jpg", PICTURE, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
SMALL = cv2.imencode(".jpg", PICTURE)[1].tobytes()
PNG = cv2.imencode(".png", PICTURE)[1].tobytes()
HEAD, END = PNG[:33], PNG[-12:]  # signature and IHDR; IEND


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def segment(marker: int, data: bytes = b"") -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def after_soi(*inserted: bytes) -> bytes:
    return SMALL[:2] + b"".join(inserted) + SMALL[2:]


HIDDEN = segment(0xDA, bytes(10)) * 200  # what looks like 200 scans
HONEST = {
    "100 scans": hostile.with_more_scans(PROGRESSIVE, 100),
    "a thumbnail with scans": after_soi(segment(0xE1, b"Exif" + HIDDEN)),
    "a comment with scans": after_soi(segment(0xFE, HIDDEN)),
    "a second picture behind the first": SMALL + HIDDEN + bytes(100_000),
    "15 MB of metadata": after_soi(segment(0xE1, bytes(65_000)) * 230),
    "padding between segments": after_soi(b"\xff" * 60_000),
    "stuffed bytes and restarts": SMALL[:-2] + b"\xff\x00\xff\xd0\xff\xff" * 100_000 + SMALL[-2:],
    "PNG of 250 other chunks": HEAD + chunk(b"teSt") * 248 + PNG[33:],
    "PNG of 5,000 chunks of pixels": PNG[:-12] + chunk(b"IDAT") * 5000 + END,
}
LABORIOUS = {
    "101 scans": hostile.with_more_scans(PROGRESSIVE, 101),
    "21 scans of 49 megapixels": hostile.with_more_scans(hostile.endless_jpeg(10), 21),
    "20,000 scans": hostile.endless_jpeg(),
    "scans behind what only looks like a segment": PROGRESSIVE[:-2] + b"\xff\x02\xff\xf0" + HIDDEN + PROGRESSIVE[-2:],
    "3 million segments": after_soi(segment(0xE5) * 3_000_000),
    "15 MB of padding": after_soi(b"\xff" * 15_000_000),
    "7 million ends": SMALL[:2] + b"\xff\xd9" * 7_000_000,
    "a million other chunks": HEAD + chunk(b"teSt") * 1_200_000 + PNG[33:],
    "other chunks behind the pixels": PNG[:-12] + chunk(b"teSt") * 1_200_000 + END,
    "profiles that unpack to a megabyte each": HEAD
    + chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(2**20 - 1))) * 13_000
    + PNG[33:],
}


@pytest.mark.parametrize("name", HONEST)
def test_what_honest_files_have_is_taken(decoders, name):
    assert decoders.decode(HONEST[name]).shape == PICTURE.shape


@pytest.mark.parametrize("name", LABORIOUS)
def test_more_is_refused_in_no_time(decoders, name):
    with decoders.lent() as decoder:
        decoder.wait_ready()
        started = time.monotonic()
        with pytest.raises(Undecodable, match="damaged or has more than"):
            decoder.decode(LABORIOUS[name], 20)
        assert time.monotonic() - started < 1
        assert decoder.sound


@pytest.mark.parametrize(
    "pattern", [b"\xff", b"\xff\x00", b"\xff\xd0", b"\xff\x01", b"\xff\xda\x00\x02", b"\xff\xe0", b"\x00", b"\xff\xd8"]
)
def test_garbage_is_read_once(pattern):
    data = b"\xff\xd8\xff" + pattern * (15_000_000 // len(pattern))
    started = time.process_time()
    is_laborious(data)
    assert time.process_time() - started < 1


def test_anything_may_come():
    chance = random.Random(1)
    for head in (PROGRESSIVE, SMALL, PNG):
        for size in range(min(len(head), 700)):
            is_laborious(head[:size])
        for _ in range(300):
            data = bytearray(head)
            for _ in range(8):
                data[chance.randrange(len(data))] = chance.randrange(256)
            assert is_laborious(bytes(data)) in (True, False)
