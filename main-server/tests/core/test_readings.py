"""What the relay reads from the database for Prometheus."""

import time
from datetime import timedelta

import factories
import pytest
from django.db import transaction
from django.db.models.functions import Now
from helpers import child, eventually
from mailserver import free_port
from measuring import key, samples, scrape
from prometheus_client import CollectorRegistry, generate_latest
from wire import wire_to

from core import readings
from core.mail import mail_queue
from core.models import FileDeletion, Mail
from core.readings import Reading, Readings, gauge
from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("dog.lookup", "dog.register", "dog.enrol", "dog.forget", "emoji.cutout", "face.cover")


def read():
    """All of it, read now."""
    registry = CollectorRegistry()
    registry.register(Readings())
    return samples(generate_latest(registry).decode())


def test_everything_is_there_when_there_is_nothing():
    seen = read()
    assert seen[key("savepets_database_up")] == 1
    for kind in KINDS:
        assert seen[key("savepets_job_oldest_queued_seconds", kind=kind)] == 0
        for state in Job.State:
            assert seen[key("savepets_jobs", kind=kind, state=state)] == 0
    for state in ("pending", "registered", "rejected", "needs_review"):
        assert seen[key("savepets_dogs", state=state)] == 0
    for name in (
        "outbox_jobs", "outbox_oldest_seconds", "photo_deletions_waiting", "mails_waiting", "mail_oldest_seconds",
        "users", "reviews_open",
    ):  # fmt: skip
        assert seen[key(f"savepets_{name}")] == 0, name


def test_jobs_and_the_outbox(submit):
    old, sent, later, running = (submit() for _ in range(4))
    done = submit(kind="dog.register")
    Job.objects.filter(pk=old.pk).update(
        created_at=Now() - timedelta(seconds=100), available_at=Now() - timedelta(seconds=60)
    )
    Job.objects.filter(pk=sent.pk).update(published_at=Now())
    Job.objects.filter(pk=later.pk).update(available_at=Now() + timedelta(hours=1))
    Job.objects.filter(pk=running.pk).update(state="running", lease_until=Now(), created_at=Now() - timedelta(days=1))
    Job.objects.filter(pk=done.pk).update(state="succeeded", finished_at=Now())
    seen = read()
    assert seen[key("savepets_jobs", kind="dog.lookup", state="queued")] == 3
    assert seen[key("savepets_jobs", kind="dog.lookup", state="running")] == 1
    assert seen[key("savepets_jobs", kind="dog.register", state="succeeded")] == 1
    assert 100 <= seen[key("savepets_job_oldest_queued_seconds", kind="dog.lookup")] < 160
    assert seen[key("savepets_job_oldest_queued_seconds", kind="dog.register")] == 0
    assert seen[key("savepets_outbox_jobs")] == 1
    assert 60 <= seen[key("savepets_outbox_oldest_seconds")] < 120


def test_what_is_owed_and_what_there_is():
    owner = factories.user()
    factories.dog_registered(owner)
    with transaction.atomic():
        context = {"dog": "x", "answer": "y"}
        mail_queue(to="kim@example.org", language="en", template="contact_answer", context=context)
    Mail.objects.update(queued_at=Now() - timedelta(hours=1))
    mails = Mail.objects.count()
    FileDeletion.objects.create(photo_id="1f0e2d3c-0000-4000-8000-00000000beef")
    seen = read()
    assert seen[key("savepets_dogs", state="registered")] == 1
    assert seen[key("savepets_users")] == 1 and seen[key("savepets_photo_deletions_waiting")] == 1
    assert seen[key("savepets_mails_waiting")] == mails
    assert 3600 <= seen[key("savepets_mail_oldest_seconds")] < 3660


def test_what_was_read_just_now_is_not_read_again(submit):
    collector = Readings()
    registry = CollectorRegistry()
    registry.register(collector)
    before = generate_latest(registry)
    submit()
    assert generate_latest(registry) == before


def test_one_that_fails_leaves_the_others(monkeypatch):
    def slow():
        readings.rows("SELECT pg_sleep(5)")
        yield gauge("savepets_slow", "", 1)

    monkeypatch.setattr(readings, "_readings", [Reading("slow", slow), *readings._readings])
    monkeypatch.setattr(readings, "STATEMENT_S", 0.05)
    seen = read()
    assert seen[key("savepets_database_up")] == 1 and key("savepets_users") in seen
    assert key("savepets_slow") not in seen


def test_together_they_are_bounded(monkeypatch):
    def slow():
        readings.rows("SELECT pg_sleep(60)")
        yield gauge("savepets_slow", "", 1)

    monkeypatch.setattr(readings, "_readings", [Reading(f"slow {number}", slow) for number in range(20)])
    monkeypatch.setattr(readings, "STATEMENT_S", 0.2)
    monkeypatch.setattr(readings, "ALL_S", 0.5)
    started = time.monotonic()
    assert read() == {key("savepets_database_up"): 1}
    assert time.monotonic() - started < 3


class TestRelay:
    """The real process."""

    def test_it_says_that_the_database_is_away(self, broker, process_environment, submit):
        port = free_port()
        submit()
        with wire_to(process_environment["MAIN_DATABASE_URL"]) as (wire, url):
            told = {"MAIN_DATABASE_URL": url, "MAIN_METRICS_LISTEN": f"127.0.0.1:{port}"}
            with child(["manage.py", "relay"], process_environment | told):
                seen = eventually(lambda: _seen(port), within_s=30)
                assert seen[key("savepets_database_up")] == 1 and key("savepets_users") in seen
                published = key("savepets_jobs_published_total", kind="dog.lookup", attempt="first")
                eventually(lambda: scrape(port)[published] == 1)
                eventually(lambda: scrape(port)[key("savepets_relay_sweep_duration_seconds_count")] >= 1)
                wire.cut()
                eventually(lambda: scrape(port)[key("savepets_database_up")] == 0)
                assert key("savepets_users") not in scrape(port) and scrape(port)[published] == 1
                wire.listen()
                eventually(lambda: scrape(port)[key("savepets_database_up")] == 1)


def _seen(port):
    try:
        return scrape(port)
    except OSError:
        return None
