"""What the operator is told of the business: counted where an outcome is applied, once, by bounded words only."""

from datetime import timedelta

import covering
import emoji_factories
import factories
import pytest
from django.db import transaction
from django.db.models.functions import Now
from mailserver import mail_server
from measuring import growth

from accounts.services import user_create
from core.mail import mail_queue
from core.models import Mail
from core.postman import mail_send_due, mails_give_up
from core.problems import Problem
from core.rates import Rate
from dogs.services import OUTCOMES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _photos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def grows(name, label, *values):
    """By the label's value, by how much each series has grown since now; those that have not are left out."""
    counts = {value: growth(f"savepets_{name}_total", **{label: value}) for value in values}
    return lambda: {value: count() for value, count in counts.items() if count()}


def rejections(kind, *reasons):
    return [growth("savepets_photos_rejected_total", kind=kind, reason=reason) for reason in reasons]


class TestDogs:
    @pytest.fixture
    def registrations(self):
        return grows("registrations", "outcome", *OUTCOMES, "failed")

    def test_each_outcome(self, registrations):
        owner = factories.user()
        standing = factories.dog_registered(owner)
        _, again = factories.dog_posted(owner, seed=10)
        verdict = {"model": factories.MODEL, "dog_id": str(standing.id), "score": 99.0, "photos": factories.verdicts()}
        factories.finish(again, "already_registered", verdict)
        factories.dog_in_review(owner, standing)
        _, broken = factories.dog_posted(owner, seed=20)
        factories.fail(broken)
        assert registrations() == {"registered": 1, "already_registered": 1, "needs_review": 1, "failed": 1}

    def test_rejected_photos_by_reason(self, registrations):
        blurred, dark, good = rejections("dog.register", "blurred", "too_dark", "glare")
        _, job = factories.dog_posted(factories.user())
        photos = factories.verdicts({1: ["blurred", "too_dark"], 4: ["blurred"]})
        factories.finish(job, "rejected", {"model": factories.MODEL, "photos": photos})
        factories.finish(job, "rejected", {"model": factories.MODEL, "photos": photos})  # its copy
        assert (blurred(), dark(), good(), registrations()) == (2, 1, 0, {"rejected": 1})


class TestLookups:
    @pytest.fixture
    def lookups(self):
        return grows("lookups", "outcome", "match", "possible", "not_registered", "rejected", "failed")

    def test_each_outcome(self, lookups):
        dog = factories.dog_registered(factories.user())
        [rejected] = rejections("dog.lookup", "no_nose")
        factories.lookup_answered("match", factories.candidate(dog))
        factories.lookup_answered("not_registered", seed=501)
        _, unusable = factories.lookup_posted(seed=502)
        photo = {"index": 0, "quality": 5, "reasons": ["no_nose"]}
        factories.finish(unusable, "rejected", {"model": factories.MODEL, "photos": [photo]})
        _, broken = factories.lookup_posted(seed=503)
        factories.fail(broken)
        assert lookups() == {"match": 1, "not_registered": 1, "rejected": 1, "failed": 1}
        assert rejected() == 1

    def test_what_the_finder_is_told_is_counted(self, lookups):
        """The gallery has not heard yet that the dog is gone."""
        dog = factories.dog_registered(factories.user())
        candidate = factories.candidate(dog)
        dog.owner.delete()
        factories.lookup_answered("match", candidate)
        assert lookups() == {"not_registered": 1}

    def test_contacts(self):
        contacts = grows("contacts", "outcome", "sent", "answered", "refused")
        lookup, _ = factories.lookup_answered("match", factories.candidate(factories.dog_registered(factories.user())))
        for _ in range(2):
            factories.client_of(None).post(f"/api/v1/lookups/{lookup.id}/contact", {"message": "hello", "place": ""})
        assert contacts() == {"sent": 1, "refused": 1}


class TestPictures:
    def test_covers_and_faces(self):
        covers = grows("covers", "outcome", "covered", "no_face", "failed")
        faces = grows("faces_covered", "expression", "happy", "sad", "angry")
        user, template = factories.user(), covering.emoji()
        jobs = [covering.posted(user, template)[1] for _ in range(3)]
        covering.finish(jobs[0], "covered", covering.face(), covering.face(), covering.face(expression="sad"))
        covering.finish(jobs[1], "no_face")
        factories.fail(jobs[2])
        assert covers() == {"covered": 1, "no_face": 1, "failed": 1}
        assert faces() == {"happy": 2, "sad": 1}

    def test_pictures_of_templates_by_reason(self):
        transparent, small = rejections("emoji.cutout", "transparent", "too_small")
        _, job = emoji_factories.emoji_posted(factories.user())
        reasons = {"angry": {"reasons": ["transparent"]}, "sad": {"reasons": ["transparent", "too_small"]}}
        factories.finish(job, "rejected", {"pictures": reasons})
        assert (transparent(), small()) == (2, 1)


class TestAccounts:
    def test_sign_ups(self):
        made = growth("savepets_sign_ups_total")
        user_create(email="kim@example.com", alias="Kim", password=factories.PASSWORD)
        with pytest.raises(Problem):
            user_create(email="kim@example.com", alias="Lee", password=factories.PASSWORD)
        assert made() == 1

    def test_log_ins(self, settings):
        log_ins = grows("log_ins", "outcome", "succeeded", "wrong", "throttled")
        user_create(email="kim@example.com", alias="Kim", password=factories.PASSWORD)
        settings.RATES = settings.RATES | {"log_in_address": Rate(1, 900)}
        for password in (factories.PASSWORD, "wrong-1!", factories.PASSWORD):
            factories.client_of(None).post("/api/v1/users/auth", {"email": "kim@example.com", "password": password})
        assert log_ins() == {"succeeded": 1, "wrong": 1, "throttled": 1}


class TestMail:
    @pytest.fixture
    def smtp(self, settings):
        with mail_server() as server:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            yield server

    @pytest.fixture
    def mails(self):
        outcomes = ("sent", "refused", "failed")
        counts = {name: growth("savepets_mails_total", letter="contact_answer", outcome=name) for name in outcomes}
        return lambda: tuple(counts[name]() for name in outcomes)

    @pytest.fixture(autouse=True)
    def letter(self):
        with transaction.atomic():
            context = {"dog": "Choco", "answer": "thanks"}
            return mail_queue(to="kim@example.com", language="en", template="contact_answer", context=context)

    def test_sent(self, smtp, mails):
        assert (mail_send_due(), mails()) == (1, (1, 0, 0))

    def test_refused_for_now_and_for_good(self, smtp, mails):
        smtp.answers = ["451 later", "550 never"]
        mail_send_due()
        assert mails() == (0, 1, 0)
        Mail.objects.update(due_at=Now())
        mail_send_due()
        assert mails() == (0, 2, 1)

    def test_given_up(self, mails):
        Mail.objects.update(queued_at=Now() - timedelta(days=30))
        assert (mails_give_up(), mails()) == (1, (0, 0, 1))
