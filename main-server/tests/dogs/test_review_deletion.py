"""A dog in review, or the one that it resembles, is deleted before or after the decision."""

import factories
import pytest
from reviewing import RESULT, current, enrolment, jobs, letters

from core.models import Photo
from core.problems import Problem
from dogs.models import Dog, Review
from dogs.reviews import review_confirm, review_refuse
from dogs.services import dog_delete
from jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.user(language="en")


class TestTheLookAlikeIsDeleted:
    def test_the_dog_is_compared_once_more(self, owner, other, review):
        dog_delete(other.id)
        review, dog = current(review)
        assert (review.state, review.lookalike, review.lookalike_nose_photo) == ("void", None, None)
        first, second = jobs("dog.register", dog.id).order_by("created_at")
        assert (dog.state, second.state, second.payload) == ("pending", "queued", first.payload)
        factories.finish(second, "registered", RESULT)
        assert current(review)[1].state == "registered"
        assert [letter.template for letter in letters(owner)] == ["review_registered"]

    def test_it_may_resemble_a_third_dog(self, owner, other, staff, review):
        third = factories.dog_registered(factories.user(), seed=80)
        dog_delete(other.id)
        again = jobs("dog.register", review.dog_id).get(state="queued")
        factories.finish(again, "needs_review", factories.doubt(review.dog, third))
        second = Review.objects.get(state="open")
        assert (second.dog, second.lookalike) == (review.dog, third) and not letters(owner)
        review_confirm(second.id, staff=staff)
        factories.finish(enrolment(second), "registered", RESULT)
        assert [letter.template for letter in letters(owner)] == ["review_registered"]

    def test_a_comparison_that_fails_ends(self, owner, other, review):
        dog_delete(other.id)
        factories.fail(jobs("dog.register", review.dog_id).get(state="queued"))
        _, dog = current(review)
        assert (dog.state, dog.rejection) == ("rejected", "failed")
        assert [letter.template for letter in letters(owner)] == ["review_again"]

    def test_with_the_account_of_its_owner(self, other, review):
        factories.client_of(other.owner).delete("/api/v1/users/me")
        assert current(review)[1].state == "pending"

    def test_what_failed_is_compared_too(self, other, staff, review):
        review_confirm(review.id, staff=staff)
        factories.fail(enrolment(review))
        dog_delete(other.id)
        review, dog = current(review)
        assert (review.state, dog.state) == ("void", "pending")

    def test_what_is_decided_stays(self, other, staff, review):
        review_confirm(review.id, staff=staff)
        dog_delete(other.id)
        factories.finish(enrolment(review), "registered", RESULT)
        review, dog = current(review)
        assert (review.state, review.lookalike, dog.state) == ("confirmed", None, "registered")

    def test_nothing_is_left_to_decide(self, other, staff, review):
        dog_delete(other.id)
        for decide in (review_confirm, review_refuse):
            with pytest.raises(Problem, match="review_decided"):
                decide(review.id, staff=staff)


class TestTheDogIsDeleted:
    def test_nothing_of_it_stays(self, owner, staff, review):
        assert factories.client_of(owner).delete(f"/api/v1/dogs/{review.dog_id}").status_code == 204
        assert not Review.objects.exists() and Photo.objects.count() == 6
        assert jobs("dog.forget", review.dog_id).count() == 1
        with pytest.raises(Problem, match="not_found"):
            review_confirm(review.id, staff=staff)

    def test_its_enrolment_is_called_off_and_a_late_one_forgotten(self, owner, staff, review):
        review_confirm(review.id, staff=staff)
        job = enrolment(review)
        dog_delete(review.dog_id)
        job.refresh_from_db()
        assert job.state == "cancelled"
        factories.finish(jobs("dog.forget", review.dog_id).get(), "forgotten", {})
        factories.finish(job, "registered", RESULT)
        assert jobs("dog.forget", review.dog_id).filter(state="queued").count() == 1
        assert not letters(owner)

    def test_with_the_account_that_owns_both(self, owner):
        known = factories.dog_registered(owner)
        review = factories.dog_in_review(owner, known)
        assert factories.client_of(owner).delete("/api/v1/users/me").status_code == 204
        assert not Dog.objects.exists() and not Review.objects.exists()
        assert not Job.objects.filter(kind="dog.register", state__in=Job.OPEN).exists()
        assert jobs("dog.forget", review.dog_id).count() == jobs("dog.forget", known.id).count() == 1
