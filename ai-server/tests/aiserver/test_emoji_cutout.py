"""emoji.cutout: seven pictures from a server, seven emojis back to it; or the reasons why not."""

from dataclasses import replace
from uuid import uuid4

import cv2
import numpy as np
import pytest

from aiserver import transfers
from aiserver.errors import JobClosed, MainServerUnavailable, PhotoMissing, PhotoUnreadable
from aiserver.messages import EXPRESSIONS, CutOutPayload, PhotoReference
from aiserver.pictures import decode_rgba
from aiserver.series import STAGES


def drawn(shade: int, side: int = 240, background: int = 240) -> np.ndarray:
    """uint8[side, side, 3] BGR: a disc with a face on plain paper."""
    picture = np.full((side, side, 3), background, np.uint8)
    cv2.circle(picture, (side // 2, side // 2), int(side * 0.4), (40, 160 - shade, 200), cv2.FILLED, cv2.LINE_AA)
    for x in (0.38, 0.62):
        cv2.circle(picture, (int(side * x), int(side * 0.42)), side // 20, (20, 20, 20), cv2.FILLED, cv2.LINE_AA)
    return picture


def png(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


@pytest.fixture
def pictures():
    return {expression: png(drawn(10 * index)) for index, expression in enumerate(EXPRESSIONS)}


def emoji(main_server, job_id, name, decoders) -> np.ndarray:
    sent = main_server.pictures_of(job_id)[name]
    assert sent.content_type == "image/png"
    return decode_rgba(sent.data, decoders)


def test_seven_pictures_lose_their_backgrounds(jobs, main_server, decoders, pictures):
    job_id = uuid4()
    outcome = jobs.cut_out(pictures, job_id)
    assert (outcome.outcome, tuple(outcome.result["pictures"])) == ("cut_out", EXPRESSIONS)
    assert set(main_server.pictures_of(job_id)) == set(EXPRESSIONS)
    for index, expression in enumerate(EXPRESSIONS):
        report, image = outcome.result["pictures"][expression], emoji(main_server, job_id, expression, decoders)
        sent = main_server.pictures_of(job_id)[expression]
        assert report == {**sent.reference, "method": "flood"}
        assert image.shape == (512, 512, 4) and image[4, 4, 3] == 0 and image[256, 256, 3] == 255
        assert abs(int(image[256, 256, 1]) - (160 - 10 * index)) < 6, "each under its own name"
    assert set(jobs.watch.milliseconds) == set(STAGES["emoji.cutout"])


def test_a_picture_with_alpha_keeps_it(jobs, main_server, decoders, pictures):
    alpha = np.zeros((240, 240), np.uint8)
    cv2.ellipse(alpha, (120, 120), (90, 60), 0, 0, 360, 255, cv2.FILLED)
    job_id = uuid4()
    outcome = jobs.cut_out(pictures | {"sad": png(np.dstack([drawn(0), alpha]))}, job_id)
    assert outcome.result["pictures"]["sad"]["method"] == "alpha"
    image = emoji(main_server, job_id, "sad", decoders)
    assert image[256, 20, 3] == 255 and image[20, 256, 3] == 0, "wider than high, as it was"


BAD = {
    "one pixel": (np.full((1, 1, 4), 255, np.uint8), "too_small"),
    "a line": (np.full((1, 400, 3), 128, np.uint8), "too_small"),
    "all transparent": (np.full((200, 200, 4), (9, 9, 9, 0), np.uint8), "transparent"),
    "a dot on transparency": (
        cv2.circle(np.zeros((200, 200, 4), np.uint8), (9, 9), 3, (1, 2, 3, 255), -1),
        "too_small",
    ),
    "paper": (np.full((200, 200, 3), 240, np.uint8), "nothing_left"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_cut_out_is_named_with_its_reason(jobs, main_server, pictures, name):
    picture, reason = BAD[name]
    job_id = uuid4()
    outcome = jobs.cut_out(pictures | {"fear": png(picture)}, job_id)
    assert (outcome.outcome, outcome.result) == ("rejected", {"pictures": {"fear": {"reasons": [reason]}}})
    assert main_server.pictures_of(job_id) == {}, "nothing is sent that nobody takes"


def test_a_segmenter_is_asked_where_the_border_does_not_tell(jobs, pictures):
    """The operator's, if there is one; here one that takes the middle for the subject."""
    asked = []

    def segment(picture: np.ndarray) -> np.ndarray:
        asked.append(picture.shape)
        alpha = np.zeros(picture.shape[:2], np.uint8)
        cv2.circle(alpha, (120, 120), 90, 255, cv2.FILLED)
        return alpha

    noisy = np.random.default_rng(0).integers(0, 256, (240, 240, 3), np.uint8)
    jobs.services = replace(jobs.services, segment=segment)
    outcome = jobs.cut_out(pictures | {"happy": png(noisy)})
    methods = {name: report["method"] for name, report in outcome.result["pictures"].items()}
    assert methods == dict.fromkeys(EXPRESSIONS, "flood") | {"happy": "rembg"}
    assert asked == [(240, 240, 3)]


def test_all_that_are_bad_are_named_at_once(jobs, pictures):
    bad = {"angry": png(BAD["one pixel"][0]), "happy": png(BAD["all transparent"][0]), "sad": png(BAD["paper"][0])}
    outcome = jobs.cut_out(pictures | bad)
    reasons = {name: report["reasons"] for name, report in outcome.result["pictures"].items()}
    assert reasons == {"angry": ["too_small"], "happy": ["transparent"], "sad": ["nothing_left"]}


def test_a_job_that_runs_again_sends_the_same(jobs, main_server, pictures):
    job_id = uuid4()
    first, again = jobs.cut_out(pictures, job_id), jobs.cut_out(pictures, job_id)
    assert first == again and len(main_server.pictures_of(job_id)) == 7


def test_pictures_that_are_gone_or_broken(jobs, pictures):
    with pytest.raises(PhotoUnreadable):
        jobs.cut_out(pictures | {"sad": b"no picture"})
    references = jobs.store_all(pictures) | {"sad": PhotoReference(uuid4(), "0" * 64)}
    with pytest.raises(PhotoMissing):
        jobs.run(CutOutPayload(uuid4(), references))


@pytest.mark.parametrize(("status", "error"), [(409, JobClosed), (503, MainServerUnavailable)])
def test_emojis_that_nobody_takes(jobs, main_server, pictures, monkeypatch, status, error):
    monkeypatch.setattr(transfers, "PAUSES", (0.01, 0.01))
    job_id = uuid4()
    main_server.scripted[f"/internal/jobs/{job_id}/pictures/angry"] = lambda handler: handler.answer(status)
    with pytest.raises(error):
        jobs.cut_out(pictures, job_id)
