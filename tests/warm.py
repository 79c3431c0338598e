"""Runs of storycast as processes of their own that start at once: forked from one that has imported everything.

Run as a program, this file is that process: it takes orders on stdin, a line of JSON each, and answers with one.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

BUG = 70
"""Exit code of a run that ended in a traceback."""


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code (-9 where it was killed), and what it printed."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Running:
    """A run under way."""

    pid: int
    warm: "Warm"
    out: Path

    def kill(self):
        """The hardest end: nothing is tidied up."""
        os.kill(self.pid, signal.SIGKILL)  # it is ours until we wait for it, so the number can't be another's

    def ended(self):
        """How it ended; waits until it does."""
        code = self.warm.ask(wait=self.pid)
        printed = [(self.out / name).read_text("utf-8", "replace") for name in ("stdout", "stderr")]
        return Ended(code, *printed)


class Warm:
    """The process that has imported everything."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.runs = 0
        self.process = subprocess.Popen(
            [sys.executable, __file__, self.folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        return self

    def __exit__(self, *_):
        self.process.communicate()
        self.folder.cleanup()

    def ask(self, **order):
        """The answer to an order."""
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, *arguments, cwd, largest_file=None, **environment):
        """A run of storycast in that folder, under way."""
        self.runs += 1
        out = Path(self.folder.name) / str(self.runs)
        out.mkdir()
        for name in ("stdout", "stderr"):  # it may be killed before it makes them
            (out / name).touch()
        order = {"arguments": list(map(str, arguments)), "cwd": str(cwd), "out": str(out), "largest_file": largest_file}
        named = {name: str(value) for name, value in environment.items()}
        return Running(self.ask(**order, environment=named), self, out)

    def run(self, *arguments, cwd, **named):
        """How a run ended."""
        return self.start(*arguments, cwd=cwd, **named).ended()


def serve(folder):
    """Forks a run for each order, after one run of its own that imports what runs need."""
    here = Path(folder)
    (here / "tale.txt").write_text("Words\n\nA few words, and then a few more.\n", "utf-8")
    with (here / "log").open("w") as log, contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        storycast(
            "make", str(here / "tale.txt"), "--voice", "tone", "-o", str(here / "x.mp3"), "--store", str(here / "s")
        )
        storycast("build", str(here), "--store", str(here / "s"))
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        else:
            answer = os.fork()
            if not answer:
                os._exit(child(**order))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def child(arguments, cwd, out, largest_file, environment):
    """The exit code of a run in a process that was forked for it."""
    for number, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, f"{out}/stdout", os.O_CREAT | os.O_WRONLY),
        (2, f"{out}/stderr", os.O_CREAT | os.O_WRONLY),
    ):
        os.dup2(os.open(name, flags), number)
    os.chdir(cwd)
    os.environ.update(environment)
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    code = storycast(*arguments)
    sys.stdout.flush()
    return code


def storycast(*arguments):
    """The exit code of a run in this process."""
    from storycast.cli import main

    try:
        main(arguments, prog_name="storycast")
    except SystemExit as end:
        return end.code or 0
    except BaseException:  # noqa: BLE001 - whatever it is, the test is to see it
        traceback.print_exc()
        return BUG
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
