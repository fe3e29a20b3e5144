"""Reports reach a queue, or the caller hears that they did not."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest

from aiserver import messages
from aiserver.messages import ForgetPayload, Job
from aiserver.publisher import NotPublished, Publisher

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def report():
    job = Job(uuid4(), 1, TRACE, ForgetPayload(uuid4()))
    return messages.job_started(job, "ai-bulk@host")


@pytest.fixture
def publisher_at():
    made = []

    def publisher_at(url: str, *pauses: float) -> Publisher:
        made.append(Publisher(url, pauses))
        return made[-1]

    yield publisher_at
    for publisher in made:
        publisher.disconnect()


def test_a_report_is_in_the_queue_when_publish_returns(broker, broker_url, publisher_at, report):
    publisher_at(broker_url).publish(report)
    assert broker.waiting("main.results.v1") == 1


def test_a_report_that_no_queue_takes_is_not_published(broker, broker_url, publisher_at, report):
    publisher = publisher_at(broker_url, 0.01)
    broker.channel.queue_unbind("main.results.v1", "savepets", "main.results")
    with pytest.raises(NotPublished):
        publisher.publish(report)
    broker.channel.queue_bind("main.results.v1", "savepets", "main.results")
    publisher.publish(report)
    assert broker.waiting("main.results.v1") == 1


def test_a_broker_that_is_away_for_a_moment(broker, broker_url, proxied, publisher_at, report):
    proxy, url = proxied(broker_url)
    publisher = publisher_at(url, 0.01, 0.01)
    publisher.publish(report)
    proxy.cut()
    with pytest.raises(NotPublished):
        publisher.publish(report)
    proxy.connect()
    publisher.publish(report)
    proxy.cut()
    proxy.connect()
    publisher.publish(report)  # its connection was reset: it takes a new one
    assert broker.waiting("main.results.v1") == 3


def test_an_announcement_arrives_before_what_follows(broker, broker_url, publisher_at, report):
    publisher = publisher_at(broker_url)
    for number in range(20):
        publisher.announce(report)
        publisher.publish(replace(report, correlation_id=f"the end of {number}"))
    order = [broker.channel.basic_get("main.results.v1", auto_ack=True)[1].correlation_id for _ in range(40)]
    assert order[::2] == [report.correlation_id] * 20
    assert order[1::2] == [f"the end of {number}" for number in range(20)]


def test_an_announcement_that_no_queue_takes_is_not_mistaken_for_the_report(
    broker, broker_url, publisher_at, report, caplog
):
    publisher = publisher_at(broker_url)
    broker.channel.queue_unbind("main.results.v1", "savepets", "main.results")
    publisher.announce(report)
    time.sleep(0.2)  # the broker has returned it
    with pytest.raises(NotPublished):
        publisher.publish(report)
    broker.channel.queue_bind("main.results.v1", "savepets", "main.results")
    publisher.announce(report)
    publisher.publish(report)
    assert broker.waiting("main.results.v1") == 2
    assert [record.message for record in caplog.records if "announcement was lost" in record.message]


def test_a_refused_announcement_leaves_the_report_to_be_taken(broker, broker_url, publisher_at, report, caplog):
    publisher = publisher_at(broker_url)
    broker.channel.queue_unbind("main.results.v1", "savepets", "main.results")
    publisher.announce(report)
    time.sleep(0.2)
    broker.channel.queue_bind("main.results.v1", "savepets", "main.results")
    publisher.publish(report)
    assert broker.waiting("main.results.v1") == 1
    assert "announcement was lost" in caplog.text


def test_an_announcement_raises_nothing_without_a_broker(broker, broker_url, proxied, publisher_at, report):
    proxy, url = proxied(broker_url)
    publisher = publisher_at(url, 0.01, 0.01)
    proxy.cut()
    publisher.announce(report)
    proxy.connect()
    publisher.announce(report)
    proxy.cut()
    proxy.connect()
    publisher.publish(report)  # on a new connection
    proxy.cut()
    proxy.connect()
    publisher.announce(report)  # on another
    publisher.publish(report)
    assert broker.waiting("main.results.v1") in (3, 4), "the announcement before the cut may have been lost"
