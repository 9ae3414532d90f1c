"""What each correcting command means: what a person named is looked up, and made into events. Nothing is written here."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from pipelines.correct import events as corrections
from pipelines.correct.changes import Codes, case_changes, figure_changes
from pipelines.correct.events import ReportPlace
from pipelines.errors import UsageError
from pipelines.eventlog import NewEvents
from pipelines.ingest.withdrawing import withdrawals
from pipelines.load.lookup import Row
from pipelines.model.ids import stable_id
from pipelines.orchestration.planning import Desk

# Given the tables and the reason, the events.
Decision = Callable[[Desk, str], list[NewEvents]]


def corrected(name: str, assignments: Sequence[str]) -> Decision:
    """A figure or a case is something else."""

    def decide(desk: Desk, reason: str) -> list[NewEvents]:
        codes = Codes(**desk.lookup.codes())  # type: ignore[arg-type] # the query has the columns
        if desk.lookup.is_case(name):
            case_id = str(desk.lookup.case(name)["case_id"])
            changes = case_changes(assignments, desk.lookup.case_columns(case_id), codes)
            return [
                corrections.case_corrected(case_id, changes, reason, desk.head),
                *_held(desk, case_id, case_id, reason),
            ]
        row: dict[str, Any] = desk.lookup.report(name, ("figure",))
        told = {str(report["case_id"]): report for report in desk.lookup.case_reports(row["article"])}
        changes = figure_changes(assignments, row["figure"], replace(codes, cases=sorted(told)))
        made = [corrections.figure_corrected(_place(row), changes, reason, desk.head)]
        if "case_id" in changes.values:  # the report that the figure is put to stays in the case with it
            kept = str(changes.values["case_id"])
            made.append(corrections.report_placed(_place(told[kept]), kept, reason, desk.head))
        return made

    return decide


def retracted(name: str) -> Decision:
    """A report is none."""
    return lambda desk, reason: [corrections.report_retracted(_place(desk.lookup.report(name)), reason, desk.head)]


def merged(case: str, others: Sequence[str]) -> Decision:
    """Cases are one."""

    def decide(desk: Desk, reason: str) -> list[NewEvents]:
        kept = str(desk.lookup.case(case)["case_id"])
        gone = [str(desk.lookup.case(other)["case_id"]) for other in others]
        if kept in gone:
            raise UsageError(f"{kept} would be merged with itself")
        held = [event for case_id in (kept, *gone) for event in _held(desk, case_id, kept, reason)]
        return [*corrections.cases_merged(kept, gone, reason, desk.head), *held]

    return decide


def split_off(case: str, reports: Sequence[str]) -> Decision:
    """Reports of a case tell another one."""

    def decide(desk: Desk, reason: str) -> list[NewEvents]:
        case_id = str(desk.lookup.case(case)["case_id"])
        found = [desk.lookup.case_report(report, case_id) for report in reports]
        if strangers := [str(row["report_id"]) for row in found if row["case_id"] != case_id]:
            raise UsageError(f"{', '.join(strangers)}: no report of the case {case_id}")
        if len({row["report_id"] for row in found}) == len(desk.lookup.case_reports(case_id=case_id)):
            raise UsageError(f"that would leave nothing of the case {case_id}")
        places = [_place(row) for row in found]
        return corrections.case_split(places, _new_case(places[0], desk), reason, desk.head)

    return decide


def linked(report: str, case: str) -> Decision:
    """A report tells a case."""

    def decide(desk: Desk, reason: str) -> list[NewEvents]:
        row, case_id = desk.lookup.case_report(report), str(desk.lookup.case(case)["case_id"])
        placed = corrections.report_placed(_place(row), case_id, reason, desk.head)
        # Those that tell the case already are held, too: what the machine thinks of a stranger must not drive them out.
        stay = [event for event in _held(desk, case_id, case_id, reason) if row["case_id"] != case_id]
        return [placed, *stay]

    return decide


def unlinked(report: str) -> Decision:
    """A report tells a case of its own."""

    def decide(desk: Desk, reason: str) -> list[NewEvents]:
        place = _place(desk.lookup.case_report(report))
        return [corrections.report_placed(place, _new_case(place, desk), reason, desk.head)]

    return decide


def withdrawn(article: str) -> Decision:
    """An article is not believed."""
    return lambda desk, reason: [withdrawals(desk.log, article, reason)]


def revoked(position: int) -> Decision:
    """A correction is taken back."""

    def decide(desk: Desk, reason: str) -> list[NewEvents]:
        found = desk.lookup.correction(position)
        if found is None:
            raise UsageError(f"there is no correction at position {position}; see `casebook query 'from corrections'`")
        if found["status"] == "revoked":
            raise UsageError(f"the correction at position {position} is revoked already")
        return [corrections.correction_revoked(int(str(found["position"])), reason, desk.head)]

    return decide


def _held(desk: Desk, case_id: str, kept: str, reason: str) -> list[NewEvents]:
    """The reports of a case stay with what a person said of it: the machine moves none of them from now on."""
    return [
        corrections.report_placed(_place(row), kept, reason, desk.head)
        for row in desk.lookup.case_reports(case_id=case_id)
    ]


def _place(row: Row) -> ReportPlace:
    return ReportPlace(**{field.name: row[field.name] for field in fields(ReportPlace)})  # type: ignore[arg-type]


def _new_case(place: ReportPlace, desk: Desk) -> str:
    """The id of a case that begins with this report; another one each time, since the first may have been left again."""
    return stable_id("case", place.report_id, desk.head)
