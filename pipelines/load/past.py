"""A past state of the warehouse in a file of its own, built from the log.

The same SQL and the same checks as for the published file, which is never touched. Asking the published file for its past
needs none of this: see the macros in sql/views.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import CheckFailedError, UsageError
from pipelines.eventlog import EventLog
from pipelines.load.checks import failures, run_checks
from pipelines.load.projection import Projected, Reference, bring_forward


def batch_at(log: EventLog, position: int) -> int:
    """The position of the last whole batch up to `position`, 0 before the first. UsageError beyond the log's head."""
    head = log.head()
    if not 0 <= position <= head:
        raise UsageError(f"there is no position {position} in the log, which ends at {head}")
    return _last(_batches(log), pc.field("position") <= position)


def batch_as_of(log: EventLog, instant: datetime) -> int:
    """The position of the last batch that was recorded up to `instant` (aware), 0 before the first."""
    return _last(_batches(log), pc.field("recorded_at") <= pa.scalar(instant, pa.timestamp("us", "UTC")))


def build_past(file: Path, log: EventLog, reference: Reference, position: int) -> Projected:
    """Build the state at `position`, which ends a batch or is 0, as the new file `file`: whole and checked, or not at all.

    Raises UsageError where something is at `file` or nothing can be, CheckFailedError where a check of severity error
    finds something wrong.
    """
    if file.exists():
        raise UsageError(f"{file} is there already; a past state goes to a new file")
    with _folder_beside(file) as folder:
        draft = folder / file.name
        done = bring_forward(draft, log, reference, upto=position)
        if failed := failures(run_checks(draft)):
            raise CheckFailedError(f"the state at position {position} fails {', '.join(failed)}: nothing was written")
        draft.rename(file)
    return done


@contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """A folder for drafts, gone afterwards, on the file system of `file`."""
    try:
        folder = TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    with folder as path:
        yield Path(path)


def _batches(log: EventLog) -> pa.Table:
    return log.scan(["position", "recorded_at"], types=["batch_closed"]).read_all()


def _last(batches: pa.Table, condition: pc.Expression) -> int:
    return pc.max(batches.filter(condition).column("position")).as_py() or 0
