"""Finding what a person names: a report or a case by the beginning of its id, in a projection file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.load.sqlfiles import asking, rows_of

SHORTEST_ID = 6  # characters that are typed of an id at least: fewer are rather a number that got here by mistake

UNDATED = "undated"  # the month of articles without a date of publication

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Outdated:
    """An article that is to be read again: position of its capture, month of publication, whether the rules read it before."""

    position: int
    month: str
    was_read: bool


@dataclass(frozen=True, slots=True)
class Lookup:
    """Asks the projection file at `path`, which is opened for reading only."""

    path: Path

    def report(self, text: str, kinds: Sequence[str] = ()) -> Row:
        """The one report whose id begins with `text`, with the columns of sql/queries/find_reports.sql.

        `kinds` are the kinds of report that are meant, all if none is given. UsageError where there is none or are several.
        """
        found = [row for row in self._by_id("find_reports", text) if not kinds or row["target"] in kinds]
        return _only(found, text, " or ".join(kinds).replace("_", " ") or "report", "report_id")

    def case(self, text: str) -> Row:
        """The one case whose id begins with `text`: case_id and title. UsageError where there is none or are several."""
        return _only(self._by_id("find_cases", text), text, "case", "case_id")

    def is_case(self, text: str) -> bool:
        """Whether a case's id begins with `text`."""
        return bool(self._by_id("find_cases", text))

    def case_report(self, text: str, case_id: str | None = None) -> Row:
        """The case report of this id, or the only one that the article of this name tells (of the case, if one is given)."""
        told = self.case_reports(text, case_id)
        if len(told) > 1:
            ids = ", ".join(str(row["report_id"]) for row in told)
            raise UsageError(f"{text} tells several cases; name one of the reports {ids}")
        return told[0] if told else self.report(text, ("case_report",))

    def case_reports(self, article: str | None = None, case_id: str | None = None) -> list[Row]:
        """The case reports that an article tells, or that tell a case, each as `report` gives it."""
        return self._rows("find_case_reports", article=article, case_id=case_id)

    def case_columns(self, case_id: str) -> Row:
        """What is said of a case now, by the log's names of the columns that can be corrected."""
        return self._rows("case_columns", case_id=case_id)[0]

    def correction(self, position: int) -> Row | None:
        """Position and status of the correction that has this position or is of this decision; None where there is none."""
        rows = self._rows("correction_status", position=position)
        return rows[0] if rows else None

    def outdated_articles(self, coder: str, version: str, month: str | None, articles: Sequence[str]) -> list[Outdated]:
        """Current articles that were last read by something else than this version of the coder.

        Of those published in a month (2026-05, or UNDATED), or of these names, where that is given. UsageError for a name
        that no current article has.
        """
        current = {str(row["article"]) for row in self._rows("current_articles", articles=list(articles))}
        if strangers := sorted(set(articles) - current):
            raise UsageError(f"{', '.join(strangers)}: no article of that name is believed")
        rows = self._rows("outdated_articles", coder=coder, version=version, month=month, articles=list(articles))
        return [Outdated(int(str(row["article_key"])), str(row["month"]), bool(row["was_read"])) for row in rows]

    def publication_months(self) -> list[str]:
        """The months in which current articles were published, in order; UNDATED where some have no date."""
        return [str(row["month"]) for row in self._rows("publication_months")]

    def open_quarantine(self, positions: Sequence[int] = (), articles: Sequence[str] = ()) -> list[Row]:
        """Quarantined rows that wait for a decision, oldest first; columns of sql/queries/open_quarantine.sql."""
        return self._rows("open_quarantine", positions=list(positions), articles=list(articles))

    def row_corrections(self, captures: Sequence[int]) -> list[Row]:
        """What was said of quarantined rows of these captures; columns of sql/queries/row_corrections.sql."""
        return self._rows("row_corrections", articles=list(captures))

    def codes(self) -> Row:
        """Known places and campaigns; columns of sql/queries/known_codes.sql."""
        return self._rows("known_codes")[0]

    def _by_id(self, query: str, text: str) -> list[Row]:
        return self._rows(query, id=text.strip()) if len(text.strip()) >= SHORTEST_ID else []

    def _rows(self, query: str, **parameters: object) -> list[Row]:
        with asking(self.path) as connection:
            return rows_of(connection, query, parameters)


def _only(found: Sequence[Row], text: str, what: str, key: str) -> Row:
    if len(found) == 1:
        return found[0]
    if len(text.strip()) < SHORTEST_ID:
        raise UsageError(f"{text!r} is too short for the beginning of an id: give {SHORTEST_ID} characters or more")
    if not found:
        raise UsageError(f"there is no {what} that is believed whose id begins with {text!r}")
    listed = ", ".join(f"{row[key]} ({row.get('label') or row.get('title')})" for row in found)
    raise UsageError(f"{text!r} begins the ids of several: {listed}")
