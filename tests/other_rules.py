"""Rules of extraction that are not the project's, for processes of tests: under another version's name, or other in fact.

A fork takes them by its entry point (`renamed`, `different`), Dagster's code server and runs by `put_in_place`.
"""

import sys
from collections.abc import Callable
from dataclasses import replace

from pipelines.cli import main
from pipelines.model.document import Document
from pipelines.model.reports import Coding
from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.extraction.version import coder_version

VERSION = "another"


def renamed() -> None:
    """The command `casebook`, where the same rules have another version's name."""
    _put(coder_version, lambda: VERSION)
    main()


def different() -> None:
    """The command `casebook`, where other rules are in place."""
    put_in_place()
    main()


def put_in_place() -> None:
    """From now on the first figure of every article is missed."""
    _put(coder_version, lambda: VERSION)
    _put(code_document, _without_first_figure)


def _without_first_figure(document: Document) -> Coding:
    coding = code_document(document)
    return replace(coding, figures=coding.figures[1:])


def _put(original: Callable[..., object], other: Callable[..., object]) -> None:
    """Wherever a module of the project has a name for the original, it names the other one."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipelines."):
            for known in [known for known, value in vars(module).items() if value is original]:
                setattr(module, known, other)
