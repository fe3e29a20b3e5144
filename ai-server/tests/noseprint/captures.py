"""Generated noses, their photos and prints, each made once."""

from functools import cache

import numpy as np

import noseprint
from evaluation import synthetic

DOGS = 3
SHOTS = 4


@cache
def nose(dog: int) -> synthetic.Nose:
    return synthetic.Nose(50 + dog)


@cache
def photo(dog: int, shot: int, **overrides: object) -> np.ndarray:
    return nose(dog).capture(shot, **overrides)


@cache
def template(dog: int, shot: int, **overrides: object) -> noseprint.Template:
    return noseprint.extract(photo(dog, shot, **overrides))
