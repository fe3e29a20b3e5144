"""Kubernetes measures what compose measures, by the same rules and dashboards, under the same labels."""

import json

import pytest
import yaml

from dev.k8s import NAMESPACE, ROOT, RULES
from tests.deploy.manifests import OVERLAYS, name_of, named, of_kind, pod_labels, ports_of, selects

MONITORING = ROOT / "monitoring"
every_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


@every_overlay
def test_rules_are_those_of_compose(overlay: str) -> None:
    rules = {f"savepets-{file.stem}": yaml.safe_load(file.read_text()) for file in RULES.glob("*.yml")}
    assert rules and rules == {name_of(each): each["spec"] for each in of_kind(overlay, "PrometheusRule")}


@every_overlay
def test_dashboards_are_those_of_compose(overlay: str) -> None:
    files = {file.name: json.loads(file.read_text()) for file in (MONITORING / "grafana/dashboards").glob("*.json")}
    dashboards = named(overlay, "ConfigMap", "dashboards")
    assert files and files == {name: json.loads(text) for name, text in dashboards["data"].items()}
    assert dashboards["metadata"]["labels"]["grafana_dashboard"] == "1"  # by which Grafana's sidecar finds it


@every_overlay
def test_jobs_are_those_of_prometheus_yml(overlay: str) -> None:
    scraped = yaml.safe_load((MONITORING / "prometheus/prometheus.yml").read_text())["scrape_configs"]
    expected = {entry["job_name"] for entry in scraped} - (set() if overlay == "gpu" else {"gpu"})
    assert jobs(overlay) | {each["spec"]["jobName"] for each in of_kind(overlay, "Probe")} == expected


@every_overlay
def test_monitors_find_open_ports(overlay: str) -> None:
    deployments = of_kind(overlay, "Deployment")
    for monitor in of_kind(overlay, "PodMonitor"):
        found = [each for each in deployments if selects(monitor["spec"]["selector"], pod_labels(each))]
        assert found or name_of(monitor) == "rabbitmq"  # whose pods the operator makes, with a port "prometheus"
        for endpoint in monitor["spec"]["podMetricsEndpoints"]:
            assert all(endpoint["port"] in ports_of(each) for each in found), name_of(monitor)


@every_overlay
def test_probes_ask_what_compose_asks(overlay: str) -> None:
    targets = yaml.safe_load((MONITORING / "prometheus/targets/gateway.yml").read_text())
    expected = {entry["labels"]["probe"]: path(entry["labels"]["__param_target"]) for entry in targets}
    configs = [each["spec"]["targets"]["staticConfig"] for each in of_kind(overlay, "Probe")]
    asked = {config["labels"]["probe"]: path(config["static"][0]) for config in configs}
    assert asked == expected | {"certificate": "/"}
    modules = yaml.safe_load(named(overlay, "ConfigMap", blackbox(overlay))["data"]["config.yml"])["modules"]
    assert {each["spec"]["module"] for each in of_kind(overlay, "Probe")} <= modules.keys()


@every_overlay
def test_prometheus_finds_the_exporter_from_its_own_namespace(overlay: str) -> None:
    (port,) = named(overlay, "Service", "blackbox-exporter")["spec"]["ports"]
    for probe in of_kind(overlay, "Probe"):
        assert probe["spec"]["prober"]["url"] == f"blackbox-exporter.{NAMESPACE}:{port['port']}"
    for scaler in of_kind(overlay, "ScaledObject"):
        assert (
            scaler["spec"]["triggers"][0]["metadata"]["serverAddress"] == "http://prometheus-operated.monitoring:9090"
        )


@every_overlay
def test_the_role_of_an_ai_process_is_a_label(overlay: str) -> None:
    for role in ("interactive", "bulk", "quarantine"):
        assert pod_labels(named(overlay, "Deployment", f"ai-{role}"))["savepets/role"] == role
    relabelings = named(overlay, "PodMonitor", "ai")["spec"]["podMetricsEndpoints"][0]["relabelings"]
    assert {"sourceLabels": ["__meta_kubernetes_pod_label_savepets_role"], "targetLabel": "role"} in relabelings


def jobs(overlay: str) -> set[str]:
    return {
        relabeling["replacement"]
        for monitor in of_kind(overlay, "PodMonitor", "ServiceMonitor")
        for endpoint in monitor["spec"].get("podMetricsEndpoints", monitor["spec"].get("endpoints"))
        for relabeling in endpoint["relabelings"]
        if relabeling["targetLabel"] == "job"
    }


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def blackbox(overlay: str) -> str:
    (name,) = [name_of(each) for each in of_kind(overlay, "ConfigMap") if name_of(each).startswith("blackbox-")]
    return name
