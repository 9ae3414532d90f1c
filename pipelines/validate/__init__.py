"""Which rows of the normalized tables may enter the warehouse, and why the others may not.

The expectations stand in `suites`, one module a table; Great Expectations checks them (`engine`, its only importer);
`verdicts` says what was accepted and what is quarantined, rows that rest on a quarantined row included (`cascade`).
Nothing here repairs a row or writes one anywhere. docs/validation.md lists every expectation.
"""

from pipelines.validate.context import Context
from pipelines.validate.errors import EngineError
from pipelines.validate.expectation import Expectation, Severity
from pipelines.validate.runner import validate
from pipelines.validate.verdicts import ExpectationOutcome, Verdicts

__all__ = ["Context", "EngineError", "Expectation", "ExpectationOutcome", "Severity", "Verdicts", "validate"]
