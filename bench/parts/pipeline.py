"""The whole pipeline on files: each stage in one process, then the command as users run it.

Generated articles in several numbers and, where they are at hand, the seeds and the real ones, these once and many times over (copies
share one content in the log, and the scores of their cases). The promise leaves out the start of Great Expectations and of
the lexicons: that stage's seconds are taken off what the command took.
"""

from collections.abc import Iterator
from pathlib import Path

from bench.measure import SHARED, Done, Samples
from bench.report import Line, Mark, Row, StageRow, size
from bench.stages import STAGES, START
from bench.workshop import Workshop

SEED = 1
EXTRACTION = "extraction"
WANTED, WANTED_OF_A_CORE = 600, 700  # articles a second
COMMAND = Mark(
    1,
    "documents and extraction take half to four fifths of the computing, Dagster's start and record seconds",
    at_least=True,
)
CODING = Mark(1, "rules in plain Python: 6,000 to 60,000 calls an article, none of which stands out", at_least=True)
MEMORY = Mark(1, "tables of a run's articles, their judgement by pandas, and DuckDB's own two gigabytes")
LOG = Mark(0.6, "an event carries its words, the digest of its content and the names that it goes by")
LIMIT = Samples((2_000_000_000,))


def measure(shop: Workshop) -> Iterator[Line]:
    """Each corpus in a warehouse of its own."""
    for articles in shop.sizes.pipeline_articles:
        yield from _corpus(shop, f"{articles:,} generated", articles=articles)
    for folder, copies in shop.sizes.pipeline_copies:
        if (SHARED / folder).is_dir():
            yield from _corpus(shop, f"{folder}, {copies} times", copies=copies, source=SHARED / folder)


def _corpus(
    shop: Workshop, name: str, *, articles: int = 0, copies: int = 0, source: Path | None = None
) -> Iterator[Line]:
    raw = shop.fresh("pipeline_raw")
    done = _command(shop, name, raw, articles=articles, copies=copies, source=source)
    shop.say(f"{name}: stage by stage")
    staged = shop.job("stages", raw=raw, warehouse=shop.fresh("pipeline_stages"))
    yield from _stage_rows(name, staged)
    yield from _command_rows(name, done, staged)


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


def _command_rows(name: str, done: Done, staged: Done) -> Iterator[Line]:
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
    yield Row(f"{name}: the command", f"{articles / done.seconds:,.0f} articles/s")
    start = told[f"{START}, seconds"][0]
    speed = articles / max(done.seconds - start, 0.001)
    yield _speed(f"{name}: the command without {start:.1f} s of start", speed, WANTED, COMMAND)
    coding = articles / told[f"{EXTRACTION}, computing"][0]
    yield _speed(f"{name}: {EXTRACTION}, one core", coding, WANTED_OF_A_CORE, CODING)
    peak = Samples((done.peak_bytes,))
    yield Row(f"{name}: most memory", size(peak), f"limit: {size(LIMIT)}", peak.median / LIMIT.median, MEMORY)
    log, raw = Samples((told["log_bytes"][0],)), Samples((told["raw_bytes"][0],))
    yield Row(f"{name}: the log on disk", size(log), f"raw files: {size(raw)}", log.median / raw.median, LOG)


def _speed(what: str, speed: float, wanted: int, mark: Mark) -> Row:
    return Row(what, f"{speed:,.0f} articles/s", f"wanted: {wanted} articles/s", speed / wanted, mark)
