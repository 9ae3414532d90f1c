"""Corrections as events. The only place that knows how a correction lies in the log.

A correction of a report holds where its words stand: a new coding gives the report another id, and the correction finds it by
them (sql/projections/35_corrections.sql). `nth` makes the ids of corrections that say the same at different times differ: the
log's head when it was decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from pipelines.correct.changes import Changes
from pipelines.correct.rows import RowCorrection
from pipelines.eventlog import NewEvents
from pipelines.eventlog.schema import ENVELOPE, FAMILIES
from pipelines.model.ids import stable_id

Target = Literal["figure", "case_report", "region", "campaign"]
_TYPES = {field.name: field.type for field in ENVELOPE} | FAMILIES["correction"]


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A report as one article tells it, with what leads to it in later codings; `article_key` is its capture's position.

    match_key   what it must still be: a figure its metric, a place its role and adcode, a campaign its key; of a case its
                title, by which it is found where its words were changed
    occurrence  which of the article's reports of the same kind, match_key and words it is, of `occurrences`; of a case
                `occurrences` is how many the article tells
    """

    target: Target
    report_id: str
    article: str
    article_key: int
    version_sha256: str
    match_key: str
    span_start: int
    span_end: int
    quote: str
    occurrence: int
    occurrences: int


def figure_corrected(report: ReportPlace, changes: Changes, reason: str, nth: int) -> NewEvents:
    """A figure says something else than was read."""
    return _event("figure_corrected", _about(report) | _changed(changes), reason, nth)


def case_corrected(case_id: str, changes: Changes, reason: str, nth: int) -> NewEvents:
    """A case is something else than most reports have it."""
    return _event("case_corrected", _of_case(case_id) | _changed(changes), reason, nth)


def report_retracted(report: ReportPlace, reason: str, nth: int) -> NewEvents:
    """A report is no report at all."""
    return _event("report_retracted", _about(report), reason, nth)


def report_placed(report: ReportPlace, case_id: str, reason: str, nth: int) -> NewEvents:
    """A case report tells this case, whatever the machine finds."""
    return _event("report_placed", _about(report) | {"case_id": case_id}, reason, nth)


def case_split(reports: Sequence[ReportPlace], case_id: str, reason: str, nth: int) -> list[NewEvents]:
    """Some reports of a case tell another one, which has `case_id`."""
    return [_event("case_split", _about(report) | {"case_id": case_id}, reason, nth) for report in reports]


def cases_merged(case_id: str, others: Sequence[str], reason: str, nth: int) -> list[NewEvents]:
    """Cases are one, and told under `case_id`."""
    return [_event("cases_merged", _of_case(case_id) | {"other_case_id": other}, reason, nth) for other in others]


def correction_revoked(position: int, reason: str, nth: int) -> NewEvents:
    """The correction at `position` is taken back."""
    return _event(
        "correction_revoked", {"stream": "log", "cause_position": position, "revoked_position": position}, reason, nth
    )


def row_released(position: int, reason: str, nth: int) -> NewEvents:
    """The quarantined row at `position` is let before the gates again: its article is read anew."""
    return _of_quarantine("row_released", position, reason, nth, {})


def row_corrected(correction: RowCorrection, reason: str, nth: int) -> NewEvents:
    """A quarantined row is let before the gates again, as a person says that it is."""
    source = {name: correction.row.get(name) for name in ("article", "version_sha256")}
    return _of_quarantine("row_released", correction.position, reason, nth, source | _changed(correction.changes))


def row_discarded(position: int, reason: str, nth: int) -> NewEvents:
    """The quarantined row at `position` is nothing that the tables lack."""
    return _of_quarantine("row_discarded", position, reason, nth, {})


def _of_quarantine(kind: str, position: int, reason: str, nth: int, said: Mapping[str, object]) -> NewEvents:
    row = {**said, "stream": "quarantine/decisions", "cause_position": position, "quarantined_position": position}
    return _event(kind, row, reason, nth)


def _about(report: ReportPlace) -> dict[str, object]:
    return {
        "stream": f"article/{report.article}",
        "cause_position": report.article_key,
        "target": report.target,
        "report_id": report.report_id,
        "article": report.article,
        "version_sha256": report.version_sha256,
        "match_key": report.match_key,
        "span_start": report.span_start,
        "span_end": report.span_end,
        "quote": report.quote,
        "occurrence": report.occurrence,
        "occurrences": report.occurrences,
    }


def _of_case(case_id: str) -> dict[str, object]:
    return {"stream": f"case/{case_id}", "target": "case", "case_id": case_id}


def _changed(changes: Changes) -> dict[str, object]:
    return {**changes.values, "cleared": list(changes.cleared) or None}


def _event(kind: str, row: Mapping[str, object], reason: str, nth: int) -> NewEvents:
    identity = stable_id(kind, nth, *(f"{name}={row[name]}" for name in sorted(row)))
    full = {"event_id": identity, **row, "reason": reason}
    schema = pa.schema([pa.field(name, _TYPES[name]) for name in full])
    return NewEvents(kind, pa.Table.from_pylist([full], schema=schema))
