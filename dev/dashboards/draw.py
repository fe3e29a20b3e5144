"""The Overview as one picture: `python -m dev.dashboards.draw docs/overview.png [--seconds 360]`.

A throw-away stack is measured by a real Prometheus while a crowd uses it; the panels are drawn from its answers to
their own queries. Grafana itself has no part in it.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from dev.dashboards.figures import draw
from dev.dashboards.load import Crowd
from dev.dashboards.overview import OVERVIEW
from dev.dashboards.prometheus import Prometheus, View, ask
from dev.errors import DevError
from dev.monitoring import Monitoring
from dev.process import adopt_orphans, reap_orphans
from dev.signals import termination_unwinds, uninterrupted
from dev.stack import Stack
from dev.variables import CROWD, tuned
from dev.workspace import throwaway_directory

INTERVAL_S = 5.0
NOTE = "{minutes:.0f} minutes of a generated crowd on {cores} cores; drawn by dev.dashboards.draw, not by Grafana"


def main() -> int:
    options = _parser().parse_args()
    adopt_orphans()
    with throwaway_directory() as directory, termination_unwinds():
        stack = Stack(directory, settings=CROWD | tuned(), say=print)
        monitoring = Monitoring(stack, INTERVAL_S)
        try:
            stack.start()
            monitoring.start()
            monitoring.wait_ready()
            draw_overview(Prometheus(monitoring.url), _used(stack, options.seconds), options.file)
        except DevError as error:
            print(f"draw: {error}", file=sys.stderr)
            return 1
        finally:
            with uninterrupted():
                monitoring.stop()
                stack.stop()
                reap_orphans()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dev.dashboards.draw", description="Draw the Overview.")
    parser.add_argument("file", type=Path, help="PNG that is written")
    parser.add_argument("--seconds", type=float, default=360.0, help="how long the crowd uses the stack")
    return parser


def _used(stack: Stack, seconds: float) -> View:
    crowd = Crowd(stack.url, stack.directory / "photos")
    crowd.prepare()
    started = time.time()
    crowd.run(seconds)
    return View(end=time.time(), seconds=time.time() - started, scrape_s=INTERVAL_S)


def draw_overview(prometheus: Prometheus, view: View, file: Path) -> None:
    """Ask what its panels ask, and write the PNG."""
    content = OVERVIEW.as_dict()
    panels = [panel for panel in content["panels"] if panel["type"] != "row"]
    answers = {panel["title"]: ask(prometheus, panel, (), view) for panel in panels}
    (alerts,) = content["annotations"]["list"]
    firing = prometheus.query_range(alerts["expr"], view.end - view.seconds, view.end, view.scrape_s)
    draw(OVERVIEW, answers, firing, view, NOTE.format(minutes=view.seconds / 60, cores=os.cpu_count()), file)


if __name__ == "__main__":
    sys.exit(main())
