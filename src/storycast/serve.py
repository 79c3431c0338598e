"""A loopback server for a built site, as strict clients like it: byte ranges, HEAD, ETag, right types, CORS.

The feed is told with the address that it was asked at, so that players on this machine can subscribe before anything is
published. Nothing outside the site is served, nothing can be written, and who doesn't ask in time is dropped.
"""

from __future__ import annotations

import html
import ipaddress
import os
import re
import socket
import stat
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from storycast.errors import OutputError
from storycast.rendering.addresses import FEED, INDEX

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from uvicorn import Server

TYPES: Mapping[str, str] = {
    ".chapters.json": "application/json+chapters",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
"""By the end of the name; the first that fits."""
_COMMON = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
_SHARED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Range, ETag"}
"""Players on other sites read transcripts and chapters (podcast namespace, transcript.md)."""
SECONDS_TO_ASK = 10.0
"""From the first byte, or from the start of a connection, to the end of a request's headers."""
MOST_CONNECTIONS = 200
LARGEST_HEADERS = 16 * 1024
"""Bytes of a request's line and headers."""


class Asked(Struct, frozen=True):
    """What is served and how."""

    site: Path
    reloading: bool = False
    """Whether open pages look for a newer version of themselves."""
    host: str = ""
    """A name that it was told to listen at, so that asking for it by that name is no trick."""


def application(asked: Asked) -> Starlette:
    """The site as an ASGI application."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    def answer(request: Request) -> Response:
        return _answer(request, asked)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])])


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to that address; port 0 is any free one. Raises `OutputError` where it can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name != "nt":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise OutputError(f"can't listen at {host}:{port} ({error.strerror or error}); give another --port") from error
    return bound


def server(asked: Asked) -> Server:
    """A server for `run(sockets=[…])`, which blocks until it is told to stop."""
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            application(asked),
            http=_patient_protocol(),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
            timeout_graceful_shutdown=1,
        )
    )


def _answer(request: Request, asked: Asked) -> Response:
    from starlette.responses import FileResponse, PlainTextResponse

    host = request.headers.get("host", "")
    if not _is_ours(host, asked.host):
        return PlainTextResponse("This server has no such name.\n", 421)
    found = _file(asked.site, request.path_params["path"])
    if found is None:
        return PlainTextResponse("There is no such file in this site.\n", 404, headers=_COMMON)
    path, info = found
    kind = next((type_ for ending, type_ in TYPES.items() if path.name.endswith(ending)), "application/octet-stream")
    page = kind.startswith("text/html")
    headers = _COMMON if page else _COMMON | _SHARED
    if path.name == FEED or (page and asked.reloading):
        text = path.read_text("utf-8", errors="replace")
        changed = text + _reloading() if page else _at_home(text, f"http://{host}/")
        whole = _text_response(changed, kind, headers)
    else:
        whole = FileResponse(path, headers=headers, media_type=kind, stat_result=info)
    return _unless_known(request, whole)


def _file(site: Path, asked: str) -> tuple[Path, os.stat_result] | None:
    """The file of that path, if it is one inside the site and not hidden."""
    if asked.endswith("/") or any(part.startswith(".") for part in re.split(r"[/\\]", asked)):
        return None
    try:
        root = site.resolve()
        path = (root / (asked or INDEX)).resolve()
        info = path.stat()
    except (OSError, ValueError):  # not there, a name too long, a null byte
        return None
    return (path, info) if path.is_relative_to(root) and stat.S_ISREG(info.st_mode) else None


def _is_ours(host: str, told: str) -> bool:
    """Whether a Host header names this machine by number, as localhost, or by the name it was told to listen at.

    A name of somebody else's that leads here is how a page on the web would read what is meant for this machine.
    """
    name = (host.rpartition(":")[0] if re.search(r":\d*$", host) else host).lower()
    machine = socket.gethostname().lower()
    if name and name in {"localhost", machine, f"{machine}.local", told.lower()}:
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _at_home(feed: str, address: str) -> str:
    """The feed with its own site's addresses told as they are reached here; they start as the feed's own does."""
    ours = html.escape(address)
    own = re.search(rf'<atom:link href="(https?://[^"]+/){FEED}" rel="self"', feed)
    if own:
        return feed.replace(own[1], ours)
    feed = re.sub(r'(?<=\s)(url|href)="(?!\w+:)([^"]*)"', rf'\1="{ours}\2"', feed)
    return re.sub(r"<link>(?!\w+:)([^<]*)</link>", rf"<link>{ours}\1</link>", feed)


def _text_response(text: str, kind: str, headers: Mapping[str, str]) -> Response:
    from starlette.responses import Response

    content = text.encode()
    etag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    return Response(content, media_type=kind, headers={**headers, "ETag": etag})


def _unless_known(request: Request, whole: Response) -> Response:
    """The response, or 304 where the client has it already (RFC 9110, section 13)."""
    from starlette.responses import Response

    asked, etag, written = request.headers, whole.headers["etag"], whole.headers.get("last-modified")
    if "if-none-match" in asked:
        tags = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        known = etag in tags or "*" in tags
    else:
        known = written is not None and _not_before(asked.get("if-modified-since"), written)
    if not known:
        return whole
    kept = ("etag", "last-modified", "cache-control", "access-control-allow-origin")
    return Response(status_code=304, headers={key: whole.headers[key] for key in kept if key in whole.headers})


def _not_before(seen: str | None, written: str) -> bool:
    try:
        return seen is not None and parsedate_to_datetime(seen) >= parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return False


def _reloading() -> str:
    script = files("storycast.rendering.templates").joinpath("reload.js").read_text("utf-8")
    return f"<script>\n{script}</script>\n"


def _patient_protocol() -> Any:
    """The HTTP of uvicorn, but it doesn't wait for ever for the rest of a request's headers."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        deadline: Any = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget()
            super().connection_lost(exc)

        def _watch(self) -> None:
            if self.conn.their_state is not h11.IDLE:
                self._forget()
            elif self.deadline is None:
                self.deadline = self.loop.call_later(SECONDS_TO_ASK, self.transport.close)

        def _forget(self) -> None:
            if self.deadline is not None:
                self.deadline.cancel()
                self.deadline = None

    return Patient
