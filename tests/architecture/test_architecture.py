"""The house rules hold for the whole project, and each rule catches a module that breaks it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import conventions
import pytest
from conftest import LONGEST_FIRST
from source_code import ROOT, Module, modules

Rule = Callable[[Module], Iterator[str]]

RULES: tuple[Rule, ...] = (
    conventions.direction,
    conventions.purity,
    conventions.clocks_of_tables,
    conventions.model_is_standard_library,
    conventions.expectations_in_validate,
    conventions.dagster_in_orchestration,
    conventions.sql_in_files,
    conventions.size,
    conventions.documented,
)

MODULES = modules()

# Rule, module that breaks it, its text. One for each thing that the rule forbids.
BROKEN: list[tuple[Rule, str, str]] = [
    (conventions.direction, "pipelines.load.x", "from pipelines.validate import runner"),
    (conventions.direction, "pipelines.ingest.x", "import pipelines.normalize.documents"),
    (conventions.direction, "pipelines.validate.x", "def f() -> None:\n    from pipelines.ingest import landing"),
    (conventions.direction, "pipelines.validate.x", "from ..normalize import tables"),
    (conventions.direction, "pipelines.normalize.tables.x", "from pipelines.load import publish"),
    (conventions.direction, "pipelines.normalize.x", "from pipelines.eventlog import EventLog"),
    (conventions.direction, "pipelines.normalize.x", "from pipelines.normalize.tables import frames"),
    (conventions.direction, "pipelines.normalize.x", "from pipelines.normalize import tables"),
    (conventions.direction, "pipelines.eventlog.x", "from pipelines.load.projection import Reference"),
    (conventions.direction, "pipelines.eventlog.x", "from pipelines import load"),
    (conventions.direction, "pipelines.model.x", "from pipelines.eventlog import EventLog"),
    (conventions.direction, "pipelines.errors", "from pipelines.model.ids import stable_id"),
    (conventions.direction, "pipelines.load.x", "from pipelines.warehouse import Warehouse"),
    (conventions.direction, "pipelines.ingest.x", "from pipelines.settings import Settings"),
    (conventions.direction, "pipelines.settings", "from pipelines.orchestration import build"),
    (conventions.purity, "pipelines.normalize.extraction.x", "import polars as pl"),
    (conventions.purity, "pipelines.normalize.x", "from duckdb import connect"),
    (conventions.purity, "pipelines.model.x", "import urllib.request"),
    (conventions.purity, "pipelines.model.x", "from urllib import request"),
    (conventions.purity, "pipelines.normalize.x", "import time"),
    (conventions.purity, "pipelines.normalize.x", "from datetime import date\nday = date.today()"),
    (conventions.purity, "pipelines.normalize.x", "import datetime\ndef f():\n    return datetime.datetime.now()"),
    (conventions.clocks_of_tables, "pipelines.normalize.tables.x", "from datetime import date\nday = date.today()"),
    (conventions.model_is_standard_library, "pipelines.model.x", "import yaml"),
    (conventions.expectations_in_validate, "pipelines.load.x", "import great_expectations as gx"),
    (conventions.dagster_in_orchestration, "pipelines.load.x", "import dagster as dg"),
    (conventions.sql_in_files, "pipelines.report.x", 'QUERY = "SELECT a\\nFROM b"'),
    (conventions.sql_in_files, "pipelines.report.x", 'QUERY = f"select {1} from b"'),
    (conventions.sql_in_files, "pipelines.report.x", 'QUERY = "insert into t values (1)"'),
    (conventions.sql_in_files, "pipelines.report.x", 'QUERY = "create or replace temp table t (x int)"'),
    (conventions.size, "pipelines.x", "\n" * conventions.MAX_LINES),
    (conventions.documented, "pipelines.x", "x = 1"),
]

# Rule, module, text that is allowed although it looks alike.
WHOLE: list[tuple[Rule, str, str]] = [
    (conventions.direction, "pipelines.cli", "from pipelines.load import publish"),
    (conventions.direction, "pipelines.normalize.tables.x", "from pipelines.normalize.resolution import assign"),
    (conventions.direction, "pipelines.loadable", "from pipelines.validate import runner"),
    (conventions.purity, "pipelines.normalize.tables.x", "import polars as pl"),
    (conventions.purity, "pipelines.normalize.x", "import timeit_like\nfrom datetime import date"),
    (conventions.sql_in_files, "pipelines.report.x", '"""Select a row from a table."""'),
    (conventions.sql_in_files, "pipelines.report.x", 'MESSAGE = "choose one from the list"'),
    (conventions.documented, "pipelines.x", '"""What it is."""'),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    assert [complaint for module in MODULES for complaint in rule(module)] == []


@pytest.mark.parametrize(("rule", "name", "text"), BROKEN)
def test_a_broken_module_is_caught(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(name, text)))


@pytest.mark.parametrize(("rule", "name", "text"), WHOLE)
def test_a_whole_module_is_not(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(name, text))) == []


def test_every_rule_has_a_module_that_breaks_it() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


def test_the_packages_are_those_of_the_design() -> None:
    names = {module.name for module in MODULES}
    assert {*conventions.VERBS, *conventions.OUTERMOST, "pipelines.eventlog", "pipelines.model"} <= names


def test_exceptions_for_sql_are_needed() -> None:
    """An exception that nothing needs any more goes."""
    allowed = dict(conventions.SQL_ALLOWED)
    for module in MODULES:
        if allowed.pop(module.name, None):
            assert list(conventions.sql_in_files(Module(f"{module.name}_not_allowed", module.text)))
    assert allowed == {}


# Files of every kind

# What a rule against a word must spell out, and what says nothing of this machine.
_NOT_SEARCHED = {"tests/architecture/conventions.py", "tests/architecture/test_architecture.py"}


def _tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so it is not known which files belong to the project")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = Path(ROOT, name)
        if name in _NOT_SEARCHED or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8", errors="replace")


def test_no_file_names_a_private_place() -> None:
    complaints = [complaint for name, text in _tracked_texts() for complaint in conventions.private_places(name, text)]
    assert complaints == []


_SOME_INDEX = "/".join(["https:", "", "example.org", "simple"])  # put together: no tracked file is to hold one


@pytest.mark.parametrize(
    "line",
    [
        "folder = '/home/somebody/raw'",
        "see /home/somebody/project/notes.md",
        "cp x /tmp/y",
        " ".join(["pip install", "-".join(["", "", "index", "url"]), _SOME_INDEX, "casebook"]),
        _SOME_INDEX.replace("//", "//py" + "pi."),
        "index: artifactory.example.com/api/pypi",
    ],
)
def test_a_private_place_is_caught(line: str) -> None:
    assert list(conventions.private_places("x", line))


@pytest.mark.parametrize(
    "line",
    ["https://example.org/home/news.html", "the homework/of today", "raw/2021/a.txt", "https://docs.python.org/3/"],
)
def test_a_public_place_is_not(line: str) -> None:
    assert list(conventions.private_places("x", line)) == []


def test_looking_things_up_imports_nothing_heavy() -> None:
    """`casebook status`, `query` and `events` answer at once: what takes seconds to import is not theirs to import."""
    heavy = "{'dagster', 'great_expectations', 'polars', 'pandas'}"
    code = (
        "import sys; import pipelines.cli, pipelines.report.query, pipelines.report.events, pipelines.report.status; "
        f"sys.exit(' '.join({heavy} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_test_modules_have_names_of_their_own() -> None:
    """Without packages below tests/, pytest and mypy know a module by its bare name."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_files_that_tests_begin_with_are_there() -> None:
    assert [name for name in LONGEST_FIRST if not (ROOT / "tests" / name).is_file()] == []
