"""What a comparison costs: ms of CPU time per pair of prints on one core, both recipes in the same run."""

from time import thread_time
from typing import Any, TypedDict

import numpy as np

from evaluation.protocol import RECIPES, Recipe, Sample
from evaluation.real_photos import PhotoSet

PHOTOS = 40


class Cost(TypedDict):
    """Medians over `queries` searches of ms per pair: with prints of other animals, and with the animal's own."""

    matcher: str
    strangers: float
    mates: float
    queries: int
    pairs: int


def measure(photos: PhotoSet) -> list[Cost]:
    """Return the cost of each recipe on the first PHOTOS photos, the recipes taking turns search by search."""
    chosen = photos.of(np.arange(len(photos.photos)) < PHOTOS)
    images = [photo.read() for photo in chosen.photos]
    recipes: list[Recipe] = [recipe() for recipe in RECIPES.values()]
    prints = {recipe.name: [recipe.sample(image, chosen.close_up) for image in images] for recipe in recipes}
    spent: dict[tuple[str, bool], list[float]] = {
        (recipe.name, same): [] for recipe in recipes for same in (True, False)
    }
    pairs = dict.fromkeys((recipe.name for recipe in recipes), 0)
    for query, animal in enumerate(chosen.animals):
        for recipe in recipes:
            for same in (True, False):
                others = np.flatnonzero((chosen.animals == animal) == same)
                references = templates(prints[recipe.name], [j for j in others if j != query])
                asked = prints[recipe.name][query].template
                if asked is not None and references:
                    spent[recipe.name, same].append(timed(recipe, asked, references) / len(references))
                    pairs[recipe.name] += len(references)
    return [
        Cost(
            matcher=recipe.name,
            strangers=float(np.median(spent[recipe.name, False])),
            mates=float(np.median(spent[recipe.name, True])),
            queries=len(spent[recipe.name, False]),
            pairs=pairs[recipe.name],
        )
        for recipe in recipes
    ]


def templates(samples: list[Sample], chosen: list[int]) -> list[Any]:
    """Return the prints of the chosen photos that have one."""
    return [samples[index].template for index in chosen if samples[index].template is not None]


def timed(recipe: Recipe, query: Any, references: list[Any]) -> float:
    """Return the ms of CPU time that one search takes on this thread."""
    start = thread_time()
    recipe.scores(query, references)
    return 1000 * (thread_time() - start)
