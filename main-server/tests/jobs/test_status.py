"""What the gateway's page of status is told: how long somebody would wait, and no more."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from jobs.models import Job

pytestmark = pytest.mark.django_db
QUEUED_S = 90


def test_without_work_nobody_waits(client):
    response = client.get("/status")
    assert response.status_code == 200
    assert response.json() == {"service": "ok", "wait_s": {"lookup": 0, "registration": 0}}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("kind", "name"), [("dog.lookup", "lookup"), ("dog.register", "registration")])
def test_what_nobody_works_on_waits_ever_longer(client, submit, kind, name):
    """Nothing can be foretold: none of that kind has ended yet."""
    job = submit(kind=kind)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(seconds=QUEUED_S))
    waits = client.get("/status").json()["wait_s"]
    assert QUEUED_S <= waits.pop(name) <= QUEUED_S + 10
    assert set(waits.values()) == {0}


def test_what_is_to_be_tried_again_later_is_not_waiting(client, submit):
    job = submit(kind="dog.lookup")
    past, future = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(created_at=past, available_at=future)
    assert client.get("/status").json()["wait_s"]["lookup"] == 0


def test_a_full_queue_foretells_the_wait(client, submit):
    jobs = [submit(kind="dog.lookup") for _ in range(41)]
    ended, now = jobs[0], timezone.now()
    Job.objects.filter(pk=ended.pk).update(
        state=Job.State.SUCCEEDED, started_at=now - timedelta(seconds=2), finished_at=now
    )
    assert 75 <= client.get("/status").json()["wait_s"]["lookup"] <= 85


def test_without_a_database_it_is_away(client, monkeypatch):
    def refuse():
        raise OperationalError("refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/status")
    assert (response.status_code, response.json()) == (503, {"service": "away"})
