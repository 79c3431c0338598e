"""`storycast serve`: a built site, as players and browsers would get it."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import click

from storycast.cli.build import built, folder_argument, pressed
from storycast.cli.opening import store_option
from storycast.cli.terminal import note, visible
from storycast.errors import ShowError, StorycastError

SECONDS_BETWEEN_LOOKS = 0.5
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - only when asked for
_HERE = {"127.0.0.1", "localhost", "::1"}
Seen = dict[str, tuple[int, int]]
"""Files by their paths: when each was written, and its size."""


@click.command()
@folder_argument
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets others in your network in.")
@click.option("--watch", is_flag=True, help="Build again when a story changes; open pages follow.")
@click.option("--qr", is_flag=True, help="Show the address as a QR code, for a phone.")
@store_option
def serve(folder: Path, *, port: int, host: str, watch: bool, qr: bool, store: Path) -> None:
    """Serve the site of the show in DIR to this machine, to listen to before it is published.

    Any podcast app on this machine can subscribe to the feed, whose address goes to standard output. Ctrl-C ends it.
    """
    from storycast import serve as serving

    seen = _seen(folder, store) if watch else {}  # before the build: what is saved meanwhile is built next
    asked = serving.Asked(_site(folder, store, build=watch), reloading=watch, host=host)
    with serving.listening(host, port) as bound:
        address = f"http://{_reached_at(host)}:{bound.getsockname()[1]}/"
        if host not in _HERE:
            note(f"anyone who can reach {host} can read this site while it is served; Ctrl-C ends it")
        note(f"the show: {address}")
        if qr:
            _show_qr(address)
        click.echo(f"{address}feed.xml")
        sys.stdout.flush()
        with _watching(folder, store, seen) if watch else nullcontext(), suppress(KeyboardInterrupt):
            serving.server(asked).run(sockets=[bound])


def _site(folder: Path, store: Path, *, build: bool) -> Path:
    """The folder that is served: a show's site, or a folder that is one itself."""
    if build:
        _build(folder, store)
    for site in (folder / "site", folder):
        if (site / "feed.xml").is_file():
            return site
    raise ShowError(f"{folder}: no site there; `storycast build {folder}` makes it")


def _build(folder: Path, store: Path) -> None:
    with pressed(store, quiet=False) as press:
        built(folder, press, quiet=False)


@contextmanager
def _watching(folder: Path, store: Path, seen: Seen) -> Iterator[None]:
    """Builds again, in a thread, whenever the show's folder isn't as it was seen last."""
    stop = threading.Event()

    def watch() -> None:
        nonlocal seen
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            now = _seen(folder, store)
            if now != seen:
                seen = now
                try:
                    _build(folder, store)
                except StorycastError as error:  # the last good site is served until it is mended
                    note(f"storycast: {visible(str(error))}")

    thread = threading.Thread(target=watch, name="storycast-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=1)


def _seen(folder: Path, store: Path) -> Seen:
    """Every file that a build may read, music and pictures included."""
    from storycast.publish import SITE
    from storycast.shows.record import FILE

    there: Seen = {}
    written = {(folder / SITE).resolve(), store.resolve()}  # by the build; as is the record
    for place, folders, files in os.walk(folder.resolve()):
        folders[:] = [name for name in folders if not name.startswith(".") and Path(place, name) not in written]
        for path in (Path(place, name) for name in files if name != FILE):
            with suppress(OSError):
                info = path.stat()
                there[str(path)] = (info.st_mtime_ns, info.st_size)
    return there


def _reached_at(host: str) -> str:
    """The address to tell: of this machine in its network where the server listens everywhere."""
    if host in _EVERYWHERE:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing; asks which way it would go
            return str(probe.getsockname()[0])
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _show_qr(address: str) -> None:
    import segno

    segno.make(address, micro=False).terminal(out=sys.stderr, compact=True)
