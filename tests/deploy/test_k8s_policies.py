"""What every pod has to be, whoever changes a manifest: harmless, bounded, watched, pinned."""

import re

import pytest

from dev.k8s import Manifest
from tests.deploy.manifests import OVERLAYS, containers, name_of, named, of_kind, pod_of, rendered

pytestmark = pytest.mark.parametrize("overlay", OVERLAYS)
VERSION = re.compile(r":v?\d+\.\d+(\.\d+)?[\w.-]*$")


def test_pods_meet_the_restricted_standard(overlay: str) -> None:
    for workload in of_kind(overlay, "Deployment", "Job"):
        pod = pod_of(workload)
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys(), name_of(workload)
        assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] > 0, name_of(workload)
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name_of(workload)
        assert pod["automountServiceAccountToken"] is False, name_of(workload)
        assert {kind for volume in pod.get("volumes", []) for kind in volume.keys() - {"name"}} <= {
            "configMap",
            "emptyDir",
            "persistentVolumeClaim",
            "secret",
        }, name_of(workload)


def test_containers_can_neither_gain_rights_nor_write_to_their_image(overlay: str) -> None:
    for workload, container in containers(overlay):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, (name_of(workload), container["name"])
        assert not any("hostPort" in port for port in container.get("ports", []))


def test_the_namespace_enforces_the_restricted_standard(overlay: str) -> None:
    labels = named(overlay, "Namespace", "savepets")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_everything_is_bounded(overlay: str) -> None:
    for workload, container in containers(overlay):
        requests, limits = container["resources"]["requests"], container["resources"]["limits"]
        for amount in ("cpu", "memory"):
            assert 0 < size(requests[amount]) <= size(limits[amount]), (name_of(workload), container["name"])
    for volume in (volume for workload in of_kind(overlay, "Deployment", "Job") for volume in volumes(workload)):
        assert "sizeLimit" in volume.get("emptyDir", {"sizeLimit"})
    for cluster in of_kind(overlay, "Cluster", "RabbitmqCluster"):
        assert cluster["spec"]["resources"]["limits"].keys() >= {"cpu", "memory"}


def test_servers_are_watched_from_start_to_end(overlay: str) -> None:
    for deployment in of_kind(overlay, "Deployment"):
        server = next(entry for entry in pod_of(deployment)["containers"] if entry["name"] == "server")
        assert server.keys() >= {"startupProbe", "readinessProbe", "livenessProbe"}, name_of(deployment)
    for workload, container in containers(overlay):
        declared = {port["name"] for port in container.get("ports", [])}
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            if probe in container:
                assert container[probe]["httpGet"]["port"] in declared, (name_of(workload), probe)


@pytest.mark.parametrize(
    ("name", "leaving_s"),
    # How long each takes by its own settings: gunicorn's graceful_timeout, AI_GRACE_SECONDS and what follows it; a
    # photo of 15 MB at 1 Mbit/s.
    [("main-web", 15), ("ai-interactive", 20), ("ai-bulk", 20), ("ai-quarantine", 20), ("gateway", 126)],
)
def test_pods_have_time_to_leave(overlay: str, name: str, leaving_s: int) -> None:
    pod = pod_of(named(overlay, "Deployment", name))
    first = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] >= first + leaving_s


def test_every_image_has_a_version(overlay: str) -> None:
    images = [container["image"] for _, container in containers(overlay)]
    images += [named(overlay, "RabbitmqCluster", "rabbitmq")["spec"]["image"]]
    images += [named(overlay, "Cluster", "postgres")["spec"]["imageName"]]
    assert [image for image in images if not VERSION.search(image)] == []


def test_our_images_are_of_one_version(overlay: str) -> None:
    ours = {container["image"] for _, container in containers(overlay) if "savepets-" in container["image"]}
    assert len({re.sub("-(cpu|cuda)$", "", image.rpartition(":")[2]) for image in ours}) == 1
    assert len({image.rpartition("savepets-")[0] for image in ours}) == 1  # and from one place


def test_no_secret_is_in_the_manifests(overlay: str) -> None:
    assert of_kind(overlay, "Secret") == []


def test_all_is_in_one_namespace(overlay: str) -> None:
    assert {manifest["metadata"].get("namespace") for manifest in rendered(overlay)} == {None, "savepets"}
    assert [name_of(manifest) for manifest in rendered(overlay) if "namespace" not in manifest["metadata"]] == [
        "savepets"
    ]


def volumes(workload: Manifest) -> list[Manifest]:
    return list(pod_of(workload).get("volumes", []))


def size(quantity: object) -> float:
    """A quantity of Kubernetes, such as 500m, 2, 512Mi, in cores or bytes."""
    number, unit = re.fullmatch(r"([\d.]+)(m|Ki|Mi|Gi)?", str(quantity)).groups()  # type: ignore[union-attr]
    return float(number) * {None: 1.0, "m": 0.001, "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30}[unit]
