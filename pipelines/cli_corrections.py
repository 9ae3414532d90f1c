"""Commands by which a person corrects what was read. Each first shows what it would change."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_options import WaitOption, WarehouseOption, settings_of
from pipelines.errors import UsageError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.report.decisions import Decision

ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is kept with the correction.")]
AuthorOption = Annotated[
    str | None, typer.Option("--author", help="Who says so; by default this machine's user.", show_default=False)
]
PlanOption = Annotated[bool, typer.Option("--plan", help="Only show what would change.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Record it without asking.")]
ReportArgument = Annotated[
    str,
    typer.Argument(metavar="REPORT", help="A case report's id or its beginning; or an article that tells one case."),
]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="A case_id or its beginning.")]


def correct(
    name: Annotated[str, typer.Argument(metavar="ID", help="A figure_id or a case_id, or its beginning.")],
    assignments: Annotated[
        list[str], typer.Argument(metavar="COLUMN=VALUE", help="Several may follow; COLUMN= empties.")
    ],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say what a figure or a case is, instead of what was read. It holds for later codings, too."""
    from pipelines.report.decisions import corrected

    _run(settings_of(None, warehouse, wait), corrected(name, assignments), reason, author, plan, yes)


def retract(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="Id of a figure, case report, place or campaign report, or its beginning."),
    ],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say that a report is none: the figure, case, place or campaign is not told there."""
    from pipelines.report.decisions import retracted

    _run(settings_of(None, warehouse, wait), retracted(name), reason, author, plan, yes)


def merge(
    case: CaseArgument,
    others: Annotated[list[str], typer.Argument(metavar="OTHER", help="Cases that are the same; several may follow.")],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say that cases are one. It keeps the id of the first."""
    from pipelines.report.decisions import merged

    _run(settings_of(None, warehouse, wait), merged(case, others), reason, author, plan, yes)


def split(
    case: CaseArgument,
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT", help="Case reports (or articles) that tell another case.")
    ],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say that some reports of a case tell another one, which gets an id of its own."""
    from pipelines.report.decisions import split_off

    _run(settings_of(None, warehouse, wait), split_off(case, reports), reason, author, plan, yes)


def link(
    report: ReportArgument,
    case: CaseArgument,
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say which case a report tells."""
    from pipelines.report.decisions import linked

    _run(settings_of(None, warehouse, wait), linked(report, case), reason, author, plan, yes)


def unlink(
    report: ReportArgument,
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say that a report does not tell the case that it is linked to, but one of its own."""
    from pipelines.report.decisions import unlinked

    _run(settings_of(None, warehouse, wait), unlinked(report), reason, author, plan, yes)


def withdraw(
    article: Annotated[str, typer.Argument(help="The article's name, as in the view articles.")],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Take an article out of what is believed. Its past stays."""
    from pipelines.report.decisions import withdrawn

    _run(settings_of(None, warehouse, wait), withdrawn(article), reason, author, plan, yes)


def revoke(
    position: Annotated[int, typer.Argument(help="The correction's position, as in the view corrections.", min=1)],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Take a correction back."""
    from pipelines.report.decisions import revoked

    _run(settings_of(None, warehouse, wait), revoked(position), reason, author, plan, yes)


def recode(
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARTICLE", help="Only these; all that other rules read if none is given."),
    ] = None,
    month: Annotated[
        str | None, typer.Option(help="Only what was published in this month, such as 2026-05, or undated.")
    ] = None,
    by_month: Annotated[
        bool, typer.Option("--by-month", help="One month after the other, each with its plan.")
    ] = False,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Read articles again that earlier rules read. Corrections stay."""
    from pipelines.report.agreement import Consent
    from pipelines.report.recode import run_recode, run_recode_by_month

    if by_month:
        if articles or month:
            raise UsageError("--by-month reads every month: give neither articles nor --month")
        run_recode_by_month(settings_of(None, warehouse, wait), Consent(plan, yes))
        return
    run_recode(settings_of(None, warehouse, wait), articles or (), month, Consent(plan, yes))


def _run(settings: Settings, decide: "Decision", reason: str, author: str | None, plan: bool, yes: bool) -> None:
    from pipelines.report.agreement import Consent
    from pipelines.report.correct import Word, run_correction

    run_correction(settings, decide, Word(reason, author), Consent(plan, yes))


COMMANDS = (correct, retract, merge, split, link, unlink, withdraw, revoke, recode)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in COMMANDS:
        app.command()(command)
