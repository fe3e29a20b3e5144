"""Two prints: mutual matches on the device, then geometric verification on the CPU."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from noseprint import parameters as p
from noseprint.exact import Bytes, multiplies_bytes, neighbours
from noseprint.geometry import Array
from noseprint.template import Template


@dataclass(frozen=True, eq=False)
class Correspondences:
    """Points that may be the same: int64[K] indices into the query's and the reference's points."""

    query: Array
    reference: Array


@dataclass(frozen=True, eq=False)
class Comparison:
    """How much two prints agree.

    score: cells of CELL nose widths that hold agreeing points (the smaller count of both noses), so that a cluster of
    points counts once; inliers: agreeing points; points: float32[K, 4] x1, y1 on the query, x2, y2 on
    the reference, fractions of the photos.
    """

    score: float
    inliers: int
    points: Array


class Matcher:
    """Mutual nearest neighbours with a ratio test; owns the device, so one thread at a time may use it."""

    def __init__(self, device: str = "cpu") -> None:
        self.device = torch.device(device)
        self.batch = p.CPU_BATCH if self.device.type == "cpu" else p.DEVICE_BATCH
        self.in_bytes = self.device.type == "cpu" and multiplies_bytes()

    @torch.inference_mode()
    def match(self, query: Template, references: Sequence[Template]) -> list[Correspondences]:
        """Return the correspondences of `query` with each of `references`."""
        if self.in_bytes:
            return self.match_bytes(query, references)
        wanted = self.unit([query], len(query.points))
        found: list[Correspondences] = []
        for start in range(0, len(references), self.batch):
            found += self.match_batch(wanted, references[start : start + self.batch])
        return found

    def match_bytes(self, query: Template, references: Sequence[Template]) -> list[Correspondences]:
        """Return what `match_batch` does, one reference at a time: it stays in the cache."""
        wanted = Bytes.of(query.descriptors)
        found = []
        for reference in references:
            if min(len(query.points), len(reference.points)) == 0:
                found.append(no_correspondences())
            else:
                found.append(Correspondences(*neighbours(wanted, Bytes.of(reference.descriptors))))
        return found

    def unit(self, templates: Sequence[Template], length: int) -> torch.Tensor:
        """Return float32[B, length, 128] of norm 1 on the device, rows of zeros where a template is shorter."""
        padded = np.zeros((len(templates), length, 128), np.uint8)
        for row, template in zip(padded, templates, strict=True):
            row[: len(template.descriptors)] = template.descriptors
        return torch.nn.functional.normalize(torch.from_numpy(padded).to(self.device, torch.float32), dim=2)

    def match_batch(self, query: torch.Tensor, references: Sequence[Template]) -> list[Correspondences]:
        """Return the pairs that prefer each other and beat the second best by RATIO (of distances)."""
        lengths = [len(reference.points) for reference in references]
        if min(query.shape[1], max(lengths)) == 0:
            return [no_correspondences() for _ in references]
        similarity = query @ self.unit(references, max(lengths)).mT  # [B, query's points, points], 0 on padding
        best, there = similarity.max(2)
        mutual = similarity.argmax(1).gather(1, there) == torch.arange(query.shape[1], device=self.device)
        similarity.scatter_(2, there[..., None], 0.0)
        clear = mutual & (best > 0) & (1 - best < p.RATIO**2 * (1 - similarity.amax(2)))
        kept, matched = clear.cpu().numpy(), there.cpu().numpy()
        return [Correspondences(np.flatnonzero(k), m[k]) for k, m in zip(kept, matched, strict=True)]


def compare(query: Template, reference: Template) -> Comparison:
    """Match and verify two prints on the CPU."""
    return verify(query, reference, Matcher().match(query, [reference])[0])


def verify(query: Template, reference: Template, correspondences: Correspondences) -> Comparison:
    """Keep the correspondences that one motion of the nose explains, and count the evidence.

    Every correspondence of two SIFT points proposes a similarity; the one that most others agree with selects the
    candidates, to which MAGSAC (Barath et al. 2019) fits an affine map. Deterministic; any thread.
    """
    q, r = correspondences.query, correspondences.reference
    if len(q) < p.MIN_POINTS:
        return nothing()
    here, there = query.nose_points()[q], reference.nose_points()[r]
    agreeing = vote(here, there, query.points[q, 2:], reference.points[r, 2:])
    if len(agreeing) < p.MIN_POINTS:
        return nothing()
    agreeing = agreeing[fit_affine(here[agreeing], there[agreeing])]
    if len(agreeing) < p.MIN_POINTS:
        return nothing()
    places = np.hstack([query.points[q[agreeing], :2], reference.points[r[agreeing], :2]])
    score = min(cells(here[agreeing]), cells(there[agreeing]))
    return Comparison(float(score), len(agreeing), np.asarray(places, np.float32))


def no_correspondences() -> Correspondences:
    """Return none."""
    return Correspondences(np.zeros(0, np.int64), np.zeros(0, np.int64))


def nothing() -> Comparison:
    """Return the comparison of two prints that have nothing in common."""
    return Comparison(0.0, 0, np.zeros((0, 4), np.float32))


def vote(here: Array, there: Array, here_frames: Array, there_frames: Array) -> Array:
    """Return the indices of the correspondences that agree with the most popular similarity.

    here, there: float32[K, 2] in nose widths; frames: float32[K, 2] diameter and angle in degrees.
    """
    zoom = there_frames[:, 0] / here_frames[:, 0]
    turn = np.deg2rad(there_frames[:, 1] - here_frames[:, 1])
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    plausible = (np.abs(np.log(zoom)) < np.log(p.MAX_ZOOM)) & (np.abs(turn) < np.deg2rad(p.MAX_ROTATION))
    kept = np.flatnonzero(plausible)
    if len(kept) == 0:
        return kept
    z, w = complex_plane(here[kept]), complex_plane(there[kept])
    motion = (zoom[kept] * np.exp(1j * turn[kept])).astype(np.complex64)
    error = np.abs(w[None] - w[:, None] - motion[:, None] * (z[None] - z[:, None]))
    growth = np.log(motion)  # angles stay well below half a turn, so quotients are differences
    alike = np.abs(growth[None] - growth[:, None])
    agree = (error < p.VOTE_RADIUS) & (alike < p.VOTE_MOTION)
    return np.asarray(kept[agree[agree.sum(1).argmax()]])


def complex_plane(points: Array) -> Array:
    """Return complex64[N] x + iy."""
    return np.asarray(points[:, 0] + 1j * points[:, 1], np.complex64)


def fit_affine(here: Array, there: Array) -> Array:
    """Return bool[K]: what an affine map fitted by MAGSAC explains within INLIER_RADIUS."""
    none = np.zeros(len(here), bool)
    matrix, inliers = cv2.estimateAffine2D(
        here, there, None, cv2.USAC_MAGSAC, p.INLIER_RADIUS, maxIters=p.MAGSAC_ITERATIONS, confidence=0.999
    )
    if matrix is None or not plausible_map(matrix):
        return none
    return np.asarray(inliers.ravel() > 0)


def plausible_map(matrix: Array) -> bool:
    """Return whether an affine map may come from turning one nose: no mirror, moderate zoom and squeeze."""
    stretch = np.linalg.svd(matrix[:, :2], compute_uv=False)
    moderate = stretch[0] < p.MAX_ZOOM and stretch[1] > 1 / p.MAX_ZOOM and stretch[0] / stretch[1] < p.MAX_SQUEEZE
    return bool(moderate and np.linalg.det(matrix[:, :2]) > 0)


def cells(points: Array) -> int:
    """Return how many cells of a grid of CELL nose widths hold at least one point."""
    return len(np.unique(np.floor(points / p.CELL).astype(np.int64), axis=0))
