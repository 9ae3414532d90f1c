"""The command: scores of one folder, or the page docs/accuracy.md."""

import argparse
from pathlib import Path

from tools.accuracy.corpus import code_folder, read_gold
from tools.accuracy.scoring import Score, score


def main() -> None:
    """Parse the arguments and print."""
    parser = argparse.ArgumentParser(prog="python -m tools.accuracy", description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="a folder of articles")
    parser.add_argument("--gold", type=Path, required=True, help="the folder of their hand coding")
    parser.add_argument("--errors", action="store_true", help="list everything that is missed or wrong")
    arguments = parser.parse_args()
    truths = read_gold(arguments.gold)
    result = score(truths, code_folder(arguments.raw, frozenset(truths)))
    if arguments.errors:
        print("\n".join(result.errors))
    print("\n".join(_lines(result)))


def _lines(result: Score) -> list[str]:
    named = ("figures", "strict", "cases", "regions", "campaigns")
    rows = [(name, getattr(result, name)) for name in named]
    lines = [
        f"{name:10} F1 {c.f1:.3f}  P {c.precision:.3f}  R {c.recall:.3f}  ({c.right} right, {c.given} given, {c.wanted} wanted)"
        for name, c in rows
    ]
    lines += [f"{name:10} {c.right} of {c.given} ({c.precision:.3f})" for name, c in sorted(result.attributes.items())]
    return [*lines, f"{result.files} files, {result.out_of_domain_figures} figures from files out of the domain"]


if __name__ == "__main__":
    main()
