"""How much of what is alike the tests try: what every commit can wait for, or all of it (`make test-thorough`).

Only for numbers of random examples and for choices among what is alike: a kind of thing, or a state, is tried either way.
"""

import os

THOROUGH = bool(os.environ.get("TESTS_THOROUGH"))


def usually(number: int, thorough: int) -> int:
    """The number for every commit, or that for a thorough run."""
    return thorough if THOROUGH else number
