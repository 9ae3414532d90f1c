"""How much memory a rebuild of a very large log needs."""

from collections.abc import Iterator

from bench.logs import EVENTS_OF_AN_ARTICLE
from bench.measure import Samples
from bench.report import Mark, Row, seconds, size
from bench.workshop import Workshop, peak_of, seconds_of

LIMIT = Samples((4_000_000_000,))
MARK = Mark(1, "DuckDB keeps what joins and sorts need in memory, up to four fifths of the machine's, before it spills")


def measure(shop: Workshop) -> Iterator[Row]:
    """Grow it, rebuild it, look how large the process was."""
    events = shop.sizes.memory_events
    shop.say(f"growing a log of {events:,} events")
    log = shop.fresh("very_large")
    grown = shop.job("grow_log", log=log, first=0, articles=events // EVENTS_OF_AN_ARTICLE).told
    shop.say("rebuilding it")
    done = [shop.job("project", log=log, database=shop.fresh("very_large.duckdb"), upto=grown["upto"][0])]
    ratio = peak_of(done).median / LIMIT.median
    yield Row(f"rebuild of {events:,} events, most memory", size(peak_of(done)), f"limit: {size(LIMIT)}", ratio, MARK)
    yield Row(f"rebuild of {events:,} events, whole process", seconds(seconds_of(done)))
