"""The known case reports as resolution asks for them, from a projection.

Here resolution, which knows no DuckDB, meets load, which knows no features.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import polars as pl
import pyarrow as pa

from pipelines.eventlog import EventLog
from pipelines.eventlog.schema import EVENT_TYPES
from pipelines.eventlog.subscription import Window
from pipelines.load.plan import present
from pipelines.load.projection import Reference
from pipelines.load.publish import Files, usable
from pipelines.load.reports import ReportLookup, report_lookup
from pipelines.normalize.resolution import Block, KnownReports, ReportFeatures, ReportIndex
from pipelines.normalize.tables.features import REPORT_ROWS, features

# Events that change nothing of what is known of reports; all others do.
_OF_NO_REPORT = frozenset(
    {"article_captured", "article_rejected", "row_quarantined", "table_validated", "batch_closed"}
)
# Kind of a key → what its further parts are called in sql/queries/reports_sharing_*.sql
_KEY_PARTS = {
    "amount": ("value",),
    "figure": ("place", "metric", "value"),
    "two_figures": ("metric", "value", "other_metric", "other_value"),
    "name": ("place", "text"),
    "beside": ("place", "text"),
    "day": ("place", "text"),
    "code": ("place", "text"),
    "title": ("place", "text"),
    "follow_up": ("place", "metric", "value", "text", "year"),
    "counts": ("place", "metric", "value", "other_metric", "other_value", "year"),
    "code_of_year": ("text", "year"),
    "figure_then": ("place", "metric", "value", "month"),
    "telling_then": ("metric", "value", "month"),
    "clause_then": ("place", "text", "month"),
    "title_then": ("text", "month"),
}
_VALUE = pa.decimal128(24, 4)
_ASKED = pa.schema(
    [
        ("kind", pa.string()),
        ("place", pa.string()),
        ("metric", pa.string()),
        ("value", _VALUE),
        ("other_metric", pa.string()),
        ("other_value", _VALUE),
        ("text", pa.string()),
        ("month", pa.int64()),
        ("year", pa.int64()),
    ]
)


@contextmanager
def known_reports(files: Files, log: EventLog, reference: Reference) -> Iterator[KnownReports]:
    """The reports known at the log's head. For who holds the writer's lock.

    As a rule what is published has read all that tells of reports, and is asked as it is. Where it has not (a refresh died
    between its commit and its load, or another program made the file) a copy is brought forward, or one built, and thrown away.
    """
    served = usable(files, log, reference)
    after = served[1] if served else 0
    if _tell_of_reports(Window(log, after, log.head())):
        with present(files, log, reference) as draft, report_lookup(draft.path) as lookup:
            yield ServedReports(lookup)
    elif served:
        with report_lookup(served[0]) as lookup:
            yield ServedReports(lookup)
    else:
        yield ReportIndex()


def _tell_of_reports(window: Window) -> bool:
    events = window.scan(["position"], EVENT_TYPES.keys() - _OF_NO_REPORT, with_erased=True)
    return any(batch.num_rows for batch in events)


class ServedReports:
    """`KnownReports` of a projection that stands where the log does."""

    def __init__(self, lookup: ReportLookup) -> None:
        """Ask `lookup`."""
        self._lookup = lookup

    def sharing(self, keys: frozenset[Block]) -> Iterator[ReportFeatures]:
        """Current reports that have one of the keys."""
        return (report for report in _linked(self._lookup.sharing(_asked(keys))) if report.blocks & keys)

    def of_cases(self, case_ids: frozenset[str]) -> Sequence[ReportFeatures]:
        """Current reports that are linked to one of the cases."""
        found = self._lookup.of_cases(_column("case_id", case_ids))
        return [report for report in _linked(found) if report.case_id in case_ids]

    def of_articles(self, articles: frozenset[str]) -> Sequence[ReportFeatures]:
        """Reports of the articles' latest codings, also where the article was withdrawn since."""
        return [*_linked(self._lookup.of_articles(_column("article", articles)))]


def _asked(keys: frozenset[Block]) -> pa.Table:
    by_kind: dict[str, list[Block]] = defaultdict(list)
    for key in keys:
        by_kind[str(key[0])].append(key)
    tables = [_of_kind(_KEY_PARTS[kind], some) for kind, some in by_kind.items()]
    return pa.concat_tables([_ASKED.empty_table(), *tables], promote_options="default")


def _of_kind(parts: Sequence[str], keys: Sequence[Block]) -> pa.Table:
    columns = zip(("kind", *parts), zip(*keys, strict=True), strict=True)
    return pa.table({name: pa.array(values, _ASKED.field(name).type) for name, values in columns})


def _column(name: str, values: frozenset[str]) -> pa.Table:
    return pa.table({name: pa.array(sorted(values), pa.string())})


def _linked(portions: Iterable[pa.Table]) -> Iterator[ReportFeatures]:
    """Features of rows of the projection, made as they are asked for; those without a link left out."""
    for rows in portions:
        found = features(pl.DataFrame(rows).select(REPORT_ROWS.names()))
        yield from (report for report in found if report.case_id is not None)
