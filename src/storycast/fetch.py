"""The only file that opens a URL: one page, for one reader, as politely and as warily as can be.

http and https only. Redirects are counted, and each stop is checked again. What comes is bounded in bytes, unpacked,
and in seconds, all in all. Private addresses are refused at the moment of connecting, on the very address connected to,
so a name that changes its mind doesn't help. robots.txt is obeyed; no cookies, no log-in, no way around a paywall.
"""

from __future__ import annotations

import ipaddress
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin, urlsplit

from msgspec import Struct, field

from storycast.errors import FetchError
from storycast.robots import allows

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

AGENT = "storycast"
ACCEPT = "text/html, application/xhtml+xml, text/markdown, text/plain, application/epub+zip, */*;q=0.5"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK, NOT_MODIFIED, TROUBLE = 200, 304, range(500, 600)
REFUSALS = {
    401: "asks for a log-in; open it in your browser, save it as .html and give that file",
    402: "asks for payment; open it in your browser, save it as .html and give that file",
    403: "refuses programs; open it in your browser, save it as .html and give that file",
    404: "there is no such page (404); check the address",
    407: "asks for a proxy's log-in; open it in your browser, save it as .html and give that file",
    410: "the page is gone (410); check the address",
    429: "asks to wait (429); try again later",
    451: "is not shown for legal reasons (451); give another source",
}
LOG_IN = re.compile(r"/(?:[\w-]*(?:log-?in|sign-?in|anmelden|connexion)|subscribe|paywall|abo)\b", re.IGNORECASE)
PAYWALLED = re.compile(
    rb"\"isAccessibleForFree\"\s*:\s*(?:false|\"(?:false|https?://schema\.org/False)\")", re.IGNORECASE
)
ROBOTS_KEPT = 24 * 60 * 60
"""Seconds for which a robots.txt may be kept (RFC 9309, 2.4)."""
CHUNK = 16_384
"""Bytes unpacked at a time; gzip grows a thousandfold at most, so this bounds the memory of a bomb."""


class Cache(Protocol):
    """Keeps bytes by name between runs."""

    def get(self, key: str) -> bytes | None:
        """What was kept under this name, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep it."""


class Limits(Struct, frozen=True):
    """What a fetch may take, redirects and robots.txt included."""

    size: int = 10_000_000
    """Bytes, unpacked."""
    seconds: float = 30.0
    redirects: int = 5


class Fetched(Struct, frozen=True):
    """A page as it came."""

    content: bytes
    type: str
    """The Content-Type header, as sent; empty where none was."""
    address: str
    """Where it was found at last."""


class _Kept(Struct, frozen=True):
    """A page kept from an earlier run, with what its server needs to tell whether it has changed."""

    page: Fetched
    validators: dict[str, str]


class _Reply(Struct, frozen=True):
    status: int
    headers: dict[str, str]
    content: bytes


class _Errand(Struct):
    """One fetch under way: its limits, its clock, and the socket it holds."""

    limits: Limits
    allow_private: bool
    resolve: Callable[..., list[Any]]
    began: float = field(default_factory=time.monotonic)
    line: socket.socket | None = None
    """A second handle of the open socket, so that it can be cut from outside, whatever it is wrapped in."""

    @property
    def deadline(self) -> float:
        """When its time is up."""
        return self.began + self.limits.seconds

    @property
    def left(self) -> float:
        """Seconds left; at least a blink, for a timeout of 0 means none at all."""
        return max(self.deadline - time.monotonic(), 0.001)

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.deadline

    def connect(self, host: str, port: int) -> socket.socket:
        """A socket to one of the host's public addresses. Raises `FetchError` where it has none."""
        failure: OSError | None = None
        refused = ""
        for family, kind, protocol, _, place in self.resolve(host, port, type=socket.SOCK_STREAM):
            if not self.allow_private and not is_public(place[0]):
                refused = place[0]
                continue
            opened = socket.socket(family, kind, protocol)
            try:
                opened.settimeout(self.left)
                opened.connect(place)
            except OSError as error:
                opened.close()
                failure = error
                continue
            self.line = opened.dup()
            return opened
        if refused and failure is None:
            raise FetchError(f"{host} is {refused}, a private address; add --allow-private if you mean it")
        raise failure or OSError(f"{host} has no address")

    def cut(self) -> None:
        """Break the connection, so that whoever waits for it wakes."""
        if self.line is not None:
            try:
                self.line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already, which is as good


def fetch(
    address: str,
    *,
    cache: Cache | None = None,
    allow_private: bool = False,
    limits: Limits = Limits(),
    resolve: Callable[..., list[Any]] = socket.getaddrinfo,
    clock: Callable[[], float] = time.time,
) -> Fetched:
    """The page at an http or https address; from `cache` where its server says that it hasn't changed.

    Raises `FetchError`: no such page, a private address, too large, too slow, closed to programs, behind a paywall.
    """
    errand = _Errand(limits, allow_private, resolve)
    kept = _recall(cache, address)

    def ask(place: str) -> _Reply:
        _obey_robots(place, errand, cache, clock)
        validators = kept.validators if kept and kept.page.address == place else {}
        return _ask(place, errand, validators)

    reply, place = _follow(address, ask, limits.redirects)
    if reply.status == NOT_MODIFIED and kept:
        return kept.page
    _refuse(reply, address, place)
    page = Fetched(reply.content, reply.headers.get("content-type", ""), place)
    _remember(cache, address, page, reply.headers)
    return page


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet, and so is any address that it wraps."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _follow(address: str, ask: Callable[[str], _Reply], most: int) -> tuple[_Reply, str]:
    """The first reply that isn't a redirect, and where it came from."""
    place = _checked(address)
    for _ in range(most + 1):
        reply = ask(place)
        location = reply.headers.get("location")
        if reply.status not in REDIRECTS or not location:
            return reply, place
        place = _checked(location, place)
    raise FetchError(f"{address}: more than {most} redirects; give the address where they end")


def _checked(address: str, base: str = "") -> str:
    """The address, seen from `base`, in its normal form, without its fragment.

    Raises `FetchError` where it isn't one that we open.
    """
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    shown = ascii(address)[1:-1]
    try:
        address = urljoin(base, address.strip())
        if not address.isprintable() or urlsplit(address).scheme not in {"http", "https"}:
            raise FetchError(f"{shown}: not an http or https address; give one, or a file")
        url = parse_url(address)
    except (LocationParseError, ValueError) as error:
        raise FetchError(f"{shown}: not a web address; check it") from error
    if not url.host or url.auth:
        what = "holds a user name or password, which we don't send" if url.auth else "names no host"
        raise FetchError(f"{address}: the address {what}; give it without")
    return url._replace(fragment=None, path=url.path or "/").url


def _obey_robots(place: str, errand: _Errand, cache: Cache | None, clock: Callable[[], float]) -> None:
    robots = _robots(urljoin(place, "/robots.txt"), errand, cache, clock)
    parts = urlsplit(place)
    if not allows(robots, AGENT, parts.path + (f"?{parts.query}" if parts.query else "")):
        raise FetchError(f"{place}: the site's robots.txt closes it to programs; save it from your browser as .html")


def _robots(address: str, errand: _Errand, cache: Cache | None, clock: Callable[[], float]) -> str:
    """The rules of a site, empty where it has none; not asked for again within a day."""
    if (known := _recall_robots(cache, address, clock())) is not None:
        return known
    reply, _ = _follow(address, lambda place: _ask(place, errand, {}), errand.limits.redirects)
    if reply.status in TROUBLE:
        raise FetchError(
            f"{address}: the site has trouble ({reply.status}) and can't say what it allows; try again later"
        )
    rules = reply.content.decode("utf-8", "replace") if reply.status == OK else ""
    if cache is not None:
        cache.put(f"robots {address}", json.dumps({"at": clock(), "rules": rules}).encode())
    return rules


def _recall_robots(cache: Cache | None, address: str, now: float) -> str | None:
    stored = cache.get(f"robots {address}") if cache is not None else None
    try:
        kept = json.loads(stored or b"{}")
        return str(kept["rules"]) if 0 <= now - kept["at"] < ROBOTS_KEPT else None
    except (ValueError, KeyError, TypeError):
        return None  # none, or damaged: asked anew


def _ask(place: str, errand: _Errand, headers: dict[str, str]) -> _Reply:
    """One request and its reply; only a good reply's body is read."""
    parts = urlsplit(place)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = {"User-Agent": _agent(), "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
    with _in_time(place, errand), _connection(place, errand) as connection:
        connection.request("GET", target, headers=own | headers, preload_content=False, decode_content=True)
        with closing(connection.getresponse()) as response:
            content = b"".join(_pieces(response, place, errand)) if response.status == OK else b""
            return _Reply(response.status, {name.lower(): value for name, value in response.headers.items()}, content)


def _pieces(response: BaseHTTPResponse, place: str, errand: _Errand) -> Iterator[bytes]:
    most = errand.limits.size
    too_large = FetchError(f"{place}: larger than {most / 1e6:g} MB; save the part that you want and give that file")
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise too_large
    size = 0
    for piece in response.stream(CHUNK, decode_content=True):
        size += len(piece)
        if size > most:
            raise too_large
        yield piece


@contextmanager
def _connection(place: str, errand: _Errand) -> Iterator[HTTPConnection]:
    """A connection for one request, closed afterwards, and cut when the time is up."""
    connection = _connection_to(place, errand)
    alarm = threading.Timer(errand.left, errand.cut)
    alarm.daemon = True
    alarm.start()
    try:
        yield connection
    finally:
        alarm.cancel()
        connection.close()
        if errand.line is not None:
            errand.line.close()
            errand.line = None


def _connection_to(place: str, errand: _Errand) -> HTTPConnection:
    from urllib3.connection import HTTPConnection, HTTPSConnection

    parts = urlsplit(place)
    host, port = parts.hostname or "", parts.port

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return errand.connect(self._dns_host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return errand.connect(self._dns_host, self.port)

    if parts.scheme == "http":
        return Plain(host, port or 80, timeout=errand.left)
    return Secure(host, port or 443, timeout=errand.left, ssl_context=_trusting())


def _trusting() -> ssl.SSLContext:
    """Trust in what the system trusts, and in Mozilla's list, which some systems lack."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@contextmanager
def _in_time(place: str, errand: _Errand) -> Iterator[None]:
    """Others' errors as ours, and a connection that was cut as lateness, whatever it looked like."""
    from urllib3.exceptions import DecodeError, HTTPError

    host = urlsplit(place).netloc
    late = FetchError(f"{place}: not here within {errand.limits.seconds:g} seconds; try again later")
    try:
        yield
    except FetchError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise FetchError(
            f"{host}: its certificate is not to be trusted ({error.verify_message}); not opened"
        ) from error
    except socket.gaierror as error:
        raise FetchError(f"{host}: no such host, or no network; check the address and the connection") from error
    except DecodeError as error:
        raise FetchError(f"{place}: came damaged (it can't be unpacked); try again later") from error
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if errand.late or isinstance(error, TimeoutError):
            raise late from error
        raise FetchError(f"{host}: no answer that makes sense ({_first_line(error)}); try again later") from error
    if errand.late:
        raise late


def _first_line(error: Exception) -> str:
    line = (str(error).splitlines() or [type(error).__name__])[0][:100]
    return "".join(character if character.isprintable() else "?" for character in line)


def _refuse(reply: _Reply, address: str, place: str) -> None:
    """Raises `FetchError` for a reply that isn't the page."""
    if reply.status in REFUSALS:
        raise FetchError(f"{place}: {REFUSALS[reply.status]}")
    if reply.status in TROUBLE:
        raise FetchError(f"{place}: the site has trouble ({reply.status}); try again later")
    if reply.status != OK:
        raise FetchError(f"{place}: answered {reply.status} instead of a page; check the address")
    if LOG_IN.search(urlsplit(place).path) and not LOG_IN.search(urlsplit(address).path):
        raise FetchError(f"{address}: leads to a log-in ({place}); open it in your browser and save it as .html")
    if PAYWALLED.search(reply.content):
        raise FetchError(f"{place}: is behind a paywall; open it in your browser, save it as .html and give that file")


def _recall(cache: Cache | None, address: str) -> _Kept | None:
    stored = cache.get(f"page {address}") if cache is not None else None
    if stored is None:
        return None
    head, _, content = stored.partition(b"\n")
    try:
        about = json.loads(head)
        whole = sha256(content).hexdigest() == about["sha256"]
        page = Fetched(content, about["type"], about["address"])
        return _Kept(page, dict(about["validators"])) if whole else None
    except (ValueError, KeyError, TypeError):
        return None  # damaged: fetched anew


def _remember(cache: Cache | None, address: str, page: Fetched, headers: dict[str, str]) -> None:
    validators = {
        asked: headers[told]
        for told, asked in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
        if told in headers
    }
    if cache is None or not validators or "no-store" in headers.get("cache-control", ""):
        return
    about = {
        "type": page.type,
        "address": page.address,
        "validators": validators,
        "sha256": sha256(page.content).hexdigest(),
    }
    cache.put(f"page {address}", json.dumps(about).encode() + b"\n" + page.content)


def _agent() -> str:
    """Who is asking: this program, its version, and what for."""
    try:
        return f"{AGENT}/{version('storycast')} (reads a page aloud for one listener)"
    except PackageNotFoundError:
        return f"{AGENT} (reads a page aloud for one listener)"
