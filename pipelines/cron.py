"""Whether a text is a time as cron has it. A leaf module: settings are read before Dagster, which would know, is loaded.

Five fields and their abbreviations as croniter reads them, which Dagster takes; nothing that Dagster would refuse passes.
"""

import re

_ABBREVIATIONS = frozenset({"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Name, least and greatest number, names of numbers.
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day", 1, 31, {}),
    ("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 7, {name: number for number, name in enumerate(_WEEKDAYS)}),
)
_ITEM = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?", re.ASCII)
_ONE_WEEKDAY = rf"(?:(?:[0-7]|{'|'.join(_WEEKDAYS)})#[1-5]|l[0-7])"
# Whole fields that depend on the month: its last day; its second Monday, its last Friday.
_OF_A_MONTH = {"day": re.compile("l"), "day of the week": re.compile(f"{_ONE_WEEKDAY}(?:,{_ONE_WEEKDAY})*")}


def require_cron(text: str) -> str:
    """The text, without blanks around it. Raises ValueError, which says which field is wrong."""
    fields = text.lower().split()
    if text.strip().lower() in _ABBREVIATIONS:
        return text.strip()
    if len(fields) != len(_FIELDS):
        raise ValueError("five fields of cron are meant, such as 30 6 * * *")
    numbers = [_numbers(field, *about) for field, about in zip(fields, _FIELDS, strict=True)]
    if min(numbers[2], default=1) > max(_DAYS_OF_MONTH[month - 1] for month in numbers[3]):
        raise ValueError("there is no such day in these months")
    return text.strip()


def _numbers(field: str, name: str, least: int, greatest: int, names: dict[str, int]) -> set[int]:
    """The numbers that a field names; none where that depends on the month."""
    if name in _OF_A_MONTH and _OF_A_MONTH[name].fullmatch(field):
        return set()
    if name in _OF_A_MONTH and field == "?":
        field = "*"
    return set().union(*(_of_item(item, name, least, greatest, names) for item in field.split(",")))


def _of_item(item: str, name: str, least: int, greatest: int, names: dict[str, int]) -> set[int]:
    match = _ITEM.fullmatch(item)
    first, last, step = match.group("first", "last", "step") if match else ("", None, None)
    start = least if first is None else _number(first, names)
    end = _number(last, names) if last else greatest if first is None or step else start
    every = int(step or 1)
    if not (least <= start <= greatest and least <= end <= greatest and 1 <= every <= greatest):
        raise ValueError(f"{item!r} is no {name}, which is a number from {least} to {greatest}")
    # From Friday to Monday: over the end of the week.
    numbers = [*range(start, greatest + 1), *range(least, end + 1)] if start > end else range(start, end + 1)
    return set(numbers[::every])


def _number(text: str, names: dict[str, int]) -> int:
    """-1 for what is none."""
    return int(text) if text.isdigit() else names.get(text, -1)
