"""What became of everything that a run took in. A leaf module: numbers in, one equation out."""

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass

# What a run made: the metadata of each asset by its name.
Assets = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Accounting:
    """Inputs of a run, each counted once: articles that were captured and not yet read, and inputs that were refused.

    accepted       articles in the domain that validation let in
    rejected       inputs that could not be captured
    quarantined    articles whose own row validation kept aside
    out_of_scope   articles that tell of something else
    passed_over    captured versions that were replaced or withdrawn before anybody read them
    """

    taken_in: int
    accepted: int
    rejected: int
    quarantined: int
    out_of_scope: int
    passed_over: int

    def __add__(self, other: "Accounting") -> "Accounting":
        """Both runs as one."""
        return Accounting(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def missing(self) -> int:
        """How many inputs have no outcome, or (below 0) more than one."""
        return self.taken_in - sum(self.outcomes().values())

    def outcomes(self) -> dict[str, int]:
        """The count of each outcome."""
        return {name: count for name, count in asdict(self).items() if name != "taken_in"}


NOTHING = Accounting(0, 0, 0, 0, 0, 0)


def accounting_of(assets: Assets) -> Accounting | None:
    """The accounting of a run whose assets have this metadata; None where the run let nothing in, such as a rebuild.

    A run that goes on with what another captured has no refused inputs of its own.
    """
    if "accepted_reports" not in assets:
        return None
    ingest, accepted = assets.get("captured_articles", {}), assets["accepted_reports"]
    rejected = sum(number(ingest, name) for name in ingest if name.startswith("rejected_"))
    return Accounting(
        taken_in=number(accepted, "articles_waiting") + rejected,
        accepted=number(accepted, "articles_in_scope"),
        rejected=rejected,
        quarantined=number(accepted, "quarantined_articles"),
        out_of_scope=number(accepted, "articles_out_of_scope"),
        passed_over=number(accepted, "articles_passed_over"),
    )


def number(metadata: Mapping[str, object], key: str) -> int:
    """A count in an asset's metadata; 0 where there is none."""
    value = metadata.get(key, 0)
    return value if isinstance(value, int) else 0
