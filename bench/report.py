"""What was measured, as lines of tables: comparisons, stages, points of growth; and how they look on the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from bench.measure import Samples

_MEGA = 1_000_000
_EXACT_BELOW = 100  # megabytes
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
    headings: ClassVar[tuple[str, ...]] = ("what", "ours", "compared with", "ratio", "mark", "met")

    @property
    def met(self) -> bool | None:
        """Whether the mark is reached; None where there is none."""
        return self.mark.met(self.ratio) if self.mark and self.ratio is not None else None

    def cells(self) -> tuple[str, ...]:
        """As text, in the order of the headings."""
        ratio = "" if self.ratio is None else f"{self.ratio:,.2f}"
        answer = {True: "yes", False: "no", None: ""}[self.met]
        return self.what, self.ours, self.other, ratio, str(self.mark or ""), answer


@dataclass(frozen=True, slots=True)
class StageRow:
    """What one stage of the pipeline took for a corpus. `share` of all stages' computing; None for what is no stage."""

    corpus: str
    stage: str
    seconds: float
    cpu_seconds: float
    share: float | None
    articles: float
    text_bytes: float
    events: float
    headings: ClassVar[tuple[str, ...]] = (
        "articles",
        "stage",
        "elapsed",
        "computing",
        "share",
        "articles/s",
        "MB/s of text",
        "events/s",
    )
    met: ClassVar[None] = None

    def cells(self) -> tuple[str, ...]:
        """As text, in the order of the headings. Speeds are of computing: what one core would do."""
        per_second = (each / max(self.cpu_seconds, 1e-4) for each in (self.articles, self.events))
        articles, events = (f"{each:,.0f}" for each in per_second)
        share = "" if self.share is None else f"{self.share:.1%}"
        text = f"{self.text_bytes / _MEGA / max(self.cpu_seconds, 1e-4):,.1f}"
        spent = (_duration(self.seconds), _duration(self.cpu_seconds))
        return self.corpus, self.stage, *spent, share, articles, text, events


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """What something took (`cpu_seconds`) at one size of what grows (`series`)."""

    series: str
    what: str
    size: float
    cpu_seconds: float
    headings: ClassVar[tuple[str, ...]] = ("what grows", "what is done", "how many", "computing")
    met: ClassVar[None] = None

    def cells(self) -> tuple[str, ...]:
        """As text, in the order of the headings."""
        return self.series, self.what, f"{self.size:,.0f}", _duration(self.cpu_seconds)


Line = Row | StageRow | GrowthRow


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
    megabytes = samples.median / _MEGA
    return f"{megabytes:,.0f} MB" if megabytes >= _EXACT_BELOW else f"{megabytes:.1f} MB"


def _duration(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def tables(lines: Sequence[Line]) -> Iterator[tuple[tuple[str, ...], list[Line]]]:
    """Lines that follow each other under the same headings."""
    for headings, some in groupby(lines, key=lambda line: line.headings):
        yield headings, list(some)


def show(lines: Sequence[Line]) -> None:
    """Print the tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for headings, some in tables(lines):
        table = Table(*headings)
        for line in some:
            table.add_row(*line.cells(), style={True: "green", False: "red", None: ""}[line.met])
        # Into a file or a pipe a table need not fit a screen.
        Console(width=None if console.is_terminal else _WIDE).print(table)
