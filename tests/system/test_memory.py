"""What a process keeps of memory that nobody uses any more."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

POOL = "from pipelines.memory import keep_little; keep_little(); import pyarrow; print(pyarrow.default_memory_pool().backend_name)"

# All blocks but the last are freed: what is free lies below something that is not.
FREED = """
from pathlib import Path
from pipelines.memory import give_back

def resident_kb():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

blocks = [bytearray(b"x" * 4_000) for _ in range(50_000)]
last = blocks.pop()
blocks.clear()
before = resident_kb()
give_back()
print(before - resident_kb())
"""


def printed(program: str, environment: Mapping[str, str] = os.environ) -> str:
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_arrow_takes_its_memory_where_it_can_be_taken_back_but_the_environment_has_the_last_word() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    assert printed(POOL, environment) == "system"
    assert printed(POOL, {**environment, "ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}) == "mimalloc"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and speaks of glibc")
def test_what_is_free_goes_back_to_the_system() -> None:
    assert int(printed(FREED)) > 100_000
