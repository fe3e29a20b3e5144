"""Grafana's dashboards: the files that are provisioned, and every query of theirs against a running stack."""

import configparser
import json
import math
import re
import time
from itertools import combinations

import promql_parser
import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models import dashboard as schema
from grafana_foundation_sdk.models import units

from dev.dashboards.catalogue import DASHBOARDS
from dev.dashboards.frame import COLUMNS, FOLDER
from dev.dashboards.panels import GUIDE
from dev.dashboards.prometheus import View, ask
from dev.servers import ROOT
from tests.monitoring.conftest import INTERVAL_S

GRAFANA = FOLDER.parent
MOST_PANELS = 14
# What cannot be there on a test machine, and why.
NOTHING_HERE = {("ai", "GPU"): "no GPU, so no exporter of NVIDIA's"}
# Fields that the data source's plugin reads, which Grafana's own schema does not know.
PLUGIN_FIELDS = {"step", "tagKeys", "textFormat", "titleFormat", "useValueForTime"}
EVERY = pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.name)


def panels_of(dashboard):
    return [panel for panel in dashboard.as_dict()["panels"] if panel["type"] != "row"]


def names_of(dashboard):
    return [variable.label for variable in dashboard.variables]


def test_the_files_are_what_the_program_writes():
    """`python -m dev.dashboards` writes them."""
    assert {file.name: file.read_text() for file in FOLDER.iterdir()} == {
        dashboard.file.name: dashboard.text() for dashboard in DASHBOARDS
    }


@EVERY
def test_grafanas_schema_knows_every_field(dashboard):
    register_default_plugins()
    ours = json.loads(dashboard.text())
    for annotation in ours["annotations"]["list"]:
        for field in PLUGIN_FIELDS:
            del annotation[field]
    theirs = json.loads(JSONEncoder().encode(schema.Dashboard.from_json(ours)))
    assert not list(lost(ours, theirs))


def lost(ours, theirs, path=""):
    """Where a value of `ours` is not in `theirs`, which may have more."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key, value in ours.items():
            yield from lost(value, theirs.get(key), f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from lost(mine, other, f"{path}[{index}]")
    elif ours != theirs:
        yield f"{path}: {ours!r}, {theirs!r}"


@EVERY
def test_units_are_grafanas(dashboard):
    known = {value for name, value in vars(units).items() if isinstance(value, str) and not name.startswith("_")}
    used = {panel["fieldConfig"]["defaults"].get("unit") for panel in panels_of(dashboard)}
    used |= {panel["options"]["yAxis"]["unit"] for panel in panels_of(dashboard) if panel["type"] == "heatmap"}
    assert used - {None} <= known


@EVERY
def test_panels_have_places_of_their_own(dashboard):
    panels = dashboard.as_dict()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        for place in (panel["gridPos"] for panel in panels)
    ]
    assert all(x < COLUMNS for shape in cells for x, _ in shape)
    assert not any(one & other for one, other in combinations(cells, 2))
    assert sum(len(shape) for shape in cells) == COLUMNS * (1 + max(y for shape in cells for _, y in shape))


@EVERY
def test_every_panel_says_what_good_looks_like(dashboard):
    panels = panels_of(dashboard)
    assert len(panels) <= MOST_PANELS
    assert len({panel["title"] for panel in panels}) == len(panels)
    assert all("**Good:**" in panel["description"] and GUIDE in panel["description"] for panel in panels)


def test_the_runbook_has_what_panels_refer_to():
    text = "".join(dashboard.text() for dashboard in DASHBOARDS)
    headings = re.findall(r"^#+ (.+)$", (ROOT / GUIDE).read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    referred = set(re.findall(rf"{GUIDE}#([\w-]+)", text))
    assert referred and referred <= anchors


def test_uids_and_titles_are_unique():
    for key in ("uid", "title"):
        values = [dashboard.as_dict()[key] for dashboard in DASHBOARDS]
        assert len(set(values)) == len(values) and all(len(value) <= 40 for value in values)


def test_links_lead_to_dashboards():
    uids = {dashboard.as_dict()["uid"] for dashboard in DASHBOARDS}
    linked = {
        link["url"] for dashboard in DASHBOARDS for panel in panels_of(dashboard) for link in panel.get("links", ())
    }
    assert linked and {re.match(r"/d/([\w-]+)", url)[1] for url in linked} <= uids


def test_panels_ask_the_source_that_is_provisioned():
    file = GRAFANA / "provisioning" / "datasources" / "prometheus.yml"
    (source,) = yaml.safe_load(file.read_text())["datasources"]
    wanted = {"type": source["type"], "uid": source["uid"]}
    for dashboard in DASHBOARDS:
        content = dashboard.as_dict()
        asking = [*panels_of(dashboard), *content["annotations"]["list"], *content["templating"]["list"]]
        asking += [target for panel in panels_of(dashboard) for target in panel["targets"]]
        assert all(entry["datasource"] == wanted for entry in asking)


def test_the_shortest_step_is_the_time_between_two_scrapes():
    source = yaml.safe_load((GRAFANA / "provisioning" / "datasources" / "prometheus.yml").read_text())
    scraped = yaml.safe_load((ROOT / "monitoring" / "prometheus" / "prometheus.yml").read_text())
    assert source["datasources"][0]["jsonData"]["timeInterval"] == scraped["global"]["scrape_interval"]


def test_nobody_enters_with_a_password_that_everybody_knows():
    settings = configparser.RawConfigParser()
    settings.read(GRAFANA / "grafana.ini")
    security = settings["security"]
    assert all(security[name].startswith("$__file{/run/secrets/") for name in ("admin_password", "secret_key"))
    assert settings["auth.anonymous"].getboolean("enabled") is False
    assert settings["users"].getboolean("allow_sign_up") is False


def test_compose_hands_grafana_what_it_reads():
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["grafana"]
    secrets = re.findall(r"^\w+ = \$__file{/run/secrets/(\w+)}$", (GRAFANA / "grafana.ini").read_text(), re.MULTILINE)
    assert secrets and set(secrets) == set(service["secrets"])
    mounted = {volume.split(":")[1]: volume.split(":")[0] for volume in service["volumes"] if volume.startswith("./")}
    assert mounted == {
        f"/etc/grafana/{name}": f"./monitoring/grafana/{name}" for name in ("grafana.ini", "provisioning", "dashboards")
    }


def test_the_home_page_is_among_the_provisioned_files():
    settings = configparser.RawConfigParser()
    settings.read(GRAFANA / "grafana.ini")
    provided = yaml.safe_load((GRAFANA / "provisioning" / "dashboards" / "savepets.yml").read_text())
    (provider,) = provided["providers"]
    home = settings["dashboards"]["default_home_dashboard_path"]
    assert home == f"{provider['options']['path']}/{DASHBOARDS[0].file.name}"


@EVERY
def test_expressions_are_promql(dashboard):
    view = View(end=0.0, seconds=3600, scrape_s=15)
    for panel in panels_of(dashboard):
        for target in panel["targets"]:
            promql_parser.parse(view.filled_in(target["expr"], panel, names_of(dashboard)))
    for annotation in dashboard.as_dict()["annotations"]["list"]:
        promql_parser.parse(annotation["expr"])


@pytest.fixture(scope="module")
def view(prometheus):
    """All that has been measured, from the first scrape on."""
    seconds = prometheus.value("time() - min(min_over_time(timestamp(up)[1h:1s]))")
    return View(end=time.time(), seconds=seconds, scrape_s=INTERVAL_S)


@EVERY
def test_every_panel_shows_something(dashboard, prometheus, view):
    empty = [
        f"{panel['title']}: {target['expr']}"
        for panel in panels_of(dashboard)
        for target, answer in zip(panel["targets"], ask(prometheus, panel, names_of(dashboard), view), strict=True)
        if not is_seen(answer) and (dashboard.name, panel["title"]) not in NOTHING_HERE
    ]
    assert not empty


def is_seen(answer):
    """Somewhere there is a number; 0/0 is none."""
    return any(not math.isnan(value) for series in answer for _, value in series.samples)


@EVERY
def test_variables_have_values(dashboard, prometheus):
    for variable in dashboard.variables:
        assert prometheus.label_values(variable.label, variable.metric)
