"""The broker's exchange and queues are those of the contract, in our code and in the broker."""

import json

import pika
import pytest
from django.conf import settings
from helpers import CONTRACT
from kombu import Connection

from jobs import topology
from jobs.kinds import DEFAULTS

CONTRACTED = json.loads((CONTRACT / "topology.json").read_text())


def test_is_the_contract():
    exchange = topology.exchange()
    assert {"name": exchange.name, "type": exchange.type, "durable": exchange.durable} == CONTRACTED["exchange"]
    assert {
        name: {"durable": topology.queue(name).durable, "arguments": arguments, "bindings": list(routes)}
        for name, (arguments, routes) in topology.QUEUES.items()
    } == CONTRACTED["queues"]
    assert CONTRACTED["routes"] == topology.ROUTES == {name: kind.route for name, kind in DEFAULTS.items()}
    assert CONTRACTED["results_route"] == topology.RESULTS_ROUTE


def test_the_broker_agrees(broker):
    """An independent client declares the contract's queues: the broker answers 406 if an argument differs."""
    for name, queue in CONTRACTED["queues"].items():
        broker.queue_declare(name, durable=queue["durable"], arguments=queue["arguments"])
    broker.exchange_declare(CONTRACTED["exchange"]["name"], CONTRACTED["exchange"]["type"], durable=True)


@pytest.mark.parametrize(
    ("key", "queues"),
    [
        ("ai.interactive", {"ai.interactive.v1"}),
        ("ai.bulk", {"ai.bulk.v1"}),
        ("ai.quarantine", {"ai.quarantine.v1"}),
        ("main.results", {"main.results.v1"}),
        ("dead.job", {"main.results.v1", "dead.v1"}),
        ("dead.result", {"dead.v1"}),
    ],
)
def test_routes_lead_where_they_should(broker, key, queues):
    broker.basic_publish("savepets", key, b"{}", mandatory=True)
    reached = {name for name in topology.QUEUES if broker.basic_get(name, auto_ack=True)[0]}
    assert reached == queues


def test_declaring_twice_changes_nothing(broker):
    broker.basic_publish("savepets", "ai.bulk", b"{}", mandatory=True)
    with Connection(settings.BROKER_URL) as connection:
        topology.declare(connection)
    assert broker.basic_get("ai.bulk.v1", auto_ack=True)[2] == b"{}"


def test_a_missing_queue_is_noticed(broker):
    with pytest.raises(pika.exceptions.UnroutableError):
        broker.basic_publish("savepets", "nowhere", b"{}", mandatory=True)
