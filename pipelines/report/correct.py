"""Corrections: a decision of a person, its reason and author, by way of a plan."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.errors import UsageError
from pipelines.eventlog.batch import Origin
from pipelines.model.ids import stable_id
from pipelines.report.agreement import Consent, run_planned
from pipelines.report.author import author_of
from pipelines.report.decisions import Decision
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Word:
    """Why, and who says so (this machine's user where it is None)."""

    reason: str
    author: str | None


def run_correction(settings: Settings, decide: Decision, word: Word, consent: Consent) -> None:
    """Show what the correction changes and, if that is wanted, record and publish it. Errors as in `run_planned`."""
    reason = word.reason.strip()
    if not reason:
        raise UsageError("--reason is empty: a correction without a reason convinces nobody later")
    author = author_of(word.author)
    now = datetime.now(UTC)
    origin = Origin(author, stable_id("correction", author, now), now)
    run_planned(settings, origin, lambda desk: decide(desk, reason), consent)
