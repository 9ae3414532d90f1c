"""What events would change before they are in the log, and what new SQL or reference data would change.

A plan is the difference between two projection files, so it knows no more of a correction than the tables do: what it shows
is what will be. The published file is compared with a copy that the proposed events were projected into; both the copy and
the events are gone afterwards. Copying costs in proportion to the warehouse (0.3 s a million events), which a question
asked by a person may; trying out in the served pair of files would cost its readers.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.eventlog import EventLog
from pipelines.eventlog.proposal import Proposal
from pipelines.load.checks import failures, run_checks
from pipelines.load.differences import Difference, differences
from pipelines.load.digests import differing_tables
from pipelines.load.projection import Reference, bring_forward, read_state, try_out
from pipelines.load.publish import Files, published_or_error, usable


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change, and the checks of severity error that would no longer pass."""

    differences: tuple[Difference, ...]
    failed_checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A projection of the log up to its head, to be asked and compared with; `folder` is for files beside it."""

    path: Path
    folder: Path

    def plan(self, proposal: Proposal) -> Plan:
        """What the proposed events would change. Raises SqlFailedError where they cannot be projected."""
        after = Path(shutil.copyfile(self.path, self.folder / "after.duckdb"))
        try_out(after, proposal)
        return Plan(differences(self.path, after), failures(run_checks(after)))


@contextmanager
def present(files: Files, log: EventLog, reference: Reference) -> Iterator[Draft]:
    """The state at the log's head: the published file where it is that, a copy brought forward otherwise.

    Only for who holds the writer's lock: a file that is served now is written again after the next but one publication.
    """
    with TemporaryDirectory(prefix="casebook-plan-") as folder:
        path = Path(folder) / "before.duckdb"
        served = usable(files, log, reference)
        if served and served[1] == log.head():
            path = served[0]
        else:
            if served:
                shutil.copyfile(served[0], path)
            bring_forward(path, log, reference)
        yield Draft(path, Path(folder))


@contextmanager
def _rebuilt(log: EventLog, reference: Reference, upto: int | None = None) -> Iterator[Path]:
    """A file made anew, beside everything; gone afterwards."""
    with TemporaryDirectory(prefix="casebook-plan-") as folder:
        path = Path(folder) / "rebuilt.duckdb"
        bring_forward(path, log, reference, upto=upto)
        yield path


def plan_rebuild(files: Files, log: EventLog, reference: Reference) -> Plan:
    """What a rebuild by this program would change in what is published. For who holds the writer's lock.

    Raises NotAWarehouseError where nothing was published yet.
    """
    served = published_or_error(files)
    with _rebuilt(log, reference) as rebuilt:
        return Plan(differences(served, rebuilt), failures(run_checks(rebuilt)))


def tables_unlike_rebuilt(files: Files, log: EventLog, reference: Reference) -> tuple[str, ...] | None:
    """The tables of what is published that a rebuild up to the same position makes otherwise. Nothing is published.

    None where that says nothing: other code made what is published, or it is of another log. For who holds the writer's
    lock. Raises NotAWarehouseError where nothing was published yet.
    """
    served = published_or_error(files)
    state = read_state(served)
    with _rebuilt(log, reference, state.position if state else None) as rebuilt:
        return differing_tables(served, rebuilt)
