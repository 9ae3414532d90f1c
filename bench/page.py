"""The page docs/performance.md: a section for each part that a run writes anew, between marks, and prose that it leaves alone.

A section says with which command, when and on what it was measured. Parts that a run does not measure keep their sections.
"""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import ROOT
from bench.parts import TITLES
from bench.report import Line, Row, tables

_OUR_PACKAGES = ("duckdb", "deltalake", "pyarrow", "polars", "dagster", "great-expectations")
_TITLE = "# Performance\n"
PICTURES = {"growth": "![Computing of a refresh against what is new and against history](growth.svg)"}


def page(before: str, measured: Mapping[str, Sequence[Line]], command: str) -> str:
    """The page `before` with the sections of the measured parts written anew; new ones stand at its end."""
    text = before if before.strip() else _TITLE
    for part, lines in measured.items():
        begin, end = f"<!-- bench {part} -->", f"<!-- /bench {part} -->"
        section = f"{begin}\n{_section(part, lines, command)}{end}"
        above, found, rest = text.partition(begin)
        text = f"{above}{section}{rest.partition(end)[2]}" if found else f"{text.rstrip()}\n\n{section}\n"
    return text


def _section(part: str, lines: Sequence[Line], command: str) -> str:
    told = [f"## {TITLES[part]}", "", f"Measured by `{command}` on {_today()}. {_machine()}. {_versions()}.", ""]
    if part in PICTURES:
        told += [PICTURES[part], ""]
    for headings, some in tables(lines):
        told += [_line(headings), _line("---" for _ in headings), *(_line(line.cells()) for line in some), ""]
    rows = [line for line in lines if isinstance(line, Row)]
    missed = dict.fromkeys(f"- {row.what}: {row.mark.bound}" for row in rows if row.mark and row.met is False)
    if missed:
        told += ["What bounds the figures that miss their mark:", "", *missed, ""]
    return "\n".join(told)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _machine() -> str:
    pages, page_bytes = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"Machine: {os.cpu_count()} cores ({_processor()}), {pages * page_bytes / 1e9:.0f} GB of memory, "
        f"{platform.system()}; load in the last quarter of an hour {os.getloadavg()[2]:.1f}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _versions() -> str:
    ours = ", ".join(f"{name} {version(name)}" for name in _OUR_PACKAGES)
    lines = (ROOT / "bench" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.partition("#")[0].strip() for line in lines]
    peers = ", ".join(pin.replace("==", " ") for pin in pinned if pin)
    return f"Python {platform.python_version()}, {ours}; peers: {peers}"
