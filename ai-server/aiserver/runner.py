"""One message: announce that the job has started, do it, report how it ended."""

import logging
from time import perf_counter

import psycopg

from aiserver import messages
from aiserver.errors import DatabaseUnavailable, DogForgottenError, InternalError, JobError
from aiserver.handlers import Services, handle
from aiserver.messages import Envelope, Job
from aiserver.metrics import Metrics
from aiserver.publisher import Publisher
from aiserver.stopwatch import Stopwatch
from gallery import DogForgotten

logger = logging.getLogger(__name__)


class Runner:
    """Turns whatever a handler raises into a failed job; only what is no job at all, or cannot be reported, raises."""

    def __init__(self, worker: str, services: Services, publisher: Publisher, metrics: Metrics) -> None:
        self._worker = worker
        self._services = services
        self._publisher = publisher
        self._metrics = metrics

    def run(self, message: object) -> None:
        """Raises messages.MessageError and publisher.NotPublished."""
        job = messages.parse_job(message)
        start = perf_counter()
        with self._metrics.running.track_inprogress():
            self._publisher.announce(messages.job_started(job, self._worker))
            watch = Stopwatch()
            envelope, outcome = self._finish(job, watch)
            self._publisher.publish(envelope)
        self._metrics.observe_job(job.kind, outcome, watch.milliseconds)
        seconds = perf_counter() - start
        logger.info("job %s %s attempt %d: %s in %.3f s", job.job_id, job.kind, job.attempt, outcome, seconds)

    def _finish(self, job: Job, watch: Stopwatch) -> tuple[Envelope, str]:
        try:
            outcome = handle(job, self._services, watch)
        except Exception as error:
            failure = _as_job_error(error)
            if isinstance(failure, InternalError):
                logger.exception("job %s failed", job.job_id)
            else:
                logger.warning("job %s failed: %s (%s)", job.job_id, failure.code, failure)
            return messages.job_failed(job, failure.code, failure.retryable, watch.milliseconds), failure.code
        return messages.job_succeeded(job, outcome, watch.milliseconds), outcome.outcome


def _as_job_error(error: Exception) -> JobError:
    match error:
        case JobError():
            return error
        case DogForgotten():
            return DogForgottenError("the dog has been deleted")
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return DatabaseUnavailable(type(error).__name__)
        case _:
            return InternalError(type(error).__name__)
