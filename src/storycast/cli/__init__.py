"""The command line: lists the commands, each in a file of its own, imported when it is called."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, cast

import click

from storycast import __version__
from storycast.cli.errors import told
from storycast.cli.terminal import ready

_SELDOM = 200_000
"""Objects made before the collector looks for cycles among them: nearly all live to the end of a run, and have none.

At Python's own 700, looking took a tenth of the time in which an edited sentence is made again. That run makes 55,000
objects, and a look at them takes 0.02 s; a text of ten hours needs 5 MB more than at 50,000.
"""
_NO_THREADS = ("OPENBLAS_NUM_THREADS", "1")
"""numpy's threads for algebra, of which we have next to none, would begin with it and turn for 0.1 s of a core each."""


class Commands(click.Group):
    """Commands that are imported when they are called; their one line of help stands here."""

    listed: ClassVar[Mapping[str, tuple[str, str]]] = {
        "make": ("storycast.cli.make:make", "Turn articles into narrated MP3 episodes."),
        "plan": ("storycast.cli.plan:plan", "Show what will be heard, without speaking."),
        "voices": ("storycast.cli.voices:voices", "List the voices, hear one, or fetch one."),
        "init": ("storycast.cli.init:init", "Begin a show: a folder for its settings and stories."),
        "build": ("storycast.cli.build:build", "Make every changed story of a show, and its site."),
        "serve": ("storycast.cli.serve:serve", "Serve a built site to this machine, and follow edits."),
        "check": ("storycast.cli.check:check", "Tell what a podcast directory would refuse."),
        "store": ("storycast.cli.store:store", "Look after what has been spoken and encoded."),
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order they are used."""
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in self.listed:
            return None
        module, _, command = self.listed[cmd_name][0].partition(":")
        return cast("click.Command", getattr(import_module(module), command))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.listed.items()])

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        """The command line, parsed; its help is printed on the way."""
        ready()
        os.environ.setdefault(*_NO_THREADS)
        gc.set_threshold(_SELDOM)
        atexit.register(gc.freeze)  # at the end all goes with the process: taking it apart first takes 0.1 s
        with told():
            return super().make_context(*args, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """The command's own work; its errors become a line and an exit code."""
        with told():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Turn an article into a narrated podcast episode.

    Splits the text into beats, speaks each one, holds silence at the dramatic moments, and stitches one MP3. Edit a
    sentence, run it again, and only that sentence is spoken anew.
    """
