"""The append-only record: one Delta Lake table in which every event has its place.

    schema        the columns: envelope and one typed payload struct for each family of events; `upcast`: old versions
    digest        what an event's digest covers, and the chain of batch roots
    batch         new events as one commit writes them
    log           open, append, read, checkpoints
    subscription  what a step has not read yet, and that it has
    commits       whole commits, for who keeps a copy of the events
    telling       what the logs are told of a commit
    captures      captured articles as events, and back
    verify        whether the log is what was written; `evidence`, `bookkeeping`, `apart` and `anchor` serve it
    compaction    small files into large ones;  erasure: what is forgotten for good

Only this package writes below `warehouse/log/`. It knows nothing of articles' meaning, of tables or of Dagster.
"""

from pipelines.eventlog.batch import NewEvents, StepMark
from pipelines.eventlog.log import Appended, EventLog

__all__ = ["Appended", "EventLog", "NewEvents", "StepMark"]
