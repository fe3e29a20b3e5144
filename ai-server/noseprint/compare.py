"""Two prints: mutual matches on the device, then geometric verification on the CPU."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from noseprint import parameters as p
from noseprint.exact import Bytes, multiplies_bytes, neighbours
from noseprint.geometry import Array
from noseprint.grooves import correlate, deviations
from noseprint.motions import followers, propose
from noseprint.template import Template


@dataclass(frozen=True, eq=False)
class Correspondences:
    """Points that may be the same: int64[K] indices into the query's and the reference's points."""

    query: Array
    reference: Array


@dataclass(frozen=True, eq=False)
class Comparison:
    """How much two prints agree.

    score: the evidence of both kinds, weighed by a logistic regression; grooves: of the reliefs, standard deviations of
    chance; covered: of the points, cells of CELL nose widths that hold agreeing ones (the smaller count of both noses),
    so that a cluster of points counts once; inliers: agreeing points; points: float32[K, 4] x1, y1 on the query,
    x2, y2 on the reference, fractions of the photos.
    """

    score: float
    grooves: float
    covered: int
    inliers: int
    points: Array


class Matcher:
    """Mutual nearest neighbours; owns the device, so one thread at a time may use it."""

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
        """Return the pairs that prefer each other."""
        lengths = [len(reference.points) for reference in references]
        if min(query.shape[1], max(lengths)) == 0:
            return [no_correspondences() for _ in references]
        similarity = query @ self.unit(references, max(lengths)).mT  # [B, query's points, points], 0 on padding
        best, there = similarity.max(2)
        mutual = similarity.argmax(1).gather(1, there) == torch.arange(query.shape[1], device=self.device)
        kept, matched = (mutual & (best > 0)).cpu().numpy(), there.cpu().numpy()
        return [Correspondences(np.flatnonzero(k), m[k]) for k, m in zip(kept, matched, strict=True)]


def compare(query: Template, reference: Template) -> Comparison:
    """Match and verify two prints on the CPU."""
    return verify(query, reference, Matcher().match(query, [reference])[0])


def verify(query: Template, reference: Template, correspondences: Correspondences) -> Comparison:
    """Find the motion of the nose under which the grooves agree best, and weigh the evidence for it.

    Correspondences propose motions, grooves choose among them; an affine map fitted by MAGSAC (Barath et al. 2019) says
    which correspondences bear it out. Deterministic; any thread.
    """
    q, r = correspondences.query, correspondences.reference
    here, there = query.nose_points()[q], reference.nose_points()[r]
    motions = propose(here, there, query.points[q, 2:], reference.points[r, 2:])
    if not motions:
        return nothing()
    correlations, counts = correlate(query.grooves, reference.grooves, motions)
    best = int((correlations * np.sqrt(counts)).argmax())
    motion = motions[best]
    grooves = deviations(float(correlations[best]), float(counts[best]), query.grooves, reference.grooves, motion)
    agreeing = followers(motion, here, there)
    agreeing = agreeing[fit_affine(here[agreeing], there[agreeing])] if len(agreeing) >= p.MIN_POINTS else agreeing[:0]
    places = np.hstack([query.points[q[agreeing], :2], reference.points[r[agreeing], :2]])
    covered = min(cells(here[agreeing]), cells(there[agreeing]))
    score = p.GROOVES_WEIGHT * grooves + p.COVERED_WEIGHT * covered
    return Comparison(score, grooves, covered, len(agreeing), np.asarray(places, np.float32))


def no_correspondences() -> Correspondences:
    """Return none."""
    return Correspondences(np.zeros(0, np.int64), np.zeros(0, np.int64))


def nothing() -> Comparison:
    """Return the comparison of two prints that have nothing in common."""
    return Comparison(0.0, 0.0, 0, 0, np.zeros((0, 4), np.float32))


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
