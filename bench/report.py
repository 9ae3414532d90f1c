"""What was measured, as a table: for the terminal and as Markdown, with what is needed to measure it again."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import ROOT, Samples

_HEADINGS = ("what", "ours", "compared with", "ratio", "mark", "met")
_OUR_PACKAGES = ("duckdb", "deltalake", "pyarrow")
_MEGA = 1_000_000
_WIDE = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """What a ratio (ours to the other's) must be: at most or at least so much. `bound`: what stands in the way of more."""

    limit: float
    bound: str
    at_least: bool = False

    def met(self, ratio: float) -> bool:
        """Whether it is."""
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def __str__(self) -> str:
        """As the table shows it."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison, or one of our figures alone. `mark` is None where nothing was promised."""

    what: str
    ours: str
    other: str = ""
    ratio: float | None = None
    mark: Mark | None = None

    @property
    def met(self) -> bool | None:
        """Whether the mark is reached; None where there is none."""
        return self.mark.met(self.ratio) if self.mark and self.ratio is not None else None

    def cells(self) -> tuple[str, ...]:
        """As text, in the order of the headings."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        answer = {True: "yes", False: "no", None: ""}[self.met]
        return self.what, self.ours, self.other, ratio, str(self.mark or ""), answer


def seconds(samples: Samples) -> str:
    """The median, and the least of several."""
    if len(samples.values) == 1:
        return _duration(samples.median)
    return f"{_duration(samples.median)} (least {_duration(samples.least)})"


def rate(events_per_second: float) -> str:
    """Events a second."""
    return f"{events_per_second:,.0f} events/s"


def size(samples: Samples) -> str:
    """The median of bytes."""
    return f"{samples.median / _MEGA:,.0f} MB"


def _duration(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*_HEADINGS)
    for row in rows:
        table.add_row(*row.cells(), style={True: "green", False: "red", None: ""}[row.met])
    console = Console()
    # Into a file or a pipe a table need not fit a screen.
    Console(width=None if console.is_terminal else _WIDE).print(table)


def markdown(rows: Sequence[Row], command: str) -> str:
    """The table with its heading."""
    lines = [
        "# Performance",
        "",
        f"Measured by `{command}` on {_today()}; every row in one run on one machine. {_machine()}.",
        "",
        f"{_versions()}.",
        "",
        "A ratio is our figure divided by the other's. Of repeated measures the medians are compared.",
        "",
        _line(_HEADINGS),
        _line("---" for _ in _HEADINGS),
        *(_line(row.cells()) for row in rows),
    ]
    missed = [f"- {row.what}: {row.mark.bound}" for row in rows if row.mark and row.met is False]
    if missed:
        lines += ["", "What bounds the figures that miss their mark:", "", *missed]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _machine() -> str:
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    load = os.getloadavg()[2]
    return (
        f"Machine: {os.cpu_count()} cores ({_processor()}), {pages * page / 1e9:.0f} GB of memory, {platform.system()}; "
        f"load in the last quarter of an hour {load:.1f}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _versions() -> str:
    ours = ", ".join(f"{name} {version(name)}" for name in _OUR_PACKAGES)
    lines = (ROOT / "bench" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    peers = ", ".join(line.replace("==", " ") for line in lines if line and not line.startswith("#"))
    return f"Python {platform.python_version()}, {ours}; peers: {peers}"
