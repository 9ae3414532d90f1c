"""Reads quantities from English text: digits or words, what qualifies them, and their currency.

A count's noun is not part of its mention (unit None). English needs more reasons to refuse a number than Chinese: any
number may be followed by a noun, so years, ages, dates and references are told by the words around them.
Not here: ranges and amounts told twice (`pairs`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipelines.model.records import record
from pipelines.model.reports import Basis, Qualifier
from pipelines.model.span import Span
from pipelines.normalize.extraction.readers.candidates import Candidate
from pipelines.normalize.extraction.readers.lexicon_en import EnglishNumberLexicon, english_numbers
from pipelines.normalize.extraction.readers.lexicon_zh import as_qualifier
from pipelines.normalize.extraction.readers.numerals_en import digits_value, words_value

LEFT_WINDOW = 48
RIGHT_WINDOW = 60
CLAUSE = re.compile(r"[,;:.!?()](?=\s|$)")
SENTENCE = re.compile(r"[.!?;](?=\s|$)")
PREDICATE_END = re.compile(r"\s*(?:[,;:.!?)](?!\d)|$|\s(?:and|or|when|while)\b)")
YEARS = range(1900, 2100)


@record()
class _Money:
    """Sign before or name behind a number: its code and how far the expression reaches."""

    code: str | None
    start: int
    end: int


def english_candidates(text: str, block: Span) -> Iterator[Candidate]:
    """All numbers of a block in order, with and without a meaning."""
    found = list(_numbers(text, block))
    counts = [candidate for candidate in found if candidate.is_quantity and not _is_one(text, candidate)]
    for candidate in found:
        if candidate.is_quantity and _is_one(text, candidate) and not _in_company(text, candidate, counts):
            yield replace(candidate, is_quantity=False)
        else:
            yield candidate


def _is_one(text: str, candidate: Candidate) -> bool:
    return candidate.number.of(text).lower() == "one"


def _in_company(text: str, one: Candidate, counts: list[Candidate]) -> bool:
    """Whether the sentence holds another count: then "one" is a number and not a pronoun or article."""
    for other in counts:
        first, second = sorted((one.number, other.number))
        if not SENTENCE.search(text, first.end, second.start):
            return True
    return False


def _numbers(text: str, block: Span) -> Iterator[Candidate]:
    lexicon = english_numbers()
    position = floor = block.start
    while found := lexicon.start.search(text, position, block.end):
        at = found.start()
        if code := lexicon.codes.match(text, at, block.end):
            position = floor = code.end()
            continue
        match = lexicon.number.match(text, at, block.end)
        if match is None:
            position = found.end()
            continue
        candidate = _candidate(lexicon, text, match, Span(floor, block.end))
        yield candidate
        position = floor = max(candidate.span.end, match.end())


def _candidate(lexicon: EnglishNumberLexicon, text: str, match: re.Match[str], room: Span) -> Candidate:
    """What the number at `match` says, within `room`, which begins where the number before it ends."""
    number, factor = _numeral(lexicon, text, match, room)
    value = _value(lexicon, match, factor)
    inside = lexicon.qualifier_inside.match(text, number.end, room.end)
    reach = inside.end() if inside else number.end
    money = _money(lexicon, text, number.start, reach, room)
    bare = Candidate(Span(number.start, money.end), number, value, unit=money.code)
    window = text[max(room.start, money.start - LEFT_WINDOW) : money.start]
    if value is None or not _is_quantity(lexicon, text, match, number, money, window, room):
        return bare
    before = _qualifier_before(lexicon, window)
    after = lexicon.qualifier_after.match(text, money.end, room.end)
    end = after.end() if after else money.end
    basis = _basis(lexicon, text, window, end, room)
    words = [
        before and lexicon.before[_lower(before["word"])],
        inside and lexicon.inside[inside[0].lower()],
        after and lexicon.after[_lower(after["word"])],
    ]
    if basis is None or "vague" in words or _is_age(lexicon, text, window, before, end, room, money):
        return bare
    qualifier: Qualifier = next((as_qualifier(word) or "exact" for word in words if word), "exact")
    start = money.start - len(window) + before.start() if before else money.start
    return Candidate(
        Span(start, end), number, value, qualifier, money.code, money.code is not None, basis, is_quantity=True
    )


def _lower(word: str) -> str:
    return re.sub(r"\s+", " ", word).lower()


def _numeral(lexicon: EnglishNumberLexicon, text: str, match: re.Match[str], room: Span) -> tuple[Span, int]:
    """The span of digits and magnitude, and the magnitude's factor. An abbreviation like m needs a currency beside it."""
    factor, end = 1, match.end()
    if match["digits"] and match["factor"]:
        for word in re.split(r"[\s-]+", match["factor"].strip(" -\n\t")):
            factor *= lexicon.magnitudes[word.lower()]
    elif match["digits"] and match["short"]:
        short = match["short"].lower()
        money = _money(lexicon, text, match.start(), match.end(), room)
        if short in lexicon.money_only and money.code is None:
            end = match.end("digits")
        else:
            factor = lexicon.abbreviations[short]
    return Span(match.start(), end), factor


def _value(lexicon: EnglishNumberLexicon, match: re.Match[str], factor: int) -> Decimal | None:
    if match["digits"]:
        return digits_value(match["digits"], factor)
    return words_value(match["words"], lexicon.words, lexicon.magnitudes)


def _money(lexicon: EnglishNumberLexicon, text: str, start: int, end: int, room: Span) -> _Money:
    """The currency. A name behind wins over a bare sign before it: $5 million HKD."""
    sign = lexicon.money_before.search(text[max(room.start, start - 8) : start])
    name = lexicon.money_after.match(text, end, room.end)
    left = start - (len(sign[0]) if sign else 0)
    if name:
        return _Money(lexicon.currency_after[_lower(name["name"])], left, name.end())
    return _Money(lexicon.currency_before[sign["sign"]] if sign else None, left, end)


def _is_quantity(
    lexicon: EnglishNumberLexicon,
    text: str,
    match: re.Match[str],
    number: Span,
    money: _Money,
    window: str,
    room: Span,
) -> bool:
    """Whether the words around let the number be a quantity."""
    if money.code is not None:
        return True
    after = text[number.end : min(number.end + RIGHT_WINDOW, room.end)]
    if lexicon.never_after.match(after) or lexicon.never_before.search(window):
        return False
    if _touches_word(lexicon, window, after):
        return False
    if match["digits"] is None:
        return not _is_article_phrase(lexicon, match["words"], window, after)
    has_magnitude = number.end > match.end("digits")
    if "." in match["digits"] and not has_magnitude:
        return False  # a version, a code, a score
    return has_magnitude or not (_is_year(lexicon, match["digits"], window, after) or _is_name(window, after))


def _touches_word(lexicon: EnglishNumberLexicon, window: str, after: str) -> bool:
    """COVID-19, GT200, 5-star: part of a word."""
    if window and (window[-1].isalnum() or window[-1] in "-_/#@=&?" or window[-1:] == "."):
        return True
    if after[:1].isalpha() and after[:1].isascii():
        return True
    return bool(re.match(r"-[A-Za-z]", after)) and not lexicon.hyphen_counts.match(after)


def _is_article_phrase(lexicon: EnglishNumberLexicon, words: str, window: str, after: str) -> bool:
    """half a million, one of the, no one."""
    lowered = words.lower()
    if lowered.split()[0] in ("a", "an"):
        return window.rstrip().lower().endswith(lexicon.not_article_after)
    if lowered != "one":
        return False
    return bool(
        lexicon.one_not_before.match(after) or lexicon.one_not_after.search(window) or not re.match(r"\s+[a-z]", after)
    )


def _is_year(lexicon: EnglishNumberLexicon, digits: str, window: str, after: str) -> bool:
    """Four digits of this or the last century, unless a counted noun follows and nothing before makes it a year."""
    if len(digits) != 4 or not digits.isdigit() or int(digits) not in YEARS:
        return False
    if re.match(r"\s+[a-z]+(?:\s+[a-z]+)?s\b", after) is None:
        return True
    is_round = int(digits) % 100 == 0
    return not is_round and (lexicon.year_before.search(window) is not None or not window.strip())


def _is_name(window: str, after: str) -> bool:
    """Windows 11, Beijing 2022: a capitalised word before and no noun behind."""
    return re.search(r"[a-z]\s+[A-Z][A-Za-z]*\s$", window) is not None and re.match(r"\s+[a-z]", after) is None


def _qualifier_before(lexicon: EnglishNumberLexicon, window: str) -> re.Match[str] | None:
    match = lexicon.qualifier_before.search(window)
    if match is None or lexicon.particle_verb.search(window[: match.start()]):
        return None
    is_vague = lexicon.before[_lower(match["word"])] == "vague"
    return None if is_vague and lexicon.not_vague_after.search(window[: match.start()]) else match


def _is_age(
    lexicon: EnglishNumberLexicon,
    text: str,
    window: str,
    qualifier: re.Match[str] | None,
    end: int,
    room: Span,
    money: _Money,
) -> bool:
    """A predicate number without a noun: he is 35, most were over 60. What is counted stands behind its number."""
    before = window[: qualifier.start()] if qualifier else window
    if money.code is not None or not lexicon.copula.search(before) or not PREDICATE_END.match(text, end, room.end):
        return False
    return lexicon.tally.search(CLAUSE.split(before)[-1]) is None


def _basis(lexicon: EnglishNumberLexicon, text: str, window: str, end: int, room: Span) -> Basis | None:
    """daily where a day governs the number; None for another rate; total else."""
    if lexicon.rate_after.match(text, end, room.end):
        return None
    behind = CLAUSE.split(text[end : min(end + RIGHT_WINDOW, room.end)])[0]
    behind = re.split(r"\d", behind)[0]
    if lexicon.daily_after.search(behind) or lexicon.daily_before.search(CLAUSE.split(window)[-1]):
        return "daily"
    return "total"
