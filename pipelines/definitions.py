"""What Dagster loads. Assembly only; see `pipelines.orchestration.build`."""

from pipelines.logs import set_up_logs
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.streams import end_in_silence, leave_interrupts_to_runs
from pipelines.settings import read_settings

_settings = read_settings({})
set_up_logs(_settings)
end_in_silence()
leave_interrupts_to_runs()
definitions = build_definitions(_settings)
