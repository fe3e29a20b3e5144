"""What is deleted, when, and that no file is left behind."""

from datetime import timedelta

import covering
import factories
import pytest
from covering import COVERS
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from core.models import Photo
from core.photos import files_audit, files_delete_queued
from emojis.models import EmojiPicture
from emojis.services import emojis_erase
from faces.models import Cover
from faces.services import empty_covers_sweep, originals_sweep
from jobs.models import Job, JobPicture
from jobs.registry import registered_sweeps

pytestmark = pytest.mark.django_db


def hours_pass(hours):
    """The clock of the rows goes on."""
    Cover.objects.update(created_at=F("created_at") - timedelta(hours=hours))


def photos():
    """Without those of templates, which have no files here."""
    return Photo.objects.exclude(id__in=EmojiPicture.objects.values("photo_id")).count()


def delete(user, cover):
    return factories.client_of(user).delete(f"{COVERS}{cover.id}")


@pytest.fixture
def left(files):
    """left() -> (covers, photos, files) once queued deletions are done."""

    def count():
        files_delete_queued()
        return Cover.objects.count(), photos(), files()

    return count


class TestDelete:
    @pytest.mark.parametrize("outcome", ["covered", "no_face"])
    def test_all_its_pictures_go(self, user, template, left, outcome):
        cover = covering.covered(user, template, outcome)
        assert left() == (1, 2, 2)
        assert delete(user, cover).status_code == 204
        assert left() == (0, 0, 0)
        for path in ("", "/photo", "/picture"):
            assert factories.client_of(user).get(f"{COVERS}{cover.id}{path}").status_code == 404
        assert delete(user, cover).status_code == 404

    def test_its_jobs_do_not_keep_what_was_marked(self, user, template):
        face = {"box": covering.BOX, "angle": 3.5, "expression": "sad"}
        cover, job = covering.posted(user, template, faces=[face])
        other = covering.posted(user, template, seed=2, faces=[face])[1]
        payload = job.payload
        delete(user, cover)
        for each in (job, other):
            each.refresh_from_db()
        assert payload["faces"] == other.payload["faces"] == [face]
        assert job.payload == payload | {"faces": None}

    def test_while_it_is_queued(self, user, template, left):
        cover, job = covering.posted(user, template)
        assert delete(user, cover).status_code == 204
        job.refresh_from_db()
        assert (job.state, left()) == ("cancelled", (0, 0, 0))

    def test_while_it_runs_and_has_sent_its_picture(self, user, template, left):
        cover, job = covering.posted(user, template)
        photo = covering.picture_sent(job)
        assert delete(user, cover).status_code == 204
        assert (left(), JobPicture.objects.count()) == ((0, 0, 0), 0)
        factories.finish(job, "covered", covering.result(photo, covering.face()))
        assert (job.state, left()) == ("cancelled", (0, 0, 0))

    def test_while_it_is_covered_again(self, user, template, left):
        cover = covering.covered(user, template)
        covering.again(user, cover)
        covering.picture_sent(covering.job_of(cover), "red")
        assert left() == (1, 3, 3)
        assert delete(user, cover).status_code == 204
        assert left() == (0, 0, 0)
        assert not Job.objects.filter(state__in=Job.OPEN).exists()

    def test_others_stay(self, user, template, left):
        covering.covered(user, template, seed=2)
        delete(user, covering.covered(user, template))
        assert left() == (1, 2, 2)


class TestSweep:
    def test_the_original_goes_after_a_day_and_the_scores_with_it(self, user, template, left):
        cover = covering.covered(user, template)
        hours_pass(23.9)
        assert originals_sweep() == 0
        hours_pass(0.2)
        assert (originals_sweep(), originals_sweep()) == (1, 0)
        body = covering.shown(user, cover)
        assert (body["photo_url"], body["picture_url"] is not None) == (None, True)
        assert body["faces"] == [covering.face(scores=None)]
        assert "0.7" not in str(Cover.objects.values_list("faces", flat=True))
        assert left() == (1, 1, 1)
        response = factories.client_of(user).get(f"{COVERS}{cover.id}/photo")
        assert (response.status_code, response.json()["code"]) == (410, "gone")
        assert covering.again(user, cover).json()["code"] == "photo_expired"
        assert covering.looked_at(user, cover, "picture").status_code == 200

    def test_when_that_will_be_is_said(self, user, template, settings):
        settings.FACE_PHOTO_HOURS = 2
        cover, _ = covering.posted(user, template)
        assert cover.photo_until - cover.created_at == timedelta(hours=2)
        covering.finish(covering.job_of(cover))
        hours_pass(1.9)
        assert originals_sweep() == 0
        hours_pass(0.2)
        assert originals_sweep() == 1

    def test_of_one_that_failed(self, user, template, left):
        cover, job = covering.posted(user, template)
        factories.fail(job, "photo_unreadable")
        hours_pass(25)
        assert (originals_sweep(), left()) == (1, (1, 0, 0))
        body = covering.shown(user, cover)
        assert (body["state"], body["photo_url"], body["picture_url"]) == ("failed", None, None)

    def test_a_photo_without_a_face_that_nobody_has_confirmed_is_the_original(self, user, template, left):
        cover = covering.covered(user, template, "no_face")
        hours_pass(25)
        assert (originals_sweep(), left()) == (1, (1, 0, 0))
        response = factories.client_of(user).post(f"{COVERS}{cover.id}/confirm")
        assert (response.status_code, response.json()["code"]) == (410, "photo_expired")

    def test_one_that_was_confirmed_stays(self, user, template, left):
        cover = covering.covered(user, template, "no_face")
        factories.client_of(user).post(f"{COVERS}{cover.id}/confirm")
        hours_pass(25)
        assert (originals_sweep(), left()) == (1, (1, 1, 1))
        assert factories.client_of(user).post(f"{COVERS}{cover.id}/confirm").json()["confirmed"]
        assert covering.looked_at(user, cover, "picture").status_code == 200

    def test_what_is_being_worked_on_waits(self, user, template, left):
        cover = covering.covered(user, template)
        covering.again(user, cover)
        hours_pass(25)
        assert originals_sweep() == 0
        covering.finish(covering.job_of(cover), colour="red")
        assert (originals_sweep(), left()) == (1, (1, 1, 1))

    def test_no_scores_are_stored_once_the_original_is_gone(self, user, template):
        """A job that the operator has tried again may succeed then, if the AI server still had the photo."""
        cover, job = covering.posted(user, template)
        Cover.objects.update(photo=None)
        covering.finish(job)
        assert covering.shown(user, cover)["faces"] == [covering.face(scores=None)]

    def test_it_is_done_in_bounded_pieces_by_the_relay(self, user, template):
        for seed in range(3):
            covering.covered(user, template, seed=seed)
        hours_pass(25)
        assert [originals_sweep(2), originals_sweep(2)] == [2, 1]
        assert originals_sweep in registered_sweeps()


def test_what_no_picture_is_left_of_goes_a_month_later(user, template):
    factories.fail(covering.posted(user, template)[1])
    covering.covered(user, template, "no_face", seed=2)
    kept = covering.covered(user, template, seed=3)
    hours_pass(25)
    originals_sweep()
    hours_pass(24 * 28.9)
    assert empty_covers_sweep() == 0
    hours_pass(24)
    assert [empty_covers_sweep(1), empty_covers_sweep(), empty_covers_sweep()] == [1, 1, 0]
    assert Cover.objects.get() == kept
    assert empty_covers_sweep in registered_sweeps()


class TestLeaving:
    def test_all_covers_of_the_account_are_erased(self, user, template, left):
        covering.covered(user, template, seed=1)
        covering.covered(user, template, "no_face", seed=2)
        covering.posted(user, template, seed=3)
        covering.again(user, covering.covered(user, template, seed=4))
        other = covering.covered(factories.user(), template, seed=5)
        assert factories.client_of(user).delete("/api/v1/users/me").status_code == 204
        assert left() == (1, 2, 2)
        assert Cover.objects.get() == other
        assert not Job.objects.filter(state__in=Job.OPEN).exists()

    def test_with_a_template_of_ones_own(self, user, left):
        covering.covered(user, covering.emoji(user))
        assert factories.client_of(user).delete("/api/v1/users/me").status_code == 204
        assert left() == (0, 0, 0)
        assert not Photo.objects.exists()


def test_no_file_is_without_its_row(user, template):
    covering.covered(user, template)
    covering.again(user, covering.covered(user, template, seed=2))
    files_delete_queued()
    assert files_audit(timedelta(0), delete=False).orphans == []


def test_a_template_that_is_erased_changes_each_cover_once(user, template):
    """A second change of a row in one transaction locks its account, for which others may wait the other way round."""
    owner = factories.user()
    erased = covering.emoji(owner)
    made = covering.covered(user, erased)
    asked = covering.covered(user, template)
    covering.again(user, asked, emoji_id=str(erased.id))
    with CaptureQueriesContext(connection) as queries:
        emojis_erase(owner)
    first = next(query["sql"] for query in queries if query["sql"].startswith('UPDATE "faces_cover"'))
    assert '"emoji_id" = ' in first and '"asked_emoji_id" = ' in first  # those that follow find nothing
    shown = Cover.objects.in_bulk([made.id, asked.id])
    assert (shown[made.id].emoji_id, shown[made.id].asked_emoji_id) == (None, None)
    assert (shown[asked.id].emoji_id, shown[asked.id].asked_emoji_id) == (template.id, None)
