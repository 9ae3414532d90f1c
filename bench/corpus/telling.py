"""An article, or a part of one, that tells a case: which sentences, in which order. The words are in phrasing/."""

from datetime import date

from bench.corpus.phrasing import plots
from bench.corpus.teller import Subject, Teller
from bench.corpus.truth import Case, Count, Stage, ToldCase

_MOST_IN_SENTENCE = 4
_FURTHER_SHARE = 0.65


def tell_case(
    teller: Teller, case: Case, stage: Stage, key: str, *, is_update: bool = False, is_short: bool = False
) -> None:
    """Paragraphs about the case; `is_short` for one of a list."""
    start = len(teller.draft.parts)
    teller.turn_to(subject_of(teller, case, stage, key, is_short=is_short))
    if is_update:
        _update(teller)
    else:
        _opening(teller, case)
    _conduct(teller, case, is_short=is_short)
    _results(teller)
    if case.plot in ("gang", "victim") and not is_short:
        _surroundings(teller)
    teller.claim_jurisdiction(start)
    teller.draft.enclose(start, ToldCase, _claim(teller, case, key, is_listed=is_short))
    if not is_short:
        teller.paragraph()
        teller.sentence(teller.words.lists["tails"])


def subject_of(teller: Teller, case: Case, stage: Stage, key: str, *, is_short: bool) -> Subject:
    """The case as this article will tell it: all core numbers, and some of the others."""
    counts = {count.metric: count for count in stage.counts}
    share = 0.3 if is_short else _FURTHER_SHARE
    told = {metric: count for metric, count in counts.items() if metric in case.core or teller.of.chance(share)}
    return Subject(
        place=case.place,
        counts=told,
        key=key,
        case=case,
        parts={} if is_short else _parts(teller, case, stage, told),
        again=frozenset(case.core) & told.keys(),
        campaign=case.campaign,
        noun=_noun(teller, case),
        day=_day(case, stage),
    )


def _day(case: Case, stage: Stage) -> date:
    return case.began_on if case.plot == "victim" else stage.told_on


def _noun(teller: Teller, case: Case) -> str:
    words = teller.words
    conduct = words.schemes[case.scheme] if case.scheme else words.roles.get(case.role)
    return teller.of.pick(conduct.nouns) if conduct else ""


def _parts(teller: Teller, case: Case, stage: Stage, told: dict[str, Count]) -> dict[str, Count]:
    """Parts of what is told. Of a later stage, the earlier arrests are one."""
    parts = {}
    if stage is not case.stages[0]:
        parts = {c.metric: c for c in case.stages[0].counts if c.metric == "suspects_arrested"}
    for metric, low in (("suspects_arrested", 6), ("loss_amount", 200_000), ("amount_recovered", 100_000)):
        whole = told.get(metric)
        if whole is not None and whole.value >= low and case.plot != "victim" and metric not in parts:
            part = int(whole.value * (0.2 + 0.5 * teller.of.random()))
            parts[metric] = Count(metric, part // 1_000 * 1_000 if metric != "suspects_arrested" else max(2, part))
    return parts


def _opening(teller: Teller, case: Case) -> None:
    teller.sentence(teller.words.openings["any" if case.plot == "gang" else case.plot])
    teller.pause()


def _update(teller: Teller) -> None:
    teller.sentence(teller.words.lists["updates"])
    teller.pause()
    teller.sentence(teller.words.lists["update_facts"])
    teller.pause()


def _conduct(teller: Teller, case: Case, *, is_short: bool) -> None:
    if case.plot == "handover":
        return
    words = teller.words
    conduct = words.schemes[case.scheme] if case.scheme else words.roles[case.role]
    if not is_short and teller.of.chance(0.5):
        teller.paragraph()
    if teller.of.chance(0.75):
        teller.sentence(conduct.modus)
        teller.pause()
    if not is_short and case.plot == "gang" and teller.of.chance(0.6):
        teller.sentence(words.lists["fillers"])
        teller.pause()


def _results(teller: Teller) -> None:
    """Acts in one or two sentences, then what was found out."""
    words, facts = teller.words.lists, plots().facts
    left = [metric for metric in teller.subject.counts if metric not in teller.told]
    acts = [metric for metric in left if metric not in facts]
    findings = [metric for metric in left if metric in facts]
    if acts:
        size = teller.of.between(1, _MOST_IN_SENTENCE)
        teller.clauses(words["result_leads"], acts[:size])
        if acts[size:]:
            teller.clauses(words["further_leads"], acts[size:])
    if findings:
        teller.clauses(words["fact_leads"], findings)
    if teller.of.chance(0.3):
        _part(teller)


def _part(teller: Teller) -> None:
    for metric in teller.subject.parts:
        if metric in teller.told and metric in teller.words.parts:
            teller.sentence(teller.words.parts[metric])
            teller.pause()
            return


def _surroundings(teller: Teller) -> None:
    for name in ("site_sentences", "origin_sentences"):
        if teller.of.chance(0.6):
            teller.sentence(teller.words.lists[name])
            teller.pause()


def _claim(teller: Teller, case: Case, key: str, *, is_listed: bool) -> dict[str, object]:
    """What the article says of the case, besides figures and places. In lists the heading names the suspect."""
    campaign = case.campaign if case.campaign and case.campaign.key in teller.told_campaigns else None
    suspect = case.suspect.zh if teller.language == "zh" else case.suspect.en
    return {
        "key": key,
        "case": case,
        "title": teller.subject.noun or case.plot,
        "scheme": case.scheme,
        "campaign_key": campaign.key if campaign else None,
        "suspects": (suspect,) if "suspect" in teller.told or is_listed else (),
        "code_name": case.code_name if "code_name" in teller.told else None,
    }
