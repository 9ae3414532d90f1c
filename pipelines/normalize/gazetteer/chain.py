"""Chains of place names in a text (湖南省长沙市) and what each can mean; which meaning holds is for `resolve`."""

from dataclasses import dataclass

from pipelines.normalize.gazetteer.hierarchy import Hierarchy


@dataclass(slots=True)
class Chain:
    """One name or several, each right after the unit above it. `candidates`: what the finest of them can mean.

    above     what the name of the unit above can mean; empty where there is only one name
    fallback  the place usually meant where nothing settles it
    adcode    set by `resolve`
    """

    start: int
    end: int
    candidates: tuple[str, ...]
    tier: str
    explicit: bool
    fallback: str | None = None
    above: tuple[str, ...] = ()
    adcode: str | None = None

    def link(self, end: int, candidates: tuple[str, ...], above: tuple[str, ...]) -> None:
        """Make it longer, to `end`: it now means one of `candidates`, in one of `above`, and needs no more context."""
        self.end, self.candidates, self.above = end, candidates, above
        self.tier, self.explicit = "free", True


def below(candidates: tuple[str, ...], outer: tuple[str, ...], hierarchy: Hierarchy) -> tuple[str, ...]:
    """Those candidates that lie in one of the outer places or are one of them.

    The latter is for names without a code of their own, which have that of the unit above: 西港 after 柬埔寨, 前海 after 深圳.
    """
    return tuple(inner for inner in candidates if any(hierarchy.is_within(inner, code) for code in outer))


def finer(candidates: tuple[str, ...], outer: tuple[str, ...], hierarchy: Hierarchy) -> tuple[str, ...]:
    """Those candidates that lie in one of the outer places and are not that place; all of them if there is none."""
    inner = (code for code in candidates if any(code != unit and hierarchy.is_within(code, unit) for unit in outer))
    return tuple(inner) or candidates
