"""The one place where an error becomes a line and an exit code; anything else is a bug and shows its traceback."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from storycast.cli.terminal import visible
from storycast.errors import InputError, StorycastError

USERS, WORLDS, STOPPED = 2, 1, 130
"""Exit codes: the user's to mend, the world's fault, Ctrl-C."""
THREADS = "storycast"
"""What the names of our threads begin with."""
GRACE = 1.0
"""Seconds that they have after Ctrl-C."""
_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""Of click from 8.2 on: the help, where nothing was asked."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
"""What may befall standard output, and any file that isn't ours."""


@contextmanager
def told() -> Iterator[None]:
    """Turns what is raised inside into one line on stderr and an exit code."""
    try:
        yield
    except StorycastError as error:
        say(error)
        sys.exit(USERS if isinstance(error, InputError) else WORLDS)
    except click.UsageError as error:
        if error.ctx is None or isinstance(error, _HELP):
            raise
        wrong = " ".join(error.format_message().split()).rstrip(".")
        say(f"{wrong}; see {error.ctx.command_path} --help")
        sys.exit(USERS)
    except KeyboardInterrupt:
        click.echo("\nstorycast: stopped; what was spoken is kept, and every file is whole", err=True)
        _stop()
    except BrokenPipeError:  # the reader of our output has had enough
        _end_silently()
    except OSError as error:
        if error.errno not in FULL:
            raise
        click.echo(f"storycast: can't write ({error.strerror}); free some space and run it again", err=True)
        _end_silently()


def say(error: StorycastError | str) -> None:
    """The error's line on stderr."""
    click.echo(f"storycast: {visible(str(error))}", err=True)


def _stop() -> NoReturn:
    """Ends now: threads may finish a file in a second, not wait a minute for a service."""
    ends = time.monotonic() + GRACE
    ours = [thread for thread in threading.enumerate() if thread.name.startswith(THREADS)]
    for thread in ours:
        thread.join(max(0.0, ends - time.monotonic()))
    if any(thread.is_alive() for thread in ours):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(STOPPED)
    sys.exit(STOPPED)


def _end_silently() -> NoReturn:
    """Ends with what is still to be printed thrown away, as nobody could take it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(WORLDS)
