"""Split · map · merge by whole cases; the one door to other processes and to the distributed engine.

An engine may only hand whole parts to a function and bring back what it returns: it never looks into a part. So results cannot
depend on it, nor on which part is finished first.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from analyzer.problems import UsageError

P = TypeVar("P")
R = TypeVar("R")

ASKED_FOR = 2
"""Parts per worker that wait or are worked on at a time: enough that none is idle, few enough that results do not pile up."""

CONNECT_S = 20
"""Seconds that a scheduler may take to answer."""


class Lost:
    """In the place of a result: the process that worked on this part ended, twice (out of memory, killed)."""


def split(weights: Sequence[int], most: int, count: int) -> list[range]:
    """Consecutive parts of whole cases.

    Parameters
    ----------
    weights : sequence of int
        Weight of each case (its bytes).
    most : int
        Weight that a part may have; a heavier case is a part of its own.
    count : int
        Cases that a part may hold.

    Examples
    --------
    >>> split([5, 5, 20, 1, 1, 1], most=10, count=2)
    [range(0, 2), range(2, 3), range(3, 5), range(5, 6)]
    """
    parts, first, weight = [], 0, 0
    for place, mine in enumerate(weights):
        if place > first and (weight + mine > most or place - first >= count):
            parts.append(range(first, place))
            first, weight = place, 0
        weight += mine
    return [*parts, range(first, len(weights))] if len(weights) else []


def run(
    function: Callable[[P], R], parts: Sequence[tuple[int, P]], *, processes: int = 1, scheduler: str = ""
) -> Iterator[tuple[int, R | Lost]]:
    """Map a function over parts, and give its results as they are finished.

    Parameters
    ----------
    function : callable
        A function of a module (or a `functools.partial` of one), so that other processes find it.
    parts : sequence of (int, part)
        Each with its place.
    processes : int
        Worker processes on this machine; 1 works in this process.
    scheduler : str
        Address of a Dask scheduler (``tcp://host:8786``), which then does all of it.

    Yields
    ------
    (int, result)
        Place and result; `Lost` where the process that worked on it ended twice.

    Raises
    ------
    UsageError
        Where the scheduler does not answer, or the distributed engine is not installed.
    """
    if scheduler:
        yield from _distributed(function, parts, scheduler)
    elif processes > 1 and len(parts) > 1:
        yield from _processes(function, parts, min(processes, len(parts)))
    else:
        for place, part in parts:
            yield place, function(part)


def _processes(
    function: Callable[[P], R], parts: Sequence[tuple[int, P]], count: int
) -> Iterator[tuple[int, R | Lost]]:
    """As many processes as asked for; where one ends, the parts that were under way are done again, one at a time."""
    waiting, suspects = deque(parts), deque[tuple[int, P]]()
    while waiting:
        under_way: dict[int, P] = {}
        yield from _pool(function, waiting, count, under_way)
        suspects.extend(sorted(under_way.items(), key=lambda one: one[0]))
    for place, part in suspects:
        again: dict[int, P] = {}
        yield from _pool(function, deque([(place, part)]), 1, again)
        if again:
            yield place, Lost()


def _pool(
    function: Callable[[P], R], waiting: deque[tuple[int, P]], count: int, under_way: dict[int, P]
) -> Iterator[tuple[int, R]]:
    """Results until nothing waits or a process ends; what was `under_way` then stays there."""
    import multiprocessing
    from concurrent import futures
    from concurrent.futures.process import BrokenProcessPool

    pool = futures.ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _settle, (count,))
    try:
        running: dict[futures.Future[R], int] = {}
        while waiting or running:
            while waiting and len(running) < count * ASKED_FOR:
                place, part = waiting.popleft()
                under_way[place] = part
                running[pool.submit(function, part)] = place
            done, _ = futures.wait(running, return_when=futures.FIRST_COMPLETED)
            for one in sorted(done, key=running.__getitem__):
                result = one.result()
                place = running.pop(one)
                del under_way[place]
                yield place, result
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _settle(count: int) -> None:
    """What a worker process does first: leave Ctrl-C to its parent, end with it, and take its share of the processors."""
    import multiprocessing
    from multiprocessing.connection import wait

    import pyarrow as pa

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pa.set_cpu_count(max((os.cpu_count() or 1) // count, 1))
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def follow() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _answers(address: str) -> None:
    """Make sure that something listens at the address; a client of its own would wait for it without end."""
    import asyncio
    from urllib.parse import urlsplit

    async def knock(host: str, port: int) -> None:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), CONNECT_S)
        writer.close()

    try:
        parts = urlsplit(address)
        asyncio.run(knock(parts.hostname or "", parts.port or 0))
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            "there is no scheduler at {address} ({why}): start one with dask scheduler, and name it like tcp://host:8786",
            address=address,
            why=getattr(error, "strerror", None) or type(error).__name__,
        ) from None


def _distributed(
    function: Callable[[P], R], parts: Sequence[tuple[int, P]], address: str
) -> Iterator[tuple[int, R | Lost]]:
    """The same by Dask; it gives the parts of a worker that ends to another one."""
    try:
        from distributed import Client, as_completed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise UsageError(
            "--scheduler needs the package distributed: pip install 'call-sms-analyzer[cluster]'"
        ) from None
    _answers(address)
    client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)
    try:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError:
        client.close()
        raise UsageError(
            "the scheduler at {address} has no worker: start some with dask worker {address}", address=address
        ) from None
    try:
        waiting, places = deque(parts), {}
        finished = as_completed(with_results=False, raise_errors=False, loop=client.loop)

        def ask() -> None:
            if waiting:
                place, part = waiting.popleft()
                future = client.submit(function, part, pure=False)
                places[future.key] = place
                finished.add(future)

        threads = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        for _ in range(max(threads, 1) * ASKED_FOR):
            ask()
        for future in finished:
            place = places.pop(future.key)
            error = future.exception() if future.status == "error" else None
            if future.status == "cancelled":
                raise UsageError(
                    "the scheduler at {address} has gone: run the same command again, what is finished is kept",
                    address=address,
                )
            if error is not None and not isinstance(error, KilledWorker):
                raise error
            result = Lost() if error is not None else future.result()
            future.release()
            ask()
            yield place, result
    finally:
        client.close()
