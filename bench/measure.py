"""A piece of work in a process of its own: how long it took, how much memory it had, what it told.

Work that wants to tell more than its duration prints a JSON object of samples (name → list of numbers) as its last line;
`tell` does that. Standard library only: peers import this in an environment of their own, and a process that measures
must stay small, since Linux counts a parent's memory as its child's until the child has become another program.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Told = Mapping[str, Sequence[float]]

ROOT = Path(__file__).parents[1]
SHARED = (
    ROOT.parent / "shared"
)  # real articles, where they lie beside the project; they are measured, their words told to nobody
_SHOWN_LINES = 20


class WorkFailedError(Exception):
    """A process that was to be measured ended with an error."""

    def __init__(self, command: Sequence[str], code: int, output: str) -> None:
        """`output`: what it printed; its end is shown."""
        end = "\n".join(output.splitlines()[-_SHOWN_LINES:])
        super().__init__(f"{' '.join(command)} ended with {code}:\n{end}")


@dataclass(frozen=True, slots=True)
class Samples:
    """One measure, taken several times on the same work."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one: what is compared."""
        return median(self.values)

    @property
    def least(self) -> float:
        """The smallest: what the machine does when nobody disturbs it."""
        return min(self.values)


@dataclass(frozen=True, slots=True)
class Done:
    """What a process did. `seconds`: from its start to its end; `cpu_seconds`: of all cores, which a busy machine changes
    less; `peak_bytes`: the most memory it held (resident)."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    told: Told


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> Done:
    """Run `command` in `folder`, the environment extended. Raises WorkFailedError where it ends with an error."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # Not Popen.wait: only wait4 tells what this one child used.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise WorkFailedError(command, process.returncode, printed)
    return Done(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, _told(printed))


def tell(told: Told) -> None:
    """Print what a piece of work has to tell, as its last line."""
    sys.stdout.write(f"{json.dumps({name: list(values) for name, values in told.items()})}\n")


def _told(printed: str) -> Told:
    last = printed.rstrip().rpartition("\n")[2]
    return dict(json.loads(last)) if last.startswith("{") else {}
