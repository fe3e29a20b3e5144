"""Faces through the batcher: the same as without it, in one thread, whatever memory the device has."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import nn

import facecover
import noseprint
from aiserver import models
from aiserver.batcher import Batcher, Priority, Work
from aiserver.config import ConfigurationError
from aiserver.metrics import Metrics
from aiserver.models import Faces, Prints
from evaluation.faces.portraits import astronaut
from facecover import mtcnn

FACE = (astronaut().box, 0.0)


class ForgetfulReader:
    """The real one, with a memory for so many faces."""

    def __init__(self, memory):
        self.memory, self.reader = memory, facecover.Reader()

    def read(self, image, faces):
        if len(faces) > self.memory:
            raise torch.OutOfMemoryError("no memory left on the device")
        return self.reader.read(image, faces)


@pytest.fixture
def batcher():
    made = Batcher(on_stall=lambda: None, stall_seconds=60)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def observed():
    return []


@pytest.fixture
def looked():
    return []


@pytest.fixture
def faces(batcher, looked, observed):
    return Faces(batcher, "cpu", looked.append, observed.append)


@pytest.fixture
def threads(monkeypatch):
    """The names of those in which networks look."""
    seen: set[str] = set()
    look = nn.Module.__call__

    def watched(module, *arguments):
        seen.add(threading.current_thread().name)
        return look(module, *arguments)

    monkeypatch.setattr(nn.Module, "__call__", watched)
    return seen


def test_faces_are_those_that_facecover_finds_and_reads(faces):
    image = astronaut().image
    found = faces.find(image)
    assert found == facecover.Detector().detect([image])[0]
    places = [(face.box, face.angle) for face in found]
    assert faces.read(image, places) == facecover.Reader().read(image, places)
    assert faces.read(image, []) == []


def test_many_faces_are_read_in_slices(faces, observed, monkeypatch):
    monkeypatch.setattr(models, "FACES_PER_CALL", 3)
    assert len(faces.read(astronaut().image, [FACE] * 7)) == 7
    assert observed == [3, 3, 1]


def test_when_memory_is_exhausted_fewer_faces_are_read_at_once(faces):
    faces._reader = ForgetfulReader(memory=2)
    image = astronaut().image
    expected = facecover.Reader().read(image, [FACE])[0]
    for scores in faces.read(image, [FACE] * 5):
        assert scores == pytest.approx(expected, abs=1e-5)


def test_memory_too_small_for_one_look_fails_its_job_and_no_other(faces, monkeypatch):
    def exhausted(module, *arguments):
        raise torch.OutOfMemoryError("no memory left on the device")

    with monkeypatch.context() as context, pytest.raises(torch.OutOfMemoryError):
        context.setattr(nn.Module, "__call__", exhausted)
        faces.find(astronaut().image)
    assert len(faces.find(astronaut().image)) == 1


def test_a_search_goes_between_the_looks_at_a_photo(batcher, faces, monkeypatch):
    """A photo is looked at many times; whoever is more urgent waits for one look."""
    door, order, propose = threading.Event(), [], mtcnn.ProposalNet.forward

    def held(network, pictures):
        door.wait(10)
        order.append("look")
        return propose(network, pictures)

    monkeypatch.setattr(mtcnn.ProposalNet, "forward", held)
    search = Work(lambda items: order.append("search") or items, [0], 1, 1, lambda items: None)
    with ThreadPoolExecutor(2) as pool:
        found = pool.submit(faces.find, astronaut().image)
        eventually(lambda: batcher._busy_since is not None and batcher.waiting_cost == 0)
        asked = pool.submit(batcher.do, search, Priority.INTERACTIVE)
        eventually(lambda: batcher.waiting_cost == 1)
        door.set()
        assert (len(found.result()), asked.result()) == (1, [0])
    assert order[:3] == ["look", "search", "look"] and order.count("look") > 5


def eventually(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_one_thread_runs_all_models(batcher, faces, noses, threads):
    prints = Prints(batcher, noseprint.Matcher("cpu"), lambda pairs: None)
    image, query, references = astronaut().image, noses.template(0, 0), [noses.template(0, 1)]
    threads.clear()  # noses are found by a network, too
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(faces.read, image, [FACE] * 3) for _ in range(4)]
        asked += [pool.submit(faces.find, image) for _ in range(2)]
        asked += [pool.submit(prints.compare, query, references, Priority.INTERACTIVE) for _ in range(4)]
        sizes = [len(each.result()) for each in asked]
    assert sizes == [3] * 4 + [1] * 6
    assert threads == {"batcher"}


def test_weights_that_are_not_installed_are_named(batcher, monkeypatch):
    def missing(device):
        raise facecover.WeightsMissing("no pnet.pt in the package facenet_pytorch")

    monkeypatch.setattr(facecover, "Reader", missing)
    with pytest.raises(ConfigurationError, match=r"no pnet\.pt"):
        models.load_faces(batcher, "cpu", Metrics())
