"""Figures of a benchmark, and the table that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

RESAMPLES = 2000


@dataclass
class Table:
    """A Markdown table with a line above it."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        self.rows.append(cells)

    def text(self) -> str:
        lines = [self.columns, ["---"] * len(self.columns), *self.rows]
        table = ["| " + " | ".join(cells) + " |" for cells in lines]
        return "\n".join(["", f"**{self.title}**", "", *table, *(["", *self.notes] if self.notes else [])])


def spread(values: Sequence[float], digits: int = 1) -> tuple[str, str, str]:
    """Cells for N, median and 95th percentile."""
    if not len(values):
        return "0", "-", "-"
    median, late = np.percentile(values, (50, 95))
    return str(len(values)), f"{median:.{digits}f}", f"{late:.{digits}f}"


def ratio_of_medians(above: Sequence[float], below: Sequence[float]) -> tuple[float, float, float]:
    """The ratio and its 95 % interval by the percentile bootstrap, both samples drawn anew each time."""
    rng = np.random.default_rng(0)
    tops, bottoms = (
        np.median(rng.choice(np.asarray(sample), (RESAMPLES, len(sample))), axis=1) for sample in (above, below)
    )
    low, high = np.percentile(tops / bottoms, (2.5, 97.5))
    return float(np.median(above) / np.median(below)), float(low), float(high)


def median_with_interval(values: Sequence[float]) -> str:
    """The median and its 95 % interval by the percentile bootstrap, as a cell."""
    sample = np.asarray(values)
    medians = np.median(np.random.default_rng(0).choice(sample, (RESAMPLES, len(sample))), axis=1)
    low, high = np.percentile(medians, (2.5, 97.5))
    return f"{np.median(sample):.0f} ({low:.0f} to {high:.0f})"
