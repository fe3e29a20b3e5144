"""messages.py against the wire contract: the golden messages and the schemas are the truth."""

import copy
import json
from pathlib import Path
from uuid import UUID

import jsonschema
import pytest

from aiserver import messages
from aiserver.messages import EXPRESSIONS, CoverPayload, CutOutPayload, Job, LookupPayload, MessageError, Outcome

CONTRACT = Path(__file__).parents[3] / "tests" / "contract"
GOLDEN = {path.stem: json.loads(path.read_text()) for path in sorted((CONTRACT / "golden").glob("*.json"))}
JOBS = {name: envelope["body"][1]["message"] for name, envelope in GOLDEN.items() if name.startswith("job.")}
FINISHED = [name for name in GOLDEN if name.startswith("job_finished.")]
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def job_like(message: dict) -> Job:
    """The job that a golden report belongs to; what it was about does not show in the report."""
    kind = message.get("kind", "dog.lookup")
    payload = messages.parse_job(JOBS[f"job.{kind}"]).payload
    return Job(UUID(message["job_id"]), message["attempt"], message["traceparent"], payload)


def validate(envelope: messages.Envelope) -> None:
    name = envelope.headers["task"].removeprefix("savepets.")
    schema = json.loads((CONTRACT / "schemas" / f"{name}.json").read_text())
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    checker.validate(envelope.body[1]["message"])


@pytest.mark.parametrize("name", JOBS)
def test_every_golden_job_is_read(name):
    message = JOBS[name]
    job = messages.parse_job(message)
    assert (str(job.job_id), job.attempt, job.kind) == (message["job_id"], message["attempt"], message["kind"])
    assert job.traceparent == message["traceparent"]


def test_what_a_payload_says_is_read():
    register = messages.parse_job(JOBS["job.dog.register"]).payload
    photos = JOBS["job.dog.register"]["payload"]["photos"]
    assert [(str(p.photo_id), p.sha256) for p in register.photos] == [(p["id"], p["sha256"]) for p in photos]
    enrol = messages.parse_job(JOBS["job.dog.enrol"]).payload
    assert str(enrol.lookalike_id) == JOBS["job.dog.enrol"]["payload"]["lookalike_id"]
    assert (enrol.dog_id, enrol.photos) == (register.dog_id, register.photos)
    lookup = messages.parse_job(JOBS["job.dog.lookup"]).payload
    assert isinstance(lookup, LookupPayload)
    assert str(lookup.lookup_id) == JOBS["job.dog.lookup"]["payload"]["lookup_id"]
    assert str(messages.parse_job(JOBS["job.dog.forget"]).payload.dog_id) == JOBS["job.dog.forget"]["payload"]["dog_id"]


def test_what_a_payload_about_people_says_is_read():
    cut_out, wire = messages.parse_job(JOBS["job.emoji.cutout"]).payload, JOBS["job.emoji.cutout"]["payload"]
    assert isinstance(cut_out, CutOutPayload) and str(cut_out.emoji_id) == wire["emoji_id"]
    assert tuple(cut_out.pictures) == EXPRESSIONS
    assert {name: {"id": str(p.photo_id), "sha256": p.sha256} for name, p in cut_out.pictures.items()} == wire[
        "pictures"
    ]
    cover, wire = messages.parse_job(JOBS["job.face.cover"]).payload, JOBS["job.face.cover"]["payload"]
    assert isinstance(cover, CoverPayload) and cover.faces is None
    assert (str(cover.cover_id), str(cover.photo.photo_id)) == (wire["cover_id"], wire["photo"]["id"])
    assert {name: {"id": str(p.photo_id), "sha256": p.sha256} for name, p in cover.emojis.items()} == wire["emojis"]
    given = messages.parse_job(JOBS["job.face.cover.given"]).payload
    faces = [{"box": list(f.box), "angle": f.angle, "expression": f.expression} for f in given.faces]
    assert faces == JOBS["job.face.cover.given"]["payload"]["faces"]
    assert messages.parse_job(changed(("payload", "faces"), [], "face.cover")).payload.faces == ()


def test_started_is_the_golden_message():
    golden = GOLDEN["job_started"]
    message = golden["body"][1]["message"]
    assert_same(messages.job_started(job_like(message), message["worker"]), golden)


@pytest.mark.parametrize("name", FINISHED)
def test_finished_is_the_golden_message(name):
    golden = GOLDEN[name]
    message = golden["body"][1]["message"]
    job = job_like(message)
    if message["state"] == "succeeded":
        outcome = Outcome(message["outcome"], message["result"])
        envelope = messages.job_succeeded(job, outcome, message["timings"])
    else:
        error = message["error"]
        envelope = messages.job_failed(job, error["code"], error["retryable"], message["timings"])
    assert_same(envelope, golden)


def assert_same(envelope: messages.Envelope, golden: dict) -> None:
    validate(envelope)
    assert envelope.headers == golden["headers"]
    assert envelope.body == golden["body"]
    assert envelope.correlation_id == golden["properties"]["correlation_id"]


def changed(path: tuple, value: object, kind: str = "dog.register") -> dict:
    message = copy.deepcopy(JOBS[f"job.{kind}"])
    target = message
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return message


BROKEN = [
    changed(("schema",), messages.SCHEMA + 1), changed(("schema",), None), changed(("kind",), "dog.bark"),
    changed(("kind",), ["dog.forget"]), changed(("job_id",), "7"), changed(("job_id",), 7), changed(("attempt",), 0),
    changed(("attempt",), True), changed(("attempt",), "1"), changed(("traceparent",), "none"),
    changed(("payload",), None), changed(("payload", "dog_id"), None), changed(("payload", "photos"), []),
    changed(("payload", "photos"), "abcde"), changed(("payload", "photos", 0), "photo"),
    changed(("payload", "photos", 4, "sha256"), "A" * 64), changed(("payload", "lookalike_id"), None, "dog.enrol"),
    changed(("payload", "photos"), [], "dog.enrol"), None, [], "text", 5,
]  # fmt: skip
PICTURES = JOBS["job.emoji.cutout"]["payload"]["pictures"]
SIX = {name: picture for name, picture in PICTURES.items() if name != "neutral"}
GIVEN = "face.cover.given"
BOX = ("payload", "faces", 0, "box")
BROKEN += [
    *(changed(("payload", "pictures"), value, "emoji.cutout") for value in (
        None, [], SIX, PICTURES | {"glad": PICTURES["sad"]}, SIX | {"glad": PICTURES["sad"]}, PICTURES | {"sad": None},
    )),
    changed(("payload", "emoji_id"), None, "emoji.cutout"), changed(("payload", "emojis"), SIX, "face.cover"),
    changed(("payload", "photo"), None, "face.cover"), changed(("payload", "cover_id"), "7", "face.cover"),
    *(changed(("payload", "faces"), value, GIVEN) for value in (
        "abc", {}, 5, [None], ["face"], [{}], [{"box": [0, 0, 1, 1], "expression": None}],
        [{"box": [0, 0, 1, 1], "angle": 0}], JOBS[f"job.{GIVEN}"]["payload"]["faces"] * 501,
    )),
    *(changed(BOX, value, GIVEN) for value in (
        None, "0011", [0, 0, 1], [0, 0, 1, 1, 1], [0, 0, 0, 1], [0, 0, 1, -0.1], [1, 0, 0.1, 0.1], [0, 1, 0.1, 0.1],
        [-0.1, 0, 0.1, 0.1], [0, -0.5, 0.1, 0.5], [-1.01, 0, 2, 1], [0, 0, 2.01, 1], [0, 0, True, 1], [0, "0", 1, 1],
        [float("nan"), 0, 1, 1], [0, 0, float("inf"), 1], [0, 0, 10**400, 1], [None, 0, 1, 1],
    )),
    *(changed(("payload", "faces", 0, "angle"), value, GIVEN) for value in (
        None, "0", True, 180.5, -181, float("nan"), float("-inf"), 10**400,
    )),
    *(changed(("payload", "faces", 1, "expression"), value, GIVEN) for value in ("glad", "", 0, ["sad"], {})),
]  # fmt: skip


@pytest.mark.parametrize("box", [[-1, -1, 1.5, 2], [0.999, 0.999, 2, 2], [0, 0, 1e-6, 1e-6], [0, 0, 1, 1]])
def test_a_box_may_hang_over_the_edges(box):
    assert messages.parse_job(changed(BOX, box, GIVEN)).payload.faces[0].box == tuple(box)


def test_a_thousand_faces_are_read():
    faces = JOBS[f"job.{GIVEN}"]["payload"]["faces"] * 500
    assert len(messages.parse_job(changed(("payload", "faces"), faces, GIVEN)).payload.faces) == messages.MAX_FACES


def test_a_job_about_faces_says_whether_they_are_given():
    message = copy.deepcopy(JOBS["job.face.cover"])
    del message["payload"]["faces"]
    with pytest.raises(MessageError):
        messages.parse_job(message)


@pytest.mark.parametrize("message", BROKEN)
def test_what_is_broken_is_refused(message):
    with pytest.raises(MessageError):
        messages.parse_job(message)


def test_unknown_fields_are_ignored():
    message = changed(("payload", "photos", 0, "taken_at"), "2026-11-21") | {"colour": "brown"}
    assert messages.parse_job(message) == messages.parse_job(JOBS["job.dog.register"])
