"""Running sql/checks on a projection: each file selects the rows that are wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import duckdb

from pipelines.load.opening import reading
from pipelines.load.sqlfiles import SqlFile, blaming, read_folder
from pipelines.model.ids import stable_id

SAMPLE_ROWS = 10
NEVER_RUN: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found. `sample` holds at most `SAMPLE_ROWS` of the `bad_rows` rows, in the columns of `columns`.

    `check_id` stands for the check as it was: another text is another check.
    """

    check_id: str
    name: str
    description: str
    severity: str
    bad_rows: int
    columns: tuple[str, ...]
    sample: tuple[tuple[object, ...], ...]

    @property
    def passed(self) -> bool:
        """Whether no row is wrong."""
        return self.bad_rows == 0


def check_files() -> tuple[SqlFile, ...]:
    """The checks there are."""
    return read_folder("checks")


def run_checks(path: Path, passed: Mapping[str, int] = NEVER_RUN) -> tuple[CheckOutcome, ...]:
    """Run every check on the DuckDB file at `path`, which is opened for reading only.

    `passed` says of checks, by their ids, up to which position they are known to have found nothing on it. Those that would take as long as
    history is then look only at what may have changed since.
    """
    with reading(path) as connection:
        return tuple(_run_after(connection, file, passed.get(check_id(file), 0)) for file in check_files())


def _run_after(connection: duckdb.DuckDBPyConnection, file: SqlFile, position: int) -> CheckOutcome:
    connection.execute("set variable checked_position = ?", [position])
    return run_check(connection, file)


def check_id(file: SqlFile) -> str:
    """What stands for a check in notes of what passed."""
    return stable_id(file.name, file.text)


def failures(outcomes: Iterable[CheckOutcome]) -> tuple[str, ...]:
    """The checks of severity error that did not pass: what fails one is not published."""
    return tuple(outcome.name for outcome in outcomes if outcome.severity == "error" and not outcome.passed)


def run_check(connection: duckdb.DuckDBPyConnection, file: SqlFile) -> CheckOutcome:
    """Run one check on an open database."""
    query = file.text.rstrip().rstrip(";")
    with blaming(file):
        bad_rows = int(connection.execute(f"select count(*) from ({query})").fetchall()[0][0])
        # Most checks find nothing, and then nothing is to be shown.
        sample = connection.execute(f"select * from ({query}) limit {SAMPLE_ROWS if bad_rows else 0}")
    columns = tuple(str(column[0]) for column in sample.description or ())
    return CheckOutcome(
        check_id(file),
        file.name,
        file.description,
        file.fields["severity"],
        bad_rows,
        columns,
        tuple(sample.fetchall()),
    )
