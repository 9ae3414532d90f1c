"""Telling somebody what is being done. A leaf module: who does the work tells, who watches listens."""


class Progress:
    """Listens to nothing. Subclasses show it."""

    def waiting(self, holder: str) -> None:
        """Another process, `holder`, is writing to the warehouse; the work begins when it is done."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins: ingest, normalize, validate, load. `total` files or articles are to be done, if known."""

    def advance(self, name: str) -> None:
        """One more file or article of the stage is done."""
