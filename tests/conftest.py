"""What all tests share: Hypothesis without a stop-watch (machines that run tests are shared), and an empty log."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.eventlog import EventLog

settings.register_profile("casebook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casebook")


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    """An empty event log in a folder of its own."""
    made = EventLog(str(tmp_path / "log"))
    made.create()
    return made
