"""Who tells what: the fifty articles of a chapter. A chapter is a function of seed and number and reaches back one chapter.

Each chapter has a release of ten cases in two or three versions, a dozen fresh cases told by up to five outlets, later
counts of cases of the chapter before, a hand-over, two cases that are easily taken for one, totals, and what is out of
the domain.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bench.corpus import world
from bench.corpus.streams import Stream, stream
from bench.corpus.truth import Case, Kind, Language, Plot, Script, Totals

ARTICLES = 50  # of a chapter
SINGLE_FILES = 30  # the first of them are files of their own; then come a bulletin, a JSON list and JSON lines
BULLETIN, LISTED = 6, 6

_RELEASED = 10
_FRESH = 12
_TRAP, _HANDOVER, _GROWING = 40, 41, range(50, 53)
_TELLINGS = (1, 1, 1, 1, 2, 2, 2, 3, 3, 5)
_FRESH_ARTICLES = 22


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be written. `wording` names the stream of its words: copies share it with what they copy."""

    kind: Kind
    language: Language
    script: Script
    wording: tuple[object, ...]
    delay_days: int = 0
    cases: tuple[Case, ...] = ()
    stage: int = 0
    totals: Totals | None = None


@lru_cache(maxsize=64)
def chapter(seed: int, number: int) -> tuple[Task, ...]:
    """The chapter's tasks in the order of its articles."""
    of = stream(seed, "chapter", number)
    releases = list(_releases(of, seed, number))
    others = of.mixed(
        [*_fresh(of, seed, number), *_later(of, seed, number), *_traps(of, seed, number), *_rest(of, seed, number)]
    )
    others = others[: ARTICLES - len(releases)]
    # A bulletin is Chinese, and a release, which has headings of its own, is no item of one.
    chinese = [task for task in others if task.language == "zh" and task.script == "Hans"][:BULLETIN]
    rest = [task for task in others if not any(task is item for item in chinese)]
    singles = SINGLE_FILES - len(releases)
    first = of.mixed([*releases, *rest[:singles]])
    return (*first, *chinese, *rest[singles:])


def _releases(of: Stream, seed: int, number: int) -> Iterator[Task]:
    shift = of.between(0, 30)
    cases = tuple(world.case(seed, number, n, "gang", province=shift + n) for n in range(_RELEASED))
    # What the authority published is one day's; its cases are told as they stood then.
    told = max(case.stages[0].told_on for case in cases)
    campaign = world.national_campaign(of, told.year) if of.chance(0.7) else None
    cases = tuple(replace(case, campaign=campaign) for case in cases)
    totals = replace(world.totals(seed, number, 90), place="100000", told_on=told, campaign=campaign, daily=())
    versions: list[tuple[Language, Script]] = [("zh", "Hans"), ("en", "Latn")]
    if of.chance(0.5):
        versions.append(("zh", "Hant"))
    for language, script in versions:
        words = (seed, "words", number, "release", language)
        yield Task("release", language, script, words, of.between(0, 3), cases, totals=totals)


def _fresh(of: Stream, seed: int, number: int) -> Iterator[Task]:
    """Cases told for the first time, each by one outlet or more."""
    made = 0
    for n in range(100, 100 + 3 * _FRESH):
        plot: Plot = of.pick(("gang", "gang", "gang", "victim", "victim", "court"))
        case = world.case(seed, number, n, plot)
        tellings = of.pick(_TELLINGS)
        for told in range(min(tellings, _FRESH_ARTICLES - made)):
            yield _telling(of, case, (seed, "words", number, n), told)
        made += min(tellings, _FRESH_ARTICLES - made)
    assert made == _FRESH_ARTICLES  # as many cases as articles would do


def _telling(of: Stream, case: Case, path: tuple[object, ...], told: int, stage: int = 0) -> Task:
    """The first telling, a copy of it by another outlet (also in the other script), or one in other words."""
    delay = of.between(0, 6)
    if told and of.chance(0.35):
        script: Script = "Hant" if of.chance(0.5) else "Hans"
        return Task("telling", "zh", script, (*path, 0), delay, (case,), stage)
    if told == 0:
        return Task("telling", "zh", "Hans", (*path, 0), delay, (case,), stage)
    language: Language = "en" if of.chance(0.6) else "zh"
    script = "Latn" if language == "en" else "Hant" if of.chance(0.25) else "Hans"
    return Task("telling", language, script, (*path, told), delay, (case,), stage)


def _later(of: Stream, seed: int, number: int) -> Iterator[Task]:
    """Cases that grow: first told here, told again with later counts in the next chapter."""
    for n in _GROWING:
        path = (seed, "words", number, n)
        yield _telling(of, world.case(seed, number, n, "gang", grows=True), path, 0)
        earlier = world.case(seed, max(number - 1, 0), n, "gang", grows=True)
        language: Language = "en" if of.chance(0.3) else "zh"
        script: Script = "Latn" if language == "en" else "Hant" if of.chance(0.15) else "Hans"
        yield Task("update", language, script, (*path, "later"), of.between(0, 3), (earlier,), 1)


def _traps(of: Stream, seed: int, number: int) -> Iterator[Task]:
    case = world.case(seed, number, _TRAP, "gang")
    for n, one in enumerate((case, world.trap(of, case, f"{case.case_id}-like"))):
        yield Task("telling", "zh", "Hans", (seed, "words", number, _TRAP, n), of.between(0, 6), (one,))


def _rest(of: Stream, seed: int, number: int) -> Iterator[Task]:
    handover = world.case(seed, number, _HANDOVER, "handover")
    for n, language in enumerate(("zh", "en")):
        script: Script = "Latn" if language == "en" else "Hans"
        yield Task("telling", language, script, (seed, "words", number, _HANDOVER, n), n, (handover,))  # type: ignore[arg-type]
    for n in range(2):
        yield replace(_other(of, "series", (seed, "words", number, "series", n)), totals=world.series(seed, number, n))
    for n in range(5):
        yield replace(_other(of, "total", (seed, "words", number, "total", n)), totals=world.totals(seed, number, n))
    for n in range(7):
        yield _other(of, "out", (seed, "words", number, "out", n))
    for n in range(2):
        yield _other(of, "advice", (seed, "words", number, "advice", n))


def _other(of: Stream, kind: Kind, words: tuple[object, ...]) -> Task:
    language: Language = "en" if of.chance(0.25) else "zh"
    script: Script = "Latn" if language == "en" else "Hant" if of.chance(0.15) else "Hans"
    return Task(kind, language, script, words, of.between(0, 2))
