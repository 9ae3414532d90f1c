"""One thing that is wrong with a log. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and the first position that it concerns; None where no position can be told (a file's own damage)."""

    position: int | None
    what: str

    def __str__(self) -> str:
        """One line for a person."""
        return self.what if self.position is None else f"position {self.position}: {self.what}"


def first_line(error: Exception) -> str:
    """What an error of a library says, short enough for a finding."""
    return (str(error).splitlines() or [type(error).__name__])[0][:160]
