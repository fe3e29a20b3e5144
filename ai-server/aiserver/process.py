"""Puts one AI process together and runs it until it is told to stop."""

import logging
import os
import signal
import threading
import warnings
from functools import partial
from types import FrameType

from celery.platforms import SecurityWarning

import facecover
import noseprint
from aiserver import device, http, selftest
from aiserver.batcher import Batcher, Priority
from aiserver.collectors import DeviceCollector, GalleryCollector
from aiserver.config import ConfigurationError, Role, Settings
from aiserver.consumer import CONNECTING
from aiserver.decoders import Decoders
from aiserver.emojis import EmojiSource
from aiserver.handlers import Services
from aiserver.lifecycle import Lifecycle
from aiserver.metrics import Metrics
from aiserver.models import Faces, Prints, load_faces, load_prints
from aiserver.photos import PhotoSource
from aiserver.publisher import Publisher
from aiserver.runner import Runner
from aiserver.segmenter import Segment, open_segmenter
from aiserver.tracing import Tracer, open_tracer
from aiserver.uploader import Uploader
from aiserver.worker import AiWorker, create_app, worker_name
from gallery import Gallery, open_pool

logger = logging.getLogger(__name__)

NICENESS = {Role.INTERACTIVE: 0, Role.BULK: 10, Role.QUARANTINE: 15}
STALLED = 70  # exit status: the supervisor is to start us again


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status. Raises ConfigurationError for what only the machine can tell."""
    os.nice(NICENESS[settings.role])
    device.limit_threads()
    chosen = device.choose(settings.device)
    tracer = open_tracer(settings, worker_name(settings))
    lifecycle, metrics = Lifecycle(), Metrics()
    _stop_on_signals(lifecycle)
    metrics.describe_process(chosen)
    batcher = Batcher(_end_stalled, settings.stall_seconds, metrics.observe_wait)
    metrics.queue_pairs.set_function(lambda: batcher.waiting_cost)
    prints, faces = load_prints(batcher, chosen, metrics), load_faces(batcher, chosen, metrics)
    batcher.start()
    services = create_services(settings, prints, faces, metrics)
    try:
        _start_http(settings, lifecycle, metrics, services, chosen)
        models = f"{noseprint.VERSION}, {facecover.VERSION}"
        logger.info("%s on %s, models %s", worker_name(settings), chosen, models)
        if not _test_itself(lifecycle, services):
            return 0
        return _consume(settings, lifecycle, metrics, services, tracer)
    finally:
        services.close()
        batcher.stop()
        tracer.close()


def create_services(settings: Settings, prints: Prints, faces: Faces, metrics: Metrics) -> Services:
    """What the handlers work with; close it in the end. Raises ConfigurationError."""
    segment = _segmenter(settings)
    pool = open_pool(settings.database_url, settings.threads + 2)
    photos = PhotoSource(
        settings.main_url, settings.main_token, settings.photo_origins, settings.photo_bytes, settings.photo_seconds
    )
    decoders = Decoders(settings.threads, settings.decoder_bytes, settings.decode_seconds)
    return Services(
        pool=pool,
        photos=photos,
        emojis=EmojiSource(photos, decoders),
        uploader=Uploader(settings.main_url, settings.main_token, settings.photo_seconds),
        decoders=decoders,
        prints=prints,
        faces=faces,
        interactive=Gallery(pool, partial(prints.compare, priority=Priority.INTERACTIVE)),
        bulk=Gallery(pool, partial(prints.compare, priority=Priority.BULK)),
        segment=segment,
        metrics=metrics,
        fpir=settings.fpir,
    )


def _segmenter(settings: Settings) -> Segment | None:
    """Emojis are cut out in bulk; who waits for a lookup need not wait for a large model."""
    if settings.rembg_model is None or settings.role is Role.INTERACTIVE:
        return None
    return open_segmenter(settings.rembg_model)


def _test_itself(lifecycle: Lifecycle, services: Services) -> bool:
    """False when told to stop before the database was there."""
    lifecycle.activity = "testing itself"
    selftest.check_matching(services.prints)
    selftest.check_faces(services.faces)
    selftest.check_decoding(services.decoders)
    return selftest.wait_for_gallery(services.interactive, lifecycle)


def _start_http(
    settings: Settings, lifecycle: Lifecycle, metrics: Metrics, services: Services, chosen_device: str
) -> None:
    collector = GalleryCollector(services.bulk.statistics)
    metrics.registry.register(collector)
    metrics.registry.register(DeviceCollector(chosen_device))
    slots = threading.BoundedSemaphore(settings.quality_slots)
    decoders = http.frame_decoders(settings)
    context = http.HttpContext(settings, lifecycle, metrics, collector, chosen_device, slots, decoders)
    try:
        http.serve(http.create_app(context), settings.http_host, settings.http_port)
    except OSError as error:
        raise ConfigurationError(
            f"AI_HTTP_HOST, AI_HTTP_PORT: cannot listen on {settings.http_host}:{settings.http_port} ({error.strerror})"
        ) from error


def _consume(settings: Settings, lifecycle: Lifecycle, metrics: Metrics, services: Services, tracer: Tracer) -> int:
    warnings.filterwarnings("ignore", category=SecurityWarning)  # of pickle as root; we read nothing but JSON
    runner = Runner(worker_name(settings), services, Publisher(settings.broker_url), metrics, tracer)
    lifecycle.activity = CONNECTING
    worker = AiWorker(create_app(settings, runner, metrics), settings, lifecycle, metrics, tracer)
    worker.start()
    return worker.exitcode or 0


def _stop_on_signals(lifecycle: Lifecycle) -> None:
    """Until the worker takes over: end the wait for the database."""

    def stop(number: int, frame: FrameType | None) -> None:
        lifecycle.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _end_stalled() -> None:
    logging.shutdown()
    os._exit(STALLED)
