"""Templates' pictures: fetched once while they are in use, never more of them kept than fit."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import cv2
import numpy as np
import pytest

from aiserver.emojis import EmojiSource
from aiserver.errors import PhotoMissing, PhotoUnreadable
from aiserver.messages import PhotoReference
from aiserver.photos import PhotoSource

SIDE = 32
BYTES = 4 * SIDE * SIDE


@pytest.fixture
def source(main_server, decoders) -> EmojiSource:
    photos = PhotoSource(main_server.url, main_server.token, frozenset(), 1 << 20, 2.0)
    return EmojiSource(photos, decoders, cache_bytes=3 * BYTES)


@pytest.fixture
def store(main_server):
    def store(shade: int) -> PhotoReference:
        pixels = np.full((SIDE, SIDE, 4), (shade, 0, 200, 100), np.uint8)
        return reference(main_server.add(cv2.imencode(".png", pixels)[1].tobytes()))

    return store


def reference(stored: dict[str, str]) -> PhotoReference:
    return PhotoReference(UUID(stored["id"]), stored["sha256"])


def test_what_is_kept_is_not_fetched_again(main_server, source, store):
    emoji = store(7)
    first, second = source.get(emoji), source.get(emoji)
    assert first is second and first[0, 0].tolist() == [200, 0, 7, 100]
    assert len(main_server.seen) == 1


def test_nobody_can_write_on_what_others_use(source, store):
    with pytest.raises(ValueError, match="read-only"):
        source.get(store(7))[0, 0] = 0


def test_what_was_used_longest_ago_makes_room(main_server, source, store):
    one, two, three, four = (store(shade) for shade in range(4))
    for emoji in (one, two, three, one, four):  # the fourth takes the place of the second
        source.get(emoji)
    assert len(main_server.seen) == 4
    for emoji in (one, three, four):
        source.get(emoji)
    assert len(main_server.seen) == 4
    source.get(two)
    assert len(main_server.seen) == 5


def test_a_picture_larger_than_the_cache_is_used_and_not_kept(main_server, source):
    large = cv2.imencode(".png", np.zeros((2 * SIDE, 2 * SIDE, 4), np.uint8))[1].tobytes()
    emoji = reference(main_server.add(large))
    for _ in range(2):
        assert source.get(emoji).shape == (2 * SIDE, 2 * SIDE, 4)
    assert len(main_server.seen) == 2


def test_threads_share_it(main_server, source, store):
    emojis = [store(shade) for shade in range(6)] * 5
    with ThreadPoolExecutor(4) as pool:
        shades = list(pool.map(lambda emoji: int(source.get(emoji)[0, 0, 2]), emojis))
    assert shades == list(range(6)) * 5


def test_a_template_that_is_gone_or_broken(main_server, source):
    with pytest.raises(PhotoMissing):
        source.get(PhotoReference(UUID(int=1), "0" * 64))
    with pytest.raises(PhotoUnreadable):
        source.get(reference(main_server.add(b"no picture")))
