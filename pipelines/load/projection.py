"""Bringing one DuckDB file forward to the log's head.

Everything happens in one transaction: the new events, the rows derived from them and the checkpoint. The same SQL files
serve one new event and the whole log; a rebuild is a projection that starts from an empty file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.errors import LogCorruptError, NotAWarehouseError, SqlFailedError
from pipelines.eventlog import EventLog
from pipelines.eventlog.commits import Commits
from pipelines.eventlog.schema import SCHEMA_VERSION
from pipelines.eventlog.subscription import Window
from pipelines.faults import durable
from pipelines.load.opening import reading, writing
from pipelines.load.sqlfiles import blaming, fingerprint, in_dependency_order, read_folder, read_query
from pipelines.model.ids import stable_id

# A rebuild of more is begun with much memory; what else needs it is begun again.
_MANY_EVENTS = 2_000_000


@dataclass(frozen=True, slots=True)
class Reference:
    """Tables that do not come from the log: name → rows for `reference_<name>` in sql/schema; `version` identifies them."""

    tables: Mapping[str, pa.Table]
    version: str


@dataclass(frozen=True, slots=True)
class State:
    """What a projection file says of itself: how far it has read, the log's root there, and what made it."""

    position: int
    root: bytes | None
    fingerprint: str

    def follows(self, log: EventLog) -> bool:
        """Whether the file is a projection of this log: its position is in it, with the same root."""
        return self.position == 0 or log.root_at(self.position) == self.root


@dataclass(frozen=True, slots=True)
class Projected:
    """What bringing a file forward did. `events` is 0 where it stood at the log's head already."""

    events: int
    position: int
    created: bool


def expected_fingerprint(reference: Reference) -> str:
    """The fingerprint that a file made by this code and reference data has.

    DuckDB's version is part of it: the hashes that table digests are made of may change with it. So is the version of the
    log's schema: with a new one, old events may come to mean something else.
    """
    sql = fingerprint("schema", "staging", "projections", "views")
    return stable_id(sql, reference.version, duckdb.__version__, SCHEMA_VERSION)


def read_state(path: Path) -> State | None:
    """What the file at `path` is a projection of; None where there is no file. Raises NotAWarehouseError for another's."""
    if not path.exists():
        return None
    try:
        with reading(path) as connection:
            return _state(connection)
    except duckdb.CatalogException as error:
        raise NotAWarehouseError(path, "it has no table warehouse_state") from error
    except duckdb.IOException as error:
        if "not a valid DuckDB database file" not in str(error):
            raise
        raise NotAWarehouseError(path, "it is no DuckDB file") from error


def bring_forward(path: Path, log: EventLog, reference: Reference, *, upto: int | None = None) -> Projected:
    """Bring the file at `path` (created if missing or empty) forward, in one transaction.

    `upto` is the position of the last batch to be in it, the log's head if none is given. Raises LogCorruptError where the
    file is a projection of another log, or of more than this log holds, SqlFailedError where a file of sql/ cannot
    be run. The file is then as it was.
    """
    head = log.head() if upto is None else upto
    much = head > _MANY_EVENTS and not path.exists()
    try:
        return _bring_forward(path, log, reference, head, much=much)
    except duckdb.OutOfMemoryException:  # the more threads, the more a query needs
        if much:
            raise
        return _bring_forward(path, log, reference, head, much=True)


def _bring_forward(path: Path, log: EventLog, reference: Reference, head: int, *, much: bool) -> Projected:
    with durable(f"projection in {path.name}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing(path, much=much) as connection:
            connection.execute("begin transaction")
            created = _is_empty(connection)
            if created:
                _create(connection, reference)
            state = _state(connection)
            require_origin(state, log, path)
            if head > state.position:
                _apply(connection, Window(log, state.position, head))
            with durable("commit of the projection"):
                connection.execute("commit")
            with durable("checkpoint of the projection"):
                connection.execute("checkpoint")
    return Projected(head - state.position, head, created)


def try_out(path: Path, window: Window) -> None:
    """Put the events of a window that follows what the file at `path` holds into it. For files that nobody serves.

    Raises SqlFailedError as `bring_forward` does.
    """
    with writing(path) as connection:
        connection.execute("begin transaction")
        _apply(connection, window)
        connection.execute("commit")


def require_origin(state: State, log: EventLog, path: Path) -> None:
    """Raise LogCorruptError unless the file at `path`, which has `state`, is a projection of this log."""
    if not state.follows(log):
        raise LogCorruptError(
            f"{path} has read a log up to position {state.position} that this one, which ends at {log.head()}, does not "
            "continue; if this log is the right one, run `casebook rebuild`"
        )


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    # Not whether the file is there: a process that died while creating it leaves a file without tables.
    return not connection.execute("from duckdb_tables() limit 1").fetchall()


def _create(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    for name, table in reference.tables.items():
        connection.register(f"reference_{name}", table)
    for file in (*read_folder("schema"), *in_dependency_order(read_folder("views"))):
        with blaming(file):
            connection.execute(file.text)
    connection.execute("insert into warehouse_state values (0, null, ?)", [expected_fingerprint(reference)])
    connection.execute(f"insert into table_digests {read_query('compute_table_digests').text}")
    for name in reference.tables:
        connection.unregister(f"reference_{name}")


def _state(connection: duckdb.DuckDBPyConnection) -> State:
    rows = connection.execute(
        "select projected_position, projected_root, projection_fingerprint from warehouse_state"
    ).fetchall()
    if len(rows) != 1:
        raise LogCorruptError("the projection has lost its checkpoint")
    position, root, fingerprint_found = rows[0]
    return State(int(position), None if root is None else bytes(root), str(fingerprint_found))


def _apply(connection: duckdb.DuckDBPyConnection, window: Window) -> None:
    commits = Commits(window)
    for file in (*read_folder("staging"), *read_folder("projections")):
        if "family" in file.fields:
            connection.register("incoming", commits.read(file.fields["family"]))
        try:
            with blaming(file):
                connection.execute(file.text)
        except SqlFailedError as error:
            # What goes wrong in a stream that DuckDB reads reaches it as text, and is not the file's fault.
            raise commits.damage or error from error
