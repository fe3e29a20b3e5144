"""The Flask side: health, metrics, and one frame's quality for live guidance."""

import hmac
import logging
import threading
from dataclasses import dataclass
from time import perf_counter

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from waitress.server import create_server
from werkzeug.exceptions import HTTPException

import facecover
import noseprint
from aiserver import context as in_hand
from aiserver.collectors import GalleryCollector
from aiserver.config import Role, Settings
from aiserver.decoders import Decoders, DecodersBusy
from aiserver.errors import PhotoUnreadable
from aiserver.lifecycle import Lifecycle
from aiserver.metrics import Metrics
from aiserver.pictures import decode
from aiserver.problems import from_http_exception, problem

logger = logging.getLogger(__name__)

FRAME_BYTES = 512 << 10
MULTIPART_BYTES = 4 << 10  # what surrounds the frame in a multipart body
HTTP_THREADS = 8

probes = Blueprint("probes", __name__)
quality = Blueprint("quality", __name__)


@dataclass(frozen=True)
class HttpContext:
    """What the endpoints show; `slots` admits so many frames at a time, each of which has one of the `decoders`."""

    settings: Settings
    lifecycle: Lifecycle
    metrics: Metrics
    gallery: GalleryCollector
    device: str
    slots: threading.BoundedSemaphore
    decoders: Decoders


def frame_decoders(settings: Settings) -> Decoders:
    """Apart from those of jobs: frames that hold up their decoders hold up no lookup."""
    return Decoders(settings.quality_slots, settings.decoder_bytes, settings.decode_seconds, settings.frame_pixels)


def create_app(context: HttpContext) -> Flask:
    """The WSGI application; only the interactive role has /v1/quality."""
    app = Flask("aiserver")
    app.config["MAX_CONTENT_LENGTH"] = FRAME_BYTES + MULTIPART_BYTES
    app.extensions["aiserver"] = context
    app.before_request(_begin)
    app.register_error_handler(HTTPException, from_http_exception)
    app.register_error_handler(Exception, _internal_error)
    app.register_blueprint(probes)
    if context.settings.role is Role.INTERACTIVE:
        app.register_blueprint(quality)
    return app


def serve(app: Flask, host: str, port: int) -> None:
    """Serve in a daemon thread. Raises OSError when the port is taken."""
    server = create_server(
        app, host=host, port=port, threads=HTTP_THREADS, max_request_body_size=2 * FRAME_BYTES, ident=None
    )
    threading.Thread(target=server.run, name="http", daemon=True).start()


def _context() -> HttpContext:
    context = current_app.extensions["aiserver"]
    assert isinstance(context, HttpContext)
    return context


def _begin() -> None:
    in_hand.begin(request.headers.get("traceparent"))


def _internal_error(error: Exception) -> Response:
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem("server_error")


@probes.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@probes.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 while jobs are consumed."""
    lifecycle = _context().lifecycle
    return jsonify(ready=lifecycle.ready, activity=lifecycle.activity), 200 if lifecycle.ready else 503


@probes.get("/metrics")
def metrics() -> Response:
    context = _context()
    context.metrics.ready.set(context.lifecycle.ready)
    return Response(generate_latest(context.metrics.registry), content_type=CONTENT_TYPE_LATEST)


@probes.get("/v1/info")
def info() -> Response:
    """Role, models, device and the gallery's size (null while the database is away)."""
    context = _context()
    known = context.gallery.current()
    sizes = None if known is None else {
        "dogs": known.dogs,
        "prints": known.prints,
        "prints_of_other_versions": known.prints_of_other_versions,
    }  # fmt: skip
    return jsonify(
        role=context.settings.role,
        model=noseprint.VERSION,
        faces=facecover.VERSION,
        device=context.device,
        gallery=sizes,
    )


@quality.post("/v1/quality")
def assess_frame() -> Response:
    """Where the nose is in a frame, how good it is, and what to do better."""
    context, start = _context(), perf_counter()
    response = _assess_frame(context, start)
    context.metrics.quality.labels(response.status_code).observe(perf_counter() - start)
    return response


def _assess_frame(context: HttpContext, start: float) -> Response:
    expected = f"Bearer {context.settings.service_token}"
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode()):
        return problem("not_authenticated")
    if not context.slots.acquire(blocking=False):
        return problem("overloaded")
    try:
        frame = request.files.get("frame")
        if frame is None:
            return problem("validation_failed", errors={"frame": [{"code": "required"}]})
        return _assessment(frame.read(FRAME_BYTES + 1), context.decoders, start)
    finally:
        context.slots.release()


def _assessment(frame: bytes, decoders: Decoders, start: float) -> Response:
    if len(frame) > FRAME_BYTES:
        return problem("body_too_large")
    try:
        found = noseprint.assess(decode(frame, decoders))
    except PhotoUnreadable as error:
        return problem("photo_not_readable", str(error))
    except DecodersBusy as error:
        logger.error("no frame can be decoded: %s", error)
        return problem("overloaded")
    nose = found.nose
    box = nose and {"x": nose.x, "y": nose.y, "width": nose.width, "height": nose.height}
    milliseconds = round(1000 * (perf_counter() - start), 1)
    return jsonify(nose=box, quality=found.quality, reasons=found.reasons, advice=found.advice, ms=milliseconds)
