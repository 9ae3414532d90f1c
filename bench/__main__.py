"""`python -m bench`: measure, print the table, write it where asked. Parses and calls; what is measured is in `parts`."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.parts import ONLY_WHEN_ASKED, PARTS
from bench.report import Row, markdown, show
from bench.sizes import FULL, QUICK
from bench.workshop import Workshop

PEERS_PYTHON = Path(".venv-bench/bin/python")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    asked = _parser().parse_args(arguments)
    command = " ".join(["python -m bench", *(sys.argv[1:] if arguments is None else arguments)])
    with tempfile.TemporaryDirectory(prefix="casebook-bench-", dir=asked.folder) as folder:
        shop = Workshop(QUICK if asked.quick else FULL, Path(folder), _peers(asked.peers), _say)
        rows = measure(shop, _parts(asked.parts, everything=asked.ten_million))
    show(rows)
    if asked.report:
        asked.report.write_text(markdown(rows, command), encoding="utf-8")


def measure(shop: Workshop, parts: Sequence[str]) -> list[Row]:
    """The rows of some parts, each said as soon as it is known."""
    rows = []
    for row in (row for name, part in PARTS.items() if name in parts for row in part(shop)):
        shop.say(f"    {'; '.join(cell for cell in row.cells() if cell)}")
        rows.append(row)
    return rows


def _parts(named: Sequence[str], *, everything: bool) -> Sequence[str]:
    usual = named or [name for name in PARTS if name not in ONLY_WHEN_ASKED]
    return [*usual, *ONLY_WHEN_ASKED] if everything else usual


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the log and the load, beside peers.")
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], help="what to measure; all but memory if none is named"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small logs, to see within minutes whether something changed"
    )
    parser.add_argument("--ten-million", action="store_true", help="the part memory too: a log ten times as large")
    parser.add_argument("--report", type=Path, help="write the table to this file, as Markdown")
    parser.add_argument("--folder", type=Path, help="where to put logs and databases while measuring")
    parser.add_argument("--peers", type=Path, default=PEERS_PYTHON, help="the interpreter of the peers' environment")
    return parser


def _peers(python: Path) -> Path | None:
    # Not resolved: the link in the environment's folder is what makes it that environment's interpreter.
    if python.exists():
        return python.absolute()
    _say(f"{python} is not there: peers are left out (make bench installs them)")
    return None


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
