"""The videos show what they are called, to the judge that the client asks."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest
import torch
from playwright.sync_api import Page

import noseprint
from tests.web import videos

# Frames, so that a few of them come from all over the loop.
EVERY = 8
UPLOAD_WIDTH = 480  # of the smallest frame that a client sends for guidance


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """As in the servers: threads of torch that wait for a core on a busy machine take a second for a frame."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(("kind", "reason"), [("blurred", "blurred"), ("far", "too_small"), ("no_nose", "no_nose")])
def test_a_bad_view_is_bad_all_the_time(kind: str, reason: str) -> None:
    for frame in list(videos.KINDS[kind](0))[::EVERY]:
        assert reason in noseprint.assess(frame).reasons
        assert reason in noseprint.assess(reduced(frame)).reasons


@pytest.mark.parametrize("dog", [0, 1, 2])
def test_a_good_view_is_usable_all_the_time(dog: int) -> None:
    for frame in list(videos.KINDS["good"](dog))[::EVERY]:
        assert noseprint.assess(frame).quality >= 80
        assert noseprint.assess(reduced(frame)).usable


def test_a_hand_moves_all_the_time_and_never_jumps() -> None:
    frames = [frame.astype(np.int16) for frame in videos.KINDS["good"](0)]
    steps = [np.abs(a - b).mean() for a, b in zip(frames, frames[1:] + frames[:1], strict=True)]
    assert min(steps) > 0.5
    assert np.abs(frames[0] - frames[8]).mean() > 5, "two shots 0.8 s apart differ"
    assert max(steps) < 5 * float(np.median(steps))


def test_the_browser_sees_the_video(visitor: Callable[..., Page]) -> None:
    page = visitor(camera="far")
    page.goto("/about")  # where the client does not ask for the camera itself
    width, height, red, blue = page.evaluate(
        """async () => {
            const video = document.createElement("video");
            video.srcObject = await navigator.mediaDevices.getUserMedia({video: true});
            await video.play();
            const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
            const context = canvas.getContext("2d");
            context.drawImage(video, 0, 0);
            const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
            const channel = (which) => pixels.filter((_, i) => i % 4 === which);
            const mean = (which) => channel(which).reduce((a, b) => a + b) / (canvas.width * canvas.height);
            return [canvas.width, canvas.height, mean(0), mean(2)];
        }"""
    )
    first = next(videos.KINDS["far"](0))
    assert (width, height) == (videos.WIDTH, videos.HEIGHT)
    assert abs(red - first[..., 2].mean()) < 8
    assert abs(blue - first[..., 0].mean()) < 8


def reduced(frame: np.ndarray) -> np.ndarray:
    height = round(frame.shape[0] * UPLOAD_WIDTH / frame.shape[1])
    return cv2.resize(frame, (UPLOAD_WIDTH, height), interpolation=cv2.INTER_AREA)


def test_a_camera_can_be_refused(visitor: Callable[..., Page]) -> None:
    page = visitor(camera="far", permissions=[])
    page.goto("/about")
    opened = "navigator.mediaDevices.getUserMedia({video: true}).then(() => 'opened', (error) => error.name)"
    assert page.evaluate(opened) == "NotAllowedError"
