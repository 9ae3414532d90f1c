"""A log in an object store: what a log on a disk does, over HTTP, against moto's S3 in a process of its own.

In the same process it would not do: delta-rs holds Python's lock while it asks.
"""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import notes

from pipelines.errors import CasebookError, NotKeeperError, UnreachableLogError, UsageError
from pipelines.eventlog import EventLog
from pipelines.eventlog.apart import Verifier
from pipelines.eventlog.batch import Origin
from pipelines.eventlog.erasure import erase
from pipelines.eventlog.remote import KEEPER_FILE

pytestmark = pytest.mark.slow

SECRET = "not-to-be-seen-anywhere"
BUCKET = "casebook-tests"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 with one bucket."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    said = (tmp_path_factory.mktemp("store") / "said.txt").open("w")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=said, stderr=said)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address)
        request = urllib.request.Request(f"{address}/{BUCKET}", method="PUT")
        with urllib.request.urlopen(request):
            yield address
    finally:
        server.terminate()
        server.wait()
        said.close()


def _await(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with closing(urllib.request.urlopen(address)):
                return
        except OSError:
            assert time.monotonic() < deadline, "moto did not start"
            time.sleep(0.2)


@pytest.fixture(autouse=True)
def _in_the_environment(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": store,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "a-key-id",
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def log(request: pytest.FixtureRequest, tmp_path: Path) -> EventLog:
    log = EventLog(f"s3://{BUCKET}/{request.node.name}/log", tmp_path)
    log.create()
    return log


def append(log: EventLog, *numbers: int) -> int:
    done = log.append([notes(*numbers)], actor="test", run_id="test", recorded_at=datetime.now(UTC))
    return done.events


def count(log: EventLog) -> int:
    return int(log.scan(["position"]).read_all().num_rows)


def test_it_is_created_written_read_and_verified(log: EventLog) -> None:
    assert log.exists()
    assert not EventLog(f"s3://{BUCKET}/elsewhere/log").exists()
    assert append(log, 1, 2, 3) == 4
    assert append(log, 3) == 0, "it is there already"
    assert append(log, 4) == 2
    positions = log.scan(["position"], after=2).read_all().column("position").to_pylist()
    assert sorted(positions) == [3, 4, 5, 6]
    assert log.size_bytes() > 0
    with Verifier() as verifier:
        verified = verifier.verify(log, deep=True)
    assert (verified.events, verified.head, verified.findings) == (6, 6, ())


def test_writers_at_the_same_time_share_the_positions(log: EventLog) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: append(log, number), range(8))) == [2] * 8
    positions = log.scan(["position"]).read_all().column("position").to_pylist()
    assert sorted(positions) == list(range(1, 17))
    with Verifier() as verifier:
        assert verifier.verify(log).findings == ()


def test_its_keeper_unites_files_and_nobody_else(log: EventLog, tmp_path: Path) -> None:
    for number in range(5):
        append(log, number)
    done = log.compact(timedelta(0))
    assert (done.files_before, done.files_after) == (5, 1)
    assert (tmp_path / KEEPER_FILE).exists()
    stranger_folder = tmp_path / "another warehouse"
    stranger_folder.mkdir()
    stranger = EventLog(log.uri, stranger_folder)
    append(stranger, 5)
    with pytest.raises(NotKeeperError, match="take-over"):
        stranger.compact(timedelta(0))
    assert stranger.compact(timedelta(0), take_over=True).files_after == 1
    with pytest.raises(NotKeeperError):
        log.compact(timedelta(0))
    with pytest.raises(UsageError):
        EventLog(log.uri).compact()
    assert count(log) == 12
    with Verifier() as verifier:
        assert verifier.verify(log, deep=True).findings == ()


def test_nothing_is_erased_from_it(log: EventLog) -> None:
    append(log, 1)
    with pytest.raises(UsageError, match="on a disk"):
        erase(log, "article", "a reason", Origin("test", "test", datetime.now(UTC)))


@pytest.mark.parametrize("what", ["a bucket that is not there", "a store that does not answer"])
def test_a_store_that_is_away_is_no_damage_and_shows_no_secret(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if what == "a store that does not answer":
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    log = EventLog("s3://no-such-bucket/log")
    began = time.monotonic()
    for ask in (log.exists, log.create, log.head, lambda: count(log), lambda: append(log, 1)):
        with pytest.raises(CasebookError) as caught:
            ask()
        assert isinstance(caught.value, UnreachableLogError) or "no event log" in str(caught.value)
        assert SECRET not in str(caught.value)
        assert "\x1b" not in str(caught.value)
    assert time.monotonic() - began < 60
