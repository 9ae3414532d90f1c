"""The version of the code behind each asset: digests of what decides its rows, so that nobody has to raise a number.

The UI marks an asset whose code has changed since it was made.
"""

from functools import cache

from pipelines.load.sqlfiles import fingerprint
from pipelines.normalize.extraction.version import coder_version
from pipelines.source_digest import source_digest

_DIGITS = 12


@cache
def ingest_version() -> str:
    """Of what captures."""
    return source_digest(["pipelines.ingest"])


def normalize_version() -> str:
    """Of what reads; the rows themselves carry it as coder_version."""
    return coder_version()


@cache
def linking_version() -> str:
    """Of what matches reports with cases."""
    return source_digest(["pipelines.normalize.resolution", "pipelines.normalize.tables"])


@cache
def validate_version() -> str:
    """Of suites, and of what becomes of a verdict."""
    return source_digest(["pipelines.validate"])


@cache
def load_version() -> str:
    """Of the SQL that makes the tables and views."""
    return fingerprint("schema", "staging", "projections", "views")[:_DIGITS]


@cache
def charts_version() -> str:
    """Of what draws."""
    return source_digest(["pipelines.charts"])
