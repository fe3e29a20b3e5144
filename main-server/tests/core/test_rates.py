"""Counts in PostgreSQL are exact, also when many count at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import F

from core.models import RateCount
from core.rates import Rate, mark_is_set, mark_set, rate_give_back, rate_take, rates_sweep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def rates(settings):
    settings.RATES = {"bark": Rate(5, 60), "howl": Rate(1, 60)}


def later(seconds):
    RateCount.objects.update(until=F("until") - timedelta(seconds=seconds))


def test_so_many_at_once_and_then_one_by_one():
    assert [rate_take("bark", "k") for _ in range(5)] == [0] * 5
    assert 11 < rate_take("bark", "k") <= 12
    later(12)
    assert rate_take("bark", "k") == 0
    assert rate_take("bark", "k") > 0


def test_what_is_refused_does_not_count():
    for _ in range(50):
        rate_take("bark", "k")
    later(60)
    assert [rate_take("bark", "k") for _ in range(5)] == [0] * 5


def test_each_is_counted_apart():
    assert rate_take("howl", "k") == 0
    assert rate_take("howl", "l") == 0 and rate_take("bark", "k") == 0 and rate_take("howl", "k", "l") == 0
    assert rate_take("howl", "k") > 0


def test_what_is_given_back_does_not_count():
    for _ in range(20):
        assert rate_take("howl", "k") == 0
        rate_give_back("howl", "k")


def test_parallel_counts_are_exact():
    def take(_):
        try:
            return rate_take("bark", "k") == 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 5


def test_marks_last_for_their_time():
    mark_set("seen", "k", seconds=60)
    assert mark_is_set("seen", "k") and not mark_is_set("seen", "l")
    later(61)
    assert not mark_is_set("seen", "k")


def test_what_no_longer_matters_is_forgotten():
    rate_take("howl", "k")
    rates_sweep()
    assert RateCount.objects.count() == 1
    later(61)
    rates_sweep()
    assert not RateCount.objects.exists()


def test_no_name_is_kept():
    rate_take("howl", "kim@example.com")
    assert "kim" not in RateCount.objects.get().key
