"""Few points, short descriptors: enough to know whom to verify."""

from dataclasses import replace

import numpy as np
import pytest

import noseprint
from noseprint import parameters as p
from noseprint.sketch import POINT, count_votes

from .captures import DOGS, SHOTS


def test_a_sketch_is_small_and_of_one_size(templates):
    full = templates[0][0]
    few = replace(full, points=full.points[:7], descriptors=full.descriptors[:7])
    none = replace(full, points=full.points[:0], descriptors=full.descriptors[:0])
    sizes = {len(noseprint.sketch(template)) for template in (full, few, none)}
    assert sizes == {p.SKETCH_POINTS * POINT.itemsize}
    assert sizes.pop() <= 4096


def test_the_same_dog_gets_more_votes(templates):
    flat = [template for dog in templates for template in dog]
    sketches = [noseprint.sketch(template) for template in flat]
    owner = np.repeat(np.arange(DOGS), SHOTS)
    for i, query in enumerate(flat):
        votes = count_votes(query, sketches)
        others = np.arange(len(flat)) != i
        assert votes[(owner == owner[i]) & others].max() > votes[owner != owner[i]].max()


def test_votes_do_not_depend_on_the_company(templates, monkeypatch):
    query, others = templates[0][0], [t for dog in templates for t in dog]
    sketches = [noseprint.sketch(template) for template in others]
    together = count_votes(query, sketches)
    monkeypatch.setattr(p, "SKETCH_BATCH", 5)
    np.testing.assert_array_equal(count_votes(query, sketches), together)
    assert [int(count_votes(query, [one])[0]) for one in sketches] == list(together)
    assert count_votes(query, []).shape == (0,)


def test_nothing_matches_nothing(templates):
    full = templates[0][0]
    none = replace(full, points=full.points[:0], descriptors=full.descriptors[:0])
    for query, other in ((none, full), (full, none), (none, none)):
        assert count_votes(query, [noseprint.sketch(other)])[0] == 0


def test_a_near_vector_decides_between_equals(templates):
    sketches = [noseprint.sketch(templates[0][1])] * 2
    far, near = noseprint.prefer(templates[0][0], sketches, np.array([0.1, 0.3]))
    assert near > far


def test_damaged_sketches_are_refused(templates):
    good = noseprint.sketch(templates[0][0])
    for bad in (b"", good[:-1], good + b"\0"):
        with pytest.raises(ValueError, match="bytes"):
            count_votes(templates[0][0], [good, bad])
