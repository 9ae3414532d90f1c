"""Captures in the log → tables: one article that the coder fails on holds up nobody; broken reference data does."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.errors import ReferenceDataError
from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import captured_events
from pipelines.ingest import read_file
from pipelines.model.document import Document
from pipelines.model.reports import Coding
from pipelines.normalize.tables import reading
from pipelines.normalize.tables.pending import code_captures, pending_captures

NOW = datetime(2024, 5, 1, tzinfo=UTC)


def _log(folder: Path, *texts: str) -> EventLog:
    log = EventLog(str(folder / "log"))
    log.create()
    for text in texts:
        found = read_file("notice.txt", text.encode()).captured
        rows = captured_events([(one, "notice.txt", "key") for one in found], {}, set())
        log.append([rows], actor="test", run_id="test", recorded_at=NOW)
    return log


def test_failure_of_the_coder_becomes_a_row_with_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Document) -> Coding:
        raise IndexError("list index out of range")

    monkeypatch.setattr(reading, "code_document", fail)
    log = _log(tmp_path, "某市公安局通报一起案件。")
    articles = code_captures(log, pending_captures(log, log.head()))["articles"]
    assert articles["coder_error"].to_list() == ["IndexError: list index out of range"]
    assert articles["in_scope"].to_list() == [False]


def test_broken_reference_data_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Document) -> Coding:
        raise ReferenceDataError("a lexicon is broken")

    monkeypatch.setattr(reading, "code_document", fail)
    log = _log(tmp_path, "某市公安局通报一起案件。")
    with pytest.raises(ReferenceDataError):
        code_captures(log, pending_captures(log, log.head()))


def test_only_the_last_version_in_the_window_is_coded(tmp_path: Path) -> None:
    log = _log(tmp_path, "某市公安局通报一起案件。", "某市公安局通报两起案件。")
    articles = code_captures(log, pending_captures(log, log.head()))["articles"]
    assert articles["captured_position"].to_list() == [3]
    assert articles["captured_chars"].to_list() == [12]
