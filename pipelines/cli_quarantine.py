"""Commands about rows that validation kept aside."""

from typing import Annotated

import typer

from pipelines.cli_corrections import AuthorOption, PlanOption, ReasonOption, YesOption
from pipelines.cli_options import WaitOption, WarehouseOption, settings_of

app = typer.Typer(help="Rows that validation kept aside: list, show, release, discard.", no_args_is_help=True)

PositionsArgument = Annotated[
    list[int] | None,
    typer.Argument(metavar="POSITION", help="As `casebook quarantine list` shows; several may follow."),
]


@app.command("list")
def list_(
    warehouse: WarehouseOption = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with the rows themselves.")] = False,
) -> None:
    """Show what waits for a decision."""
    from pipelines.report.quarantine import list_quarantine

    list_quarantine(settings_of(None, warehouse), as_json=json)


@app.command()
def show(
    position: Annotated[int, typer.Argument(help="As `casebook quarantine list` shows.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Show one row with all that it holds."""
    from pipelines.report.quarantine import show_quarantined

    show_quarantined(settings_of(None, warehouse), position)


@app.command()
def release(
    reason: ReasonOption,
    positions: PositionsArgument = None,
    article: Annotated[list[str] | None, typer.Option(help="All rows of this article; may be repeated.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="What the one row named is; may be repeated."),
    ] = None,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Have the rows' articles read again by the present rules and validated; all rows where none is named.

    With --set a person says what a row of figures or cases is; it passes the same gates, now and at every later reading.
    """
    from pipelines.report.agreement import Consent
    from pipelines.report.correct import Word
    from pipelines.report.quarantine import run_release

    settings = settings_of(None, warehouse, wait)
    run_release(settings, positions or (), article or (), set_ or (), Word(reason, author), Consent(plan, yes))


@app.command()
def discard(
    positions: Annotated[list[int], typer.Argument(metavar="POSITION", help="Several may follow.")],
    reason: ReasonOption,
    author: AuthorOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
) -> None:
    """Say that the tables lack nothing without these rows."""
    from pipelines.report.agreement import Consent
    from pipelines.report.correct import Word
    from pipelines.report.quarantine import run_discard

    run_discard(settings_of(None, warehouse, wait), positions, Word(reason, author), Consent(plan, yes))
