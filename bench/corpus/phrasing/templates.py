"""Templates: text with slots and with brackets around the words that show a figure. Compiled once, checked when compiled."""

import re
from dataclasses import dataclass

from pipelines.errors import ReferenceDataError
from pipelines.model import codelists

_TOKEN = re.compile(r"\{(?P<slot>\w+)(?::(?P<how>\w+))?\}|(?P<bracket>[\[\]])|(?P<text>[^{}\[\]]+)")
_HOWS = {"", "part", "daily", "again", "low"}
# What may follow a number with its measure word without being counted by it; other words need the noun's measure word.
_NOT_COUNTED = tuple("，。、；]）被在先 ")


@dataclass(frozen=True, slots=True)
class Slot:
    """`how` is "" or what stands after the colon; `counts_noun`: the words after it are what is counted."""

    name: str
    how: str
    counts_noun: bool


OPEN, CLOSE = "[", "]"
Token = str | Slot


@dataclass(frozen=True, slots=True)
class Template:
    """Tokens in order: text, brackets as single characters, slots. `needs` are (name, how) of its slots."""

    tokens: tuple[Token, ...]
    needs: frozenset[tuple[str, str]]

    @property
    def begins_with_words(self) -> bool:
        """Whether a verb comes first, as against a number."""
        return not isinstance(self.tokens[1], Slot)


def compiled(text: str, *, is_clause: bool = False, metric: str | None = None) -> Template:
    """The template of a text. A clause is shown as a whole; `{n}` in it stands for `metric`.

    Raises ReferenceDataError where brackets do not match or a figure has none.
    """
    source = f"[{text}]" if is_clause else text
    if metric:
        source = source.replace("{n}", f"{{{metric}}}")
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise ReferenceDataError(f"template: a brace too many in {text!r}")
        at = match.end()
        if name := match["slot"]:
            follows = source[at : at + 1]
            tokens.append(Slot(name, match["how"] or "", bool(follows) and not follows.startswith(_NOT_COUNTED)))
        else:
            tokens.append(match[0])
    _check(tokens, text)
    return Template(tuple(tokens), frozenset((t.name, t.how) for t in tokens if isinstance(t, Slot)))


def _check(tokens: list[Token], text: str) -> None:
    is_open = False
    for token in tokens:
        if token in (OPEN, CLOSE):
            if is_open == (token == OPEN):
                raise ReferenceDataError(f"template: brackets do not match in {text!r}")
            is_open = token == OPEN
        elif isinstance(token, Slot):
            if token.how not in _HOWS:
                raise ReferenceDataError(f"template: no meaning of {token.how!r} in {text!r}")
            if token.name in codelists.metrics() and token.how != "again" and not is_open:
                raise ReferenceDataError(f"template: a figure outside brackets in {text!r}")
    if is_open:
        raise ReferenceDataError(f"template: brackets do not match in {text!r}")
