"""The log's columns: the envelope that every event has, and one struct column for each family of payloads.

A payload struct holds every field that events of its family may carry; an event fills its own family's column and
leaves the others null. Fields are only ever added, at the end and only nullable ones, so that a digest of an old event
stays what it was (`digest` passes over nulls). No floats: their text is not the same everywhere. What a later version
changes in meaning is the business of `upcast`.

`content` stands beside the structs because Delta readers project whole columns: who wants to know which articles there
are must not read all their bytes.
"""

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 3

CONFIDENCE = pa.decimal128(5, 4)
MEASURE = pa.decimal128(24, 4)

ENVELOPE = pa.schema(
    [
        pa.field("position", pa.int64(), nullable=False),
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("schema_version", pa.int32(), nullable=False),
        pa.field("stream", pa.string(), nullable=False),
        pa.field("occurred_on", pa.date32()),
        pa.field("recorded_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("actor", pa.string(), nullable=False),
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("cause_position", pa.int64()),
        pa.field("digest", pa.binary(), nullable=False),
    ]
)

_EVIDENCE = {"rule": pa.string(), "span_start": pa.int32(), "span_end": pa.int32(), "quote": pa.string()}
_REPORT = {"report_id": pa.string(), "article": pa.string(), "version_sha256": pa.string()}

FAMILIES: dict[str, dict[str, pa.DataType]] = {
    "capture": {
        "article": pa.string(),
        "version_sha256": pa.string(),
        "path": pa.string(),
        "scan_key": pa.string(),
        "container_sha256": pa.string(),
        "encoding": pa.string(),
        "media_type": pa.string(),
        "declared_title": pa.string(),
        "declared_published": pa.string(),
        "declared_publisher": pa.string(),
        "declared_url": pa.string(),
        "fields": pa.map_(pa.string(), pa.string()),
        "size_bytes": pa.int64(),
        "reason": pa.string(),
        "detail": pa.string(),
    },
    "reading": {
        "article": pa.string(),
        "version_sha256": pa.string(),
        "captured_position": pa.int64(),
        "coder": pa.string(),
        "coder_version": pa.string(),
        "title": pa.string(),
        "publisher": pa.string(),
        "url": pa.string(),
        "language": pa.string(),
        "script": pa.string(),
        "published_on": pa.date32(),
        "published_basis": pa.string(),
        "in_scope": pa.bool_(),
        "scope_reason": pa.string(),
        "text_chars": pa.int32(),
        "captured_chars": pa.int32(),
        "damaged_chars": pa.int32(),
    },
    "case_report": {
        **_REPORT,
        "case_key": pa.string(),
        "title": pa.string(),
        "code_name": pa.string(),
        "agency_adcode": pa.string(),
        "agency_name": pa.string(),
        "scheme": pa.string(),
        "role": pa.string(),
        "campaign_key": pa.string(),
        "occurred_on": pa.date32(),
        "suspects": pa.list_(pa.string()),
        "confidence": CONFIDENCE,
        **_EVIDENCE,
    },
    "campaign_report": {
        **_REPORT,
        "campaign_key": pa.string(),
        "name_zh": pa.string(),
        "name_en": pa.string(),
        "year": pa.int32(),
        "region_adcode": pa.string(),
        **_EVIDENCE,
    },
    "region_report": {
        **_REPORT,
        "case_key": pa.string(),
        "case_report_id": pa.string(),
        "adcode": pa.string(),
        "role": pa.string(),
        **_EVIDENCE,
    },
    "figure_report": {
        **_REPORT,
        "ordinal": pa.int32(),
        "metric": pa.string(),
        "value": MEASURE,
        "unit": pa.string(),
        "qualifier": pa.string(),
        "basis": pa.string(),
        "subset": pa.bool_(),
        "scope": pa.string(),
        "case_key": pa.string(),
        "case_report_id": pa.string(),
        "campaign_key": pa.string(),
        "region_adcode": pa.string(),
        "period_start": pa.date32(),
        "period_end": pa.date32(),
        "period_basis": pa.string(),
        "confidence": CONFIDENCE,
        **_EVIDENCE,
    },
    "link": {
        **_REPORT,
        "case_id": pa.string(),
        "score": CONFIDENCE,
        "decision": pa.string(),
        "reasons": pa.list_(pa.string()),
    },
    "quarantine": {
        "table_name": pa.string(),
        "row_key": pa.string(),
        "article": pa.string(),
        "version_sha256": pa.string(),
        "expectation": pa.string(),
        "reason": pa.string(),
        "row_json": pa.string(),
    },
    "validation": {
        "table_name": pa.string(),
        "rows_in": pa.int64(),
        "rows_accepted": pa.int64(),
        "rows_quarantined": pa.int64(),
        "expectations": pa.int32(),
        "failed": pa.list_(pa.string()),
    },
    "batch": {
        "first_position": pa.int64(),
        "last_position": pa.int64(),
        "events": pa.int64(),
        "root": pa.binary(),
        "previous_root": pa.binary(),
        "step": pa.string(),
        "step_after": pa.int64(),
    },
    "erasure": {
        "article": pa.string(),
        "reason": pa.string(),
        "events": pa.int64(),
        "root": pa.binary(),
    },
    # What a person decided. `target` says of what: a figure, case_report, region or campaign as one article tells it
    # (then report_id, match_key, span and quote lead to it, in later codings too), or a case. A field that is null was
    # left as it is; `cleared` names those that were emptied.
    "correction": {
        "target": pa.string(),
        **_REPORT,
        "match_key": pa.string(),
        "span_start": pa.int32(),
        "span_end": pa.int32(),
        "quote": pa.string(),
        "occurrence": pa.int32(),
        "occurrences": pa.int32(),
        "case_id": pa.string(),
        "other_case_id": pa.string(),
        "revoked_position": pa.int64(),
        "quarantined_position": pa.int64(),
        "metric": pa.string(),
        "value": MEASURE,
        "unit": pa.string(),
        "qualifier": pa.string(),
        "basis": pa.string(),
        "subset": pa.bool_(),
        "region_adcode": pa.string(),
        "period_start": pa.date32(),
        "period_end": pa.date32(),
        "title": pa.string(),
        "scheme": pa.string(),
        "role": pa.string(),
        "campaign_key": pa.string(),
        "jurisdiction_adcode": pa.string(),
        "occurred_on": pa.date32(),
        "cleared": pa.list_(pa.string()),
        "reason": pa.string(),
    },
}


@dataclass(frozen=True, slots=True)
class EventType:
    """An event's name, the payload column that it fills, and the schema version that brought it."""

    name: str
    family: str
    since: int


EVENT_TYPES: dict[str, EventType] = {
    name: EventType(name, family, since)
    for name, (family, since) in {
        "article_captured": ("capture", 1),
        "article_rejected": ("capture", 1),
        "article_withdrawn": ("capture", 1),
        "article_read": ("reading", 1),
        "article_coded": ("reading", 1),
        "case_reported": ("case_report", 1),
        "campaign_reported": ("campaign_report", 1),
        "region_reported": ("region_report", 1),
        "figure_reported": ("figure_report", 1),
        "report_linked": ("link", 1),
        "row_quarantined": ("quarantine", 1),
        "table_validated": ("validation", 1),
        "batch_closed": ("batch", 1),
        "article_erased": ("erasure", 2),
        "figure_corrected": ("correction", 3),
        "case_corrected": ("correction", 3),
        "report_retracted": ("correction", 3),
        "report_placed": ("correction", 3),
        "case_split": ("correction", 3),
        "cases_merged": ("correction", 3),
        "correction_revoked": ("correction", 3),
        "row_released": ("correction", 3),
        "row_discarded": ("correction", 3),
    }.items()
}

PAYLOADS: dict[str, pa.DataType] = {
    family: pa.struct([pa.field(name, kind) for name, kind in fields.items()]) for family, fields in FAMILIES.items()
}

_BESIDE = pa.field("erased_at", pa.int64())
# `erased_at`: position of the article_erased event that took this event's payload away. It and `digest` are about the
# event, not of it: no digest covers them.
UNCOVERED = ("digest", _BESIDE.name)
_LATER = ("erasure", "correction")  # what versions 2 and 3 added stands at the end
_FIRST = {"content": pa.binary()} | {name: kind for name, kind in PAYLOADS.items() if name not in _LATER}
LOG_SCHEMA = pa.schema(
    [
        *ENVELOPE,
        *(pa.field(name, kind) for name, kind in _FIRST.items()),
        _BESIDE,
        *(pa.field(name, PAYLOADS[name]) for name in _LATER),
    ]
)
# For events on their way into the log, or emptied.
NULLABLE_SCHEMA = pa.schema([field.with_nullable(True) for field in LOG_SCHEMA])
