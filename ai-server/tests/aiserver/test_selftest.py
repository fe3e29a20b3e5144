"""A process that cannot match does not consume."""

from types import SimpleNamespace

import numpy as np
import pytest

import facecover
import noseprint
from aiserver import selftest
from aiserver.batcher import Batcher
from aiserver.decoders import Decoders, DecodersBusy
from aiserver.models import Faces, Prints
from aiserver.selftest import SelfTestFailed


class BlindMatcher(noseprint.Matcher):
    """As a device would be that computes nonsense."""

    def match(self, query, references):
        nothing = np.zeros(0, np.int64)
        return [noseprint.Correspondences(nothing, nothing) for _ in references]


@pytest.fixture
def batcher():
    made = Batcher(on_stall=lambda: None, stall_seconds=60)
    made.start()
    yield made
    made.stop()


def test_a_matcher_that_works_passes(batcher):
    selftest.check_matching(Prints(batcher, noseprint.Matcher("cpu"), lambda pairs: None))


def test_a_decoder_that_works_passes(decoders):
    selftest.check_decoding(decoders)


def test_no_decoder_fails(monkeypatch, tmp_path):
    monkeypatch.setattr("aiserver.decoders.PROGRAM", tmp_path / "none.py")
    with pytest.raises(DecodersBusy):
        selftest.check_decoding(Decoders(1, 64 << 20, 5))


def test_a_matcher_that_finds_nothing_fails(batcher):
    with pytest.raises(SelfTestFailed):
        selftest.check_matching(Prints(batcher, BlindMatcher(), lambda pairs: None))


@pytest.fixture
def faces(batcher):
    return Faces(batcher, "cpu", lambda looks: None, lambda faces: None)


def test_networks_that_work_pass(faces):
    selftest.check_faces(faces)


def test_a_detector_that_sees_nobody_fails(faces, monkeypatch):
    monkeypatch.setattr(facecover.Detector, "detect", lambda self, images: [[] for _ in images])
    with pytest.raises(SelfTestFailed, match="not found"):
        selftest.check_faces(faces)


def test_a_detector_that_sees_somebody_else_too_fails(faces, monkeypatch):
    detect, ghost = facecover.Detector.detect, facecover.Face(facecover.Box(0, 0, 0.1, 0.1), 0.0, 0.9)
    monkeypatch.setattr(facecover.Detector, "detect", lambda self, images: [[*detect(self, images)[0], ghost]])
    with pytest.raises(SelfTestFailed, match="not found"):
        selftest.check_faces(faces)


def test_a_reader_that_tells_nothing_fails(faces, monkeypatch):
    flat = dict.fromkeys(facecover.EXPRESSIONS, 1 / 7)
    monkeypatch.setattr(faces, "_reader", SimpleNamespace(read=lambda image, faces: [flat for _ in faces]))
    with pytest.raises(SelfTestFailed, match="not read"):
        selftest.check_faces(faces)
