"""Jobs that ended are deleted some day, in bounded pieces; what is open never is."""

from datetime import timedelta

import factories
import pytest
from django.db import connections, transaction
from django.utils import timezone

from jobs import sweeps
from jobs.models import Job

pytestmark = pytest.mark.django_db


def ended(job, days, state=Job.State.SUCCEEDED):
    finished = timezone.now() - timedelta(days=days)
    Job.objects.filter(id=job.id).update(state=state, finished_at=finished, outcome="not_registered", result={})
    return job


def test_all_kinds_go_after_thirty_days(submit):
    for kind, state in zip(
        ("dog.lookup", "dog.register", "dog.forget"), ("succeeded", "failed", "cancelled"), strict=True
    ):
        ended(submit(kind=kind), 30.1, state)
    kept = [ended(submit(), 29.9), submit()]
    Job.objects.filter(id=kept[1].id).update(created_at=timezone.now() - timedelta(days=100))
    assert sweeps.sweep()["ended"] == 3
    assert set(Job.objects.values_list("id", flat=True)) == {job.id for job in kept}
    assert sweeps.delete_ended() == 0


def test_the_time_is_a_setting(submit, settings):
    settings.JOB_DAYS = 2
    ended(submit(), 2.1)
    assert sweeps.delete_ended() == 1


def test_it_is_done_in_bounded_pieces_oldest_first(submit, monkeypatch):
    monkeypatch.setattr(sweeps, "BATCH", 2)
    jobs = [ended(submit(), days) for days in (31, 33, 32)]
    assert sweeps.delete_ended() == 2
    assert list(Job.objects.all()) == jobs[:1]
    assert [sweeps.delete_ended(), sweeps.delete_ended()] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_nobody(submit):
    jobs = [ended(submit(), 31), ended(submit(), 31)]
    other = connections.create_connection("default")
    try:
        with transaction.atomic(), other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM jobs_job WHERE id = %s FOR UPDATE", [jobs[0].id])
            assert sweeps.delete_ended() == 1
    finally:
        other.close()
    assert list(Job.objects.all()) == jobs[:1]


def test_dogs_and_lookups_keep_their_answers():
    owner = factories.user()
    client = factories.client_of(owner)
    dog = factories.dog_registered(owner)
    lookup, job = factories.lookup_answered("match", factories.candidate(dog), account=owner)
    before = [client.get(path).json() for path in (f"/api/v1/dogs/{dog.id}", f"/api/v1/lookups/{lookup.id}")]
    Job.objects.update(finished_at=timezone.now() - timedelta(days=31))
    assert sweeps.delete_ended() == 2
    after = [client.get(path).json() for path in (f"/api/v1/dogs/{dog.id}", f"/api/v1/lookups/{lookup.id}")]
    assert before == after
    response = client.get(f"/api/v1/tasks/{job.id}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert client.delete(f"/api/v1/dogs/{dog.id}").status_code == 204
