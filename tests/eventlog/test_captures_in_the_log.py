"""Captures into the log and back: the same bytes, names and fields; contents once."""

import pytest
from builders import START, Desk, capture_of, captures_in, notes
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import LogCorruptError
from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import captured_events, known_captures, rejected_events
from pipelines.eventlog.subscription import Window
from pipelines.model.capture import CapturedArticle, Declared, RejectedArticle
from pipelines.model.ids import content_sha256

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)

CAPTURES = st.builds(
    lambda article, content, container, encoding, media, declared, fields: CapturedArticle(
        article, content, content_sha256(content), content_sha256(container), encoding, media, declared, fields
    ),
    NAMES,
    st.binary(max_size=40) | st.sampled_from([b"", b"\0" * 3, b"same", "被骗".encode("gb18030")]),
    st.binary(max_size=3),
    st.sampled_from(["utf-8", "gb18030", "utf-16-le"]),
    st.sampled_from(["text/plain", "text/html", "text/markdown"]),
    st.builds(Declared, *([st.none() | TEXT] * 4)),
    st.dictionaries(TEXT, TEXT, max_size=3),
)


def _record(log: EventLog, *captures: CapturedArticle) -> int:
    """As ingest does it, one commit; the head afterwards."""
    known = known_captures(log)
    rows = [(capture, f"raw/{capture.article}", f"key of {capture.content_sha256}") for capture in captures]
    events = captured_events(rows, known.versions, set(known.contents))
    return log.append([events], actor="t", run_id="r", recorded_at=START).head


def _with_content(log: EventLog) -> list[int]:
    table = log.scan(["position", "content"], types=["article_captured"]).read_all()
    return sorted(row["position"] for row in table.to_pylist() if row["content"] is not None)


def test_captures_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory) -> None:
    log = EventLog(str(tmp_path_factory.mktemp("captures")))
    log.create()

    @settings(max_examples=15)
    @given(st.lists(CAPTURES, min_size=1, max_size=5, unique_by=lambda capture: capture.article))
    def round_trip(captures: list[CapturedArticle]) -> None:
        before = log.head()
        after = _record(log, *captures)
        found = captures_in(Window(log, before, after))
        assert [pending.capture for pending in found] == captures
        assert [pending.position for pending in found] == list(range(before + 1, after))
        assert {pending.captured_at for pending in found} == {START}
        known = known_captures(log)
        for capture in captures:
            assert known.versions[capture.article][0] == capture.content_sha256
            assert known.files[f"raw/{capture.article}"] == f"key of {capture.content_sha256}"

    round_trip()


def test_the_same_content_under_two_names_is_stored_once(log: EventLog) -> None:
    head = _record(log, capture_of("a"), capture_of("b"))
    assert _with_content(log) == [1]
    head = _record(log, capture_of("c"))
    assert _with_content(log) == [1]
    assert [p.capture.content for p in captures_in(Window(log, 0, head))] == [b"text"] * 3


def test_the_content_of_an_older_event_is_found(log: EventLog) -> None:
    Desk(log).commit(notes(1, 2))
    first = _record(log, capture_of("old", b"\xff\0 bytes"), capture_of("other", b"x"))
    Desk(log).commit(notes(3))
    second = _record(log, capture_of("new", b"\xff\0 bytes"))
    (pending,) = captures_in(Window(log, first, second))
    assert pending.capture.content == b"\xff\0 bytes"
    assert pending.capture.article == "new"


def test_an_article_that_returns_to_an_earlier_version_is_a_new_event(log: EventLog) -> None:
    for content in (b"A", b"B", b"A"):
        head = _record(log, capture_of("a", content))
    captures = captures_in(Window(log, 0, head))
    assert [p.capture.content for p in captures] == [b"A", b"B", b"A"]
    assert _with_content(log) == [captures[0].position, captures[1].position]
    causes = log.scan(["position", "cause_position"], types=["article_captured"]).read_all().sort_by("position")
    assert causes.column("cause_position").to_pylist() == [None, captures[0].position, captures[1].position]
    assert known_captures(log).versions["a"] == (content_sha256(b"A"), captures[2].position)


def test_recording_a_capture_twice_from_one_state_is_one_event(log: EventLog) -> None:
    rows = [(capture_of("a"), "a", "k")]
    for _ in range(2):
        log.append([captured_events(rows, {}, set())], actor="t", run_id="r", recorded_at=START)
    assert log.head() == 2


def test_what_was_known_at_a_position_can_be_asked(log: EventLog) -> None:
    first = _record(log, capture_of("a", b"A"))
    _record(log, capture_of("a", b"B"), capture_of("b", b"C"))
    known = known_captures(log, upto=first)
    assert known.versions == {"a": (content_sha256(b"A"), 1)}
    assert known.contents == {content_sha256(b"A")}


def test_a_rejection_marks_its_file_as_seen(log: EventLog) -> None:
    rejection = RejectedArticle("bad.bin", "binary", "NUL bytes", None, 12)
    for key in ("one", "two"):
        recorded = known_captures(log).recorded
        rows = rejected_events([(rejection, "bad.bin", key)], recorded)
        for _ in range(2):
            log.append([rows], actor="t", run_id="r", recorded_at=START)
    assert log.head() == 4, "the same finding is recorded once"
    known = known_captures(log)
    assert known.files == {"bad.bin": "two"}
    assert known.versions == {}
    events = log.scan(["position", "capture"], types=["article_rejected"], upto=1).read_all().to_pylist()
    assert {name: events[0]["capture"][name] for name in ("article", "reason", "detail", "size_bytes")} == {
        "article": "bad.bin",
        "reason": "binary",
        "detail": "NUL bytes",
        "size_bytes": 12,
    }


def test_a_file_that_breaks_again_as_before_is_rejected_again(log: EventLog) -> None:
    rejection = RejectedArticle("bad.bin", "binary", "NUL bytes", None, 12)
    for key in ("broken", "mended", "broken", "mended", "broken"):
        rows = rejected_events([(rejection, "bad.bin", key)], known_captures(log).recorded)
        log.append([rows], actor="t", run_id="r", recorded_at=START)
    assert log.head() == 10
    assert known_captures(log).files == {"bad.bin": "broken"}


def test_content_that_is_nowhere_is_corruption(log: EventLog) -> None:
    rows = [(capture_of("a"), "a", "k")]
    log.append([captured_events(rows, {}, {content_sha256(b"text")})], actor="t", run_id="r", recorded_at=START)
    with pytest.raises(LogCorruptError, match="position 1"):
        captures_in(Window(log, 0, 2))
