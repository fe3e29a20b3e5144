"""Five photos of one dog, and four with a stranger's."""

import cv2
import numpy as np
import pytest

from evaluation.five_photos import MOST, drawn, is_one_dog, measure, mixtures, tried
from evaluation.real_photos import Photo
from evaluation.synthetic import Nose

CHAIN = np.full((6, 6), 0.0)  # each photo links to the next one only; the last is a stranger's
for place in range(4):
    CHAIN[place, place + 1] = CHAIN[place + 1, place] = 50.0


def test_a_chain_of_links_is_one_dog():
    assert is_one_dog(range(5), CHAIN)
    assert not is_one_dog([0, 1, 2, 3, 5], CHAIN)
    assert not is_one_dog([0, 2, 4], CHAIN)


def test_the_rule_is_counted(tmp_path):
    photos = [Photo(dog, tmp_path / f"{dog}/{i}.jpg") for i, dog in enumerate(["bori"] * 5 + ["choco"])]
    assert tried("bori", photos, CHAIN) == {
        "dog": "bori", "usable": 5, "sets": 1, "linked": 1, "pairs": 10, "linked_pairs": 4, "mixed": 5, "mistaken": 0,
    }  # fmt: skip


def test_many_sets_are_drawn_and_always_alike():
    assert drawn(iter([(1, 2)])) == [(1, 2)]
    once, again = (drawn(mixtures(range(10), range(10, 20))) for _ in range(2))
    assert once == again and len(once) == len(set(once)) == MOST


@pytest.fixture
def folder(tmp_path):
    for animal, seed, shots in (("bori", 90, 5), ("choco", 91, 1)):
        nose = Nose(seed)
        (tmp_path / "dogs" / animal).mkdir(parents=True)
        for shot in range(shots):
            cv2.imwrite(str(tmp_path / "dogs" / animal / f"{shot}.png"), nose.capture(shot))
    (tmp_path / "singles").mkdir()
    return tmp_path


def test_generated_dogs_obey_the_rule(folder):
    (rule,) = measure(folder)
    assert (rule["dog"], rule["usable"], rule["linked"], rule["mixed"], rule["mistaken"]) == ("bori", 5, 1, 5, 0)
