"""Registering a dog when something is in the way: nothing that was entered is lost, nothing is registered twice."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.web.registering import (
    EN,
    KO,
    PASSWORD,
    choose,
    give_data,
    give_noses,
    onward,
    outcome,
    portrait,
    prepared,
    seen,
    send,
)

DOGS, TASKS = "**/api/v1/dogs/", "**/api/v1/tasks/*"


def refusal(status: int, code: str, **more: object) -> dict[str, object]:
    body = {"type": "about:blank", "title": code, "status": status, "code": code} | more
    return {"status": status, "content_type": "application/problem+json", "body": json.dumps(body)}


def test_a_session_that_ends_in_the_middle(owner_page, complaints, album, tmp_path):
    owner = owner_page()
    page = owner.page
    prepared(page, KO, album(30, 5), portrait(tmp_path))
    page.context.clear_cookies()
    stale = {"authorization": "Bearer stale"}
    page.route(DOGS, lambda route: route.continue_(headers=route.request.headers | stale), times=1)
    complaints.expect("status of 401")
    send(page, KO)
    expect(page.get_by_role("heading", name=KO("again.title"))).to_be_visible()
    assert page.get_by_text("Bori").count() == 0
    seen(page, "register-log-in-again")
    page.get_by_label(KO("email", "account")).fill(owner.email)
    page.get_by_label(KO("password", "account")).fill(PASSWORD)
    page.get_by_role("button", name=KO("logIn", "account")).click()
    outcome(page, KO("registered.title", name="Bori"))


def test_a_server_and_a_network_that_are_away(owner_page, complaints, album, tmp_path):
    owner = owner_page(language="en")
    page, keys = owner.page, []
    prepared(page, EN, album(31, 5), portrait(tmp_path))
    page.route(DOGS, answering(keys))
    complaints.expect("status of 503", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_RESET")
    send(page, EN)
    expect(page.get_by_text(EN("codes.overloaded", "problems"))).to_be_visible()
    seen(page, "register-stopped")
    page.context.set_offline(True)
    page.get_by_role("button", name=EN("retry", "common")).click()
    expect(page.get_by_text(EN("send.again"))).to_be_visible()
    seen(page, "register-sending-again")
    page.context.set_offline(False)
    outcome(page, EN("registered.title", name="Bori"))
    assert len(keys) >= 5 and len(set(keys)) == 1
    assert [dog["state"] for dog in owner.dogs()] == ["registered"]


def answering(keys: list[str]) -> Callable[[Route], None]:
    """A server that asks to come back much later, then is out of reach, then soon back, and whose answer is lost."""
    answers = iter(
        [
            lambda route: route.fulfill(**refusal(503, "overloaded"), headers={"Retry-After": "120"}),
            lambda route: route.continue_(),
            lambda route: route.fulfill(**refusal(503, "server_unavailable"), headers={"Retry-After": "1"}),
            lambda route: (route.fetch(), route.abort("connectionreset")),
        ]
    )

    def answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        next(answers, lambda route: route.continue_())(route)

    return answer


def test_what_the_server_finds_wrong_is_marked_in_its_step(owner_page, complaints, album, tmp_path):
    page = owner_page(language="en").page
    give_noses(page, EN, album(34, 5))
    onward(page, EN)
    give_data(page, EN, "Mixed breed")
    page.get_by_label(EN("dog.marks")).fill("a scar\0")
    onward(page, EN)
    choose(page, [portrait(tmp_path)], EN("picture.choose"))
    onward(page, EN)
    complaints.expect("status of 422")
    send(page, EN)
    marks = page.get_by_label(EN("dog.marks"))
    expect(marks).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text(EN("fields.null_characters_not_allowed", "problems"))).to_be_visible()
    marks.fill("a scar")
    onward(page, EN)
    onward(page, EN)
    send(page, EN)
    outcome(page, EN("registered.title", name="Bori"))


def test_waiting_calling_it_off_and_answers_that_are_rare(owner_page, album, tmp_path):
    """What comes of it is put into the server's mouth; it is the screens that are looked at."""
    owner = owner_page()
    page = owner.page
    prepared(page, KO, album(35, 5), portrait(tmp_path))
    answer_with(page, state="queued", position=12)
    send(page, KO)
    expect(page.get_by_text(KO("send.position", position=12))).to_be_visible()
    seen(page, "register-queued")
    assert len(owner.dogs()) == 1
    page.get_by_role("button", name=KO("send.cancel")).click()
    expect(page.get_by_role("button", name=KO("send.send", name="Bori"))).to_be_visible()
    assert owner.dogs() == []
    answer_with(page, state="failed", error={"code": "deadline_passed", "title": "late"})
    send(page, KO)
    outcome(page, KO("failed.title"))
    seen(page, "register-failed")
    answer_with(page, state="succeeded", outcome="needs_review")
    page.get_by_role("button", name=KO("retry", "common")).click()
    outcome(page, KO("review.title", name="Bori"))
    seen(page, "register-review")


def answer_with(page: Page, **changes: object) -> None:
    """Whatever the task comes to: let the client hear this of it, and then nothing more."""
    task: dict[str, object] = {}
    waiting = iter([True])

    def accepted(route: Route) -> None:
        response = route.fetch()
        task.update(response.json())
        route.fulfill(response=response)

    def asked(route: Route) -> None:
        if next(waiting, False):
            route.fulfill(json=task | changes)

    page.unroute_all()
    page.route(DOGS, accepted)
    page.route(TASKS, asked)
