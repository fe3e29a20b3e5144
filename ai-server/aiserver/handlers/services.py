"""What handlers work with, and the steps that they share."""

from collections.abc import Sequence
from dataclasses import dataclass

import noseprint
from aiserver.batcher import Priority
from aiserver.decoders import Decoders
from aiserver.emojis import EmojiSource
from aiserver.messages import Json, PhotoReference
from aiserver.metrics import Metrics
from aiserver.models import Faces, Prints
from aiserver.photos import PhotoSource
from aiserver.pictures import Image, decode
from aiserver.segmenter import Segment
from aiserver.stopwatch import Stopwatch
from aiserver.uploader import Uploader
from gallery import Gallery, Pool


@dataclass(frozen=True)
class Services:
    """`interactive` searches before `bulk` on the device; both are the same gallery, over one pool. `segment`: what
    cuts out emojis where their border does not tell, if the operator has switched it on."""

    pool: Pool
    photos: PhotoSource
    emojis: EmojiSource
    uploader: Uploader
    decoders: Decoders
    prints: Prints
    faces: Faces
    interactive: Gallery
    bulk: Gallery
    segment: Segment | None
    metrics: Metrics
    fpir: float

    def compare_in_bulk(
        self, query: noseprint.Template, references: Sequence[noseprint.Template]
    ) -> list[noseprint.Comparison]:
        return self.prints.compare(query, references, Priority.BULK)

    def close(self) -> None:
        """Give the database connections back and end the decoders."""
        self.pool.close()
        self.decoders.close()


@dataclass(frozen=True)
class AssessedPhoto:
    reference: PhotoReference
    image: Image
    assessment: noseprint.Assessment

    def extract(self, stage: noseprint.Stage) -> noseprint.Template:
        return noseprint.extract(self.image, self.assessment, stage)


def fetch_and_assess(photo: PhotoReference, services: Services, watch: Stopwatch) -> AssessedPhoto:
    with watch.stage("fetch"):
        data = services.photos.fetch(photo)
    with watch.stage("decode"):
        image = decode(data, services.decoders)
    assessment = noseprint.assess(image, watch.stage)
    services.metrics.observe_photo(assessment)
    return AssessedPhoto(photo, image, assessment)


def photo_report(index: int, assessment: noseprint.Assessment, *more_reasons: str) -> Json:
    return {"index": index, "quality": assessment.quality, "reasons": [*assessment.reasons, *more_reasons]}


def box_fractions(box: noseprint.Box) -> list[float]:
    """[x, y, width, height], each between 0 and 1 whatever the last bits of a float say."""
    return [fraction(value) for value in (box.x, box.y, box.width, box.height)]


def fraction(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 5)
