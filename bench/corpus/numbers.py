"""Numbers and days as articles write them. Which number, and whether it is exact, is decided elsewhere."""

from datetime import date

from bench.corpus.streams import Stream
from bench.corpus.truth import Count

_ZH_DIGITS = "零一二三四五六七八九十"
_ZH_BEFORE = {"at_least": ("超", "超过", "逾"), "nearly": ("近", "将近"), "about": ("约", "大约")}
_ZH_AFTER = ("余", "余", "多")
_EN_BEFORE = {
    "at_least": ("more than ", "over ", "at least "),
    "nearly": ("nearly ", "almost ", "close to "),
    "about": ("about ", "around ", "some ", "approximately "),
}
_EN_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WAN, _YI = 10_000, 100_000_000
_DOLLAR = 7.1  # yuan; only glosses in brackets, which nobody codes


def count_zh(count: Count, measure: str, of: Stream, *, counts_noun: bool = False) -> str:
    """11名, 80余名, 近100人, 1860万元: the number with its qualifier and measure word; `counts_noun` if a noun follows."""
    if count.qualifier == "exact":
        return _digits_zh(count.value, "", of, is_money=measure == "元") + measure
    if count.qualifier == "at_least" and of.chance(0.7):
        return _digits_zh(count.value, of.pick(_ZH_AFTER), of, is_money=measure == "元") + measure
    if count.qualifier == "at_least" and not counts_noun and of.chance(0.3):
        return _digits_zh(count.value, "", of, is_money=measure == "元") + measure + "以上"
    if count.qualifier == "about" and not counts_noun and of.chance(0.4):
        return _digits_zh(count.value, "", of, is_money=measure == "元") + measure + "左右"
    return of.pick(_ZH_BEFORE[count.qualifier]) + _digits_zh(count.value, "", of, is_money=measure == "元") + measure


def _digits_zh(value: int, after: str, of: Stream, *, is_money: bool) -> str:
    """The digits with 余 or 多 where it belongs: 80余, 1.2万余, 1800余万, 3亿多."""
    if value >= _YI and value % (_YI // 100) == 0 and (is_money or value % _YI == 0):
        return f"{_plain(value, _YI)}{after}亿" if value % _YI == 0 else f"{_plain(value, _YI)}亿{after}"
    if value >= _WAN and value % 100 == 0 and (is_money or value % 1_000 == 0):
        whole = value % _WAN == 0
        if not whole:
            return f"{_plain(value, _WAN)}万{after}"
        number = f"{value // _WAN:,}" if of.chance(0.1) else f"{value // _WAN}"
        return f"{number}{after}万" if value // _WAN >= 10 else f"{number}万{after}"
    if value <= 10 and of.chance(0.15):
        return ("两" if value == 2 else _ZH_DIGITS[value]) + after
    if after and 20 <= value < 100 and value % 10 == 0 and of.chance(0.3):
        return _ZH_DIGITS[value // 10] + "十" + after
    return (f"{value:,}" if value >= 1_000 and of.chance(0.15) else str(value)) + after


def _plain(value: int, unit: int) -> str:
    return f"{value / unit:.4f}".rstrip("0").rstrip(".")


def count_en(count: Count, of: Stream, *, is_money: bool) -> str:
    """11, eleven, more than 80, nearly 18.6 million yuan."""
    before = "" if count.qualifier == "exact" else of.pick(_EN_BEFORE[count.qualifier])
    if is_money:
        dollars = f" (${count.value / _DOLLAR:,.0f})" if count.value < 1_000_000 else ""
        dollars = dollars or f" ({count.value / _DOLLAR / 1_000_000:.2f} million U.S. dollars)"
        gloss = dollars if of.chance(0.12) else ""
        return f"{before}{_money_en(count.value, of)}{gloss}"
    if count.value <= 12 and of.chance(0.4):
        return before + _EN_WORDS[count.value]
    return f"{before}{count.value:,}"


def _money_en(value: int, of: Stream) -> str:
    for unit, word in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if value >= unit and value % (unit // 1_000) == 0:
            number = f"{value / unit:.3f}".rstrip("0").rstrip(".")
            return f"RMB {number} {word}" if of.chance(0.1) else f"{number} {word} yuan"
    return f"{value:,} yuan"


def day_zh(day: date, published: date, of: Stream) -> str:
    """3月12日; with the year where it is another one, and sometimes where it is not."""
    year = f"{day.year}年" if day.year != published.year or of.chance(0.3) else ""
    return f"{year}{day.month}月{day.day}日"


def day_en(day: date, published: date, of: Stream) -> str:
    """March 12, March 12, 2021."""
    year = f", {day.year}" if day.year != published.year or of.chance(0.2) else ""
    return f"{_MONTHS[day.month - 1]} {day.day}{year}"


def month_zh(day: date) -> str:
    """2022年2月."""
    return f"{day.year}年{day.month}月"


def month_en(day: date) -> str:
    """February 2022."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def first_months(number: int, language: str) -> str:
    """1至6月; the first six months of."""
    return f"1至{number}月" if language == "zh" else f"the first {_EN_WORDS[number]} months of"


def ordinal(number: int, language: str) -> str:
    """一, 二, 十; 1, 2, 10."""
    return _ZH_DIGITS[number] if language == "zh" else str(number)
