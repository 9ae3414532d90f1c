"""`python -m bench.peers.event_store JSON`: what the recorders and projections of `eventsourcing` do.

Events are the log's own: an article is an aggregate, its payload as JSON is the state. They are made before the watch
starts and written by the SQLite recorder, the fastest of its durable ones that need no server; with the library's mapper
in front a writer is slower, with its JSON in the projection a reader is not faster. Both are left out: best case.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import duckdb
from eventsourcing.persistence import Notification, StoredEvent, Tracking
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore, SQLiteTrackingRecorder

from bench.measure import Told, tell

SQL = Path(__file__).parents[1] / "sql" / "event_store"
NAME = "bench"
PAGE = 1_000


def append(source: str, database: str, events: int, batch: int) -> Told:
    """Events a second, `batch` in a transaction."""
    stored = list(_stored(source, events))
    recorder = _recorder(database)
    start = time.perf_counter()
    for first in range(0, len(stored), batch):
        recorder.insert_events(stored[first : first + batch])
    return {"events_per_second": [len(stored) / (time.perf_counter() - start)]}


def project(source: str, database: str, events: int, batch: int) -> Told:
    """Read notifications and write the star's rows beside the tracking record, `batch` events in a transaction."""
    recorder = _recorder(database)
    recorder.insert_events(list(_stored(source, events)))
    view = StarRecorder(SQLiteDatastore(f"{database}.star"))
    view.create_table()
    start = time.perf_counter()
    reached = 0
    while page := recorder.select_notifications(reached + 1, PAGE):
        for first in range(0, len(page), batch):
            view.take(page[first : first + batch])
        reached = page[-1].id
    return {"events_per_second": [events / (time.perf_counter() - start)]}


class StarRecorder(SQLiteTrackingRecorder):  # type: ignore[misc] # its library is in the peers' environment alone
    """A read model: the fact and its dimensions as tables beside the tracking table, in its transactions."""

    def construct_create_table_statements(self) -> list[str]:
        """The star's tables too."""
        tables = (SQL / "tables.sql").read_text(encoding="utf-8").split(";\n")
        return [*super().construct_create_table_statements(), *filter(str.strip, tables)]

    def take(self, notifications: Sequence[Notification]) -> None:
        """Project some events in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            for notification in notifications:
                for statement in _STATEMENTS.get(notification.topic, ()):
                    cursor.execute(statement, json.loads(notification.state))
            self._insert_tracking(cursor, Tracking(NAME, notifications[-1].id))


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


def _stored(source: str, events: int) -> Iterator[StoredEvent]:
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
            yield StoredEvent(aggregate, version, family, state.encode())


def main() -> None:
    """Run the function that the argument names."""
    asked = json.loads(sys.argv[1])
    work = {"append": append, "project": project}[asked.pop("work")]
    tell(work(**asked))


if __name__ == "__main__":
    main()
