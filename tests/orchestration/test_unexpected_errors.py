"""An error that nobody foresaw ends the command; it is neither swallowed nor searched for ever."""

from collections.abc import Iterator

from pipelines.disk_trouble import causes


def _circle() -> ValueError:
    """As Dagster leaves them: the error's context is the wrapper whose cause is the error."""
    error, wrapper = ValueError("inner"), RuntimeError("outer")
    wrapper.__cause__ = error
    error.__context__ = wrapper
    return error


def test_causes_that_go_in_a_circle_come_once_each() -> None:
    chain: Iterator[BaseException] = causes(_circle())
    found = [next(chain, None) for _ in range(3)]
    assert [type(error) for error in found] == [ValueError, RuntimeError, type(None)]
