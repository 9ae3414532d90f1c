"""Dagster's record of runs, written with less ado: the same SQLite files in the same format as Dagster's own storage.

A refresh records some six hundred events, three for each asset check. Dagster makes a new engine for every query, so that
each statement is compiled anew, and commits an event in up to four transactions. Here engines last, an event is one
transaction a file, the events that announce a run's checks are one together, and so are the results of a step with what
follows them. `dagster.yaml` names the class; without that line Dagster's own storage reads and writes the same files, more
slowly.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import sqlalchemy as sa
from dagster import DagsterEventType, EventLogEntry

# Storages are written as subclasses of Dagster's, but those are not exported at the top.
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData

# Only where this is set does Dagster hand over in one piece what announces a run.
BATCHES = {"DAGSTER_EVENT_BATCH_SIZE": "1000"}

# Hundreds of these come at the end of a step of checks, and one at least of another kind follows them: that the step has
# succeeded or failed.
_HELD = frozenset({DagsterEventType.STEP_OUTPUT, DagsterEventType.ASSET_CHECK_EVALUATION})

_ENGINES = 8  # the UI looks at many runs, one after the other


class RunHistory(DagsterSqliteStorage):
    """Runs and schedules as Dagster keeps them, events as `EventHistory` does."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Keep the history below `base_dir`."""
        super().__init__(base_dir, inst_data)
        self._event_log_storage = EventHistory(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> Self:  # noqa: ANN401 - as Dagster declares it
        """The storage that `dagster.yaml` describes."""
        return cls.from_local(inst_data=inst_data, **config_value)


class EventHistory(SqliteEventLogStorage):
    """One file for each run and an index of what concerns assets and checks, as Dagster has them."""

    def __init__(self, base_dir: str) -> None:
        """Keep the files in `base_dir`."""
        self._lock = threading.RLock()
        self._open: dict[str, sa.Connection] = {}
        self._held: dict[str, list[EventLogEntry]] = {}  # run → events that are written with the next one
        self._tables: set[str] = set()
        self._engines: dict[str, sa.Engine] = {}
        super().__init__(base_dir)  # it connects already

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        """A connection in a transaction; who asks again within one shares it. What is held is written before."""
        with self._lock:
            if shard in self._open:
                yield self._open[shard]
                return
            if not self._open:
                self._write_held()
            with self._engine(shard).connect() as connection, connection.begin():
                self._open[shard] = connection
                try:
                    yield connection
                finally:
                    del self._open[shard]

    def store_event(self, event: EventLogEntry) -> None:
        """Record the event: in its run's file, then, in one transaction, in the index. Some wait for the next one."""
        if event.run_id and event.dagster_event_type in _HELD:
            with self._lock:
                self._held.setdefault(event.run_id, []).append(event)
        else:
            self.store_event_batch([event])

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Record events of one run, and what is held of it before them, all or none in a file."""
        run_id = events[0].run_id
        with self._lock:
            held = self._held.pop(run_id, [])
            with self.run_connection(run_id), self.index_connection():
                for event in (*held, *events):
                    super().store_event(event)

    def dispose(self) -> None:
        """Write what is held and close."""
        with self._lock:
            self._write_held()
        super().dispose()

    def _write_held(self) -> None:
        while self._held:  # writing one run's events writes the others' first
            _, events = self._held.popitem()
            self.store_event_batch(events)

    def has_table(self, table_name: str) -> bool:
        """Whether the index has the table; one that is there stays."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def _engine(self, shard: str) -> sa.Engine:
        """The engine of a file. What it keeps is how statements are compiled, not connections.

        A file is closed after each transaction: what SQLite then writes to it is what tells the UI of news, and nobody
        goes on reading a history that an erasure deleted.
        """
        if shard not in self._engines:
            if len(self._engines) > _ENGINES:
                self._engines.clear()
            self._engines[shard] = sa.create_engine(
                self.conn_string_for_shard(shard),
                poolclass=sa.NullPool,
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
            )
        if shard not in self._initialized_dbs:
            self._initdb(self._engines[shard])
            self._initialized_dbs.add(shard)
        return self._engines[shard]
