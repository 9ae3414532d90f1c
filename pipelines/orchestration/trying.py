"""How a step writes the warehouse: it holds the writer's lock, and what trouble passes by itself makes it try again.

Every asset and every operation of checks goes through here. A step can be run again at any point (see
`eventlog.subscription`), so trying again needs no clearing up. A user's mistake, a failed check or a defect is not tried
again: it would fail again, later.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar, cast

import dagster as dg

from pipelines.orchestration.workspace import Workspace
from pipelines.passing_trouble import is_passing

TRIES = 7  # after the first: two minutes in all
FIRST_PAUSE_SECONDS = 1.0

_P = ParamSpec("_P")
_R = TypeVar("_R")


def writing_step(body: Callable[_P, _R]) -> Callable[_P, _R]:
    """The body of an asset or of checks, with the workspace's lock held; trouble that passes is tried again after pauses."""

    @functools.wraps(body)
    def step(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with _tried_again():
            cast(Workspace, kwargs["workspace"]).hold()
            return body(*args, **kwargs)

    @functools.wraps(body)
    def steps(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[object]:
        with _tried_again():
            cast(Workspace, kwargs["workspace"]).hold()
            yield from cast(Iterator[object], body(*args, **kwargs))

    return cast(Callable[_P, _R], steps) if inspect.isgeneratorfunction(body) else step


@contextmanager
def _tried_again() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if not is_passing(error):
            raise
        context = dg.OpExecutionContext.get()
        pause = FIRST_PAUSE_SECONDS * 2**context.retry_number
        context.log.warning(f"{error} (another try in {pause:.0f} s)" if context.retry_number < TRIES else str(error))
        raise dg.RetryRequested(max_retries=TRIES, seconds_to_wait=pause) from error
