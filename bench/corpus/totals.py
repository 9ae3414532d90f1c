"""Articles and paragraphs that tell totals: of a bureau, of the hand-overs from abroad, and releases of typical cases."""

from bench.corpus import numbers
from bench.corpus.phrasing.templates import Slot, Template
from bench.corpus.teller import Subject, Teller
from bench.corpus.telling import tell_case
from bench.corpus.truth import Case, Totals

_MOST_IN_SENTENCE = 4


def tell_totals(teller: Teller, totals: Totals) -> None:
    """What a bureau did in a time."""
    teller.turn_to(_subject(totals))
    words = teller.words.lists
    teller.sentence(words["total_openings"])
    teller.pause()
    metrics = teller.of.mixed(list(teller.subject.counts))
    while metrics:
        size = teller.of.between(2, _MOST_IN_SENTENCE)
        teller.clauses(words["total_leads"], metrics[:size])
        metrics = metrics[size:]
        if teller.of.chance(0.4):
            teller.sentence(words["total_fillers"])
            teller.pause()
    for metric in teller.subject.daily:
        teller.sentence([t for t in words["total_dailies"] if (metric, "daily") in t.needs])
        teller.pause()
    teller.paragraph()
    teller.sentence(words["total_fillers"])


def tell_series(teller: Teller, totals: Totals) -> None:
    """How many were handed over so far."""
    teller.turn_to(_subject(totals))
    teller.sentence(teller.words.lists["series"])
    teller.paragraph()
    teller.sentence(teller.words.lists["series_tails"])


def tell_release(teller: Teller, cases: tuple[Case, ...], totals: Totals | None) -> None:
    """A list of typical cases, each under a heading, with or without totals before it."""
    teller.turn_to(Subject("100000", {}))
    _numbered(teller, "release_openings", len(cases))
    if totals is not None:
        teller.pause()
        teller.turn_to(_subject(totals))
        teller.clauses(teller.words.lists["release_totals"], list(teller.subject.counts)[:_MOST_IN_SENTENCE])
    is_case_style = teller.of.between(0, len(teller.words.lists["headings"]) - 1)
    for number, case in enumerate(cases, 1):
        teller.paragraph()
        _tell_listed(teller, case, number, is_case_style)


def _tell_listed(teller: Teller, case: Case, number: int, style: int) -> None:
    """One case of the list. Its heading says the surname, as such lists do."""
    kept = teller.draft.parts
    teller.draft.parts = []
    tell_case(teller, case, case.stages[0], f"c{number}", is_short=True)
    body, teller.draft.parts = teller.draft.parts, kept
    teller.draft.say(_heading(teller, teller.words.lists["headings"][style], number))
    teller.paragraph()
    teller.draft.parts += body


def _heading(teller: Teller, template: Template, number: int) -> str:
    return teller.headline([_with(template, "ordinal", numbers.ordinal(number, teller.language))])


def _numbered(teller: Teller, name: str, number: int) -> None:
    count = numbers.ordinal(number, teller.language)
    teller.sentence([_with(template, "count", count) for template in teller.words.lists[name]])


def _with(template: Template, name: str, text: str) -> Template:
    """The template with one slot filled."""
    tokens = tuple(text if isinstance(token, Slot) and token.name == name else token for token in template.tokens)
    return Template(tokens, frozenset(need for need in template.needs if need[0] != name))


def with_count(teller: Teller, templates: tuple[Template, ...], number: int) -> list[Template]:
    """Templates with {count} filled."""
    return [_with(template, "count", numbers.ordinal(number, teller.language)) for template in templates]


def _subject(totals: Totals) -> Subject:
    return Subject(
        place=totals.place,
        counts={count.metric: count for count in totals.counts},
        daily={count.metric: count for count in totals.daily},
        campaign=totals.campaign,
        since=totals.since,
    )
