"""Declarative automation: what is made from the log is made anew when something was recorded outside a refresh, or its code changed.

See docs/decisions/0028. A refresh leaves nothing to catch up with, any other job that records and loads only the pictures.
"""

from collections.abc import Sequence

import dagster as dg

from pipelines.orchestration.assets.recode import GROUP as RECODE_GROUP
from pipelines.orchestration.automation import initially
from pipelines.settings import Settings

_SECONDS = 60

# As `eager`, but not held up by months that were never read again; and a changed code counts like a changed upstream.
_NEWS = dg.AutomationCondition.any_deps_updated() | dg.AutomationCondition.code_version_changed()
CONDITION = (
    _NEWS.since_last_handled()  # type: ignore[misc] # Dagster declares it for assets and checks together only
    & ~dg.AutomationCondition.any_deps_in_progress()
    & ~dg.AutomationCondition.in_progress()
).with_label("behind the log, or made by other code")

_RECORDING = dg.AssetSelection.assets("accepted_reports", "recoded_articles")
TARGET = _RECORDING.downstream(include_self=False) - dg.AssetSelection.groups(RECODE_GROUP)


def catching_up(assets: Sequence[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The assets, with the condition on all that is made from what is recorded."""
    keys = TARGET.resolve(assets)

    def conditioned(spec: dg.AssetSpec) -> dg.AssetSpec:
        return spec.replace_attributes(automation_condition=CONDITION) if spec.key in keys else spec

    return list(dg.map_asset_specs(conditioned, assets))


def catching_up_sensor(settings: Settings) -> dg.AutomationConditionSensorDefinition:
    """What asks for the assets whose condition holds."""
    return dg.AutomationConditionSensorDefinition(
        "catch_up",
        target=TARGET,
        minimum_interval_seconds=_SECONDS,
        default_status=dg.DefaultSensorStatus(initially(settings)),
        description="Loads and publishes what was recorded outside a refresh (a month read again by itself, say), and what "
        "other code would make. Finds nothing to do after a refresh.",
    )
