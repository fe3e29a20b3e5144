"""What ships for Prometheus, by Debian's promtool, and that each alert can be acted upon."""

import re
import subprocess

import pytest
import yaml

from dev.monitoring import PROMETHEUS_FILES as PROMETHEUS
from dev.packages import provide_monitoring
from dev.servers import ROOT
from tests.monitoring.asking import MONITORING, alerts, metric_names, rule_files, rules, selectors

TESTS = sorted((PROMETHEUS / "tests").glob("*.yml"))
ALWAYS = {"Watchdog"}  # to keep quiet is what it must never do
SEVERITIES = {"critical", "warning"}
OF_MONITORING = {"prometheus", "alertmanager"}


@pytest.fixture(scope="module", autouse=True)
def promtool():
    provide_monitoring()


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_understands_configuration_and_rules():
    run("promtool", "check", "config", str(PROMETHEUS / "prometheus.yml"))
    run("promtool", "check", "rules", "--lint-fatal", *map(str, rule_files()))


def test_the_blackbox_exporter_understands_its_configuration():
    run("prometheus-blackbox-exporter", "--config.check", f"--config.file={PROMETHEUS / 'blackbox.yml'}")


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_alerts_fire_when_they_should(file):
    run("promtool", "test", "rules", str(file))


def test_every_alert_is_seen_firing_and_keeping_quiet():
    tests = [test for file in TESTS for test in yaml.safe_load(file.read_text())["tests"]]
    seen = [case for test in tests for case in test["alert_rule_test"]]
    assert {case["alertname"] for case in seen if case["exp_alerts"]} == set(alerts())
    assert {case["alertname"] for case in seen if not case["exp_alerts"]} == set(alerts()) - ALWAYS


def test_every_alert_says_how_grave_it_is_and_what_to_do():
    for name, rule in alerts().items():
        assert rule["labels"]["severity"] in (SEVERITIES if name not in ALWAYS else {"none"}), name
        assert rule["annotations"].keys() == {"summary", "description", "runbook_url"}, name
        assert rule["annotations"]["runbook_url"] == f"docs/operations.md#{name.lower()}", name


def test_the_runbook_has_a_place_for_every_alert_and_no_other():
    _, _, runbook = (ROOT / "docs" / "operations.md").read_text().partition("\n## Runbook\n")
    sections = re.split(r"^### ", runbook, flags=re.MULTILINE)[1:]
    places = {section.partition("\n")[0]: section for section in sections}
    assert places.keys() == alerts().keys()
    assert "\n## " not in runbook
    assert [name for name, place in places.items() if len(place.split()) < 20] == []


def test_recorded_rules_are_named_by_level_metric_and_operation():
    names = {rule["record"] for rule in rules() if "record" in rule}
    assert all(re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z0-9_]+", name) for name in names), names


def test_what_is_recorded_is_used():
    """By another rule or a dashboard; the names of alerts are in the files of dashboards as well."""
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    used = set().union(*(metric_names(rule["expr"]) for rule in rules()))
    boards = "".join(file.read_text() for file in (MONITORING / "grafana").rglob("*.json"))
    assert {name for name in recorded - used if name not in boards} == set()


def test_rules_ask_for_nothing_of_others():
    """In a cluster Prometheus has the targets of everybody."""
    ours = {rule["record"] for rule in rules() if "record" in rule}
    asked = {each: name for rule in rules() for each, name in selectors(rule["expr"]).items()}
    foreign = {each for each, name in asked.items() if name not in ours and not name.startswith("savepets_")}
    assert len(foreign) > 20
    assert {each for each in foreign if not jobs_of(each) or jobs_of(each) - jobs()} == set()


def test_whatever_is_away_is_told_of():
    """One process by TargetDown; all of a kind by what it means: people are worse off, or alerts are blind."""
    told = {name: asked_by(name) for name in ("ServiceDown", "ExporterDown", "TargetDown")}
    assert told["TargetDown"] == jobs()
    assert told["ServiceDown"] | told["ExporterDown"] == jobs() - OF_MONITORING
    assert told["ServiceDown"] & told["ExporterDown"] == set()
    assert told["ServiceDown"] == {"main-web", "main-worker", "relay", "ai", "rabbitmq"}


def jobs():
    configuration = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    return {scrape["job_name"] for scrape in configuration["scrape_configs"]}


def jobs_of(selector):
    """Those that a selector names."""
    found = re.search(r'[{,]\s*job=~?"([^"]+)"', selector)
    return set(found[1].split("|")) if found else set()


def asked_by(alert):
    return set().union(*map(jobs_of, selectors(alerts()[alert]["expr"])))


def test_targets_are_services_of_compose():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    configuration = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    found = {
        target.partition(":")[0]
        for file in (PROMETHEUS / "targets").glob("*.yml")
        for group in yaml.safe_load(file.read_text())
        for target in group["targets"]
    }
    named = [dns for scrape in configuration["scrape_configs"] for dns in scrape.get("dns_sd_configs", [])]
    found |= {name for dns in named for name in dns["names"]}
    assert found <= services.keys()
    listed = {file.stem for file in (PROMETHEUS / "targets").glob("*.yml")}
    asked = re.findall(r"targets/([\w-]+)\.yml", (PROMETHEUS / "prometheus.yml").read_text())
    assert listed <= set(asked)
