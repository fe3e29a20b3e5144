"""The picture of the Overview: names, numbers, and that it can be drawn from a stack that runs."""

import math
import time

import pytest
from PIL import Image

from dev.dashboards.draw import draw_overview
from dev.dashboards.prometheus import View
from dev.dashboards.words import legend, value_text
from dev.servers import ROOT
from tests.monitoring.conftest import INTERVAL_S

WORDS = [{"type": "value", "options": {"0": {"text": "shut"}, "1": {"text": "open"}}}]
MOST_BYTES = 300_000


@pytest.mark.parametrize(
    ("value", "defaults", "text"),
    [
        (0.99953, {"unit": "percentunit", "decimals": 2}, "99.95%"),
        (0.018, {"unit": "s"}, "18 ms"),
        (0.0, {"unit": "s", "decimals": 0}, "0 s"),
        (90, {"unit": "s"}, "1.5 min"),
        (12.34, {"unit": "reqps"}, "12.3 req/s"),
        (25_300, {"unit": "short"}, "25.3 K"),
        (1, {"unit": "none", "mappings": WORDS}, "open"),
        (math.nan, {"unit": "s"}, "–"),
    ],
)
def test_numbers_read_as_in_grafana(value, defaults, text):
    assert value_text(value, defaults) == text


def test_a_legend_is_filled_in_from_labels():
    assert legend("{{kind}} {{ state }}", {"kind": "dog.lookup", "state": "queued"}) == "dog.lookup queued"
    assert legend("{{job}} {{role}}", {"job": "relay"}) == "relay"


@pytest.mark.parametrize(
    ("expr", "filled"),
    [
        ('rate(x{kind=~"$kind"}[$__rate_interval])', 'rate(x{kind=~".+"}[60000ms])'),
        ("increase(x[$__range])", "increase(x[3600000ms])"),
        ("increase(x[$__interval])", "increase(x[15000ms])"),
        ('label_replace(x, "a", "${1}", "b", "(.)")', 'label_replace(x, "a", "${1}", "b", "(.)")'),
    ],
)
def test_variables_are_filled_in_as_grafana_does(expr, filled):
    """An hour at 15 s between two scrapes: a point for each scrape, and four scrapes in a rate."""
    assert View(end=0, seconds=3600, scrape_s=15).filled_in(expr, {}, ["kind"]) == filled


def test_a_panel_may_ask_for_a_longer_step():
    assert View(end=0, seconds=3600, scrape_s=15).step_s({"interval": "1h"}) == 3600


def test_the_overview_can_be_drawn(prometheus, tmp_path):
    file = tmp_path / "overview.png"
    view = View(end=time.time(), seconds=60, scrape_s=INTERVAL_S)
    draw_overview(prometheus, view, file)
    with Image.open(file) as picture, Image.open(ROOT / "docs" / "overview.png") as kept:
        assert picture.size == kept.size  # drawn again, it would take the place of the one in the docs
        assert len(picture.getcolors(1 << 24)) > 500


def test_the_picture_in_the_docs_is_small():
    assert (ROOT / "docs" / "overview.png").stat().st_size < MOST_BYTES
