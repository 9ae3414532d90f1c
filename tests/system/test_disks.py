"""A disk that is full or read-only: one clear line, nothing lost, and the next run completes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from refreshing import ROOT, new_world

PATHS = os.pathsep.join([str(ROOT), str(ROOT / "tests")])

# Mounts a disk of $1 KB at $2 in a name space of its own, then goes on with the rest of the line.
_MOUNT = 'mount -t tmpfs -o size=$1k none "$2" && shift 2 && exec "$@"'


def on_disk(folder: Path, size_kb: int, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", _MOUNT, "sh", str(size_kb), str(folder), *command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    if on_disk(folder, 64, "true").returncode:
        pytest.skip("no disk can be mounted here: it needs unshare and user name spaces")
    return folder


@pytest.mark.slow
def test_whatever_runs_out_of_room_says_so_and_loses_nothing(disk: Path) -> None:
    done = on_disk(disk, 40 * 1024, sys.executable, "-m", "small_disks", str(disk), PYTHONPATH=PATHS)
    assert done.returncode == 0, done.stderr
    refused = {line.partition(" ")[2] for line in done.stdout.splitlines()}
    assert "" in refused, "the last sizes are enough"
    assert any(who.startswith("append") for who in refused)
    assert any(who.startswith("load") for who in refused)


SIZES_KB = ("300", "2500")


@pytest.mark.slow
def test_a_refresh_on_a_full_disk_ends_with_one_line_completes_with_room_and_says_when_that_is_read_only(
    disk: Path, tmp_path: Path
) -> None:
    world = new_world(tmp_path, ("2024/0322_jining",))
    environment = world.environment(CASEBOOK_WAREHOUSE=str(disk / "warehouse"), PYTHONPATH=PATHS)
    done = on_disk(disk, 300, sys.executable, "-m", "commands_on_disk", str(disk), *SIZES_KB, **environment)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    *refreshes, read_only, status = told
    for full, roomy in zip(refreshes[::2], refreshes[1::2], strict=True):
        assert full[0] == 2, full
        assert full[2].splitlines()[-1].startswith("casebook: the disk is full; nothing that was recorded is lost")
        assert roomy[0] == 0, roomy
        assert "Published: " in roomy[1]
    assert len(refreshes) == 2 * len(SIZES_KB)
    assert read_only[0] == 2, read_only
    [line] = read_only[2].splitlines()
    assert line.startswith("casebook: the disk is read-only")
    assert status[0] == 1, status
    assert status[1].splitlines()[-1] == "The disk is read-only: the next refresh will fail"
    assert not any("Traceback" in errors for _, _, errors in told)
