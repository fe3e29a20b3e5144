"""Who is who."""

import threading
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
import torch

import noseprint
from noseprint.exact import Bytes, similarities

from .captures import DOGS, SHOTS


def test_shots_of_one_dog_agree(templates):
    for dog in range(DOGS):
        scores = [noseprint.compare(a, b).score for a, b in combinations(templates[dog], 2)]
        assert sum(noseprint.same_dog(score) for score in scores) >= len(scores) - 1, scores


def test_shots_of_two_dogs_do_not(templates):
    for one, other in combinations(range(DOGS), 2):
        for a, b in product(templates[one], templates[other]):
            assert not noseprint.same_dog(noseprint.compare(a, b).score)


def test_evidence_is_points_on_both_noses(templates):
    query, reference = templates[0][:2]
    comparison = noseprint.compare(query, reference)
    assert comparison.points.shape == (comparison.inliers, 4)
    assert comparison.points.dtype == np.float32
    assert 0 < comparison.covered <= comparison.inliers
    assert comparison.score > 0 and comparison.grooves > 0
    known_query = {tuple(place) for place in query.points[:, :2]}
    known_reference = {tuple(place) for place in reference.points[:, :2]}
    assert all(tuple(p[:2]) in known_query and tuple(p[2:]) in known_reference for p in comparison.points)


def test_a_print_agrees_with_itself_best(templates):
    query = templates[0][0]
    assert noseprint.compare(query, query).score > noseprint.compare(query, templates[0][1]).score


def test_one_batch_or_many(templates):
    query, references = templates[0][0], [t for dog in templates for t in dog]
    matcher = noseprint.Matcher()
    together = matcher.match(query, references)
    for reference, pairs in zip(references, together, strict=True):
        alone = matcher.match(query, [reference])[0]
        np.testing.assert_array_equal(pairs.query, alone.query)
        np.testing.assert_array_equal(pairs.reference, alone.reference)
    assert matcher.match(query, []) == []


def test_batches_of_prints_of_all_lengths(templates):
    """What a batch pads must match nothing: a large batch finds what single comparisons find."""
    full = templates[0][1]
    short = [replace(full, points=full.points[:n], descriptors=full.descriptors[:n]) for n in (0, 1, 40, 200)]
    references = [full, *short, templates[1][0]]
    single, batched = noseprint.Matcher(), noseprint.Matcher()
    batched.batch, batched.in_bytes = len(references), False
    pairs = [matcher.match(templates[0][0], references) for matcher in (single, batched)]
    for reference, alone, together in zip(references, *pairs, strict=True):
        assert set(together.reference) <= set(range(len(reference.points)))
        common = set(zip(alone.query, alone.reference, strict=True)) & set(
            zip(together.query, together.reference, strict=True)
        )
        assert len(common) >= 0.98 * max(len(alone.query), len(together.query))


@pytest.mark.skipif(not noseprint.Matcher().in_bytes, reason="the processor does not multiply bytes exactly")
def test_products_of_bytes_are_exact():
    left, right = np.random.default_rng(0).integers(0, 256, (2, 37, 128), np.uint8)
    cosines = similarities(Bytes.of(left), Bytes.of(right))
    expected = left.astype(float) @ right.T / np.outer(np.linalg.norm(left, axis=1), np.linalg.norm(right, axis=1))
    np.testing.assert_allclose(cosines, expected, rtol=1e-6)


def test_verification_repeats_itself_in_any_thread(templates):
    query, reference = templates[0][:2]
    pairs = noseprint.Matcher().match(query, [reference])[0]
    expected = noseprint.verify(query, reference, pairs)
    found: list[noseprint.Comparison] = []
    threads = [
        threading.Thread(target=lambda: found.append(noseprint.verify(query, reference, pairs))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    for comparison in found:
        assert comparison.score == expected.score
        np.testing.assert_array_equal(comparison.points, expected.points)


def test_shuffled_points_are_no_evidence(templates):
    """The same descriptors in other places: many matches, no common motion."""
    query, reference = templates[0][:2]
    places = np.random.default_rng(0).permutation(reference.points)
    scrambled = replace(reference, points=places)
    assert not noseprint.same_dog(noseprint.compare(query, scrambled).score)


def test_prints_of_few_points_compare(templates):
    full = templates[0][0]
    for n in range(4):
        few = replace(full, points=full.points[:n], descriptors=full.descriptors[:n])
        assert noseprint.compare(few, full).inliers <= n
        assert noseprint.compare(full, few).inliers <= n
    none = replace(full, points=full.points[:0], descriptors=full.descriptors[:0])
    assert noseprint.compare(none, full).score == noseprint.compare(full, none).score == 0


def test_the_vector_prefers_the_same_dog(templates):
    flat = [(dog, t.vector) for dog in range(DOGS) for t in templates[dog]]
    same = [a @ b for (i, a), (j, b) in combinations(flat, 2) if i == j]
    other = [a @ b for (i, a), (j, b) in combinations(flat, 2) if i != j]
    assert len(same) == DOGS * SHOTS * (SHOTS - 1) / 2
    assert np.mean(same) > np.mean(other) + 0.1


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_the_device_finds_what_the_cpu_finds(templates):
    query, references = templates[0][0], templates[0] + templates[1]
    cuda, cpu = (noseprint.Matcher(device).match(query, references) for device in ("cuda", "cpu"))
    for reference, a, b in zip(references, cuda, cpu, strict=True):
        one, other = (noseprint.verify(query, reference, pairs).score for pairs in (a, b))
        assert one == pytest.approx(other, abs=3)
