"""Events as the pipeline writes them, made from few words, and a desk that writes them to a log.

Every row has what the log and the tables demand; keyword arguments replace any of it. Nothing here reads a text.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa

from pipelines.eventlog import Appended, EventLog, NewEvents
from pipelines.eventlog.captures import Pending, captures_at
from pipelines.eventlog.schema import ENVELOPE, EVENT_TYPES, FAMILIES
from pipelines.eventlog.subscription import Window
from pipelines.load.projection import Reference
from pipelines.model.capture import CapturedArticle, Declared
from pipelines.model.ids import content_sha256, stable_id

Row = dict[str, object]

START = datetime(2024, 1, 1, tzinfo=UTC)
CODER = "rules"


def events_of(kind: str, *rows: Mapping[str, object]) -> NewEvents:
    """Events of one type. A row without an `event_id` gets one from its content."""
    family = FAMILIES[EVENT_TYPES[kind].family]
    types = {field.name: field.type for field in ENVELOPE} | {"content": pa.binary()} | family
    full = [{"event_id": stable_id(kind, sorted(row.items(), key=str)), "stream": "test", **row} for row in rows]
    names = dict.fromkeys(name for row in full for name in row)
    schema = pa.schema([pa.field(name, types[name]) for name in names])
    return NewEvents(kind, pa.Table.from_pylist(full, schema=schema))


def note(number: int, **changes: object) -> Row:
    """The smallest event there is: a table_validated with a number in it."""
    counts = {"rows_in": number, "rows_accepted": number, "rows_quarantined": 0, "expectations": 1}
    return {"event_id": f"note-{number}", "table_name": f"table {number}", **counts, **changes}


def notes(*numbers: int) -> NewEvents:
    """Events that differ in their number only."""
    return events_of("table_validated", *(note(number) for number in numbers))


def capture_of(article: str, content: bytes = b"text", **changes: object) -> CapturedArticle:
    """A captured plain text."""
    sha = content_sha256(content)
    given: dict[str, object] = {
        "article": article,
        "content": content,
        "content_sha256": sha,
        "container_sha256": sha,
        "encoding": "utf-8",
        "media_type": "text/plain",
        "declared": Declared(),
        **changes,
    }
    return CapturedArticle(**given)  # type: ignore[arg-type] # keywords of the caller's choice


def captured(article: str, version: str = "v1", **changes: object) -> NewEvents:
    """`article_captured`; `version` stands for the bytes."""
    row: Row = {
        "stream": f"article/{article}",
        "content": version.encode(),
        "article": article,
        "version_sha256": content_sha256(version.encode()),
        "path": article,
        "scan_key": version,
        "container_sha256": content_sha256(version.encode()),
        "encoding": "utf-8",
        "media_type": "text/plain",
        "size_bytes": len(version.encode()),
        "fields": [],
    }
    return events_of("article_captured", row | changes)


def captures_in(window: Window) -> list[Pending]:
    """Articles captured in a stretch of the log, as they are read."""
    positions = window.scan(["position"], ["article_captured"]).read_all().column("position").to_pylist()
    return list(captures_at(window.log, positions))


def rejected(article: str, **changes: object) -> NewEvents:
    """`article_rejected`."""
    row: Row = {"article": article, "path": article, "scan_key": "k", "reason": "empty", "detail": "no text"}
    return events_of("article_rejected", row | changes)


def withdrawn(article: str, number: int = 1) -> NewEvents:
    """`article_withdrawn`; `number` tells several withdrawals apart."""
    return events_of(
        "article_withdrawn",
        {"event_id": f"withdrawn-{article}-{number}", "article": article, "path": article},
    )


def read_and_coded(
    article: str, position: int, *, version: str = "v1", coder_version: str = "1", **changes: object
) -> list[NewEvents]:
    """`article_read` and `article_coded` of the capture at `position`."""
    common: Row = {
        "stream": f"article/{article}",
        "cause_position": position,
        "article": article,
        "version_sha256": content_sha256(version.encode()),
        "captured_position": position,
    }
    read: Row = {
        "event_id": stable_id("article_read", article, position, coder_version),
        "title": f"Title of {article}",
        "publisher": "Evening Post",
        "language": "zh",
        "script": "Hans",
        "published_on": date(2024, 1, 1),
        "text_chars": 100,
        "captured_chars": 120,
        "damaged_chars": 0,
    }
    coded: Row = {
        "event_id": stable_id("article_coded", article, position, coder_version),
        "coder": CODER,
        "coder_version": coder_version,
        "in_scope": True,
        "scope_reason": "for the test",
    }
    mine = {name: value for name, value in changes.items() if name in coded}
    others = {name: value for name, value in changes.items() if name not in coded}
    return [
        events_of("article_read", common | read | others),
        events_of("article_coded", common | coded | mine),
    ]


def correction(kind: str, **fields: object) -> NewEvents:
    """A correction by a person; `nth` tells repeated ones apart."""
    nth = fields.pop("nth", 1)
    row: Row = {"reason": "for the test", **fields}
    return events_of(kind, {"event_id": stable_id(kind, nth, sorted(row.items(), key=str)), **row})


# What a correction of a report must agree with besides its words, as the builders' reports have it.
_MATCH_KEYS = {"figure": "suspects_arrested", "region": "jurisdiction 370784", "campaign": "break_card"}


class Telling:
    """What one article tells in one coding; makes report events whose ids are those the pipeline would give."""

    def __init__(self, article: str, position: int, *, version: str = "v1", coder_version: str = "1") -> None:
        """The capture at `position`, read by coder version `coder_version`."""
        self.article, self.position, self.version, self.coder_version = article, position, version, coder_version

    def report_id(self, kind: str, *key: object) -> str:
        """The id of a report of this coding."""
        return stable_id(kind, self.article, self.version, self.coder_version, *key)

    def coded(self, *reports: NewEvents, **changes: object) -> list[NewEvents]:
        """`article_read` and `article_coded` of this coding, and its reports after them."""
        coding = read_and_coded(
            self.article, self.position, version=self.version, coder_version=self.coder_version, **changes
        )
        return [*coding, *reports]

    def case(self, key: str = "c1", **changes: object) -> NewEvents:
        """`case_reported`."""
        row = self._report("case_report", key) | {
            "case_key": key,
            "title": f"Case {key} of {self.article}",
            "agency_adcode": "370784",
            "agency_name": "Anqiu police",
            "scheme": "fake_loan",
            "role": "fraud",
            "suspects": [],
            "confidence": Decimal("0.9"),
        }
        return events_of("case_reported", row | changes)

    def linked(self, key: str = "c1", case_id: str = "A", *, nth: int = 1, **changes: object) -> NewEvents:
        """`report_linked`: the case report `key` to `case_id`; `nth` tells repeated links apart."""
        report = self.report_id("case_report", key)
        row = self._source() | {
            "event_id": stable_id("report_linked", report, case_id, self.position, nth),
            "report_id": report,
            "case_id": case_id,
            "score": Decimal("1"),
            "decision": "new",
            "reasons": ["for the test"],
        }
        return events_of("report_linked", row | changes)

    def figure(
        self, ordinal: int = 1, value: int | str = 10, case_key: str | None = "c1", **changes: object
    ) -> NewEvents:
        """`figure_reported`: arrests, of a case unless `case_key` is None."""
        row = self._report("figure_report", ordinal) | {
            "ordinal": ordinal,
            "metric": "suspects_arrested",
            "value": Decimal(value),
            "unit": "person",
            "qualifier": "exact",
            "basis": "total",
            "subset": False,
            "scope": "aggregate" if case_key is None else "case",
            "case_key": case_key,
            "case_report_id": None if case_key is None else self.report_id("case_report", case_key),
            "region_adcode": "370784",
            "confidence": Decimal("0.9"),
        }
        return events_of("figure_reported", row | changes)

    def region(self, case_key: str = "c1", adcode: str = "370784", role: str = "jurisdiction") -> NewEvents:
        """`region_reported`."""
        row = self._report("region_mention", case_key, adcode, role) | {
            "case_key": case_key,
            "case_report_id": self.report_id("case_report", case_key),
            "adcode": adcode,
            "role": role,
        }
        return events_of("region_reported", row)

    def campaign(self, key: str = "break_card", **changes: object) -> NewEvents:
        """`campaign_reported`."""
        row = self._report("campaign_report", key) | {"campaign_key": key, "name_zh": "断卡", "name_en": None}
        return events_of("campaign_reported", row | changes)

    def quarantined(
        self, table: str = "figure_reports", row_key: str = "r1", nth: int = 1, expectation: str = "value_present"
    ) -> NewEvents:
        """`row_quarantined`."""
        row = self._source() | {
            "event_id": stable_id("row_quarantined", table, row_key, expectation, self.position, nth),
            "stream": f"quarantine/{table}",
            "table_name": table,
            "row_key": row_key,
            "expectation": expectation,
            "reason": "there is no value",
            "row_json": "{}",
        }
        return events_of("row_quarantined", row)

    def about(self, target: str, *key: object, **changes: object) -> Row:
        """What a correction of the report says of where it is."""
        kind = {"figure": "figure_report", "region": "region_mention", "campaign": "campaign_report"}.get(
            target, target
        )
        row = self._report(kind, *key) | {"target": target, "match_key": _MATCH_KEYS.get(target)}
        return {name: value for name, value in row.items() if name not in ("event_id", "rule")} | changes

    def _source(self) -> Row:
        return {
            "stream": f"article/{self.article}",
            "cause_position": self.position,
            "article": self.article,
            "version_sha256": content_sha256(self.version.encode()),
        }

    def _report(self, kind: str, *key: object) -> Row:
        report = self.report_id(kind, *key)
        evidence: Row = {"rule": "test", "span_start": 5, "span_end": 9, "quote": "十名嫌犯"}
        return self._source() | {"event_id": stable_id(report, self.position), "report_id": report} | evidence


class Desk:
    """Writes to a log, one minute a commit."""

    def __init__(self, log: EventLog) -> None:
        """Write to `log`."""
        self.log = log
        self.now = START

    def commit(self, *batches: NewEvents) -> Appended:
        """Append all in one commit."""
        self.now += timedelta(minutes=1)
        return self.log.append(batches, actor="test", run_id="run", recorded_at=self.now)

    def capture(self, article: str, version: str = "v1", **changes: object) -> int:
        """Commit a capture; its position."""
        first = self.commit(captured(article, version, event_id=f"{article}-{self.now}", **changes)).first_position
        assert first is not None
        return first

    def capture_all(self, *articles: str) -> list[int]:
        """Commit captures of several articles at once; their positions."""
        events = [captured(article, event_id=f"{article}-{self.now}") for article in articles]
        first = self.commit(*events).first_position
        assert first is not None
        return list(range(first, first + len(events)))

    def tell(self, telling: Telling, *reports: NewEvents, **changes: object) -> Appended:
        """Commit a coding with its reports."""
        return self.commit(*telling.coded(*reports, **changes))


def _region(adcode: str, level: str, name: str, parent: str | None, *flat: str | None) -> Row:
    province, prefecture, county = (*flat, None, None, None)[:3]
    return {
        "adcode": adcode,
        "level": level,
        "name_zh": name,
        "name_en": None,
        "parent_adcode": parent,
        "province_adcode": province,
        "province_name_zh": None,
        "prefecture_adcode": prefecture,
        "prefecture_name_zh": None,
        "county_adcode": county,
        "county_name_zh": None,
        "valid_from": None,
        "valid_to": None,
    }


def small_reference(version: str = "test") -> Reference:
    """A handful of places, metrics, schemes, roles and publishers' kinds."""
    regions = [
        _region("100000", "country", "中国", None),
        _region("370000", "province", "山东省", "100000", "370000"),
        _region("370700", "prefecture", "潍坊市", "370000", "370000", "370700"),
        _region("370784", "county", "安丘市", "370700", "370000", "370700", "370784"),
        _region("510411", "county", "仁和区", "510400", "510000", "510400", "510411"),
    ]
    metrics = [
        {"metric": name, "unit": unit, "additive": True, **_named(name), "definition_zh": name, "definition_en": name}
        for name, unit in (("suspects_arrested", "person"), ("loss_amount", "CNY"), ("cases_solved", "case"))
    ]
    metrics += [metrics[0] | {"metric": "suspects_identified", "additive": False}]
    kinds = [
        {"kind": kind, "rank": rank, **_named(kind), "definition_zh": kind, "definition_en": kind}
        for rank, kind in enumerate(("authority", "central_media", "other", "unnamed"), 1)
    ]
    terms = [{"term": "police", "kind": "authority"}, {"term": "police gazette", "kind": "other"}]
    terms += [{"term": "xinhua", "kind": "central_media"}]
    typed = pa.schema([pa.field(name, pa.int32() if name.startswith("valid") else pa.string()) for name in regions[0]])
    return Reference(
        {
            "regions": pa.Table.from_pylist(regions, schema=typed),
            "metrics": pa.Table.from_pylist(metrics),
            "schemes": _codes("scheme", "fake_loan", "romance"),
            "chain_roles": _codes("role", "fraud", "telecom"),
            "source_kinds": pa.Table.from_pylist(kinds),
            "source_terms": pa.Table.from_pylist(terms),
        },
        version,
    )


def _named(name: str) -> Row:
    return {"name_zh": name, "name_en": name}


def _codes(column: str, *values: str) -> pa.Table:
    rows: Sequence[Row] = [{column: value, **_named(value)} for value in values]
    return pa.Table.from_pylist(rows)
