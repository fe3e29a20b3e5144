"""One message: announce that the job has started, do it, report how it ended."""

import logging
from time import perf_counter

import psycopg

from aiserver import context, messages
from aiserver.errors import DatabaseUnavailable, DogForgottenError, InternalError, JobError
from aiserver.handlers import Services, handle
from aiserver.messages import Envelope, Job
from aiserver.metrics import Metrics
from aiserver.publisher import Publisher
from aiserver.stopwatch import Stopwatch
from aiserver.tracing import Attempt, Tracer
from gallery import DogForgotten

logger = logging.getLogger(__name__)


class Runner:
    """Turns whatever a handler raises into a failed job; only what is no job at all, or cannot be reported, raises."""

    def __init__(self, worker: str, services: Services, publisher: Publisher, metrics: Metrics, tracer: Tracer) -> None:
        self._worker = worker
        self._services = services
        self._publisher = publisher
        self._metrics = metrics
        self._tracer = tracer

    def run(self, message: object) -> None:
        """Raises messages.MessageError and publisher.NotPublished."""
        context.glance(message)
        job = messages.parse_job(message)
        start = perf_counter()
        watch = Stopwatch(self._tracer.stage)
        with self._metrics.running.track_inprogress(), self._tracer.attempt(job) as attempt:
            outcome = self._work(attempt, watch)
        self._metrics.observe_job(job.kind, outcome, watch.milliseconds)
        seconds = round(perf_counter() - start, 3)
        fields = {"outcome": outcome, "seconds": seconds}
        logger.info(
            "job %s %s attempt %d: %s in %.3f s", job.job_id, job.kind, job.attempt, outcome, seconds, extra=fields
        )

    def _work(self, attempt: Attempt, watch: Stopwatch) -> str:
        """The outcome, or the code of the error, once the main server will hear of it."""
        context.take_up(attempt.job)
        self._publisher.announce(messages.job_started(attempt.job, self._worker))
        envelope, outcome, failed = self._finish(attempt.job, watch)
        attempt.ended(outcome, failed=failed)
        self._publisher.publish(envelope)
        return outcome

    def _finish(self, job: Job, watch: Stopwatch) -> tuple[Envelope, str, bool]:
        try:
            outcome = handle(job, self._services, watch)
        except Exception as error:
            failure = _as_job_error(error)
            if isinstance(failure, InternalError):
                logger.exception("job %s failed", job.job_id)
            else:
                logger.warning("job %s failed: %s (%s)", job.job_id, failure.code, failure)
            return messages.job_failed(job, failure.code, failure.retryable, watch.milliseconds), failure.code, True
        return messages.job_succeeded(job, outcome, watch.milliseconds), outcome.outcome, False


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
