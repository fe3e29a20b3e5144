"""What the phone's camera sees: generated noses in small loops of video, for Chromium's fake camera (Y4M)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from evaluation import synthetic

WIDTH, HEIGHT, FRAMES_PER_S = 540, 720, 10
POSES, FRAMES_PER_POSE = 10, 4
DOG_SEEDS = 7100  # of the dogs in front of the camera; no other test uses them
_BLURRED, _FAR = 8.0, 0.16  # sigma in pixels; the nose's share of the frame's width


def seed_of(dog: int) -> int:
    """The identity of the dog that the videos number `dog` show: synthetic.Nose(seed_of(dog))."""
    return DOG_SEEDS + dog


def good(dog: int) -> Iterator[np.ndarray]:
    """A nose near enough, sharp and well lit, while the hand goes round a little."""
    nose = synthetic.Nose(seed_of(dog))
    for pose in range(POSES):
        yield from _onward(_photo(nose, pose), pose, pose)


def blurred(dog: int) -> Iterator[np.ndarray]:
    """The same nose out of focus."""
    return _round(_photo(synthetic.Nose(seed_of(dog)), blur=_BLURRED))


def far(dog: int) -> Iterator[np.ndarray]:
    """The same nose from two steps away."""
    return _round(_photo(synthetic.Nose(seed_of(dog)), scale=_FAR))


def no_nose(dog: int) -> Iterator[np.ndarray]:
    """A room without a dog."""
    room = synthetic.no_nose(seed_of(dog), round(HEIGHT / 0.75))
    return _round(room[:, (room.shape[1] - WIDTH) // 2 :][:, :WIDTH])


KINDS: dict[str, Callable[[int], Iterator[np.ndarray]]] = {
    "good": good, "blurred": blurred, "far": far, "no_nose": no_nose,
}  # fmt: skip


def write(kind: str, dog: int, file: Path) -> Path:
    """Write the loop as I420, the one layout that Chromium's fake camera takes as it is."""
    with file.open("wb") as video:
        video.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_S}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in KINDS[kind](dog):
            video.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())
    return file


def _photo(nose: synthetic.Nose, pose: int = 0, **overrides: float) -> np.ndarray:
    """uint8[HEIGHT, WIDTH, 3] BGR; light, coat and background are those of the dog's first photo."""
    knobs = {"aspect": HEIGHT / WIDTH, "scale": 0.64, "blur": 0.5, "motion": 0.0} | _pose(pose) | overrides
    return nose.capture(0, WIDTH, **knobs)


def _round(image: np.ndarray) -> Iterator[np.ndarray]:
    """One photo, taken at the first pose, with the hand going round all the same."""
    for pose in range(POSES):
        yield from _onward(image, 0, pose)


def _onward(image: np.ndarray, taken: int, pose: int) -> Iterator[np.ndarray]:
    """The frames from one pose to the next, out of a photo that was taken at some pose."""
    for step in range(FRAMES_PER_POSE):
        yield _moved(image, _pose(taken), _pose(pose + step / FRAMES_PER_POSE))


def _pose(index: float) -> dict[str, float]:
    """Where the hand is on its way round, which takes POSES."""
    angle = 2 * np.pi * index / POSES
    return {
        "yaw": 6 * np.sin(angle),
        "pitch": 4 * np.cos(2 * angle),
        "roll": 5 * np.sin(angle + 1),
        "offset_x": 0.03 * np.cos(angle),
        "offset_y": 0.02 * np.sin(2 * angle),
    }


def _moved(image: np.ndarray, start: dict[str, float], now: dict[str, float]) -> np.ndarray:
    """What a shift and a turn of the phone make of the picture."""
    centre = WIDTH * (0.5 + start["offset_x"]), HEIGHT / 2 + WIDTH * start["offset_y"]
    motion = cv2.getRotationMatrix2D(centre, start["roll"] - now["roll"], 1.0)
    motion[:, 2] += WIDTH * (now["offset_x"] - start["offset_x"]), WIDTH * (now["offset_y"] - start["offset_y"])
    return cv2.warpAffine(image, motion, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
