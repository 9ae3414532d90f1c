"""Jobs that run the pipeline on files, stage by stage in one process, through the doors that its assets use.

What Dagster adds is not in it; the command as a whole is measured beside it. Documents and extraction run in this process, so
that what they take is what a core takes. Stages are told in the order of `STAGES`.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from bench.clock import StageClock
from bench.measure import Told
from pipelines.eventlog import Appended, EventLog
from pipelines.eventlog.captures import Pending, captures_at
from pipelines.eventlog.subscription import Subscription
from pipelines.ingest import read_landing
from pipelines.ingest.recording import record
from pipelines.load.checks import failures
from pipelines.load.gate import check_and_approve
from pipelines.load.publish import Files, load, publish
from pipelines.normalize import ACCEPT_STEP
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.gazetteer import gazetteer
from pipelines.normalize.tables.build import frames
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.normalize.tables.linking import link_reports
from pipelines.normalize.tables.pending import pending_captures
from pipelines.orchestration.assets.normalize import RUN_ARTICLES
from pipelines.orchestration.known_captures import captured_so_far
from pipelines.orchestration.known_reports import known_reports
from pipelines.orchestration.reference import reference
from pipelines.settings import Settings
from pipelines.validate import Context, validate
from pipelines.validate.acceptance import verdict_events

ACTOR = "bench"
NOW = datetime(2026, 11, 1, tzinfo=UTC)  # after every article of the corpora
START = "start: Great Expectations, lexicons"
STAGES = (
    START,
    "ingest",
    "reading captures",
    "documents",
    "extraction",
    "tables",
    "resolution",
    "validation",
    "log append",
    "projection",
    "checks and publish",
)


class _TimedLog(EventLog):
    """A log whose appends are a stage of their own."""

    def __init__(self, uri: str, clock: StageClock) -> None:
        super().__init__(uri)
        self._clock = clock

    def append(self, *given: object, **named: object) -> Appended:
        with self._clock.stage("log append"):
            return super().append(*given, **named)  # type: ignore[arg-type] # passed on as it came


class Pipeline:
    """A warehouse that is brought forward by its stages."""

    def __init__(self, raw: Path, warehouse: Path) -> None:
        """`warehouse` may be empty."""
        warehouse.mkdir(parents=True, exist_ok=True)
        self.clock = StageClock()
        self.rows = 0
        self._raw = raw
        self._log = _TimedLog(str(warehouse / "log"), self.clock)
        self._log.create()
        self._files = Files(warehouse)

    def refresh(self) -> None:
        """What a refresh does, in as many runs."""
        self._ingest()
        self._start()
        while positions := self._pending()[:RUN_ARTICLES]:
            self._take(positions)

    def head(self) -> int:
        """The log's head."""
        return self._log.head()

    def _ingest(self) -> None:
        limit = Settings().max_article_bytes
        with self.clock.stage("ingest"), captured_so_far(self._files, self._log, reference()) as known:
            found = read_landing(self._raw, known, max_bytes=limit)
            record(found, self._log, known, run_id=ACTOR, clock=lambda: NOW)

    def _start(self) -> None:
        """What the first article and the first table would pay for all."""
        with self.clock.stage(START):
            _start_great_expectations()
            for one in captures_at(self._log, self._pending()[:1]):
                code_document(read_document(one.capture))

    def _pending(self) -> Sequence[int]:
        with self.clock.stage("reading captures"):
            return pending_captures(self._log, self._log.head())

    def _take(self, positions: Sequence[int]) -> None:
        coded = list(self._coded(positions))
        with self.clock.stage("tables"):
            tables = dict(frames(coded))
        del coded
        with (
            self.clock.stage("resolution"),
            known_reports(self._files, self._log, reference()) as known,
        ):
            tables["case_links"] = link_reports(tables, known)
        self.rows += sum(table.height for table in tables.values())
        self._accept(tables)
        self._load()

    def _coded(self, positions: Sequence[int]) -> Iterator[CodedArticle]:
        captures = captures_at(self._log, positions)
        while True:
            with self.clock.stage("reading captures"):
                one = next(captures, None)
            if one is None:
                return
            yield self._read(one)

    def _read(self, one: Pending) -> CodedArticle:
        with self.clock.stage("documents"):
            document = read_document(one.capture)
        with self.clock.stage("extraction"):
            coding = code_document(document)
        capture = one.capture
        return CodedArticle.of(capture.article, capture.content_sha256, one.position, one.captured_at, document, coding)

    def _accept(self, tables: Mapping[str, pl.DataFrame]) -> None:
        with self.clock.stage("validation"):
            verdicts = validate(tables, Context.of_code_lists(row.place.adcode for row in gazetteer().rows()))
        seen = self._log.head()
        step = Subscription(self._log, ACCEPT_STEP)
        window = step.pending(upto=int(tables["articles"]["captured_position"].max() or 0))  # type: ignore[arg-type]
        with self.clock.stage("log append"):
            events = verdict_events(verdicts, ACTOR)
            step.advance(window, events, actor=ACTOR, run_id=ACTOR, recorded_at=NOW, seen=seen)

    def _load(self) -> None:
        with self.clock.stage("projection"):
            loaded = load(self._files, self._log, reference())
        with self.clock.stage("checks and publish"):
            if failed := failures(check_and_approve(self._files, loaded.path)):
                raise AssertionError(f"checks fail: {failed}")
            publish(self._files, loaded.path)


def stages(raw: str, warehouse: str) -> Told:
    """Refresh a warehouse from the files below `raw`; what each stage took, articles, events, bytes read and written."""
    pipeline = Pipeline(Path(raw), Path(warehouse))
    pipeline.refresh()
    with_log = EventLog(str(Path(warehouse) / "log"))
    captured = pl.DataFrame(with_log.scan(["capture"], types=["article_captured"]).read_all())
    spent = pipeline.clock.spent
    return {
        **{f"{name}, seconds": [spent[name].seconds] for name in STAGES if name in spent},
        **{f"{name}, computing": [spent[name].cpu_seconds] for name in STAGES if name in spent},
        "articles": [captured.height],
        "text_bytes": [float(captured["capture"].struct.field("size_bytes").sum() or 0)],
        "events": [pipeline.head()],
        "raw_bytes": [_size(Path(raw))],
        "log_bytes": [_size(Path(warehouse) / "log")],
    }


def _start_great_expectations() -> None:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    great_expectations.get_context(mode="ephemeral")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
