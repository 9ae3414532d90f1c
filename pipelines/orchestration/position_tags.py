"""Tags of a run that say from which position of the log to which it worked, so that it can be looked for in the UI.

They are written as the run goes on: one that fails, is cancelled or killed has them, too.
"""

import dagster as dg

BEFORE = "casebook/log_position_before"
POSITION = "casebook/log_position"


def tag_begin(instance: dg.DagsterInstance, run_id: str, head: int) -> None:
    """The log's head as the run begins."""
    instance.add_run_tags(run_id, {BEFORE: str(head), POSITION: str(head)})


def tag_position(instance: dg.DagsterInstance, run_id: str, head: int) -> None:
    """The log's head after a step that appended, or at the end; what a run publishes is published up to there."""
    instance.add_run_tags(run_id, {POSITION: str(head)})
