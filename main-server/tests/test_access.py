"""
Who may call what: one table of every address and method.

A new endpoint fails here until it has its line. On every line no token, a forged one and another account's are tried,
and the right caller, so that a line cannot hold by a path that is wrong.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import covering
import emoji_factories
import factories
import jwt
import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from accounts.links import reset_mail, verification_mail
from accounts.models import User
from core.models import Mail
from dogs.models import Dog, Review
from emojis.models import Emoji
from faces.models import Cover
from jobs.models import Job
from jobs.services import job_submit
from lookups.models import Lookup
from lookups.selectors import lookups_with_candidates

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Who may call.
ANYBODY = "anybody"  # with or without a token; a forged one may be refused
ACCOUNT = "account"  # every account, for itself; without a token 401
OWNER = "owner"  # the account that it belongs to; for another account it is not there (404), without a token 401
SUBMITTER = "submitter"  # the account that made it: 404 for all others, since what nobody's account made is anybody's
KEY_HOLDER = "key holder"  # whoever has the secret link; without it 404
SERVICE = "service"  # the AI server, by its own token
STAFF = "staff"  # whoever has a session of staff; everybody else is led to the log-in (302), whatever token they have


def credentials_of(account: User) -> dict[str, str]:
    return {"email": account.email, "password": factories.PASSWORD}


@dataclass
class World:
    """All that there is belongs to one account; another one tries to get at it."""

    owner: User
    stranger: User
    dog: Dog
    lookup: Lookup  # whose owner has been written to
    fresh_lookup: Lookup
    job: Job
    key: str
    review: Review  # of a dog of the owner's
    draft: Emoji
    emoji: Emoji  # that is published
    cover: Cover
    faceless: Cover  # in which no face was found
    staff: User
    former: User  # whose session outlived the day on which it was staff's
    tokens: dict[User, dict[str, str]]

    @property
    def params(self) -> dict[str, UUID | str]:
        """What stands in the addresses."""
        return {
            "dog_id": self.dog.id,
            "number": self.dog.formatted_number,
            "lookup_id": self.lookup.id,
            "task_id": self.job.id,
            "photo_id": self.dog.profile_photo_id,
            "review_id": self.review.id,
            "side": "dog",
            "emoji_id": self.draft.id,
            "expression": "happy",
            "cover_id": self.cover.id,
        }

    @property
    def secrets(self) -> list[str]:
        """What no answer to the stranger may hold."""
        return [
            self.owner.email,
            self.owner.alias,
            *(str(row.id) for row in (self.owner, self.dog, self.lookup, self.cover)),
        ]


@dataclass(frozen=True)
class Call:
    """Who may make it, and what makes it succeed for them."""

    who: str
    body: Callable[[World], Any] = lambda world: {}
    query: Callable[[World], str] = lambda world: ""
    params: Callable[[World], dict[str, Any]] = lambda world: {}
    format: str = "json"


SIGN_UP = {"email": "new@example.com", "alias": "새사람", "password": factories.PASSWORD, "terms_version": "2026-11"}


def mailed_token(world: "World", template: str, mail: Callable[[Any], None]) -> str:
    """The secret of a link that is mailed now: whoever holds it may use it."""
    mail(world.owner)
    return re.search(r"token=(\S+)", Mail.objects.filter(template=template).latest("queued_at").text)[1]


def cutout_params(world: "World") -> dict[str, Any]:
    """A job that sends pictures."""
    with transaction.atomic():
        job = job_submit(kind="emoji.cutout", payload={}, principal="anonymous", subject_id=uuid4())
    return {"job_id": job.id, "name": "happy"}


def picture_body(world: "World") -> bytes:
    return factories.encoded(factories.picture(), "PNG")


TABLE: dict[str, dict[str, Call]] = {
    "healthz": {"GET": Call(ANYBODY)},
    "readyz": {"GET": Call(ANYBODY)},
    "metrics": {"GET": Call(ANYBODY)},
    "status": {"GET": Call(ANYBODY)},
    "internal/photos/<uuid:photo_id>": {"GET": Call(SERVICE)},
    "internal/jobs/<uuid:job_id>/pictures/<str:name>": {
        "PUT": Call(SERVICE, picture_body, params=cutout_params, format="png")
    },
    "api/v1/schema/": {"GET": Call(ANYBODY)},
    "problems/<slug:code>": {"GET": Call(ANYBODY, params=lambda world: {"code": "not_found"})},
    # accounts
    "api/v1/users/": {
        "GET": Call(ANYBODY, query=lambda world: "case=alias&value=free"),
        "POST": Call(ANYBODY, lambda world: SIGN_UP),
    },
    "api/v1/users/terms": {"GET": Call(ANYBODY)},
    "api/v1/users/auth": {"POST": Call(ANYBODY, lambda world: credentials_of(world.owner))},
    "api/v1/users/auth/refresh": {
        "POST": Call(ANYBODY, lambda world: {"refresh": world.tokens[world.owner]["refresh"]})
    },
    "api/v1/users/auth/logout": {
        "POST": Call(ANYBODY, lambda world: {"refresh": world.tokens[world.owner]["refresh"]})
    },
    "api/v1/users/verify": {
        "POST": Call(ANYBODY, lambda world: {"token": mailed_token(world, "verify_email", verification_mail)})
    },
    "api/v1/users/verify/page": {
        "GET": Call(ANYBODY, query=lambda world: "token=x"),
        "POST": Call(
            ANYBODY, lambda world: {"token": mailed_token(world, "verify_email", verification_mail)}, format="form"
        ),
    },
    "api/v1/users/password/page": {
        "GET": Call(ANYBODY, query=lambda world: "token=x"),
        "POST": Call(
            ANYBODY,
            lambda world: {"token": mailed_token(world, "reset_password", reset_mail), "password": "another-one-8"},
            format="form",
        ),
    },
    "api/v1/users/verify/resend": {"POST": Call(ACCOUNT)},
    "api/v1/users/password/reset": {"POST": Call(ANYBODY, lambda world: {"email": world.owner.email})},
    "api/v1/users/password/reset/confirm": {
        "POST": Call(
            ANYBODY,
            lambda world: {"token": mailed_token(world, "reset_password", reset_mail), "password": "another-one-8"},
        )
    },
    "api/v1/users/me": {
        "GET": Call(ACCOUNT),
        "PATCH": Call(ACCOUNT, lambda world: {"language": "en"}),
        "DELETE": Call(ACCOUNT),
    },
    # dogs
    "api/v1/dogs/": {"POST": Call(ACCOUNT, lambda world: factories.dog_form(70), format="multipart")},
    "api/v1/dogs/breeds": {"GET": Call(ANYBODY)},
    "api/v1/dogs/<uuid:dog_id>": {
        "GET": Call(OWNER),
        "PATCH": Call(OWNER, lambda world: {"name": "우유"}),
        "DELETE": Call(OWNER),
    },
    "api/v1/dogs/<uuid:dog_id>/photo": {"GET": Call(OWNER)},
    "api/v1/dogs/by-number/<str:number>": {"GET": Call(ANYBODY)},
    "api/v1/users/mypage/dogs": {"GET": Call(ACCOUNT)},
    # lookups
    "api/v1/lookups/": {"POST": Call(ANYBODY, lambda world: {"nose_photo": factories.photo(80)}, format="multipart")},
    "api/v1/lookups/<uuid:lookup_id>": {"GET": Call(SUBMITTER), "DELETE": Call(SUBMITTER)},
    "api/v1/lookups/<uuid:lookup_id>/photo": {"GET": Call(SUBMITTER)},
    "api/v1/lookups/<uuid:lookup_id>/reference": {"GET": Call(SUBMITTER)},
    "api/v1/lookups/<uuid:lookup_id>/dog-photo": {"GET": Call(SUBMITTER)},
    "api/v1/lookups/<uuid:lookup_id>/contact": {
        "GET": Call(SUBMITTER),
        "POST": Call(
            SUBMITTER, lambda world: {"message": "봤어요"}, params=lambda world: {"lookup_id": world.fresh_lookup.id}
        ),
    },
    "api/v1/contacts/answer": {
        "GET": Call(KEY_HOLDER, query=lambda world: f"key={world.key}"),
        "POST": Call(KEY_HOLDER, lambda world: {"message": "네"}, lambda world: f"key={world.key}"),
    },
    "api/v1/users/mypage/lookups": {"GET": Call(ACCOUNT)},
    # templates of emojis; what is published everybody sees (tests/emojis)
    "api/v1/emojis/": {"POST": Call(ACCOUNT, lambda world: emoji_factories.emoji_form(9), format="multipart")},
    "api/v1/emojis/pages/<int:number>": {"GET": Call(ANYBODY, params=lambda world: {"number": 1})},
    "api/v1/emojis/<uuid:emoji_id>": {"GET": Call(SUBMITTER), "DELETE": Call(OWNER)},
    "api/v1/emojis/<uuid:emoji_id>/publish": {"POST": Call(OWNER)},
    "api/v1/emojis/<uuid:emoji_id>/report": {
        "POST": Call(ACCOUNT, lambda world: {"reason": "other"}, params=lambda world: {"emoji_id": world.emoji.id})
    },
    "api/v1/emojis/<uuid:emoji_id>/pictures/<str:expression>": {"GET": Call(SUBMITTER)},
    "api/v1/users/mypage/made": {"GET": Call(ACCOUNT)},
    # covered faces
    "api/v1/faces/ranking": {"GET": Call(ANYBODY)},
    "api/v1/faces/tasks/": {
        "POST": Call(
            ACCOUNT,
            lambda world: {"photo": factories.photo(81), "emoji_id": str(world.emoji.id)},
            format="multipart",
        )
    },
    "api/v1/faces/tasks/<uuid:cover_id>": {"GET": Call(OWNER), "DELETE": Call(OWNER)},
    "api/v1/faces/tasks/<uuid:cover_id>/again": {"POST": Call(OWNER, lambda world: {"faces": []})},
    "api/v1/faces/tasks/<uuid:cover_id>/confirm": {
        "POST": Call(OWNER, params=lambda world: {"cover_id": world.faceless.id})
    },
    "api/v1/faces/tasks/<uuid:cover_id>/photo": {"GET": Call(OWNER)},
    "api/v1/faces/tasks/<uuid:cover_id>/picture": {"GET": Call(OWNER)},
    "api/v1/users/mypage/used": {"GET": Call(ACCOUNT)},
    # the pages of staff
    "staff/login/": {"GET": Call(ANYBODY)},
    "staff/logout/": {"POST": Call(ANYBODY)},
    "staff/static/<path:path>": {"GET": Call(ANYBODY, params=lambda world: {"path": "admin/css/base.css"})},
    "staff/": {"GET": Call(STAFF)},
    "staff/reviews/<uuid:review_id>": {
        "GET": Call(STAFF),
        "POST": Call(STAFF, lambda world: {"decision": "refuse"}, format="form"),
    },
    "staff/reviews/<uuid:review_id>/noses/<str:side>": {"GET": Call(STAFF)},
    "staff/reviews/<uuid:review_id>/photos/<uuid:photo_id>": {"GET": Call(STAFF)},
    "staff/emojis/": {"GET": Call(STAFF)},
    "staff/emojis/<uuid:emoji_id>": {
        "GET": Call(STAFF, params=lambda world: {"emoji_id": world.emoji.id}),
        "POST": Call(
            STAFF, lambda world: {"decision": "hide"}, params=lambda world: {"emoji_id": world.emoji.id}, format="form"
        ),
    },
    "staff/emojis/<uuid:emoji_id>/pictures/<str:expression>": {
        "GET": Call(STAFF, params=lambda world: {"emoji_id": world.emoji.id})
    },
    # jobs
    "api/v1/tasks/<uuid:task_id>": {"GET": Call(SUBMITTER)},
}


def endpoints(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every (address, method) that the resolver knows."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern, route)
        else:
            yield from ((route, method) for method in methods_of(pattern))


def methods_of(pattern: URLPattern) -> Iterator[str]:
    """Those that a class has methods for; a plain function answers all, and is called by GET, or by POST to log out."""
    if pattern.name == "logout":
        yield "POST"
        return
    view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
    yield from (method for method in METHODS if hasattr(view, method.lower())) if view else ("GET",)


CALLS = [(route, method, call) for route, calls in TABLE.items() for method, call in calls.items()]


def test_every_endpoint_has_its_line():
    found, listed = set(endpoints()), {(route, method) for route, method, _ in CALLS}
    missing = sorted(f"{method} {route}" for route, method in found - listed)
    stale = sorted(f"{method} {route}" for route, method in listed - found)
    assert not missing, f"say in TABLE of {__name__} who may call these: {missing}"
    assert not stale, f"take out of TABLE of {__name__} what is gone: {stale}"


@pytest.fixture
def world():
    owner, stranger = (factories.user(alias=alias) for alias in ("Besitzer", "Fremder"))
    tokens = {}
    for account in (owner, stranger):
        account.set_password(factories.PASSWORD)
        account.save()
        response = APIClient().post("/api/v1/users/auth", credentials_of(account))
        assert response.status_code == 200, response.content
        tokens[account] = response.json()
    dog = factories.dog_registered(owner)
    lookup, job = factories.lookup_answered("match", factories.candidate(dog), account=owner, seed=1)
    fresh, _ = factories.lookup_answered("match", factories.candidate(dog), account=owner, seed=2)
    written = factories.client_of(owner).post(f"/api/v1/lookups/{lookup.id}/contact", {"message": "봤어요"})
    assert written.status_code == 201
    key = re.search(r"key=(\S+)", Mail.objects.get(template="contact").text)[1]
    review, staff, former = factories.dog_in_review(owner, dog), factories.staff(), factories.user()
    draft, emoji = emoji_factories.emoji_ready(owner), emoji_factories.emoji_published(owner, 50)
    cover, faceless = (covering.covered(owner, emoji, outcome) for outcome in ("covered", "no_face"))
    return World(
        owner, stranger, dog, lookup, fresh, job, key, review, draft, emoji, cover, faceless, staff, former, tokens
    )


class Attempt:
    """One call by one caller; what it changed is undone."""

    def __init__(self, world: World, route: str, method: str, call: Call) -> None:
        self.world, self.route, self.method, self.call = world, route, method, call
        self.failures: list[str] = []

    def by(
        self,
        caller: str,
        token: str | None,
        allowed: Callable[[int], bool],
        with_key: bool = True,
        session: User | None = None,
    ) -> str:
        """The answer's text; a status that is not allowed is noted."""
        client = APIClient(raise_request_exception=False)
        if session is not None:
            client.force_login(session)
        if token is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        params = self.world.params | self.call.params(self.world)
        path = "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(params[name[1]]), self.route)
        path += "?" + self.call.query(self.world) if with_key else ""
        body = None if self.method == "GET" else self.call.body(self.world)
        with transaction.atomic():
            response = getattr(client, self.method.lower())(path, **encoded(body, self.call.format))
            text = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        if not allowed(response.status_code):
            self.failures.append(f"{self.method} {self.route}: {response.status_code} for {caller} {text[:200]!r}")
        return text.decode(errors="replace")


def encoded(body: Any, kind: str) -> dict[str, Any]:
    """A request's body, as the test client takes it."""
    if kind == "png":
        return {"data": body, "content_type": "image/png"}
    if kind == "form" and body is not None:
        return {"data": urlencode(body), "content_type": "application/x-www-form-urlencoded"}
    return {"data": body, "format": None if body is None else kind}


def forged(access: str) -> str:
    """The same claims, signed with another key."""
    claims = jwt.decode(access, options={"verify_signature": False})
    return jwt.encode(claims, "k" * 32, algorithm="HS256")


def succeeds(status: int) -> bool:
    return status < 400


def refused(*statuses: int) -> Callable[[int], bool]:
    return lambda status: status in statuses


def failures_of(world: World, route: str, method: str, call: Call) -> list[str]:
    attempt, who = Attempt(world, route, method, call), call.who
    owners, strangers = (world.tokens[account]["access"] for account in (world.owner, world.stranger))
    if who == ANYBODY:
        attempt.by("no token", None, succeeds)
        attempt.by("another account", strangers, succeeds)
        attempt.by("a forged token", forged(owners), lambda status: succeeds(status) or status == 401)
    elif who == ACCOUNT:
        attempt.by("no token", None, refused(401))
        attempt.by("a forged token", forged(owners), refused(401))
        shown = attempt.by("another account", strangers, succeeds)
        attempt.failures += [
            f"{method} {route} shows another account {secret}" for secret in world.secrets if secret in shown
        ]
        attempt.by("its account", owners, succeeds)
    elif who in (OWNER, SUBMITTER):
        attempt.by("no token", None, refused(401 if who == OWNER else 404))
        attempt.by("a forged token", forged(owners), refused(401))
        attempt.by("another account", strangers, refused(404))
        attempt.by("its account", owners, succeeds)
    elif who == KEY_HOLDER:
        for caller, token in (("no token", None), ("its owner", owners), ("another account", strangers)):
            attempt.by(f"{caller}, without the key", token, refused(404, 422), with_key=False)
        attempt.by("no token", None, succeeds)
    elif who == STAFF:
        for caller, token in (("no token", None), ("its owner", owners), ("a forged token", forged(owners))):
            attempt.by(caller, token, refused(302))
        for session in (world.owner, world.former):
            attempt.by("a session of no staff", None, refused(302), session=session)
        attempt.by("staff", None, lambda status: status == (302 if method == "POST" else 200), session=world.staff)
    else:
        assert who == SERVICE
        for caller, token in (("no token", None), ("its owner", owners), ("a forged token", forged(owners))):
            attempt.by(caller, token, refused(401))
        attempt.by("the AI server", settings.INTERNAL_TOKEN, succeeds)
    return attempt.failures


@pytest.mark.django_db
def test_nobody_else_may_call(world):
    failures = [line for route, method, call in CALLS for line in failures_of(world, route, method, call)]
    assert not failures, "\n".join(failures)


@pytest.mark.django_db
def test_a_hole_would_be_found(world, monkeypatch):
    """That this test can fail: a lookup that everybody may see."""
    everybodys = lookups_with_candidates()
    monkeypatch.setattr("lookups.views.lookup_for", lambda user, lookup_id: everybodys.get(id=lookup_id))
    route = "api/v1/lookups/<uuid:lookup_id>"
    assert len(failures_of(world, route, "GET", TABLE[route]["GET"])) == 2


@pytest.mark.django_db
def test_a_token_of_staff_opens_no_page_and_their_session_no_api(world):
    """The two ways to log in are apart: what is stolen of one is good for nothing at the other."""
    token = APIClient().post("/api/v1/users/auth", credentials_of(world.staff)).json()["access"]
    by_token = APIClient(headers={"Authorization": f"Bearer {token}"})
    assert by_token.get(f"/staff/reviews/{world.review.id}").status_code == 302
    by_session = APIClient()
    by_session.force_login(world.staff)
    assert by_session.get("/api/v1/users/me").status_code == 401
