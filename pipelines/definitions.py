"""What Dagster loads. Assembly only; see `pipelines.orchestration.build`."""

from pipelines.orchestration.build import build_definitions

definitions = build_definitions()
