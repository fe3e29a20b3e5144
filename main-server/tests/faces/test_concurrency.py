"""Requests and results that meet at one moment: each ends in a state that could have come of one after the other."""

import covering
import factories
import pytest
from covering import COVERS
from helpers import together

from core.models import Photo
from core.photos import files_delete_queued
from emojis.models import Emoji, EmojiPicture
from faces.models import Cover
from faces.services import originals_sweep
from jobs.models import Job, JobPicture

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(2)


def left(files):
    """(photos of covers, files) once queued deletions are done."""
    files_delete_queued()
    return Photo.objects.exclude(id__in=EmojiPicture.objects.values("photo_id")).count(), files()


def test_copies_of_one_request_make_one_cover(user, template, files):
    responses = together(*[lambda: covering.post(user, template, key="k1")] * 4)
    assert {response.status_code for response in responses} == {202}
    assert len({response.json()["id"] for response in responses}) == 1
    assert (Cover.objects.count(), Job.objects.count(), files()) == (1, 1, 1)


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_that_cover_again_one_does(user, template, _):
    cover = covering.covered(user, template)
    boxes = [[{"box": [0.1 * n, 0.1, 0.2, 0.2], "angle": 0, "expression": None}] for n in (1, 2)]
    responses = together(*[lambda faces=faces: covering.again(user, cover, faces=faces) for faces in boxes])
    assert sorted(response.status_code for response in responses) == [202, 409]
    [won] = [index for index, response in enumerate(responses) if response.status_code == 202]
    assert responses[1 - won].json()["code"] == "task_running"
    assert covering.job_of(cover).payload["faces"] == boxes[won]
    assert Job.objects.count() == 2


@pytest.mark.parametrize("_", ROUNDS)
def test_deleted_while_its_result_is_applied(user, template, files, _):
    cover, job = covering.posted(user, template)
    photo = covering.picture_sent(job)
    result = covering.result(photo, covering.face())
    deleted, _ = together(
        lambda: factories.client_of(user).delete(f"{COVERS}{cover.id}").status_code,
        lambda: factories.finish(job, "covered", result),
    )
    assert deleted == 204
    job.refresh_from_db()
    assert job.state in ("succeeded", "cancelled")
    assert (Cover.objects.count(), JobPicture.objects.count(), left(files)) == (0, 0, (0, 0))


@pytest.mark.parametrize("_", ROUNDS)
def test_deleted_while_it_is_covered_again(user, template, files, _):
    cover = covering.covered(user, template)
    deleted, again = together(
        lambda: factories.client_of(user).delete(f"{COVERS}{cover.id}").status_code,
        lambda: covering.again(user, cover).status_code,
    )
    assert (deleted, again in (202, 404)) == (204, True)
    assert not Job.objects.filter(state__in=Job.OPEN).exists()
    assert (Cover.objects.count(), left(files)) == (0, (0, 0))


@pytest.mark.parametrize("_", ROUNDS)
def test_covered_again_while_the_result_is_applied(user, template, files, _):
    cover, job = covering.posted(user, template)
    photo = covering.picture_sent(job)
    result = covering.result(photo, covering.face())
    again, _ = together(
        lambda: covering.again(user, cover, faces=[]).status_code, lambda: factories.finish(job, "covered", result)
    )
    assert again in (202, 409)
    body = covering.shown(user, cover)
    assert (body["state"], body["outcome"]) == ("queued" if again == 202 else "succeeded", "covered")
    assert left(files) == (2, 2)


@pytest.mark.parametrize("_", ROUNDS)
def test_swept_while_it_is_covered_again(user, template, settings, files, _):
    cover = covering.covered(user, template)
    settings.FACE_PHOTO_HOURS = 0
    again, swept = together(lambda: covering.again(user, cover).status_code, originals_sweep)
    assert (again, swept) in ((202, 0), (410, 1))
    assert left(files) == ((2, 2) if again == 202 else (1, 1))


@pytest.mark.parametrize("_", ROUNDS)
def test_a_template_that_is_deleted_while_it_is_asked_for(user, _):
    owner = factories.user()
    template = covering.emoji(owner)
    deleted, status = together(
        lambda: factories.client_of(owner).delete(f"/api/v1/emojis/{template.id}").status_code,
        lambda: covering.post(user, template).status_code,
    )
    assert (deleted, status in (202, 422)) == (204, True)
    assert Cover.objects.count() == (status == 202)
    assert EmojiPicture.objects.count() == 7


@pytest.mark.parametrize("_", ROUNDS)
def test_a_template_that_is_erased_while_it_is_asked_for(user, template, _):
    """With the account that made it: nothing of it is left a day later, nor a moment."""
    owner = factories.user()
    erased = covering.emoji(owner)
    cover = covering.covered(user, template)
    left, posted, again = together(
        lambda: factories.client_of(owner).delete("/api/v1/users/me").status_code,
        lambda: covering.post(user, erased, seed=2).status_code,
        lambda: covering.again(user, cover, emoji_id=str(erased.id)).status_code,
    )
    assert (left, posted in (202, 422), again in (202, 422)) == (204, True, True)
    assert not Cover.objects.filter(emoji=erased.id).exists()
    assert list(Emoji.objects.all()) == [template]


@pytest.mark.parametrize("_", ROUNDS)
def test_an_account_deleted_while_it_covers(user, template, files, _):
    cover = covering.covered(user, template)
    statuses = together(
        lambda: factories.client_of(user).delete("/api/v1/users/me").status_code,
        lambda: covering.post(user, template, seed=9).status_code,
        lambda: covering.again(user, cover).status_code,
    )
    assert statuses[0] == 204
    assert statuses[1] in (202, 401)
    assert statuses[2] in (202, 401, 404)
    assert not Job.objects.filter(state__in=Job.OPEN).exists()
    assert (Cover.objects.count(), Emoji.objects.count(), left(files)) == (0, 1, (0, 0))
