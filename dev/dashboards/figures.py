"""A dashboard as one picture: its panels at their places, drawn from answers of Prometheus, much as Grafana would."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from dev.dashboards.frame import COLUMNS, Dashboard
from dev.dashboards.panels import Panel, Steps
from dev.dashboards.prometheus import Samples, Series, View
from dev.dashboards.words import legend, value_text
from dev.errors import DevError

Answers = Sequence[Sequence[Series]]
CELL = (0.62, 0.37)  # inches
GAP = 0.07
DPI = 110
PAPER, CARD, EDGE, INK, QUIET, GRID = "#f4f5f5", "#ffffff", "#dcdfe3", "#24292e", "#6e7681", "#e8eaed"
PAINT = {"green": "#3b9e4f", "yellow": "#e0a100", "orange": "#e8762d", "red": "#d3344a", "blue": "#3a79c9"}
OTHERS = ("#3a79c9", "#8f6bbf", "#2aa198", "#c46f9a", "#8a8f98", "#b58900", "#5b8c5a", "#46627f")
TICKS = (60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400)  # seconds between two


@dataclass(frozen=True)
class Card:
    """A panel's place in a figure, in inches from the left and the top."""

    figure: Figure
    left: float
    top: float
    width: float
    height: float

    def area(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> tuple[float, ...]:
        """The card without these margins (inches), as matplotlib counts."""
        width, height = self.figure.get_size_inches()
        return (
            (self.left + left) / width,
            1 - (self.top + self.height - bottom) / height,
            (self.width - left - right) / width,
            (self.height - top - bottom) / height,
        )

    def write(self, text: str, x: float, y: float, size: float, weight: str = "normal") -> None:
        width, height = self.figure.get_size_inches()
        at = (self.left + x) / width, 1 - (self.top + y) / height
        self.figure.text(*at, text, fontsize=size, weight=weight, color=INK, va="center")

    def axes(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Axes:
        x, y, width, height = self.area(left, bottom, right, top)
        return self.figure.add_axes((x, y, width, height))


def draw(
    dashboard: Dashboard, answers: Mapping[str, Answers], firing: Sequence[Series], view: View, note: str, file: Path
) -> None:
    """Write a PNG. `answers`: of each panel by its title, a list of series for each query; `firing`: samples where an
    alert fires; `note`: beside the title. Raises DevError for a kind of panel that it cannot draw.
    """
    content = dashboard.as_dict()
    rows = 1.5 + max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in content["panels"])
    figure = Figure(figsize=(COLUMNS * CELL[0], rows * CELL[1] + GAP), dpi=DPI, facecolor=PAPER)
    whole = Card(figure, 0, 0, COLUMNS * CELL[0], 1.5 * CELL[1])
    whole.write(content["title"], 2 * GAP, 0.75 * CELL[1], 15, "bold")
    figure.text(1 - 2 * GAP / whole.width, 1 - 0.75 / rows, note, fontsize=9.5, color=QUIET, va="center", ha="right")
    for panel in content["panels"]:
        _place(figure, panel, answers.get(panel["title"], ()), view)
    for axes in figure.axes:
        if axes.get_xlim() == (view.end - view.seconds, view.end):
            _mark(axes, firing, view)
    figure.savefig(file)


def _mark(axes: Axes, firing: Sequence[Series], view: View) -> None:
    """Bands where alerts fire, as Grafana's annotations are."""
    for times in ([at for at, _ in alert.samples] for alert in firing):
        axes.axvspan(times[0], min(times[-1], view.end), color=PAINT["red"], alpha=0.08, lw=0, zorder=0.4)
        axes.axvline(times[0], color=PAINT["red"], lw=1, ls=(0, (1, 2)))


def _place(figure: Figure, panel: Panel, answers: Answers, view: View) -> None:
    place = panel["gridPos"]
    left, top = place["x"] * CELL[0] + GAP, (place["y"] + 1.5) * CELL[1] + GAP
    card = Card(figure, left, top, place["w"] * CELL[0] - 2 * GAP, place["h"] * CELL[1] - 2 * GAP)
    if panel["type"] == "row":
        card.write(panel["title"], GAP, card.height / 2, 10.5, "bold")
        return
    if panel["type"] not in PAINTERS:
        raise DevError(f"{panel['title']}: nobody has said how to draw a {panel['type']}")
    x, y, width, height = card.area()
    figure.add_artist(Rectangle((x, y), width, height, facecolor=CARD, edgecolor=EDGE, lw=0.8, zorder=-1))
    card.write(panel["title"], 0.1, 0.18, 9.5)
    PAINTERS[panel["type"]](card, panel, answers, view)


def _stat(card: Card, panel: Panel, answers: Answers, view: View) -> None:
    samples = answers[0][0].samples if answers and answers[0] else []
    shown = next((value for _, value in reversed(samples) if not math.isnan(value)), math.nan)
    axes, colour = card.axes(top=0.32), _by_steps(panel, shown)
    axes.axis("off")
    if panel["options"]["graphMode"] == "area" and len(samples) > 1:
        _sparkline(axes, samples, colour)
    text = value_text(shown, panel["fieldConfig"]["defaults"])
    at = axes.transAxes
    axes.text(0.5, 0.6, text, fontsize=21, weight="bold", color=colour, transform=at, ha="center", va="center")


def _sparkline(axes: Axes, samples: Samples, colour: str) -> None:
    times, values = zip(*samples, strict=True)
    axes.fill_between(times, values, color=colour, alpha=0.15, lw=0)
    axes.plot(times, values, color=colour, lw=1)
    axes.set_ylim(0, max(1e-9, *values) * 3)
    axes.margins(x=0)


def _timeseries(card: Card, panel: Panel, answers: Answers, view: View) -> None:
    named = _named(panel, answers)
    columns = max(1, int(card.width / (0.36 + 0.062 * max((len(name) for name, _ in named), default=0))))
    axes = card.axes(0.82, 0.42 + 0.17 * math.ceil(len(named) / columns), 0.14, 0.4)
    colours = _colours(panel, [name for name, _ in named])
    stacked = panel["fieldConfig"]["defaults"]["custom"]["stacking"]["mode"] == "normal"
    (_stack if stacked else _lines)(axes, named, colours)
    _dress(axes, panel, view)
    _limits(axes, panel)
    if not named:
        return
    style = {"fontsize": 8, "frameon": False, "handlelength": 1.1, "columnspacing": 1.1, "handletextpad": 0.4}
    corner, whole = card.area(0.08, 0.03)[:2], card.figure.transFigure
    axes.legend(loc="lower left", bbox_to_anchor=corner, bbox_transform=whole, ncol=columns, labelcolor=INK, **style)


def _named(panel: Panel, answers: Answers) -> list[tuple[str, Samples]]:
    found = zip(panel["targets"], answers, strict=True)
    return sorted(
        (legend(target["legendFormat"], one.labels), one.samples) for target, series in found for one in series
    )


def _lines(axes: Axes, named: Sequence[tuple[str, Samples]], colours: Sequence[str]) -> None:
    for (name, samples), colour in zip(named, colours, strict=True):
        times, values = [at for at, _ in samples], [value for _, value in samples]
        axes.plot(times, values, color=colour, lw=1.3, label=name)
        axes.fill_between(times, values, color=colour, alpha=0.06, lw=0)


def _stack(axes: Axes, named: Sequence[tuple[str, Samples]], colours: Sequence[str]) -> None:
    """What is not there counts as nothing."""
    times = sorted({at for _, samples in named for at, _ in samples})
    known = [dict(samples) for _, samples in named]
    heights = [[0.0 if math.isnan(one.get(at, 0.0)) else one.get(at, 0.0) for at in times] for one in known]
    names = [name for name, _ in named]
    if times:
        axes.stackplot(times, heights, labels=names, colors=colours, alpha=0.75, lw=0)


def _limits(axes: Axes, panel: Panel) -> None:
    defaults = panel["fieldConfig"]["defaults"]
    top = defaults.get("max") or max(axes.get_ylim()[1], 1e-9)
    if defaults["custom"]["thresholdsStyle"]["mode"] != "off":
        for step in defaults["thresholds"]["steps"]:
            if step["value"] is not None and step["value"] <= 20 * top:
                axes.axhline(step["value"], color=PAINT[step["color"]], lw=1, ls=(0, (5, 3)))
                top = max(top, step["value"] * 1.1)
    axes.set_ylim(0, top)


def _dress(axes: Axes, panel: Panel, view: View) -> None:
    defaults = panel["fieldConfig"]["defaults"]
    axes.set_xlim(view.end - view.seconds, view.end)
    axes.xaxis.set_major_locator(
        MultipleLocator(next((ticks for ticks in TICKS if ticks >= view.seconds / 5), TICKS[-1]))
    )
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{datetime.fromtimestamp(at, UTC):%H:%M}"))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: value_text(value, {"unit": defaults["unit"]})))
    axes.grid(color=GRID, lw=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8, colors=QUIET, length=0)
    axes.spines[:].set_visible(False)


def _states(card: Card, panel: Panel, answers: Answers, view: View) -> None:
    axes = card.axes(1.25, 0.3, 0.14, 0.4)
    bands = _named(panel, answers)
    for row, (_, samples) in enumerate(bands):
        for (start, value), (end, _) in zip(samples, samples[1:], strict=False):
            axes.barh(row, end - start, left=start, height=0.8, color=_by_steps(panel, value), lw=0)
    _dress(axes, panel, view)
    axes.grid(visible=False)
    axes.set_yticks(range(len(bands)), [name for name, _ in bands])
    axes.set_ylim(len(bands) - 0.5, -0.5)


PAINTERS = {"stat": _stat, "timeseries": _timeseries, "state-timeline": _states}


def _by_steps(panel: Panel, value: float) -> str:
    """The colour of the last threshold that the value has reached."""
    steps: Steps = [(step["color"], step["value"]) for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]]
    reached = [colour for colour, least in steps if least is None or value >= least]
    return QUIET if math.isnan(value) else PAINT[reached[-1]]


def _colours(panel: Panel, names: Sequence[str]) -> list[str]:
    """As the panel's overrides say, the others in turn."""
    rules = [
        (re.compile(rule["matcher"]["options"].strip("/")), rule["properties"][0]["value"]["fixedColor"])
        for rule in panel["fieldConfig"]["overrides"]
    ]
    turn = iter(OTHERS * (1 + len(names) // len(OTHERS)))
    fixed = [next((colour for pattern, colour in rules if pattern.match(name)), None) for name in names]
    return [PAINT[colour] if colour else next(turn) for colour in fixed]
