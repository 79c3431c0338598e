"""A Dask cluster as an executor: its scheduler hands work to workers on this machine or others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager

from storycast.errors import SchedulerError

PATIENCE = 10.0
"""Seconds in which the scheduler has to answer, and to have a worker."""
_START = "start one with `dask scheduler`, and workers with `dask worker ADDRESS`"


@contextmanager
def workers(address: str) -> Iterator[Executor]:
    """The cluster's workers. What a lost one had to do is done again by another.

    Raises `SchedulerError` where there is no scheduler or no worker, where their versions of Python or Dask differ from
    ours, and where the cluster gives up.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker, NoValidWorkerError
    except ImportError as error:
        raise SchedulerError("a cluster needs Dask: pip install 'storycast[cluster]', here and there") from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SchedulerError(f"no Dask scheduler answers at {address}; {_START}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
            client.get_versions(check=True)
        except TimeoutError as error:
            raise SchedulerError(f"the scheduler at {address} has no workers; {_START}") from error
        except ValueError as error:
            raise SchedulerError(f"the workers at {address} differ from this machine: {error}") from error
        try:
            with client.get_executor(pure=False) as executor:
                yield executor
        except (KilledWorker, NoValidWorkerError, CancelledError) as error:
            raise SchedulerError(f"the cluster at {address} lost a story: {error}; see its workers' logs") from error
