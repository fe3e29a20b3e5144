"""One function a kind of job: plain services over photos, noseprint, the gallery and facecover."""

from aiserver.handlers.dog_forget import forget_dog
from aiserver.handlers.dog_lookup import look_up_dog
from aiserver.handlers.dog_register import enrol_reviewed_dog, register_dog
from aiserver.handlers.emoji_cutout import cut_out_emoji
from aiserver.handlers.face_cover import cover_faces
from aiserver.handlers.services import Services
from aiserver.messages import (
    CoverPayload,
    CutOutPayload,
    EnrolPayload,
    ForgetPayload,
    Job,
    LookupPayload,
    Outcome,
    RegisterPayload,
)
from aiserver.stopwatch import Stopwatch

__all__ = ["Services", "handle"]


def handle(job: Job, services: Services, watch: Stopwatch) -> Outcome:
    """Do the job. Raises JobError, DogForgotten, psycopg.Error; anything else is our own fault."""
    match job.payload:
        case RegisterPayload():
            return register_dog(job.job_id, job.payload, services, watch)
        case EnrolPayload():
            return enrol_reviewed_dog(job.job_id, job.payload, services, watch)
        case LookupPayload():
            return look_up_dog(job.payload, services, watch)
        case ForgetPayload():
            return forget_dog(job.payload, services, watch)
        case CutOutPayload():
            return cut_out_emoji(job.job_id, job.payload, services, watch)
        case CoverPayload():
            return cover_faces(job.job_id, job.payload, services, watch)
