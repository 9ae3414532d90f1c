"""What a refresh of a large warehouse costs: a thousand new events, projected and loaded, by everybody.

A first refresh comes before those that count: caches are filled then, and our second projection file is made. Our load
step brings forward the file that missed the refresh before, so it projects two thousand events where peers get one; the
projection alone is measured with one thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.batch import Batch
from bench.measure import Done
from bench.parts.same_star import require_same
from bench.report import Mark, Row, seconds
from bench.workshop import Workshop, cpu_of, seconds_of, told_of

BARE = Mark(
    5, "two thirds are some fifty statements of a few milliseconds each, whatever they find; bare DuckDB needs eight"
)
FASTER = Mark(1, "the start of Python and the import of what a load needs")
OURS, CHECKED, PROJECTION, BARE_DUCKDB = "ours", "ours with checks", "projection", "bare DuckDB"


@dataclass
class Times:
    """What each refresh took, by who did it."""

    done: dict[str, list[Done]] = field(default_factory=dict)

    def note(self, name: str, done: Done) -> None:
        """One more."""
        self.done.setdefault(name, []).append(done)


def measure(shop: Workshop) -> Iterator[Row]:
    """Everybody adds the same events to the star that stands."""
    shop.say("loading before refreshes")
    shop.require_stars()
    _load_step(shop)
    times = Times()
    for number in range(1 + shop.sizes.refreshes):
        shop.say(f"refresh {number + 1} of {1 + shop.sizes.refreshes}")
        refresh = _refresh(shop, shop.next_batch())
        if number:
            for name, done in refresh.items():
                times.note(name, done)
    require_same(shop, {OURS: shop.star, "ours as published": shop.warehouse / "casebook.duckdb"})
    checked = [_load_step(shop, checked=True) for _ in range(shop.sizes.refreshes) if shop.next_batch()]
    yield from _rows(shop, times.done, checked)


def _refresh(shop: Workshop, batch: Batch) -> dict[str, Done]:
    log = shop.warehouse / "log"
    return {
        OURS: _load_step(shop),
        PROJECTION: shop.job("project", log=log, database=shop.star, upto=batch.upto),
        BARE_DUCKDB: shop.job("add_bare", source=shop.source(batch), database=shop.bare_star),
        **{contender.name: contender.add(batch) for contender in shop.contenders},
    }


def _load_step(shop: Workshop, *, checked: bool = False) -> Done:
    return shop.job("load_step", warehouse=shop.warehouse, checked=checked)


def _rows(shop: Workshop, done: dict[str, list[Done]], checked: Sequence[Done]) -> Iterator[Row]:
    ours, bare = told_of(done[PROJECTION], "seconds"), told_of(done[BARE_DUCKDB], "seconds")
    what = f"{shop.sizes.new_events:,} new events"
    yield Row(f"{what}, projection", seconds(ours), f"bare DuckDB: {seconds(bare)}", ours.median / bare.median, BARE)
    for contender in shop.contenders:
        yield _process(what, done[OURS], contender.name, done[contender.name], FASTER)
    yield _process(what, done[OURS], BARE_DUCKDB, done[BARE_DUCKDB], None)
    yield Row(f"{what}, load step with all checks, whole process", _both(checked))


def _process(what: str, ours: Sequence[Done], name: str, theirs: Sequence[Done], mark: Mark | None) -> Row:
    ratio = seconds_of(ours).median / seconds_of(theirs).median
    return Row(f"{what}, load step, whole process", _both(ours), f"{name}: {_both(theirs)}", ratio, mark)


def _both(dones: Sequence[Done]) -> str:
    return f"{seconds(seconds_of(dones))}, computing {cpu_of(dones).median:.2f} s"
