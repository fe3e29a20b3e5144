"""A process that cannot match does not consume."""

import numpy as np
import pytest

import noseprint
from aiserver import selftest
from aiserver.batcher import Batcher
from aiserver.decoders import Decoders, DecodersBusy
from aiserver.selftest import SelfTestFailed


class BlindMatcher(noseprint.Matcher):
    """As a device would be that computes nonsense."""

    def match(self, query, references):
        nothing = np.zeros(0, np.int64)
        return [noseprint.Correspondences(nothing, nothing) for _ in references]


def batcher_of(matcher):
    batcher = Batcher(matcher, lambda pairs: None, on_stall=lambda: None, stall_seconds=60)
    batcher.start()
    return batcher


def test_a_matcher_that_works_passes():
    batcher = batcher_of(noseprint.Matcher("cpu"))
    selftest.check_matching(batcher)
    batcher.stop()


def test_a_decoder_that_works_passes(decoders):
    selftest.check_decoding(decoders)


def test_no_decoder_fails(monkeypatch, tmp_path):
    monkeypatch.setattr("aiserver.decoders.PROGRAM", tmp_path / "none.py")
    with pytest.raises(DecodersBusy):
        selftest.check_decoding(Decoders(1, 64 << 20, 5))


def test_a_matcher_that_finds_nothing_fails():
    batcher = batcher_of(BlindMatcher())
    with pytest.raises(SelfTestFailed):
        selftest.check_matching(batcher)
    batcher.stop()
