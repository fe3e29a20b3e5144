import pytest
from django.db import OperationalError, connection


def test_alive_without_a_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_with_a_database(client):
    assert client.get("/readyz").status_code == 200


def test_not_ready_without_one(client, monkeypatch):
    def refuse():
        raise OperationalError("refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "database_unavailable"})


@pytest.mark.django_db
def test_the_broker_does_not_count(client, settings):
    settings.BROKER_URL = "amqp://nobody:nothing@127.0.0.1:9/"
    assert client.get("/readyz").status_code == 200
