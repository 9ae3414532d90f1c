"""`casebook verify`: is the record still what was written, and are the warehouses made from it still made from it?"""

from pathlib import Path

import duckdb

from pipelines.errors import CasebookError, CheckFailedError, UsageError
from pipelines.eventlog import EventLog
from pipelines.eventlog.apart import Verifier
from pipelines.eventlog.digest import GENESIS_ROOT
from pipelines.eventlog.verify import Verified
from pipelines.load.digests import digest_findings
from pipelines.load.projection import read_state
from pipelines.normalize import ACCEPT_STEP
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

SHOWN = 20  # findings; more of them say the same


def run_verify(settings: Settings, *, deep: bool, expect: str | None) -> None:
    """Print what was read and every finding. Raises CheckFailedError where there is one."""
    warehouse = Warehouse.of(settings)
    warehouse.require()
    with Verifier() as verifier:
        verified = verifier.verify(warehouse.log, deep=deep, expected=_parsed(expect), steps=(ACCEPT_STEP,))
    findings = [*map(str, verified.findings), *_of_files(warehouse, verified)]
    console().print(f"Read {verified.events} events; log head {verified.head}, root {verified.root.hex()}.")
    for finding in findings[:SHOWN]:
        console().print(finding, markup=False)
    if findings:
        more = f", {len(findings) - SHOWN} more of them not shown" if len(findings) > SHOWN else ""
        raise CheckFailedError(f"{settings.warehouse} is damaged: {len(findings)} findings{more}")
    console().print("Everything is as it was written. Keep head and root elsewhere: --expect HEAD:ROOT compares them.")


def _parsed(expect: str | None) -> tuple[int, bytes] | None:
    if expect is None:
        return None
    position, _, root = expect.partition(":")
    try:
        end = int(position), bytes.fromhex(root)
        if len(end[1]) != len(GENESIS_ROOT):
            raise ValueError(root)
        return end
    except ValueError as error:
        raise UsageError(f"--expect {expect}: POSITION:ROOT is meant, as `casebook verify` prints them") from error


def _of_files(warehouse: Warehouse, verified: Verified) -> list[str]:
    """Warehouse files that were not made from this log."""
    if verified.findings:
        return []  # the log itself cannot be asked
    files = warehouse.files
    paths = [files.published, *(side for side in files.sides if side != files.served())]
    return [f"{path}: {what}" for path in paths if path.exists() for what in _of_file(warehouse.log, path)]


def _of_file(log: EventLog, path: Path) -> tuple[str, ...]:
    try:
        state = read_state(path)
        if state is not None and not state.follows(log):
            return (f"it has read up to position {state.position} of a log that this one does not continue",)
        return digest_findings(path)
    except (CasebookError, duckdb.Error) as error:
        return (str(error).splitlines()[0],)
