"""Every manifest fits the API: Kubernetes' own kinds of two versions, the operators' by their published types.

RabbitMQ's operators and the backup plugin publish no types that could be had here: of their kinds it is checked that
what they name is there (test_k8s_references.py).
"""

import functools
import json
import subprocess
from pathlib import Path

import kubernetes_validate.utils
import pytest

from dev.k8s import K8S, Manifest
from dev.web import PROGRAMS, WEB, Client
from tests.deploy.manifests import OVERLAYS, name_of, named, rendered

VERSIONS = ["1.34", "1.37"]
READ = functools.cache(kubernetes_validate.utils.schema_contents)
SCHEMAS = K8S / "schemas"
TYPED = {
    "postgresql.cnpg.io/v1": "cloudnative-pg",
    "keda.sh/v1alpha1": "keda",
    "monitoring.coreos.com/v1": "prometheus-operator",
}
UNTYPED = {"rabbitmq.com/v1beta1", "barmancloud.cnpg.io/v1"}


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The validator would read the definitions of all kinds, some megabytes, anew for each manifest."""
    monkeypatch.setattr(kubernetes_validate.utils, "schema_contents", READ)


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_own_kinds(version: str) -> None:
    own = [each for each in different() if each["apiVersion"] not in TYPED.keys() | UNTYPED]
    assert {"Deployment", "Job", "HorizontalPodAutoscaler", "NetworkPolicy"} < {each["kind"] for each in own}
    for manifest in own:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_mistake_is_found() -> None:
    ingress = named("dev", "Ingress", "gateway")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**ingress, "spec": {**ingress["spec"], "rule": []}}, VERSIONS[0], strict=True)


def test_kinds_of_operators(tmp_path: Path) -> None:
    custom = [each for each in different() if each["apiVersion"] in TYPED]
    assert {each["kind"] for each in custom} == {
        "Cluster", "Database", "PodMonitor", "Probe", "PrometheusRule", "ScaledObject", "ScheduledBackup",
        "ServiceMonitor",
    }  # fmt: skip
    misspelt = json.loads(json.dumps(named("production", "ScaledObject", "ai-bulk")))
    misspelt["spec"]["maxReplicas"] = misspelt["spec"].pop("maxReplicaCount")
    (mistake,) = compiled(tmp_path, [*custom, misspelt])
    assert mistake.startswith(f"manifests.ts({len(custom) + 2},") and "maxReplicas" in mistake


def different() -> list[Manifest]:
    """All manifests of all overlays, the same one once; dashboards, which hold text alone, are left out."""
    texts = {json.dumps(each) for overlay in OVERLAYS for each in rendered(overlay) if name_of(each) != "dashboards"}
    return [json.loads(text) for text in sorted(texts)]


def compiled(folder: Path, manifests: list[Manifest]) -> list[str]:
    """What TypeScript finds wrong with them as literals of their types; each is a line, the first line is line 2."""
    Client(SCHEMAS).install()
    types = sorted({(TYPED[each["apiVersion"]], each["apiVersion"], each["kind"]) for each in manifests})
    imports = [f'import {{ I{kind} }} from "@kubernetes-models/{package}/{api}/{kind}"' for package, api, kind in types]
    literals = [f"const _{i}: I{each['kind']} = {json.dumps(each)};" for i, each in enumerate(manifests)]
    (folder / "manifests.ts").write_text("\n".join(["; ".join(imports), *literals]))
    options = {
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
        "moduleResolution": "bundler",
        "module": "esnext",
        "types": [],
        "paths": {"*": [f"{SCHEMAS}/node_modules/*"]},
    }
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["manifests.ts"]}))
    command = [str(PROGRAMS / "node"), str(WEB / "node_modules/typescript/bin/tsc"), "--pretty", "false"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return [line for line in done.stdout.splitlines() if not line.startswith(" ")]
