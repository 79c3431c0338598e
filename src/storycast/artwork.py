"""Covers: drawn once for a title and an arc, then found in the store; or taken from the show's folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec.structs import replace

from storycast import __version__
from storycast.audio.cover import SMALL_SIDE, cover, faults, hue_of, shrunk
from storycast.errors import ShowError
from storycast.model import Chapter, Show
from storycast.rendering.arc import hue, outline, poster
from storycast.store import Store, named_by

_KIND = "covers"


def drawn(
    title: str, show: str, chapters: Sequence[Chapter], store: Store, *, own: float | None = None
) -> tuple[bytes, bytes]:
    """The cover of a story, or of a show where there are no chapters; and a small copy for tags and pages. JPEGs.

    `own` is the show's own hue, where it has one.
    """
    curve = outline(chapters)
    colours = poster(hue(show or title, curve, own=own))

    def drawing() -> tuple[bytes, bytes]:
        large = cover(title, show, curve=curve, colours=colours)
        return large, shrunk(large)

    return _once([title, show, curve, colours], drawing, store)


def drawn_small(title: str, chapters: Sequence[Chapter], store: Store) -> bytes:
    """A cover for a tag alone."""
    curve = outline(chapters)
    colours = poster(hue(title, curve))

    def drawing() -> tuple[bytes, bytes]:
        return b"", cover(title, "", curve=curve, colours=colours, side=SMALL_SIDE)

    return _once([title, curve, colours, SMALL_SIDE], drawing, store)[1]


def _once(decides: Sequence[object], drawing: Callable[[], tuple[bytes, bytes]], store: Store) -> tuple[bytes, bytes]:
    """Two pictures, from the store where all that decides what they show was drawn before."""
    key = named_by(*decides, __version__)
    if kept := store.read(_KIND, key):
        head, pictures = kept
        return pictures[: head["large"]], pictures[head["large"] :]
    large, small = drawing()
    store.keep(_KIND, key, {"large": len(large)}, large + small)
    return large, small


def given(path: Path) -> bytes:
    """The picture in a file. Raises `ShowError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShowError(f"{path}: no cover there ({error.strerror}); give another") from error


def copied(path: Path) -> tuple[bytes, bytes]:
    """The picture in a file and a small copy. Raises `ShowError` where it is none."""
    picture = given(path)
    try:
        return picture, shrunk(picture)
    except ValueError as error:
        raise ShowError(f"{path}: {error}; give a JPEG or PNG as cover") from error


def coloured(show: Show, picture: bytes, store: Store) -> Show:
    """The show with the colour that stands out in its cover, for its pages and the covers of its episodes."""
    key = blake2b(picture + __version__.encode(), digest_size=20).hexdigest()
    kept = store.head(_KIND, key)
    if kept is None:
        kept = {"hue": hue_of(picture)}
        store.keep(_KIND, key, kept, b"")
    return replace(show, hue=kept["hue"])


def refused(picture: bytes) -> tuple[str, ...]:
    """What directories would refuse in it; nothing if it will do."""
    try:
        return faults(picture)
    except ValueError as error:
        return (str(error),)
