"""What is erased is gone, and the log still proves everything else."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from builders import Desk, Telling, correction, notes
from deltalake import DeltaTable

from pipelines import faults
from pipelines.errors import UsageError
from pipelines.eventlog import EventLog, erasure
from pipelines.eventlog.batch import Origin
from pipelines.eventlog.captures import erased_articles, known_captures
from pipelines.eventlog.erasure import erase
from pipelines.eventlog.schema import LOG_SCHEMA
from pipelines.eventlog.verify import verify

SECRET = "王小明"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles; the second names somebody in its bytes, title, quotes and suspects. Not to be written to."""
    log = EventLog(str(tmp_path_factory.mktemp("told") / "log"))
    log.create()
    desk = Desk(log)
    for article in ("a", "b", "c"):
        version = f"{SECRET} in {article}" if article == "b" else f"text of {article}"
        position = desk.capture(article, version)
        telling = Telling(article, position, version=version)
        words = {"quote": SECRET, "title": SECRET} if article == "b" else {}
        desk.tell(telling, telling.case(**words), telling.linked(), telling.figure(1, 7), telling.quarantined())
        desk.commit(notes(position))
    return Path(log.uri)


@pytest.fixture
def log(told: Path, tmp_path: Path) -> EventLog:
    """A log of the test's own that tells these articles."""
    return EventLog(str(shutil.copytree(told, tmp_path / "log")))


def _origin(log: EventLog) -> Origin:
    return Origin("person:clerk", "run", Desk(log).now)


def _readable(folder: Path) -> str:
    """Everything below a folder, raw and decoded."""
    texts = [path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()]
    texts += [str(pq.read_table(path).to_pylist()) for path in folder.rglob("*.parquet")]
    texts += [repr(path) for path in folder.rglob("*")]
    return "\n".join(texts)


def _events(log: EventLog, **asked: object) -> list[dict[str, object]]:
    rows = log.scan(LOG_SCHEMA.names, **asked).read_all().to_pylist()  # type: ignore[arg-type]
    return sorted(rows, key=lambda row: int(row["position"]))


def _decoded_secret() -> str:
    return str(SECRET.encode())[2:-1]


def test_the_content_is_in_no_file_any_more(log: EventLog) -> None:
    """Neither in bytes nor behind compression; it was before."""
    held = _readable(Path(log.uri))
    assert SECRET in held
    assert _decoded_secret() in held
    erase(log, "b", "asked for", _origin(log))
    left = _readable(Path(log.uri))
    assert SECRET not in left
    assert _decoded_secret() not in left


def test_everything_else_stays_and_is_proven(log: EventLog) -> None:
    """Other events are what they were; positions, digests and the chain go on."""
    before = _events(log)
    erased = erase(log, "b", "asked for", _origin(log))
    after = _events(log, with_erased=True)
    emptied = [event for event in after if event["erased_at"] is not None]
    assert len(emptied) == erased.events == 7
    assert [e["digest"] for e in after[: len(before)]] == [e["digest"] for e in before]
    others = [event for event in after[: len(before)] if event["erased_at"] is None]
    assert others == [event for event in before if event["position"] not in {e["position"] for e in emptied}]
    assert not verify(log, deep=True).findings


def test_readers_do_not_meet_emptied_events(log: EventLog) -> None:
    """Unless they count positions."""
    erased = erase(log, "b", "asked for", _origin(log))
    assert len(_events(log)) == erased.head - erased.events
    assert len(_events(log, with_erased=True)) == erased.head
    known = known_captures(log)
    assert set(known.versions) == {"a", "c"}
    assert known.erased == erased_articles(log, log.head()) == {"b"}


def test_the_same_bytes_under_another_name_go_too(log: EventLog) -> None:
    """Bytes stand in the log once, in the event of the name that came first."""
    Desk(log).capture("copy of b", f"{SECRET} in b", content=None)
    erased = erase(log, "b", "asked for", _origin(log))
    assert erased.articles == ("b", "copy of b")
    assert SECRET not in _readable(Path(log.uri))
    assert not verify(log, deep=True).findings


def test_the_log_is_read_once_however_many_articles_share_the_bytes(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And contents are not read at all: they are what goes."""
    for number in range(5):
        Desk(log).capture(f"copy {number} of b", f"{SECRET} in b", content=None)
    asked: list[tuple[str, ...]] = []
    scan = EventLog.scan

    def watched(self: EventLog, columns: Sequence[str], **more: object) -> pa.RecordBatchReader:
        asked.append(tuple(columns))
        return scan(self, columns, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(EventLog, "scan", watched)
    assert len(erase(log, "b", "asked for", _origin(log)).articles) == 6
    assert len(asked) == 3  # which articles they are; what speaks of them
    assert not any("content" in columns for columns in asked)


@pytest.mark.parametrize("stretches", [1, 2, 50])
def test_an_article_may_lie_all_over_the_log(log: EventLog, stretches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is coded again after others; what lies between stays, however the stretches are cut that Delta looks through."""
    monkeypatch.setattr(erasure, "STRETCHES", stretches)
    desk = Desk(log)
    for number in (1, 2, 3):
        telling = Telling("b", 10, version=f"{SECRET} in b", coder_version=f"later {number}")
        desk.tell(telling, telling.case(quote=SECRET), telling.figure(1, number))
        desk.commit(notes(900 + number))
    before = _events(log)
    erased = erase(log, "b", "asked for", _origin(log))
    after = _events(log, with_erased=True)
    assert [event for event in after[: len(before)] if event["erased_at"] is None] == [
        event for event in before if "b" not in {payload["article"] for payload in _payloads(event)}
    ]
    assert len(after) == erased.head
    assert SECRET not in _readable(Path(log.uri))
    assert not verify(log, deep=True).findings


def _payloads(event: dict[str, object]) -> list[dict[str, object]]:
    return [value for value in event.values() if isinstance(value, dict) and "article" in value]


@pytest.mark.parametrize(
    ("positions", "most", "expected"),
    [
        ([4], 50, [(4, 4)]),
        ([4, 5, 6], 50, [(4, 6)]),
        ([4, 5, 9, 20], 50, [(4, 5), (9, 9), (20, 20)]),
        ([4, 5, 9, 20], 2, [(4, 9), (20, 20)]),
        ([4, 5, 9, 20], 1, [(4, 20)]),
        ([1, 3, 5, 7], 2, [(1, 7)]),
    ],
)
def test_stretches_hold_all_positions(
    positions: list[int], most: int, expected: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The widest gaps are left out; of gaps that are as wide, none."""
    monkeypatch.setattr(erasure, "STRETCHES", most)
    assert erasure._stretches(positions) == expected


def test_what_people_said_of_it_goes_too(log: EventLog) -> None:
    """Their words may repeat the article's; what was said of others stays."""
    about = {"target": "figure", "match_key": "suspects_arrested"}
    Desk(log).commit(
        correction("report_retracted", article="b", quote=SECRET, reason=f"{SECRET} was set free", **about),
        correction("report_retracted", article="a", quote="words", reason="kept", **about),
    )
    erase(log, "b", "asked for", _origin(log))
    assert SECRET not in _readable(Path(log.uri))
    left = log.scan(["correction"], types=["report_retracted"]).read_all().to_pylist()
    assert [row["correction"]["reason"] for row in left] == ["kept"]
    assert not verify(log, deep=True).findings


def test_the_log_grows_on_and_compacts(log: EventLog) -> None:
    """An erasure is an event like others."""
    erase(log, "b", "asked for", _origin(log))
    Desk(log).commit(notes(77))
    log.compact()
    assert DeltaTable(log.uri).metadata().configuration["delta.appendOnly"] == "true"
    assert not verify(log, deep=True).findings


def test_there_must_be_something_to_erase(log: EventLog) -> None:
    with pytest.raises(UsageError, match="no such article"):
        erase(log, "nobody", "asked to", _origin(log))
    assert verify(log, deep=True).findings == ()


def test_an_append_that_comes_between_is_not_lost(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, tries = erasure._replace, []

    def overtaken(*given: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            desk.tell(telling, telling.figure(9, 9, quote=SECRET))  # speaks of the article, too
        replace(*given)  # type: ignore[arg-type]

    desk = Desk(log)
    (capture,) = (row for row in _events(log, types=["article_captured"]) if SECRET.encode() in bytes(row["content"]))  # type: ignore[call-overload]
    telling = Telling("b", int(str(capture["position"])), version=f"{SECRET} in b", coder_version="2")
    monkeypatch.setattr(erasure, "_replace", overtaken)
    erase(log, "b", "asked to", _origin(log))
    assert len(tries) == 2
    assert verify(log, deep=True).findings == ()
    assert SECRET not in _readable(Path(log.uri))
    assert _decoded_secret() not in _readable(Path(log.uri))


def test_what_an_append_left_behind_goes_too(log: EventLog) -> None:
    """One that lost a race, or was killed before its commit, leaves a file that no state of the log ever had."""
    left_behind = Path(log.uri) / "part-00000-of-nobody-c000.snappy.parquet"
    pq.write_table(pa.table({"title": [SECRET]}), left_behind)
    erase(log, "b", "asked to", _origin(log))
    assert not left_behind.exists()
    assert (Path(log.uri) / "_head.json").exists()
    assert verify(log, deep=True).findings == ()


STEPS_OF_AN_ERASURE = (
    "after log opened for erasing",
    "before erasure",
    "after erasure",
    "before log closed after erasing",
    "before checkpoint of the log",
    "before old files of the log deleted",
)


@pytest.mark.parametrize("step", STEPS_OF_AN_ERASURE)
def test_an_interrupted_erasure_is_finished_by_the_next(log: EventLog, step: str) -> None:
    class Killed(BaseException):
        pass

    def strike(boundary: str) -> None:
        if boundary == step:
            faults.watch(lambda _: None)
            raise Killed

    faults.watch(strike)
    try:
        with pytest.raises(Killed):
            erase(log, "b", "asked to", _origin(log))
    finally:
        faults.watch(lambda _: None)
    erase(log, "b", "asked to", _origin(log))
    assert verify(log, deep=True).findings == ()
    assert SECRET not in _readable(Path(log.uri))
    assert _decoded_secret() not in _readable(Path(log.uri))
    assert [event["position"] for event in _events(log, with_erased=True)] == list(range(1, log.head() + 1))
    again = erase(log, "b", "asked to", _origin(log))
    assert (again.articles, again.events) == ((), 0)


def test_nobody_empties_an_event_in_the_name_of_an_erasure(log: EventLog) -> None:
    """The erasure's root knows which events it emptied and what is left of them."""
    erased = erase(log, "b", "asked for", _origin(log))
    position = erased.head - 1
    table = DeltaTable(log.uri)
    table.alter.set_table_properties({"delta.appendOnly": "false"})
    table.update({"erased_at": str(position), "validation": "null"}, predicate="position = 9")
    found = verify(log).findings
    assert any("not what it says" in finding.what for finding in found)


def test_an_old_log_can_forget(tmp_path: Path) -> None:
    """The columns that an erasure needs come with it."""
    fixture = Path(__file__).parent / "fixtures" / "v1" / "log"
    shutil.copytree(fixture, tmp_path / "log")
    log = EventLog(str(tmp_path / "log"))
    erased = erase(log, "a.txt", "asked for", _origin(log))
    assert erased.events > 0
    assert pa.table(log.scan(["position"]).read_all()).num_rows == erased.head - erased.events
    assert not verify(log, deep=True).findings
