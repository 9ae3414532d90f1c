"""What the assets of all groups share: the owners, and the description of an append."""

from datetime import timedelta
from typing import Any

import dagster as dg

OWNERS = ["team:casebook"]
# A day, and time for the daily run: the refresh makes every asset, also where nothing is new.
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26))
# For what nobody waits for: of the steps that could run, the others come first.
LAST_OF_ALL = {"dagster/priority": "-1"}


def positions(events: int, head: int) -> dict[str, Any]:
    """Metadata of a step that wrote to the log."""
    return {"events_appended": dg.MetadataValue.int(events), "log_head": dg.MetadataValue.int(head)}
