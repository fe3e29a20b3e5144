"""The relay: one loop that publishes what is due, and does what time asks for."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection

from core.context import current_traceparent
from core.tracing import PRODUCER
from jobs import metrics, notify, outbox
from jobs.listening import Listener
from jobs.models import Job
from jobs.publisher import BrokerUnavailable, Publisher, PublishRefused
from jobs.sweeps import sweep
from jobs.tracing import job_span

logger = logging.getLogger("savepets.relay")
BATCH = 50
FIRST_BACKOFF_S, LAST_BACKOFF_S = 0.5, 15.0
HUNG_S = 120.0  # longer than one publication or one chore takes whose statements time out


class Backoff:
    """Says when something that failed may be tried again: after 0.5 s, then twice as long each time, up to 15 s."""

    def __init__(self) -> None:
        self._seconds, self._until = FIRST_BACKOFF_S, 0.0

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._until

    @property
    def remaining_s(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def failed(self) -> None:
        self._until = time.monotonic() + self._seconds
        self._seconds = min(self._seconds * 2, LAST_BACKOFF_S)

    def succeeded(self) -> None:
        self._seconds, self._until = FIRST_BACKOFF_S, 0.0


class Relay:
    """Any number of relays may run; each row is claimed by one of them. `chores` run with each sweep."""

    def __init__(self, chores: tuple[Callable[[], object], ...] = ()) -> None:
        self._id = uuid4()
        self._publisher = Publisher(settings.BROKER_URL)
        self._listener = Listener(notify.DUE)
        self._broker = Backoff()
        self._database = Backoff()
        self._kinds = {kind: Backoff() for kind in settings.JOB_KINDS}
        self._chores = (sweep, *chores)
        self._next_sweep = 0.0
        self._stopping = False
        self._got_on = time.monotonic()

    @property
    def is_healthy(self) -> bool:
        """Whether it gets on. A broker or database that is away is waited for, in a bounded time."""
        return time.monotonic() - self._got_on < HUNG_S

    def run(self) -> None:
        """Until SIGTERM or SIGINT; what is being published then is finished first."""
        with self._signals() as wake_fd:
            logger.info("relay started")
            while not self._stopping:
                more = self.turn()
                self._listener.wait(0 if more else self._pause(), wake_fd=wake_fd)
        self.close()
        logger.info("relay stopped")

    def turn(self) -> bool:
        """Publish what is due and, if it is time, sweep. Neither broker nor database need to be there.

        Returns whether there is more to publish at once.
        """
        self._got_on = time.monotonic()
        self._publisher.keep_alive()
        if not self._database.over:
            return False
        try:
            more = self._publish_due()
            if time.monotonic() >= self._next_sweep:
                self._next_sweep = time.monotonic() + settings.JOB_SWEEP_INTERVAL_S
                with metrics.SWEEP_SECONDS.time():
                    for chore in self._chores:
                        self._got_on = time.monotonic()
                        _do(chore)
            self._database.succeeded()
            return more
        except DatabaseError as error:
            away = isinstance(error, (OperationalError, InterfaceError))
            logger.warning("the database fails: %s", type(error).__name__, exc_info=not away)
            connection.close()
            self._database.failed()
            return False

    def close(self) -> None:
        with contextlib.suppress(DatabaseError):
            outbox.release_claims(relay=self._id)
        self._publisher.close()
        self._listener.close()
        connection.close()

    def _pause(self) -> float:
        waits = [backoff.remaining_s for backoff in (self._broker, self._database) if not backoff.over]
        return min([settings.JOB_SWEEP_INTERVAL_S, *waits])

    def _publish_due(self) -> bool:
        """The kinds take turns, so that a full queue, or a crowd in one of them, keeps nobody else waiting; nor the
        sweeps, however much there is. Returns whether some is left."""
        pending = [kind for kind, backoff in self._kinds.items() if backoff.over]
        until = time.monotonic() + settings.JOB_SWEEP_INTERVAL_S
        while pending and self._broker.over and not self._stopping and time.monotonic() < until:
            pending = self._publish_batches(pending)
        return bool(pending) and self._broker.over

    def _publish_batches(self, kinds: list[str]) -> list[str]:
        """A batch of each kind. Returns those of which there may be more to publish."""
        try:
            self._publisher.open()
            claimed = outbox.claim_due(relay=self._id, kinds=kinds, limit=BATCH)
            return [kind for kind, jobs in claimed.items() if self._publish_all(kind, jobs)]
        except BrokerUnavailable as error:
            logger.warning("the broker is away: %s", error)
            self._broker.failed()
            return []

    def _publish_all(self, kind: str, jobs: list[Job]) -> bool:
        """Returns whether it was a full batch."""
        try:
            for job in jobs:
                self._publish(job)
            self._broker.succeeded()
            self._kinds[kind].succeeded()
            return len(jobs) == BATCH
        except PublishRefused as error:
            logger.warning("the broker refuses: %s", error, extra={"kind": kind})
            self._kinds[kind].failed()
            return False

    def _publish(self, job: Job) -> None:
        self._got_on = time.monotonic()
        with job_span("publish", PRODUCER, job.traceparent, job_id=job.id, kind=job.kind, attempt=job.attempt):
            try:
                self._publisher.publish(job, current_traceparent())
            except (BrokerUnavailable, PublishRefused):
                metrics.PUBLISH_FAILURES.inc()
                raise
            outbox.mark_published(job=job)
            logger.info("job published")
        metrics.PUBLISHED.labels(job.kind, metrics.FIRST if job.attempt == 1 else metrics.AGAIN).inc()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[int]:
        """SIGTERM and SIGINT end the loop; the descriptor becomes readable, so that they end its waiting too."""
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        earlier_fd = signal.set_wakeup_fd(writer)
        earlier = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield reader
        finally:
            for number, handler in earlier.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(earlier_fd)
            os.close(reader)
            os.close(writer)

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True


def _do(chore: Callable[[], object]) -> None:
    """A chore that fails is tried again at the next sweep; it must not keep jobs from being published."""
    try:
        chore()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a chore failed")
