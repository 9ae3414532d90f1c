"""Dagster's code server as a fork (`forks`), and each of its runs as another: none imports what takes seconds.

Dagster by itself starts a run in a new interpreter. All else is as the command `dagster api grpc` does it.
"""

import faulthandler
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import forks
from dagster._cli.api import api_cli  # what is not exported at the top
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.workspace.load_target import GrpcServerTarget
from dagster._grpc.client import DagsterGrpcClient
from dagster._serdes import serialize_value

_MODULE = "pipelines.definitions"
_PATIENCE_SECONDS = 120


@contextmanager
def code_server(
    instance: dg.DagsterInstance, environment: Mapping[str, str], prepare: str | None
) -> Iterator[GrpcServerTarget]:
    """Serve the project's definitions; `prepare` (module:function) is called first in the server and in each of its runs."""
    with TemporaryDirectory() as folder:
        socket = str(Path(folder) / "socket")
        served = ("--socket", socket, "--module-name", _MODULE, "--instance-ref", serialize_value(instance.get_ref()))
        arguments = (forks.address(), prepare or "", *served)
        with forks.background("code_servers:serve", arguments, environment) as is_alive:
            _wait_for(DagsterGrpcClient(socket=socket), is_alive)
            yield GrpcServerTarget(host="localhost", port=None, socket=socket, location_name=_MODULE)


def _wait_for(client: DagsterGrpcClient, is_alive: Callable[[], bool]) -> None:
    began = time.monotonic()
    while is_alive():
        try:
            client.ping("")
        except DagsterUserCodeUnreachableError:
            assert time.monotonic() < began + _PATIENCE_SECONDS
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the code server ended")


def serve() -> None:
    """What the server's process does."""
    faulthandler.cancel_dump_traceback_later()  # it lives as long as its test
    address, prepare, *served = sys.argv[1:]
    forks.fork_from(address)
    runs = _Runs(prepare)
    multiprocessing.get_context = lambda *_: runs  # type: ignore[assignment] # the server asks for "spawn"
    _call(prepare)
    api_cli.main(["grpc", *served])


class _Runs(ForkServerContext):
    """Where the server gets processes for runs."""

    def __init__(self, prepare: str) -> None:
        super().__init__()
        self._prepare = prepare

    def Process(self, target: Callable[..., None], args: Sequence[object]) -> ForkServerProcess:  # type: ignore[override] # noqa: N802
        return ForkServerProcess(target=_run, args=(dict(os.environ), self._prepare, target, args))


def _run(environment: Mapping[str, str], prepare: str, target: Callable[..., None], args: Sequence[object]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    _call(prepare)
    target(*args)


def _call(prepare: str) -> None:
    if prepare:
        module, _, function = prepare.partition(":")
        getattr(import_module(module), function)()
