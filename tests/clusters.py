"""A Dask cluster on the loopback: a real scheduler, and workers that can be killed."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
PATIENCE = 60


@contextmanager
def cluster(folder: Path, workers: int = 2):
    """The scheduler's address, and its workers' processes, of one thread each."""
    surroundings = {**os.environ, "PYTHONPATH": str(SOURCE), "DASK_TEMPORARY_DIRECTORY": str(folder / "dask")}
    told = folder / "scheduler.json"
    with ExitStack() as running:

        def started(name, *arguments):
            log = running.enter_context((folder / f"{name}.log").open("wb"))
            command = [sys.executable, "-m", "distributed.cli.dask_" + name.partition("-")[0], *arguments]
            process = subprocess.Popen(command, env=surroundings, cwd=folder, stdout=log, stderr=log)
            running.callback(process.wait)
            running.callback(process.kill)
            return process

        started("scheduler", *f"--host 127.0.0.1 --port 0 --no-dashboard --scheduler-file {told}".split())
        ends = time.monotonic() + PATIENCE
        while not told.exists():
            assert time.monotonic() < ends, (folder / "scheduler.log").read_text()
            time.sleep(0.05)
        one = f"--scheduler-file {told} --nthreads 1 --no-nanny --no-dashboard --host 127.0.0.1".split()
        yield address_in(told), [started(f"worker-{number}", *one) for number in range(workers)]


def address_in(told: Path) -> str:
    """What a scheduler's file says of where it listens."""
    import json

    return json.loads(told.read_text())["address"]
