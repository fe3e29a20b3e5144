"""The five-photo rule: do five photos of one dog link, and does a photo of another dog among them stay apart?"""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from pathlib import Path
from typing import TypedDict

import numpy as np

import noseprint
from evaluation.protocol import NosePrint
from evaluation.real_photos import Photo, in_folders, read_singles

FIVE = 5
MOST = 300  # sets of one dog; drawn where there are more


class Rule(TypedDict):
    """One dog with at least five usable photos.

    sets: of five of its photos that were tried; linked: those that form one group; pairs, linked_pairs: of its photos;
    mixed: sets of four of its photos and one of another dog; mistaken: those that form one group.
    """

    dog: str
    usable: int
    sets: int
    linked: int
    pairs: int
    linked_pairs: int
    mixed: int
    mistaken: int


def measure(folder: Path) -> list[Rule]:
    """Try the rule on all dogs of the folder; strangers are the other dogs' and the singles' photos."""
    recipe = NosePrint()
    photos = [*in_folders(folder, "dogs"), *read_singles(folder)]
    samples = [recipe.sample(photo.read(), close_up=False) for photo in photos]
    usable = [(photo, sample.template) for photo, sample in zip(photos, samples, strict=True) if sample.usable == 1]
    scores = np.array([recipe.scores(template, [other for _, other in usable]) for _, template in usable])
    shown = [photo for photo, _ in usable]
    dogs = sorted({photo.animal for photo in shown if photo.mated})  # re-photographs of one picture prove nothing
    return [tried(dog, shown, scores) for dog in dogs if sum(photo.animal == dog for photo in shown) >= FIVE]


def tried(dog: str, photos: Sequence[Photo], scores: np.ndarray) -> Rule:
    """Return what the rule says of one dog's photos; scores: float[n, n] of all photos."""
    own = [i for i, photo in enumerate(photos) if photo.animal == dog]
    others = [i for i in range(len(photos)) if i not in own]
    sets, mixed = drawn(combinations(own, FIVE)), drawn(mixtures(own, others))
    pairs = list(combinations(own, 2))
    return Rule(
        dog=dog,
        usable=len(own),
        sets=len(sets),
        linked=sum(is_one_dog(chosen, scores) for chosen in sets),
        pairs=len(pairs),
        linked_pairs=sum(noseprint.same_dog(float(scores[i, j])) for i, j in pairs),
        mixed=len(mixed),
        mistaken=sum(is_one_dog(chosen, scores) for chosen in mixed),
    )


def mixtures(own: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield sets of four own photos and one of the others."""
    return ((*four, other) for four in combinations(own, FIVE - 1) for other in others)


def drawn(sets: Iterator[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return all sets, or MOST of them at random, always the same ones."""
    found = list(islice(sets, 100_000))
    if len(found) <= MOST:
        return found
    return [found[i] for i in np.random.default_rng(0).choice(len(found), MOST, replace=False)]


def is_one_dog(chosen: Sequence[int], scores: np.ndarray) -> bool:
    """Return whether the 1:1 threshold links the photos into one group."""
    return len(noseprint.link(scores[np.ix_(chosen, chosen)])) == 1
