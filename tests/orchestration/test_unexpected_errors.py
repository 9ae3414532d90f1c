"""An error that nobody foresaw ends the command; it is neither swallowed nor searched for ever."""

from collections.abc import Iterator

from pipelines.orchestration.run import _causes


def _circle() -> ValueError:
    """As Dagster leaves them: the error's context is the wrapper whose cause is the error."""
    error, wrapper = ValueError("inner"), RuntimeError("outer")
    wrapper.__cause__ = error
    error.__context__ = wrapper
    return error


def test_causes_that_go_in_a_circle_come_once_each() -> None:
    causes: Iterator[BaseException] = _causes(_circle())
    found = [next(causes, None) for _ in range(3)]
    assert [type(error) for error in found] == [ValueError, RuntimeError, type(None)]
