"""`python -m bench.peers.event_store JSON`: what the recorders and projections of `eventsourcing` do.

Events are the log's own: an article is an aggregate, its payload as JSON is the state. The SQLite recorder is the fastest
of the durable ones that need no server. Each piece of work is done in two ways: with states made before the watch starts
and read by the standard library's JSON, which is the best case, and through the library's mapper, which is its usual way.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import duckdb
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import DatetimeAsISO, JSONTranscoder, Mapper, Notification, StoredEvent, Tracking
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore, SQLiteTrackingRecorder

from bench.measure import Told, tell

SQL = Path(__file__).parents[1] / "sql" / "event_store"
NAME = "bench"
PAGE = 1_000

Read = tuple[str, dict[str, Any]]  # an event's family and payload


class Reported(DomainEvent):  # type: ignore[misc] # its library is in the peers' environment alone
    """An event of any family."""

    family: str
    payload: dict[str, Any]


def append(source: str, database: str, events: int, batch: int, mapped: bool) -> Told:
    """Events a second, `batch` in a transaction."""
    reported = list(_reported(source, events))
    mapper = _mapper()
    made = [] if mapped else [_stored(event) for event in reported]
    recorder = _recorder(database)
    start = time.perf_counter()
    for first in range(0, events, batch):
        some = slice(first, first + batch)
        recorder.insert_events([mapper.to_stored_event(event) for event in reported[some]] if mapped else made[some])
    return {"events_per_second": [events / (time.perf_counter() - start)]}


def project(source: str, database: str, events: int, batch: int, mapped: bool) -> Told:
    """Read notifications and write the star's rows beside the tracking record, `batch` events in a transaction."""
    mapper = _mapper()
    recorder = _recorder(database)
    recorder.insert_events(list(map(mapper.to_stored_event if mapped else _stored, _reported(source, events))))
    view = StarRecorder(SQLiteDatastore(f"{database}.star"))
    view.create_table()
    decode = partial(_read_mapped, mapper) if mapped else _read
    start = time.perf_counter()
    reached = 0
    while page := recorder.select_notifications(reached + 1, PAGE):
        for first in range(0, len(page), batch):
            some = page[first : first + batch]
            view.take([decode(notification) for notification in some], Tracking(NAME, some[-1].id))
        reached = page[-1].id
    return {"events_per_second": [events / (time.perf_counter() - start)]}


class StarRecorder(SQLiteTrackingRecorder):  # type: ignore[misc] # its library is in the peers' environment alone
    """A read model: the fact and its dimensions as tables beside the tracking table, in its transactions."""

    def construct_create_table_statements(self) -> list[str]:
        """The star's tables too."""
        tables = (SQL / "tables.sql").read_text(encoding="utf-8").split(";\n")
        return [*super().construct_create_table_statements(), *filter(str.strip, tables)]

    def take(self, events: Sequence[Read], tracking: Tracking) -> None:
        """Project some events in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            for family, payload in events:
                for statement in _STATEMENTS.get(family, ()):
                    cursor.execute(statement, payload)
            self._insert_tracking(cursor, tracking)


def _statements() -> dict[str, list[str]]:
    """The statements that an event of a family leads to."""
    return {
        path.stem: [part for part in path.read_text(encoding="utf-8").split(";\n") if part.strip()]
        for path in SQL.glob("*.sql")
        if path.stem != "tables"
    }


_STATEMENTS = _statements()


def _recorder(database: str) -> SQLiteApplicationRecorder:
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(database))
    recorder.create_table()
    return recorder


def _mapper() -> Mapper:
    transcoder = JSONTranscoder()
    transcoder.register(DatetimeAsISO())
    return Mapper(transcoder)


def _reported(source: str, events: int) -> Iterator[Reported]:
    """The first exported events, article by article."""
    connection = duckdb.connect()
    connection.execute("set variable source = ?", [source])
    connection.execute("set variable events = ?", [events])
    cursor = connection.execute((SQL.parent / "exported_events.sql").read_text(encoding="utf-8"))
    versions: dict[UUID, int] = {}
    while rows := cursor.fetchmany(PAGE):
        for article, family, state in rows:
            aggregate = uuid5(NAMESPACE_URL, article)
            versions[aggregate] = version = versions.get(aggregate, 0) + 1
            yield Reported(aggregate, version, Reported.create_timestamp(), family, json.loads(state))


def _stored(event: Reported) -> StoredEvent:
    state = json.dumps(event.payload, ensure_ascii=False, separators=(",", ":")).encode()
    return StoredEvent(event.originator_id, event.originator_version, event.family, state)


def _read(notification: Notification) -> Read:
    return notification.topic, json.loads(notification.state)


def _read_mapped(mapper: Mapper, notification: Notification) -> Read:
    event = mapper.to_domain_event(notification)
    return event.family, event.payload


def main() -> None:
    """Run the function that the argument names."""
    asked = json.loads(sys.argv[1])
    work = {"append": append, "project": project}[asked.pop("work")]
    tell(work(**asked))


if __name__ == "__main__":
    main()
