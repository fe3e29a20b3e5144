"""Jobs of every kind, run by their handlers."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import jsonschema

from aiserver.handlers import Services, handle
from aiserver.messages import (
    EXPRESSIONS,
    CoverPayload,
    CutOutPayload,
    EnrolPayload,
    GivenFace,
    Job,
    LookupPayload,
    Outcome,
    Payload,
    PhotoReference,
    RegisterPayload,
    job_succeeded,
)
from aiserver.stopwatch import Stopwatch

SCHEMAS = Path(__file__).parents[2] / "tests" / "contract" / "schemas"
FINISHED = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "job_finished.json").read_text()))
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Jobs:
    """Runs jobs on photos that the main server is given first; what they come to must fit the contract."""

    def __init__(self, main_server, services: Services) -> None:
        self.main_server, self.services = main_server, services
        self.watch = Stopwatch()

    def store(self, data: bytes) -> PhotoReference:
        stored = self.main_server.add(data)
        return PhotoReference(UUID(stored["id"]), stored["sha256"])

    def store_all(self, pictures: dict[str, bytes]) -> dict[str, PhotoReference]:
        return {expression: self.store(pictures[expression]) for expression in EXPRESSIONS}

    def register(self, *photos: bytes, dog_id: UUID | None = None, job_id: UUID | None = None) -> Outcome:
        payload = RegisterPayload(dog_id or uuid4(), tuple(self.store(photo) for photo in photos))
        return self.run(payload, job_id)

    def enrol(self, lookalike_id: UUID, *photos: bytes, dog_id: UUID | None = None) -> Outcome:
        return self.run(EnrolPayload(dog_id or uuid4(), tuple(self.store(photo) for photo in photos), lookalike_id))

    def look_up(self, photo: bytes) -> Outcome:
        return self.run(LookupPayload(uuid4(), self.store(photo)))

    def cut_out(self, pictures: dict[str, bytes], job_id: UUID | None = None) -> Outcome:
        return self.run(CutOutPayload(uuid4(), self.store_all(pictures)), job_id)

    def cover(
        self,
        photo: bytes,
        emojis: dict[str, PhotoReference],
        faces: tuple[GivenFace, ...] | None = None,
        job_id: UUID | None = None,
    ) -> Outcome:
        return self.run(CoverPayload(uuid4(), self.store(photo), emojis, faces), job_id)

    def run(self, payload: Payload, job_id: UUID | None = None) -> Outcome:
        job = Job(job_id or uuid4(), 1, TRACE, payload)
        outcome = handle(job, self.services, self.watch)
        FINISHED.validate(job_succeeded(job, outcome, self.watch.milliseconds).body[1]["message"])
        return outcome
