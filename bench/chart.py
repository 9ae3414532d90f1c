"""The picture of growth: computing against what grows, both on logarithmic scales. The same rows give the same picture."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from bench.report import GrowthRow

_PANEL_INCHES = (5.0, 4.6)


def draw(rows: Sequence[GrowthRow], path: Path) -> None:
    """Write the picture as SVG; one panel for each thing that grows, all with one scale of seconds: what is flat looks flat."""
    series = list(dict.fromkeys(row.series for row in rows))
    width, height = _PANEL_INCHES
    with matplotlib.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(width * len(series), height), layout="constrained")
        panels = figure.subplots(1, len(series), sharey=True, squeeze=False)[0]
        for axes, name in zip(panels, series, strict=True):
            _panel(axes, name, [row for row in rows if row.series == name])
        panels[0].set_ylabel("seconds of computing")
        figure.savefig(path, format="svg", metadata={"Date": None})


def _panel(axes: Axes, series: str, rows: Sequence[GrowthRow]) -> None:
    colours = iter(matplotlib.colormaps["tab20"].colors)  # type: ignore[attr-defined] # there are more stages than ten
    for what in dict.fromkeys(row.what for row in rows):
        points = [(row.size, row.cpu_seconds) for row in rows if row.what == what]
        axes.plot(*zip(*points, strict=True), marker="o", markersize=3, label=what, color=next(colours))
    axes.set(xscale="log", yscale="log", xlabel=series)
    axes.set_xticks(sorted({row.size for row in rows}))
    axes.grid(alpha=0.3)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2, frameon=False)
