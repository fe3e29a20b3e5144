"""How soon the web client's start page is there and can be used: `make bench-web`.

python -m dev.bench.web [--loads 15]
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from dev.bench.figures import Table, median_with_interval
from dev.browser import FLAGS, chromium
from dev.errors import DevError
from dev.process import adopt_orphans, reap_orphans
from dev.signals import termination_unwinds, uninterrupted
from dev.stack import Stack
from dev.variables import CROWD, tuned
from dev.workspace import throwaway_directory

QUIET_MS = 500
SCREEN = ViewportSize(width=390, height=844)
# Before anything of the page runs: from when on its first button can be pressed, and until when tasks of over 50 ms
# kept it from answering.
WATCH = """(() => {
    const seen = { usable: null, busy: 0 };
    globalThis.bench = seen;
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) seen.busy = Math.max(seen.busy, task.startTime + task.duration);
    }).observe({ type: "longtask", buffered: true });
    const look = () => {
        if (document.querySelector("main button:enabled")) seen.usable ??= performance.now();
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})()"""
RESULT = f"""() => new Promise((resolve) => {{
    const look = () => {{
        const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
        const usable = Math.max(painted ?? Infinity, bench.usable ?? Infinity, bench.busy);
        if (performance.now() - usable >= {QUIET_MS}) resolve([painted, usable]);
        else setTimeout(look, 50);
    }};
    look();
}})"""


@dataclass(frozen=True)
class Condition:
    """`slower`: by which the processor is; `latency_ms` of each request; KiB/s."""

    name: str
    slower: float
    latency_ms: float = 0
    down: float = -1
    up: float = -1


CONDITIONS = (
    Condition("this machine, loopback", 1),
    # Lighthouse's slow 4G (round trip 150 ms, 1.6 Mbit/s) as it applies it to requests instead of packets.
    Condition("processor 4x slower, slow 4G", 4, 562.5, 1474.56 / 8, 675 / 8),
)


@dataclass(frozen=True)
class Load:
    """One cold load: ms since navigation began, and what came over the network."""

    painted: float
    usable: float
    script_bytes: int
    requests: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dev.bench.web", description="How soon the web client is usable.")
    parser.add_argument("--loads", type=int, default=15, help="under each condition")
    loads = parser.parse_args().loads
    adopt_orphans()
    with throwaway_directory() as directory, termination_unwinds():
        stack = Stack(directory, settings=CROWD | tuned(), say=lambda line: print(line, flush=True))
        try:
            program = chromium()
            stack.start()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
                print(measure(browser, stack.url, loads).text())
        except DevError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
        finally:
            with uninterrupted():
                stack.stop()
                reap_orphans()
    return 0


def measure(browser: Browser, url: str, loads: int) -> Table:
    """The conditions take turns, so that what else the machine does meets all of them."""
    for condition in CONDITIONS:
        cold_load(browser, url, condition)  # not counted: the first one also starts processes of the browser
    rounds = [[cold_load(browser, url, condition) for condition in CONDITIONS] for _ in range(loads)]
    columns = ["condition", "N", "first contentful paint, ms", "usable, ms", "script, KiB", "requests"]
    table = Table("A cold load of the start page; median (95 % interval)", columns)
    for condition, made in zip(CONDITIONS, zip(*rounds, strict=True), strict=True):
        table.add(condition.name, str(loads), *_cells(made))
    table.notes.append(
        f"Usable: painted, the page's first button enabled, and no task of over 50 ms for the next {QUIET_MS} ms. "
        "Script: compressed, as sent."
    )
    return table


def _cells(loads: Sequence[Load]) -> tuple[str, ...]:
    times = [median_with_interval([load.painted for load in loads]), median_with_interval([x.usable for x in loads])]
    script, requests = max(load.script_bytes for load in loads), max(load.requests for load in loads)
    return (*times, f"{script / 1024:.1f}", str(requests))


def cold_load(browser: Browser, url: str, condition: Condition) -> Load:
    """Open the start page as somebody who was never here, without a camera that is allowed already."""
    context = browser.new_context(viewport=SCREEN, device_scale_factor=2, has_touch=True)
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        _slow_down(page, condition)
        responses = []
        page.on("response", lambda response: responses.append(response))
        page.goto(url, wait_until="commit")
        painted, usable = page.evaluate(RESULT)
        scripts = [each for each in responses if each.request.resource_type == "script"]
        size = sum(script.request.sizes()["responseBodySize"] for script in scripts)
        return Load(painted, usable, size, len(responses))
    finally:
        context.close()


def _slow_down(page: Page, condition: Condition) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": condition.slower})
    network = {
        "offline": False,
        "latency": condition.latency_ms,
        "downloadThroughput": condition.down * 1024 if condition.down > 0 else -1,
        "uploadThroughput": condition.up * 1024 if condition.up > 0 else -1,
    }
    session.send("Network.emulateNetworkConditions", network)


if __name__ == "__main__":
    sys.exit(main())
