"""A dog in review, and who decides about it."""

import factories
import pytest

from accounts.models import User
from dogs.models import Dog, Review


@pytest.fixture
def other() -> Dog:
    """A dog of somebody else, which is registered."""
    return factories.dog_registered(factories.user(alias="Vorbesitzer"), name="Bori")


@pytest.fixture
def staff() -> User:
    return factories.staff()


@pytest.fixture
def review(owner: User, other: Dog) -> Review:
    return factories.dog_in_review(owner, other)
