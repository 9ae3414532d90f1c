"""The append-only record: one Delta Lake table in which every event has its place.

    schema   the columns: envelope and one typed payload struct for each family of events
    digest   what an event's digest covers, and the chain of batch roots
    batch    new events as one commit writes them
    log      open, append, read, checkpoints
    subscription  what a step has not read yet, and that it has

Only this package writes below `warehouse/log/`. It knows nothing of articles' meaning, of tables or of Dagster.
"""

from pipelines.eventlog.batch import NewEvents, StepMark
from pipelines.eventlog.log import Appended, EventLog

__all__ = ["Appended", "EventLog", "NewEvents", "StepMark"]
