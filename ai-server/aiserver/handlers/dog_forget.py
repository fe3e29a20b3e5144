"""dog.forget: all that the gallery knows of a dog is deleted, for good."""

from aiserver.handlers.services import Services
from aiserver.messages import ForgetPayload, Outcome
from aiserver.stopwatch import Stopwatch


def forget_dog(payload: ForgetPayload, services: Services, watch: Stopwatch) -> Outcome:
    with watch.stage("forget"):
        services.bulk.forget(payload.dog_id)
    return Outcome("forgotten", {})
