"""`storycast voices`: who can speak, where, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from storycast.cli.opening import registry, voice_of
from storycast.cli.terminal import note, result, visible
from storycast.errors import UnknownVoice

if TYPE_CHECKING:
    from storycast.engines.espeak import Espeak
    from storycast.engines.piper import Piper
    from storycast.engines.registry import Listed, Registry
    from storycast.model import Voice

ROW = "{:32}  {:15}  {:7}  {}"


@click.command()
@click.option("--language", metavar="CODE", help="Only voices of this language, as en or pt-BR.")
@click.option("--sample", metavar="ENGINE[:ID]", help="Make an MP3 of five seconds of this voice instead.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the sample goes.")
@click.option("--download", metavar="NAME", help="Fetch a Piper voice, as en_US-lessac-medium, instead.")
def voices(language: str | None, sample: str | None, out: Path | None, download: str | None) -> None:
    """List the voices: name, language, offline or online, and whether it is installed or how to install it.

    The default, auto, is Google's where it answers, else an installed Piper voice, else the embedded one (espeak).
    """
    if sample and download:
        raise click.UsageError("--sample and --download are two runs")
    if out and not sample:
        raise click.UsageError("-o is for --sample: it says where that goes")
    engines = registry()
    if sample:
        result(_sampled(sample, language or "en", out, engines))
    elif download:
        result(cast("Piper", engines.engine("piper")).download(download))
    else:
        _list(engines, language)


def _sampled(name: str, language: str, out: Path | None, engines: Registry) -> Path:
    from storycast.audition import audition

    engine, voice = voice_of(name, language, engines, note)
    path = out or Path(re.sub(r"[^\w.+-]+", "-", f"{voice.engine}-{Path(voice.id).stem}") + ".mp3")
    audition(engine, voice, path)
    return path


def _list(engines: Registry, language: str | None) -> None:
    listed, warnings = engines.listed()
    click.echo(ROW.format("auto", "", "", "the default: google where it answers, else piper, else espeak"))
    rows = [row for engine in listed for row in _rows(engine, language)]
    for row in rows:
        click.echo(row.rstrip())
    if any(row.startswith("espeak:") for row in rows):
        variants = ", ".join(cast("Espeak", engines.engine("espeak")).variants())
        note(f"every espeak voice has variants, as espeak:en-us+f3: {variants}")
    for warning in warnings:
        note(visible(warning))
    if language and not any(_speaks(voice, language) for engine in listed for voice in engine.voices):
        raise UnknownVoice(f"no voice for the language '{language}'; `storycast voices` lists them all")


def _rows(engine: Listed, language: str | None) -> Iterator[str]:
    where = "online" if engine.online else "offline"
    if engine.missing:
        yield ROW.format(engine.name, "", where, visible(engine.missing))
    for voice in engine.voices:
        if language is None or _speaks(voice, language):
            yield ROW.format(visible(str(voice)), voice.language, where, "installed")


def _speaks(voice: Voice, language: str) -> bool:
    """`en` asks for every English, `en-GB` for that one."""
    return f"{voice.language}-".lower().startswith(f"{language}-".lower().replace("_", "-"))
