"""Who talks to whom: the table in docs/operations.md and the NetworkPolicies say the same, way in and way out."""

import re

import pytest

from dev.k8s import ROOT, Manifest
from tests.deploy.manifests import OVERLAYS, PODS, name_of, of_kind, pod_labels, ports_of, selects

OPERATIONS = ROOT / "docs" / "operations.md"
# Pods that operators make, by the labels that they give them.
OPERATED = {
    "postgres": {"cnpg.io/cluster": "postgres"},
    "rabbitmq": {"app.kubernetes.io/name": "rabbitmq"},
}
NAMESPACES = {
    "traefik": "ingress controller",
    "monitoring": "Prometheus",
    "cnpg-system": "operators",
    "rabbitmq-system": "operators",
    "kube-system": "DNS",
}
Edge = tuple[str, str, int]  # from, to, port


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_policies_are_the_table(overlay: str) -> None:
    ours, table = set(labels_of_pods(overlay)), documented(overlay)
    assert allowed(overlay, "Ingress") == {edge for edge in table if edge[1] in ours}
    assert allowed(overlay, "Egress") == {edge for edge in table if edge[0] in ours}
    assert all(edge[0] in ours or edge[1] in ours for edge in table)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_everything_else_is_denied(overlay: str) -> None:
    (default,) = [each["spec"] for each in of_kind(overlay, "NetworkPolicy") if name_of(each) == "default-deny"]
    assert default == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in of_kind(overlay, "NetworkPolicy"):
        for direction in ("Ingress", "Egress"):
            for rule in policy["spec"].get(direction.lower(), []):
                assert rule.get("ports"), name_of(policy)  # a rule without ports, or peers, would allow all
                assert rule.get("from" if direction == "Ingress" else "to"), name_of(policy)
                assert direction in policy["spec"]["policyTypes"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_ways_in_lead_to_ports_that_are_open(overlay: str) -> None:
    ports = {name_of(each): set(ports_of(each).values()) for each in of_kind(overlay, *PODS)}
    for _, to, port in allowed(overlay, "Ingress"):
        assert to in OPERATED or port in ports[to]


def test_clients_reach_the_gateway_alone() -> None:
    assert {edge[1] for edge in documented("production") if edge[0] == "ingress controller"} == {"gateway"}


def allowed(overlay: str, direction: str) -> set[Edge]:
    """What all policies of one direction let through."""
    edges: set[Edge] = set()
    for policy in of_kind(overlay, "NetworkPolicy"):
        holders = pods(overlay, policy["spec"]["podSelector"])
        for rule in policy["spec"].get(direction.lower(), []):
            peers = {name for peer in rule["from" if direction == "Ingress" else "to"] for name in named(overlay, peer)}
            for port in {entry["port"] for entry in rule["ports"]}:
                pairs = [(peer, holder) for peer in peers for holder in holders]
                edges |= {(a, b, port) if direction == "Ingress" else (b, a, port) for a, b in pairs}
    return edges


def named(overlay: str, peer: Manifest) -> set[str]:
    if "ipBlock" in peer:
        assert peer["ipBlock"]["cidr"] == "0.0.0.0/0"
        return {"outside"}
    if "namespaceSelector" in peer:
        return {NAMESPACES[peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]]}
    return pods(overlay, peer["podSelector"])


def pods(overlay: str, selector: Manifest) -> set[str]:
    chosen = {name for name, labels in labels_of_pods(overlay).items() if selects(selector, labels)}
    assert chosen, selector
    return chosen


def labels_of_pods(overlay: str) -> dict[str, dict[str, str]]:
    return {name_of(each): pod_labels(each) for each in of_kind(overlay, *PODS)} | OPERATED


def documented(overlay: str) -> set[Edge]:
    """The rows of the table below "Who talks to whom"; some of them hold where there is an object store."""
    section = OPERATIONS.read_text().partition("## Who talks to whom\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line][2:]
    assert rows
    everybody = ", ".join(labels_of_pods(overlay))
    edges: set[Edge] = set()
    for sources, targets, ports, purpose in rows:
        if overlay == "dev" and "(object store)" in purpose:
            continue
        edges |= {
            (source, target, int(port))
            for source in re.split(", ", everybody if sources == "all" else sources)
            for target in re.split(", ", targets)
            for port in re.split(", ", ports)
        }
    return edges
