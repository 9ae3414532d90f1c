"""Jobs of plain delta-rs: the log's rows into a table of its own, with no order, no digests, no marks and no care.

What an append is made of at least, and what becomes of a commit's cost where nobody compacts.
"""

import time

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from bench.measure import Told
from pipelines.eventlog import EventLog
from pipelines.eventlog.schema import LOG_SCHEMA


def commit_at_once(log: str, table: str, upto: int) -> Told:
    """The log's events up to a position, in one commit."""
    events = _rows(log, upto)
    start = time.perf_counter()
    write_deltalake(table, events)
    seconds = time.perf_counter() - start
    return {"events_per_second": [events.num_rows / seconds]}


def commits(log: str, table: str, count: int, upto: int) -> Told:
    """The log's events up to a position, `count` times, each time a commit."""
    events = _rows(log, upto)
    write_deltalake(table, events)
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        write_deltalake(DeltaTable(table), events, mode="append")
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds}


def _rows(log: str, upto: int) -> pa.Table:
    return EventLog(log).scan(LOG_SCHEMA.names, upto=upto).read_all().cast(LOG_SCHEMA).combine_chunks()
