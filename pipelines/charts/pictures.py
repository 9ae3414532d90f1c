"""The pictures: SVG of a few kilobytes, the same for the same rows. Words stay words, drawn in the reader's own font.

Provinces have their English names: not every reader's browser has a font for Chinese.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.charts.tiles import tiles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "casebook",  # ids of the parts of a picture, which are random otherwise
    "font.size": 9,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_UNTOLD = "–"
_BLUE, _GREY, _DARK = "#2b6cb0", "#e8ecf1", "#1f2933"


class Province(NamedTuple):
    """A province and the suspects arrested there; None where nothing is told."""

    adcode: str
    name: str
    arrested: int | None


class Status(NamedTuple):
    """A status and how many articles have it."""

    status: str
    articles: int


class Day(NamedTuple):
    """A day, the articles captured on it and the figures read from them."""

    day: str
    articles: int
    figures: int


class Picture:
    """An SVG in the making."""

    def __init__(self, width: float, height: float) -> None:
        """Inches, as matplotlib has it; 72 points each."""
        from matplotlib.figure import Figure

        self.figure = Figure(figsize=(width, height), layout="constrained")

    def svg(self) -> str:
        """The text of the picture."""
        text = io.StringIO()
        # Without day, version and address of the program that drew it.
        self.figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        return text.getvalue()


def arrests_by_province(provinces: Sequence[Province]) -> str:
    """A tile map: one square a province, the darker the more arrests."""
    with _drawing(7.2, 6.4) as picture:
        axes = picture.figure.add_subplot()
        axes.set_title("Suspects arrested in cases, by province")
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(-0.55, 7.55)
        axes.set_ylim(7.55, -0.55)
        most = max((one.arrested or 0 for one in provinces), default=0)
        for one in provinces:
            _draw_tile(axes, one, most)
        axes.text(-0.45, 7.45, f"{_UNTOLD} no case tells of any", fontsize=8, color=_DARK)
        return picture.svg()


def _draw_tile(axes: "Axes", province: Province, most: int) -> None:
    import matplotlib
    from matplotlib.patches import Rectangle

    column, row = tiles()[province.adcode]
    # By the root: arrests are spread over orders of magnitude.
    share = ((province.arrested or 0) / most) ** 0.5 if most else 0
    colour = matplotlib.colormaps["Blues"](0.15 + 0.8 * share) if province.arrested else _GREY
    ink = "white" if share > 0.6 else _DARK
    axes.add_patch(Rectangle((column - 0.47, row - 0.47), 0.94, 0.94, facecolor=colour))
    axes.text(column, row - 0.2, province.name, ha="center", va="center", fontsize=6.5, color=ink)
    shown = _UNTOLD if province.arrested is None else f"{province.arrested:,}"
    axes.text(column, row + 0.16, shown, ha="center", va="center", fontsize=11, color=ink)


def articles_by_status(statuses: Sequence[Status]) -> str:
    """A bar a status."""
    with _drawing(6, 0.9 + 0.35 * max(len(statuses), 1)) as picture:
        axes = picture.figure.add_subplot()
        axes.set_title("Article versions by status")
        bars = axes.barh(
            [one.status.replace("_", " ") for one in statuses], [one.articles for one in statuses], color=_BLUE
        )
        axes.bar_label(bars, fmt="{:,.0f}", padding=3)
        axes.invert_yaxis()
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        return picture.svg()


def throughput(days: Sequence[Day]) -> str:
    """A bar a day, the last one at the right: articles above, figures below."""
    with _drawing(7.2, 3.6) as picture:
        panels: Sequence[Axes] = picture.figure.subplots(2, 1, sharex=True)
        names = [one.day for one in days]
        for axes, counts, title in (
            (panels[0], [one.articles for one in days], "Articles captured a day"),
            (panels[1], [one.figures for one in days], "Figures read from them"),
        ):
            axes.set_title(title)
            axes.bar(names, counts, color=_BLUE, width=0.7)
            axes.set_ylim(0, 1.1 * max([*counts, 1]))
            axes.set_xlim(-0.8, max(len(days), 8) - 0.2)  # one day is not as wide as the picture
            axes.locator_params(axis="y", nbins=4, integer=True)
        step = max(1, len(names) // 8)
        panels[1].set_xticks(range(0, len(names), step), names[::step], rotation=30, ha="right")
        return picture.svg()


@contextmanager
def _drawing(width: float, height: float) -> Iterator[Picture]:
    import matplotlib

    with matplotlib.rc_context(_STYLE):
        yield Picture(width, height)
