"""Pictures that jobs make: taken while the job is open, and nobody's once it has ended unless somebody took them."""

import hashlib
import threading
from datetime import timedelta
from uuid import uuid4

import factories
import pytest
from django.conf import settings as shipped
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from helpers import eventually, together
from leftovers import photo_file
from rest_framework.test import APIClient

from core.models import FileDeletion, Photo
from core.photos import files_delete_queued
from jobs.messages import Failed, JobMessage, Succeeded
from jobs.models import Job, JobPicture
from jobs.pictures import job_pictures_take
from jobs.results import apply_dead_letter, apply_finished
from jobs.services import job_cancel
from jobs.sweeps import sweep_deadlines, sweep_leases

pytestmark = pytest.mark.django_db
PNG = factories.encoded(factories.picture(1).convert("RGBA"), "PNG")
OTHER_PNG = factories.encoded(factories.picture(2).convert("RGBA"), "PNG")
JPEG = factories.encoded(factories.picture(3))


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def job(submit, handler):
    """An open job that may send seven pictures; no app handles it."""
    return submit(kind="emoji.cutout")


def put(job, name="happy", data=PNG, content_type="image/png", job_id=None):
    client = APIClient(headers={"Authorization": f"Bearer {shipped.INTERNAL_TOKEN}"})
    return client.generic("PUT", f"/internal/jobs/{job_id or job.id}/pictures/{name}", data, content_type)


def sent(job, name="happy", data=PNG):
    response = put(job, name, data)
    assert response.status_code == 201, response.content
    return response.json()["id"]


def refused(response, status, code):
    assert (response.status_code, response.json()["code"]) == (status, code), response.content


def succeed(job, attempt=1):
    apply_finished(Succeeded(job.id, attempt, job.kind, "cut_out", {}, {}))


def fail(job, retryable=False, attempt=1):
    apply_finished(Failed(job.id, attempt, job.kind, "internal_error", retryable, {}))


def cancel(job):
    job_cancel(job=job)


def die(job):
    apply_dead_letter(JobMessage(job.id, 1, job.kind, job.traceparent, {}))


def miss_its_deadline(job):
    Job.objects.filter(pk=job.pk).update(deadline_at=Now() - timedelta(seconds=1))
    sweep_deadlines()


def spend_its_attempts(job):
    for attempt in range(1, job.max_attempts + 1):
        assert JobPicture.objects.exists()
        fail(job, retryable=True, attempt=attempt)


def files(root):
    files_delete_queued()
    return {path for path in root.rglob("*") if path.is_file()}


def assert_nothing_left(root):
    assert not JobPicture.objects.exists() and not Photo.objects.exists() and not files(root)


@pytest.mark.parametrize(("data", "content_type"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_picture_is_kept_as_it_is(client, job, data, content_type):
    response = put(job, "covered", data, content_type)
    assert response.status_code == 201
    photo = Photo.objects.get()
    assert response.json() == {"id": str(photo.id), "sha256": hashlib.sha256(data).hexdigest()}
    assert photo_file(photo).read_bytes() == data and (photo.width, photo.height) == (64, 48)
    got = client.get(f"/internal/photos/{photo.id}", headers={"Authorization": f"Bearer {shipped.INTERNAL_TOKEN}"})
    assert (b"".join(got.streaming_content), got["Content-Type"]) == (data, content_type)


def test_the_same_again_is_the_same(job, root):
    first = put(job)
    again = put(job)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(files(root)) == 1


def test_another_one_takes_its_place(job, root):
    first = sent(job)
    second = sent(job, data=OTHER_PNG)
    assert first != second
    assert [str(picture.photo_id) for picture in job.pictures.all()] == [second]
    assert files(root) == {photo_file(Photo.objects.get(id=second))}
    assert FileDeletion.objects.filter(photo_id=first).exists()


def test_no_more_pictures_than_the_kind_sends(job, submit, settings):
    for name in "abcdefg":
        sent(job, name)
    refused(put(job, "h"), 422, "validation_failed")
    sent(job, "g", OTHER_PNG)
    cover, lookup = submit(kind="face.cover"), submit()
    sent(cover, "covered")
    refused(put(cover, "uncovered"), 422, "validation_failed")
    refused(put(lookup), 422, "validation_failed")
    assert JobPicture.objects.count() == 8


def test_a_job_that_is_not_known(job):
    refused(put(job, job_id=uuid4()), 404, "not_found")


@pytest.mark.parametrize("name", ["Happy", "a" * 33, "a-b", "a.b", "a1", "%C3%A9", "a%0A", "a%2Fb"])
def test_a_name_of_other_letters(job, name, root):
    refused(put(job, name), 404, "not_found")
    assert_nothing_left(root)


@pytest.mark.parametrize(
    "content_type", ["", "image/webp", "text/html", "image/png; q=1", "IMAGE/PNG", "image/svg+xml"]
)
def test_a_type_that_is_not_taken(job, content_type, root):
    refused(put(job, content_type=content_type), 415, "unsupported_media_type")
    assert_nothing_left(root)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [(PNG, "image/jpeg"), (JPEG, "image/png"), (b"", "image/png"), (b"<svg/>", "image/png"), (PNG[:200], "image/png")],
)
def test_bytes_that_are_not_what_they_say(job, data, content_type, root):
    refused(put(job, data=data, content_type=content_type), 422, "photo_not_readable")
    assert_nothing_left(root)


def test_too_many_bytes(job, settings, root):
    settings.JOB_PICTURE_BYTES = len(PNG) - 1
    refused(put(job), 413, "body_too_large")
    assert_nothing_left(root)
    settings.JOB_PICTURE_BYTES = len(PNG)
    assert put(job).status_code == 201


@pytest.mark.parametrize("end", [succeed, fail, cancel, die, miss_its_deadline, spend_its_attempts])
def test_what_nobody_took_goes_with_the_job(job, end, root):
    for name in ("happy", "sad"):
        sent(job, name)
    end(job)
    assert not Job.objects.get(pk=job.pk).is_open
    assert_nothing_left(root)
    refused(put(job), 409, "job_closed")
    assert_nothing_left(root)


def test_the_next_attempt_finds_what_the_one_before_has_sent(job):
    first = sent(job)
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=Now() - timedelta(seconds=1))
    sweep_leases()
    assert Job.objects.get(pk=job.pk).attempt == 2
    again = put(job)
    assert (again.status_code, again.json()["id"]) == (200, first)


@pytest.fixture
def taking(submit, handler):
    """taking("happy") -> a job whose handler takes what the result names so, and a dict of what it took."""

    def make(*names):
        taken = {}

        def on_succeeded(job, outcome, result):
            taken.update(job_pictures_take(job, {name: result[name] for name in names}))

        handler("emoji.cutout", on_succeeded=on_succeeded)
        return submit(kind="emoji.cutout"), taken

    return make


def test_what_is_taken_stays(taking, root):
    job, taken = taking("happy")
    ids = {name: sent(job, name, data) for name, data in (("happy", PNG), ("sad", OTHER_PNG))}
    apply_finished(Succeeded(job.id, 1, job.kind, "cut_out", ids, {}))
    assert Job.objects.get(pk=job.pk).state == "succeeded"
    assert {name: str(photo.id) for name, photo in taken.items()} == {"happy": ids["happy"]}
    assert list(Photo.objects.all()) == [taken["happy"]] and files(root) == {photo_file(taken["happy"])}
    assert not JobPicture.objects.exists()
    apply_finished(Succeeded(job.id, 1, job.kind, "cut_out", ids, {}))
    assert files(root) == {photo_file(taken["happy"])}


def replaced(job, submit):
    before = sent(job)
    sent(job, data=OTHER_PNG)
    return before


def of_another_job(job, submit):
    sent(job)
    return sent(submit(kind="emoji.cutout"), data=OTHER_PNG)


def of_another_name(job, submit):
    sent(job)
    return sent(job, "sad", OTHER_PNG)


@pytest.mark.parametrize(
    "named", [replaced, of_another_job, of_another_name, lambda job, submit: str(uuid4()), lambda job, submit: None]
)
def test_what_the_job_did_not_send_so_is_not_taken_but_made_again(taking, submit, named):
    job, taken = taking("angry", "happy")
    ids = {"angry": sent(job, "angry"), "happy": named(job, submit)}
    apply_finished(Succeeded(job.id, 1, job.kind, "cut_out", ids, {}))
    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.attempt, row.error_code, taken) == ("queued", 2, "picture_missing", {})
    ids["happy"] = put(job).json()["id"]
    apply_finished(Succeeded(job.id, 2, job.kind, "cut_out", ids, {}))
    assert Job.objects.get(pk=job.pk).state == "succeeded"
    assert {name: str(photo.id) for name, photo in taken.items()} == ids


def test_a_handler_that_breaks_loses_nothing(submit, handler, root):
    def on_succeeded(job, outcome, result):
        job_pictures_take(job, result)
        raise ZeroDivisionError

    handler("emoji.cutout", on_succeeded=on_succeeded)
    job = submit(kind="emoji.cutout")
    photo_id = sent(job)
    with pytest.raises(ZeroDivisionError):
        apply_finished(Succeeded(job.id, 1, job.kind, "cut_out", {"happy": photo_id}, {}))
    assert Job.objects.get(pk=job.pk).is_open and str(job.pictures.get().photo_id) == photo_id
    assert files(root) == {photo_file(Photo.objects.get())}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [cancel, succeed])
def test_a_picture_that_comes_as_the_job_ends(submit, handler, root, end):
    """Whoever is first: no picture stays."""
    for _ in range(5):
        job = submit(kind="emoji.cutout")
        response, _ = together(lambda job=job: put(job), lambda job=job: end(job))
        assert response.status_code in (201, 409)
    assert_nothing_left(root)


@pytest.mark.django_db(transaction=True)
def test_a_picture_waits_for_the_end_that_is_under_way(submit, handler, root):
    """The job looked open when the picture came."""
    job, came, answers = submit(kind="emoji.cutout"), threading.Event(), []

    def send():
        came.set()
        answers.append(put(job))
        connections.close_all()

    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)
        sending = threading.Thread(target=send)
        sending.start()
        came.wait()
        eventually(waiting_for_a_lock)
        job_cancel(job=job)
    sending.join()
    refused(answers[0], 409, "job_closed")
    assert_nothing_left(root)


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_pictures_that_come_together_are_one(submit, handler, root):
    job = submit(kind="emoji.cutout")
    answers = together(*[lambda: put(job)] * 3, *[lambda: put(job, data=OTHER_PNG)] * 3)
    assert {answer.status_code for answer in answers} <= {200, 201}
    photo = Photo.objects.get()
    assert str(photo.id) in {answer.json()["id"] for answer in answers} and files(root) == {photo_file(photo)}
