"""Photos that can be read but not used: the task succeeds, with the outcome `rejected` and reasons for each photo."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from evaluation import synthetic
from tests.people import finished, registered, submit

SEED = 14


def sharp(shot: int, **knobs: float) -> np.ndarray:
    return synthetic.Nose(SEED).capture(shot, **knobs)


PHOTOS = {
    "a black frame": (lambda: np.zeros((480, 640, 3), np.uint8), "too_dark"),
    "a white frame": (lambda: np.full((480, 640, 3), 255, np.uint8), "too_bright"),
    "a wall": (lambda: np.full((480, 640, 3), 128, np.uint8), "no_nose"),
    "fur, scenery or a blank": (lambda: synthetic.no_nose(1), "no_nose"),
    "blur": (lambda: cv2.GaussianBlur(sharp(0), (0, 0), 6), "blurred"),
    "a nose far away": (lambda: sharp(0, scale=0.12), "too_small"),
    "glare": (lambda: sharp(0, glare=1.0, wetness=1.0), "glare"),
    "a dark room": (lambda: (sharp(0) * 0.08).astype(np.uint8), "too_dark"),
}


@pytest.fixture
def saved(tmp_path):
    def save(image: np.ndarray, name: str) -> Path:
        path = tmp_path / f"{name}.jpg"
        cv2.imwrite(str(path), image)
        return path

    return save


@pytest.mark.parametrize("name", PHOTOS)
def test_a_lookup_says_why_the_photo_cannot_be_used(finder, saved, name):
    draw, reason = PHOTOS[name]
    answer = finished(finder, finder.look_up(saved(draw(), "photo")))
    assert (answer["state"], answer["outcome"], answer["error"]) == ("succeeded", "rejected", None)
    [photo] = answer["result"]["photos"]
    assert photo["index"] == 0
    assert reason in photo["reasons"]


def test_a_registration_says_it_of_each_photo(owner, saved):
    bad = {1: "a black frame", 2: "blur", 3: "glare", 4: "a nose far away"}
    images = [sharp(0), *(PHOTOS[name][0]() for name in bad.values())]
    answer = finished(owner, submit(owner, [saved(image, str(index)) for index, image in enumerate(images)]))
    assert (answer["state"], answer["outcome"]) == ("succeeded", "rejected")
    reasons = {photo["index"]: photo["reasons"] for photo in answer["result"]["photos"]}
    assert reasons[0] == []
    for index, name in bad.items():
        assert PHOTOS[name][1] in reasons[index], name
    assert state_of_newest(owner) == "rejected"


def test_photos_of_two_dogs(owner, finder, shots):
    one, other = shots(4), shots(3)
    answer = finished(owner, submit(owner, one[:3] + other[:2]))
    assert (answer["state"], answer["outcome"]) == ("succeeded", "rejected")
    reasons = [photo["reasons"] for photo in answer["result"]["photos"]]
    assert reasons == [[], [], [], ["different_dog"], ["different_dog"]]
    assert state_of_newest(owner) == "rejected"
    for photo in (one[3], other[2]):
        assert finished(finder, finder.look_up(photo))["outcome"] == "not_registered"


def test_one_photo_of_another_dog(owner, shots):
    answer = finished(owner, submit(owner, shots(4) + shots(1)))
    assert answer["outcome"] == "rejected"
    assert [photo["reasons"] for photo in answer["result"]["photos"]] == [[], [], [], [], ["unlinked_photo"]]


def test_one_photo_of_a_dog_that_is_registered(owner, shots):
    known = registered(owner, shots)
    answer = finished(owner, submit(owner, shots(4) + known[5:]))
    assert answer["outcome"] == "rejected"
    assert [photo["reasons"] for photo in answer["result"]["photos"]] == [[], [], [], [], ["different_dog"]]


def state_of_newest(owner) -> str:
    return owner.session.get(f"{owner.url}/api/v1/users/mypage/dogs", timeout=30).json()["results"][0]["state"]
