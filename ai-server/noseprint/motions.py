"""Which motions of the nose explain the correspondences: every pair of SIFT points proposes one."""

import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array
from noseprint.grooves import Motion


def propose(here: Array, there: Array, here_frames: Array, there_frames: Array) -> list[Motion]:
    """Return up to MOTIONS similarities, most votes first.

    here, there: float32[K, 2] in nose widths; frames: float32[K, 2] diameter and angle in degrees. A motion's voters do
    not propose another.
    """
    zooms = proposed(here_frames, there_frames)
    kept = np.flatnonzero(plausible(zooms))
    z, w, zooms = complex_plane(here[kept]), complex_plane(there[kept]), zooms[kept]
    agree = agreement(z, w, zooms)
    votes = agree.sum(1)
    motions: list[Motion] = []
    while len(motions) < p.MOTIONS and votes.max(initial=0) > 0:
        first = int(votes.argmax())
        motions.append(fit(z[agree[first]], w[agree[first]], z[first], w[first], zooms[first]))
        votes[agree[first]] = 0
        votes[first] = 0
    return motions


def proposed(here_frames: Array, there_frames: Array) -> Array:
    """Return complex64[...]: change of scale and turn between the frames [..., 2] of corresponding points."""
    zoom = there_frames[..., 0] / here_frames[..., 0]
    turn = np.deg2rad(there_frames[..., 1] - here_frames[..., 1])
    return np.asarray(zoom * np.exp(1j * turn), np.complex64)


def plausible(zooms: Array) -> Array:
    """Return bool[...]: whether two photos of a nose may differ so much."""
    moderate = np.abs(np.log(np.abs(zooms))) < np.log(p.MAX_ZOOM)
    return np.asarray(moderate & (np.abs(np.angle(zooms)) < np.deg2rad(p.MAX_ROTATION)))


def agreement(z: Array, w: Array, zooms: Array) -> Array:
    """Return bool[..., K, K]: whether the motion that a row proposes explains the column's correspondence."""
    apart, moved = (places[..., None, :] - places[..., :, None] for places in (z, w))
    growth = np.log(zooms)  # angles stay well below half a turn, so quotients are differences
    alike = np.abs(growth[..., None, :] - growth[..., :, None]) < p.VOTE_MOTION
    return np.asarray((np.abs(moved - zooms[..., :, None] * apart) < p.VOTE_RADIUS) & alike)


def fit(z: Array, w: Array, z_first: complex, w_first: complex, zoom: complex) -> Motion:
    """Return the least-squares similarity of the voters, or the first one's own where they do not fix one."""
    centre, target = z.mean(), w.mean()
    spread = z - centre
    energy = float((np.abs(spread) ** 2).sum())
    fitted = complex(((w - target) * spread.conj()).sum() / energy) if energy > p.MIN_SPREAD else 0j
    if 1 / p.MAX_ZOOM < abs(fitted) < p.MAX_ZOOM:
        return Motion(fitted, complex(target - fitted * centre), len(z))
    return Motion(complex(zoom), complex(w_first - zoom * z_first), len(z))


def followers(motion: Motion, here: Array, there: Array) -> Array:
    """Return the indices of the correspondences that a motion explains within VOTE_RADIUS."""
    error = np.abs(complex_plane(there) - motion.zoom * complex_plane(here) - motion.shift)
    return np.flatnonzero(error < p.VOTE_RADIUS)


def complex_plane(points: Array) -> Array:
    """Return complex64[...] x + iy of float32[..., 2]."""
    return np.asarray(points[..., 0] + 1j * points[..., 1], np.complex64)
