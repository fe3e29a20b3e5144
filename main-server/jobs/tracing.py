"""What is done to a job is a span of its trace, and the log says whose it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from core.context import job_in_hand
from core.tracing import span


@contextmanager
def job_span(action: str, span_kind: str, parent: str, *, job_id: UUID, attempt: int, kind: str = "") -> Iterator[None]:
    """A span below `parent`, named by the action and the kind of job, if that is known."""
    fields: dict[str, str | int] = {"job_id": str(job_id), "attempt": attempt} | ({"kind": kind} if kind else {})
    attributes = {f"savepets.job.{name.removeprefix('job_')}": value for name, value in fields.items()}
    with (
        job_in_hand(fields),
        span(f"{action} {kind}".strip(), span_kind, parent, attributes | {"messaging.system": "rabbitmq"}),
    ):
        yield
