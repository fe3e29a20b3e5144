"""A request that is sent again with its `Idempotency-Key` makes no second job."""

from core.idempotency import Idempotency, idempotency_lock, idempotency_of
from core.problems import Problem
from jobs.models import Job

__all__ = ["Idempotency", "idempotency_of", "job_of_earlier_request"]


def job_of_earlier_request(*, principal: str, idempotency: Idempotency | None) -> Job | None:
    """The job that the same request made before, if it did. Call it first in the transaction that submits the job:
    it makes copies that arrive at the same moment wait for one another. Raises Problem `idempotency_key_reused`."""
    if idempotency is None:
        return None
    idempotency_lock(principal, idempotency.key)
    job = Job.objects.filter(principal=principal, idempotency_key=idempotency.key).first()
    if job is not None and job.idempotency_hash != idempotency.hash:
        raise Problem("idempotency_key_reused")
    return job
