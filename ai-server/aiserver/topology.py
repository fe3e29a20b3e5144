"""The broker's exchange and queues, as in tests/contract/topology.json; both servers declare all of them.

Arguments of a queue cannot be changed in place: a change takes a new name.
"""

from kombu import Connection, Exchange, Queue, binding

EXCHANGE = Exchange("savepets", type="topic", durable=True)
RESULTS_ROUTE = "main.results"
MIB = 1 << 20


def _queue(name: str, *routing_keys: str, deliveries: int, mib: int = 256, dead: str | None = None) -> Queue:
    """A quorum queue; what it delivered more than `deliveries` times goes back to the exchange with key `dead`."""
    arguments: dict[str, object] = {
        "x-queue-type": "quorum",
        "x-delivery-limit": deliveries,
        "x-overflow": "reject-publish",
        "x-max-length-bytes": mib * MIB,
    }
    if dead is not None:
        arguments |= {
            "x-dead-letter-exchange": EXCHANGE.name,
            "x-dead-letter-routing-key": dead,
            "x-dead-letter-strategy": "at-least-once",
        }
    bindings = [binding(EXCHANGE, routing_key=key) for key in routing_keys]
    return Queue(name, bindings=bindings, durable=True, queue_arguments=arguments)


QUEUES = (
    _queue("ai.interactive.v1", "ai.interactive", dead="ai.quarantine", deliveries=3),
    _queue("ai.bulk.v1", "ai.bulk", dead="ai.quarantine", deliveries=3),
    _queue("ai.quarantine.v1", "ai.quarantine", dead="dead.job", deliveries=2),
    _queue("main.results.v1", RESULTS_ROUTE, "dead.job", dead="dead.result", deliveries=20),
    _queue("dead.v1", "dead.#", mib=1024, deliveries=1_000_000),  # each look at dead letters is a delivery
)


def declare(connection: Connection) -> None:
    """Declare everything; raises the connection's channel error when a queue exists with other arguments."""
    channel = connection.default_channel
    for queue in QUEUES:
        queue(channel).declare()
