"""From proposed events to what they would change, for the command line and for assets alike. Nothing is recorded here.

Loads little by itself: who calls it wrongly need not wait for reference tables.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.eventlog import EventLog, NewEvents
from pipelines.eventlog.batch import Origin
from pipelines.eventlog.proposal import proposed
from pipelines.load.lookup import Lookup
from pipelines.load.plan import Plan, present
from pipelines.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Desk:
    """What events may be made from: the tables at the log's head, the file that holds them, and the log."""

    lookup: Lookup
    projection: Path
    log: EventLog
    head: int


Making = Callable[[Desk], list[NewEvents]]


@dataclass(frozen=True, slots=True)
class Planned:
    """Events that would follow the log's `head`, and what they would change."""

    head: int
    events: list[NewEvents]
    plan: Plan


def planned(warehouse: Warehouse, make: Making, origin: Origin) -> Planned:
    """The events that `make` makes at the log's head, with their plan. For who holds the writer's lock."""
    from pipelines.orchestration.reference import reference

    log = warehouse.log
    with present(warehouse.files, log, reference()) as draft:
        head = log.head()
        events = make(Desk(Lookup(draft.path), draft.path, log, head))
        return Planned(head, events, draft.plan(proposed(log, events, origin)) if events else Plan((), ()))
