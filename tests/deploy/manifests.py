"""What Kubernetes is told by each overlay, as the tests look at it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from dev import k8s
from dev.k8s import Manifest

OVERLAYS = k8s.overlays()
PODS = ("Deployment", "Job")


@cache
def rendered(overlay: str) -> tuple[Manifest, ...]:
    """All of one overlay. Skips the test where nothing is installed that can render it (Debian 12 packages nothing)."""
    if k8s.find_program() is None:
        pytest.skip("neither kubectl nor kustomize is installed")
    return tuple(k8s.manifests(overlay))


def of_kind(overlay: str, *kinds: str) -> list[Manifest]:
    return [manifest for manifest in rendered(overlay) if manifest["kind"] in kinds]


def named(overlay: str, kind: str, name: str) -> Manifest:
    (found,) = [manifest for manifest in of_kind(overlay, kind) if name_of(manifest) == name]
    return found


def name_of(manifest: Manifest) -> str:
    return str(manifest["metadata"]["name"])


def pod_of(workload: Manifest) -> Manifest:
    """The specification of the pods that a Deployment or Job makes."""
    return dict(workload["spec"]["template"]["spec"])


def pod_labels(workload: Manifest) -> dict[str, str]:
    return dict(workload["spec"]["template"]["metadata"]["labels"])


def containers(overlay: str) -> Iterator[tuple[Manifest, dict[str, Any]]]:
    """Each container with the Deployment or Job that it belongs to."""
    for workload in of_kind(overlay, *PODS):
        pod = pod_of(workload)
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            yield workload, container


def ports_of(workload: Manifest) -> dict[str, int]:
    """By their names, over all containers of a pod."""
    return {
        port["name"]: port["containerPort"]
        for container in pod_of(workload)["containers"]
        for port in container.get("ports", [])
    }


def selects(selector: Manifest, labels: dict[str, str]) -> bool:
    """Whether a label selector chooses pods with these labels; the empty one chooses all."""
    expressions = selector.get("matchExpressions", [])
    assert all(expression["operator"] == "In" for expression in expressions)
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        labels.get(expression["key"]) in expression["values"] for expression in expressions
    )


def variables(overlay: str, name: str) -> dict[str, str]:
    """What the first container of a Deployment or Job finds in its environment."""
    (workload,) = [each for each in of_kind(overlay, *PODS) if name_of(each) == name]
    container = pod_of(workload)["containers"][0]
    maps = {name_of(each): each["data"] for each in of_kind(overlay, "ConfigMap")}
    values = [maps[source["configMapRef"]["name"]] for source in container.get("envFrom", [])]
    values.append({entry["name"]: entry["value"] for entry in container.get("env", []) if "value" in entry})
    return {key: value for each in values for key, value in each.items()}
