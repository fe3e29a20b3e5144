"""The Celery worker: threads, late acknowledgement, bounded waits, and an orderly end."""

import logging
import os
import signal
import threading
from time import monotonic, sleep
from types import FrameType

from celery import Celery, signals
from celery.app.task import Context
from celery.apps.worker import Worker
from celery.exceptions import Reject
from celery.worker import state

from aiserver import context, series
from aiserver.config import Settings
from aiserver.consumer import StrictConsumer, job_message
from aiserver.lifecycle import Lifecycle
from aiserver.messages import JOB, MessageError
from aiserver.metrics import Metrics
from aiserver.publisher import TRANSPORT_OPTIONS, NotPublished
from aiserver.runner import Runner
from aiserver.topology import QUEUES
from aiserver.tracing import Tracer

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 0.3  # for the last acknowledgements to leave
EXIT_SECONDS = 5.0


def create_app(settings: Settings, runner: Runner, metrics: Metrics) -> Celery:
    """The Celery application with its one task."""
    app = Celery("aiserver", broker=settings.broker_url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        broker_channel_error_retry=True,
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=5,
        broker_transport_options=TRANSPORT_OPTIONS,
        task_acks_late=True,
        task_acks_on_failure=False,
        task_acks_on_timeout=False,
        task_create_missing_queues=False,
        task_ignore_result=True,
        task_queues=QUEUES,
        worker_concurrency=settings.threads,
        worker_consumer=StrictConsumer,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_pool="threads",
        worker_prefetch_multiplier=1,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
    )

    @app.task(name=JOB)
    def job(message: object = None) -> None:
        try:
            runner.run(message)
        except MessageError as error:
            metrics.rejected_messages.inc()
            raise Reject(str(error), requeue=False) from error
        except NotPublished as error:
            raise Reject(str(error), requeue=True) from error

    def count_expired(sender: object, request: Context, expired: bool, **_: object) -> None:
        if expired:
            metrics.jobs.labels(series.ANY_KIND, series.EXPIRED).inc()
            logger.warning("job %s came too late", request.id)

    signals.task_revoked.connect(count_expired, weak=False)
    return app


class AiWorker(Worker):
    """Runs in the main thread. At SIGTERM it takes no more jobs, waits for those in hand, and exits."""

    def __init__(self, app: Celery, settings: Settings, lifecycle: Lifecycle, metrics: Metrics, tracer: Tracer) -> None:
        self.lifecycle = lifecycle
        self.metrics = metrics
        self._tracer = tracer
        self._grace_seconds = settings.grace_seconds
        super().__init__(
            app=app,
            hostname=worker_name(settings),
            queues=[settings.role.queue],
            quiet=True,
            without_gossip=True,
            without_heartbeat=True,
            without_mingle=True,
        )

    def setup_logging(self, colorize: bool | None = None) -> bool:
        """The process has set up its logging already."""
        return True

    def install_platform_tweaks(self, worker: Worker) -> None:
        """Celery's own handlers would cut off acknowledgements; and its SIGHUP would start a second process."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def stop(self, in_sighandler: bool = False, exitcode: int | None = None) -> None:
        """Celery's end, which waits for the pool's threads, be it for ever; so bounded here."""
        last_resort = threading.Timer(self._grace_seconds + EXIT_SECONDS, _exit, [exitcode or 0])
        last_resort.daemon = True
        last_resort.start()
        super().stop(in_sighandler=in_sighandler, exitcode=exitcode)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self.lifecycle.stopping.is_set():
            self.lifecycle.stopping.set()
            threading.Thread(target=self._drain, name="drain", daemon=True).start()

    def _drain(self) -> None:
        """Stop consuming; let jobs in hand finish; what is not done in time is left to redelivery."""
        deadline = monotonic() + self._grace_seconds
        logger.info("stopping: %d jobs in hand", len(state.reserved_requests))
        self._stop_consuming()
        while state.reserved_requests and monotonic() < deadline:
            sleep(0.05)
        if state.reserved_requests:
            for request in list(state.reserved_requests):
                context.glance(job_message(request.message))
                logger.warning("job %s is left to redelivery", request.id)
            self._tracer.close()
            _exit(0)
        sleep(FLUSH_SECONDS)
        state.should_stop = 0
        self.hub.call_soon(lambda: None)  # wakes the event loop
        sleep(EXIT_SECONDS)
        _exit(0)

    def _stop_consuming(self) -> None:
        """In the event loop's thread, which owns the connection; while that is away nothing is consumed anyway."""
        consumer = self.consumer.task_consumer
        if consumer is not None and self.lifecycle.consuming:
            self.hub.call_soon(consumer.cancel)


def worker_name(settings: Settings) -> str:
    return f"ai-{settings.role}@{os.uname().nodename}:{os.getpid()}"


def _exit(status: int) -> None:
    """Threads cannot be interrupted, and an interpreter that ends waits for them."""
    logging.shutdown()
    os._exit(status)
