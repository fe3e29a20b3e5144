"""The golden messages are valid, cover every kind and outcome, and the schemas refuse what is broken.

Each server's own tests hold its messages.py against the same files.
"""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

HERE = Path(__file__).parent
TOPOLOGY = json.loads((HERE / "topology.json").read_text())
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in (HERE / "schemas").glob("*.json")}
GOLDEN = {path.stem: json.loads(path.read_text()) for path in sorted((HERE / "golden").glob("*.json"))}


def validate(envelope: dict) -> None:
    schema = SCHEMAS[envelope["headers"]["task"].removeprefix("savepets.")]
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    checker.validate(envelope["body"][1]["message"])


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_messages_are_valid(name):
    envelope = GOLDEN[name]
    validate(envelope)
    args, kwargs, embed = envelope["body"]
    assert args == [] and list(kwargs) == ["message"] and set(embed) == {"callbacks", "errbacks", "chain", "chord"}
    assert envelope["headers"]["id"] == kwargs["message"]["job_id"]


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_messages_travel_by_the_topology(name):
    envelope, message = GOLDEN[name], GOLDEN[name]["body"][1]["message"]
    is_job = envelope["headers"]["task"] == "savepets.job"
    expected = TOPOLOGY["routes"][message["kind"]] if is_job else TOPOLOGY["results_route"]
    assert (envelope["exchange"], envelope["routing_key"]) == (TOPOLOGY["exchange"]["name"], expected)
    assert any(expected in queue["bindings"] for queue in TOPOLOGY["queues"].values())


def test_every_kind_and_outcome_has_a_golden_message():
    outcomes = {}
    for rule in SCHEMAS["job_finished"]["allOf"]:
        names = rule["then"].get("properties", {}).get("outcome", {}).get("enum")
        if names:
            outcomes[rule["if"]["properties"]["kind"]["const"]] = set(names)
    messages = [envelope["body"][1]["message"] for envelope in GOLDEN.values()]
    shown = {kind: {m["outcome"] for m in messages if m.get("kind") == kind and "outcome" in m} for kind in outcomes}
    assert shown == outcomes
    assert set(outcomes) == set(TOPOLOGY["routes"]) == {m["kind"] for m in messages if "payload" in m}


def message_of(envelope: dict) -> dict:
    return envelope["body"][1]["message"]


def broken_messages():
    job = GOLDEN["job.dog.register"]
    for path, value in [
        (("job_id",), "7"), (("attempt",), 0), (("schema",), 99), (("kind",), "dog.bark"), (("payload", "photos"), []),
        (("payload", "photos", 0, "sha256"), "abc"), (("traceparent",), "none"),
    ]:  # fmt: skip
        yield "job " + ".".join(map(str, path)), job, path, value
    match = GOLDEN["job_finished.dog.lookup.match"]
    for path, value in [
        (("outcome",), "perhaps"), (("result", "candidates"), []),
        (("result", "candidates", 0, "points", 0), [0, 0, 0, 1.5]),
        (("state",), "failed"), (("timings", "fetch"), -1),
    ]:  # fmt: skip
        yield "match " + ".".join(map(str, path)), match, path, value

    review = GOLDEN["job_finished.dog.register.needs_review"]
    for path, value in [
        (("result", "dog_id"), None), (("result", "lookalike_photo_id"), "7"), (("result", "threshold"), "high"),
        (("result", "points", 0), [0, 0, 0]), (("kind",), "dog.enrol"),
    ]:  # fmt: skip
        yield "review " + ".".join(map(str, path)), review, path, value
    yield "enrol lookalike_id", GOLDEN["job.dog.enrol"], ("payload", "lookalike_id"), None
    yield from broken_messages_of_people()


def broken_messages_of_people():
    cutout = GOLDEN["job.emoji.cutout"]
    six = {name: photo for name, photo in message_of(cutout)["payload"]["pictures"].items() if name != "sad"}
    for pictures in (six, six | {"glad": six["happy"]}, six | {"sad": None}):
        yield f"cutout {sorted(pictures)}", cutout, ("payload", "pictures"), pictures
    given = GOLDEN["job.face.cover.given"]
    face = message_of(given)["payload"]["faces"][0]
    for path, value in [
        (("box",), [0, 0, 0, 0.5]), (("box",), [1, 0, 0.1, 0.1]), (("box",), [0, 0, 0.5]), (("box",), [0, 0, 1, 2.5]),
        (("angle",), 181), (("angle",), None), (("expression",), "glad"),
    ]:  # fmt: skip
        yield f"given {path} {value}", given, ("payload", "faces", 0, *path), value
    yield "given too many", given, ("payload", "faces"), [face] * 1001
    yield "given no list", given, ("payload", "faces"), {}
    covered = GOLDEN["job_finished.face.cover.covered"]
    for path, value in [
        (("faces",), []), (("picture",), None), (("faces", 0, "expression"), None), (("faces", 0, "score"), 1.5),
        (("faces", 0, "scores", "happy"), -0.1), (("faces", 0, "unsure"), None),
    ]:  # fmt: skip
        yield f"covered {path} {value}", covered, ("result", *path), value
    no_face = GOLDEN["job_finished.face.cover.no_face"]
    yield "no_face with a face", no_face, ("result", "faces"), message_of(covered)["result"]["faces"]
    cut_out = GOLDEN["job_finished.emoji.cutout.cut_out"]
    yield "cut_out method", cut_out, ("result", "pictures", "sad", "method"), "scissors"
    yield "cut_out missing", cut_out, ("result", "pictures"), six
    rejected = GOLDEN["job_finished.emoji.cutout.rejected"]
    for value in ({}, {"sad": {"reasons": []}}, {"sad": {"reasons": ["ugly"]}}, {"glad": {"reasons": ["too_small"]}}):
        yield f"rejected {value}", rejected, ("result", "pictures"), value


BROKEN = list(broken_messages())


@pytest.mark.parametrize(("_", "envelope", "path", "value"), BROKEN, ids=[b[0] for b in BROKEN])
def test_the_schemas_refuse_what_is_broken(_, envelope, path, value):
    envelope = copy.deepcopy(envelope)
    target = message_of(envelope)
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        validate(envelope)
