"""The relief of the skin between its points: a band-passed picture, compared by correlation once a motion is proposed.

Points find the motion, grooves tell whether it is true: they use all of the skin, also where a finder's blur has left
no point. How large a correlation may be by chance depends on how fine both patterns are, so it is stated in standard
deviations of chance (Clifford, Richardson & Hemon 1989).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array, Image


@dataclass(frozen=True, eq=False)
class Motion:
    """A similarity: a place z of the query, nose widths as a complex number, lies at zoom * z + shift on the reference.

    zoom: its size is the change of scale, its angle the turn; votes: how many correspondences agree with it.
    """

    zoom: complex
    shift: complex
    votes: int


@dataclass(frozen=True, eq=False)
class Grooves:
    """relief: int8[h, w], GROOVE_WIDTH px to a nose width, UNSEEN where there is no skin, or glare on it;

    corner: where the picture's own corner lies, nose widths from the corner of the nose's box;
    likeness: int8[GROOVE_REACH + 1, 2 * GROOVE_REACH + 1], the relief's autocorrelation times 127, the half from no
    shift downwards.
    """

    relief: Array
    corner: complex
    likeness: Array

    @cached_property
    def field(self) -> Array:
        """float32[h', w']: the relief FINER times magnified in a frame of NaN, which also stands where it is unseen."""
        rows, columns = self.relief.shape
        seen = self.relief != p.UNSEEN
        size = columns * p.FINER, rows * p.FINER
        relief = cv2.resize(self.relief * seen / np.float32(p.GROOVE_SCALE), size, interpolation=cv2.INTER_LINEAR)
        relief[cv2.resize(seen.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) == 0] = np.nan
        return np.pad(relief, 1, constant_values=np.nan)

    @cached_property
    def samples(self) -> tuple[Array, Array]:
        """(places, values) of every GROOVE_STEPth pixel that is seen: complex64[S] nose widths, float32[S]."""
        relief = self.relief[:: p.GROOVE_STEP, :: p.GROOVE_STEP]
        y, x = np.nonzero(relief != p.UNSEEN)
        places = ((x + 1j * y) * p.GROOVE_STEP + (0.5 + 0.5j)) / p.GROOVE_WIDTH + self.corner
        return places.astype(np.complex64), relief[y, x].astype(np.float32) / p.GROOVE_SCALE

    @cached_property
    def autocorrelation(self) -> Array:
        """float32[2 * GROOVE_REACH + 1, 2 * GROOVE_REACH + 1], 1 in the middle."""
        half = self.likeness.astype(np.float32) / 127
        return np.vstack([half[:0:-1, ::-1], half])


def find_grooves(grey: Image, skin: Image, corner: complex) -> Grooves:
    """Return the grooves of uint8[h, w] with its skin (255), GROOVE_WIDTH px to a nose width."""
    light = grey.astype(np.float32)
    band = cv2.GaussianBlur(light, (0, 0), p.GROOVE_BAND[0]) - cv2.GaussianBlur(light, (0, 0), p.GROOVE_BAND[1])
    contrast = np.sqrt(cv2.GaussianBlur(band * band, (0, 0), p.GROOVE_SURROUND)) + p.GROOVE_FLOOR
    glare = cv2.dilate((grey >= p.BLOWN_OUT).astype(np.uint8), np.ones((p.GLARE_RIM, p.GLARE_RIM), np.uint8))
    seen = (skin > 127) & (glare == 0)
    relief = np.clip(np.rint(band / contrast * p.GROOVE_SCALE), -127, 127).astype(np.int8)
    relief[~seen] = p.UNSEEN
    return Grooves(relief, corner, likeness_of(relief))


def likeness_of(relief: Array) -> Array:
    """Return the autocorrelation of a relief as Grooves keeps it."""
    seen = (relief != p.UNSEEN).astype(np.float32)
    size = [cv2.getOptimalDFTSize(side + p.GROOVE_REACH) for side in relief.shape]
    power = [np.abs(np.fft.rfft2(layer, size)) ** 2 for layer in (relief * seen, seen)]
    sums, counts = (np.fft.irfft2(layer, size) for layer in power)
    mean = sums / np.maximum(counts, 1)
    reach = p.GROOVE_REACH
    half = np.roll(mean, reach, 1)[: reach + 1, : 2 * reach + 1] / max(mean[0, 0], 1e-6)
    return np.asarray(np.clip(np.rint(half * 127), -127, 127), np.int8)


def correlate(query: Grooves, reference: Grooves, motions: Sequence[Motion]) -> tuple[Array, Array]:
    """Return (r, n), float32[M] each: the correlation of both reliefs under each motion, and of how many samples.

    (0, 0) where less than GROOVE_OVERLAP of the reference's samples are seen on both.
    """
    places, values = reference.samples
    zooms, shifts = np.array([(motion.zoom, motion.shift) for motion in motions], np.complex64).reshape(-1, 2).T
    there = (places - shifts[:, None]) / zooms[:, None] - np.complex64(query.corner)
    rows, columns = query.field.shape
    y = np.clip(there.imag * (p.GROOVE_WIDTH * p.FINER) + 1, 0, rows - 1).astype(np.int32)
    x = np.clip(there.real * (p.GROOVE_WIDTH * p.FINER) + 1, 0, columns - 1).astype(np.int32)
    found = query.field.ravel()[y * columns + x]
    seen = ~np.isnan(found)
    found[~seen] = 0
    n = seen.sum(1)
    energy = np.einsum("ij,ij->i", found, found) * (seen @ (values**2))
    r = (found @ values) / np.sqrt(energy + 1e-6)
    enough = n >= max(1, p.GROOVE_OVERLAP * len(values))
    return np.where(enough, r, 0), np.where(enough, n, 0)


def deviations(r: float, n: float, query: Grooves, reference: Grooves, motion: Motion) -> float:
    """Return how many standard deviations of chance the correlation `r` over `n` px is above none."""
    zoom = abs(motion.zoom)
    reach = p.GROOVE_REACH
    scaling = np.array([[1 / zoom, 0, reach * (1 - 1 / zoom)], [0, 1 / zoom, reach * (1 - 1 / zoom)]])
    size = (2 * reach + 1, 2 * reach + 1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    scaled = cv2.warpAffine(query.autocorrelation, scaling, size, flags=flags, borderMode=cv2.BORDER_CONSTANT)
    alike = (scaled * reference.autocorrelation)[:: p.GROOVE_STEP, :: p.GROOVE_STEP].sum()  # samples that say one thing
    return float(np.arctanh(np.clip(r, 0, 0.999)) * np.sqrt(n / max(1.0, float(alike))))
