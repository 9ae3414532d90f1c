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
    parser.add_argument("folder", type=_new_folder, help="raw/ and gold/ are written below it; empty or not there yet")
    parser.add_argument("--articles", type=_positive, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    files = write_corpus(asked.folder, asked.articles, asked.seed)
    seconds = time.perf_counter() - started
    sys.stderr.write(f"{asked.articles} articles in {files} files, {asked.articles / seconds:,.0f} articles/s\n")


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _new_folder(text: str) -> Path:
    folder = Path(text)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise argparse.ArgumentTypeError(
            f"{text} is there and is no empty folder: articles of two corpora would be mixed"
        )
    return folder


if __name__ == "__main__":
    main()
