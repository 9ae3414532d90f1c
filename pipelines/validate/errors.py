"""What validation raises. Bad data is a verdict and never an error; an error here means that nothing was judged."""

from pipelines.errors import CasebookError


class EngineError(CasebookError):
    """The check itself broke: the rows were not judged, so nothing may be said of them."""

    def __init__(self, table: str, expectation: str | None, why: str) -> None:
        """`expectation` is the id of the one that broke, None where the whole table could not be checked."""
        what = table if expectation is None else f"{table}.{expectation}"
        super().__init__(f"validation broke on {what}, no row was judged: {why}")
        self.table = table
        self.expectation = expectation
        self.why = why
