"""A disk that is full or read-only: one clear line, nothing lost, and the next run completes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from refreshing import COMMAND, ROOT, World, new_world

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
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = on_disk(disk, 40 * 1024, sys.executable, "-m", "small_disks", str(disk), PYTHONPATH=paths)
    assert done.returncode == 0, done.stderr
    refused = {line.partition(" ")[2] for line in done.stdout.splitlines()}
    assert "" in refused, "the last sizes are enough"
    assert any(who.startswith("append") for who in refused)
    assert any(who.startswith("load") for who in refused)


def command_on(disk: Path, world: World, size_kb: int, script: str) -> tuple[list[str], list[str]]:
    """Run a script with the warehouse on a disk; the codes that it prints, and the last lines of stderr before each."""
    environment = world.environment(CASEBOOK_WAREHOUSE=str(disk / "warehouse"), COMMAND=COMMAND, DISK=str(disk))
    done = on_disk(disk, size_kb, "sh", "-c", script, **environment)
    return done.stdout.split("\n"), done.stderr.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("size_kb", [300, 2500])
def test_a_refresh_on_a_full_disk_ends_with_one_line_completes_with_room_and_says_when_that_is_read_only(
    disk: Path, tmp_path: Path, size_kb: int
) -> None:
    world = new_world(tmp_path, ("2024/0322_jining",))
    script = (
        '"$COMMAND" refresh >/dev/null; echo $?; echo end of full >&2; '
        'mount -o remount,size=200m "$DISK"; "$COMMAND" refresh 2>&1; echo $?; '
        'mount -o remount,ro "$DISK"; "$COMMAND" refresh; echo $?; "$COMMAND" status | tail -1; "$COMMAND" status >/dev/null; echo $?'
    )
    out, errors = command_on(disk, world, size_kb, script)
    full, read_only = errors[: errors.index("end of full")], errors[errors.index("end of full") + 1 :]
    assert out[0] == "2", errors
    assert full[-1].startswith("casebook: the disk is full; nothing that was recorded is lost")
    assert out[-5:] == ["0", "2", "The disk is read-only: the next refresh will fail", "1", ""], (out, errors)
    assert any("Published: " in line for line in out)
    [line] = read_only
    assert line.startswith("casebook: the disk is read-only")
    assert not any("Traceback" in line for line in errors)
