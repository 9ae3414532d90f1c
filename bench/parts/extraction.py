"""How many articles one core reads in a second, by stage, and how fast trafilatura takes the text out of the same pages."""

from collections.abc import Iterator
from pathlib import Path

from bench.measure import SHARED, Done
from bench.report import Row
from bench.workshop import Workshop

STAGES = ("documents", "extraction", "frames")


def measure(shop: Workshop) -> Iterator[Row]:
    """The generated corpus, and the real articles where they are at hand."""
    shop.say("reading articles")
    yield from _rows("generated", _read(shop, ()))
    for name in ("seeds", "real"):
        if (SHARED / name).is_dir():
            yield from _rows(name, _read(shop, (SHARED / name,)))


def _read(shop: Workshop, raw: tuple[Path, ...]) -> Done:
    peers = shop.peers_python and next(shop.peers_python.parents[1].glob("lib/python*/site-packages"), None)
    folder = shop.fresh("articles")
    return shop.job("read_articles", folder=folder, articles=shop.sizes.read_articles, raw=raw, peers=peers)


def _rows(corpus: str, done: Done) -> Iterator[Row]:
    told = {name: values[0] for name, values in done.told.items()}
    seconds = {stage: told[stage] for stage in STAGES}
    total = sum(seconds.values())
    of_each = f"{corpus} articles of {told['bytes'] / told['articles'] / 1000:.1f} KB"
    read = told["documents"] + told["extraction"]
    yield Row(f"documents and extraction, one core, {of_each}", _speed(told, "articles", "bytes", read))
    for stage, spent in seconds.items():
        yield Row(
            f"{stage}, {corpus} articles",
            _speed(told, "articles", "bytes", spent),
            f"all stages: {spent / total:.0%} of their computing",
        )
    if told.get("pages"):
        ours, theirs = (_speed(told, "pages", "page_bytes", told[name]) for name in ("our_pages", "trafilatura"))
        ratio = told["trafilatura"] / told["our_pages"]
        yield Row(f"documents of {corpus} pages", ours, f"trafilatura: {theirs}", ratio)


def _speed(told: dict[str, float], things: str, size: str, seconds: float) -> str:
    return f"{told[things] / seconds:,.0f} {things}/s, {told[size] / seconds / 1e6:.2f} MB/s"
