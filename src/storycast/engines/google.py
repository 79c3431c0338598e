"""Google's voices through gTTS: gTTS knows how to ask, this file sees to it that what is asked for arrives."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from threading import Lock, Thread
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from storycast.engines.google_voices import Accent, accent_of, all_voices, best_voice, voice_of
from storycast.engines.google_wire import NoSpeech, check_length, mp3_in, request_for
from storycast.engines.joining import joined
from storycast.engines.limit import Limit
from storycast.engines.pieces import pieces
from storycast.errors import EngineError, EngineUnreachable
from storycast.model import Hertz, Speech, Utterance, Voice

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

OVERLOADED = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
APOLOGY = "/sorry/"
"""Where Google sends those who ask too much."""
LARGEST = 8_000_000
"""Bytes of an answer; a hundred characters of speech are some 50,000."""
SILENCE = Speech(bytes(2 * 2400), Hertz(24000))
"""What a text of nothing but marks sounds like: a tenth of a second of nothing."""


class Patience(Struct, frozen=True):
    """How long to wait for what, in seconds, and how often to try."""

    connect: float = 5.0
    read: float = 15.0
    """For the next bytes."""
    whole: float = 45.0
    """For an answer as a whole."""
    tries: int = 6
    first_wait: float = 0.5
    """Before the second try; twice that before the third, and so on, up to a half less at random."""
    longest_wait: float = 60.0
    """A service that asks for more is taken to be out of reach for now."""


class _Fault(Struct, frozen=True):
    """A try that gave no speech."""

    why: str
    overloaded: bool = False
    unreachable: bool = False
    wait: float | None = None
    """Seconds the service asks to be left alone."""


class Google:
    """Speaks with the voices of Google's translation service, which needs no key.

    Rate, pitch and volume of a delivery are left natural: the service knows none.
    """

    name: ClassVar[str] = "google"
    online: ClassVar[bool] = True
    longest: ClassVar[int] = 100

    def __init__(self, decode: Callable[[bytes], Speech], jobs: int = 4, patience: Patience | None = None) -> None:
        self._decode = decode
        self._jobs = jobs
        self._patience = patience or Patience()
        self._limit = Limit(jobs)
        self._opening = Lock()
        self._opened: Session | None = None
        self._reachable: bool | None = None

    def voices(self) -> Sequence[Voice]:
        """Every language, English first, with its accents."""
        return all_voices()

    def voice(self, id: str | None, language: str) -> Voice:
        """`en` or `en-co.uk`, or the voice nearest to a language. Raises `UnknownVoice`."""
        return voice_of(id) if id else best_voice(language)

    def fingerprint(self, voice: Voice) -> str:
        """Raised by hand when our cutting and joining change; what the service changes it doesn't tell."""
        return f"google 1 {voice.id}"

    def expressible(self, utterance: Utterance) -> Utterance:
        """Its words alone."""
        return Utterance(utterance.text, utterance.voice)

    def speak(self, utterance: Utterance) -> Speech:
        """The utterance, in as many requests as it has pieces of a hundred characters.

        Raises `EngineError` when it can't be had whole, `EngineUnreachable` when nothing answers.
        """
        texts = pieces(utterance.text, self.longest)
        accent = accent_of(utterance.voice)
        sounds = [self._piece(text, accent) for text in texts]
        return joined(sounds, texts) if sounds else SILENCE

    def reachable(self, timeout: float = 3.0) -> bool:
        """Whether the service speaks a word within so many seconds; asked once in a run, without trying again."""
        if self._reachable is None:
            answers: list[Speech | _Fault] = []
            # In a thread of its own, because looking up a host name can't be given a time limit.
            asking = Thread(target=lambda: answers.append(self._ask("OK", Accent("en"))), daemon=True)
            asking.start()
            asking.join(timeout)
            self._reachable = bool(answers) and isinstance(answers[0], Speech)
        return self._reachable

    def _piece(self, text: str, accent: Accent) -> Speech:
        """The speech of one piece, asked for until it is right or patience ends."""
        fault = _Fault("it was never asked for")
        for attempt in range(self._patience.tries):
            with self._limit.one():
                outcome = self._ask(text, accent)
                if isinstance(outcome, Speech):
                    self._limit.speed_up()
                    return outcome
                fault = outcome
                wait = self._wait(fault, attempt)
                if fault.overloaded and wait <= self._patience.longest_wait:
                    self._limit.slow_down(wait)
            if wait > self._patience.longest_wait:
                break
            if not fault.overloaded and attempt + 1 < self._patience.tries:
                time.sleep(wait)
        raise _error(fault)

    def _wait(self, fault: _Fault, attempt: int) -> float:
        """Seconds until the next try: what the service asks for, else twice as long each time, less a random part."""
        if fault.wait is not None:
            return fault.wait
        backoff = self._patience.first_wait * 2.0**attempt
        return min(self._patience.longest_wait, backoff * random.uniform(0.5, 1.0))  # noqa: S311 - spreads tries

    def _ask(self, text: str, accent: Accent) -> Speech | _Fault:
        """One try."""
        from requests import RequestException

        request = request_for(text, accent)
        if request is None:
            return SILENCE
        try:
            return self._speech_in(self._send(request), text)
        except RequestException as broken:
            return _Fault(_told(broken), unreachable=True)
        except NoSpeech as mistrusted:
            return _Fault(str(mistrusted))

    def _speech_in(self, response: Response, text: str) -> Speech | _Fault:
        with closing(response):
            body = self._body(response)
            if response.status_code in OVERLOADED or APOLOGY in response.headers.get("Location", ""):
                return _Fault(_status(response), overloaded=True, wait=_retry_after(response))
            if response.status_code != HTTPStatus.OK:
                return _Fault(_status(response))
        try:
            speech = self._decode(mp3_in(body.decode("utf-8", "replace")))
        except ValueError as undecodable:
            return _Fault(f"the sound can't be decoded ({undecodable})")
        check_length(speech, text)
        return speech

    def _body(self, response: Response) -> bytes:
        """The whole answer; one that trickles or never ends is given up."""
        ends, body = time.monotonic() + self._patience.whole, bytearray()
        for some in response.iter_content(65536):
            body += some
            if len(body) > LARGEST:
                raise NoSpeech("the answer is too large")
            if time.monotonic() > ends:
                raise NoSpeech(f"the answer takes longer than {self._patience.whole:.0f} s")
        return bytes(body)

    def _send(self, request: PreparedRequest) -> Response:
        """The answer's head. TLS is verified; proxies and CA bundles are those of the environment."""
        settings = self._session.merge_environment_settings(request.url, {}, stream=True, verify=None, cert=None)
        if settings["verify"] is True:
            settings["verify"] = os.environ.get("SSL_CERT_FILE") or True
        timeout = (self._patience.connect, self._patience.read)
        return self._session.send(request, timeout=timeout, allow_redirects=False, **settings)

    @property
    def _session(self) -> Session:
        with self._opening:
            self._opened = self._opened or self._open()
            return self._opened

    def _open(self) -> Session:
        """Connections that are kept: at most one for each job, used again and again; no cookies."""
        from http.cookiejar import DefaultCookiePolicy

        from requests import Session
        from requests.adapters import HTTPAdapter

        session = Session()
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.mount("https://", HTTPAdapter(pool_connections=4, pool_maxsize=self._jobs, pool_block=True))
        return session


def _error(fault: _Fault) -> EngineError:
    kind = EngineUnreachable if fault.unreachable else EngineError
    later = f" in {fault.wait:.0f} s" if fault.wait else ""
    return kind(
        f"Google: {fault.why}; what was spoken is kept: run again{later}, or choose another voice with --voice espeak",
        retry_after=fault.wait,
    )


def _status(response: Response) -> str:
    return f"it answered {response.status_code} {response.reason or ''}".rstrip()


def _retry_after(response: Response) -> float | None:
    """Seconds, from either form of the header (RFC 9110, 10.2.3)."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _told(broken: Exception) -> str:
    """What went wrong with a connection, in words for the user: the vendor's own are a screenful."""
    from requests import ConnectTimeout, Timeout
    from requests.exceptions import ProxyError, SSLError

    match broken:
        case SSLError():
            return (
                "its certificate can't be verified (behind a proxy of your own, name its CA file in REQUESTS_CA_BUNDLE)"
            )
        case ProxyError():
            return "the proxy can't be reached (see HTTPS_PROXY)"
        case ConnectTimeout():
            return "it can't be reached in time"
        case Timeout():
            return "it didn't answer in time"
        case _:
            return "the connection failed"
