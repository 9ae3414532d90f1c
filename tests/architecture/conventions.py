"""The rules of the house as functions: a module in, complaints out. An empty list means that the rule is kept.

DESIGN.md, section 1, and CONTRIBUTING.md say why. test_architecture.py applies them to the project and proves with
broken snippets that each can fail.
"""

import ast
import re
import sys
from collections.abc import Iterator

from source_code import Module, within

MAX_LINES = 500

VERBS = ("pipelines.ingest", "pipelines.normalize", "pipelines.validate", "pipelines.load")

# Package → what it may import of this project, besides itself. The first entry that fits a module counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "pipelines.errors": (),
    "pipelines.faults": (),
    "pipelines.file_stamps": (),
    "pipelines.memory": (),
    "pipelines.progress": (),
    "pipelines.redaction": (),
    "pipelines.locations": (),
    "pipelines.accounting": (),
    "pipelines.cron": (),
    "pipelines.source_digest": (),
    "pipelines.disk_trouble": ("pipelines.errors",),
    "pipelines.passing_trouble": ("pipelines.disk_trouble", "pipelines.errors"),
    "pipelines.whole_files": ("pipelines.faults",),
    "pipelines.writer_lock": ("pipelines.errors", "pipelines.faults"),
    "pipelines.settings": ("pipelines.cron", "pipelines.errors", "pipelines.locations"),
    "pipelines.log_lines": ("pipelines.redaction",),
    "pipelines.logs": (*("pipelines.errors", "pipelines.redaction", "pipelines.settings", "pipelines.log_lines"),),
    "pipelines.model": ("pipelines.errors",),
    "pipelines.eventlog": ("pipelines.errors", "pipelines.faults", "pipelines.redaction", "pipelines.model"),
    "pipelines.ingest": ("pipelines.errors", "pipelines.file_stamps", "pipelines.model", "pipelines.eventlog"),
    "pipelines.normalize.tables": (
        *("pipelines.errors", "pipelines.memory", "pipelines.model", "pipelines.eventlog", "pipelines.normalize"),
    ),
    "pipelines.normalize": ("pipelines.errors", "pipelines.model", "pipelines.source_digest"),
    "pipelines.validate": ("pipelines.errors", "pipelines.faults", "pipelines.model", "pipelines.eventlog"),
    "pipelines.charts": ("pipelines.errors",),
    "pipelines.correct": ("pipelines.errors", "pipelines.model", "pipelines.eventlog"),
    "pipelines.load": (
        *("pipelines.errors", "pipelines.faults", "pipelines.whole_files", "pipelines.model", "pipelines.eventlog"),
    ),
    # The outermost layer: where everything is put together.
    "pipelines": ("pipelines",),
}
# Nothing inside may look out.
OUTERMOST = (
    "pipelines.cli",
    "pipelines.cli_corrections",
    "pipelines.cli_options",
    "pipelines.cli_quarantine",
    "pipelines.definitions",
    "pipelines.last_refresh",
    "pipelines.metrics",
    "pipelines.orchestration",
    "pipelines.report",
    "pipelines.status",
    "pipelines.warehouse",
)

PURE = ("pipelines.model", "pipelines.normalize")
IMPURE_PARTS = ("pipelines.normalize.tables",)
FORBIDDEN_IN_PURE = (
    *("dagster", "duckdb", "polars", "pandas", "deltalake", "pyarrow", "great_expectations"),
    *("socket", "urllib.request", "http", "requests", "httpx", "ssl", "asyncio", "subprocess", "multiprocessing"),
    *("time", "random", "secrets", "uuid"),
)
CLOCKS = {"now", "utcnow", "today"}

# Where a line of SQL in Python is allowed, with the reason.
SQL_ALLOWED = {
    "pipelines.load.projection": "creates, reads and stages what the files of sql/ work on",
    "pipelines.load.differences": "asks two files what a file of sql/differences selects",
    "pipelines.load.checks": "counts and samples what a file of sql/checks selects",
    "pipelines.eventlog.log": "stages a stream under the name that the caller gives",
}
_SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b"
    r"|\bcreate\s+(or\s+replace\s+)?(temp\s+)?(table|view|macro)\b",
    re.IGNORECASE | re.DOTALL,
)

_PRIVATE_PLACE = re.compile(
    r"(?<![\w.])/(?:home|root|work|Users|tmp)/\w|\b[a-z0-9.-]*(?:pypi|artifactory|nexus|mirror)[a-z0-9.-]*\.[a-z]{2,}/"
    r"|--(?:extra-)?index[-]url|\b[C]:\\Users\b"  # in brackets, so that the pattern is not what it looks for
)


def direction(module: Module) -> Iterator[str]:
    """Imports inside the project point one way."""
    allowed = next(targets for package, targets in MAY_IMPORT.items() if module.is_in(package))
    own = next(package for package in MAY_IMPORT if module.is_in(package))
    for name in sorted(module.imports()):
        if not within(name, "pipelines"):
            continue
        if own != "pipelines" and not any(within(name, target) for target in (own, *allowed)):
            yield f"{module.name} may not import {name}"
        if not module.is_in(*OUTERMOST) and any(within(name, outer) for outer in OUTERMOST):
            yield f"{module.name} looks outward to {name}"
        if module.is_in("pipelines.normalize") and not module.is_in(*IMPURE_PARTS):
            yield from (f"{module.name} imports tables: {name}" for part in IMPURE_PARTS if within(name, part))


def purity(module: Module) -> Iterator[str]:
    """The core knows no engine, no framework, no network, no clock and no chance."""
    if not module.is_in(*PURE) or module.is_in(*IMPURE_PARTS):
        return
    for name in sorted(module.imports()):
        yield from (f"{module.name} imports {name}" for bad in FORBIDDEN_IN_PURE if within(name, bad))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"{module.name}:{node.lineno} looks at the clock: .{node.attr}"


def clocks_of_tables(module: Module) -> Iterator[str]:
    """Tables may use polars, and still no clock: what is derived depends on what was captured alone."""
    if not module.is_in(*IMPURE_PARTS):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"{module.name}:{node.lineno} looks at the clock: .{node.attr}"


def model_is_standard_library(module: Module) -> Iterator[str]:
    """The model needs nothing that is not in Python."""
    if not module.is_in("pipelines.model"):
        return
    for name in sorted(module.imports()):
        top = name.split(".")[0]
        if top != "pipelines" and top not in sys.stdlib_module_names:
            yield f"{module.name} imports {name}"


def expectations_in_validate(module: Module) -> Iterator[str]:
    """Great Expectations takes seconds to import: only validate pays."""
    if not module.is_in("pipelines.validate"):
        yield from (f"{module.name} imports {n}" for n in sorted(module.imports()) if within(n, "great_expectations"))


def dagster_in_orchestration(module: Module) -> Iterator[str]:
    """Dagster stays at the edge."""
    if not module.is_in("pipelines.orchestration", "pipelines.definitions"):
        yield from (f"{module.name} imports {n}" for n in sorted(module.imports()) if within(n, "dagster"))


def sql_in_files(module: Module) -> Iterator[str]:
    """SQL stands in sql/, where it can be read, run and checked."""
    if module.name in SQL_ALLOWED:
        return
    for line, text in _strings(module.tree):
        if found := _SQL.search(text):
            yield f"{module.name}:{line} holds SQL: {found[0][:40]!r}"


def size(module: Module) -> Iterator[str]:
    """A file can be read in one go."""
    lines = module.text.count("\n")
    if lines >= MAX_LINES:
        yield f"{module.name} has {lines} lines"


def documented(module: Module) -> Iterator[str]:
    """Every module says what belongs in it."""
    if not ast.get_docstring(module.tree):
        yield f"{module.name} has no docstring"


def private_places(name: str, text: str) -> Iterator[str]:
    """No path of somebody's machine and no package index."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _PRIVATE_PLACE.search(line):
            yield f"{name}:{number} names {found[0]!r}"


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is no documentation; an f-string is one, with a word for each value."""
    documentation = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "value" for part in node.values)
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def _docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                yield id(first.value)
