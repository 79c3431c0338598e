"""`storycast check`: what a directory would refuse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storycast.cli.build import folder_argument, pressed
from storycast.cli.errors import USERS
from storycast.cli.opening import store_option
from storycast.cli.terminal import visible

if TYPE_CHECKING:
    from storycast.shows.checks import Finding


@click.command()
@folder_argument
@store_option
def check(folder: Path, *, store: Path) -> None:
    """Tell what a directory would refuse in the show in DIR, and what to do about it.

    The exit code is 2 where something must be mended, 0 where nothing must.
    """
    from storycast.publish import examined, planned
    from storycast.shows.checks import Weight, findings

    with pressed(store, quiet=True) as press:
        found = findings(examined(planned(folder, press), press))
    for finding in found:
        _show(finding)
    must = sum(finding.weight is Weight.MUST for finding in found)
    if must:
        click.echo(f"{must} to mend before a directory takes the show")
        sys.exit(USERS)
    click.echo("nothing here that a directory would refuse")


def _show(finding: Finding) -> None:
    click.secho(f"{finding.weight.value:6} ", nl=False, bold=True)
    click.echo(visible(finding.fault))
    click.echo(f"       {finding.mend}  ({finding.source})")
