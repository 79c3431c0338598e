"""`storycast store`: look after what has been spoken and encoded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from storycast.cli.opening import store_option
from storycast.store import Store

UNITS = {"k": 10**3, "m": 10**6, "g": 10**9, "h": 3600, "d": 24 * 3600, "w": 7 * 24 * 3600}


class Amount(click.ParamType):
    """A number and a unit."""

    def __init__(self, name: str, units: str) -> None:
        self.name = name
        self.units = units

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The amount in bytes or seconds."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z])b?", str(value).strip().lower())
        if not found or found[2] not in self.units:
            self.fail(f"'{value}' is not a number and one of {', '.join(self.units)}, as 30{self.units[0]}", param, ctx)
        return float(found[1]) * UNITS[found[2]]


@click.group(invoke_without_command=True)
@store_option
@click.pass_context
def store(ctx: click.Context, store: Path) -> None:
    """Look after what has been spoken and encoded; without a command, show where it is and how large."""
    ctx.obj = Store(store)
    if ctx.invoked_subcommand is None:
        click.echo(str(store))
        for kind, (count, size) in ctx.obj.sizes().items():
            click.echo(f"{kind:10} {count:8} {size / 1e6:10.1f} MB")


@store.command()
@click.option("--older-than", type=Amount("AGE", "dhw"), help="Remove what was not used for so long: 30d, 12h, 4w.")
@click.option("--down-to", type=Amount("SIZE", "mgk"), help="Remove the longest unused until this is left: 500m, 2g.")
@click.pass_obj
def prune(kept: Store, older_than: float | None, down_to: float | None) -> None:
    """Remove what hasn't been used for long."""
    if older_than is None and down_to is None:
        raise click.UsageError("say how far: --older-than 30d, or --down-to 500m")
    kept.sweep()
    removed, freed = kept.prune(older_than=older_than, down_to=None if down_to is None else int(down_to))
    click.echo(f"{removed} entries removed, {freed / 1e6:.1f} MB freed")


@store.command()
@click.pass_obj
def clear(kept: Store) -> None:
    """Remove everything in it."""
    kept.clear()
    click.echo(f"{kept.folder} is empty")
