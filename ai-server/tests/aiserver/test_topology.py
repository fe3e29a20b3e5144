"""The declared exchange and queues are those of the contract."""

import json
from pathlib import Path

from kombu import Connection

from aiserver import messages, topology
from aiserver.config import Role

CONTRACT = json.loads((Path(__file__).parents[3] / "tests" / "contract" / "topology.json").read_text())


def test_the_exchange_is_the_contract_s():
    exchange = topology.EXCHANGE
    assert {"name": exchange.name, "type": exchange.type, "durable": exchange.durable} == CONTRACT["exchange"]


def test_the_queues_are_the_contract_s():
    declared = {
        queue.name: {
            "durable": queue.durable,
            "arguments": queue.queue_arguments,
            "bindings": sorted(binding.routing_key for binding in queue.bindings),
        }
        for queue in topology.QUEUES
    }
    expected = {name: queue | {"bindings": sorted(queue["bindings"])} for name, queue in CONTRACT["queues"].items()}
    assert declared == expected
    assert all(binding.exchange == topology.EXCHANGE for queue in topology.QUEUES for binding in queue.bindings)


def test_roles_consume_what_jobs_are_routed_to():
    by_key = {key: name for name, queue in CONTRACT["queues"].items() for key in queue["bindings"]}
    assert {by_key[key] for key in CONTRACT["routes"].values()} == {Role.INTERACTIVE.queue, Role.BULK.queue}
    assert set(CONTRACT["routes"]) == set(messages.PAYLOADS)
    assert Role.QUARANTINE.queue in CONTRACT["queues"]
    assert CONTRACT["results_route"] == topology.RESULTS_ROUTE


def test_declaring_twice_is_harmless(broker_url):
    for _ in range(2):
        with Connection(broker_url) as connection:
            topology.declare(connection)
