import time

from core.ids import uuid7


def test_is_a_version_7_of_this_moment():
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert made.version == 7 and made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_sorts_by_time_and_never_repeats():
    first = uuid7()
    time.sleep(0.002)
    assert first < uuid7()
    assert len({uuid7() for _ in range(10_000)}) == 10_000
