"""What a manifest names is there: pods behind a Service, ConfigMaps, volumes, accounts of the broker, kinds of job."""

import re

import pytest
import yaml

from config.environment import Environment
from dev.definitions import definitions
from dev.k8s import K8S, ROOT, Manifest
from tests.deploy.manifests import (
    OVERLAYS,
    PODS,
    containers,
    name_of,
    named,
    of_kind,
    pod_labels,
    pod_of,
    ports_of,
    rendered,
    selects,
    variables,
)

ROLES = ("interactive", "bulk", "quarantine")
every_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


@every_overlay
def test_services_lead_to_pods(overlay: str) -> None:
    for service in of_kind(overlay, "Service"):
        behind = [each for each in of_kind(overlay, "Deployment") if chosen_by(service["spec"]["selector"], each)]
        assert [name_of(each) for each in behind] == [name_of(service)]
        for port in service["spec"]["ports"]:
            assert ports_of(behind[0])[port["targetPort"]] == port["port"]


@every_overlay
def test_deployments_choose_their_own_pods(overlay: str) -> None:
    deployments = of_kind(overlay, "Deployment")
    for deployment in deployments:
        chosen = [each for each in deployments if selects(deployment["spec"]["selector"], pod_labels(each))]
        assert chosen == [deployment]


@every_overlay
def test_the_ingress_leads_to_the_gateway_alone(overlay: str) -> None:
    (ingress,) = of_kind(overlay, "Ingress")
    (rule,) = ingress["spec"]["rules"]
    backends = [path["backend"]["service"] for path in rule["http"]["paths"]]
    assert backends == [{"name": "gateway", "port": {"name": "http"}}]
    assert ingress["spec"]["tls"] == [{"hosts": [rule["host"]], "secretName": "gateway-tls"}]
    assert [service["spec"].get("type", "ClusterIP") for service in of_kind(overlay, "Service")] == ["ClusterIP"] * 4


@every_overlay
def test_there_is_one_public_name(overlay: str) -> None:
    host = yaml.safe_load((K8S / "overlays" / address_of(overlay) / "address.yaml").read_text())["data"]["host"]
    (rule,) = named(overlay, "Ingress", "gateway")["spec"]["rules"]
    assert rule["host"] == host
    assert variables(overlay, "main-web")["MAIN_PUBLIC_URL"] == f"https://{host}"
    assert variables(overlay, "main-web")["MAIN_ALLOWED_HOSTS"] == f"{host},main-web,$(POD_IP)"
    assert variables(overlay, "gateway")["PUBLIC_URL"] == f"https://{host}"
    certificate = named(overlay, "Probe", "gateway-certificate")
    assert certificate["spec"]["targets"]["staticConfig"]["static"] == [f"https://{host}/"]


@every_overlay
def test_addresses_of_servers_are_services(overlay: str) -> None:
    known = {
        f"{name_of(each)}:{port['port']}" for each in of_kind(overlay, "Service") for port in each["spec"]["ports"]
    }
    gateway, ai = variables(overlay, "gateway"), variables(overlay, "ai-bulk")
    assert {gateway["MAIN_SERVER"], gateway["AI_SERVER"], ai["AI_MAIN_URL"].removeprefix("http://")} <= known


@every_overlay
def test_ports_are_those_that_the_servers_are_told(overlay: str) -> None:
    told = {
        "main-web": ("http", "MAIN_WEB_LISTEN"),
        "main-worker": ("metrics", "MAIN_METRICS_LISTEN"),
        "relay": ("metrics", "MAIN_METRICS_LISTEN"),
        "ai-interactive": ("http", "AI_HTTP_PORT"),
        "gateway": ("status", "GATEWAY_STATUS_LISTEN"),
    }
    for name, (port, variable) in told.items():
        value = variables(overlay, name)[variable]
        assert ports_of(named(overlay, "Deployment", name))[port] == int(value.rpartition(":")[2]), name
        assert value.rpartition(":")[0] in ("0.0.0.0", "") or variable == "AI_HTTP_PORT"


@every_overlay
def test_what_pods_take_from_elsewhere_is_there(overlay: str) -> None:
    maps = {name_of(each) for each in of_kind(overlay, "ConfigMap")}
    claims = {name_of(each) for each in of_kind(overlay, "PersistentVolumeClaim")}
    for workload, container in containers(overlay):
        assert {source["configMapRef"]["name"] for source in container.get("envFrom", [])} <= maps
        volumes = {volume["name"]: volume for volume in pod_of(workload).get("volumes", [])}
        assert {mount["name"] for mount in container.get("volumeMounts", [])} <= volumes.keys(), name_of(workload)
        needed = [each["configMap"] for each in volumes.values() if "configMap" in each]
        assert {each["name"] for each in needed if not each.get("optional")} <= maps
        wanted = [each["persistentVolumeClaim"] for each in volumes.values() if "persistentVolumeClaim" in each]
        assert {each["claimName"] for each in wanted} <= claims


@every_overlay
def test_variables_are_made_of_variables_that_come_before(overlay: str) -> None:
    """Kubernetes leaves a name that it does not know as it stands, and knows none of a ConfigMap."""
    for workload, container in containers(overlay):
        known: set[str] = set()
        for entry in container.get("env", []):
            assert set(re.findall(r"\$\((\w+)\)", entry.get("value", ""))) <= known, name_of(workload)
            known.add(entry["name"])


@every_overlay
def test_every_server_has_a_budget(overlay: str) -> None:
    budgets = of_kind(overlay, "PodDisruptionBudget")
    servers = [each for each in of_kind(overlay, "Deployment") if not name_of(each).endswith("-exporter")]
    for server in servers:
        (budget,) = [each for each in budgets if selects(each["spec"]["selector"], pod_labels(server))]
        assert name_of(budget) == name_of(server)
    assert len(budgets) == len(servers)


@pytest.mark.parametrize("overlay", ["gpu", "production"])
def test_what_is_scaled_is_there(overlay: str) -> None:
    scalers = of_kind(overlay, "HorizontalPodAutoscaler", "ScaledObject")
    for scaler in scalers:
        target = named(overlay, "Deployment", scaler["spec"]["scaleTargetRef"]["name"])
        assert "replicas" not in target["spec"]  # else each `apply` would undo what the scaler did
    assert {name_of(scaler) for scaler in scalers} == {"gateway", "main-web", "ai-interactive", "ai-bulk"}


def test_workers_stay_while_nobody_tells_how_long_jobs_wait() -> None:
    for role in ("interactive", "bulk"):
        spec = named("production", "ScaledObject", f"ai-{role}")["spec"]
        assert spec["fallback"]["replicas"] == spec["minReplicaCount"] > 0
        assert spec["fallback"]["behavior"] == "currentReplicasIfHigher"  # `static` would end copies that are needed
        (trigger,) = spec["triggers"]
        assert trigger["metadata"]["ignoreNullValues"] == "false"  # else nothing counts as 0, and is no failure


def test_help_for_finders_comes_as_soon_as_operations_say() -> None:
    text = " ".join((ROOT / "docs/operations.md").read_text().split())
    seconds = re.search(r"above (\d+) s for lookups and covers, (\d+) s for the rest", text).groups()  # type: ignore[union-attr]
    scalers = [named("production", "ScaledObject", f"ai-{role}") for role in ("interactive", "bulk")]
    assert [each["spec"]["triggers"][0]["metadata"]["threshold"] for each in scalers] == list(seconds)


def test_workers_are_scaled_by_the_jobs_that_they_do() -> None:
    from jobs.kinds import DEFAULTS

    for role in ("interactive", "bulk"):
        (trigger,) = named("production", "ScaledObject", f"ai-{role}")["spec"]["triggers"]
        (operator, pattern) = re.search(r'kind(=~|!~)"([^"]+)"', trigger["metadata"]["query"]).groups()  # type: ignore[union-attr]
        matching = {kind for kind in DEFAULTS if bool(re.fullmatch(pattern, kind)) == (operator == "=~")}
        assert matching == {kind for kind, entry in DEFAULTS.items() if entry.route == f"ai.{role}"}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_database_has_a_connection_for_everybody(overlay: str) -> None:
    """By docs/operations.md, "Scale": what each takes; while they are replaced each kind has one copy more."""
    limits = {name_of(each): each["spec"].get("maxReplicas") for each in of_kind(overlay, "HorizontalPodAutoscaler")}
    limits |= {name_of(each): each["spec"]["maxReplicaCount"] for each in of_kind(overlay, "ScaledObject")}
    threads = Environment.__dataclass_fields__["web_threads"].default
    takes = {"main-web": threads + 1, "main-worker": 4, "relay": 4, "postgres-exporter": 5}
    takes |= {f"ai-{role}": int(variables(overlay, f"ai-{role}")["AI_THREADS"]) + 2 for role in ROLES}
    copies = {name: limits.get(name) or named(overlay, "Deployment", name)["spec"].get("replicas", 1) for name in takes}
    most = sum((copies[name] + 1) * each for name, each in takes.items())
    held = int(named(overlay, "Cluster", "postgres")["spec"]["postgresql"]["parameters"]["max_connections"])
    assert most <= held


def test_accounts_of_the_broker_may_do_what_they_may_under_compose() -> None:
    expected = definitions({"main": "x", "ai": "y"})
    for entry in expected["permissions"]:
        spec = named("production", "Permission", str(entry["user"]))["spec"]
        assert spec["permissions"] == {key: entry[key] for key in ("configure", "write", "read")}
    for entry in expected["topic_permissions"]:
        spec = named("production", "TopicPermission", str(entry["user"]))["spec"]
        assert spec["permissions"] == {key: entry[key] for key in ("exchange", "write", "read")}
    for each in of_kind("production", "Permission", "TopicPermission"):
        assert each["spec"]["userReference"]["name"] in {name_of(user) for user in of_kind("production", "User")}
        assert each["spec"]["rabbitmqClusterReference"] == {"name": "rabbitmq"}


def test_only_cards_are_asked_for_where_there_are_some() -> None:
    on_cards = [
        name_of(each) for each in of_kind("gpu", "Deployment")
        if "nvidia.com/gpu" in pod_of(each)["containers"][0]["resources"]["limits"]
    ]  # fmt: skip
    assert on_cards == ["ai-bulk", "ai-interactive"]
    for name in on_cards:
        pod = pod_of(named("gpu", "Deployment", name))
        assert pod["nodeSelector"] and pod["tolerations"]
        assert pod["containers"][0]["image"].endswith("-cuda")
        assert variables("gpu", name)["AI_DEVICE"] == "cuda"
    assert variables("gpu", "ai-quarantine")["AI_DEVICE"] == "cpu"
    assert not any("nvidia" in str(each) for each in rendered("production") if each["kind"] == "Deployment")


def test_images_of_others_are_those_of_compose() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"].values()
    of_compose = {service["image"] for service in services}
    others = {container["image"] for _, container in containers("dev") if "savepets-" not in container["image"]}
    assert others <= of_compose
    broker = named("dev", "RabbitmqCluster", "rabbitmq")["spec"]["image"]
    assert broker.removesuffix("-management") in {image.removesuffix("-alpine") for image in of_compose}


def chosen_by(labels: dict[str, str], workload: Manifest) -> bool:
    return selects({"matchLabels": labels}, pod_labels(workload))


def address_of(overlay: str) -> str:
    return "production" if overlay == "gpu" else overlay


def test_servers_may_take_as_much_memory_as_under_compose() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    allowed = {name: entry["deploy"]["resources"]["limits"]["memory"] + "i" for name, entry in services.items()}
    for workload in of_kind("production", *PODS):
        limit = pod_of(workload)["containers"][0]["resources"]["limits"]["memory"]
        assert limit == allowed[name_of(workload)], name_of(workload)
