"""People of a case whose status is not told: taken on by a gang, or told as its make-up (codebook §6, suspects_identified).

They are a figure only of a case that counts nobody as caught, charged, sentenced or sought; else they are the same people.
But a gang whose members are counted beside the fewer that are in so far (成员达80余人，目前已到案30人) tells of others too.
"""

from collections.abc import Sequence

from pipelines.normalize.extraction.figures.found import Found

IDENTIFIED = "suspects_identified"
RULE = f"figure/{IDENTIFIED}/make_up"
MEMBERS = f"figure/{IDENTIFIED}/members"  # 集团成员达80余人
UNTOLD = frozenset([RULE, MEMBERS, f"figure/{IDENTIFIED}/recruit"])
NAMED = f"figure/{IDENTIFIED}"  # the noun alone: 涉案人员17名
TOLD = frozenset(
    [
        "suspects_arrested",
        "suspects_detained",
        "suspects_wanted",
        "suspects_repatriated",
        "persons_sentenced",
        "persons_penalized",
    ]
)


def without_known_people(found: Sequence[Found]) -> list[Found]:
    """The figures without people whose status the case tells."""
    return [figure for figure in found if not _is_known(figure, found)]


def _is_known(figure: Found, found: Sequence[Found]) -> bool:
    if figure.rule in UNTOLD and figure.scope != "case":
        return True
    told = [f for f in found if f.metric in TOLD and f.case_key == figure.case_key]
    if figure.rule == NAMED:
        return any(f.number.value == figure.number.value for f in told)
    if figure.rule == MEMBERS:
        return bool(told) and not _is_set_against(figure, told)
    return figure.rule in UNTOLD and bool(told)


def _is_set_against(figure: Found, told: Sequence[Found]) -> bool:
    """Whether the sentence goes on to those whose status is told, and they are fewer."""
    fewer = all(f.number.value < figure.number.value for f in told)
    return fewer and any(f.sentence is figure.sentence and f.number.span > figure.number.span for f in told)
