"""Chinese and mixed numerals as exact decimals: 三万一千, 1亿2千万, 2.2万, 10,500.

Here: the digits and magnitudes alone. Qualifiers, units and the question whether it is a quantity are the readers'
business. An own converter and not cn2an: cn2an refuses 1亿3000万 with blanks and reads 1.6 MB/s; a property test holds the two
together where both read.
"""

import re
from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}

_ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:[.﹒]\d+)?|\d+(?:[.﹒]\d+)?"
_MAGNITUDE = r"[十百千]?万亿|[十百千]?[万亿]|[百千]"
_SEGMENT = re.compile(rf"({_ARABIC})\s*({_MAGNITUDE})?")
_AMBIGUOUS = re.compile(r"[一二两三四五六七八九]{2}")


def mixed_value(text: str) -> Decimal | None:
    """The value of Arabic digits with optional Chinese magnitudes, in falling order. None where the order is not falling.

    >>> mixed_value("1亿2千万")
    Decimal('120000000')
    """
    total = Decimal(0)
    last = None
    for match in _SEGMENT.finditer(text):
        scale = magnitude(match[2] or "")
        number = Decimal(re.sub("[,，]", "", match[1]).replace("﹒", "."))
        if last is not None and number * scale >= last:
            return None
        last = scale
        total += number * scale
    return None if last is None else plain(total)


def plain(value: Decimal) -> Decimal:
    """The same number without a fraction of zeros: 40329190.000 → 40329190."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def magnitude(text: str) -> int:
    """The factor of a run of magnitudes: 千万 → 10,000,000; of the empty run 1."""
    value = 1
    for char in text:
        value *= SMALL.get(char) or LARGE[char]
    return value


def han_value(text: str) -> Decimal | None:
    """The value of a numeral in Chinese characters. None where it tells no one number (三四十, 二〇二二) or is malformed.

    >>> han_value("三万一千")
    Decimal('31000')
    """
    if _AMBIGUOUS.search(text):
        return None
    whole, point, fraction = text.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    return _integer(text)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    digits = fraction.rstrip("十百千万亿")
    tail = fraction[len(digits) :]
    head = _integer(whole)
    if head is None or not digits or any(char not in DIGITS for char in digits):
        return None
    return plain(Decimal(f"{head}." + "".join(str(DIGITS[char]) for char in digits)) * magnitude(tail))


def _integer(text: str) -> Decimal | None:
    """Reads from left to right: `group` is what a 万 or 亿 still to come multiplies."""
    total = group = 0
    digit: int | None = None
    floor = 0  # the last magnitude read within the group; the next must be smaller
    large_floor = 0
    for char in text:
        if char in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[char]
            if digit == 0:
                floor = min(floor, 1) if floor else floor
            continue
        if char in SMALL:
            scale = SMALL[char]
            if floor > 1 and scale >= floor:
                return None
            group += (1 if digit is None else digit) * scale
            floor, digit = scale, None
            continue
        scale = LARGE[char]
        part = group + (digit or 0)
        if large_floor and scale > large_floor:
            total = (total + part) * scale  # 一万亿
        else:
            total += (part or 1) * scale
        group, digit, floor, large_floor = 0, None, 0, scale
    # 三万五 is colloquial for 35,000: a lone digit after a magnitude stands for the next lower place
    last = digit or 0
    if last and len(text) > 1 and text[-2] in "百千万亿":
        last *= magnitude(text[-2]) // 10
    return Decimal(total + group + last)
