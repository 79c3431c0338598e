"""The folder that is published: which of its files are ours, and what happens to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b, file_digest
from pathlib import Path

from storycast.errors import OutputError, ShowError
from storycast.files import ASIDE

_HASH = 6
"""Bytes of a content's hash in a file's name."""
PNG = b"\x89PNG"
_OURS = re.compile(
    r"(?:episodes|covers)/(?P<slug>[a-z0-9-]+)-[0-9a-f]{12}(?:-small)?\.[a-z0-9.]+"
    r"|cover-[0-9a-f]{12}(?:-small)?\.(?:jpg|png)"
    r"|episodes/\.(?P<aside>[a-z0-9-]+)\.mp3"
    rf"|(?:(?:episodes|covers)/)?{ASIDE.pattern}"
)
"""Files that a build may remove, besides the pages of stories that are gone; all others are somebody else's."""
_PLAYER = b'<section class="player" id="player" aria-label="Player">'
"""What every episode's page has always held, and no page of anybody else."""


def named(content: bytes) -> str:
    """What stands for the content in a file's name: 12 hexadecimal digits."""
    return blake2b(content, digest_size=_HASH).hexdigest()


def picture_named(content: bytes) -> str:
    """The same for a picture, with the ending of its kind."""
    return f"{named(content)}.{'png' if content.startswith(PNG) else 'jpg'}"


def aside(site: Path, slug: str) -> Path:
    """Where an episode's MP3 is written before it has a name."""
    return site / "episodes" / f".{slug}.mp3"


def page_of(slug: str) -> str:
    """The path of an episode's page."""
    return f"{slug}.html"


def moved_in(site: Path, slug: str) -> str:
    """The path, without its ending, of the MP3 that was written aside; one that is there already stays as it is.

    Its name changes with its content, as apps never fetch an address twice.
    """
    written = aside(site, slug)
    try:
        with written.open("rb") as file:
            stem = f"episodes/{slug}-{file_digest(file, lambda: blake2b(digest_size=_HASH)).hexdigest()}"
        final = site / f"{stem}.mp3"
        if final.exists() and final.stat().st_size == written.stat().st_size:
            written.unlink()
        else:
            written.replace(final)
    except OSError as error:
        raise OutputError(f"can't move {written} to its name ({error.strerror}); check its folder") from error
    return stem


def keep_others(site: Path, page: str) -> None:
    """Raises `ShowError` where a page would be written over one that isn't ours."""
    if (site / page).exists() and not _is_our_page(site / page):
        raise ShowError(f"{site.name}/{page} is a page of your own, and stays; rename the story, or take the page away")


def _is_our_page(path: Path) -> bool:
    """Whether it is the page of an episode; one that can't be read is somebody else's."""
    try:
        return _PLAYER in path.read_bytes()
    except OSError:
        return False


def stands(files: Mapping[str, int], site: Path) -> bool:
    """Whether all files are in the site at their size."""
    try:
        return all((site / path).stat().st_size == size for path, size in files.items())
    except OSError:
        return False


def folders(site: Path) -> tuple[Path, ...]:
    """Where our files are."""
    return site, site / "episodes", site / "covers"


def sizes(site: Path) -> dict[str, int]:
    """Every file where ours are, and its bytes."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_size for folder in folders(site) for path in in_folder(folder)
    }


def of_stories(site: Path, gone: Collection[str]) -> Iterator[str]:
    """Files of stories that are gone, told by their slugs; a page that somebody else put there isn't one."""
    pages = set(map(page_of, gone))
    for path in sizes(site):
        match = _OURS.fullmatch(path)
        if (match and match["slug"] in gone) or (path in pages and _is_our_page(site / path)):
            yield path


def cleared(site: Path, wanted: Collection[str], *, gone: Collection[str]) -> Iterator[str]:
    """Files removed: ours that nothing names any more, and the pages of stories that are gone."""
    ours = {path for path in sizes(site) if _OURS.fullmatch(path)} | set(of_stories(site, gone))
    for path in sorted(ours - set(wanted)):
        try:
            (site / path).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"can't remove {site / path} ({error.strerror}); check its permissions") from error
        yield path


def in_folder(folder: Path) -> list[Path]:
    """The files of a folder in order; none where there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except FileNotFoundError:
        return []
