"""What the assets of all groups share: how they write, the owners, and the description of an append."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import dagster as dg

from pipelines.orchestration.instance import POOL
from pipelines.orchestration.position_tags import tag_position
from pipelines.orchestration.trying import writing_step

OWNERS = ["team:casebook"]
# A day, and time for the daily run: the refresh makes every asset, also where nothing is new.
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26))
# For what nobody waits for: of the steps that could run, the others come first.
LAST_OF_ALL = {"dagster/priority": "-1"}


def written_asset(
    **told: Any,  # noqa: ANN401  what `dg.asset` takes
) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """`dg.asset` for a step that writes the warehouse: in the pool of those, tried again on trouble that passes."""
    shared: dict[str, Any] = {"pool": POOL, "owners": OWNERS, "freshness_policy": FRESH}
    return lambda body: dg.asset(**(shared | told))(writing_step(body))


def positions(context: dg.AssetExecutionContext, events: int, head: int) -> dict[str, Any]:
    """Metadata of a step that wrote to the log; where it did, its run is tagged with the position that it came to."""
    if events:
        tag_position(context.instance, context.run.run_id, head)
    return {"events_appended": dg.MetadataValue.int(events), "log_head": dg.MetadataValue.int(head)}
