"""Shows in folders, built with tones."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from fakes import studio
from storycast.engines.tone import Tone
from storycast.making import Desk, make_story
from storycast.narration.narrate import Cast
from storycast.narration.plain import Plain
from storycast.publish import Press, planned, publish
from storycast.store import Store

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
SHOW = """\
title = "Tides & Tales"
author = "Ada Quill"
email = "ada@example.org"
category = ["Society & Culture", "Documentary"]
base_url = "https://example.org/tales/"
description = "Stories from the shore."
voice = "tone"
"""
STORIES = {
    "salt.md": "---\ntitle: Salt\nauthor: Bo Reed\n---\nThe sea leaves it. Nobody asks why.\n\nThen it was gone.\n",
    "rope.txt": "Rope\n\nThree strands, laid against each other. One may break. Two hold.\n\nWho would count on one?\n",
    "lamp.md": "---\ntitle: Lamp\ndate: 2026-03-01\n---\nIt went out at ten. Nobody saw it.\n\nThen a horn answered.\n",
}


class Deaf(Tone):
    """A tone engine that can't be asked to speak."""

    def speak(self, utterance):
        raise AssertionError(f"spoken anew: {utterance.text}")


def show_folder(folder: Path, stories=None, show=SHOW) -> Path:
    (folder / "stories").mkdir(parents=True)
    (folder / "show.toml").write_text(show, "utf-8")
    for name, text in (STORIES if stories is None else stories).items():
        (folder / "stories" / name).write_text(text, "utf-8")
    return folder


def press(folder: Path, *, now=NOW, engine=None, **settings) -> Press:
    engine = engine or Tone()

    @contextmanager
    def makers():
        with studio(folder.parent / "store", engine=engine) as made, ThreadPoolExecutor(2) as stories:
            desk = Desk(
                cast,
                lambda _: replace(made, spoken=0, encoded=0),
                made.store,
                voice=settings.get("voice", ""),
                tell=hear,
            )
            yield (lambda *order: make_story(*order[:2], desk, order[2])), stories

    def hear(_name, episode):
        for remark in episode.article.remarks:
            settings.get("tell", str)(remark)

    def cast(article):
        voice = (article.voice or "tone:low").partition(":")[2] or None
        return engine, Cast(engine.voice(voice, article.language), Plain())

    return Press(makers, Store(folder.parent / "store"), now, **settings)


def build(folder: Path, **settings):
    pressed = press(folder, **settings)
    return publish(planned(folder, pressed), pressed)


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a folder, with when it was written and what it holds."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def touched(before, after) -> set[str]:
    """Files that came, went, or were written again."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
