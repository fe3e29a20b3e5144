"""A print's strongest points with shortened descriptors: small enough to be compared with hundreds of dogs.

The vector finds the dogs to compare sketches with, sketches those to verify.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from noseprint import parameters as p
from noseprint.embed import model, reduce
from noseprint.geometry import Array
from noseprint.motions import agreement, complex_plane, plausible, proposed
from noseprint.template import Template

# place in nose widths from the corner of the nose's box, diameter in nose widths and angle in degrees, descriptor
POINT = np.dtype([("place", "<f2", 2), ("frame", "<f2", 2), ("descriptor", "i1", p.AXES)])


def sketch(template: Template) -> bytes:
    """Return the strongest SKETCH_POINTS points; where there are fewer, the rest are zeros, which match nothing."""
    n = min(len(template.points), p.SKETCH_POINTS)
    drawn = np.zeros(p.SKETCH_POINTS, POINT)
    drawn["frame"][:, 0] = 1
    drawn["place"][:n] = template.nose_points()[:n]
    drawn["frame"][:n] = template.points[:n, 2:]
    reduced = reduce(template.descriptors[:n], model().centre, model().axes)
    lengths = np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-6)
    drawn["descriptor"][:n] = np.rint(127 * reduced / lengths)
    return drawn.tobytes()


@torch.inference_mode()
def count_votes(query: Template, sketches: Sequence[bytes]) -> Array:
    """Return int64[N]: how many correspondences of the query's sketch with each agree on one motion. Any thread.

    Raises ValueError where a sketch has not the size of one.
    """
    own = np.frombuffer(sketch(query), POINT)
    if any(len(other) != own.nbytes for other in sketches):
        raise ValueError(f"a sketch has {own.nbytes} bytes")
    counted = [votes_of(own, others) for others in batches(sketches)]
    return np.concatenate(counted) if counted else np.zeros(0, np.int64)


def prefer(query: Template, sketches: Sequence[bytes], nearness: Array) -> Array:
    """Return float64[N]: how much each print deserves to be verified, by its sketch and its vector's cosine."""
    return np.asarray(count_votes(query, sketches) + p.SKETCH_VECTOR * nearness)


def batches(sketches: Sequence[bytes]) -> Iterator[Array]:
    """Yield POINT[B, SKETCH_POINTS] of up to SKETCH_BATCH sketches."""
    for start in range(0, len(sketches), p.SKETCH_BATCH):
        joined = b"".join(sketches[start : start + p.SKETCH_BATCH])
        yield np.frombuffer(joined, POINT).reshape(-1, p.SKETCH_POINTS)


def votes_of(own: Array, others: Array) -> Array:
    """Return int64[B] of POINT[P] against POINT[B, P]."""
    there, mutual = matches(own["descriptor"], others["descriptor"])
    zooms = proposed(own["frame"][there].astype(np.float32), others["frame"].astype(np.float32))
    kept = mutual & plausible(zooms)
    few = np.argsort(~kept, axis=1, kind="stable")[:, : p.SKETCH_MATCHES]  # the kept ones first, strongest first
    kept, zooms = np.take_along_axis(kept, few, 1), np.take_along_axis(zooms, few, 1)
    z = complex_plane(own["place"].astype(np.float32))[np.take_along_axis(there, few, 1)]
    w = np.take_along_axis(complex_plane(others["place"].astype(np.float32)), few, 1)
    agree = agreement(z, w, zooms) & kept[:, None, :] & kept[:, :, None]
    return np.asarray(agree.sum(2).max(1))


def matches(own: Array, others: Array) -> tuple[Array, Array]:
    """Return (there, mutual), [B, P]: which of the own points each of the others prefers, and whether it is mutual."""
    count, points, axes = others.shape
    flat = torch.from_numpy(others.reshape(-1, axes).astype(np.float32))  # one large product is faster than many
    similarity = (flat @ torch.from_numpy(own.astype(np.float32)).T).numpy().reshape(count, points, -1)
    there = similarity.argmax(2)
    best = np.take_along_axis(similarity, there[..., None], 2)[..., 0]
    mutual = (best == np.take_along_axis(similarity.max(1), there, 1)) & (best > 0)
    return there, mutual
