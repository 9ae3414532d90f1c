"""COLUMN=VALUE as a person types it, read into the values of a correction.

Which columns can be corrected, and by what, is decided here. Whether a place or a campaign is known is a matter of the
warehouse: `codes` are what it holds.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import get_args

from pipelines.errors import UsageError
from pipelines.model.codelists import chain_roles, currencies, metrics, schemes
from pipelines.model.reports import Basis, Qualifier

Value = str | Decimal | bool | date

_NUMBER = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_DECIMALS, _DIGITS = 4, 20


@dataclass(frozen=True, slots=True)
class Codes:
    """What a correction may refer to: adcodes of places, keys of campaigns, ids of the cases that the figure's article tells."""

    places: Collection[str] = ()
    campaigns: Collection[str] = ()
    cases: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """New values by the log's name of the column, and the columns that are emptied."""

    values: Mapping[str, Value] = field(default_factory=dict)
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    read: Callable[[str, Codes], Value]
    may_be_empty: bool = False


def figure_changes(assignments: Sequence[str], before: Mapping[str, object], codes: Codes) -> Changes:
    """What is said of a figure whose columns were `before`. A new metric brings its unit, unless one is given.

    Raises UsageError for a column that there is not, a value that does not fit it, a unit that is not the metric's, a period
    that ends before it begins.
    """
    changes = _read(assignments, _FIGURE, codes)
    values = dict(changes.values)
    metric = metrics()[str(values.get("metric", before["metric"]))]
    if "metric" in values:
        if "value" not in values and metric.unit != metrics()[str(before["metric"])].unit:
            raise UsageError(f"{metric.metric} is counted in {metric.unit}: say the value, too")
        values.setdefault("unit", metric.unit)
    unit = str(values.get("unit", before["unit"]))
    if unit != metric.unit and not (metric.unit == "CNY" and unit in currencies()):
        expected = "CNY or another currency's ISO code" if metric.unit == "CNY" else metric.unit
        raise UsageError(f"unit={unit} does not fit {metric.metric}, which is counted in {expected}")
    value = values.get("value", before["value"])
    if metric.unit != "CNY" and isinstance(value, Decimal) and value != round(value):
        raise UsageError(f"{value.normalize():f} {unit}: only money has decimals")
    after = {**before, **values, **dict.fromkeys(changes.cleared)}
    start, end = after["period_start"], after["period_end"]
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise UsageError(f"the period would end on {end}, before it begins on {start}")
    if (start is None) != (end is None):
        raise UsageError("a period has both a first and a last day, or neither: give period_start and period_end")
    _require_news(Changes(values, changes.cleared), before)
    return Changes(values, changes.cleared)


def _require_news(changes: Changes, before: Mapping[str, object]) -> None:
    if all(before[name] == value for name, value in {**changes.values, **dict.fromkeys(changes.cleared)}.items()):
        raise UsageError("it says so already")


def case_changes(assignments: Sequence[str], before: Mapping[str, object], codes: Codes) -> Changes:
    """What is said of a case whose columns were `before`. Raises UsageError as `figure_changes` does."""
    changes = _read(assignments, _CASE, codes)
    _require_news(changes, before)
    return changes


def row_changes(table: str, assignments: Sequence[str], codes: Codes) -> Changes:
    """What is said of a row that validation kept aside. Whether the row is a good one then, the gates say.

    A new metric brings its unit, unless one is given. Raises UsageError for a table whose rows cannot be corrected, a column
    that there is not, a value that does not fit it.
    """
    if table not in ROW_COLUMNS:
        raise UsageError(f"a row of {table} cannot be corrected, only one of {' and '.join(ROW_COLUMNS)}")
    changes = _read(assignments, ROW_COLUMNS[table], codes)
    values = dict(changes.values)
    if "metric" in values:
        values.setdefault("unit", metrics()[str(values["metric"])].unit)
    return Changes(values, changes.cleared)


def _read(assignments: Sequence[str], columns: Mapping[str, _Column], codes: Codes) -> Changes:
    values: dict[str, Value] = {}
    cleared: list[str] = []
    for assignment in assignments:
        name, separator, text = assignment.partition("=")
        column = columns.get(name.strip())
        if not separator or column is None:
            raise UsageError(f"{assignment!r} is no COLUMN=VALUE with one of the columns {', '.join(columns)}")
        if column.name in values or column.name in cleared:
            raise UsageError(f"{name.strip()} is given twice")
        if text.strip():
            values[column.name] = column.read(text.strip(), codes)
        elif column.may_be_empty:
            cleared.append(column.name)
        else:
            raise UsageError(f"{name.strip()} cannot be emptied")
    if not values and not cleared:
        raise UsageError(f"nothing to correct is given; columns are {', '.join(columns)}")
    return Changes(values, tuple(cleared))


def _one_of(what: str, allowed: Callable[[Codes], Collection[str]]) -> Callable[[str, Codes], str]:
    def read(text: str, codes: Codes) -> str:
        known = allowed(codes)
        if text not in known:
            some = f"; there are {', '.join(sorted(known))}" if len(known) <= 60 else ""
            raise UsageError(f"{text!r} is no {what}{some}")
        return text

    return read


def _case_of_article(text: str, codes: Codes) -> str:
    named = [case_id for case_id in codes.cases if case_id.startswith(text)]
    if len(named) != 1:
        raise UsageError(
            f"{text!r} begins the id of no one case that the article tells; there are {', '.join(codes.cases)}"
        )
    return named[0]


def _number(text: str, _codes: Codes) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise UsageError(f"{text!r} is no number such as 1200, 1,200 or 1200.50")
    value = Decimal(text.replace(",", ""))
    if value >= Decimal(10) ** _DIGITS or value != round(value, _DECIMALS):
        raise UsageError(f"{text} is no number from 0 to 10^{_DIGITS} with at most {_DECIMALS} decimals")
    return value


def _day(text: str, _codes: Codes) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day such as 2026-06-30") from None


def _yes_or_no(text: str, _codes: Codes) -> bool:
    try:
        return _YES_NO[text.lower()]
    except KeyError:
        raise UsageError(f"{text!r} is neither true nor false") from None


def _text(text: str, _codes: Codes) -> str:
    return text


_place = _one_of("adcode of a place", lambda codes: codes.places)
_campaign = _one_of("key of a campaign that an article speaks of", lambda codes: codes.campaigns)

# Name as the views show it → what it is in the log.
_FIGURE: dict[str, _Column] = {
    "metric": _Column("metric", _one_of("metric", lambda _: metrics())),
    "value": _Column("value", _number),
    "unit": _Column("unit", _text),
    "qualifier": _Column("qualifier", _one_of("qualifier", lambda _: get_args(Qualifier))),
    "basis": _Column("basis", _one_of("basis", lambda _: get_args(Basis))),
    "subset": _Column("subset", _yes_or_no),
    "case": _Column("case_id", _case_of_article, may_be_empty=True),
    "campaign": _Column("campaign_key", _campaign, may_be_empty=True),
    "region_adcode": _Column("region_adcode", _place, may_be_empty=True),
    "period_start": _Column("period_start", _day, may_be_empty=True),
    "period_end": _Column("period_end", _day, may_be_empty=True),
}
_CASE: dict[str, _Column] = {
    "title": _Column("title", _text),
    "scheme": _Column("scheme", _one_of("scheme", lambda _: schemes()), may_be_empty=True),
    "role": _Column("role", _one_of("role in the chain", lambda _: chain_roles()), may_be_empty=True),
    "campaign": _Column("campaign_key", _campaign, may_be_empty=True),
    "jurisdiction_adcode": _Column("jurisdiction_adcode", _place, may_be_empty=True),
    "occurred_on": _Column("occurred_on", _day, may_be_empty=True),
}
FIGURE_COLUMNS, CASE_COLUMNS = tuple(_FIGURE), tuple(_CASE)
# A case's place in charge is a row of its own.
ROW_COLUMNS: dict[str, dict[str, _Column]] = {
    "figure_reports": _FIGURE,
    "case_reports": {name: column for name, column in _CASE.items() if name != "jurisdiction_adcode"},
}
