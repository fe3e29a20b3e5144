"""What these apps submit is what the contract says."""

import factories
import pytest

from jobs.models import Job
from jobs.selectors import task_of

pytestmark = pytest.mark.django_db


def test_payloads_follow_the_schema():
    owner = factories.user()
    dog = factories.dog_registered(owner)
    factories.lookup_posted()
    factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
    jobs = {job.kind: job for job in Job.objects.all()}
    assert jobs.keys() == {"dog.register", "dog.lookup", "dog.forget"}
    for job in jobs.values():
        message = {"schema": 1, "job_id": str(job.id), "attempt": job.attempt, "traceparent": job.traceparent}
        factories.SCHEMAS["job"].validate(message | {"kind": job.kind, "payload": job.payload})


@pytest.mark.parametrize("name", ["match", "possible", "not_registered", "rejected"])
def test_the_golden_results_are_understood(golden, name):
    """Their dogs are not ours, so that a match comes to nothing."""
    _, job = factories.lookup_posted()
    message = golden[f"job_finished.dog.lookup.{name}"]["body"][1]["message"]
    factories.finish(job, message["outcome"], message["result"])
    shown = "rejected" if name == "rejected" else "not_registered"
    assert (job.state, task_of(job, "en").outcome) == ("succeeded", shown)


@pytest.mark.parametrize(("name", "state"), [("registered", "registered"), ("rejected", "rejected")])
def test_the_golden_registrations_are_understood(golden, name, state):
    dog, job = factories.dog_posted(factories.user())
    message = golden[f"job_finished.dog.register.{name}"]["body"][1]["message"]
    factories.finish(job, message["outcome"], message["result"])
    dog.refresh_from_db()
    assert dog.state == state
