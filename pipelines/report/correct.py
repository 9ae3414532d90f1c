"""The way of a correction: what it would change is shown, a person agrees, it is recorded and published."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser

import typer

from pipelines.errors import CheckFailedError, UsageError
from pipelines.eventlog import NewEvents
from pipelines.eventlog.batch import Origin
from pipelines.eventlog.proposal import proposed
from pipelines.load.lookup import Lookup
from pipelines.load.plan import Plan, present
from pipelines.model.ids import stable_id
from pipelines.report.decisions import Desk, Making
from pipelines.report.differences import show_plan
from pipelines.report.refresh import run_load
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person wants: the correction, why and who says so; only to see it, or to record it without being asked."""

    make: Making
    reason: str
    author: str | None
    plan_only: bool
    agreed: bool


def run_correction(settings: Settings, decision: Decision) -> None:
    """Show what the correction changes and, if that is wanted, record it and bring the published tables forward.

    Raises UsageError for a correction of something that there is not or that says nothing, CheckFailedError for one that
    would leave the tables wrong. Nothing is recorded then.
    """
    if not decision.reason.strip():
        raise UsageError("--reason is empty: a correction without a reason convinces nobody later")
    if decision.plan_only and decision.agreed:
        raise UsageError("--plan only looks, --yes records: give one of them")
    if not (decision.plan_only or decision.agreed or sys.stdin.isatty()):
        raise UsageError("nobody is there to be asked: --yes records it, --plan shows what it would change")
    warehouse = Warehouse(settings.warehouse)
    warehouse.require()
    author = f"person:{decision.author or getuser()}"
    now = datetime.now(UTC)
    origin = Origin(author, stable_id("correction", author, now), now)
    head, events, plan = _planned(warehouse, settings, decision, origin)
    show_plan(plan.differences)
    if plan.failed_checks:
        raise CheckFailedError(f"it would fail the checks {', '.join(plan.failed_checks)}: nothing was recorded")
    if decision.plan_only:
        console().print("Nothing was recorded.")
        return
    if not decision.agreed and not typer.confirm("Record it?"):
        console().print("Nothing was recorded.")
        return
    with warehouse.writing(settings.lock_wait_seconds):
        if warehouse.log.head() != head:
            raise UsageError("something else was recorded meanwhile: nothing was recorded; look at the plan once more")
        appended = warehouse.log.append(
            events, actor=origin.actor, run_id=origin.run_id, recorded_at=origin.recorded_at
        )
    if not appended.events:
        console().print("That is recorded already.")
        return
    console().print(f"Recorded at position {appended.first_position}.")
    run_load(settings)


def _planned(
    warehouse: Warehouse, settings: Settings, decision: Decision, origin: Origin
) -> tuple[int, list[NewEvents], Plan]:
    """The log's head, the events that would follow it, and what they would change."""
    from pipelines.orchestration.reference import reference  # takes a second, which a wrong call need not wait for

    log = warehouse.log
    with warehouse.writing(settings.lock_wait_seconds), present(warehouse.files, log, reference()) as draft:
        head = log.head()
        events = decision.make(Desk(Lookup(draft.path), log, head, decision.reason.strip()))
        return head, events, draft.plan(proposed(log, events, origin))
