"""Is a Markdown file a day's bulletin of several articles, or one article with subheadings?

No single sign decides. Each reading of the file below gives or takes points for a reason that holds for bulletins as a
kind; enough points make a bulletin. A wrong "no" leaves a long article that is coded as one; a wrong "yes" tears a case
list apart, so that headings about one release weigh more than the signs for a bulletin.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.ingest.bulletin_terms import BulletinTerms, letters
from pipelines.ingest.field_names import field_names
from pipelines.ingest.markdown_sections import RULE, Outline, Section, labelled, links
from pipelines.ingest.summaries import repeats_others

ENOUGH = 2
_MOST = 2 / 3  # of the items must show a sign for it to be a habit of the file
_HEADLINE_LETTERS = 8  # a headline tells an event; 国际 or "Background" does not
_NAME_LETTERS = 4  # that a bulletin's name may have besides its terms and date: a place, an edition
_LEAD_LETTERS = 80

DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})\s*日?|(?P<md>\d{4}))(?!\d)"
)
_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_MONTH_DATE = re.compile(
    r"\b(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}?(?:st|nd|rd|th)?,?\s*(?:(?:19|20)\d\d)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to split: the outline, the sections that would be items, and the heading that stands over them all."""

    name: str
    outline: Outline
    items: tuple[Section, ...]
    top: str | None
    terms: BulletinTerms

    def text(self, item: Section) -> str:
        """An item's heading and text."""
        return self.outline.text[item.start : item.end]


def weigh(candidate: Candidate) -> int:
    """The points for splitting. `ENOUGH` or more: a bulletin."""
    return sum(points for points, sign in _SIGNS if sign(candidate))


def names_a_bulletin(heading: str, terms: BulletinTerms) -> bool:
    """Whether a heading names a programme or a day and no event: 反诈日报 2024-05-06, Daily Digest."""
    undated = _MONTH_DATE.sub(" ", _WEEKDAY.sub(" ", DATE.sub(" ", heading)))
    has_sign = undated != heading or terms.names.search(heading) is not None
    return has_sign and len(terms.beyond_a_name(undated)) <= _NAME_LETTERS


def _has_a_bulletin_name(candidate: Candidate) -> bool:
    title = candidate.top or candidate.outline.matter.get("title")
    return title is not None and names_a_bulletin(title, candidate.terms)


def _has_a_bulletin_file_name(candidate: Candidate) -> bool:
    """20240506.md: named for a day only. It counts where the file itself has no title."""
    stem = candidate.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return bool(DATE.search(stem)) and names_a_bulletin(stem, candidate.terms)


def _contents_repeat_items(candidate: Candidate) -> bool:
    """What stands before the first item only lists what the items tell."""
    before = candidate.outline.text[candidate.outline.preamble_start : candidate.items[0].start]
    lines = [line for line in before.splitlines() if not line.lstrip().startswith("#")]
    return repeats_others("\n".join(lines), [candidate.text(item) for item in candidate.items])


def _is_linked(candidate: Candidate) -> bool:
    return _most(candidate, lambda item: bool(item.url) or _has_own_link(candidate, item))


def _has_own_link(candidate: Candidate, item: Section) -> bool:
    return any(candidate.terms.is_read_more(words) for words, _ in links(candidate.outline.body(item)))


def _is_ruled(candidate: Candidate) -> bool:
    """A rule after each item (the last may go without)."""
    return _most(candidate, lambda item: bool(RULE.search(candidate.text(item))) or item is candidate.items[-1])


def _has_bylines(candidate: Candidate) -> bool:
    return _most(candidate, lambda item: _is_bylined(candidate.outline.body(item)))


def _is_bylined(body: str) -> bool:
    roles = {
        found[0]
        for key, _ in labelled(body.replace("*", "").replace("> ", "").replace("- ", ""))
        if (found := field_names().role_of(key))
    }
    return bool(roles & {"published", "publisher"})


def _stands_free(candidate: Candidate) -> bool:
    """Nothing stands over the items, neither a heading nor a title nor a lead."""
    outline = candidate.outline
    over = candidate.top or outline.matter.get("title") or letters(outline.preamble)
    return not over and min(section.level for section in outline.sections) == candidate.items[0].level


def _has_headlines(candidate: Candidate) -> bool:
    return _most(candidate, lambda item: len(letters(item.title)) >= _HEADLINE_LETTERS)


def _is_one_page(candidate: Candidate) -> bool:
    """Front matter of one published page about an event."""
    matter = candidate.outline.matter
    roles = {found[0] for key in matter if (found := field_names().role_of(key))}
    return {"title", "url"} <= roles and not _has_a_bulletin_name(candidate)


def _has_a_headline_over_all(candidate: Candidate) -> bool:
    title = candidate.top or candidate.outline.matter.get("title")
    return title is not None and not names_a_bulletin(title, candidate.terms)


def _counts_its_parts(candidate: Candidate) -> bool:
    numbered = sum(candidate.terms.is_numbered_part(item.title) for item in candidate.items)
    return numbered * 2 >= len(candidate.items)


def _has_parts_of_an_article(candidate: Candidate) -> bool:
    sections = candidate.outline.sections
    parts = sum(candidate.terms.is_part(section.title) for section in sections)
    return parts * 3 >= len(sections)


def _has_a_lead(candidate: Candidate) -> bool:
    """Prose before the first item that the items do not repeat."""
    before = candidate.outline.text[candidate.outline.preamble_start : candidate.items[0].start]
    return len(letters(before)) >= _LEAD_LETTERS and not _contents_repeat_items(candidate)


def _most(candidate: Candidate, holds: Callable[[Section], bool]) -> bool:
    return sum(map(holds, candidate.items)) >= _MOST * len(candidate.items)


_SIGNS: Sequence[tuple[int, Callable[[Candidate], bool]]] = (
    (2, _has_a_bulletin_name),
    (1, _has_a_bulletin_file_name),
    (2, _contents_repeat_items),
    (1, _is_linked),
    (1, _is_ruled),
    (1, _has_bylines),
    (1, _stands_free),
    (1, _has_headlines),
    (-4, _is_one_page),
    (-1, _has_a_headline_over_all),
    (-2, _counts_its_parts),
    (-2, _has_parts_of_an_article),
    (-1, _has_a_lead),
)
