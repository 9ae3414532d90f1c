"""Whether one new article costs as much on a large log as on a small one.

A refresh here is what it is in use: the side that is brought forward has missed the refresh before too, so it gets two
articles; publishing is the note that checks have passed (they are not run) and the swap.
"""

from collections.abc import Iterator

from bench.logs import EVENTS_OF_AN_ARTICLE
from bench.measure import Done
from bench.report import Mark, Row, seconds
from bench.workshop import Workshop, told_of

MARK = Mark(1.5, "names of articles and cases are looked through where DuckDB cannot pass over them by number")


def measure(shop: Workshop) -> Iterator[Row]:
    """The large log and a small one, each in a warehouse of its own."""
    shop.say("single articles")
    sizes = shop.sizes
    small_warehouse, small_articles = shop.fresh("small"), sizes.small_events // EVENTS_OF_AN_ARTICLE
    shop.job("grow_log", log=small_warehouse / "log", first=0, articles=small_articles)
    large, small = [], []
    for number in range(sizes.repeats):  # by turns, so that a busy hour of the machine falls on both
        first = shop.next_articles(sizes.articles + 2)
        large.append(shop.job("single_articles", warehouse=shop.warehouse, first=first, articles=sizes.articles))
        first = small_articles + number * (sizes.articles + 2)
        small.append(shop.job("single_articles", warehouse=small_warehouse, first=first, articles=sizes.articles))
    for name in ("projection", "publish"):
        yield _row(shop, name, large, small)


def _row(shop: Workshop, name: str, large: list[Done], small: list[Done]) -> Row:
    ours, other = told_of(large, name), told_of(small, name)
    what = f"one new article, {name}, log of {shop.sizes.events:,}"
    return Row(
        what, seconds(ours), f"log of {shop.sizes.small_events:,}: {seconds(other)}", ours.median / other.median, MARK
    )
