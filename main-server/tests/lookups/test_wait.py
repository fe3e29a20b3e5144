"""A lookup that would wait too long is refused before anything is made of it; registrations never are."""

from datetime import timedelta

import factories
import pytest
from django.utils import timezone

from core.models import FileDeletion, Photo
from jobs.admission import job_wait
from jobs.models import Job
from lookups.models import Lookup
from lookups.services import KIND

pytestmark = pytest.mark.django_db
PATH = "/api/v1/lookups/"


@pytest.fixture
def queue(submit):
    """queue(5) -> so many jobs are queued."""
    return lambda count, **changes: [submit(**changes) for _ in range(count)]


def ended(jobs, seconds=2.0, days=0.0, state=Job.State.SUCCEEDED):
    """They took so long, and that was so long ago."""
    finished = timezone.now() - timedelta(days=days)
    started = finished - timedelta(seconds=seconds)
    Job.objects.filter(id__in=[job.id for job in jobs]).update(state=state, started_at=started, finished_at=finished)


def post(seed=1, key=None, photo=None):
    headers = {} if key is None else {"Idempotency-Key": key}
    form = {"nose_photo": photo or factories.photo(seed)}
    return factories.client_of(None).post(PATH, form, format="multipart", headers=headers)


def assert_refused(response, retry_after):
    assert (response.status_code, response.json()["code"]) == (503, "overloaded")
    assert response.headers["Retry-After"] == str(retry_after)


def test_over_60_seconds_of_work_ahead(queue):
    ended(queue(3))
    queue(30)
    assert job_wait(KIND) == pytest.approx(60)
    assert post().status_code == 202
    before = [model.objects.count() for model in (Lookup, Job, Photo, FileDeletion)]
    assert_refused(post(2), 2)
    assert_refused(post(photo=factories.upload(b"not looked at")), 2)
    assert [model.objects.count() for model in (Lookup, Job, Photo, FileDeletion)] == before


def test_they_are_taken_again_once_the_others_are_done(queue):
    ended(queue(3))
    jobs = queue(40)
    assert_refused(post(), 20)
    ended(jobs[:15])
    assert post().status_code == 202


def test_a_repetition_of_one_that_was_taken_is_answered_all_the_same(queue):
    accepted = post(key="k")
    ended(queue(3))
    queue(40)
    assert_refused(post(2, key="other"), 22)
    again = post(key="k")
    assert (again.status_code, again.json()["id"]) == (202, accepted.json()["id"])


def test_registrations_are_always_taken_and_do_not_count(queue):
    ended(queue(3))
    queue(1000, kind="dog.register")
    assert job_wait(KIND) == 0
    queue(40)
    _, job = factories.dog_posted(factories.user())
    assert job.state == Job.State.QUEUED


def test_without_any_experience_everything_is_taken(queue):
    queue(200)
    ended(queue(3, kind="dog.register"))
    ended(queue(3), state=Job.State.FAILED)
    assert post().status_code == 202


def test_the_limit_is_a_setting(queue, settings):
    settings.INTERACTIVE_WAIT_S = 5
    ended(queue(3))
    queue(3)
    assert_refused(post(), 1)
