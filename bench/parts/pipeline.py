"""The whole pipeline on files: each stage in one process, then the command as users run it.

Generated articles of several sizes and, where they are at hand, the real ones many times over. What the command takes is
compared with the promise without what it takes for no article at all, which is the start of Dagster, Great Expectations and
lexicons.
"""

from collections.abc import Iterator
from pathlib import Path

from bench.measure import ROOT, Done, Samples
from bench.report import Line, Mark, Row, StageRow, seconds, size
from bench.stages import STAGES
from bench.workshop import Workshop

REAL = ROOT.parent / "shared" / "real"
SEED = 1
EXTRACTION, DOCUMENTS = "extraction", "documents"
COMMAND = Mark(600, "documents and extraction take nine tenths of the time", at_least=True)
CODING = Mark(700, "rules are looked for one after the other in every sentence", at_least=True)
MEMORY = Mark(1, "tables of a run's articles, their judgement by pandas, and DuckDB's own two gigabytes")
LOG = Mark(0.6, "an event carries its words, the digest of its content and the names that it goes by")
LIMIT = Samples((2_000_000_000,))


def measure(shop: Workshop) -> Iterator[Line]:
    """Each corpus in a warehouse of its own."""
    idle = _command(shop, "one article", shop.fresh("one_raw"), articles=1)
    for articles in shop.sizes.pipeline_articles:
        yield from _corpus(shop, f"{articles:,} generated", idle, articles=articles)
    copies = shop.sizes.real_copies
    if copies and REAL.is_dir():
        yield from _corpus(shop, f"real ones, {copies} times", idle, copies=copies, source=REAL)


def _corpus(
    shop: Workshop, name: str, idle: Done, *, articles: int = 0, copies: int = 0, source: Path | None = None
) -> Iterator[Line]:
    raw = shop.fresh("pipeline_raw")
    done = _command(shop, name, raw, articles=articles, copies=copies, source=source)
    shop.say(f"{name}: stage by stage")
    staged = shop.job("stages", raw=raw, warehouse=shop.fresh("pipeline_stages"))
    yield from _stage_rows(name, staged)
    yield from _command_rows(name, done, idle, staged)


def _command(
    shop: Workshop, name: str, raw: Path, *, articles: int = 0, copies: int = 0, source: Path | None = None
) -> Done:
    shop.say(f"{name}: the command")
    shop.job("landing", raw=raw, articles=articles, copies=copies, source=source, seed=SEED)
    return shop.refresh(raw, shop.fresh("pipeline_command"))


def _stage_rows(name: str, staged: Done) -> Iterator[StageRow]:
    told = staged.told
    whole = sum(told[f"{stage}, computing"][0] for stage in STAGES)
    for stage in STAGES:
        spent, computing = told[f"{stage}, seconds"][0], told[f"{stage}, computing"][0]
        yield StageRow(
            name,
            stage,
            spent,
            computing,
            share=computing / whole,
            articles=told["articles"][0],
            text_bytes=told["text_bytes"][0],
            events=told["events"][0],
        )


def _command_rows(name: str, done: Done, idle: Done, staged: Done) -> Iterator[Line]:
    told = staged.told
    articles = told["articles"][0]
    yield StageRow(
        name,
        "the command, all in all",
        done.seconds,
        done.cpu_seconds,
        share=None,
        articles=articles,
        text_bytes=told["text_bytes"][0],
        events=told["events"][0],
    )
    speed = articles / max(done.seconds - idle.seconds, 0.001)
    start = f"without {idle.seconds:.1f} s for one article"
    yield Row(f"{name}: the command", f"{speed:,.0f} articles/s, {start}", "", speed, COMMAND)
    coding = articles / told[f"{EXTRACTION}, computing"][0]
    yield Row(f"{name}: {EXTRACTION}, one core", f"{coding:,.0f} articles/s", "", coding, CODING)
    peak = Samples((done.peak_bytes,))
    yield Row(f"{name}: most memory", size(peak), f"limit: {size(LIMIT)}", peak.median / LIMIT.median, MEMORY)
    log, raw = Samples((told["log_bytes"][0],)), Samples((told["raw_bytes"][0],))
    yield Row(f"{name}: the log on disk", size(log), f"raw files: {size(raw)}", log.median / raw.median, LOG)
    yield Row(f"{name}: one article alone", seconds(Samples((idle.seconds,))))
