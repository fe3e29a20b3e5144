"""Is the photo good enough, and what should the person with the camera do?"""

from contextlib import nullcontext
from dataclasses import dataclass

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array, Box, Image, check_image, pixels_u8, shrink
from noseprint.locate import Location, locate
from noseprint.normalise import cut_out
from noseprint.skin import elliptic_radius
from noseprint.stage import Stage

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
STEPS = ((1, 0, 1.0), (0, 1, 1.0), (1, 1, 2**0.5), (-1, 1, 2**0.5))  # to a neighbour: px right, px down, length


@dataclass(frozen=True)
class Assessment:
    """The nose's box (None: no nose), quality 0 (useless) to 100, what is wrong with the photo, and one advice code."""

    nose: Box | None
    quality: int
    reasons: tuple[str, ...]
    advice: str

    @property
    def usable(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Measures:
    """What quality is judged by; each is a plain number."""

    width: float  # of the nose, px of the photo
    sharpness: float  # fine over coarse contrast, in the direction where that is least
    texture: float  # median contrast of the groove scale, % of the local light
    light: float  # of the nose's brighter quarter, 0-255
    glare: float  # part of the nose that is blown out
    turn: float  # 0 seen from the front, 1 from the side (sine of the angle)


def assess(image: Image, stage: Stage = nullcontext) -> Assessment:
    """Assess uint8[H, W, 3] BGR; raises ValueError where `image` is no such array.

    The stages are `locate` and `quality`.
    """
    check_image(image)
    with stage("locate"):
        found = locate(image)
    with stage("quality"):
        return judge(image, found)


def judge(image: Image, found: Location | None) -> Assessment:
    """Assess a photo in which the nose was found there, or nowhere."""
    if found is None:
        return no_nose(image)
    measures = measure(image, found)
    if measures.texture > p.MAX_TEXTURE:
        return no_nose(image)
    grades = grade(measures)
    reasons = tuple(reason for reason in p.REASONS if grades.get(reason, 1.0) < p.USABLE)
    quality = round(100 * min(1.0, min(grades.values())))
    return Assessment(found.box, quality, reasons, advise(grades))


def no_nose(image: Image) -> Assessment:
    """Assess a photo in which no nose is found: the light may be to blame."""
    light = shrink(image, p.LOCATE_SIDES[-1])
    if np.percentile(light, 99) < p.MIN_FRAME_LIGHT:
        return Assessment(None, 0, ("no_nose", "too_dark"), p.ADVICE["too_dark"])
    if np.percentile(light, 5) > p.MAX_FRAME_LIGHT:
        return Assessment(None, 0, ("no_nose", "too_bright"), p.ADVICE["too_bright"])
    return Assessment(None, 0, ("no_nose",), p.ADVICE["no_nose"])


def measure(image: Image, found: Location) -> Measures:
    """Return the measures of the nose at `found`."""
    crop, skin = cut_out(image, found.box, p.QUALITY_WIDTH)
    grey = pixels_u8(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY))
    inside = cv2.erode(skin, np.ones((5, 5), np.uint8)) > 127
    core = grey[elliptic_radius(grey.shape, WHOLE) < p.QUALITY_CORE]
    return Measures(
        width=found.box.width * image.shape[1],
        sharpness=sharpness(grey, inside) if inside.any() else 0.0,
        texture=texture(grey, inside) if inside.any() else 0.0,
        light=float(np.percentile(core, 75)),
        glare=float((core >= p.BLOWN_OUT).mean()),
        turn=found.turn,
    )


def sharpness(grey: Image, inside: Array) -> float:
    """Return the contrast from pixel to pixel over that of the groove scale, on `inside`.

    It is taken along four directions and the weakest counts: motion blurs along one.
    """
    picture = grey.astype(np.float32)
    here, within = picture[1:-1, 1:-1], inside[1:-1, 1:-1]
    steps = (
        (picture[1 + dy : picture.shape[0] - 1 + dy, 1 + dx : picture.shape[1] - 1 + dx], length)
        for dx, dy, length in STEPS
    )
    fine = min(float((there - here)[within].std()) / length for there, length in steps)
    coarse = cv2.GaussianBlur(picture, (0, 0), p.FINE_SIGMA) - cv2.GaussianBlur(picture, (0, 0), p.COARSE_SIGMA)
    return fine / float(coarse[inside].std() + p.NOISE_FLOOR)


def texture(grey: Image, inside: Array) -> float:
    """Return the median contrast of the groove scale on `inside`, in % of the light around."""
    picture = grey.astype(np.float32)
    grooves = cv2.GaussianBlur(picture, (0, 0), p.GROOVE_SIGMA[0]) - cv2.GaussianBlur(
        picture, (0, 0), p.GROOVE_SIGMA[1]
    )
    light = cv2.GaussianBlur(picture, (0, 0), p.LIGHT_SIGMA) + p.LIGHT_FLOOR
    return float(100 * np.median(np.abs(grooves / light)[inside]))


def grade(measures: Measures) -> dict[str, float]:
    """Return a grade per reason: below USABLE is a reason, 1 is faultless."""
    return {
        "too_small": ramp(measures.width, 0.5 * p.MIN_NOSE_WIDTH, p.GOOD_NOSE_WIDTH, p.MIN_NOSE_WIDTH),
        "blurred": min(
            ramp(measures.sharpness, 0.0, p.GOOD_SHARPNESS, least_sharpness(measures.width)),
            ramp(measures.texture, 0.0, p.GOOD_TEXTURE, p.MIN_TEXTURE),
        ),
        "too_dark": ramp(measures.light, 0.0, p.GOOD_LIGHT, p.MIN_LIGHT),
        "too_bright": ramp(-measures.light, -256.0, -p.GOOD_BRIGHT, -p.MAX_LIGHT),
        "glare": ramp(-measures.glare, -1.0, -p.GOOD_GLARE, -p.MAX_GLARE),
        "turned_away": ramp(-measures.turn, -1.0, -p.GOOD_TURN, -p.MAX_TURN),
    }


def least_sharpness(width: float) -> float:
    """Return what is asked of a nose `width` px wide: more of a large one, which is soft only if something is wrong."""
    return float(np.interp(width, p.SHARPNESS_WIDTHS, p.MIN_SHARPNESS))


def ramp(value: float, worst: float, good: float, limit: float) -> float:
    """Return 0 at `worst`, USABLE at `limit`, 1 from `good` on; straight lines between."""
    return float(np.interp(value, [worst, limit, good], [0.0, p.USABLE, 1.0]))


def advise(grades: dict[str, float]) -> str:
    """Return the advice for the worst grade, "good" where none asks for any."""
    worst = min(grades, key=lambda reason: grades[reason])
    return p.ADVICE[worst] if grades[worst] < p.ADVISABLE else "good"
