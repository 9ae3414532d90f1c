"""What the last run left behind as Prometheus reads it: warehouse/metrics.prom, for the textfile collector of node_exporter.

Replaced whole at the end of every run, also of one that failed; how old it is tells whether runs still happen. What is
measured is the business of `status` and `accounting`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from pipelines.accounting import Accounting
from pipelines.status import REFRESHES, Status
from pipelines.warehouse import Warehouse
from pipelines.whole_files import replace_file


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended: its job, whether it went well, when it ended, how long it took, what became of what it took in."""

    job: str
    is_success: bool
    ended_at: datetime
    seconds: float
    accounting: Accounting | None


def write_metrics(warehouse: Warehouse, status: Status, run: RunEnd) -> None:
    """Replace the warehouse's metrics by those of a run and of how the warehouse stands after it."""
    registry = CollectorRegistry()
    registry.register(_Measured([*_of_status(status), *_of_run(status, run)]))
    content = generate_latest(registry)
    replace_file(warehouse.metrics, lambda draft: draft.write_bytes(content))


class _Measured(Collector):
    """Gauges that were measured already."""

    def __init__(self, gauges: Iterable[GaugeMetricFamily]) -> None:
        self._gauges = tuple(gauges)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self._gauges


def _gauge(name: str, meaning: str, value: float | None) -> GaugeMetricFamily:
    """One number; none where it is not known."""
    family = GaugeMetricFamily(f"casebook_{name}", meaning)
    if value is not None:
        family.add_metric([], value)
    return family


def _gauges(name: str, meaning: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """A number for each value of a label."""
    family = GaugeMetricFamily(f"casebook_{name}", meaning, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def _of_status(status: Status) -> list[GaugeMetricFamily]:
    read_to = {name: step.checkpoint for name, step in status.steps.items()}
    waiting = {name: step.waiting for name, step in status.steps.items()}
    return [
        _gauge("log_head_position", "Last position of the event log.", status.log_head),
        _gauges("step_checkpoint_position", "How far a step has read the log.", "step", read_to),
        _gauges("step_waiting_articles", "Captured articles that a step has yet to read.", "step", waiting),
        _gauge("published_position", "Log position of the published warehouse.", status.published),
        _gauge("published_behind_events", "Events of the log that the published warehouse lacks.", status.behind),
        _gauge("quarantine_open_rows", "Rows in quarantine that wait for a decision.", status.quarantine_open),
        _gauges("disk_used_bytes", "Size of a part of the warehouse.", "part", status.bytes_used),
        _gauge("disk_free_bytes", "Free on the disk of the warehouse.", status.bytes_free),
    ]


def _of_run(status: Status, run: RunEnd) -> list[GaugeMetricFamily]:
    ended = run.ended_at.timestamp()
    before = datetime.fromisoformat(status.last_success).timestamp() if status.last_success else None
    outcomes = run.accounting.outcomes() if run.accounting else {}
    went_well = {one.job: one.state == "SUCCESS" for one in status.last_runs if one.ended} | {run.job: run.is_success}
    succeeded = ended if run.is_success and run.job in REFRESHES else before
    return [
        _gauges("last_run_success", "Whether a job's last run went well.", "job", went_well),
        _gauge("last_run_end_timestamp_seconds", "When the last run ended.", ended),
        _gauge("last_run_duration_seconds", "How long the last run took.", run.seconds),
        _gauge("last_success_timestamp_seconds", "When a refresh last went well.", succeeded),
        _gauge(
            "last_run_inputs_taken_in",
            "Articles and refused inputs that the last run had to account for.",
            run.accounting.taken_in if run.accounting else None,
        ),
        _gauges("last_run_inputs", "What became of these.", "outcome", outcomes),
    ]
