"""What people decide about what was read: corrections, as events.

    changes   COLUMN=VALUE as a person types it → typed values, or a clear line of what is wrong
    rows      corrected rows of normalized tables, on their way back to the gates
    events    corrections → events for the log; the only place that knows how a correction lies in it

Nothing here looks anything up or writes: `pipelines.load.lookup` finds what a correction is about, `pipelines.load.plan` shows
what it would change, and the projections decide what it means for the tables.
"""
