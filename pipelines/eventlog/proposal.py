"""Events that are not in the log, as they would follow its head: what a plan is made from. Nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.eventlog.batch import NewEvents, Origin
from pipelines.eventlog.log import EventLog
from pipelines.eventlog.subscription import Window


@dataclass(frozen=True, slots=True)
class Proposal(Window):
    """A window on events that are held in memory; what reads a window of the log reads this one, too."""

    events: pa.Table

    def scan(
        self,
        columns: Sequence[str],
        types: Iterable[str],
        *,
        with_erased: bool = False,  # noqa: ARG002
    ) -> pa.RecordBatchReader:
        """Its events of the given types (all if none is given), in no set order. None of them is erased."""
        found = self.events
        if wanted := list(types):
            found = found.filter(pc.is_in(found.column("type"), pa.array(wanted, pa.string())))
        return found.select(list(columns)).to_reader()


def proposed(log: EventLog, events: Sequence[NewEvents], origin: Origin) -> Proposal:
    """`events`, as far as the log has not got them, as one commit after its present head.

    Raises LogCorruptError for what would not fit the log.
    """
    head = log.head()
    batch = log.batch_after(log.opened(), head, log.unknown(events), origin)
    held = batch.reader().read_all()
    return Proposal(log, head, head + batch.events, held)
