"""People in photos, through the whole house: a template is made, shown and used; what is covered can be corrected."""

import os
import signal
from contextlib import contextmanager

import cv2
import numpy as np
import pytest
from skimage import data

from dev.demo.api import Problem
from tests.people import eventually, finished, join

EXPRESSIONS = ("neutral", "angry", "disgust", "fear", "happy", "sad", "surprise")
COLOURS = {name: (20 + 30 * index, 200 - 20 * index, 60) for index, name in enumerate(EXPRESSIONS)}  # BGR
TASKS = "/api/v1/faces/tasks/"
FACE = (0.35, 0.12, 0.17, 0.25)  # of the astronaut


def astronaut() -> np.ndarray:
    return cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)


def drawn(colour: tuple[int, int, int]) -> np.ndarray:
    """A head on white paper."""
    picture = np.full((300, 300, 3), 250, np.uint8)
    cv2.circle(picture, (150, 150), 130, colour, cv2.FILLED, cv2.LINE_AA)
    for x in (105, 195):
        cv2.circle(picture, (x, 110), 14, (20, 20, 20), cv2.FILLED, cv2.LINE_AA)
    return picture


def encoded(kind: str, picture: np.ndarray) -> bytes:
    return cv2.imencode(kind, picture)[1].tobytes()


def decoded(picture: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_UNCHANGED)


def send_template(api, name, **changes) -> str:
    """The id of the template; its task is over."""
    pictures = {expression: encoded(".png", drawn(colour)) for expression, colour in COLOURS.items()} | changes
    files = {expression: (f"{expression}.png", picture, "image/png") for expression, picture in pictures.items()}
    location = api.call("POST", "/api/v1/emojis/", data={"name": name}, files=files).headers["Location"]
    task = finished(api, location)
    assert task["state"] == "succeeded", task
    made = api.call("GET", "/api/v1/users/mypage/made").json()["results"]
    return next(emoji["id"] for emoji in made if emoji["name"] == name)


def cover(api, photo: bytes, emoji_id: str, **fields) -> dict:
    files = {"photo": ("photo.jpg", photo, "image/jpeg")}
    return api.call("POST", TASKS, data={"emoji_id": emoji_id, **fields}, files=files).json()


def result(api, task: dict) -> dict:
    """The cover once its latest job is over."""
    finished(api, f"/api/v1/tasks/{task['task_id']}")
    return api.call("GET", f"{TASKS}{task['id']}").json()


def is_covered(picture: np.ndarray, face: dict) -> bool:
    x, y, width, height = face["box"]
    below_eyes = int((y + 0.7 * height) * picture.shape[0]), int((x + 0.5 * width) * picture.shape[1])
    return np.abs(picture[below_eyes].astype(int) - COLOURS[face["expression"]]).max() < 25


@pytest.fixture(scope="module")
def template(stack):
    """Somebody's, which everybody may use."""
    artist = join(stack)
    emoji_id = send_template(artist, "Heads for all")
    artist.call("POST", f"/api/v1/emojis/{emoji_id}/publish")
    return emoji_id


def test_a_template_is_made_looked_at_published_used_and_deleted(owner, finder, stack):
    emoji_id = send_template(owner, "Plain heads")
    emoji = owner.call("GET", f"/api/v1/emojis/{emoji_id}").json()
    assert (emoji["state"], emoji["published"], emoji["mine"]) == ("draft", False, True)
    for expression in EXPRESSIONS:
        cut_out = decoded(owner.picture(emoji["pictures"][expression]))
        assert cut_out.shape == (512, 512, 4) and cut_out[2, 2, 3] == 0 and cut_out[330, 256, 3] == 255
        assert np.abs(cut_out[330, 256, :3].astype(int) - COLOURS[expression]).max() < 6
    with pytest.raises(Problem, match="not_found"):
        finder.call("GET", f"/api/v1/emojis/{emoji_id}")
    owner.call("POST", f"/api/v1/emojis/{emoji_id}/publish")
    shown = finder.call("GET", "/api/v1/emojis/pages/1").json()["results"]
    assert emoji_id in {each["id"] for each in shown}

    somebody = join(stack)
    covered = result(somebody, cover(somebody, encoded(".jpg", astronaut()), emoji_id))
    ranked = finder.call("GET", "/api/v1/faces/ranking").json()
    assert emoji_id in {each["emoji"]["id"] for each in [*ranked["top"], *ranked["results"]]}

    owner.call("DELETE", f"/api/v1/emojis/{emoji_id}")
    with pytest.raises(Problem, match="not_found"):
        finder.call("GET", f"/api/v1/emojis/{emoji_id}")
    ranked = finder.call("GET", "/api/v1/faces/ranking").json()
    assert emoji_id not in {each["emoji"]["id"] for each in [*ranked["top"], *ranked["results"]]}
    assert is_covered(decoded(somebody.picture(covered["picture_url"])), covered["faces"][0])
    with pytest.raises(Problem, match="emoji_not_found"):
        cover(somebody, encoded(".jpg", astronaut()), emoji_id)


def test_a_template_with_a_picture_that_cannot_be_used_is_rejected(owner):
    clear = encoded(".png", np.full((200, 200, 4), (9, 9, 9, 0), np.uint8))
    emoji = owner.call("GET", f"/api/v1/emojis/{send_template(owner, 'Clear', sad=clear)}").json()
    assert (emoji["state"], emoji["pictures"], emoji["rejected"]) == ("rejected", None, {"sad": ["transparent"]})
    with pytest.raises(Problem, match="emoji_not_ready"):
        owner.call("POST", f"/api/v1/emojis/{emoji['id']}/publish")


def test_a_photo_is_covered_corrected_downloaded_and_deleted(owner, stack, template):
    photo = astronaut()
    found = result(owner, cover(owner, encoded(".jpg", photo), template))
    assert (found["state"], found["outcome"], found["emoji"]["id"]) == ("succeeded", "covered", template)
    [face] = found["faces"]
    assert face["expression"] == "happy" and face["scores"]["happy"] > 0.5 and face["score"] > 0.9
    assert np.allclose(face["box"], FACE, atol=0.08)
    picture = decoded(owner.picture(found["picture_url"]))
    assert picture.shape == photo.shape and is_covered(picture, face)
    assert np.abs(picture[300:].astype(int) - photo[300:]).mean() < 14

    rocket = {"box": [0.8, 0.3, 0.3, 0.3], "angle": 20.0, "expression": "angry"}  # half outside
    corrected = {"faces": [{"box": face["box"], "angle": face["angle"], "expression": "sad"}, rocket]}
    again = result(owner, owner.call("POST", f"{TASKS}{found['id']}/again", json=corrected).json())
    assert [each["expression"] for each in again["faces"]] == ["sad", "angry"]
    download = owner.call("GET", again["picture_url"], params={"download": "1"})
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert is_covered(decoded(download.content), again["faces"][0])
    assert np.abs(decoded(download.content)[230, 460].astype(int) - COLOURS["angry"]).max() < 25

    with pytest.raises(Problem, match="not_found"):
        join(stack).call("GET", f"{TASKS}{found['id']}")
    owner.call("DELETE", f"{TASKS}{found['id']}")
    for address in (f"{TASKS}{found['id']}", again["picture_url"], again["photo_url"]):
        with pytest.raises(Problem, match="not_found"):
            owner.call("GET", address)


def test_a_photo_of_nobody_is_confirmed(owner, template):
    nobody = cv2.resize(astronaut()[400:, :100], (480, 480))
    found = result(owner, cover(owner, encoded(".jpg", nobody), template))
    assert (found["outcome"], found["faces"], found["picture_url"]) == ("no_face", [], None)
    confirmed = owner.call("POST", f"{TASKS}{found['id']}/confirm").json()
    assert confirmed["confirmed"] and decoded(owner.picture(confirmed["picture_url"])).shape == nobody.shape


@contextmanager
def frozen(stack, name):
    """SIGSTOP: it keeps its connections and answers nobody."""
    group = stack.services[name].process.pid
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def test_a_cover_survives_the_death_of_its_worker(stack, owner, template, main_database):
    def state() -> str:
        return main_database.execute("SELECT state FROM jobs_job WHERE id = %s", [task["task_id"]]).fetchone()[0]

    task = cover(owner, encoded(".jpg", astronaut()), template)
    with frozen(stack, "main-web"):  # the photo cannot be fetched, or the picture not be sent
        eventually(lambda: state() == "running", 10)
        stack.kill_process("ai-interactive")
    stack.start_process("ai-interactive")
    found = result(owner, task)
    assert (found["outcome"], len(found["faces"])) == ("covered", 1)
    assert is_covered(decoded(owner.picture(found["picture_url"])), found["faces"][0])
