"""`python -m dev demo`: the main job once, on a throw-away stack, through the gateway's HTTP API alone."""

import shutil
import time
from pathlib import Path

from dev.demo.generated import expected_outcomes, generate, show_generated
from dev.demo.own import show_own
from dev.demo.report import Report
from dev.errors import DevError
from dev.process import adopt_orphans, reap_orphans
from dev.servers import ROOT
from dev.signals import termination_unwinds, uninterrupted
from dev.stack import Stack
from dev.variables import CROWD, tuned
from dev.workspace import throwaway_directory

RESULTS = ROOT / "var" / "demo"


def demo(photos: Path | None) -> int:
    """Show it with generated photos (returns 1 if an outcome is not the expected one) or with a folder of one's own."""
    if photos is not None and not photos.is_dir():
        raise DevError(f"{photos} is not a folder")
    RESULTS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    adopt_orphans()
    with throwaway_directory() as directory, termination_unwinds():
        stack = Stack(directory, settings=CROWD | tuned(), say=lambda line: print(f"  {line}", flush=True))
        try:
            report = _show(stack, directory, photos)
        except BaseException:
            _keep_logs(stack.logs)
            raise
        finally:
            with uninterrupted():
                stack.stop()
                reap_orphans()
    print(report.table())
    print("", *report.notes, f"all in all {time.monotonic() - started:.0f} s", sep="\n")
    return 1 if report.differences else 0


def _show(stack: Stack, directory: Path, photos: Path | None) -> Report:
    report = Report()
    if photos is not None:
        stack.start()
        show_own(stack.url, photos, report, RESULTS)
        return report
    with generate(directory / "photos") as noses:
        stack.start()
        show_generated(stack.url, noses(), report, RESULTS)
    report.compare(expected_outcomes())
    return report


def _keep_logs(logs: Path) -> None:
    """What went wrong can be read after the throw-away directory is gone."""
    if logs.is_dir():
        shutil.copytree(logs, RESULTS / "log", dirs_exist_ok=True)
        print(f"the logs are in {(RESULTS / 'log').relative_to(ROOT)}/", flush=True)
