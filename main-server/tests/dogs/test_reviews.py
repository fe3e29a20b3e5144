"""Dogs that resemble another one: what the owner sees, what staff decides, and that each decision has one effect."""

from datetime import timedelta
from uuid import uuid4

import factories
import pytest
from django.db.models import F
from reviewing import RESULT, current, enrolment, jobs, letters

from core.models import Photo
from core.problems import Problem
from dogs.models import Dog, Review
from dogs.reviews import review_confirm, review_refuse
from dogs.services import dog_delete, rejected_photos_sweep
from jobs.results import job_replay

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.user(language="en")


class TestTheOwnerWaits:
    def test_the_task_says_so_and_nothing_of_the_other_dog(self, owner, other, review):
        job = jobs("dog.register", review.dog_id).get()
        task = factories.client_of(owner).get(f"/api/v1/tasks/{job.id}").json()
        assert (task["state"], task["outcome"]) == ("succeeded", "needs_review")
        assert task["result"] == {"dog_id": str(review.dog_id)}
        assert str(other.id) not in str(job.result)

    def test_the_dog_has_no_number_and_keeps_its_photos(self, owner, review):
        shown = factories.client_of(owner).get(f"/api/v1/dogs/{review.dog_id}").json()
        assert (shown["state"], shown["number"], shown["rejection"]) == ("needs_review", None, "")
        assert [nose["quality"] for nose in shown["nose_photos"]] == [70, 71, 72, 73, 74]
        Dog.objects.update(photos_until=F("photos_until") - timedelta(days=30))
        assert rejected_photos_sweep() == 0
        assert Photo.objects.count() == 12

    def test_the_row_is_the_evidence(self, other, review):
        assert (review.state, review.lookalike, review.score, review.threshold) == ("open", other, 9.0, 10.2)
        assert (review.nose_photo.index, review.lookalike_nose_photo.index) == (1, 3)
        assert (review.nose_photo.dog, review.lookalike_nose_photo.dog) == (review.dog, other)
        assert len(review.points) == 3 and review.gallery_size == 12 and review.model == factories.MODEL

    def test_finders_do_not_see_it(self, review):
        seen = factories.candidate(review.dog)
        lookup, _ = factories.lookup_answered("match", seen)
        shown = factories.client_of(None).get(f"/api/v1/lookups/{lookup.id}").json()
        assert shown["outcome"] == "not_registered"

    def test_a_finder_who_met_it_just_before_it_was_registered_sees_it(self, review, staff):
        review_confirm(review.id, staff=staff)
        lookup, _ = factories.lookup_answered("match", factories.candidate(review.dog))
        factories.finish(enrolment(review), "registered", RESULT)
        shown = factories.client_of(None).get(f"/api/v1/lookups/{lookup.id}").json()
        assert shown["outcome"] == "match"

    def test_a_result_that_is_delivered_twice_opens_one_review(self, other, review):
        factories.finish(jobs("dog.register", review.dog_id).get(), "needs_review", factories.doubt(review.dog, other))
        assert Review.objects.count() == 1

    def test_a_failed_try_that_is_replayed_keeps_its_photos(self, owner, other):
        dog, job = factories.dog_posted(owner, 40)
        factories.fail(job)
        assert job_replay(job.id)
        factories.finish(job, "needs_review", factories.doubt(dog, other), attempt=2)
        dog.refresh_from_db()
        assert (dog.state, dog.rejection, dog.photos_until) == ("needs_review", "", None)

    @pytest.mark.parametrize("case", ["unknown", "deleted"])
    def test_a_look_alike_that_we_do_not_know_is_forgotten_and_the_photos_compared_again(self, owner, other, case):
        dog, job = factories.dog_posted(owner, 40)
        result = factories.doubt(dog, other)
        if case == "unknown":
            result["dog_id"] = str(uuid4())
        else:
            dog_delete(other.id)
        factories.finish(job, "needs_review", result)
        dog.refresh_from_db()
        assert (job.state, job.attempt, dog.state, Review.objects.count()) == ("queued", 2, "pending", 0)
        assert jobs("dog.forget", result["dog_id"]).count() == 1


class TestAnotherDog:
    def test_it_is_enrolled_and_its_owner_told(self, owner, other, staff, review):
        review_confirm(review.id, staff=staff, note="another pattern on the left")
        job = enrolment(review)
        registration = jobs("dog.register", review.dog_id).get()
        assert job.payload == registration.payload | {"lookalike_id": str(other.id)}
        assert not letters(owner), "nothing is certain yet"
        factories.finish(job, "registered", RESULT)
        review, dog = current(review)
        assert (dog.state, review.state, review.note) == ("registered", "confirmed", "another pattern on the left")
        assert review.decided_by == staff and review.decided_at
        (letter,) = letters(owner)
        assert letter.template == "review_registered"
        assert dog.formatted_number in letter.subject and dog.formatted_number in letter.text
        assert letter.subject.startswith("[SavePets] 초코 🐶 is registered")

    def test_the_owner_does_not_see_the_task(self, owner, staff, review):
        review_confirm(review.id, staff=staff)
        assert factories.client_of(owner).get(f"/api/v1/tasks/{enrolment(review).id}").status_code == 404

    def test_results_that_are_delivered_twice_register_once(self, owner, staff, review):
        review_confirm(review.id, staff=staff)
        job = enrolment(review)
        factories.finish(job, "registered", RESULT)
        number = current(review)[1].number
        factories.finish(job, "registered", RESULT)
        assert current(review)[1].number == number and len(letters(owner)) == 1

    def test_twice_is_once(self, staff, review):
        first = review_confirm(review.id, staff=staff)
        second = review_confirm(review.id, staff=factories.staff())
        assert (second.decided_by, second.decided_at) == (staff, first.decided_at)
        assert jobs("dog.enrol", review.dog_id).count() == 1

    def test_the_other_decision_comes_too_late(self, staff, review):
        review_confirm(review.id, staff=staff)
        with pytest.raises(Problem, match="review_decided"):
            review_refuse(review.id, staff=staff)
        assert current(review)[1].state == "needs_review"

    def test_a_third_dog_that_matches_refuses_it(self, owner, other, staff, review):
        third = factories.dog_registered(factories.user(), seed=80)
        review_confirm(review.id, staff=staff)
        factories.finish(enrolment(review), "already_registered", RESULT | {"dog_id": str(third.id), "score": 80.0})
        _, dog = current(review)
        assert (dog.state, dog.rejection) == ("rejected", "already_registered")
        assert [letter.template for letter in letters(owner)] == ["review_refused"]

    def test_photos_that_a_newer_model_refuses(self, owner, staff, review):
        review_confirm(review.id, staff=staff)
        photos = factories.verdicts({2: ["blurred"]})
        factories.finish(enrolment(review), "rejected", {"model": "newer-1", "photos": photos})
        _, dog = current(review)
        assert (dog.state, dog.rejection) == ("rejected", "photos") and dog.photos_until
        assert dog.nose_photos.get(index=2).reasons == ["blurred"]
        assert [letter.template for letter in letters(owner)] == ["review_again"]

    def test_another_registration_may_match_it_before_its_own_result_is_applied(self, owner, staff, review):
        review_confirm(review.id, staff=staff)
        rival, job = factories.dog_posted(factories.user(), 90)
        factories.finish(job, "already_registered", RESULT | {"dog_id": str(review.dog_id), "score": 80.0})
        rival.refresh_from_db()
        assert (rival.rejection, jobs("dog.forget", review.dog_id).count()) == ("already_registered", 0)


class TestAFailedEnrolment:
    @pytest.fixture
    def failed(self, staff, review):
        review_confirm(review.id, staff=staff, note="sure")
        factories.fail(enrolment(review), "photo_unreadable")
        return review

    def test_says_why_and_changes_nothing_for_the_owner(self, owner, failed):
        review, dog = current(failed)
        assert (review.state, review.error_code, review.note) == ("failed", "photo_unreadable", "sure")
        assert dog.state == "needs_review" and not letters(owner)

    def test_can_be_tried_again(self, failed):
        colleague = factories.staff()
        review_confirm(failed.id, staff=colleague)
        factories.finish(enrolment(failed), "registered", RESULT)
        review, dog = current(failed)
        assert (dog.state, review.state, review.error_code) == ("registered", "confirmed", "")
        assert review.decided_by == colleague

    def test_can_be_refused(self, staff, failed):
        review_refuse(failed.id, staff=staff)
        assert current(failed)[1].rejection == "already_registered"

    def test_a_late_success_registers_as_was_decided(self, owner, failed):
        job = jobs("dog.enrol", failed.dog_id).get()
        for _ in range(2):
            factories.finish(job, "registered", RESULT)
        review, dog = current(failed)
        assert (dog.state, review.state, len(letters(owner))) == ("registered", "confirmed", 1)
        assert not jobs("dog.forget", dog.id).exists()

    def test_a_late_success_after_the_refusal_is_forgotten(self, staff, failed):
        job = jobs("dog.enrol", failed.dog_id).get()
        review_refuse(failed.id, staff=staff)
        factories.finish(jobs("dog.forget", failed.dog_id).get(), "forgotten", {})
        factories.finish(job, "registered", RESULT)
        assert current(failed)[1].state == "rejected"
        assert jobs("dog.forget", failed.dog_id).filter(state="queued").count() == 1


class TestTheSameDog:
    def test_it_is_refused_like_any_other_and_its_owner_told(self, owner, other, staff, review):
        review_refuse(review.id, staff=staff, note="scar")
        review, dog = current(review)
        assert (review.state, review.decided_by, review.note) == ("refused", staff, "scar")
        assert (dog.state, dog.rejection, dog.number) == ("rejected", "already_registered", None)
        (letter,) = letters(owner)
        assert letter.template == "review_refused"
        for secret in (other.name, other.formatted_number, str(other.id), other.owner.alias, other.owner.email):
            assert secret not in letter.subject + letter.text
        shown = factories.client_of(owner).get(f"/api/v1/dogs/{dog.id}").content.decode()
        assert "scar" not in shown and str(other.id) not in shown

    def test_its_photos_go_after_a_day_and_the_review_stays(self, staff, review):
        review_refuse(review.id, staff=staff)
        Dog.objects.update(photos_until=F("photos_until") - timedelta(hours=25))
        assert rejected_photos_sweep() == 1
        assert Photo.objects.count() == 6 and current(review)[0].state == "refused"

    def test_the_gallery_forgets_it(self, staff, review):
        review_refuse(review.id, staff=staff)
        assert jobs("dog.forget", review.dog_id).count() == 1

    def test_twice_is_once(self, owner, staff, review):
        for account in (staff, factories.staff()):
            review_refuse(review.id, staff=account)
        assert len(letters(owner)) == 1 and current(review)[0].decided_by == staff

    def test_the_other_decision_comes_too_late(self, staff, review):
        review_refuse(review.id, staff=staff)
        with pytest.raises(Problem, match="review_decided"):
            review_confirm(review.id, staff=staff)
        assert not jobs("dog.enrol", review.dog_id).exists()


def test_an_address_that_is_not_verified_is_not_written_to(other, staff):
    owner = factories.user(email_verified_at=None)
    review_refuse(factories.dog_in_review(owner, other).id, staff=staff)
    assert not letters(owner)


def test_a_name_cannot_smuggle_a_link_into_the_letter(owner, other, staff):
    review = factories.dog_in_review(owner, other, name="win at https://evil.example/x")
    review_refuse(review.id, staff=staff)
    (letter,) = letters(owner)
    assert "evil.example" not in letter.subject + letter.text


def test_the_letter_is_in_the_language_of_the_owner(other, staff):
    owner = factories.user(language="ko")
    review_refuse(factories.dog_in_review(owner, other).id, staff=staff)
    assert "이미 등록된 강아지" in letters(owner)[0].text


def test_staff_who_leaves_leaves_the_decision(staff, review):
    review_refuse(review.id, staff=staff)
    factories.client_of(staff).delete("/api/v1/users/me")
    review, _ = current(review)
    assert (review.state, review.decided_by) == ("refused", None) and review.decided_at
