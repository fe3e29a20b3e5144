"""What the AI server answers at quality/ is what the main server's description of the API says."""

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from jsonschema import Draft202012Validator

from aiserver.collectors import GalleryCollector
from aiserver.config import Settings
from aiserver.http import HttpContext, create_app, frame_decoders
from aiserver.lifecycle import Lifecycle
from aiserver.metrics import Metrics
from core.schema import add_problems, add_quality
from evaluation import synthetic
from gallery import Statistics

TOKEN = "a-service-token-of-the-test"
ENVIRONMENT = {
    "AI_ROLE": "interactive",
    "AI_DATABASE_URL": "postgresql://ai@127.0.0.1/ai",
    "AI_BROKER_URL": "amqp://ai@127.0.0.1//",
    "AI_MAIN_URL": "http://127.0.0.1:8000",
    "AI_MAIN_TOKEN": TOKEN,
    "AI_SERVICE_TOKEN": TOKEN,
    "AI_HTTP_HOST": "127.0.0.1",
    "AI_HTTP_PORT": "1",
    "AI_THREADS": "1",
}
Ask = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """The AI server's application; called with a form, it gives its response."""
    settings = Settings.from_environment(ENVIRONMENT)
    decoders = frame_decoders(settings)
    collector = GalleryCollector(lambda: Statistics(dogs=0, prints_by_version={}))
    slots = threading.BoundedSemaphore(1)
    app = create_app(HttpContext(settings, Lifecycle(), Metrics(), collector, "cpu", slots, decoders))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    yield lambda form: app.test_client().post("/v1/quality", data=form, headers=headers)
    decoders.close()


def described(name: str) -> Draft202012Validator:
    """The validator of one component; what the component does not name is wrong."""
    document = add_problems(add_quality({"paths": {}}, None, None, True), None, None, True)
    document["components"]["schemas"][name] |= {"additionalProperties": False}
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})


def frame(image: np.ndarray) -> tuple[io.BytesIO, str]:
    return io.BytesIO(cv2.imencode(".jpg", image)[1].tobytes()), "frame.jpg"


@pytest.mark.parametrize("with_nose", [True, False])
def test_of_a_frame(ask: Ask, with_nose: bool) -> None:
    image = synthetic.Nose(1).capture(1, width=640) if with_nose else np.full((480, 640, 3), 90, np.uint8)
    response = ask({"frame": frame(image)})
    assert response.status_code == 200
    assert (response.json["nose"] is not None) == with_nose
    described("Quality").validate(response.json)


@pytest.mark.parametrize(
    ("form", "code"),
    [({}, "validation_failed"), ({"frame": (io.BytesIO(b"text"), "frame.jpg")}, "photo_not_readable")],
)
def test_of_a_problem(ask: Ask, form: dict[str, Any], code: str) -> None:
    response = ask(form)
    assert response.json["code"] == code
    described("Problem").validate(response.json)


def test_that_it_can_fail(ask: Ask) -> None:
    body = ask({"frame": frame(np.full((480, 640, 3), 90, np.uint8))}).json
    for wrong in ({"advice": "run"}, {"reasons": ["ugly"]}, {"nose": [0, 0, 1, 1]}, {"more": 1}):
        assert not described("Quality").is_valid(body | wrong)
