"""How long the whole star takes from position 1, beside bare DuckDB, which does the least that can be done, and others."""

from collections.abc import Iterator, Sequence

from bench.measure import Done
from bench.parts.event_store import event_store
from bench.parts.same_star import require_same
from bench.report import Mark, Row, rate, seconds, size
from bench.workshop import Workshop, peak_of, seconds_of, told_of

BARE = Mark(
    2.5,
    "ours writes 35 million values where bare DuckDB writes 16 (a row for every event, all history of every table), joins for "
    "them and hashes them; and what is smaller than a row group DuckDB compresses on one processor, at the end",
)
EVENT_STORE = Mark(20, "it asks for two thirds of the speed of bare DuckDB, which keeps no history", at_least=True)
BATCH = 1_000
OURS, BARE_DUCKDB = "ours", "bare DuckDB"


def measure(shop: Workshop) -> Iterator[Row]:
    """Everybody builds the star of the large log."""
    rounds = [_round(shop, number) for number in range(shop.sizes.repeats)]
    require_same(shop, {OURS: shop.star})
    done = {name: [each[name] for each in rounds] for name in rounds[0]}
    ours, bare = done.pop(OURS), done[BARE_DUCKDB]
    inside, least = told_of(ours, "seconds"), told_of(bare, "seconds")
    yield Row("rebuild", seconds(inside), f"{BARE_DUCKDB}: {seconds(least)}", inside.median / least.median, BARE)
    yield from _beside_event_store(shop, told_of(ours, "events").median / inside.median)
    for name, theirs in done.items():
        yield _process(name, ours, theirs)
    peaks = peak_of(ours), peak_of(bare)
    ratio = peaks[0].median / peaks[1].median
    yield Row("rebuild, most memory", size(peaks[0]), f"{BARE_DUCKDB}: {size(peaks[1])}", ratio)


def _round(shop: Workshop, number: int) -> dict[str, Done]:
    """By turns: what else the machine has to do falls on all alike."""
    shop.say(f"rebuilding, {number + 1} of {shop.sizes.repeats}")
    return {
        OURS: shop.build_star(),
        BARE_DUCKDB: shop.build_bare_star(),
        **{contender.name: contender.build(shop.base) for contender in shop.contenders},
    }


def _process(name: str, ours: Sequence[Done], theirs: Sequence[Done]) -> Row:
    mine, other = seconds_of(ours), seconds_of(theirs)
    return Row("rebuild, whole process", seconds(mine), f"{name}: {seconds(other)}", mine.median / other.median)


def _beside_event_store(shop: Workshop, speed: float) -> Iterator[Row]:
    if shop.peers_python is None:
        yield Row("rebuild, speed", rate(speed))
        return
    many, few = shop.sizes.projected_by_peer, shop.sizes.projected_singly
    for batch, events, mapped, mark in (
        (BATCH, many, False, EVENT_STORE),
        (BATCH, many, True, None),
        (1, few, True, None),
    ):
        peer = event_store(shop, "project", events=events, batch=batch, mapped=mapped)
        way = "through its mapper, " if mapped else ""
        other = f"eventsourcing, {way}transactions of {batch:,}: {rate(peer)}"
        yield Row("rebuild, speed", rate(speed), other, speed / peer, mark)
