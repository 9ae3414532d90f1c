"""The picture of growth: computing against what grows, both on logarithmic scales. The same rows give the same picture."""

from collections.abc import Sequence
from pathlib import Path

import altair as alt
import vl_convert

from bench.report import GrowthRow

_WIDTH, _HEIGHT = 320, 260


def draw(rows: Sequence[GrowthRow], path: Path) -> None:
    """Write the picture as SVG; one panel for each thing that grows."""
    panels = [_panel(series, [row for row in rows if row.series == series]) for series in dict.fromkeys(_series(rows))]
    chart = alt.hconcat(*panels).resolve_scale(color="independent")
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


def _series(rows: Sequence[GrowthRow]) -> list[str]:
    return [row.series for row in rows]


def _panel(series: str, rows: Sequence[GrowthRow]) -> alt.Chart:
    values = [{"size": row.size, "seconds": row.cpu_seconds, "what": row.what} for row in rows]
    colours = alt.Scale(scheme="tableau20")  # there are more stages than ten
    logarithmic = alt.Scale(type="log")
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=values), title=series, width=_WIDTH, height=_HEIGHT)
        .mark_line(point=True)
        .encode(
            x=alt.X("size:Q", title=series, scale=logarithmic),
            y=alt.Y("seconds:Q", title="seconds of computing", scale=logarithmic),
            color=alt.Color(
                "what:N",
                title=None,
                scale=colours,
                sort=list(dict.fromkeys(row.what for row in rows)),
            ),
        )
    )
    return drawn
