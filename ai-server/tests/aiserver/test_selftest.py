"""A process that cannot match does not consume."""

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


class BlindDetector(facecover.Detector):
    def detect(self, images):
        return [[] for _ in images]


class ExcitedDetector(facecover.Detector):
    """Sees faces beside the one that is there."""

    def detect(self, images):
        return [[*found, facecover.Face(facecover.Box(0, 0, 0.1, 0.1), 0.0, 0.9)] for found in super().detect(images)]


class FlatReader(facecover.Reader):
    def read(self, image, faces):
        return [dict.fromkeys(facecover.EXPRESSIONS, 1 / 7) for _ in faces]


def check_faces(batcher, detector, reader):
    selftest.check_faces(Faces(batcher, detector, reader, lambda faces: None))


def test_networks_that_work_pass(batcher):
    check_faces(batcher, facecover.Detector(), facecover.Reader())


@pytest.mark.parametrize("detector", [BlindDetector, ExcitedDetector])
def test_a_detector_that_sees_nobody_or_too_many_fails(batcher, detector):
    with pytest.raises(SelfTestFailed, match="not found"):
        check_faces(batcher, detector(), facecover.Reader())


def test_a_reader_that_tells_nothing_fails(batcher):
    with pytest.raises(SelfTestFailed, match="not read"):
        check_faces(batcher, facecover.Detector(), FlatReader())
