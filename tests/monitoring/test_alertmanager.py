"""Who is told of what: the routes by amtool, and a real alert on its way through real programs."""

import json
import re
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import yaml

from dev.monitoring import ALERTMANAGER_FILE, RULES, alertmanager, prometheus, routes
from dev.packages import provide_monitoring
from dev.ports import PortBook
from tests.monitoring.asking import alerts
from tests.people import eventually

RECEIVERS = {"critical": "page", "warning": "ticket", "none": "watchdog"}
FILES = {"alert_page_url": "page", "alert_ticket_url": "ticket", "alert_watchdog_url": "watchdog"}


class Webhooks:
    """An HTTP server that keeps what Alertmanager sends, by the last part of the address."""

    def __init__(self) -> None:
        self.notes = notes = defaultdict(list)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                notes[self.path.strip("/")].append(json.loads(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                """Into no log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", PORTS.port("webhooks")), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05])

    def __enter__(self) -> "Webhooks":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def jobs(self, receiver: str, alert: str) -> list[str | None]:
        """The label `job` of each alert of that name that the receiver was told of."""
        labels = [each["labels"] for note in list(self.notes[receiver]) for each in note["alerts"]]
        return [each.get("job") for each in labels if each["alertname"] == alert]


PORTS = PortBook()


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    provide_monitoring()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """As Debian's Alertmanager understands it, with addresses."""
    file = tmp_path_factory.mktemp("routes") / "alertmanager.yml"
    file.write_text(yaml.safe_dump(routes(dict.fromkeys(FILES, "http://127.0.0.1:9/"))))
    return file


@pytest.fixture(scope="module")
def webhooks() -> Iterator[Webhooks]:
    with Webhooks() as webhooks:
        yield webhooks


@pytest.fixture(scope="module")
def manager(webhooks, tmp_path_factory) -> Iterator[str]:
    """Alertmanager's address."""
    folder, address = tmp_path_factory.mktemp("alerts"), f"http://127.0.0.1:{PORTS.port('webhooks')}"
    receivers = {file: f"{address}/{receiver}" for file, receiver in FILES.items()}
    server = alertmanager(folder, folder, PORTS, receivers)
    try:
        server.start()
        server.wait_ready()
        yield f"http://127.0.0.1:{PORTS.port('alertmanager')}"
    finally:
        server.process.stop()


def test_alertmanager_understands_it(rendered):
    done = subprocess.run(["amtool", "check-config", str(rendered)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_address_and_no_secret_is_written_down():
    receivers = yaml.safe_load(ALERTMANAGER_FILE.read_text())["receivers"]
    hooks = [hook for receiver in receivers for hook in receiver["webhook_configs"]]
    assert all(receiver.keys() == {"name", "webhook_configs"} for receiver in receivers)
    assert all(hook.keys() == {"url_file", "send_resolved"} for hook in hooks)
    assert {hook["url_file"] for hook in hooks} == {f"/run/secrets/{file}" for file in FILES}


@pytest.mark.parametrize("severity", RECEIVERS)
def test_severity_decides_who_is_told(rendered, severity):
    names = [name for name, rule in alerts().items() if rule["labels"]["severity"] == severity]
    assert names
    for name in names:
        command = ["amtool", "config", "routes", "test", f"--config.file={rendered}"]
        command += [f"--verify.receivers={RECEIVERS[severity]}", f"alertname={name}", f"severity={severity}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"


def test_inhibitions_name_alerts_that_exist():
    rules = yaml.safe_load(ALERTMANAGER_FILE.read_text())["inhibit_rules"]
    matchers = [matcher for rule in rules for matcher in rule["source_matchers"] + rule["target_matchers"]]
    found = [re.fullmatch(r'(\w+) =~? "(.*)"', matcher) for matcher in matchers]
    named = {pattern for match in found if match[1] == "alertname" for pattern in match[2].split("|")}
    assert {pattern for pattern in named if not any(re.fullmatch(pattern, name) for name in alerts())} == set()


INTERACTIVE, BULK = {"job": "ai", "role": "interactive"}, {"job": "ai", "role": "bulk"}
EXPORTER, QUEUES = {"job": "postgres"}, {"job": "rabbitmq-queues"}


@pytest.mark.parametrize(
    ("cause", "labels", "quiet", "heard"),
    [
        ("ServiceDown", INTERACTIVE, [("TargetDown", INTERACTIVE), ("PeopleWait", {})], [("TargetDown", BULK)]),
        ("ServiceDown", BULK, [("BulkJobsWait", {})], [("PeopleWait", {}), ("DiskFills", {})]),
        ("ServiceDown", {"job": "main-web"}, [("GatewayDown", {})], [("PeopleWait", {}), ("DiskFills", {})]),
        ("DatabaseDown", {}, [("OutboxStuck", {}), ("ErrorBudgetBurnsFast", {})], [("DiskAlmostFull", {})]),
        ("ExporterDown", EXPORTER, [("TargetDown", EXPORTER)], [("TargetDown", QUEUES), ("DatabaseDown", {})]),
        (
            "ServiceDown",
            {"job": "rabbitmq"},
            [("ExporterDown", QUEUES), ("PeopleWait", {})],
            [("ExporterDown", EXPORTER)],
        ),
        ("BrokerAlarm", {}, [("PublishingFails", {}), ("PeopleWait", {})], [("GatewayDown", {}), ("DeadLetters", {})]),
        ("AiDatabaseDown", {"role": "bulk"}, [("AiNotReady", {"role": "bulk"})], [("AiNotReady", INTERACTIVE)]),
        ("ErrorBudgetBurnsFast", {"slo": "jobs"}, [("ErrorBudgetBurnsSlowly", {"slo": "jobs"})], [("JobsFail", {})]),
    ],
)
def test_a_known_cause_quiets_what_follows_from_it_alone(manager, cause, labels, quiet, heard):
    sent = [labelled(cause, labels), *(labelled(*follows) for follows in quiet + heard)]
    post(manager, sent)
    try:
        eventually(lambda: suppressed(manager, sent) == [False] + [True] * len(quiet) + [False] * len(heard), 5)
    finally:
        post(manager, sent, endsAt=datetime.now(UTC).isoformat())


def labelled(name, labels):
    return {"alertname": name, "severity": alerts()[name]["labels"]["severity"], **labels}


def post(manager, labels, **fields):
    requests.post(
        f"{manager}/api/v2/alerts", json=[{"labels": each, **fields} for each in labels], timeout=10
    ).raise_for_status()


def suppressed(manager, sent):
    """Of each alert that was sent, whether nobody is told of it; None while Alertmanager has not taken it in."""
    found = requests.get(f"{manager}/api/v2/alerts", timeout=10).json()
    states = {tuple(sorted(alert["labels"].items())): bool(alert["status"]["inhibitedBy"]) for alert in found}
    return [states.get(tuple(sorted(labels.items()))) for labels in sent]


@pytest.fixture
def impatient_rules(tmp_path):
    """The rules that ship, that wait for nothing."""
    for file in RULES.glob("*.yml"):
        (tmp_path / file.name).write_text(re.sub(r"^( +for): .*$", r"\1: 0s", file.read_text(), flags=re.MULTILINE))
    return tmp_path


def test_an_alert_reaches_people(manager, webhooks, impatient_rules, tmp_path_factory):
    """Of a main-worker that does not answer: one page, and no second message of what that implies."""
    folder = tmp_path_factory.mktemp("prometheus")
    targets = {
        "main-worker": [(f"127.0.0.1:{PORTS.port('main-worker-metrics')}", {})],  # where nobody listens
        "alertmanager": [(f"127.0.0.1:{PORTS.port('alertmanager')}", {})],
    }
    server = prometheus(folder, folder, PORTS, targets, 0.5, impatient_rules)
    try:
        server.start()
        eventually(lambda: "main-worker" in webhooks.jobs("page", "ServiceDown"))
        eventually(lambda: webhooks.jobs("watchdog", "Watchdog"))
        down = [labelled("TargetDown", {"job": "main-worker", "instance": targets["main-worker"][0][0]})]
        eventually(lambda: suppressed(manager, down) == [True])
    finally:
        server.process.stop()
