"""Days out of strings: of a header, a byline, a URL. No text is searched for a day here, and no clock is read.

Days in running text, and periods, are the business of `pipelines.normalize.extraction`.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from pipelines.normalize.documents.lexicons import section, words

_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_MINGUO = re.compile(r"(?<![\d.])(?:民国)?(1[01]\d|\d{2}(?=年))\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?![\d.])")
"""Years of the Republic, as Taiwan's authorities date: 112年 is 2023."""
_MINGUO_ZERO = 1911
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN = "零〇○Ｏ" + _HAN_DIGITS[1:]
HAN_DAY = rf"[一二][{_HAN}]{{3}}年(?:十[一二]?|[一二三四五六七八九])月(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
"""A day as official notices sign: 二〇二三年十一月五日."""
_HAN_DATE = re.compile(rf"(?<![{_HAN}])([一二][{_HAN}]{{3}})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-/](\d{1,2})[-/](\d{1,2})|[-/]?(\d{2})[-/]?(\d{2}))(?!\d)")
_UTC = re.compile(r"T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\+00:?00)$")
_BEIJING = timezone(timedelta(hours=8))


def day_in(text: str, east_asian: bool = False) -> date | None:
    """The first full day that a string names, None where there is none.

    An instant in UTC is turned to Beijing time for `east_asian` outlets: feeds write a Beijing midnight as 16:00 GMT.
    """
    text = text.strip()
    instant = _instant(text)
    if instant is not None:
        return instant.astimezone(_BEIJING).date() if east_asian and not instant.utcoffset() else instant.date()
    if numeric := _NUMERIC.search(text):
        return day(numeric[1], numeric[2], numeric[3])
    if minguo := _MINGUO.search(text):
        return day(str(int(minguo[1]) + _MINGUO_ZERO), minguo[2], minguo[3])
    if han := _HAN_DATE.search(text):
        return day(_han_digits(han[1]), str(_han_small(han[2])), str(_han_small(han[3])))
    return _english_day(text) or _compact_day(text)


def day_in_url(url: str) -> date | None:
    """The day that a page's address holds: /20230209/, /2023-02/09/, /2023/02/09/, t20220823_."""
    for match in _IN_URL.finditer(url):
        found = day(match[1], match[2] or match[4], match[3] or match[5])
        if found:
            return found
    return None


def day(year: str, month: str, number: str) -> date | None:
    """A day from its three numbers; None where there is no such day."""
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def compact_minguo_day(text: str) -> date | None:
    """A day as seven digits in years of the Republic: 1131015 is 15 October 2024."""
    return day(str(int(text[:3]) + _MINGUO_ZERO), text[3:5], text[5:7])


def day_near(month: int, number: int, reference: date) -> date | None:
    """The last day of that month and number not later than two days after a reference: papers print ahead by a day."""
    for year in (reference.year + 1, reference.year, reference.year - 1):
        found = day(str(year), str(month), str(number))
        if found and found <= reference + timedelta(days=2):
            return found
    return None


def month_number(name: str) -> int:
    """1 to 12 from an English month name, whole or shortened."""
    return _months().index(name[:3].lower()) + 1


def _han_digits(text: str) -> str:
    """Digits written one by one: 二〇二三."""
    return "".join(str(max(_HAN_DIGITS.find(char), 0)) for char in text)


def _han_small(text: str) -> int:
    """A number below 100: 五, 十一, 二十, 三十一."""
    tens, ten, ones = text.rpartition("十")
    return (_HAN_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (_HAN_DIGITS.find(ones) if ones else 0)


def _instant(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), tz=UTC)
    if _UTC.search(text):
        try:
            return datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            return None
    if len(text) > 16 and text[3:4] == "," and text[:3].isalpha():
        try:
            return parsedate_to_datetime(text)
        except ValueError:
            return None
    return None


def _compact_day(text: str) -> date | None:
    match = _COMPACT.search(text)
    return day(match[1], match[2], match[3]) if match else None


def _english_day(text: str) -> date | None:
    match = _english().search(text)
    if not match:
        return None
    name, number, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    return day(year, str(month_number(name)), number)


@cache
def _english() -> "re.Pattern[str]":
    month = f"({words('datelines', 'months')})"
    return re.compile(
        rf"\b{month}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{month}\.?,?\s+(\d{{4}})\b"
    )


@cache
def _months() -> tuple[str, ...]:
    return tuple(name[:3].lower() for name in section("datelines", "months")[:12])
