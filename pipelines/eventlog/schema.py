"""The log's columns: the envelope that every event has, and one struct column for each family of payloads.

A payload struct holds every field that events of its family may carry; an event fills its own family's column and
leaves the others null. Fields are only ever added, and only nullable ones, so that a digest of an old event stays what
it was (`digest` passes over nulls). No floats: their text is not the same everywhere.

`content` stands beside the structs because Delta readers project whole columns: who wants to know which articles there
are must not read all their bytes.
"""

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 1

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
    },
}


@dataclass(frozen=True, slots=True)
class EventType:
    """An event's name and the payload column that it fills."""

    name: str
    family: str


EVENT_TYPES: dict[str, EventType] = {
    name: EventType(name, family)
    for name, family in {
        "article_captured": "capture",
        "article_rejected": "capture",
        "article_withdrawn": "capture",
        "article_read": "reading",
        "article_coded": "reading",
        "case_reported": "case_report",
        "campaign_reported": "campaign_report",
        "region_reported": "region_report",
        "figure_reported": "figure_report",
        "report_linked": "link",
        "row_quarantined": "quarantine",
        "table_validated": "validation",
        "batch_closed": "batch",
    }.items()
}

PAYLOADS: dict[str, pa.DataType] = {
    family: pa.struct([pa.field(name, kind) for name, kind in fields.items()]) for family, fields in FAMILIES.items()
}

LOG_SCHEMA = pa.schema(
    [*ENVELOPE, pa.field("content", pa.binary()), *(pa.field(family, kind) for family, kind in PAYLOADS.items())]
)
