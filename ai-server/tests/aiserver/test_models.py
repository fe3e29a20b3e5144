"""Faces through the batcher: the same as without it, in one thread, whatever memory the device has."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

import facecover
import noseprint
from aiserver import models
from aiserver.batcher import Batcher, Priority
from aiserver.config import ConfigurationError
from aiserver.metrics import Metrics
from aiserver.models import Faces, Prints
from evaluation.faces.portraits import astronaut

FACE = (astronaut().box, 0.0)


class WatchedDetector(facecover.Detector):
    """The real one, with a memory for so many pictures."""

    memory = 1

    def detect(self, images):
        THREADS.add(threading.current_thread().name)
        if len(images) > self.memory:
            raise torch.OutOfMemoryError("no memory left on the device")
        return super().detect(images)


class WatchedReader(facecover.Reader):
    memory = 1000

    def read(self, image, faces):
        THREADS.add(threading.current_thread().name)
        if len(faces) > self.memory:
            raise torch.OutOfMemoryError("no memory left on the device")
        return super().read(image, faces)


THREADS: set[str] = set()


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
def faces(batcher, observed):
    THREADS.clear()
    return Faces(batcher, WatchedDetector(), WatchedReader(), observed.append)


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
    faces._reader.memory = 2
    image = astronaut().image
    expected = facecover.Reader().read(image, [FACE])[0]
    for scores in faces.read(image, [FACE] * 5):
        assert scores == pytest.approx(expected, abs=1e-5)


def test_memory_too_small_for_one_picture_fails_its_job_and_no_other(faces):
    faces._detector.memory = 0
    with pytest.raises(torch.OutOfMemoryError):
        faces.find(astronaut().image)
    faces._detector.memory = 1
    assert len(faces.find(astronaut().image)) == 1


def test_one_thread_runs_all_models(batcher, faces, noses):
    prints = Prints(batcher, noseprint.Matcher("cpu"), lambda pairs: None)
    image, query, references = astronaut().image, noses.template(0, 0), [noses.template(0, 1)]
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(faces.read, image, [FACE] * 3) for _ in range(4)]
        asked += [pool.submit(faces.find, image) for _ in range(2)]
        asked += [pool.submit(prints.compare, query, references, Priority.INTERACTIVE) for _ in range(4)]
        sizes = [len(each.result()) for each in asked]
    assert sizes == [3] * 4 + [1] * 6
    assert list(THREADS) == ["batcher"]


def test_weights_that_are_not_installed_are_named(batcher, monkeypatch):
    def missing(device):
        raise facecover.WeightsMissing("no pnet.pt in the package facenet_pytorch")

    monkeypatch.setattr(facecover, "Detector", missing)
    with pytest.raises(ConfigurationError, match=r"no pnet\.pt"):
        models.load_faces(batcher, "cpu", Metrics())
