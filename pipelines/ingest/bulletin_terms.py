"""The terms by which headings of bulletins and of articles' parts are told apart (`bulletin_terms.yaml`).

Look-up only; how the answers are weighed is the business of `bulletin_evidence`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from pipelines.errors import ReferenceDataError

_NOT_LETTERS = re.compile(r"[\W_]+")
_LEADING_NUMBER = re.compile(r"^\d{1,3}(?=\D)")


@dataclass(frozen=True, slots=True)
class BulletinTerms:
    """Terms by their letters; `names` is one pattern that finds the terms of a bulletin's name."""

    names: re.Pattern[str]
    summaries: frozenset[str]
    parts: frozenset[str]
    numbered: re.Pattern[str]
    read_more: frozenset[str]

    def is_summary(self, heading: str) -> bool:
        """Whether a heading announces a summary or a table of contents."""
        return _LEADING_NUMBER.sub("", letters(heading)) in self.summaries

    def is_part(self, heading: str) -> bool:
        """Whether a heading is that of a part of an article, or of what stands below one."""
        return _LEADING_NUMBER.sub("", letters(heading)) in self.parts

    def is_numbered_part(self, heading: str) -> bool:
        """Whether a heading counts the cases or chapters of one article."""
        return bool(self.numbered.match(heading.strip()))

    def is_read_more(self, words: str) -> bool:
        """Whether a link's words lead to the full page."""
        return letters(words) in self.read_more

    def beyond_a_name(self, heading: str) -> str:
        """What is left of a heading's letters besides the terms of a bulletin's name."""
        return letters(self.names.sub(" ", unicodedata.normalize("NFKC", heading)))


def letters(text: str) -> str:
    """The letters and digits of a text, width and case undone."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1)
def bulletin_terms() -> BulletinTerms:
    """The packaged terms. Raises ReferenceDataError for a pattern that does not compile."""
    table = yaml.load(
        resources.files(__package__).joinpath("bulletin_terms.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    try:
        numbered = re.compile("|".join(f"(?:{pattern})" for pattern in table["numbered_parts"]), re.I)
    except re.error as error:
        raise ReferenceDataError(f"bulletin_terms.yaml: {error}") from None
    return BulletinTerms(
        names=_any_of(table["bulletin_names"]),
        summaries=frozenset(map(letters, table["summary_headings"])),
        parts=frozenset(map(letters, table["parts_of_an_article"])),
        numbered=numbered,
        read_more=frozenset(map(letters, table["read_more"])),
    )


def _any_of(names: list[str]) -> re.Pattern[str]:
    """Longest first; a term in Latin letters is found as a whole word only."""
    terms = sorted(names, key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(term)}\b" if term.isascii() else re.escape(term) for term in terms), re.I
    )
