"""What a run's events say that it made."""

from collections.abc import Iterable

import dagster as dg

from pipelines.accounting import Assets, number

LEFT = "articles_left"  # metadata of the asset articles


def made(events: Iterable[dg.DagsterEvent]) -> dict[str, dict[str, object]]:
    """The metadata of each asset that was made, by its name."""
    found: dict[str, dict[str, object]] = {}
    for event in events:
        if event.is_step_materialization:
            asset = event.step_materialization_data.materialization
            found[asset.asset_key.path[-1]] = {key: value.value for key, value in asset.metadata.items()}
    return found


def told_by(instance: dg.DagsterInstance, run_id: str, *kinds: dg.DagsterEventType) -> list[dg.DagsterEvent]:
    """The events of these kinds that the instance has of a run."""
    logs = instance.all_logs(run_id, of_type=set(kinds))
    return [entry.dagster_event for entry in logs if entry.dagster_event is not None]


def articles_left(assets: Assets) -> int:
    """How many captured articles a run that made these left to the next one."""
    return number(assets.get("articles", {}), LEFT)
