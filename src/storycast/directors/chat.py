"""A chat with a language model over any endpoint that speaks OpenAI's `/chat/completions`."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from storycast.errors import DirectorError, UnknownSetting

LARGEST = 2_000_000
"""Bytes of an answer that are read; marks for a window take a few thousand."""
PATIENCE = 180.0
"""Seconds for a whole answer; a model on a laptop may need minutes."""
_SAYS = {
    401: "it wants a key; set STORYCAST_DIRECTOR_KEY",
    403: "it refuses the key in STORYCAST_DIRECTOR_KEY",
    404: "it knows no such path or model; check --director-url and --director-model",
    429: "it has had too many questions; try later",
}


class Chat(Struct, frozen=True):
    """One model behind one endpoint. The key goes to that endpoint alone, and into no message."""

    url: str
    model: str
    key: str = ""
    patience: float = PATIENCE

    @property
    def shown(self) -> str:
        """The address without a name and password."""
        return _shown(self.url)

    def ask(self, messages: Sequence[tuple[str, str]]) -> str:
        """The model's answer to messages of (role, text). Raises `DirectorError`: which endpoint, and what to do."""
        import urllib3

        body = {
            "model": self.model,
            "messages": [{"role": role, "content": text} for role, text in messages],
            "temperature": 0,
            "stream": False,
        }
        headers = {"Content-Type": "application/json", "User-Agent": "storycast"}
        if key := self.key.strip():
            if not (key.isascii() and key.isprintable()):  # else the key would stand in a traceback
                raise UnknownSetting("STORYCAST_DIRECTOR_KEY holds what no key can hold; set it again")
            headers["Authorization"] = f"Bearer {key}"
        try:
            with urllib3.PoolManager() as pool:
                response = pool.request(
                    "POST",
                    endpoint(self.url),
                    body=json.dumps(body).encode(),
                    headers=headers,
                    timeout=urllib3.Timeout(connect=10, read=self.patience),
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    answer = self._read(response)
                finally:
                    response.close()
        except urllib3.exceptions.HTTPError as error:
            raise self._error("it can't be reached, or didn't answer in time") from error
        if response.status != 200:  # noqa: PLR2004 - the one good status
            raise self._error(_SAYS.get(response.status, f"it answered with status {response.status}"))
        return self._text(answer)

    def _read(self, response: object) -> bytes:
        """The body, as long as it comes in time and isn't too large."""
        until, parts, size = time.monotonic() + self.patience, [], 0
        for part in response.stream(1 << 16):  # type: ignore[attr-defined]
            parts.append(part)
            size += len(part)
            if size > LARGEST or time.monotonic() > until:
                raise self._error("its answer is too large, or takes too long")
        return b"".join(parts)

    def _text(self, answer: bytes) -> str:
        try:
            text = json.loads(answer)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise self._error("it doesn't answer as /chat/completions does; check --director-url") from error
        if not isinstance(text, str):
            raise self._error("its answer holds no text")
        return text

    def _error(self, problem: str) -> DirectorError:
        return DirectorError(f"{self.shown}: {problem}; or take --director editor, which asks nobody")


def endpoint(url: str) -> str:
    """Where to ask, for `http://localhost:11434`, `…/v1` or the full path. Raises `UnknownSetting`."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        sound = False
    if not sound:
        raise UnknownSetting(f"--director-url: '{_shown(url)}' is no address; give one as http://localhost:11434/v1")
    url = url.rstrip("/")
    if url.endswith("/chat/completions"):
        return url
    return f"{url}/chat/completions" if parts.path.rstrip("/") else f"{url}/v1/chat/completions"


def _shown(url: str) -> str:
    return re.sub(r"(?<=//)[^/?#]*@", "", url)
