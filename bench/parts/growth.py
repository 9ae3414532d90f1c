"""How the cost of a refresh grows: with what is new, and with what was there before.

New articles come to an empty warehouse, and each stage's computing is told. Histories are made-up events, published; then one
generated article comes, by the command. Files of the history are gone from the landing folder, as when they are moved to an
archive; what a refresh takes for files that stay and do not change is told apart.

An exponent is the slope of the logarithms: 1 is in proportion, 0 is flat.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path

from bench.measure import Done, Samples
from bench.report import GrowthRow, Line, Mark, Row
from bench.stages import STAGES, START
from bench.workshop import Workshop

SEED = 7
NEW, HISTORY = "new articles", "articles before, one new"
# Where nothing is new: everything is run; or nothing is, since nothing has changed since that.
IDLE, UNCHANGED = "unchanged files, nothing new", "unchanged files, not run again"
LINEAR = Mark(
    1.1, "of resolution: cases are compared with all that share a key with them, and keys fill up as articles come"
)
FLAT = Mark(1.5, "pictures, checks of cases and commits and questions after names in text look at whole tables")
IDLE_SECONDS = 2.5
SAID = Mark(1, "imports")
AT_REST = Mark(1, "Dagster's import takes a second, its record of a run with 180 checks one and a half")


def measure(shop: Workshop) -> Iterator[Line]:
    """Both, with their exponents."""
    yield from _by_batch(shop, shop.sizes.growing_batches)
    yield from _by_history(shop, shop.sizes.growing_histories)


def _by_batch(shop: Workshop, batches: Sequence[int]) -> Iterator[Line]:
    computing: dict[str, dict[float, float]] = {}
    idle: dict[str, dict[float, Done]] = {IDLE: {}, UNCHANGED: {}}
    for articles in batches:
        shop.say(f"{articles:,} new articles")
        raw, warehouse = shop.fresh("growing_raw"), shop.fresh_warehouse("growing")
        shop.job("landing", raw=raw, articles=articles, copies=0, source=None, seed=SEED)
        told = shop.job("stages", raw=raw, warehouse=warehouse).told
        for stage in STAGES:
            computing.setdefault(stage, {})[articles] = told[f"{stage}, computing"][0]
        for series in idle:  # the stages leave no note of a refresh: the first is run
            idle[series][articles] = shop.refresh(raw, warehouse)
    for stage, spent in computing.items():
        yield from (GrowthRow(NEW, stage, articles, seconds) for articles, seconds in spent.items())
    whole = {n: sum(spent[n] for stage, spent in computing.items() if stage != START) for n in map(float, batches)}
    yield from _exponents(NEW, {**computing, "all but the start": whole})
    for series, done in idle.items():
        yield from _without_news(series, done)


def _without_news(series: str, done: Mapping[float, Done]) -> Iterator[Line]:
    spent = {n: each.cpu_seconds for n, each in done.items()}
    yield from (GrowthRow(series, "the command", n, seconds) for n, seconds in spent.items())
    yield _exponent(series, "the command", spent, None)
    few, first = next(iter(done.items()))
    took = f"{first.seconds:.2f} s elapsed"
    mark = AT_REST if series == IDLE else SAID
    yield Row(f"{series}, of {few:,} articles", took, f"wanted: {IDLE_SECONDS} s", first.seconds / IDLE_SECONDS, mark)


def _exponents(series: str, computing: Mapping[str, Mapping[float, float]]) -> Iterator[Row]:
    for stage, spent in computing.items():
        if stage != START:
            yield _exponent(series, stage, spent, LINEAR)


def _exponent(series: str, what: str, spent: Mapping[float, float], mark: Mark | None) -> Row:
    found = fitted_exponent(spent)
    return Row(f"{series}: {what}, exponent", f"{found:.2f}", "", found, mark)


def _by_history(shop: Workshop, histories: Sequence[int]) -> Iterator[Line]:
    spent: dict[float, float] = {}
    for articles in histories:
        shop.say(f"a history of {articles:,} articles")
        warehouse = shop.fresh_warehouse("history")
        shop.job("history", warehouse=warehouse, articles=articles)
        done = [_one_more(shop, warehouse, number) for number in range(shop.sizes.repeats)]
        spent[articles] = Samples(tuple(each.cpu_seconds for each in done)).median
        yield GrowthRow(HISTORY, "the command", articles, spent[articles])
    few, many = spent[histories[0]], spent[histories[-1]]
    compared = f"of {histories[0]:,}: {few:.2f} s computing"
    yield Row(f"one new article on {histories[-1]:,}", f"{many:.2f} s computing", compared, many / few, FLAT)
    yield _exponent(HISTORY, "the command", spent, None)


def _one_more(shop: Workshop, warehouse: Path, number: int) -> Done:
    """One article comes."""
    raw = shop.fresh("one_more")
    shop.job("landing", raw=raw / str(number), articles=1, copies=0, source=None, seed=SEED + number)
    return shop.refresh(raw, warehouse)


def fitted_exponent(spent: Mapping[float, float]) -> float:
    """The slope of the least squares through the logarithms of sizes and seconds."""
    points = [(log(size), log(max(seconds, 1e-4))) for size, seconds in spent.items()]
    middle_x, middle_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    above = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return float(above / sum((x - middle_x) * (x - middle_x) for x, _ in points))
