"""The gate between what was loaded and what readers see: sql/checks on the candidate, and its approval.

Where a check found nothing it does not look again, as long as both are the same: a file that this program alone wrote to, and
the check. A side that is made anew is looked at as a whole, and a check that found rows looks at the whole side until they are
gone.
"""

from pathlib import Path

from pipelines.errors import NotAWarehouseError
from pipelines.load.checks import CheckOutcome, failures, run_checks
from pipelines.load.projection import read_state
from pipelines.load.publish import Files, approve, passed_on


def check_and_approve(files: Files, path: Path) -> tuple[CheckOutcome, ...]:
    """Run the checks on `path`, one of the sides, and approve it where those of severity error pass."""
    state = read_state(path)
    if state is None:
        raise NotAWarehouseError(path, "it is gone since it was loaded")
    outcomes = run_checks(path, passed_on(files, path))
    if not failures(outcomes):
        approve(files, path, state.position, (each.check_id for each in outcomes if each.passed))
    return outcomes
