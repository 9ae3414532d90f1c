"""Processes forked from one that has imported and warmed what takes seconds (`crash_jobs`), so that many are cheap.

What such a process does is the caller's business; that it is forked from the right one, and how it ends, is told here.
"""

import faulthandler
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import NoReturn

JOBS = "crash_jobs"
LONGEST_SECONDS = 300  # then a process says where it hangs and ends
PATIENCE_SECONDS = 30  # with a program that was asked to end


@cache
def _forks() -> ForkServerContext:
    """Processes forked from one that has imported the jobs. What cannot be imported there shows as a KeyError here."""
    context = get_context("forkserver")
    context.set_forkserver_preload([JOBS])
    before = os.environ.get("PYTHONPATH")
    # Python 3.11 does not tell the server where this process finds its modules.
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        forkserver._forkserver.ensure_running()  # the instance's: `fork_from` may have put another one there
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context


def address() -> str:
    """Where processes are forked; for `fork_from`."""
    _forks()
    return str(forkserver._forkserver._forkserver_address)  # type: ignore[attr-defined] # not told otherwise


def fork_from(address: str) -> None:
    """Let this process's forks come from where another one's do: what is imported there is imported once for all."""
    server = forkserver._forkserver
    server._forkserver_address = address  # type: ignore[attr-defined]
    server.ensure_running = lambda: None  # type: ignore[method-assign]
    if server._forkserver_alive_fd is None:  # type: ignore[attr-defined] # a process that was itself forked there has one
        server._forkserver_alive_fd = os.open(os.devnull, os.O_RDONLY)  # type: ignore[attr-defined]


def exit_code(work: Callable[..., NoReturn], *arguments: object) -> int | None:
    """Do the work in a process of its own; how that ended: its exit code, or less than 0 the signal that killed it."""
    process = _forks().Process(target=work, args=arguments)
    process.start()
    process.join()
    return process.exitcode


def end(work: Callable[[], None]) -> NoReturn:
    """Work and end, without what Python does at its end: waiting for threads that only the parent has."""
    faulthandler.dump_traceback_later(LONGEST_SECONDS, exit=True)
    code = 1
    try:
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


_CASEBOOK = "pipelines.cli:main"


def casebook(arguments: Sequence[str], environment: Mapping[str, str]) -> "CompletedProcess[str]":
    """The command `casebook`, run as its entry point runs it but for the imports, which were done before the fork."""
    return program(_CASEBOOK, arguments, environment)


def program(main: str, arguments: Sequence[str], environment: Mapping[str, str]) -> "CompletedProcess[str]":
    """A command line whose entry point is `main` (module:function), with these arguments and nothing else around it."""
    with TemporaryDirectory() as folder:
        code = exit_code(_program, main, tuple(arguments), dict(environment), folder)
        assert code is not None
        out, errors = ((Path(folder) / name).read_text(encoding="utf-8") for name in _STREAMS)
    return CompletedProcess([main, *arguments], code, out, errors)


@contextmanager
def background(main: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[Callable[[], bool]]:
    """A program as above that goes on until it is no longer needed. Gives whether it still does; tells its errors."""
    with TemporaryDirectory() as folder:
        process = _forks().Process(target=_program, args=(main, tuple(arguments), dict(environment), folder))
        process.start()
        try:
            yield process.is_alive
        finally:
            process.terminate()
            process.join(PATIENCE_SECONDS)
            process.kill()
            process.join()
            sys.stderr.write((Path(folder) / "stderr").read_text(encoding="utf-8"))


_STREAMS = ("stdout", "stderr")


def _program(main: str, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in enumerate(_STREAMS, 1):
        os.dup2(os.open(Path(folder) / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
    os.environ.clear()
    os.environ.update(environment)
    module, _, function = main.partition(":")
    sys.argv = ["casebook" if main == _CASEBOOK else module, *arguments]
    end(getattr(import_module(module), function))
