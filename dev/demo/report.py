"""What happened, step by step: progress while it happens, a table at the end."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dev.demo.api import Problem


@dataclass
class Step:
    title: str
    outcome: str
    detail: str
    seconds: float


@dataclass
class Report:
    steps: list[Step] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def step(self, title: str, action: Callable[[Callable[[dict[str, Any]], None]], tuple[str, str]]) -> Step:
        """Run the action, which is given something to show a task's state to and returns (outcome, detail)."""
        started = time.monotonic()
        progress = Progress(title)
        try:
            outcome, detail = action(progress.task)
        except Problem as problem:
            outcome, detail = problem.code, str(problem)
        step = Step(title, outcome, detail, time.monotonic() - started)
        progress.done(step)
        self.steps.append(step)
        return step

    def compare(self, expected: list[str]) -> None:
        """Note every step whose outcome is another than the expected one."""
        pairs = zip(self.steps, expected, strict=True)
        self.differences = [
            f"{step.title}: expected {wanted}, got {step.outcome} ({step.detail})"
            for step, wanted in pairs
            if step.outcome != wanted
        ]
        self.notes = [*(self.differences or ["every outcome is the expected one"]), *self.notes]

    def table(self) -> str:
        rows = [("step", "outcome", "time", "")]
        rows += [(step.title, step.outcome, f"{step.seconds:.2f} s", step.detail) for step in self.steps]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}  {d}".rstrip() for a, b, c, d in rows]
        return "\n".join(["", lines[0], "-" * len(max(lines, key=len)), *lines[1:]])


class Progress:
    """One line per step; on a terminal it also shows what a task is waiting for."""

    def __init__(self, title: str) -> None:
        self._title, self._live = title, sys.stdout.isatty()
        if self._live:
            self._write(f"\r  {title} ...")

    def task(self, task: dict[str, Any]) -> None:
        if self._live:
            place = f", place {task['position']}" if task.get("position") else ""
            self._write(f"\r\033[K  {self._title} ... {task['state']}{place}")

    def done(self, step: Step) -> None:
        self._write(f"{chr(13) + chr(27) + '[K' if self._live else ''}  {step.title}: {step.outcome}\n")

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
