"""docs/validation.md, written from the suites so that it cannot tell of other expectations than are checked."""

from pipelines.validate.cascade import DEPENDENCIES
from pipelines.validate.context import Context
from pipelines.validate.suites import SUITES

_HEAD = """# Validation

Every row of the normalized tables is checked before anything of it becomes an event. `error`: the row is quarantined,
with every reason. `warn`: the row goes on, and the run's checks show it. Rows in which a compared column is empty are
not looked at; that a column must not be empty is an expectation of its own. What needs a table that is not at hand is
not asked. A check that breaks is an error of the run (`EngineError`) and says nothing about the data.
What becomes of quarantined rows: [quarantine.md](quarantine.md).

This page is written by `pipelines/validate/catalogue.py` from `pipelines/validate/suites/`.
"""


def catalogue() -> str:
    """The page, in Markdown."""
    context = Context.of_code_lists(adcodes=())
    parts = [_HEAD]
    for table, suite in SUITES.items():
        rows = [f"| {each.id} | {each.severity} | {each.meaning} |" for each in suite.expectations(context)]
        parts.append(
            "\n".join([f"## {table}", "", "| expectation | severity | a good row |", "|---|---|---|", *rows, ""])
        )
    falls = [f"| {each.table} | {each.column} | {each.parent} | {each.id} |" for each in DEPENDENCIES]
    head = [
        "## What falls with a quarantined row",
        "",
        "| row of | whose | rests on a row of | reason |",
        "|---|---|---|---|",
    ]
    return "\n".join([*parts, *head, *falls, ""])
