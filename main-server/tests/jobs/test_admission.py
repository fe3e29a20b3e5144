"""How long a job that is sent now would wait for its answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.problems import Problem
from jobs.admission import SAMPLE, job_wait, require_short_wait
from jobs.models import Job

pytestmark = pytest.mark.django_db
LOOKUP, COVER = "dog.lookup", "face.cover"


@pytest.fixture
def queue(submit):
    """queue(5) -> so many jobs are queued."""
    return lambda count, kind=LOOKUP: [submit(kind=kind) for _ in range(count)]


def of(jobs):
    return Job.objects.filter(id__in=[job.id for job in jobs])


def ended(jobs, seconds=2.0, days=0.0, state=Job.State.SUCCEEDED):
    """They took so long, and that was so long ago."""
    finished = timezone.now() - timedelta(days=days)
    of(jobs).update(state=state, started_at=finished - timedelta(seconds=seconds), finished_at=finished)


def running(jobs):
    of(jobs).update(state=Job.State.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))


@pytest.mark.parametrize("kind", [LOOKUP, COVER])
def test_what_runs_at_a_time_is_worked_off_at_a_time(queue, kind):
    ended(queue(3, kind))
    assert job_wait(kind) == 0
    jobs = queue(60, kind)
    assert job_wait(kind) == pytest.approx(120)
    running(jobs[:2])
    assert job_wait(kind) == pytest.approx(60)
    running(jobs[2:4])
    assert job_wait(kind) == pytest.approx(30)


def test_all_kinds_of_a_route_wait_for_one_another(queue):
    """Each of them takes as long as its own kind does."""
    ended(queue(3))
    ended(queue(3, COVER), seconds=5)
    lookups, covers = queue(4), queue(6, COVER)
    assert job_wait(LOOKUP) == job_wait(COVER) == pytest.approx(4 * 2 + 6 * 5)
    running([lookups[0], covers[0]])
    assert job_wait(LOOKUP) == job_wait(COVER) == pytest.approx((4 * 2 + 6 * 5) / 2)


@pytest.mark.parametrize("kind", ["dog.register", "emoji.cutout"])
def test_another_route_does_not_count(queue, kind):
    ended(queue(3, kind))
    queue(100, kind)
    assert job_wait(LOOKUP) == job_wait(COVER) == 0


def test_of_a_kind_without_experience_nothing_is_said(queue):
    queue(200, COVER)
    ended(queue(3, COVER), state=Job.State.FAILED)
    assert job_wait(COVER) == 0
    ended(queue(1))
    queue(5)
    assert job_wait(COVER) == pytest.approx(10)


def test_the_last_ones_count_and_what_waits_for_another_attempt_does_not(queue):
    ended(queue(10), seconds=100, days=1)
    ended(queue(SAMPLE), seconds=1)
    jobs = queue(8)
    of(jobs[:3]).update(available_at=timezone.now() + timedelta(minutes=1))
    assert job_wait(LOOKUP) == pytest.approx(5)


@pytest.mark.parametrize("kind", [LOOKUP, COVER])
def test_who_would_wait_too_long_is_told_when_to_come_again(queue, settings, kind):
    ended(queue(3, kind), seconds=4)
    queue(15, kind)
    require_short_wait(kind)
    settings.INTERACTIVE_WAIT_S = 50
    with pytest.raises(Problem) as caught:
        require_short_wait(kind)
    assert (caught.value.code, caught.value.headers) == ("overloaded", {"Retry-After": "10"})
