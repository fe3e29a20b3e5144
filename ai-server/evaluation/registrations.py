"""What becomes of registrations: generated dogs enrolled one after another in a gallery, then each once more.

    python -m dev exec -- sh -c '.venv/bin/python -m evaluation.registrations "$AI_DATABASE_URL" --dogs 60'

Each dog brings five usable photos; what quality refuses is taken again. A first registration ought to end in
`registered`, a second one of the same dog, by other photos and under another id, in `already_registered` with the
first. DATABASE ought to be empty; its schema is brought up to date.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, islice
from uuid import UUID, uuid4

import cv2
import numpy as np
import torch

import noseprint
from evaluation import synthetic
from evaluation.locating import share
from gallery import Gallery, Print, Verdict, migrate, open_pool

FIRST_DOG = 700_000  # identities that nothing was tuned on
PHOTOS = 5


def compare(query: noseprint.Template, references: Sequence[noseprint.Template]) -> list[noseprint.Comparison]:
    """Compare one by one on the CPU."""
    return [noseprint.compare(query, reference) for reference in references]


class Photographer:
    """Takes usable photos of one generated dog, none twice; `refused`: how many were not usable."""

    def __init__(self, number: int) -> None:
        self.nose, self.shots, self.refused = synthetic.Nose(FIRST_DOG + number), count(), 0

    def prints(self) -> list[Print]:
        """Return the prints of PHOTOS photos."""
        return [Print(uuid4(), "0" * 64, template) for template in islice(self._templates(), PHOTOS)]

    def _templates(self) -> Iterator[noseprint.Template]:
        for shot in self.shots:
            photo = self.nose.capture(shot)
            assessment = noseprint.assess(photo)
            if assessment.usable:
                yield noseprint.extract(photo, assessment)
            else:
                self.refused += 1


def linked(prints: Sequence[Print]) -> bool:
    """Return whether the 1:1 threshold links all photos into one group."""
    templates = [each.template for each in prints]
    return len(noseprint.link(np.array([[c.score for c in compare(one, templates)] for one in templates]))) == 1


def registered(gallery: Gallery, dog: UUID, prints: Sequence[Print], fpir: float) -> tuple[str, Verdict | None]:
    """Return the outcome of one registration and what the gallery said."""
    if not linked(prints):
        return "rejected: not linked", None
    verdict = gallery.enrol(uuid4(), dog, prints, fpir)
    return verdict.outcome, verdict


def measure(gallery: Gallery, dogs: int, fpir: float) -> list[str]:
    """Return the lines of the table."""
    photographers = [Photographer(number) for number in range(dogs)]
    ids = [uuid4() for _ in photographers]
    first = [registered(gallery, dog, p.prints(), fpir)[0] for dog, p in zip(ids, photographers, strict=True)]
    known = [(dog, p) for dog, p, outcome in zip(ids, photographers, first, strict=True) if outcome == "registered"]
    again = [told(dog, *registered(gallery, uuid4(), p.prints(), fpir)) for dog, p in known]
    taken, refused = PHOTOS * (len(first) + len(again)), sum(p.refused for p in photographers)
    rows = ["| what | N | share | 95 % |", "|---|---|---|---|"]
    rows += [share("photos refused by quality", [True] * refused + [False] * taken)]
    for title, outcomes in (("first registration", first), ("second registration", again)):
        for outcome in sorted(Counter(outcomes)):
            rows.append(share(f"{title}: {outcome}", [each == outcome for each in outcomes]))
    return rows


def told(dog: UUID, outcome: str, verdict: Verdict | None) -> str:
    """Return the outcome of a second registration, with whether it names the dog."""
    if verdict is None or verdict.dog_id is None:
        return outcome
    return f"{outcome}, {'the same dog' if verdict.dog_id == dog else 'another dog'}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", metavar="DATABASE", help="the gallery's, postgresql://...")
    parser.add_argument("--dogs", type=int, default=60)
    parser.add_argument("--fpir", type=float, default=0.01)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    migrate(options.database)
    with open_pool(options.database, 2) as pool:
        print("\n".join(measure(Gallery(pool, compare), options.dogs, options.fpir)))


if __name__ == "__main__":
    main()
