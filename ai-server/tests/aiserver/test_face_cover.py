"""face.cover: a photo from a server, the people in it covered, and the picture back to the server."""

from uuid import uuid4

import cv2
import numpy as np
import pytest

import facecover
from aiserver import transfers
from aiserver.errors import JobClosed, PhotoMissing, PhotoUnreadable
from aiserver.messages import EXPRESSIONS, GivenFace, PhotoReference
from aiserver.pictures import decode_rgb
from aiserver.series import STAGES
from evaluation.faces.portraits import astronaut
from evaluation.faces.scenes import compose

COLOURS = {name: (36 * index, 255 - 30 * index, 40 * (index % 3)) for index, name in enumerate(EXPRESSIONS)}  # RGB
AROUND = 14  # mean difference of JPEG at quality 90


def disc(colour: tuple[int, int, int]) -> bytes:
    picture = np.zeros((512, 512, 4), np.uint8)
    cv2.circle(picture, (256, 256), 250, (*colour[::-1], 255), cv2.FILLED)
    return cv2.imencode(".png", picture)[1].tobytes()


@pytest.fixture
def emojis(jobs):
    """A template of plain discs, each of its expression's colour."""
    return jobs.store_all({expression: disc(COLOURS[expression]) for expression in EXPRESSIONS})


@pytest.fixture
def covered(main_server, decoders):
    """The picture that a job has sent, uint8[H, W, 3] RGB."""

    def covered(job_id, name="covered"):
        sent = main_server.pictures_of(job_id)
        assert set(sent) == {name} and sent[name].content_type == "image/jpeg"
        return decode_rgb(sent[name].data, decoders)

    return covered


def jpeg(image: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def portrait() -> np.ndarray:
    return astronaut().image


def middle(image: np.ndarray, box: list[float]) -> list[int]:
    x, y, width, height = box
    row, column = int((y + height / 2) * image.shape[0]), int((x + width / 2) * image.shape[1])
    return image[row, column].tolist()


def shows(image: np.ndarray, face: dict) -> bool:
    """Whether the emoji of the face's expression is there."""
    return np.abs(np.subtract(middle(image, face["box"]), COLOURS[face["expression"]])).max() < 12


def overlap(box: list[float], truth: facecover.Box) -> float:
    """Intersection over union."""
    x, y, width, height = box
    across = min(x + width, truth.x + truth.width) - max(x, truth.x)
    down = min(y + height, truth.y + truth.height) - max(y, truth.y)
    both = max(0.0, across) * max(0.0, down)
    return both / (width * height + truth.width * truth.height - both)


def test_a_person_is_found_read_and_covered(jobs, main_server, emojis, covered):
    job_id = uuid4()
    outcome = jobs.cover(jpeg(portrait()), emojis, job_id=job_id)
    (face,) = outcome.result["faces"]
    assert (outcome.outcome, outcome.result["model"]) == ("covered", facecover.VERSION)
    assert overlap(face["box"], astronaut().box) > 0.5
    assert face["expression"] == "happy" == max(face["scores"], key=face["scores"].get)
    assert not face["unsure"] and face["score"] > 0.9 and abs(face["angle"]) < 20
    assert sum(face["scores"].values()) == pytest.approx(1, abs=0.01)
    assert outcome.result["picture"] == main_server.pictures_of(job_id)["covered"].reference
    image = covered(job_id)
    assert image.shape == portrait().shape and shows(image, face)
    assert np.abs(image[300:].astype(int) - portrait()[300:]).mean() < AROUND, "the rest is as it was"
    assert set(jobs.watch.milliseconds) == set(STAGES["face.cover"])


def test_only_emojis_that_are_used_are_fetched_and_once_for_all_jobs(jobs, main_server, emojis):
    for _ in range(2):
        jobs.cover(jpeg(portrait()), emojis)
    fetched = [path for path, _ in main_server.seen if "photos" in path]
    assert len(fetched) == 3, "each photo, and one emoji"


@pytest.mark.parametrize("faces", [None, ()])
def test_nobody_in_the_photo_gives_the_photo_again(jobs, emojis, covered, faces):
    photo = cv2.resize(portrait()[400:500, :100], (400, 300)) if faces is None else portrait()
    data = bytearray(jpeg(photo))
    data[2:2] = b"\xff\xfe\x00\x0asecret!!"  # a comment
    job_id = uuid4()
    outcome = jobs.cover(bytes(data), emojis, faces, job_id)
    assert (outcome.outcome, outcome.result["faces"]) == ("no_face", [])
    assert np.abs(covered(job_id).astype(int) - photo).mean() < AROUND
    assert b"secret" not in jobs.main_server.pictures_of(job_id)["covered"].data


def test_given_faces_are_covered_as_given(jobs, emojis, covered):
    box = astronaut().box
    given = (
        GivenFace((0.6, 0.6, 0.1, 0.2), 30.0, "angry"),
        GivenFace((box.x, box.y, box.width, box.height), 0.0, None),
        GivenFace((0.1, 0.7, 1e-7, 0.05), -180.0, "fear"),
    )
    job_id = uuid4()
    outcome = jobs.cover(jpeg(portrait()), emojis, given, job_id)
    angry, read, thin = outcome.result["faces"]
    assert (angry["expression"], angry["score"], angry["scores"], angry["unsure"]) == ("angry", None, None, False)
    assert (angry["box"], angry["angle"]) == ([0.6, 0.6, 0.1, 0.2], 30.0)
    assert read["score"] is None and set(read["scores"]) == set(EXPRESSIONS)
    assert thin["box"][2] > 0
    image = covered(job_id)
    assert all(shows(image, face) for face in outcome.result["faces"])
    assert "find" not in jobs.watch.milliseconds


EDGES = {
    "half outside": (-0.1, 0.4, 0.2, 0.2),
    "round a corner": (0.9, 0.9, 0.5, 0.5),
    "the whole photo": (0.0, 0.0, 1.0, 1.0),
    "more than the photo": (-1.0, -1.0, 2.0, 2.0),
    "a sliver inside": (-0.999, 0.2, 1.0, 0.3),
}


@pytest.mark.parametrize("expression", ["sad", None])
@pytest.mark.parametrize("name", EDGES)
def test_boxes_partly_outside_are_covered(jobs, emojis, covered, name, expression):
    job_id = uuid4()
    outcome = jobs.cover(jpeg(portrait()), emojis, (GivenFace(EDGES[name], 10.0, expression),), job_id)
    (face,) = outcome.result["faces"]
    assert outcome.outcome == "covered" and (expression is None or face["expression"] == expression)
    before, after = portrait().astype(int), covered(job_id)
    x, y, width, height = EDGES[name]
    columns = slice(max(0, int(512 * x)), int(np.ceil(512 * min(1, x + width))))
    rows = slice(max(0, int(512 * y)), int(np.ceil(512 * min(1, y + height))))
    assert np.abs(after[rows, columns] - before[rows, columns]).mean() > 20


def test_a_box_smaller_than_a_pixel_is_read_and_covered(jobs, emojis):
    (face,) = jobs.cover(jpeg(portrait()), emojis, (GivenFace((0.5, 0.5, 1e-7, 1e-7), 0.0, None),)).result["faces"]
    assert face["scores"] and face["box"] == [0.5, 0.5, 1e-6, 1e-6]


def test_a_face_at_the_edge_is_found(jobs, emojis, covered):
    scene = compose(3, astronaut(), [(70.0, 200.0, 120.0), (380.0, 36.0, 100.0)], (400, 640))
    job_id = uuid4()
    outcome = jobs.cover(jpeg(scene.image), emojis, job_id=job_id)
    for truth in scene.faces:
        assert max(overlap(face["box"], truth.box) for face in outcome.result["faces"]) > 0.4
    image = covered(job_id)
    assert all(shows(image, face) for face in outcome.result["faces"])


def test_two_hundred_faces(jobs, emojis, covered):
    places = [(64.0 + 100 * (k % 20), 70.0 + 120 * (k // 20), 64.0) for k in range(200)]
    scene = compose(1, astronaut(), places, (1230, 2048))
    job_id = uuid4()
    outcome = jobs.cover(jpeg(scene.image), emojis, job_id=job_id)
    found = outcome.result["faces"]
    seen = sum(max(overlap(face["box"], truth.box) for face in found) > 0.4 for truth in scene.faces)
    assert seen >= 196 and len(found) <= 204
    image = covered(job_id)
    assert np.mean([shows(image, face) for face in found]) > 0.98


def test_unsure_expressions_are_covered_as_neutral(jobs, emojis, monkeypatch):
    monkeypatch.setattr(facecover, "choose", lambda scores: ("neutral", True))
    (face,) = jobs.cover(jpeg(portrait()), emojis).result["faces"]
    assert (face["expression"], face["unsure"]) == ("neutral", True)
    assert face["scores"]["happy"] > face["scores"]["neutral"]


def test_a_job_that_runs_again_sends_the_same(jobs, main_server, emojis):
    job_id = uuid4()
    first, again = (jobs.cover(jpeg(portrait()), emojis, job_id=job_id) for _ in range(2))
    assert first == again


def test_photos_and_templates_that_are_gone_or_unreadable(jobs, emojis):
    with pytest.raises(PhotoUnreadable):
        jobs.cover(b"no picture", emojis)
    with pytest.raises(PhotoUnreadable):
        jobs.cover(jpeg(portrait()[:1, :1]), emojis)
    with pytest.raises(PhotoMissing):
        jobs.cover(jpeg(portrait()), dict.fromkeys(EXPRESSIONS, PhotoReference(uuid4(), "0" * 64)))


def test_a_result_that_nobody_waits_for(jobs, main_server, emojis, monkeypatch):
    monkeypatch.setattr(transfers, "PAUSES", (0.01, 0.01))
    job_id = uuid4()
    main_server.scripted[f"/internal/jobs/{job_id}/pictures/covered"] = lambda handler: handler.answer(404)
    with pytest.raises(JobClosed):
        jobs.cover(jpeg(portrait()), emojis, job_id=job_id)
