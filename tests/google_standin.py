"""A stand-in for Google's speech service on loopback: the real wire format over TLS, behind an HTTPS proxy.

`https_proxy` leads the unmodified engine here: it asks the proxy for `translate.google.com:443` as it would any other,
and the stand-in answers with a certificate for that name, signed by an authority of its own.
"""

from __future__ import annotations

import base64
import json
import random
import socket
import ssl
import struct
import threading
import time
import zlib
from collections import Counter
from contextlib import contextmanager, suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import lameenc
import numpy as np
import trustme

from loopback import running

RATE = 24000
FAULTS = (
    "429",
    "429 with Retry-After",
    "500",
    "503",
    "sorry",
    "reset",
    "hang",
    "slow",
    "empty",
    "half",
    "no MP3",
    "HTML",
    "wrong certificate",
)


@lru_cache(maxsize=4096)
def mp3_of(text: str) -> bytes:
    """A tone for each word, as long as its letters take and as high as its spelling says."""
    parts = [np.zeros(RATE // 10)]
    for word in text.split():
        t = np.arange(int(RATE * (0.05 + 0.065 * sum(map(str.isalnum, word))))) / RATE
        parts.append(9000 * np.sin(2 * np.pi * (150 + zlib.crc32(word.encode()) % 600) * t) * np.minimum(1, 40 * t))
        parts.append(np.zeros(RATE // 50))
    parts.append(np.zeros(RATE // 5))
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_bit_rate(32)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    return bytes(encoder.encode(np.concatenate(parts).astype("<i2").tobytes()) + encoder.flush())


def answer(result: str | None, *, chunked: bool = False) -> str:
    """The service's answer around a result, in either of the two forms it has been seen to take."""
    inner = None if result is None else json.dumps([result], separators=(",", ":"))
    calls = [["wrb.fr", "jQ1olc", inner, None, None, [3] if result is None else None, "generic"], ["di", 41]]
    if chunked:
        line = json.dumps(calls, separators=(",", ":"))
        return f')]}}\'\n\n{len(line) + 2}\n{line}\n25\n[["e",4,null,null,{len(line)}]]\n'
    return ")]}'\n\n[" + "\n,".join(json.dumps(call, separators=(",", ":")) for call in calls) + "\n]\n"


class Plan:
    """Which requests go wrong, and how: the first few, a share, or all after some; the same for the same seed."""

    def __init__(self, *kinds: str, share: float = 0.0, first: int = 0, after: int | None = None, seed: int = 1):
        self.kinds, self.share, self.first, self.after = kinds, share, first, after
        self._random, self._lock, self._asked = random.Random(seed), threading.Lock(), 0

    def next(self, where: str) -> str | None:
        """What befalls the next request (or connection); None when it goes well."""
        with self._lock:
            kinds = [kind for kind in self.kinds if (kind == "wrong certificate") == (where == "connection")]
            if not kinds:
                return None
            self._asked += 1
            drawn = self._asked <= self.first or self._random.random() < self.share
            drawn |= self.after is not None and self._asked > self.after
            return self._random.choice(kinds) if drawn else None


class Standin(ThreadingHTTPServer):
    """Speaks tones. Counts what it is asked, by how many connections, and how many at once."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, latency: float = 0.0):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.latency = latency
        self.plan = Plan()
        self.stop_answering = threading.Event()
        self.asked: list[str] = []
        self.asked_at: list[float] = []
        self.answered: Counter[str] = Counter()
        self.hosts: set[str] = set()
        self.params: list[list] = []
        self.connections = self.under_way = self.most_under_way = 0
        self.lock = threading.Lock()
        self.authority = trustme.CA()
        self._contexts = {
            False: _context(self.authority.issue_cert("translate.google.com", "translate.google.co.uk")),
            True: _context(trustme.CA().issue_cert("translate.google.com")),
        }

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def environment(self, folder) -> dict[str, str]:
        """The variables that lead a process here."""
        bundle = folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(bundle))
        proxies = dict.fromkeys(("https_proxy", "HTTPS_PROXY"), self.proxy)
        return {**proxies, "REQUESTS_CA_BUNDLE": str(bundle), "no_proxy": "", "NO_PROXY": ""}

    def context(self, *, wrong: bool) -> ssl.SSLContext:
        return self._contexts[wrong]

    def handle_error(self, request, client_address):
        """A client that goes away is no news."""


@contextmanager
def standing_in(**settings):
    """A stand-in that runs."""
    with running(Standin(**settings)) as standin:
        try:
            yield standin
        finally:
            standin.stop_answering.set()


def _context(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Standin

    def do_CONNECT(self):
        wrong = self.server.plan.next("connection") == "wrong certificate"
        with self.server.lock:
            self.server.connections += 1
            self.server.hosts.add(self.path)
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self.connection = self.server.context(wrong=wrong).wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")
        self.close_connection = False

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        [[[call, parameters, _, _]]] = json.loads(form["f.req"][0])
        assert (call, self.path) == ("jQ1olc", "/_/TranslateWebserverUi/data/batchexecute")
        text, *params = json.loads(parameters)
        server = self.server
        with server.lock:
            server.asked.append(text)
            server.asked_at.append(time.monotonic())
            server.params.append(params)
            server.under_way += 1
            server.most_under_way = max(server.most_under_way, server.under_way)
        try:
            time.sleep(server.latency)
            self._respond(text, server.plan.next("request"))
        finally:
            with server.lock:
                server.under_way -= 1

    def finish(self):
        with suppress(OSError, ValueError):
            super().finish()
        self.connection.close()

    def _respond(self, text: str, fault: str | None) -> None:
        mp3 = mp3_of(text)
        encoded = base64.b64encode(mp3).decode()
        match fault:
            case "429" | "500" | "503":
                self._send(int(fault), "<html>Sorry</html>")
            case "429 with Retry-After" | "429 for long":
                self._send(429, "<html>Sorry</html>", {"Retry-After": "50" if "long" in fault else "1"})
            case "sorry":
                self._send(302, "", {"Location": "https://www.google.com/sorry/index?continue=..."})
            case "reset":
                self._reset()
            case "hang":
                self.server.stop_answering.wait(20)
                self.close_connection = True
            case "empty":
                self._send(200, answer(None))
            case "half":
                self._send(200, answer(encoded[: len(encoded) // 8 * 4]))
            case "no MP3":
                self._send(200, answer(base64.b64encode(b"RIFF but not really" * 200).decode()))
            case "HTML":
                self._send(200, "<html><title>Before you continue</title></html>")
            case _:
                with self.server.lock:
                    self.server.answered[text] += 1
                self._send(200, answer(encoded, chunked=zlib.crc32(text.encode()) % 2 == 0), slow=fault == "slow")

    def _send(self, status: int, body: str, headers: dict[str, str] | None = None, *, slow: bool = False) -> None:
        sent = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        step = len(sent) // 4 + 1 if slow else len(sent)
        for start in range(0, len(sent), step):
            self.wfile.write(sent[start : start + step])
            self.wfile.flush()
            if slow:
                time.sleep(0.05)

    def _reset(self) -> None:
        """The connection ends in the middle, without a word."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with suppress(OSError):
            self.connection.close()
        self.close_connection = True

    def log_message(self, *_):
        """Quiet."""
