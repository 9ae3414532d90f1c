"""How often the interpreter looks for garbage: rarely, since what it would look through stays."""

import gc

_ALLOCATIONS = 50_000  # between two looks


def look_rarely() -> None:
    """Dagster, dictionaries and automata stay: looking through them over and over takes a twentieth of the time."""
    gc.set_threshold(_ALLOCATIONS)
