"""The sensor on the landing folder: one run for many files, none missed, none started twice, whatever becomes of the runs."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import pytest
from daemons import daemon_of
from dagster._core.definitions.sensor_definition import SensorExecutionData  # not exported at the top
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from refreshing import World, new_world
from thorough import usually

from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.landing import Asked, landing_sensor
from pipelines.settings import Settings

STATUS = dg.DagsterRunStatus
SECONDS = 60


@dg.op
def nothing() -> None:
    """Runs of the model are records: what they do is the model's business."""


@dg.job(name="refresh")
def recorded_refresh() -> None:
    nothing()


class Folder(RuleBasedStateMachine):
    """Files come, change and go; the daemon ticks; runs begin, end and die, each of them at any time.

    The sensor is the project's and sees Dagster's own records; what the daemon makes of its requests is done here.
    """

    names = st.sampled_from(["a.txt", "b.txt", "deep/c.jsonl", "deep/mapping.yaml"])

    @initialize()
    def begin(self) -> None:
        self.home = TemporaryDirectory()
        self.raw = Path(self.home.name, "raw")
        (self.raw / "deep").mkdir(parents=True)
        self.instance = dg.DagsterInstance.ephemeral()
        self.now = time.time()
        self.sensor = landing_sensor(Settings(raw=self.raw, sensor_seconds=SECONDS), clock=lambda: self.now)
        self.cursor: str | None = None
        self.writes = 0
        self.read: dict[str, Mapping[str, str]] = {}  # what each run found when it began
        self.known: Mapping[str, str] = {}  # what the last run that ended well had found

    @rule(name=names)
    def write(self, name: str) -> None:
        """A new file or another content, of the same length and, as rsync does it, under the same time."""
        self.writes += 1
        time.sleep(0.01)  # a file system's clock ticks a few hundred times a second
        path = self.raw / name
        path.write_text(f"{self.writes:09}", encoding="utf-8")
        os.utime(path, (1e9, 1e9))

    @rule(name=names)
    def remove(self, name: str) -> None:
        (self.raw / name).unlink(missing_ok=True)

    @rule()
    def tick(self) -> None:
        self.now += SECONDS
        told = self.sensor.evaluate_tick(dg.build_sensor_context(self.instance, cursor=self.cursor))
        requests = told.run_requests or ()
        assert len(requests) <= 1
        for request in requests:
            assert self._runs(run_key=str(request.run_key)) == [], "Dagster starts no run for a key that it has seen"
            tags = _tags(str(request.run_key))
            self.instance.create_run_for_job(recorded_refresh, tags=tags, status=STATUS.NOT_STARTED)
        self.cursor = told.cursor

    @rule()
    def run_begins(self) -> None:
        for run in self._runs(STATUS.NOT_STARTED)[-1:]:
            if not self._runs(STATUS.STARTED):
                self._report(run, dg.DagsterEventType.RUN_START)
                self.read[run.run_id] = self._files()

    @rule()
    def run_ends_well(self) -> None:
        for run in self._runs(STATUS.STARTED):
            self._report(run, dg.DagsterEventType.RUN_SUCCESS)
            self.known = self.read[run.run_id]

    @rule()
    def run_is_killed(self) -> None:
        for run in self._runs(STATUS.STARTED, STATUS.NOT_STARTED)[-1:]:
            self.instance.report_run_failed(run, "killed")

    @rule()
    def much_later(self) -> None:
        self.now += 1e7

    @invariant()
    def one_run_at_work_and_one_that_waits(self) -> None:
        if hasattr(self, "instance"):
            assert len(self._runs(STATUS.NOT_STARTED)) <= 1
            assert len(self._runs(STATUS.STARTED)) <= 1

    def teardown(self) -> None:
        """When no more files come and runs end well, all is read in the end, and nothing is asked for any more."""
        if not hasattr(self, "instance"):
            return
        for _ in range(3):
            self.much_later()
            self.tick()
            self.run_begins()
            self.run_ends_well()
        asked = self.cursor
        self.tick()
        try:
            assert self.known == self._files()
            assert self.cursor == asked
            assert not self._runs(STATUS.NOT_STARTED)
        finally:
            self.instance.dispose()
            self.home.cleanup()

    def _files(self) -> Mapping[str, str]:
        """What there is to be read; a mapping without a file that it is for is nothing."""
        found = {str(path): path.read_text("utf-8") for path in self.raw.rglob("*") if path.is_file()}
        if not (self.raw / "deep" / "c.jsonl").exists():
            found.pop(str(self.raw / "deep" / "mapping.yaml"), None)
        return found

    def _runs(self, *statuses: dg.DagsterRunStatus, run_key: str | None = None) -> list[dg.DagsterRun]:
        tags = {"dagster/run_key": run_key} if run_key else None
        return list(self.instance.get_runs(dg.RunsFilter(statuses=statuses or None, tags=tags)))

    def _report(self, run: dg.DagsterRun, kind: dg.DagsterEventType) -> None:
        self.instance.report_dagster_event(dg.DagsterEvent(kind.value, "refresh"), run.run_id)


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=usually(10, thorough=60), stateful_step_count=20)


def _tick(settings: Settings, cursor: str | None = None) -> SensorExecutionData:
    with dg.DagsterInstance.ephemeral() as instance:
        sensor = build_definitions(settings).resolve_sensor_def("landing_folder")
        assert sensor.job_name == "refresh"
        return sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=cursor))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    tick = _tick(Settings(raw=tmp_path / "nowhere", warehouse=tmp_path / "warehouse"))
    assert not tick.run_requests
    assert "is not there" in (tick.skip_message or "")


@pytest.mark.parametrize("name", ["feeds/20240119_wire.jsonl", "feeds/mapping.yaml", "2024/0322_jining"])
def test_a_file_that_is_written_again_is_seen_though_size_and_time_stay(tmp_path: Path, name: str) -> None:
    """As rsync leaves it; also the file that says how others are to be read."""
    world = new_world(tmp_path)
    path = world.raw / name
    path.write_text("111", encoding="utf-8")
    os.utime(path, (1e9, 1e9))
    cursor = _tick(world.settings).cursor
    time.sleep(0.01)
    path.write_text("222", encoding="utf-8")
    os.utime(path, (1e9, 1e9))
    assert _tick(world.settings, cursor).run_requests


def test_names_that_are_no_text_and_cursors_by_hand_do_no_harm(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    Path(os.fsdecode(os.fsencode(world.raw) + b"/\xc5\xa3\xff.txt")).write_text("bulletin", encoding="utf-8")
    for cursor in (None, "3 abc", "[1]", '{"numbers": 1}'):
        tick = _tick(world.settings, cursor)
        assert len(tick.run_requests or ()) == 1, cursor
    assert _tick(world.settings, tick.cursor).skip_message == "nothing has changed"


@dg.op
def breaks() -> None:
    raise ValueError("a defect")


@dg.op
def finds_somebody_else() -> None:
    raise dg.RetryRequested(max_retries=0)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)


@dg.op
def is_stopped() -> None:
    """As systemd and Dagster's own services end a run."""
    _stop()


@dg.op
def breaks_as_it_is_stopped() -> None:
    """As a library that makes an error of its own of whatever ends it."""
    try:
        _stop()
    except BaseException as interruption:
        raise RuntimeError("the work ended") from interruption


OPS = [(breaks, False), (finds_somebody_else, True), (is_stopped, True), (breaks_as_it_is_stopped, True)]


@pytest.mark.parametrize(("op", "is_repeated"), OPS, ids=lambda value: getattr(value, "name", ""))
def test_a_run_that_would_fail_again_is_not_repeated(tmp_path: Path, op: dg.OpDefinition, is_repeated: bool) -> None:
    world = new_world(tmp_path)
    seconds = world.settings.sensor_seconds
    with dg.DagsterInstance.ephemeral() as instance:
        tick, began = _tick(world.settings), time.time()
        [request] = tick.run_requests or ()
        job = dg.GraphDefinition("refresh", node_defs=[op]).to_job()
        tags = _tags(str(request.run_key))
        assert not job.execute_in_process(instance=instance, tags=tags, raise_on_error=False).success

        assert not _later(world, instance, began + seconds / 2, tick.cursor).run_requests
        assert bool(_later(world, instance, began + seconds * 1.5, tick.cursor).run_requests) == is_repeated
        (world.raw / "more.txt").write_text("bulletin", encoding="utf-8")
        assert _later(world, instance, began, tick.cursor).run_requests, "what is new is not kept waiting"


def test_a_run_that_somebody_cancelled_is_not_repeated_and_pauses_have_an_end(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    with dg.DagsterInstance.ephemeral() as instance:
        cursor, began = _tick(world.settings).cursor, time.time()
        repeated = replace(Asked.of(cursor), repeats=100)
        run = instance.create_run_for_job(recorded_refresh, tags=_tags(repeated.key), status=STATUS.STARTED)
        instance.report_run_failed(run, "killed")
        assert not _later(world, instance, began + 3500, repeated.written()).run_requests
        assert _later(world, instance, began + 3700, repeated.written()).run_requests
        next_one = repeated.next(repeated.state)
        run = instance.create_run_for_job(recorded_refresh, tags=_tags(next_one.key), status=STATUS.STARTED)
        instance.report_run_canceled(run)
        assert not _later(world, instance, began + 1e7, next_one.written()).run_requests


def _tags(run_key: str) -> dict[str, str]:
    return {"dagster/sensor_name": "landing_folder", "dagster/run_key": run_key}


def _later(world: World, instance: dg.DagsterInstance, now: float, cursor: str | None) -> SensorExecutionData:
    sensor = landing_sensor(world.settings, clock=lambda: now)
    return sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=cursor))


@pytest.mark.slow
def test_files_that_come_before_while_and_after_a_real_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By Dagster's own loops: what the log holds in the end is each file once, after as few runs as can be."""
    world = new_world(tmp_path)
    now = datetime.now(UTC)
    with daemon_of(world, monkeypatch) as daemon:
        daemon.start_sensor("landing_folder")
        daemon.turn_sensors(now)
        _write(world, "waiting.txt", 1)
        daemon.turn_sensors(now + timedelta(minutes=2))
        assert len(daemon.runs("refresh")) == 1, "the run that waits will read it"
        daemon.turn_queue()
        _until(lambda: daemon.runs("refresh")[0].status is STATUS.STARTED and world.log.head() > 0)
        _write(world, "waiting.txt", 2)
        _write(world, "while.txt", 3)
        daemon.turn_sensors(now + timedelta(minutes=4))
        daemon.turn_sensors(now + timedelta(minutes=6))
        daemon.finish()
        assert [run.status for run in daemon.runs("refresh")] == [STATUS.SUCCESS] * 2
        daemon.turn_sensors(now + timedelta(minutes=8))
        assert len(daemon.runs("refresh")) == 2
    current = world.rows("select article, count(*) from dim_article where is_current group by all")
    assert {name: times for name, times in current if name in ("waiting.txt", "while.txt")} == {
        "waiting.txt": 1,
        "while.txt": 1,
    }
    told = world.rows("select value from figures where article = 'waiting.txt' and metric = 'suspects_arrested'")
    assert told == [(2,)], "what was written last is what is read"


def _write(world: World, name: str, suspects: int) -> None:
    text = f"滨州警方破获一起网络贷款诈骗案\n\n2024年6月3日，山东省滨州市公安局抓获犯罪嫌疑人{suspects}名。\n"
    (world.raw / name).write_text(text, encoding="utf-8")


def _until(condition: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + 240
        time.sleep(0.1)
