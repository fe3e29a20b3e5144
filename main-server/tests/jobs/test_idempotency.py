"""A request that is sent again makes no second job."""

import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from core.problems import Problem
from jobs.idempotency import Idempotency, idempotency_of, job_of_earlier_request
from jobs.models import Job

pytestmark = pytest.mark.django_db


def test_the_same_request_gives_the_same_job(submit):
    key = Idempotency("key", "hash")
    assert submit(idempotency=key).id == submit(idempotency=key).id
    assert Job.objects.count() == 1


def test_another_request_with_the_same_key_is_refused(submit):
    submit(idempotency=Idempotency("key", "hash"))
    with pytest.raises(Problem) as refused:
        submit(idempotency=Idempotency("key", "other"))
    assert (refused.value.code, refused.value.status) == ("idempotency_key_reused", 422)


def test_keys_are_each_principals_own(submit):
    key = Idempotency("key", "hash")
    jobs = {submit(idempotency=key, principal=who).id for who in ("anonymous", "user:1", "user:2")}
    assert len(jobs) == 3
    assert submit(idempotency=key, principal="user:1").id in jobs


def test_without_a_key_each_request_is_new(submit):
    assert submit().id != submit().id


def test_what_was_rolled_back_was_never_asked(submit):
    key = Idempotency("key", "hash")
    with pytest.raises(RuntimeError), transaction.atomic():
        submit(idempotency=key)
        raise RuntimeError
    assert submit(idempotency=Idempotency("key", "other")).idempotency_hash == "other"


@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_moment(submit):
    key, subjects, seen = Idempotency("key", "hash"), [uuid4() for _ in range(20)], []
    barrier = threading.Barrier(len(subjects))

    def ask(subject):
        barrier.wait()
        with transaction.atomic():
            earlier = job_of_earlier_request(principal="user:1", idempotency=key)
            seen.append(earlier or submit(idempotency=key, principal="user:1", subject_id=subject))
        connection.close()

    threads = [threading.Thread(target=ask, args=[subject]) for subject in subjects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({(job.id, job.subject_id) for job in seen}) == 1 and len(seen) == 20
    assert Job.objects.count() == 1


def test_the_table_itself_allows_no_second(submit):
    job = submit(idempotency=Idempotency("key", "hash"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=submit().pk).update(idempotency_key=job.idempotency_key)


class TestHeader:
    @staticmethod
    def of(fields, key="abc", path="/api/v1/lookups/", method="post"):
        headers = {} if key is None else {"Idempotency-Key": key}
        return idempotency_of(getattr(RequestFactory(), method)(path, headers=headers), fields)

    def test_absent(self):
        assert self.of({}, key=None) is None

    def test_is_over_what_was_asked(self):
        same = {self.of(fields).hash for fields in ({"a": 1, "b": ["x"]}, {"b": ["x"], "a": 1})}
        assert len(same) == 1
        others = [
            self.of({"a": 2, "b": ["x"]}),
            self.of({"a": 1, "b": ["y"]}),
            self.of({"a": 1, "b": ["x"]}, path="/x"),
        ]
        assert len(same | {other.hash for other in others}) == 4

    @pytest.mark.parametrize("key", ["", "a b", "é", "x" * 129])
    def test_malformed(self, key):
        with pytest.raises(Problem) as refused:
            self.of({}, key=key)
        assert refused.value.code == "idempotency_key_invalid"
