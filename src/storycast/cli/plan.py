"""`storycast plan`: what will be heard, without speaking."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from storycast.cli.opening import Wishes, cast_of, opened, reading_options, registry, threads
from storycast.cli.terminal import duration, left_out, note, visible
from storycast.errors import UnknownSetting
from storycast.model import Article, Beat, Clip, Line, Pause, Script, Utterance, Voice

LONG_PAUSE = 900
"""Milliseconds from which on a pause is shown with its reason."""
WORDS_A_MINUTE = 165
"""Of what isn't in the store yet, at a rate of 1."""
OPENING_WORDS = 9


class Plan(Struct, frozen=True):
    """A script, what of it is in the store, and what it was made of."""

    article: Article
    script: Script
    voice: Voice
    kept: Mapping[Utterance, Clip]

    def length(self, line: Line) -> float:
        """Milliseconds, known for pauses and for what is in the store, estimated for the rest."""
        if isinstance(line, Pause):
            return line.length
        if line in self.kept:
            return self.kept[line].length * 1000 / self.kept[line].rate
        return len(line.text.split()) * 60_000 / WORDS_A_MINUTE / line.delivery.rate

    def beat_length(self, beat: Beat) -> float:
        """Milliseconds, pauses included."""
        return sum(map(self.length, beat.lines))

    @property
    def total(self) -> float:
        """Milliseconds of the whole episode."""
        return self.script.head.length + sum(map(self.beat_length, self.script.beats))


@click.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="The whole plan as JSON, and nothing else, on standard output.")
@click.option(
    "--annotate", is_flag=True, help="The article with beats and pauses written in, for you to edit and make."
)
@reading_options
def plan(source: str, *, store: Path, as_json: bool, annotate: bool, **wishes: Any) -> None:
    """Show what will be heard, without speaking: beats, pauses and why, how long, what is in the store already."""
    from storycast.narration.annotation import annotated
    from storycast.narration.directions import directed
    from storycast.narration.narrate import narrate
    from storycast.narration.recall import afresh
    from storycast.store import Store
    from storycast.studio import Studio

    if as_json and annotate:
        raise UnknownSetting("--json and --annotate print one thing each; give one of them")
    article = opened(source, Wishes(**wishes), store)
    engine, cast = cast_of(article, Wishes(**wishes), registry(), store=store, tell=note)
    script = narrate(article, replace(cast, recall=afresh))  # planning leaves the store as it was
    if annotate:
        click.echo(annotated(article, script), nl=False)
        for left in article.left_out:
            note(f"left out: {left_out(left)}")
        return
    article, _ = directed(article)
    with threads(engine, None) as pool:
        planned = Plan(article, script, cast.voice, Studio(engine, Store(store), pool).kept(script.utterances))
    if as_json:
        click.echo(json.dumps(_as_json(planned), ensure_ascii=not _unicode_on_stdout(), indent=1))
    else:
        _show(planned)


def _unicode_on_stdout() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf") if sys.stdout else False


def _show(planned: Plan) -> None:
    for beat in planned.script.beats:
        _show_beat(planned, beat)
    count, beats = len(planned.script.utterances), len(planned.script.beats)
    click.echo(f"\nabout {duration(planned.total)} by {planned.voice}: {beats} beats, {count} utterances", nl=False)
    click.echo(f", {len(planned.kept)} of them in the store")
    for left in planned.article.left_out:
        click.echo(f"left out: {left_out(left)}")
    for remark in planned.article.remarks:
        click.echo(f"note: {visible(remark)}")


def _show_beat(planned: Plan, beat: Beat) -> None:
    words = visible(beat.utterances[0].written).split()
    opening = " ".join(words[:OPENING_WORDS]) + (" …" if len(words) > OPENING_WORDS else "")
    click.secho(f"{beat.role.value:10} ", nl=False, bold=True)
    click.echo(f"{duration(planned.beat_length(beat)):>5}  {opening}")
    if beat.reasons:
        click.secho(_folded(", ".join(beat.reasons), 18), dim=True)
    for line in beat.lines:
        if isinstance(line, Pause) and line.length >= LONG_PAUSE:
            told = f"{line.why.value}: {line.reason}" if line.reason else line.why.value
            click.echo(f"{'':10}{line.length / 1000:4.1f} s  {_folded(told, 18).lstrip()}")


def _folded(text: str, indent: int) -> str:
    """The text as lines of the terminal's width, indented."""
    return click.wrap_text(visible(text), get_terminal_size().columns, " " * indent, " " * indent)


def _as_json(planned: Plan) -> dict[str, Any]:
    article, script = planned.article, planned.script
    return {
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "voice": str(planned.voice),
        "estimated_ms": round(planned.total),
        "utterances": len(script.utterances),
        "in_store": len(planned.kept),
        "left_out": [{"text": left.text, "reason": left.reason} for left in article.left_out],
        "remarks": list(article.remarks),
        "head_ms": script.head.length,
        "beats": [
            {
                "role": beat.role.value,
                "title": beat.title,
                "reasons": list(beat.reasons),
                "lines": [_line_as_json(line) for line in beat.lines],
            }
            for beat in script.beats
        ],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    if isinstance(line, Pause):
        return {"kind": "pause", "ms": line.length, "why": line.why.value, "reason": line.reason}
    said = line.delivery
    spoken = {} if line.text == line.written else {"spoken": line.text}
    delivery = {"rate": said.rate, "pitch": said.pitch, "volume": said.volume}
    return {"kind": "speech", "text": line.written, **spoken, "voice": str(line.voice), **delivery}
