"""Reads quantities from Chinese text: digits or numerals, what qualifies them, and the unit that makes them a count.

A number counts only where a unit of `zh_units.yaml`, a currency or a magnitude of 万 or more follows. So years, phones,
list numbers and headings need no rules; `zh_codes.yaml` and `zh_names.yaml` hold what only looks like a number with a unit.
Not here: ranges and amounts told in two currencies (`pairs`), the choice of reader for a block (`numbers`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from pipelines.model.records import record
from pipelines.model.reports import Qualifier
from pipelines.model.span import Span
from pipelines.normalize.extraction.readers.candidates import Candidate
from pipelines.normalize.extraction.readers.lexicon_zh import (
    After,
    ChineseNumberLexicon,
    Unit,
    as_qualifier,
    chinese_numbers,
)
from pipelines.normalize.extraction.readers.numerals_zh import DIGITS, han_value, mixed_value

ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)(?:[.﹒]\d+)?|\d+(?:[.﹒]\d+)?)"
HAN = r"[零〇一二两三四五六七八九十百千万亿]"
MAGNITUDE = r"(?:[十百千]?万亿|[十百千]?[万亿]|个亿)"
BLANK = r"[^\S\n]{0,2}"  # typesetters put a blank between digits and characters: 4032.919 万元
JOINTS = "分月年点、.．至到~～—–－-"  # what may follow a numeral that has no unit and yet matters: 三分之一, 三至五名
NOT_THOUSANDS = "米克瓦伏卡帕兆赫"  # 千米, 千克: the first character of a measure
COUNTS_ALONE = "名"  # 百名, 千名: a bare magnitude before it is a round count; elsewhere it needs a qualifier
ITEM_END = "，,、。；;！!）)\n"
SMALL_MONEY = re.compile(r"(?:([\d一二两三四五六七八九])角)(?:零?([\d一二两三四五六七八九])分)?")
WINDOW = 4  # characters before a number that can make it an ordinal or vague


@record()
class _Numeral:
    """A numeral in the text, taken apart."""

    text: str
    match: re.Match[str]
    lexicon: ChineseNumberLexicon

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    @property
    def value(self) -> Decimal | None:
        """The value; None for 几 inside it and for numerals that tell no one number."""
        if "vague" in self._inside_words:
            return None
        magnitude = (self.match["magnitude"] or "").removeprefix("个")  # 三个亿
        if self.match["arabic"]:
            return mixed_value(self.match["arabic"] + magnitude)
        han = self.match["han"]
        if len(han) > 1 and not any(char in "十百千万亿" for char in han + magnitude):
            return None  # 二〇二二, 一一〇: digits read one by one
        return han_value(han + magnitude)

    @property
    def _inside_words(self) -> tuple[str | None, str | None]:
        return self.lexicon.inside(self.match["inside"]), self.lexicon.inside(self.match["inside2"])

    @property
    def inside_qualifier(self) -> Qualifier | None:
        """at_least for 余 and 多 in it; what `zh_qualifiers.yaml` says."""
        words = [word for word in self._inside_words if word is not None]
        return as_qualifier(words[0]) if words else None

    @property
    def is_bare_magnitude(self) -> bool:
        """百余, 千万: no digit in front."""
        return bool(self.match["han"]) and self.match["han"][0] in "百千万亿"

    @property
    def begins_with_magnitude(self) -> bool:
        """As in 百余 and 十万: 数 in front would make it vague."""
        return bool(self.match["han"]) and self.match["han"][0] in "十百千万亿"

    @property
    def is_large(self) -> bool:
        """万 or 亿 is part of it, so that it is a quantity even without a unit."""
        return bool(self.match["magnitude"]) or any(char in "万亿" for char in self.match["han"] or "")

    @property
    def is_one(self) -> bool:
        return self.match["han"] == "一" and not self.match["magnitude"] and not self.match["inside"]


@cache
def _number_pattern(inside: str) -> re.Pattern[str]:
    """Digits or a numeral, then optionally 余, a magnitude, 余: 2.2万余, 230余万, 1亿3000多万, 三十余万."""
    thousands = rf"(?:{BLANK}[百千](?![万亿{NOT_THOUSANDS}]))?"
    arabic = rf"{ARABIC}(?:{BLANK}{MAGNITUDE}零?{ARABIC})*{thousands}"
    han = rf"{HAN}+(?:点[零一二三四五六七八九]+(?=[百千]?[万亿]))?"
    tail = rf"(?:{BLANK}(?P<inside>{inside}))?(?:{BLANK}(?P<magnitude>{MAGNITUDE})(?:{BLANK}(?P<inside2>{inside}))?)?"
    return re.compile(rf"(?:(?P<arabic>{arabic})|(?P<han>{han})){tail}")


@cache
def _start_pattern(followers: str) -> re.Pattern[str]:
    """Where a number, a code or an ordinal may begin. Most 一 and 万 begin a word and are passed over at once: a numeral
    needs another, a unit's first character or a joint behind it.
    """
    behind = re.escape("零〇一二两三四五六七八九十百千万亿" + JOINTS + followers)
    return re.compile(rf"[\d第A-Za-z]|{HAN}(?=[\s{behind}]|$)")


def chinese_candidates(text: str, block: Span) -> Iterator[Candidate]:
    """All numbers of a block in order, with and without a meaning: a range needs its first, unitless number too."""
    lexicon = chinese_numbers()
    starts = _start_pattern(lexicon.followers)
    if starts.search(text, block.start, block.end) is None:
        return  # most headings and list items: spare the search for names
    pattern = _number_pattern(lexicon.inside_pattern)
    names = lexicon.names_in(text[block.start : block.end], block.start)
    name_starts = [span.start for span in names]
    position = floor = block.start
    while found := starts.search(text, position, block.end):
        at = found.start()
        if code := lexicon.codes.match(text, at, block.end):
            position = floor = code.end()
            continue
        match = pattern.match(text, at, block.end)
        if match is None:
            position = _past_word(text, at, block.end)
            continue
        index = bisect_right(name_starts, at) - 1
        if index >= 0 and at < names[index].end:
            position = floor = names[index].end
            continue
        candidate = _candidate(_Numeral(text, match, lexicon), Span(floor, block.end), block.start)
        yield candidate
        position = floor = candidate.span.end


def _past_word(text: str, at: int, end: int) -> int:
    """Past the Latin word or the 第 at `at`."""
    at += 1
    while at < end and text[at].isascii() and text[at].isalpha():
        at += 1
    return at


def _candidate(numeral: _Numeral, room: Span, block_start: int) -> Candidate:
    """What the numeral says. It may use the characters of `room`, which begins where the number before it ends.

    Only a word like 日均 reaches over other numbers of its clause: it is looked for from `block_start` on.
    """
    lexicon, text, span = numeral.lexicon, numeral.text, Span(numeral.start, numeral.end)
    value = numeral.value
    unit = lexicon.unit_at(text, span.end, room.end)
    plain = Candidate(Span(span.start, unit.end), span, value, unit=unit.text)
    if value is None or not _is_quantity(numeral, unit, room):
        return plain
    left = lexicon.left_of(text, room.start, span.start, numeral.is_bare_magnitude)
    if numeral.is_bare_magnitude and not (
        left.qualifier or numeral.inside_qualifier or unit.text == COUNTS_ALONE or _is_round_amount(numeral, unit)
    ):
        return plain
    after = lexicon.after(text, unit.end, room.end)
    value, after = _with_small_money(text, value, unit, after, room.end)
    basis = lexicon.basis(text, block_start, left.start, after.end)
    if left.is_vague or after.is_vague or basis is None:
        return plain
    return Candidate(
        span=Span(left.start, after.end),
        number=span,
        value=value,
        qualifier=left.qualifier or numeral.inside_qualifier or after.qualifier or "exact",
        unit=left.currency if left.currency and unit.text in (None, "CNY") else unit.text,
        is_money=bool(left.currency) or unit.kind == "money",
        basis=basis,
        is_quantity=True,
    )


def _with_small_money(text: str, value: Decimal, unit: Unit, after: After, end: int) -> tuple[Decimal, After]:
    """The amount with its 角 and 分, tenths and hundredths of a 元: 1234元5角6分."""
    small = SMALL_MONEY.match(text, unit.end, end) if unit.kind == "money" else None
    if small is None or value != value.to_integral_value():
        return value, after
    return value + _digit(small[1]) / 10 + _digit(small[2]) / 100, After(small.end())


def _digit(text: str | None) -> Decimal:
    """A digit of either script; nothing is nought."""
    return Decimal(DIGITS.get(text or "零") or text or 0)


def _is_quantity(numeral: _Numeral, unit: Unit, room: Span) -> bool:
    """Whether unit and neighbours let it be a quantity."""
    text, start = numeral.text, numeral.start
    if unit.kind == "never":
        return False
    window = text[max(room.start, start - WINDOW) : start]
    if numeral.lexicon.is_ordinal(window):
        return False
    if numeral.lexicon.is_vague(window, numeral.begins_with_magnitude, numeral.inside_qualifier is not None):
        return False
    if numeral.text[start : numeral.match.end()] == "二" and unit.text in numeral.lexicon.ordinal_two:
        return False
    if window[-1:].isascii() and window[-1:].isalpha() and unit.kind == "none":
        return False
    if unit.kind == "none":
        has_currency = numeral.lexicon.left_of(text, room.start, start, False).currency is not None
        tells = numeral.is_large or numeral.inside_qualifier == "at_least"  # 百余民警
        return has_currency or (tells and not _latin_at(text, numeral.end, room.end))
    return not numeral.is_one or _counts_one(numeral, unit, room)


def _latin_at(text: str, at: int, end: int) -> bool:
    return at < end and text[at].isascii() and text[at].isalpha()


def _is_round_amount(numeral: _Numeral, unit: Unit) -> bool:
    """百万元, 千万元, 上亿元: an amount; a lone 万元 or 千元 names a kind of sum."""
    return unit.kind == "money" and len(numeral.match["han"] or "") > 1


def _counts_one(numeral: _Numeral, unit: Unit, room: Span) -> bool:
    """一 is an article before its noun (一个团伙) and a count behind it (手机一部): nothing of the clause may follow."""
    text, start = numeral.text, numeral.start
    lexicon = numeral.lexicon
    if unit.kind == "money":
        return True
    if unit.text in lexicon.never_one or not _ends_item(text, unit.end, room.end, lexicon.one_before):
        return False
    before = text[max(room.start, start - WINDOW) : start]
    return bool(before) and before[-1].isalpha() and not before.endswith(lexicon.not_one_after)


def _ends_item(text: str, at: int, end: int, words: tuple[str, ...]) -> bool:
    """Whether an item of a list, a clause or the block ends at `at`."""
    return at == end or text[at] in ITEM_END or text.startswith(words, at, end)
