"""What the assets of all groups share: the owners, and the description of an append."""

from typing import Any

import dagster as dg

OWNERS = ["team:casebook"]


def positions(events: int, head: int) -> dict[str, Any]:
    """Metadata of a step that wrote to the log."""
    return {"events_appended": dg.MetadataValue.int(events), "log_head": dg.MetadataValue.int(head)}
