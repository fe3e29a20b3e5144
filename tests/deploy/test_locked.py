"""Each server's locked packages, installed alone, carry it; and what compose runs starts with the commands it has.

The images are made by the Dockerfiles' own steps (tests.deploy.images), PostgreSQL and RabbitMQ are set up by the files
that compose mounts (tests.deploy.backing), and nothing of the tests' own virtual environment is in reach.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from urllib.request import Request, urlopen

import pika
import pika.exceptions
import psycopg
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from prometheus_client.parser import text_string_to_metric_families

from dev.process import wait_until
from dev.workspace import throwaway_directory
from tests.deploy.composed import ROOT
from tests.deploy.containers import Composed

MAIN, AI = ("main-web", "main-worker", "relay"), ("ai-interactive",)


@pytest.fixture(scope="module")
def composed() -> Iterator[Composed]:
    """Images built, databases and broker set up, migrations run."""
    with throwaway_directory() as directory:
        stack = Composed(directory)
        try:
            with ThreadPoolExecutor() as pool:
                built = [pool.submit(image.build) for image in stack.images.values()]
                stack.start_backing()
                for image in built:
                    image.result()
            yield stack
        finally:
            stack.stop()


@pytest.fixture(scope="module")
def running(composed: Composed) -> Composed:
    """In compose's order: migrations, then what waits for them."""
    with ThreadPoolExecutor() as pool:
        for done in pool.map(composed.run, ("main-migrate", "ai-migrate")):
            assert done.returncode == 0, done.stdout + done.stderr
    for service in (*MAIN, *AI):
        composed.start(service)
    for service in (*MAIN, *AI):
        wait_until(lambda: composed.is_healthy(service), composed.processes[service], 90)  # noqa: B023 - called at once
    return composed


def locked(server: str) -> set[str]:
    lines = [line for file in (ROOT / server).glob("requirements*.lock") for line in file.read_text().splitlines()]
    return {canonicalize_name(Requirement(line).name) for line in lines if not line.startswith("#")}


def test_the_locks_are_what_the_projects_and_the_constraints_say() -> None:
    done = subprocess.run([sys.executable, "-m", "dev.lock", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("server", ["main-server", "ai-server"])
def test_what_an_extra_names_is_in_its_lock(server: str) -> None:
    extras = tomllib.loads((ROOT / server / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    found = {file: file.name.split(".")[1] for file in (ROOT / server).glob("requirements.*.lock")}
    assert found
    for file, extra in found.items():
        pinned = {line.partition("==")[0].lower() for line in file.read_text().splitlines()}
        assert {canonicalize_name(Requirement(line).name) for line in extras[extra]} <= pinned, extra


@pytest.mark.parametrize("server", ["main-server", "ai-server"])
def test_nothing_is_installed_that_is_not_locked(composed: Composed, server: str) -> None:
    there = {
        canonicalize_name(found.name) for found in metadata.distributions(path=[str(composed.images[server].site)])
    }
    weights = {"facenet-pytorch", "fer"} if server == "ai-server" else set()
    assert there <= locked(server) | weights
    assert {"celery", "psycopg"} | weights <= there


def test_servers_without_their_secrets_say_so_in_one_line(composed: Composed) -> None:
    missing = f"{composed.directory}/nothing"
    main = composed.run("relay", "python", "manage.py", "check", MAIN_JWT_KEY_FILE=missing)
    assert main.returncode == 1
    assert (
        main.stderr == f"wrong configuration: MAIN_JWT_KEY cannot be read from {missing}: No such file or directory\n"
    )
    ai = composed.run("ai-interactive", AI_BROKER_URL_FILE=missing)
    assert (ai.returncode, ai.stdout) == (2, "")
    assert ai.stderr == f"aiserver: AI_BROKER_URL cannot be read from {missing}: No such file or directory\n"


def test_the_database_lets_each_account_into_its_own_place(composed: Composed) -> None:
    port = composed.postgres.port
    passwords = {name: composed.secret(f"postgres_{name}_password") for name in ("main", "ai", "monitor", "superuser")}

    def connect(role: str, database: str, password: str | None = None) -> psycopg.Connection:
        password = passwords["superuser" if role == "postgres" else role] if password is None else password
        return psycopg.connect(host="127.0.0.1", port=port, user=role, dbname=database, password=password)

    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles"
    rights += " WHERE rolname = current_user"
    for role, database in (("main", "main"), ("ai", "ai"), ("monitor", "postgres")):
        with connect(role, database) as connection:
            assert connection.execute(rights).fetchone() == (False,) * 5
        for wrong in ("", "postgres", passwords["superuser"]):
            with pytest.raises(psycopg.OperationalError):
                connect(role, database, wrong)
    for role in ("main", "ai", "monitor", "postgres"):
        for database in {"main", "ai", "postgres", "template1"} - {role, "postgres" if role == "monitor" else ""}:
            with pytest.raises(psycopg.OperationalError, match="pg_hba.conf"):
                connect(role, database)
    with connect("monitor", "postgres") as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query = '<insufficient privilege>'"
        ).fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE x ()")


def test_the_init_script_makes_nothing_without_a_secret(composed: Composed, tmp_path: Path) -> None:
    (tmp_path / "postgres_main_password").write_text("")
    done = composed.postgres.run_init_script(tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"10-roles.sh: {tmp_path}/postgres_main_password is missing or empty\n"
    for name in ("main", "ai", "monitor"):
        assert composed.secret(f"postgres_{name}_password") not in composed.postgres.log.read_text()


def test_every_part_starts_and_is_healthy(running: Composed) -> None:
    for service in (*MAIN, *AI):
        assert running.processes[service].alive, service
    with urlopen(f"http://127.0.0.1:{running.ports['9102']}/metrics", timeout=10) as answer:
        assert b"savepets_database_up 1.0" in answer.read()


def test_prometheus_may_ask_by_an_address(running: Composed) -> None:
    """It finds main-web by DNS, and names the container's address as the host."""
    asked = Request(f"http://127.0.0.1:{running.ports['8000']}/metrics", headers={"Host": "172.18.0.5:8000"})
    with urlopen(asked, timeout=10) as answer:
        assert b"savepets_http_request_duration_seconds" in answer.read()


def of_channels(running: Composed) -> dict[str, list[float]]:
    """What the broker's plugin measures of channels: its name, and a value for each channel."""
    address = f"http://127.0.0.1:{running.rabbitmq.metrics_port}/metrics/detailed?family=channel_metrics"
    with urlopen(address, timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return {family.name.removeprefix("rabbitmq_detailed_"): [s.value for s in family.samples] for family in families}


def test_nothing_is_used_that_rabbitmq_4_refuses(running: Composed) -> None:
    """4.3 denies global prefetch and queues that are neither durable nor exclusive; 3.10, which runs here, does not."""
    wait_until(lambda: sum(of_channels(running)["channel_consumers"]) == 2, running.rabbitmq.process, 15)
    measured = of_channels(running)
    assert not any(measured["channel_prefetch"])  # of a channel as a whole
    assert len([limit for limit in measured["consumer_prefetch"] if limit]) == 2
    queues = running.rabbitmq.control("list_queues", "name", "type", "durable", "exclusive", "auto_delete")
    assert {(queue["type"], queue["durable"], queue["auto_delete"]) for queue in queues} == {("quorum", True, False)}


def test_accounts_of_the_broker_can_do_no_more_than_they_need(running: Composed) -> None:
    def attempt(user: str, what: str) -> int | None:
        """AMQP's code of the refusal, None if there is none."""
        with pika.BlockingConnection(pika.URLParameters(running.rabbitmq.url(user))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            try:
                if what == "declare":
                    channel.queue_declare("other", durable=True)
                elif what == "default exchange":
                    channel.basic_publish("", "ai.bulk.v1", b"{}")
                else:
                    channel.basic_publish("savepets", what, b"{}", mandatory=True)
            except pika.exceptions.ChannelClosedByBroker as error:
                return int(error.reply_code)
        return None

    refused = {
        user: {what: attempt(user, what) for what in ("declare", "default exchange", "ai.bulk", "dead.job")}
        for user in ("main", "ai")
    }
    assert refused["ai"] == dict.fromkeys(refused["ai"], 403)
    assert refused["main"] == dict.fromkeys(refused["main"], 403) | {"ai.bulk": None}
    with pytest.raises((pika.exceptions.AMQPConnectionError, pika.exceptions.ProbableAuthenticationError)):
        pika.BlockingConnection(pika.URLParameters(f"amqp://guest:guest@127.0.0.1:{running.rabbitmq.port}/%2F"))
