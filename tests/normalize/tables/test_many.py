"""Many articles read by several processes: the same rows in the same order, and no process that outlives its run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.errors import WorkerDiedError
from pipelines.eventlog.captures import Pending
from pipelines.ingest import read_file
from pipelines.normalize.tables import many
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.normalize.tables.many import read_articles

NOW = datetime(2024, 5, 1, tzinfo=UTC)
SENTENCE = "某市公安局打掉一个电信网络诈骗团伙，抓获犯罪嫌疑人{}名。"

KILLED = """
import sys
from tests.normalize.tables.test_many import articles
from pipelines.normalize.tables import many
if __name__ == "__main__":
    many.FEW = 0
    rows = many.read_articles(articles(10_000), workers=2)
    next(rows)
    print("begun", flush=True)
    sys.stdin.readline()
    print(sum(1 for _ in zip(range(many.BATCH * 7), rows)), flush=True)
    sys.stdin.read()
"""


def articles(number: int) -> Iterator[Pending]:
    for index in range(number):
        content = SENTENCE.format(index + 2).encode()
        yield from (Pending(index, NOW, one) for one in read_file(f"{index}.txt", content).captured)


def test_rows_are_the_same_in_the_same_order_and_only_some_articles_are_on_their_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = list(read_articles(articles(70), workers=1))
    monkeypatch.setattr(many, "FEW", 0)
    monkeypatch.setattr(many, "BATCH", 2)
    taken = 0

    def counted() -> Iterator[Pending]:
        nonlocal taken
        for one in articles(70):
            taken += 1
            yield one

    rows = read_articles(counted(), workers=2)
    first = next(rows)
    assert taken <= many.BATCH * many.AHEAD * 2
    assert [first, *rows] == alone
    assert [row.captured_position for row in alone] == list(range(70))


def test_few_articles_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_apart", None)  # would fail if it were called
    assert len(list(read_articles(articles(many.BATCH), workers=2))) == many.BATCH


def test_dead_worker_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "FEW", 0)
    monkeypatch.setattr(many, "_read", _die)
    with pytest.raises(WorkerDiedError, match="CASEBOOK_WORKERS=1"):
        list(read_articles(articles(3), workers=2))


def _die(_: object) -> list[CodedArticle]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_workers_leave_ctrl_c_to_the_run_and_end_when_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "begun\n"
    workers = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="utf-8").split()
    assert len(workers) >= 2
    for worker in workers:
        os.kill(int(worker), signal.SIGINT)
    assert run.stdin is not None
    print(file=run.stdin, flush=True)
    assert run.stdout.readline() == f"{many.BATCH * 7}\n", "they go on"
    run.kill()
    run.communicate()
    deadline = time.monotonic() + 60
    while any(_lives(worker) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _lives(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
