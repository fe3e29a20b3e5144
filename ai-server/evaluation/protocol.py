"""Prints of photos, and the scores of all comparisons between them."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

import noseprint
from evaluation import first_recipe
from evaluation.real_photos import PhotoSet
from evaluation.stress import stressed

WHOLE = noseprint.Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, eq=False)
class Sample:
    """What a matcher makes of a photo. template: None where acquisition failed; usable, quality: NaN: not judged."""

    template: Any
    usable: float = np.nan
    quality: float = np.nan
    reasons: tuple[str, ...] = ()
    vector: np.ndarray | None = None


class Recipe(Protocol):
    """A matcher that compares one print with another; normalises: each dog's score in a search, by the others'."""

    name: str
    normalises: bool

    def sample(self, image: np.ndarray, close_up: bool) -> Sample:
        """Return the print of a photo; `close_up`: it is all nose and is not searched for one."""

    def scores(self, query: Any, references: Sequence[Any]) -> list[float]:
        """Return the score of each comparison."""


class NosePrint:
    """This library. Photos that are all nose are judged by quality all the same, but not refused."""

    name = noseprint.VERSION
    normalises = True

    def __init__(self) -> None:
        self.matcher = noseprint.Matcher()

    def sample(self, image: np.ndarray, close_up: bool) -> Sample:
        found = noseprint.assess(image)
        used = noseprint.Assessment(WHOLE, found.quality, (), "good") if close_up else found
        template = noseprint.extract(image, used) if used.nose else None
        usable = np.nan if close_up else float(found.usable)
        return Sample(template, usable, found.quality, found.reasons, template.vector if template else None)

    def scores(self, query: Any, references: Sequence[Any]) -> list[float]:
        found = zip(references, self.matcher.match(query, references), strict=True)
        return [noseprint.verify(query, reference, pairs).score for reference, pairs in found]


class FirstRecipe:
    """The first classical recipe."""

    name = first_recipe.NAME
    normalises = False

    def sample(self, image: np.ndarray, close_up: bool) -> Sample:
        return Sample(first_recipe.extract(image))

    def scores(self, query: Any, references: Sequence[Any]) -> list[float]:
        return first_recipe.scores(query, references)


RECIPES: dict[str, type[NosePrint] | type[FirstRecipe]] = {r.name: r for r in (NosePrint, FirstRecipe)}


@dataclass(frozen=True, eq=False)
class Scores:
    """Queries against the photos of a gallery.

    animals, mated, splits: [n] of the photos; source: int[q], the photo that a query was made of; score: float[q, n],
    NaN where a print is missing or the photo is the query's own; vectors: the similarity of the shortlist's vectors,
    likewise (all NaN: there are none); acquired: bool[q]; usable, quality: float[q], NaN where not judged; normalises:
    a search judges each dog's score by those of the others (noseprint.t_norm).
    """

    animals: np.ndarray
    mated: np.ndarray
    splits: np.ndarray
    source: np.ndarray
    score: np.ndarray
    vectors: np.ndarray
    acquired: np.ndarray
    usable: np.ndarray
    quality: np.ndarray
    normalises: bool = False

    @property
    def asked(self) -> np.ndarray:
        """Whose photos the queries are: [q]."""
        return self.animals[self.source]

    def among(self, kept: np.ndarray) -> "Scores":
        """Return the scores of the photos marked in bool[n], as queries and as gallery."""
        rows, place = kept[self.source], np.cumsum(kept) - 1
        per_query = {name: getattr(self, name)[rows] for name in ("acquired", "usable", "quality")}
        per_photo = {name: getattr(self, name)[kept] for name in ("animals", "mated", "splits")}
        grids = {name: getattr(self, name)[np.ix_(rows, kept)] for name in ("score", "vectors")}
        return replace(self, source=place[self.source[rows]], **per_query, **per_photo, **grids)


def score_all(recipe: Recipe, photos: PhotoSet, level: str) -> Scores:
    """Compare the queries of a stress level with every clean photo but their own."""
    images = [photo.read() for photo in photos.photos]
    gallery = [recipe.sample(image, photos.close_up) for image in images]
    made = [stressed(image, level, photo.name) for image, photo in zip(images, photos.photos, strict=True)]
    source = np.repeat(np.arange(len(made)), [len(queries) for queries in made])
    queries = [recipe.sample(query, photos.close_up) for queries in made for query in queries]
    score, vectors = np.full((2, len(queries), len(gallery)), np.nan)
    for row, query in enumerate(queries):
        if query.template is not None:
            others = [j for j, other in enumerate(gallery) if j != source[row] and other.template is not None]
            score[row, others] = recipe.scores(query.template, [gallery[j].template for j in others])
            if query.vector is not None:
                vectors[row, others] = [query.vector @ gallery[j].vector for j in others]
    print(f"{photos.name}, {level}: {recipe.name}", file=sys.stderr, flush=True)
    return Scores(
        animals=photos.animals,
        mated=np.array([photo.mated for photo in photos.photos]),
        splits=photos.splits,
        source=source,
        score=score,
        vectors=vectors,
        acquired=np.array([query.template is not None for query in queries]),
        usable=np.array([query.usable for query in queries], float),
        quality=np.array([query.quality for query in queries], float),
        normalises=recipe.normalises,
    )
