"""How a step reads the log: what it has not read yet, and that it has read it, noted in the commit of what it made of it.

Every step whose results are events goes through here, so that none of them keeps count in its own way. A step that dies
anywhere is run again: its window is still open, or its commit closed it. Projections have the same windows; their
checkpoint stands in the file that they write, since it has to move in the transaction of its rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from pipelines.eventlog.batch import NewEvents, StepMark
from pipelines.eventlog.log import Appended, EventLog


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a log: positions after `after`, up to and with `upto`."""

    log: EventLog
    after: int
    upto: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be read."""
        return self.upto <= self.after

    def scan(self, columns: Sequence[str], types: Iterable[str], *, with_erased: bool = False) -> pa.RecordBatchReader:
        """Its events of the given types, in no set order; see `EventLog.scan`."""
        return self.log.scan(columns, after=self.after, upto=self.upto, types=types, with_erased=with_erased)


@dataclass(frozen=True, slots=True)
class Subscription:
    """The reading of a log by the step of this name."""

    log: EventLog
    step: str

    def pending(self, upto: int | None = None) -> Window:
        """What the step has not read yet, up to a position (the log's head if None)."""
        return Window(self.log, self.log.checkpoint(self.step), self.log.head() if upto is None else upto)

    def advance(
        self,
        window: Window,
        events: Sequence[NewEvents],
        *,
        actor: str,
        run_id: str,
        recorded_at: datetime,
        seen: int | None = None,
    ) -> Appended:
        """Append what the step made of a window and note that it was read, in one commit.

        Nothing is written where another run of the step has read it meanwhile. What `events` rest on lies in the window,
        so that none of them can be in the log before it. Nor can any lie between the window and `seen`, a head of the log
        that was read before the window's beginning: the step would have read the window then, and its checkpoint says no.
        Who reads the log in many windows gives it, or each looks through what the others wrote.
        """
        mark = StepMark(self.step, window.after, window.upto)
        known = window.after if seen is None else max(window.after, seen)
        return self.log.append(events, actor=actor, run_id=run_id, recorded_at=recorded_at, mark=mark, seen=known)
