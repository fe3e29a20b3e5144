"""Two members of staff, an owner and results that meet over one review: one effect."""

import factories
import pytest
from helpers import together

from core.models import Mail
from core.problems import Problem
from dogs.models import Dog, Review
from dogs.reviews import review_confirm, review_refuse
from dogs.services import dog_delete
from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(5)
RESULT = {"model": factories.MODEL, "photos": factories.verdicts()}


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def review():
    return factories.dog_in_review(factories.user(), factories.dog_registered(factories.user()))


def deciding(decide, review):
    """An act that returns what came of it, by another member of staff each time."""
    staff = factories.staff()

    def act():
        try:
            return decide(review.id, staff=staff).state
        except Problem as problem:
            return problem.code

    return act


def enrolments(review):
    return Job.objects.filter(kind="dog.enrol", subject_id=review.dog_id)


def test_many_clicks_are_one(review):
    outcomes = together(*[deciding(review_confirm, review) for _ in range(5)])
    assert set(outcomes) == {"confirmed"} and enrolments(review).count() == 1


def test_many_refusals_send_one_letter(review):
    assert set(together(*[deciding(review_refuse, review) for _ in range(5)])) == {"refused"}
    assert Mail.objects.filter(template="review_refused").count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_that_disagree_one_is_told_so(review, _):
    confirmed, refused = together(deciding(review_confirm, review), deciding(review_refuse, review))
    state = Review.objects.get(id=review.id).state
    assert (confirmed, refused) in [("confirmed", "review_decided"), ("review_decided", "refused")]
    assert state == (confirmed if confirmed == "confirmed" else refused)
    assert enrolments(review).count() == (state == "confirmed")


@pytest.mark.parametrize("_", ROUNDS)
def test_a_dog_that_is_deleted_in_the_middle_is_gone(review, _):
    together(deciding(review_confirm, review), lambda: dog_delete(review.dog_id))
    assert not Review.objects.exists() and not Dog.objects.filter(id=review.dog_id).exists()
    assert not enrolments(review).filter(state__in=Job.OPEN).exists() or _forgotten_after(review)


def _forgotten_after(review):
    """An enrolment that was submitted just before finds no photos, and a tombstone."""
    return Job.objects.filter(kind="dog.forget", subject_id=review.dog_id).exists()


@pytest.mark.parametrize("_", ROUNDS)
def test_a_look_alike_that_is_deleted_in_the_middle_leaves_one_way(review, _):
    lookalike_id = review.lookalike_id
    outcome, _ = together(deciding(review_confirm, review), lambda: dog_delete(lookalike_id))
    review = Review.objects.get(id=review.id)
    again = Job.objects.filter(kind="dog.register", subject_id=review.dog_id, state__in=Job.OPEN).count()
    if outcome == "confirmed":
        assert (review.state, review.dog.state, enrolments(review).count(), again) == (
            "confirmed",
            "needs_review",
            1,
            0,
        )
    else:
        assert (outcome, review.state, review.dog.state) == ("review_decided", "void", "pending")
        assert (enrolments(review).count(), again) == (0, 1)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_look_alike_that_is_deleted_while_the_result_is_applied(_):
    other = factories.dog_registered(factories.user())
    dog, job = factories.dog_posted(factories.user(), 40)
    result = factories.doubt(dog, other)
    together(lambda: factories.finish(job, "needs_review", result), lambda: dog_delete(other.id))
    dog.refresh_from_db()
    waiting = Job.objects.filter(kind="dog.register", subject_id=dog.id, state="queued")
    assert (dog.state, waiting.count(), Review.objects.filter(state="open").count()) == ("pending", 1, 0)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_dog_that_is_deleted_while_its_enrolment_ends(review, _):
    review_confirm(review.id, staff=factories.staff())
    job = enrolments(review).get()
    together(lambda: factories.finish(job, "registered", RESULT), lambda: dog_delete(review.dog_id))
    assert not Dog.objects.filter(id=review.dog_id).exists()
    assert Job.objects.filter(kind="dog.forget", subject_id=review.dog_id).count() == 1
