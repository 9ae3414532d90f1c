"""Chains of place names in a text (湖南省长沙市) and what each can mean; which meaning holds is for `resolve`."""

from dataclasses import dataclass

from pipelines.normalize.gazetteer.hierarchy import Hierarchy


@dataclass(slots=True)
class Chain:
    """One name or several, each right after the unit above it. `candidates`: what the finest of them can mean.

    `fallback` is the place usually meant where nothing settles it; `adcode` is set by `resolve`.
    """

    start: int
    end: int
    candidates: tuple[str, ...]
    tier: str
    explicit: bool
    fallback: str | None = None
    adcode: str | None = None


def below(candidates: tuple[str, ...], outer: tuple[str, ...], hierarchy: Hierarchy) -> tuple[str, ...]:
    """Those candidates that lie in one of the outer places and are none of them.

    Foreign places have their country's code: 西港 after 柬埔寨 is below it though the code is the same.
    """
    if candidates == outer and hierarchy.is_foreign(candidates[0]):
        return candidates
    return tuple(
        inner for inner in candidates if any(inner != code and hierarchy.is_within(inner, code) for code in outer)
    )
