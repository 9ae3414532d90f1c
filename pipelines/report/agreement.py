"""Plan before commit: what events would change is shown, a person agrees, then they are recorded and published."""

import sys
from dataclasses import dataclass

import typer

from pipelines.errors import CheckFailedError, UsageError
from pipelines.eventlog.batch import Origin
from pipelines.load.plan import plan_rebuild
from pipelines.orchestration.planning import Making, planned
from pipelines.report.differences import show_plan
from pipelines.report.refresh import run_load
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Consent:
    """Only to look, to record without being asked, or to be asked."""

    plan_only: bool
    agreed: bool

    def require(self) -> None:
        """Raise UsageError where nobody can be asked, or both was said."""
        if self.plan_only and self.agreed:
            raise UsageError("--plan only looks, --yes records: give one of them")
        if not (self.plan_only or self.agreed or sys.stdin.isatty()):
            raise UsageError("nobody is there to be asked: --yes records it, --plan shows what it would change")

    def given(self) -> bool:
        """Whether it is to be recorded, now that it was seen."""
        return not self.plan_only and (self.agreed or typer.confirm("Record it?"))


def run_planned(settings: Settings, origin: Origin, make: Making, consent: Consent) -> None:
    """Show what the events that `make` makes would change; if that is wanted, record them and publish.

    Raises CheckFailedError for events that would leave the tables wrong, UsageError where something else was recorded while
    the person thought. Nothing is recorded then.
    """
    consent.require()
    warehouse = Warehouse.of(settings)
    warehouse.require()
    with warehouse.writing(settings.lock_wait_seconds):
        found = planned(warehouse, make, origin)
    plan = found.plan
    show_plan(plan.differences, whole=consent.plan_only)
    if plan.failed_checks:
        raise CheckFailedError(f"it would fail the checks {', '.join(plan.failed_checks)}: nothing was recorded")
    if not consent.given():
        console().print("Nothing was recorded.")
        return
    with warehouse.writing(settings.lock_wait_seconds):
        if warehouse.log.head() != found.head:
            raise UsageError("something else was recorded meanwhile: nothing was recorded; look at the plan once more")
        appended = warehouse.log.append(
            found.events, actor=origin.actor, run_id=origin.run_id, recorded_at=origin.recorded_at
        )
    if not appended.events:
        console().print("That is recorded already.")
        return
    console().print(f"Recorded from position {appended.first_position} on.")
    run_load(settings)


def run_rebuild_plan(settings: Settings) -> None:
    """Show what a rebuild would change in what is published: by new SQL, new reference data or a new version of DuckDB."""
    from pipelines.orchestration.reference import reference

    warehouse = Warehouse.of(settings)
    warehouse.require()
    with warehouse.writing(settings.lock_wait_seconds):
        plan = plan_rebuild(warehouse.files, warehouse.log, reference())
    show_plan(plan.differences, whole=True)
    if plan.failed_checks:
        console().print(f"It would fail the checks {', '.join(plan.failed_checks)} and not be published.")
