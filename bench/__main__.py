"""`python -m bench`: measure, print the tables, write them where asked. Parses and calls; what is measured is in `parts`."""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.page import page
from bench.parts import ONLY_WHEN_ASKED, PARTS
from bench.report import GrowthRow, Line, show
from bench.sizes import FULL, MILLION, QUICK, Sizes
from bench.workshop import Workshop

PEERS_PYTHON = Path(".venv-bench/bin/python")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    asked = _parser().parse_args(arguments)
    command = told_command(sys.argv[1:] if arguments is None else arguments)
    with tempfile.TemporaryDirectory(prefix="casebook-bench-", dir=asked.folder) as folder:
        shop = Workshop(_sizes(asked), Path(folder), _peers(asked.peers), _say)
        measured = measure(shop, _parts(asked.parts, everything=asked.ten_million))
    for lines in measured.values():
        show(lines)
    if asked.report:
        _write(asked.report, measured, command)


def told_command(arguments: Sequence[str]) -> str:
    """The command as the page names it: where peers and databases lie is a matter of the machine."""
    _, of_all = _places().parse_known_args(arguments)
    return " ".join(["python -m bench", *of_all])


def measure(shop: Workshop, parts: Sequence[str]) -> dict[str, list[Line]]:
    """Part → its lines, each said as soon as it is known."""
    measured: dict[str, list[Line]] = {}
    for name in (name for name in PARTS if name in parts):
        for line in PARTS[name](shop):
            shop.say(f"    {'; '.join(cell for cell in line.cells() if cell)}")
            measured.setdefault(name, []).append(line)
    return measured


def _write(report: Path, measured: Mapping[str, Sequence[Line]], command: str) -> None:
    """The page, and the picture of growth beside it."""
    before = report.read_text(encoding="utf-8") if report.exists() else ""
    report.write_text(page(before, measured, command), encoding="utf-8")
    if points := [line for line in measured.get("growth", ()) if isinstance(line, GrowthRow)]:
        from bench.chart import draw

        draw(points, report.with_name("growth.svg"))


def _sizes(asked: argparse.Namespace) -> Sizes:
    sizes = QUICK if asked.quick else MILLION if asked.million else FULL
    return sizes if asked.at_most is None else sizes.up_to(asked.at_most)


def _parts(named: Sequence[str], *, everything: bool) -> Sequence[str]:
    usual = named or [name for name in PARTS if name not in ONLY_WHEN_ASKED]
    return [*usual, *ONLY_WHEN_ASKED] if everything else usual


def _places() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--folder", type=Path, help="where to put logs and databases while measuring")
    parser.add_argument("--peers", type=Path, default=PEERS_PYTHON, help="the interpreter of the peers' environment")
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure the pipeline, and log and load beside peers.",
        parents=[_places()],
        allow_abbrev=False,
    )
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], help="what to measure; all but memory if none is named"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small logs, to see within minutes whether something changed"
    )
    parser.add_argument("--ten-million", action="store_true", help="the part memory too: a log ten times as large")
    parser.add_argument("--million", action="store_true", help="the whole pipeline on a million articles too; a night")
    parser.add_argument(
        "--at-most", type=int, metavar="ARTICLES", help="leave out corpora, batches and histories of more articles"
    )
    parser.add_argument("--report", type=Path, help="write the parts' sections of this page (Markdown) anew")
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
