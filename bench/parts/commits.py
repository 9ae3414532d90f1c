"""Whether a commit costs after thousands of them what it cost at first."""

from collections.abc import Iterator, Sequence
from statistics import mean

from bench.measure import Samples
from bench.report import Mark, Row, seconds
from bench.workshop import Workshop

# What still counts as flat: the medians of a machine's good and bad hour differ as much.
FLAT = Mark(
    1.25, "the Delta log since its last checkpoint, and the files since the last compaction, are read for each commit"
)


def measure(shop: Workshop) -> Iterator[Row]:
    """An article's events with a step's mark, again and again; then plain delta-rs, which nobody compacts."""
    sizes = shop.sizes
    shop.say(f"{sizes.commits:,} commits")
    ours = shop.job("commits", log=shop.fresh("committed"), count=sizes.commits).told["seconds"]
    yield _row(f"a commit, of {sizes.commits:,}", ours, sizes.edge, FLAT)
    yield Row("a commit, mean with compaction", seconds(Samples((mean(ours),))))
    yield Row("a commit, slowest (with a compaction)", seconds(Samples((max(ours),))))
    shop.say(f"{sizes.peer_commits:,} commits of plain delta-rs")
    log = shop.fresh("one_article")
    upto = shop.job("grow_log", log=log, first=0, articles=1).told["upto"][0]
    table = shop.fresh("plain_delta")
    plain = shop.job("commits_delta", log=log, table=table, count=sizes.peer_commits, upto=upto).told["seconds"]
    yield _row(f"a commit of plain delta-rs, of {sizes.peer_commits:,}", plain, sizes.edge, None)


def _row(what: str, samples: Sequence[float], edge: int, mark: Mark | None) -> Row:
    first, last = Samples(tuple(samples[:edge])), Samples(tuple(samples[-edge:]))
    return Row(
        f"{what}, the last {edge}",
        seconds(last),
        f"the first {edge}: {seconds(first)}",
        last.median / first.median,
        mark,
    )
