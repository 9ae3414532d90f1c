"""Writers in several processes at once: one gapless order, nothing lost, nothing twice."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from builders import START, notes

from pipelines.errors import AppendConflictError
from pipelines.eventlog import EventLog, StepMark
from pipelines.eventlog.digest import GENESIS_ROOT, batch_root

SPAWN = multiprocessing.get_context("spawn")


def _write_own(uri: str, writer: int, commits: int, gate: str) -> int:
    """Commit `commits` batches of two events; retries of the whole append are the caller's business, as documented."""
    log = EventLog(uri)
    _wait_for(gate)
    lost = 0
    for commit in range(commits):
        number = writer * 1000 + commit * 2
        while True:
            try:
                log.append([notes(number, number + 1)], actor=str(writer), run_id="r", recorded_at=START)
                break
            except AppendConflictError:
                lost += 1
    return lost


def _write_shared(uri: str, gate: str) -> int:
    _wait_for(gate)
    return EventLog(uri).append([notes(*range(20))], actor="x", run_id="r", recorded_at=START).events


def _run_step(uri: str, writer: int, gate: str) -> int:
    _wait_for(gate)
    mark = StepMark("accept", 0, 5)
    return EventLog(uri).append([notes(writer)], actor="x", run_id="r", recorded_at=START, mark=mark).events


def _wait_for(gate: str) -> None:
    """All writers start together: each leaves its mark and waits for the others'."""
    import os
    import time

    folder, expected = Path(gate), int(Path(gate).name)
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < expected:
        time.sleep(0.005)


def _gate(tmp_path: Path, writers: int, name: str) -> str:
    gate = tmp_path / name / str(writers)
    gate.mkdir(parents=True)
    return str(gate)


def _check_order(log: EventLog) -> dict[str, int]:
    """Positions 1..n once each and chained batches; event ids with their counts."""
    rows = log.scan(["position", "type", "event_id", "digest", "batch"]).read_all().to_pylist()
    rows.sort(key=lambda row: int(row["position"]))
    assert [row["position"] for row in rows] == list(range(1, log.head() + 1))
    root, digests = GENESIS_ROOT, []
    for row in rows:
        if row["type"] != "batch_closed":
            digests.append(row["digest"])
            continue
        root, digests = batch_root(root, digests), []
        assert row["batch"]["root"] == root
    ids = [row["event_id"] for row in rows if row["type"] != "batch_closed"]
    return {event_id: ids.count(event_id) for event_id in ids}


@pytest.mark.parametrize(("writers", "commits"), [(3, 4), pytest.param(5, 8, marks=pytest.mark.slow)])
def test_concurrent_writers_share_one_gapless_order(log: EventLog, tmp_path: Path, writers: int, commits: int) -> None:
    gate = _gate(tmp_path, writers, "own")
    with ProcessPoolExecutor(writers, mp_context=SPAWN) as pool:
        runs = [pool.submit(_write_own, log.uri, writer, commits, gate) for writer in range(writers)]
        lost = sum(run.result() for run in runs)
    found = _check_order(log)
    expected = {f"note-{w * 1000 + c * 2 + i}" for w in range(writers) for c in range(commits) for i in (0, 1)}
    assert set(found) == expected
    assert set(found.values()) == {1}
    assert lost == 0, "an append gave up although the others made way"


def test_one_batch_written_by_all_is_there_once_and_one_run_of_a_step_wins(log: EventLog, tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=SPAWN) as pool:
        gate = _gate(tmp_path, 3, "shared")
        written = [run.result() for run in [pool.submit(_write_shared, log.uri, gate) for _ in range(3)]]
        assert sorted(written) == [0, 0, 21]
        gate = _gate(tmp_path, 3, "step")
        steps = [run.result() for run in [pool.submit(_run_step, log.uri, 100 + n, gate) for n in range(3)]]
        assert sorted(steps) == [0, 0, 2]
    assert set(_check_order(log).values()) == {1}
    assert log.checkpoint("accept") == 5
