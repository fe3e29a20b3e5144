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


BROKEN = list(broken_messages())


@pytest.mark.parametrize(("_", "envelope", "path", "value"), BROKEN, ids=[b[0] for b in BROKEN])
def test_the_schemas_refuse_what_is_broken(_, envelope, path, value):
    envelope = copy.deepcopy(envelope)
    target = envelope["body"][1]["message"]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        validate(envelope)
