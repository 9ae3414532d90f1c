"""The article of a number: its task carried out, its truth read off the marks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.corpus import places, totals, world
from bench.corpus.chapters import ARTICLES, Task, chapter
from bench.corpus.drafting import Draft, unmarked
from bench.corpus.formats import Container, Page, container_of, laid_out
from bench.corpus.phrasing import names, others
from bench.corpus.streams import Stream, stream
from bench.corpus.teller import Subject, Teller
from bench.corpus.telling import tell_case
from bench.corpus.truth import Article, Count, Figure, ToldCampaign, ToldCase, ToldRegion

_MIXED_WITH_TOTALS = 0.15


@dataclass(frozen=True, slots=True)
class Written:
    """An article with the page that holds it: what goes into a file."""

    article: Article
    page: Page
    container: Container


def article(seed: int, index: int) -> Written:
    """Article `index` (from 0) of the corpus of this seed: the same whatever is made besides."""
    number, position = divmod(index, ARTICLES)
    task = chapter(seed, number)[position]
    of = stream(seed, "article", index)
    published = _published(number, task)
    title, draft = _told(task, published)
    publisher = of.pick(names().outlets[task.language])
    container = container_of(of, position)
    page = laid_out(of, container, task, title, draft.text(), publisher, published, index)
    captured, spans = unmarked(page.marked)
    facts: dict[type, list[Any]] = defaultdict(list)
    for mark, (kind, claim) in enumerate(draft.claims):
        span = spans[mark]
        facts[kind].append(kind(**claim, span=span, quote=span.of(captured)))
    done = Article(
        index=index,
        kind=task.kind,
        language=task.language,
        script=task.script,
        title=page.title,
        publisher=page.publisher,
        published_on=published,
        in_domain=task.kind not in ("out", "advice"),
        captured=captured,
        cases=tuple(facts[ToldCase]),
        figures=tuple(facts[Figure]),
        regions=tuple(facts[ToldRegion]),
        campaigns=tuple(facts[ToldCampaign]),
    )
    return Written(done, page, container)


def _published(number: int, task: Task) -> date:
    if task.totals is not None:
        told = task.totals.told_on
    elif task.cases:
        told = max(case.stages[task.stage].told_on for case in task.cases)
    else:
        told = world.chapter_day(number)
    return told + timedelta(days=task.delay_days if not task.totals else 0)


def _told(task: Task, published: date) -> tuple[str, Draft]:
    """Headline and paragraphs. The words come from the task's own stream, so that a copy has those of its original."""
    of = stream(*task.wording)
    if task.kind in ("out", "advice"):
        return _other(of, task)
    teller = Teller(of, task.language, published)
    titles = teller.words.titles
    if task.kind == "release":
        with_totals = task.totals if of.chance(0.8) else None
        totals.tell_release(teller, task.cases, with_totals)
        teller.turn_to(Subject("100000", {}))
        return teller.headline(totals.with_count(teller, titles["release"], len(task.cases))), teller.draft
    if task.totals is not None:
        tell = totals.tell_series if task.kind == "series" else totals.tell_totals
        tell(teller, task.totals)
        return teller.headline(titles[task.kind]), teller.draft
    case = task.cases[0]
    tell_case(teller, case, case.stages[task.stage], "c1", is_update=task.kind == "update")
    title = teller.headline(titles["update" if task.kind == "update" else "any" if case.plot == "gang" else case.plot])
    if case.plot == "gang" and of.chance(_MIXED_WITH_TOTALS):
        _add_totals(teller, case.place, of)
    return title, teller.draft


def _add_totals(teller: Teller, place: str, of: Stream) -> None:
    """What the bureau did besides, in a last paragraph."""
    counts = (Count("cases_solved", of.between(160, 900)), Count("suspects_arrested", of.between(200, 1_200)))
    teller.turn_to(Subject(place, {count.metric: count for count in counts}))
    teller.paragraph()
    teller.clauses(teller.words.lists["total_leads"], [count.metric for count in counts])


def _other(of: Stream, task: Task) -> tuple[str, Draft]:
    stories = (others().out if task.kind == "out" else others().advice)[task.language]
    place = places.written(of.pick(places.usable("prefecture")), task.language).short
    fill = {"a": of.between(2, 9), "b": of.between(1, 9), "c": of.between(11, 90), "big": of.between(10_000, 90_000)}
    title, *paragraphs = (text.format(place=place, **fill) for text in of.pick(stories))
    draft = Draft()
    draft.say("\n".join(paragraphs))
    return title, draft
