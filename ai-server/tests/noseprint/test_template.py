"""The binary form of a print: small, exact enough, and never trusted."""

from dataclasses import replace

import numpy as np
import pytest

import noseprint
from noseprint import Box, IncompatibleTemplate, Template
from noseprint.grooves import find_grooves
from noseprint.template import HEADER


def test_bytes_and_back(templates):
    before = templates[0][0]
    after = Template.from_bytes(before.to_bytes())
    assert after.version == noseprint.VERSION
    assert after.shape == before.shape
    np.testing.assert_allclose(after.points[:, :2], before.points[:, :2], atol=1 / 65535)
    np.testing.assert_allclose(after.points[:, 2:], before.points[:, 2:], rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(after.descriptors, before.descriptors)
    np.testing.assert_array_equal(after.grooves.relief, before.grooves.relief)
    np.testing.assert_array_equal(after.grooves.likeness, before.grooves.likeness)
    assert after.grooves.corner == pytest.approx(before.grooves.corner, abs=1e-6)
    np.testing.assert_allclose(after.vector, before.vector, atol=1e-3)
    assert np.linalg.norm(after.vector) == pytest.approx(1, abs=1e-5)
    assert after.nose.width == pytest.approx(before.nose.width)


def test_stored_prints_compare_like_fresh_ones(templates):
    query, reference = templates[0][:2]
    stored = Template.from_bytes(reference.to_bytes())
    assert noseprint.compare(query, stored).score == pytest.approx(noseprint.compare(query, reference).score, rel=0.1)


def test_a_print_fits_in_a_row(templates):
    assert sum(len(print_.to_bytes()) for print_ in templates[0]) / len(templates[0]) < 60_000  # five: 300 KB a dog


def test_an_empty_print_survives():
    blank = np.zeros((8, 9), np.uint8)
    empty = Template(
        Box(0.1, 0.2, 0.3, 0.4), (640, 480), np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8),
        find_grooves(blank, blank, 0j),
        np.eye(1, noseprint.VECTOR_SIZE, dtype=np.float32)[0],
    )  # fmt: skip
    again = Template.from_bytes(empty.to_bytes())
    assert again.points.shape == (0, 4)
    assert noseprint.compare(again, again).score == 0


def test_every_truncation_is_refused(templates):
    data = templates[0][0].to_bytes()
    for length in [*range(80), len(data) // 2, len(data) - 1]:
        with pytest.raises(IncompatibleTemplate):
            Template.from_bytes(data[:length])


def test_longer_bytes_are_refused(templates):
    with pytest.raises(IncompatibleTemplate):
        Template.from_bytes(templates[0][0].to_bytes() + b"\0")


def test_every_kind_of_damage_is_refused(templates):
    data = templates[0][0].to_bytes()
    rng = np.random.default_rng(0)
    for position in [*range(HEADER.size), *rng.integers(0, len(data), 40)]:
        damaged = bytearray(data)
        damaged[position] ^= 0x55
        with pytest.raises(IncompatibleTemplate):
            Template.from_bytes(bytes(damaged))


def test_garbage_is_refused():
    rng = np.random.default_rng(1)
    for size in (0, 3, 64, 100_000):
        with pytest.raises(IncompatibleTemplate):
            Template.from_bytes(rng.bytes(size))
        with pytest.raises(IncompatibleTemplate):
            Template.from_bytes(b"NOSE" + rng.bytes(size))


def test_another_version_is_refused(templates):
    before = templates[0][0]
    other = replace(before, version="rootsift-0")
    with pytest.raises(IncompatibleTemplate, match="version"):
        Template.from_bytes(other.to_bytes())
