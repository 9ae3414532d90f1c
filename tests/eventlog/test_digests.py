"""Digests: what is stored is what a reader computes, every field counts, and the batches are chained."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from builders import Desk, Row, captured, events_of, notes
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.eventlog import EventLog
from pipelines.eventlog.batch import OF_CAPTURES
from pipelines.eventlog.digest import GENESIS_ROOT, batch_root, event_digests
from pipelines.eventlog.schema import ENVELOPE, EVENT_TYPES, FAMILIES, LOG_SCHEMA

# What is no character (lone surrogates) cannot be stored; everything else can, NUL too.
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
WORDS = TEXT | st.sampled_from(["", "涉案 ​1,200余万元", "a:1:b;", "-,", "'\"\\", "ｆｕｌｌ", "𠮷é̂👮‍♀️"])


def _decimals(kind: pa.Decimal128Type) -> st.SearchStrategy[Decimal]:
    limit = Decimal(10) ** (kind.precision - kind.scale) - 1
    return st.decimals(-limit, limit, places=kind.scale)


STRATEGIES: list[tuple[Callable[[pa.DataType], bool], Callable[[pa.DataType], st.SearchStrategy[object]]]] = [
    (pa.types.is_string, lambda _: WORDS),
    (pa.types.is_binary, lambda _: st.binary(max_size=8)),
    (pa.types.is_boolean, lambda _: st.booleans()),
    (pa.types.is_int32, lambda _: st.integers(-(2**31), 2**31 - 1)),
    (pa.types.is_int64, lambda _: st.integers(-(2**63), 2**63 - 1)),
    (pa.types.is_date, lambda _: st.dates(date(1900, 1, 1), date(2200, 1, 1))),
    (pa.types.is_timestamp, lambda _: st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))),
    (pa.types.is_decimal, _decimals),
    (pa.types.is_map, lambda _: st.lists(st.tuples(WORDS, st.none() | WORDS), max_size=3, unique_by=lambda x: x[0])),
    (pa.types.is_list, lambda _: st.lists(st.none() | WORDS, max_size=3)),
]


def _values(kind: pa.DataType) -> st.SearchStrategy[object]:
    return next(make(kind) for fits, make in STRATEGIES if fits(kind))


def _payload(event: str) -> dict[str, pa.DataType]:
    own = FAMILIES[EVENT_TYPES[event].family]
    return own | {"occurred_on": pa.date32(), "cause_position": pa.int64()} | {"content": pa.binary()}


@st.composite
def _rows(draw: st.DrawFn, event: str) -> Row:
    needed = {"cause_position"} if EVENT_TYPES[event].family in OF_CAPTURES else set()
    return {
        name: draw(_values(kind) if name in needed else st.none() | _values(kind))
        for name, kind in _payload(event).items()
    }


def _read_all(log: EventLog) -> pa.Table:
    """What is stored; a scan's string_view and binary_view become the schema's types again."""
    return log.scan(LOG_SCHEMA.names).read_all().cast(LOG_SCHEMA).sort_by("position")


WRITTEN_BY_USERS = [event for event in EVENT_TYPES if event != "batch_closed"]


def test_digests_recomputed_from_what_is_read_are_those_stored(tmp_path_factory: pytest.TempPathFactory) -> None:
    log = EventLog(str(tmp_path_factory.mktemp("digests")))
    log.create()
    desk = Desk(log)

    @settings(max_examples=8)
    @given(st.data())
    def write(data: st.DataObject) -> None:
        drawn = [data.draw(_rows(event)) | {"event_id": f"{log.head()}-{event}"} for event in WRITTEN_BY_USERS]
        desk.commit(*(events_of(event, row) for event, row in zip(WRITTEN_BY_USERS, drawn, strict=True)))

    write()
    stored = _read_all(log)
    assert stored.num_rows > len(EVENT_TYPES)
    assert set(stored.column("type").to_pylist()) == set(EVENT_TYPES)
    assert event_digests(stored).to_pylist() == stored.column("digest").to_pylist()


def _event(event: str, row: Row, **envelope: object) -> pa.Table:
    """One event in the log's schema, not written anywhere."""
    family = EVENT_TYPES[event].family
    base: Row = {
        "position": 1,
        "event_id": "e",
        "type": event,
        "schema_version": 1,
        "stream": "s",
        "recorded_at": datetime(2024, 1, 1, tzinfo=UTC),
        "actor": "a",
        "run_id": "r",
        "digest": b"",
    }
    outer = {name: row[name] for name in ("occurred_on", "cause_position", "content") if name in row}
    inner = {name: value for name, value in row.items() if name not in outer}
    return pa.Table.from_pylist([base | outer | {family: inner} | envelope], schema=LOG_SCHEMA)


@settings(max_examples=25)
@given(st.data())
def test_a_digest_changes_when_any_one_field_changes(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(list(EVENT_TYPES)))
    row = data.draw(_rows(event))
    name, kind = data.draw(st.sampled_from(list(_payload(event).items())))
    other = data.draw((st.none() | _values(kind)).filter(lambda value: value != row[name]))
    assert event_digests(_event(event, row)) != event_digests(_event(event, row | {name: other}))


@pytest.mark.parametrize("name", [field.name for field in ENVELOPE if field.name != "digest"])
def test_a_digest_covers_the_envelope(name: str) -> None:
    other = {pa.int64(): 77, pa.int32(): 7, pa.string(): "zz", pa.date32(): date(2020, 2, 2)}.get(
        ENVELOPE.field(name).type, datetime(2020, 2, 2, tzinfo=UTC)
    )
    row: Row = {"article": "a"}
    assert event_digests(_event("article_read", row)) != event_digests(_event("article_read", row, **{name: other}))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"suspects": None}, {"suspects": []}),
        ({"suspects": []}, {"suspects": [""]}),
        ({"suspects": [None]}, {"suspects": [""]}),
        ({"suspects": ["a", "b"]}, {"suspects": ["ab"]}),
        ({"suspects": ["a", "b"]}, {"suspects": ["b", "a"]}),
        ({"title": "ab", "quote": "c"}, {"title": "a", "quote": "bc"}),
        ({"title": None, "quote": "x"}, {"title": "x", "quote": None}),
        ({"title": ""}, {"title": None}),
        ({"title": "\u00e9"}, {"title": "e\u0301"}),
    ],
)
def test_lookalikes_have_different_digests(one: Row, another: Row) -> None:
    assert event_digests(_event("case_reported", one)) != event_digests(_event("case_reported", another))


def test_a_digest_does_not_depend_on_the_events_beside_it() -> None:
    events = [_event("case_reported", {"title": "甲"}), _event("article_captured", {"fields": [("k", "v")]})]
    together = event_digests(pa.concat_tables(events)).to_pylist()
    assert together == [event_digests(event).to_pylist()[0] for event in events]


def test_an_added_nullable_field_leaves_old_digests_alone() -> None:
    events = _event("figure_reported", {"metric": "victims", "value": Decimal("3.0000"), "quote": "三人"})
    place = events.schema.get_field_index("figure_report")
    before = events.column(place).combine_chunks()
    fields = [*before.type.fields, pa.field("added_later", pa.string())]
    children = [*before.flatten(), pa.nulls(1, pa.string())]
    wider = pa.StructArray.from_arrays(children, fields=fields)
    widened = events.set_column(place, pa.field("figure_report", wider.type), wider)
    added_column = widened.append_column("new_family", pa.nulls(1, pa.struct([("x", pa.int32())])))
    assert event_digests(widened) == event_digests(events)
    assert event_digests(added_column) == event_digests(events)


def test_the_canonical_text_is_as_documented() -> None:
    """Written out by hand, so that another program can be written from the documentation."""
    event = _event(
        "article_captured",
        {"article": "文", "fields": [("k", "v"), ("n", None)], "size_bytes": 4, "content": b"text"},
        recorded_at=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    )
    entries = "18:key:1:k;value:1:v;,8:key:1:n;,"
    payload = f"article:3:文;fields:{len(entries)}:{entries};size_bytes:1:4;"
    text = (
        "position:1:1;event_id:1:e;type:16:article_captured;schema_version:1:1;stream:1:s;recorded_at:7:1000000;"
        f"actor:1:a;run_id:1:r;content:64:{hashlib.sha256(b'text').hexdigest()};"
        f"capture:{len(payload.encode())}:{payload};"
    )
    assert event_digests(event).to_pylist() == [hashlib.sha256(text.encode()).digest()]


def test_batch_roots_chain(log: EventLog) -> None:
    desk = Desk(log)
    desk.commit(notes(1, 2))
    desk.commit(captured("a"))
    desk.commit(notes(3))
    events = _read_all(log).to_pylist()
    closings = [event for event in events if event["type"] == "batch_closed"]
    root = GENESIS_ROOT
    for closing in closings:
        batch = closing["batch"]
        covered = [e["digest"] for e in events if batch["first_position"] <= e["position"] <= batch["last_position"]]
        assert batch["events"] == len(covered) == batch["last_position"] - batch["first_position"] + 1
        assert batch["previous_root"] == root
        root = batch_root(root, covered)
        assert batch["root"] == root
        assert closing["position"] == batch["last_position"] + 1


def test_a_root_depends_on_order_and_on_what_came_before() -> None:
    one, two = bytes([1] * 32), bytes([2] * 32)
    roots = {batch_root(GENESIS_ROOT, [one, two]), batch_root(GENESIS_ROOT, [two, one]), batch_root(one, [one, two])}
    assert len(roots) == 3
