"""What tests run on a disk of their own: a program, started there with the disk's folder and sizes in KB.

With each of the sizes it refreshes, and again once there is room; after the last of them again when the disk is read-only,
and asks for the status; prints a line of JSON for each: code, stdout, stderr.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import forks
from refreshing import COMMAND


def _mount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def _told(done: "subprocess.CompletedProcess[str]") -> None:
    print(json.dumps([done.returncode, done.stdout, done.stderr]))


def _casebook(command: str) -> None:
    _told(forks.casebook([command], os.environ))


def main(disk: Path, *sizes_kb: str) -> None:
    """See the module."""
    for size_kb in sizes_kb:
        _mount(disk, f"rw,size={size_kb}k")
        # As a user runs it: who runs out of room differs with what was imported before.
        _told(subprocess.run([COMMAND, "refresh"], capture_output=True, text=True, check=False))
        _mount(disk, "size=200m")
        _casebook("refresh")
        if size_kb != sizes_kb[-1]:
            shutil.rmtree(disk / "warehouse")
    _mount(disk, "ro")
    _casebook("refresh")
    _casebook("status")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
