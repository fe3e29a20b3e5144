"""emoji.cutout: seven pictures lose their backgrounds, or those that cannot are named and nothing is sent."""

from collections.abc import Mapping
from uuid import UUID

import facecover
from aiserver.handlers.services import Services
from aiserver.messages import CutOutPayload, Json, Outcome, PhotoReference
from aiserver.pictures import Image, decode_rgba, encode_png
from aiserver.stopwatch import Stopwatch
from aiserver.uploader import PNG


def cut_out_emoji(job_id: UUID, payload: CutOutPayload, services: Services, watch: Stopwatch) -> Outcome:
    done: dict[str, tuple[Image, str]] = {}
    refused: dict[str, str] = {}
    for expression, picture in payload.pictures.items():
        image = _fetch(picture, services, watch)
        with watch.stage("cut_out"):
            try:
                done[expression] = facecover.cut_out(image, services.segment)
            except facecover.CutOutError as error:
                refused[expression] = error.reason
    if refused:
        services.metrics.observe_reasons(refused.values())
        return Outcome("rejected", {"pictures": {name: {"reasons": [reason]} for name, reason in refused.items()}})
    return Outcome("cut_out", {"pictures": _sent(job_id, done, services, watch)})


def _fetch(picture: PhotoReference, services: Services, watch: Stopwatch) -> Image:
    with watch.stage("fetch"):
        data = services.photos.fetch(picture)
    with watch.stage("decode"):
        return decode_rgba(data, services.decoders)


def _sent(job_id: UUID, done: Mapping[str, tuple[Image, str]], services: Services, watch: Stopwatch) -> Json:
    sent: Json = {}
    for expression, (image, method) in done.items():
        with watch.stage("encode"):
            png = encode_png(image)
        with watch.stage("upload"):
            sent[expression] = services.uploader.send(job_id, expression, png, PNG) | {"method": method}
    return sent
