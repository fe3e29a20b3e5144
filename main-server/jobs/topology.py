"""The broker's exchange, queues and bindings, as in tests/contract/topology.json; both servers declare the same."""

from typing import Any

from kombu import Connection, Exchange, Queue, binding

EXCHANGE = "savepets"
RESULTS_QUEUE, RESULTS_ROUTE = "main.results.v1", "main.results"
DEAD_QUEUE = "dead.v1"
ROUTES = {
    "dog.lookup": "ai.interactive",
    "dog.register": "ai.bulk",
    "dog.enrol": "ai.bulk",
    "dog.forget": "ai.bulk",
    "emoji.cutout": "ai.bulk",
    "face.cover": "ai.interactive",
}
QUEUE_BYTES, DEAD_BYTES = 256 * 2**20, 2**30
DEAD_LOOKS = 1_000_000  # each look at dead letters is a delivery, and RabbitMQ 4 drops after 20 unless told otherwise


def _dead_lettering(route: str, delivery_limit: int) -> dict[str, Any]:
    return {
        "x-delivery-limit": delivery_limit,
        "x-dead-letter-exchange": EXCHANGE,
        "x-dead-letter-routing-key": route,
        "x-dead-letter-strategy": "at-least-once",
    }


def _arguments(longest: int, **more: Any) -> dict[str, Any]:
    return {"x-queue-type": "quorum", "x-overflow": "reject-publish", "x-max-length-bytes": longest, **more}


# Queue -> its arguments and the routing keys that lead to it. Arguments of a queue that exists cannot be changed
# (406): whoever changes them gives the queue's name its next version.
QUEUES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "ai.interactive.v1": (_arguments(QUEUE_BYTES, **_dead_lettering("ai.quarantine", 3)), ("ai.interactive",)),
    "ai.bulk.v1": (_arguments(QUEUE_BYTES, **_dead_lettering("ai.quarantine", 3)), ("ai.bulk",)),
    "ai.quarantine.v1": (_arguments(QUEUE_BYTES, **_dead_lettering("dead.job", 2)), ("ai.quarantine",)),
    RESULTS_QUEUE: (_arguments(QUEUE_BYTES, **_dead_lettering("dead.result", 20)), (RESULTS_ROUTE, "dead.job")),
    DEAD_QUEUE: (_arguments(DEAD_BYTES, **{"x-delivery-limit": DEAD_LOOKS}), ("dead.#",)),
}


def exchange() -> Exchange:
    return Exchange(EXCHANGE, type="topic", durable=True)


def queue(name: str) -> Queue:
    arguments, routes = QUEUES[name]
    bindings = [binding(exchange(), routing_key=route) for route in routes]
    return Queue(name, bindings=bindings, durable=True, queue_arguments=arguments)


def declare(connection: Connection) -> None:
    """Declare all of it; what is there already, with the same arguments, stays as it is."""
    with connection.channel() as channel:
        for name in QUEUES:
            queue(name)(channel).declare()
