"""One thread owns the device; who is more urgent goes first; what stalls or runs out of memory is noticed."""

import threading
import time

import pytest
import torch

import noseprint
from aiserver import batcher as module
from aiserver import models
from aiserver.batcher import Batcher, BatcherFull, Priority, Work
from aiserver.models import Prints

STALL = 0.3


class WatchedMatcher(noseprint.Matcher):
    """The real matcher, with a door in front and a memory for so many references."""

    def __init__(self) -> None:
        super().__init__("cpu")
        self.door = threading.Event()
        self.door.set()
        self.calls: list[int] = []
        self.threads: set[str] = set()
        self.memory = 1000

    def match(self, query, references):
        self.door.wait(10)
        self.calls.append(len(references))
        self.threads.add(threading.current_thread().name)
        if len(references) > self.memory:
            raise torch.OutOfMemoryError("no memory left on the device")
        return super().match(query, references)


@pytest.fixture
def matcher():
    return WatchedMatcher()


@pytest.fixture
def stalled():
    return threading.Event()


@pytest.fixture
def batcher(matcher, stalled):
    made = Batcher(on_stall=stalled.set, stall_seconds=60)
    made.start()
    yield made
    matcher.door.set()
    made.stop()


@pytest.fixture
def observed():
    return []


@pytest.fixture
def prints(batcher, matcher, observed):
    return Prints(batcher, matcher, observed.append)


def in_thread(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    return thread


def eventually(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_it_compares_as_noseprint_does(prints, noses):
    references = [noses.template(dog, shot) for dog in range(2) for shot in range(3)]
    query = noses.template(0, 5)
    scores = [found.score for found in prints.compare(query, references, Priority.BULK)]
    assert scores == [noseprint.compare(query, reference).score for reference in references]


def test_one_thread_matches_for_all(prints, matcher, noses, observed):
    query, references = noses.template(0, 0), [noses.template(0, 1)] * 3
    threads = [in_thread(prints.compare, query, references, Priority.BULK) for _ in range(5)]
    for thread in threads:
        thread.join()
    assert (len(matcher.threads), sum(matcher.calls)) == (1, 15)
    assert observed == matcher.calls


def test_an_interactive_request_goes_between_the_calls_of_a_bulk_one(batcher, prints, matcher, noses, monkeypatch):
    monkeypatch.setattr(models, "PAIRS_PER_CALL", 2)
    query, reference = noses.template(0, 0), noses.template(0, 1)
    order = []

    def compare(count, priority):
        prints.compare(query, [reference] * count, priority)
        order.append(priority)

    matcher.door.clear()
    bulk = in_thread(compare, 9, Priority.BULK)
    eventually(lambda: batcher.waiting_cost == 0)  # its first two pairs are at the door
    interactive = in_thread(compare, 1, Priority.INTERACTIVE)
    eventually(lambda: batcher.waiting_cost == 1)
    matcher.door.set()
    bulk.join()
    interactive.join()
    assert matcher.calls == [2, 1, 2, 2, 2, 1]
    assert order == [Priority.INTERACTIVE, Priority.BULK]


def test_when_memory_is_exhausted_the_call_is_halved(prints, matcher, noses):
    matcher.memory = 2
    references = [noses.template(0, shot) for shot in range(5)]
    found = prints.compare(noses.template(0, 5), references, Priority.BULK)
    assert [c.score for c in found] == [noseprint.compare(noses.template(0, 5), r).score for r in references]
    assert max(matcher.calls[1:]) < 5


def test_memory_too_small_for_one_pair_fails_the_request_and_no_other(prints, matcher, noses):
    matcher.memory = 0
    with pytest.raises(torch.OutOfMemoryError):
        prints.compare(noses.template(0, 0), [noses.template(0, 1)], Priority.BULK)
    matcher.memory = 1
    assert prints.compare(noses.template(0, 0), [noses.template(0, 1)], Priority.BULK)[0].score > 0


def test_a_full_queue_refuses_at_once(batcher, prints, matcher, noses, monkeypatch):
    monkeypatch.setattr(module, "WAITING_COST", 3)
    query, reference = noses.template(0, 0), noses.template(0, 1)
    matcher.door.clear()
    threads = [in_thread(prints.compare, query, [reference], Priority.BULK)]
    eventually(lambda: batcher._busy_since is not None)
    threads.append(in_thread(prints.compare, query, [reference] * 3, Priority.BULK))
    eventually(lambda: batcher.waiting_cost == 3)
    with pytest.raises(BatcherFull):
        prints.compare(query, [reference], Priority.INTERACTIVE)
    matcher.door.set()
    for thread in threads:
        thread.join()


def test_who_waits_too_long_gives_up_and_is_not_matched(batcher, prints, matcher, noses, monkeypatch):
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.2)
    query, reference = noses.template(0, 0), noses.template(0, 1)
    matcher.door.clear()
    for count in (1, 2):
        with pytest.raises(TimeoutError):
            prints.compare(query, [reference] * count, Priority.BULK)
    matcher.door.set()
    eventually(lambda: batcher.waiting_cost == 0)
    assert 2 not in matcher.calls


def test_a_device_call_that_never_ends_is_noticed(matcher, stalled, noses, monkeypatch):
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.1)
    batcher = Batcher(on_stall=stalled.set, stall_seconds=STALL)
    prints = Prints(batcher, matcher, nobody)
    batcher.start()
    assert not stalled.wait(2 * STALL)  # idle is not stalled
    matcher.door.clear()
    with pytest.raises(TimeoutError):
        prints.compare(noses.template(0, 0), [noses.template(0, 1)], Priority.BULK)
    assert stalled.wait(10)
    matcher.door.set()
    batcher.stop()


def nobody(items):
    """Observes calls, and keeps it to itself."""


def squares(items):
    return [item**2 for item in items]


def test_any_model_may_be_run(batcher):
    sizes = []
    work = Work(squares, range(7), per_call=3, cost=1, observe=sizes.append)
    assert batcher.do(work, Priority.FACES) == [0, 1, 4, 9, 16, 25, 36]
    assert sizes == [3, 3, 1]
    assert batcher.do(Work(squares, [], 3, 1, sizes.append), Priority.FACES) == []
    assert len(sizes) == 3


def test_what_a_model_raises_reaches_its_caller_alone(batcher):
    def fail(items):
        raise ValueError("no such picture")

    with pytest.raises(ValueError, match="no such picture"):
        batcher.do(Work(fail, [1], 1, 1, nobody), Priority.FACES)
    assert batcher.do(Work(squares, [2], 1, 1, nobody), Priority.FACES) == [4]


def test_dear_items_fill_the_queue_sooner(batcher, monkeypatch):
    monkeypatch.setattr(module, "WAITING_COST", 399)
    with pytest.raises(BatcherFull):
        batcher.do(Work(squares, [1, 2], 1, 200, nobody), Priority.FACES)
    assert batcher.do(Work(squares, [1], 1, 200, nobody), Priority.FACES) == [1]


def test_a_search_goes_between_the_calls_for_faces_and_those_before_bulk(batcher, prints, matcher, noses):
    """A photo of many faces holds up a search for one call only; bulk work holds up neither."""
    query, reference, calls = noses.template(0, 0), noses.template(0, 1), matcher.calls
    door = threading.Event()

    def read(items):
        door.wait(10)
        calls.append("faces")
        return list(items)

    threads = [in_thread(batcher.do, Work(read, range(9), 3, 1, nobody), Priority.FACES)]
    eventually(lambda: batcher._busy_since is not None and batcher.waiting_cost == 0)
    threads.append(in_thread(prints.compare, query, [reference] * 2, Priority.BULK))
    eventually(lambda: batcher.waiting_cost == 2)
    threads.append(in_thread(prints.compare, query, [reference], Priority.INTERACTIVE))
    eventually(lambda: batcher.waiting_cost == 3)
    door.set()
    for thread in threads:
        thread.join()
    assert calls == ["faces", 1, "faces", "faces", 2]
