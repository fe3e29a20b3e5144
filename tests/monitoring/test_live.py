"""The rules that ship, on real metrics: every program is measured, and every name that is asked for exists."""

from tests.deploy.manifests import of_kind
from tests.monitoring.asking import boards, metric_names, queries, rules, selectors

JOBS = {
    *("main-web", "main-worker", "relay", "ai", "rabbitmq", "rabbitmq-queues", "postgres", "nginx", "node", "gateway"),
    *("prometheus", "alertmanager"),
}
# By the beginning of its name what cannot be here, and why.
ABSENT = {"DCGM_FI_DEV_": "there is no GPU; the names are those that NVIDIA documents for its dcgm-exporter"}


def test_everything_is_measured(prometheus):
    down = {target["scrapeUrl"]: target["lastError"] for target in prometheus.targets() if target["health"] != "up"}
    assert not down
    assert {target["labels"]["job"] for target in prometheus.targets()} == JOBS
    roles = {target["labels"]["role"] for target in prometheus.targets() if target["labels"]["job"] == "ai"}
    assert roles == {"interactive", "bulk", "quarantine"}


def test_every_rule_can_be_evaluated(prometheus):
    found = [rule for group in prometheus.rule_groups() for rule in group["rules"]]
    assert {rule["name"] for rule in found} == {rule.get("alert") or rule["record"] for rule in rules()}
    assert {rule["name"]: rule.get("lastError") for rule in found if rule["health"] != "ok"} == {}
    assert prometheus.value("sum(prometheus_rule_evaluation_failures_total)") == 0


def test_every_series_that_a_rule_asks_for_exists(prometheus):
    """Labels included. Of the week before nothing is recorded yet, so of recorded names it is enough that a rule has
    them."""
    asked = {selector: name for rule in rules() for selector, name in selectors(rule["expr"]).items()}
    wanted = {selector for selector, name in asked.items() if name in unknown({name}, recorded())}
    assert len(wanted) > 40
    assert {selector for selector in wanted if not prometheus.query(f"count({selector})")} == set()


def test_every_objective_is_measured(prometheus):
    objectives = {series.labels["slo"] for series in prometheus.query("slo:objective:ratio")}
    for name in ("slo:error:ratio_rate5m", "slo:error:ratio_rate3d"):
        assert {series.labels["slo"] for series in prometheus.query(name)} == objectives


def test_every_metric_that_a_dashboard_asks_for_exists(prometheus):
    names = prometheus.names() | recorded()
    asked = {name: set().union(*map(metric_names, queries(board))) for name, board in boards().items()}
    assert asked and all(asked.values())
    assert {by: missing for by, wanted in asked.items() if (missing := unknown(wanted, names))} == {}


def test_every_series_that_a_dashboard_asks_for_exists(prometheus):
    """Labels included: many panels show a zero where they find nothing, and would hide a value that nothing has."""
    every = {query for board in boards().values() for query in queries(board)}
    asked = {selector: name for query in every for selector, name in selectors(query).items()}
    wanted = {selector for selector, name in asked.items() if unknown({name}, recorded() | {"ALERTS"})}
    assert len(wanted) > 40
    assert {selector for selector in wanted if not prometheus.query(f"count({selector})")} == set()


def test_what_scales_the_ai_processes_has_an_answer(prometheus):
    """KEDA's triggers: with no series nothing is ever scaled."""
    triggers = [trigger for each in of_kind("production", "ScaledObject") for trigger in each["spec"]["triggers"]]
    assert triggers
    assert {query for each in triggers if prometheus.value(query := each["metadata"]["query"]) is None} == set()


def recorded():
    return {rule["record"] for rule in rules() if "record" in rule}


def unknown(wanted, names):
    return {name for name in wanted - names if not name.startswith(tuple(ABSENT))}
