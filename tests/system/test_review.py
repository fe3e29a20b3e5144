"""A dog that resembles another one, from the photos to the decision of staff, on the whole stack.

What is in doubt is a matter of the operator's FPIR. The test sets it (AI_FPIR) so that other photos of a registered
dog, at 1 % a match, score between the two thresholds; nothing else is made up.
"""

import re
import secrets
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import cv2
import pytest
import requests

import noseprint
from dev.demo.api import Api
from dev.servers import MAIN
from dev.variables import clean_environment
from gallery import SearchResult, open_pool
from gallery.search import ENROLMENT_DOGS, search
from tests.letters import link_in
from tests.people import eventually, finished, join, submit

LEAST = -300.0


def prints_of(ai_database, dog_id):
    return ai_database.execute("SELECT count(*) FROM print WHERE dog_id = %s", [dog_id]).fetchone()[0]


def templates_of_photos(stack, main_database, dog_id):
    """As the AI server makes them from what the main server stores."""
    rows = main_database.execute("SELECT photo_id FROM dogs_nosephoto WHERE dog_id = %s ORDER BY index", [dog_id])
    files = [stack.directory / "media" / "photos" / photo_id.hex[:2] / f"{photo_id}.jpg" for (photo_id,) in rows]
    return [noseprint.extract(cv2.imread(str(file))) for file in files]


def fpir_of_doubt(score: float, gallery_size: int) -> float:
    """The FPIR of an enrolment at which that score is neither a match nor nothing."""
    high, low = 0.0, LEAST  # decimal exponents: a match at the one, nothing at the other
    for _ in range(100):
        middle = (high + low) / 2
        outcome = noseprint.decide(score, gallery_size, 10**middle).outcome
        if outcome == "possible":
            return 5 * 10**middle  # each of the five prints is a search at a fifth of it
        high, low = (middle, low) if outcome == "match" else (high, middle)
    raise AssertionError(f"no FPIR makes {score} among {gallery_size} dogs possible")


@pytest.fixture
def lookalike(stack, owner, shots, main_database):
    """A registered dog's id, five other photos of it, and the FPIR at which these are in doubt."""
    photos = shots(10)
    dog_id = finished(owner, submit(owner, photos[:5]))["result"]["dog_id"]
    rival = finished(owner, submit(owner, photos[5:]))
    assert rival["outcome"] == "already_registered"
    searches = [in_gallery(stack, t) for t in templates_of_photos(stack, main_database, rival["result"]["dog_id"])]
    score = max(found.score for search in searches for found in search.candidates if str(found.dog_id) == dog_id)
    return dog_id, photos[5:], fpir_of_doubt(score, searches[0].gallery_size)


def in_gallery(stack, template) -> SearchResult:
    """What an enrolment finds that is too strict to be certain of any dog."""
    with open_pool(stack.backing.database_url("ai"), 2) as pool:
        return search(pool, compare, template, 10.0**LEAST, ENROLMENT_DOGS)


def compare(query, references):
    return [noseprint.compare(query, reference) for reference in references]


@pytest.fixture
def strict_bulk_process(stack, lookalike):
    """In place of the usual one, for a while."""
    stack.stop_process("ai-bulk")
    stack.settings["AI_FPIR"] = repr(lookalike[2])
    name = stack.add_bulk()
    del stack.settings["AI_FPIR"]
    yield
    stack.stop_process(name)
    stack.start_process("ai-bulk")


def manage(stack, *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    env = clean_environment() | dict(stack.builder.main)
    return subprocess.run(command, cwd=MAIN, env=env, check=True, capture_output=True, text=True, timeout=60).stdout


def verified(stack, letters) -> tuple[Api, str]:
    """Somebody whom we may write to, and the address."""
    api = join(stack)
    me = api.session.get(f"{api.url}/api/v1/users/me", timeout=30).json()
    token = parse_qs(urlsplit(link_in(letters.text(me["email"], "확인"))).query)["token"][0]
    assert api.session.post(f"{api.url}/api/v1/users/verify", json={"token": token}, timeout=30).ok
    return api, me["email"]


def staff_browser(stack) -> tuple[requests.Session, str]:
    """A browser that staff has logged in with, and the address of the account."""
    api, name = Api(stack.url), f"staff{secrets.token_hex(4)}"
    email, password = f"{name}@example.org", f"{secrets.token_hex(12)}-aA1"
    api.sign_up(email, password, name)
    manage(stack, "staff", "add", email)
    browser = requests.Session()
    browser.headers["Accept-Language"] = "en"
    answer = post_form(browser, f"{stack.url}/staff/login/", {"username": email, "password": password})
    assert answer.url == f"{stack.url}/staff/", answer.text
    return browser, email


def post_form(browser: requests.Session, url: str, fields: dict[str, str]) -> requests.Response:
    """With the token that the page gives."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(url, timeout=30).text)[1]
    return browser.post(url, data=fields | {"csrfmiddlewaretoken": token}, timeout=30)


def dog_of(api, dog_id):
    return api.session.get(f"{api.url}/api/v1/dogs/{dog_id}", timeout=30).json()


def test_staff_tells_two_dogs_apart(stack, letters, finder, lookalike, strict_bulk_process, main_database, ai_database):
    known_id, photos, _ = lookalike
    (one, her_address), (other, his_address) = verified(stack, letters), verified(stack, letters)
    waiting = []
    for api in (one, other):
        answer = finished(api, submit(api, photos))
        assert (answer["state"], answer["outcome"]) == ("succeeded", "needs_review")
        assert set(answer["result"]) == {"dog_id"}
        waiting.append(answer["result"]["dog_id"])
        assert dog_of(api, waiting[-1])["state"] == "needs_review"
    hers, his = waiting
    assert prints_of(ai_database, hers) == prints_of(ai_database, his) == 0
    assert str(known_id) not in str(dog_of(one, hers))

    browser, email = staff_browser(stack)
    review_of = dict(main_database.execute("SELECT dog_id::text, id::text FROM dogs_review").fetchall())
    listed = browser.get(f"{stack.url}/staff/", timeout=30).text
    assert all(f"/staff/reviews/{review_of[dog_id]}" in listed for dog_id in waiting)
    page = f"{stack.url}/staff/reviews/{review_of[hers]}"
    shown = browser.get(page, timeout=30).text
    assert 'class="pair"' in shown
    for side in ("dog", "lookalike"):
        picture = browser.get(f"{page}/noses/{side}", timeout=30)
        assert picture.headers["Content-Type"] == "image/jpeg" and picture.content[:2] == b"\xff\xd8"
        assert requests.get(f"{page}/noses/{side}", timeout=30).url.startswith(f"{stack.url}/staff/login/")

    manage(stack, "review", "refuse", review_of[his], "--by", email, "--note", "the same scar")
    assert (dog_of(other, his)["state"], dog_of(other, his)["rejection"]) == ("rejected", "already_registered")
    assert "이미 등록된 강아지" in letters.text(his_address, "등록하지 못했습니다")

    assert post_form(browser, page, {"decision": "confirm"}).url == page
    eventually(lambda: dog_of(one, hers)["state"] == "registered")
    number = dog_of(one, hers)["number"]
    assert number in letters.text(her_address, number)
    assert (prints_of(ai_database, hers), prints_of(ai_database, his)) == (5, 0)
    seen = finished(finder, finder.look_up(photos[0]))
    assert (seen["outcome"], seen["result"]["dog"]["number"]) == ("match", number)
    decided = browser.get(page, timeout=30).text
    assert email in decided and 'name="decision"' not in decided
