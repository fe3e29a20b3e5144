"""Templates are erased: some time after their deletion, and with their account. No file is left behind."""

from datetime import timedelta

import emoji_factories as made
import factories
import pytest
from django.utils import timezone
from leftovers import files, nothing_left_behind

from core.models import Photo
from emojis.models import Emoji, EmojiPicture, Report
from emojis.selectors import pictures_of
from emojis.services import emoji_delete, emojis_sweep, originals_sweep
from jobs.registry import registered_sweeps

pytestmark = pytest.mark.django_db


def deleted(emoji, hours):
    emoji_delete(emoji.id)
    Emoji.objects.filter(id=emoji.id).update(deleted_at=timezone.now() - timedelta(hours=hours))


def test_what_is_deleted_keeps_its_pictures_for_a_day(owner, root):
    """A cover that is being made with it still needs them."""
    emoji, kept = made.emoji_published(owner), made.emoji_ready(owner, 50)
    report = factories.client_of(factories.user()).post(f"{made.EMOJIS}{emoji.id}/report", {"reason": "other"})
    assert report.status_code == 204
    deleted(emoji, 23.9)
    assert emojis_sweep() == 0
    assert len(pictures_of(emoji)) == 7
    deleted_at = Emoji.objects.get(id=emoji.id).deleted_at
    emoji_delete(emoji.id)  # again: it does not live longer
    assert Emoji.objects.get(id=emoji.id).deleted_at == deleted_at
    Emoji.objects.filter(id=emoji.id).update(deleted_at=timezone.now() - timedelta(hours=24.1))
    assert (emojis_sweep(), emojis_sweep()) == (1, 0)
    assert list(Emoji.objects.all()) == [kept] and not Report.objects.exists()
    assert Photo.objects.count() == 7 and nothing_left_behind(root)


def test_it_is_done_in_bounded_pieces(owner):
    for name in "abc":
        deleted(made.emoji_row(owner, name), 25)
    assert [emojis_sweep(2), emojis_sweep(2)] == [2, 1]


def test_the_relay_does_it():
    assert {emojis_sweep, originals_sweep} <= set(registered_sweeps())


def test_leaving_erases_what_one_made_in_any_state(owner, stranger, root):
    made.emoji_published(owner, 0)
    _, running = made.emoji_posted(owner, 10)
    _, failed = made.emoji_posted(owner, 20)
    factories.fail(failed)
    deleted(made.emoji_ready(owner, 30), 1)
    theirs = made.emoji_published(stranger, 40)
    assert factories.client_of(owner).post(f"{made.EMOJIS}{theirs.id}/report", {"reason": "other"}).status_code == 204
    assert factories.client_of(owner).delete("/api/v1/users/me").status_code == 204
    assert list(Emoji.objects.all()) == [theirs]
    assert EmojiPicture.objects.count() == Photo.objects.count() == 7 and nothing_left_behind(root)
    assert not Report.objects.exists()
    running.refresh_from_db()
    assert running.state == "cancelled"


def test_staff_that_leaves_leaves_no_name(owner):
    staff, emoji = factories.staff(), made.emoji_row(owner)
    client = factories.staff_client(staff)
    factories.client_of(factories.user()).post(f"{made.EMOJIS}{emoji.id}/report", {"reason": "other"})
    client.post(f"/staff/emojis/{emoji.id}", {"decision": "hide"})
    assert factories.client_of(staff).delete("/api/v1/users/me").status_code == 204
    emoji.refresh_from_db()
    assert emoji.hidden_at is not None and emoji.hidden_by is None
    other = factories.staff_client(factories.staff(), headers={"Accept-Language": "en"})
    assert "an account that is gone" in other.get(f"/staff/emojis/{emoji.id}").content.decode()


def test_nothing_is_left_of_a_template_that_nobody_cut_out(owner, root):
    emoji, _ = made.emoji_posted(owner)
    deleted(emoji, 25)
    assert emojis_sweep() == 1
    assert not Photo.objects.exists() and not files(root)
