"""What comes of a template's pictures, in time, late, again, and when nobody wants it any more."""

import emoji_factories as made
import factories
import pytest
from helpers import together
from leftovers import files, nothing_left_behind

from core.models import Photo
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, EmojiPicture
from emojis.services import emoji_delete, emojis_sweep, originals_sweep
from jobs.models import Job
from jobs.results import job_replay

pytestmark = pytest.mark.django_db
EMOJIS = made.EMOJIS
REJECTED = {"pictures": {"angry": {"reasons": ["transparent"]}, "sad": {"reasons": ["too_small", "nothing_left"]}}}


def shown(owner, emoji):
    return factories.client_of(owner).get(f"{EMOJIS}{emoji.id}").json()


def task(owner, job):
    return factories.client_of(owner).get(f"/api/v1/tasks/{job.id}").json()


def photo_ids():
    return set(Photo.objects.values_list("id", flat=True))


class TestCutOut:
    def test_is_a_draft_with_the_pictures_that_were_sent(self, owner, root):
        emoji, job = made.emoji_posted(owner)
        originals, result = photo_ids(), made.cut_out(job)
        factories.finish(job, "cut_out", result)
        assert (task(owner, job)["outcome"], task(owner, job)["result"]) == ("cut_out", {"emoji_id": str(emoji.id)})
        assert shown(owner, emoji)["state"] == "draft"
        assert set(shown(owner, emoji)["pictures"]) == set(EXPRESSIONS)
        for picture in EmojiPicture.objects.all():
            assert str(picture.photo_id) == result["pictures"][picture.expression]["id"]
            assert picture.method == "flood"
        assert not originals & photo_ids()
        assert Photo.objects.count() == 7 and nothing_left_behind(root)

    def test_what_was_not_asked_for_is_deleted(self, owner, root):
        emoji, job = made.emoji_posted(owner)
        result = made.cut_out(job)
        made.picture_sent(job, "happy", made.face_png(55))  # in place of the one that the result names
        factories.finish(job, "cut_out", result)
        assert (job.state, job.attempt, shown(owner, emoji)["state"]) == ("queued", 2, "pending")
        factories.finish(job, "cut_out", made.cut_out(job, 200), attempt=2)
        assert (job.state, shown(owner, emoji)["state"]) == ("succeeded", "draft")
        assert Photo.objects.count() == 7 and nothing_left_behind(root)

    def test_pictures_that_never_came(self, owner, golden):
        """The ids of the golden message are not ours: the attempt counts for nothing, and the originals stay."""
        emoji, job = made.emoji_posted(owner)
        message = golden["job_finished.emoji.cutout.cut_out"]["body"][1]["message"]
        originals = photo_ids()
        factories.finish(job, message["outcome"], message["result"])
        assert (job.state, job.attempt, job.error_code) == ("queued", 2, "picture_missing")
        assert photo_ids() == originals and shown(owner, emoji)["state"] == "pending"

    def test_the_same_result_twice(self, owner, root):
        _, job = made.emoji_posted(owner)
        result = made.cut_out(job)
        for _ in range(2):
            factories.finish(job, "cut_out", result)
        assert Photo.objects.count() == 7 and nothing_left_behind(root)


class TestRejected:
    def test_says_why_and_keeps_no_picture(self, owner, root):
        emoji, job = made.emoji_posted(owner)
        made.picture_sent(job, "happy", made.face_png(55))  # sent before another one was found to be bad
        factories.finish(job, "rejected", REJECTED)
        reasons = {"angry": ["transparent"], "sad": ["too_small", "nothing_left"]}
        assert task(owner, job)["result"] == {"emoji_id": str(emoji.id), "rejected": reasons}
        answer = shown(owner, emoji)
        assert (answer["state"], answer["rejected"], answer["pictures"]) == ("rejected", reasons, None)
        assert not Photo.objects.exists() and not files(root)

    def test_the_golden_message_is_understood(self, owner, golden):
        emoji, job = made.emoji_posted(owner)
        message = golden["job_finished.emoji.cutout.rejected"]["body"][1]["message"]
        factories.finish(job, message["outcome"], message["result"])
        assert set(shown(owner, emoji)["rejected"]) == set(message["result"]["pictures"])


class TestFailed:
    def test_keeps_its_pictures_for_a_while(self, owner, root):
        emoji, job = made.emoji_posted(owner)
        factories.fail(job, "internal_error")
        answer = task(owner, job)
        assert (answer["state"], answer["error"]["code"]) == ("failed", "internal_error")
        assert (shown(owner, emoji)["state"], Photo.objects.count()) == ("failed", 7)
        assert originals_sweep() == 0
        Emoji.objects.update(originals_until="2026-01-01T00:00Z")
        assert (originals_sweep(), originals_sweep()) == (1, 0)
        assert not files(root) and shown(owner, emoji)["state"] == "failed"

    def test_can_be_tried_again_by_the_operator(self, owner, root):
        emoji, job = made.emoji_posted(owner)
        factories.fail(job, "internal_error")
        assert job_replay(job.id)
        job.refresh_from_db()
        factories.finish(job, "cut_out", made.cut_out(job), attempt=job.attempt)
        emoji.refresh_from_db()
        assert (emoji.state, emoji.originals_until) == ("draft", None)
        assert Photo.objects.count() == 7 and nothing_left_behind(root)

    def test_a_late_success_changes_nothing(self, owner, root):
        emoji, job = made.emoji_posted(owner)
        result = made.cut_out(job)
        factories.fail(job, "internal_error")
        factories.finish(job, "cut_out", result)
        assert shown(owner, emoji)["state"] == "failed"
        assert Photo.objects.count() == 7 and nothing_left_behind(root)


class TestDeletedMeanwhile:
    def test_the_job_is_called_off(self, owner):
        emoji, job = made.emoji_posted(owner)
        assert factories.client_of(owner).delete(f"{EMOJIS}{emoji.id}").status_code == 204
        job.refresh_from_db()
        assert job.state == "cancelled"
        client = factories.client_of(None)
        assert client.get(f"{EMOJIS}{emoji.id}").status_code == 404

    @pytest.mark.parametrize(("outcome", "result"), [("cut_out", None), ("rejected", REJECTED)])
    def test_a_result_that_comes_too_late_leaves_nothing(self, owner, root, outcome, result):
        emoji, job = made.emoji_posted(owner)
        sent = made.cut_out(job)
        emoji_delete(emoji.id)
        factories.finish(job, outcome, result or sent)
        Emoji.objects.update(deleted_at="2026-01-01T00:00Z")
        assert emojis_sweep() == 1
        assert not (Emoji.objects.exists() or Photo.objects.exists()) and not files(root)

    def test_a_result_for_a_template_that_is_erased(self, owner, root):
        _, job = made.emoji_posted(owner)
        sent = made.cut_out(job)
        assert factories.client_of(owner).delete("/api/v1/users/me").status_code == 204
        factories.finish(job, "cut_out", sent)
        assert not Photo.objects.exists() and not files(root)

    def test_a_result_that_is_applied_while_the_row_is_deleted(self, owner, root):
        """As if the deletion had not seen the job."""
        emoji, job = made.emoji_posted(owner)
        sent = made.cut_out(job)
        Emoji.objects.update(deleted_at="2026-01-01T00:00Z")
        factories.finish(job, "cut_out", sent)
        assert Job.objects.get(id=job.id).state == "succeeded"
        assert emojis_sweep() == 1
        assert not Photo.objects.exists() and not files(root)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(2))
@pytest.mark.parametrize("leaving", [False, True])
def test_a_result_and_a_deletion_at_one_moment(owner, root, leaving, turn):
    emoji, job = made.emoji_posted(owner)
    result = made.cut_out(job)

    def delete():
        response = factories.client_of(owner).delete("/api/v1/users/me" if leaving else f"{EMOJIS}{emoji.id}")
        assert response.status_code == 204, response.content

    together(delete, lambda: factories.finish(Job.objects.get(id=job.id), "cut_out", result))
    Emoji.objects.update(deleted_at="2026-01-01T00:00Z")
    assert emojis_sweep() == (0 if leaving else 1)
    assert not (Emoji.objects.exists() or Photo.objects.exists()) and not files(root)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(2))
def test_deleting_and_leaving_at_one_moment(owner, root, turn):
    emoji, _ = made.emoji_posted(owner)
    addresses = (f"{EMOJIS}{emoji.id}", "/api/v1/users/me")
    statuses = together(*(lambda at=at: factories.client_of(owner).delete(at).status_code for at in addresses))
    assert statuses[0] in (204, 404) and statuses[1] == 204
    assert not (Emoji.objects.exists() or Photo.objects.exists()) and not files(root)
