"""`python -m bench.corpus FOLDER --articles N --seed S`: write a generated corpus. Parses and calls."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.corpus.writing import write_corpus


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpus",
        description="Write a generated corpus with its truth. Scores on it are no evidence of accuracy on real text.",
    )
    parser.add_argument("folder", type=Path, help="raw/ and gold/ are written below it")
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    files = write_corpus(asked.folder, asked.articles, asked.seed)
    seconds = time.perf_counter() - started
    sys.stderr.write(f"{asked.articles} articles in {files} files, {asked.articles / seconds:,.0f} articles/s\n")


if __name__ == "__main__":
    main()
