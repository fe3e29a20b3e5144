"""`make bench-web` on a tiny size: that it measures at all, and that the brakes work."""

from collections.abc import Callable

from playwright.sync_api import Browser

from dev.bench.web import CONDITIONS, measure
from dev.stack import Stack


def test_the_table_has_its_figures(stack: Stack, browser: Callable[..., Browser]) -> None:
    table = measure(browser(), stack.url, loads=1)
    assert [(row[0], row[1]) for row in table.rows] == [(condition.name, "1") for condition in CONDITIONS]
    assert {len(row) for row in table.rows} == {len(table.columns)}
    painted, usable = ([float(row[column].split()[0]) for row in table.rows] for column in (2, 3))
    assert 0 < painted[0] <= usable[0]
    assert painted[0] + CONDITIONS[1].latency_ms < painted[1] <= usable[1]
    assert {float(row[4]) > 10 for row in table.rows} == {True}
