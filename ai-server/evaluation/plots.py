"""The plots of the report: error curves, score histograms, error against quality discarded."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from evaluation import discard, verification
from evaluation.curves import ErrorCurve
from evaluation.experiments import LEVELS, MOST, Measured, groups, quality_curves
from evaluation.identification import MISSING, best_of_animals, shipped_threshold, strangers
from evaluation.protocol import RECIPES, NosePrint, Scores
from evaluation.search_2021 import Group

COLOURS = dict(zip(RECIPES, ("#0b5fa5", "#c2570c"), strict=True))
LEVEL_COLOURS = {"clean": "#0b5fa5", "finder": "#2e8b57", "hard": "#c2570c", "together": "#222222"}
PANEL = (3.6, 3.1)  # inches
BINS = 40
SHOWN = 4.0  # of the threshold
QUALITIES = np.linspace(0, 100, 21)


def draw(measured: Measured, folder: Path) -> list[Path]:
    """Write all plots of one set and return their files."""
    files = []
    for group in groups(measured.photos):
        for name, plot in (("error", error_curves), ("scores", score_histograms), ("quality", quality_plot)):
            files.append(folder / f"{measured.photos.name}-{group.name}-{name}.png")
            with mpl.rc_context({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False}):
                figure = plot(measured, group)
            figure.suptitle(f"{measured.photos.title}, {group.name} animals")
            figure.savefig(files[-1], dpi=130)
    return files


def panels(rows: int, columns: int) -> tuple[Figure, np.ndarray]:
    """Return a figure of panels, without the interactive machinery of pyplot."""
    figure = Figure(figsize=(columns * PANEL[0], rows * PANEL[1] + 0.3), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def error_curves(measured: Measured, group: Group) -> Figure:
    """Plot FNMR against FMR (DET) and, below it, FNIR against FPIR, a column per stress level."""
    figure, axes = panels(2, len(group.levels))
    for column, level in enumerate(group.levels):
        for matcher in reversed(RECIPES):  # ours is drawn over the other
            made = verification.comparisons(measured.of_group(matcher, group, level))
            curve(axes[0, column], made.genuine, made.impostor, matcher)
            found = measured.searches(matcher, group, level, MOST)
            curve(axes[1, column], found.mated, found.strangers()[1], matcher)
        axes[0, column].set(title=level, xlabel="FMR", ylabel="FNMR")
        axes[1, column].set(xlabel="FPIR", ylabel=f"FNIR, up to {MOST} shots")
    axes[0, 0].legend(frameon=False)
    return figure


def curve(axes: Axes, genuine: np.ndarray, impostor: np.ndarray, matcher: str) -> None:
    """Draw misses against false accepts up to where none is left; zero is drawn at half of one error, dotted."""
    if not (len(genuine) and len(impostor)):
        return
    miss, false = ErrorCurve(genuine, impostor).rates()
    until = int(np.argmax(false == 0)) + 1
    floors = 0.5 / len(genuine), 0.5 / len(impostor)
    points = np.maximum(false[:until], floors[1]), np.maximum(miss[:until], floors[0])
    axes.plot(*points, color=COLOURS[matcher], label=matcher, lw=1.3)
    axes.axhline(floors[0], color="#999999", lw=0.6, ls=":")
    axes.axvline(floors[1], color="#999999", lw=0.6, ls=":")
    axes.set(xscale="log", yscale="log", ylim=(0.7 * floors[0], 1.2))
    axes.grid(which="major", color="#e5e5e5", lw=0.5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda rate, _: f"{100 * rate:g} %"))
        axis.set_minor_locator(NullLocator())


def score_histograms(measured: Measured, group: Group) -> Figure:
    """Plot what dogs are judged by in searches with this library, a panel per stress level."""
    figure, axes = panels(1, len(group.levels))
    for panel, level in zip(axes[0], group.levels, strict=True):
        scores = measured.of_group(NosePrint.name, group, level)
        mates, others = (found[found > MISSING] for found in search_scores(measured, group, level, scores))
        threshold = shipped_threshold(len(np.unique(scores.animals)), measured.fpir)
        # Scores far above the threshold all say the same: the last bin holds them.
        bins = np.linspace(min([0.0, *mates, *others]), max([SHOWN * threshold, *others]), BINS)
        for values, name, colour in ((others, "strangers", "#c2570c"), (mates, "mates", "#0b5fa5")):
            if len(values):
                share = np.full(len(values), 1 / len(values))
                shown = np.minimum(values, bins[-1])
                panel.hist(shown, bins, weights=share, color=colour, alpha=0.6, label=f"{name}, {len(values)}")
        panel.axvline(threshold, color="#222222", lw=0.8, ls="--", label="threshold of the gallery")
        panel.set(title=level, xlabel="score (last bin: and above)", ylabel="share of dogs", yscale="log")
        panel.legend(frameon=False)
    return figure


def search_scores(measured: Measured, group: Group, level: str, scores: Scores) -> tuple[np.ndarray, np.ndarray]:
    """Return what the right dog is judged by in mated searches, and every other dog in non-mated ones."""
    names = np.unique(scores.animals)
    others = strangers(scores, best_of_animals(scores.score, scores, names, MOST))
    return measured.searches(NosePrint.name, group, level, MOST).mated, others.ravel()


def quality_plot(measured: Measured, group: Group) -> Figure:
    """Plot FNIR against the share of photos discarded, and the qualities of each stress level."""
    figure, axes = panels(1, 2)
    for level, (quality, missed) in quality_curves(measured, group).items():
        share, fnir = discard.curve(quality, missed)
        ends = np.append(share, 1.0), np.append(fnir, fnir[-1])
        axes[0, 0].step(*ends, where="post", color=LEVEL_COLOURS[level], label=level)
        if level in LEVELS:
            axes[0, 1].hist(quality, QUALITIES, color=LEVEL_COLOURS[level], histtype="step", label=level)
    axes[0, 0].set(
        xlabel="share discarded, lowest quality first", ylabel="FNIR at the threshold", xlim=(0, 1), ylim=(0, 1.02)
    )
    axes[0, 1].set(xlabel="quality", ylabel="mated searches")
    for panel in axes[0]:
        panel.legend(frameon=False)
    return figure
