"""Withdrawing an article: known ones only, with a reason, once a version."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.eventlog import Appended, EventLog
from pipelines.eventlog.captures import captured_events
from pipelines.ingest import read_file
from pipelines.ingest.withdrawing import withdrawals
from pipelines.normalize.tables.pending import code_captures, pending_captures

NOW = datetime(2024, 5, 1, tzinfo=UTC)
NAME = "notice.txt"


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    log = EventLog(str(tmp_path / "log"))
    log.create()
    _capture(log, "某县公安局打掉一个团伙。")
    return log


def _capture(log: EventLog, text: str) -> None:
    found = read_file(NAME, text.encode()).captured
    log.append(
        [captured_events([(one, NAME, "key") for one in found], {}, set())], actor="t", run_id="t", recorded_at=NOW
    )


def _withdraw(log: EventLog, article: str = NAME, reason: str = "the paper took it back") -> Appended:
    return log.append([withdrawals(log, article, reason)], actor="person:x", run_id="t", recorded_at=NOW)


def test_withdrawal_is_one_event_however_often_it_is_said(log: EventLog) -> None:
    assert _withdraw(log).events == 2
    assert _withdraw(log).events == 0


def test_unknown_article_is_wrong_use(log: EventLog) -> None:
    with pytest.raises(UsageError, match=r"nobody\.txt"):
        _withdraw(log, "nobody.txt")


def test_withdrawn_before_it_was_coded_is_not_coded(log: EventLog) -> None:
    assert code_captures(log, pending_captures(log, log.head()))["articles"].height == 1
    _withdraw(log)
    assert code_captures(log, pending_captures(log, log.head()))["articles"].height == 0


def test_new_version_after_a_withdrawal_is_coded(log: EventLog) -> None:
    _withdraw(log)
    _capture(log, "某县公安局更正:打掉两个团伙。")
    assert code_captures(log, pending_captures(log, log.head()))["articles"].height == 1
