"""Many captured articles into their rows, by several processes: reading keeps the interpreter busy, threads would not help.

What a row says is the business of `reading`. Rows come in the order of the captures, whoever read them, and only some
batches are on their way at a time.
"""

import atexit
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import Pipe, get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread

from pipelines.errors import WorkerDiedError
from pipelines.eventlog.captures import Pending
from pipelines.memory import look_rarely
from pipelines.normalize.tables.coded import CodedArticle

FEW = 200  # articles that are read sooner than further processes have loaded grammars and dictionaries
BATCH = 32  # articles that are handed over together
AHEAD = 3  # batches a process that wait for it or for their turn


def read_articles(pending: Iterable[Pending], workers: int = 0) -> Iterator[CodedArticle]:
    """The rows of the articles, in order. `workers` processes read them where they are many; 0: one a core.

    Raises WorkerDiedError where a process ends before its work is done.
    """
    articles = iter(pending)
    workers = workers or os.cpu_count() or 1
    first = list(islice(articles, FEW + 1)) if workers > 1 else []
    articles = chain(first, articles)
    return _apart(articles, workers) if len(first) > FEW else _here(articles)


def _here(articles: Iterable[Pending]) -> Iterator[CodedArticle]:
    for one in articles:
        from pipelines.normalize.tables.reading import read_article  # grammars, dictionaries: only where there is a use

        yield read_article(one)


def _apart(articles: Iterator[Pending], workers: int) -> Iterator[CodedArticle]:
    # Not fork: polars and delta-rs have threads of their own, which a forked child waits for in vain.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin) as pool:
        waiting: deque[Future[list[CodedArticle]]] = deque()
        try:
            while batch := list(islice(articles, BATCH)):
                waiting.append(pool.submit(_read, batch))
                if len(waiting) >= AHEAD * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerDiedError(workers) from error
        finally:
            for one in waiting:
                one.cancel()


def _read(batch: Sequence[Pending]) -> list[CodedArticle]:
    return list(_here(batch))


def _begin() -> None:
    # A terminal sends it to all; the run alone says what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_rarely()
    _end_with_parent()


def _end_with_parent() -> None:
    """A worker whose run was killed would wait for work for ever."""
    parent = parent_process()
    if parent is None:
        return
    told, tell = Pipe(duplex=False)
    watch = Thread(target=_watch, args=(parent.sentinel, told), daemon=True)
    watch.start()
    atexit.register(_stop, watch, tell)


def _watch(parent: int, told: Connection) -> None:
    if parent in wait([parent, told]):
        os._exit(1)


def _stop(watch: Thread, tell: Connection) -> None:
    # DuckDB complains of a process that ends while a thread of it still runs.
    tell.close()
    watch.join()
