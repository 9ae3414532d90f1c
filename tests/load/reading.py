"""A reader in a process of its own: it imports nothing but DuckDB, as an analyst's client does."""

import os
from contextlib import closing
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event

import duckdb

# Told in one commit of the log each time, so that only a half-loaded file could show one number without the others.
_COUNTED = ("articles", "cases", "figures", "fact_figure_history", "bridge_case_region", "bridge_case_article")

Counts = tuple[int, ...]
Sights = SimpleQueue["Counts | str | None"]


def counts_of(path: str, times: int = 1) -> set[Counts]:
    """The position that the file stands at and the rows of its tables, each asked for in a query of its own."""
    queries = ["select projected_position from warehouse_state", *(f"select count(*) from {name}" for name in _COUNTED)]
    with closing(duckdb.connect(path, read_only=True)) as connection:
        return {tuple(int(connection.execute(query).fetchall()[0][0]) for query in queries) for _ in range(times)}


def read(path: str, started: Event, over: Event, seen: Sights) -> None:
    """Open, count twice, close, without pause until it is over. Sends what is new to it; at last an error or None."""
    os.nice(10)  # a refresh must come to its end where there are more readers than processors
    known: set[Counts] = set()
    try:
        while not over.is_set():
            found = counts_of(path, times=2)
            for counts in found - known:
                seen.put(counts)
            known |= found
            started.set()
        seen.put(None)
    except Exception as error:
        seen.put(f"{type(error).__name__}: {error}")
        seen.put(None)
        started.set()
