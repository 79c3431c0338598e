"""Bytes -> text: UTF-8, UTF-16 and UTF-32 by their marks, else what charset-normalizer finds, or Windows-1252; said."""

from __future__ import annotations

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""What no writer types: control characters but tab, line and page ends, and escape."""
MOST_CONTROL = 0.02
"""Share of control characters above which content is no text; random bytes hold 11%."""
FEW_CONTROL = 4
"""Control characters that even a short text may hold by accident."""
MOST_ACCENTS = 0.3
"""Share of characters beyond ASCII up to which it can be Windows-1252: French has 0.12, Russian as KOI8-R 0.77."""
SEEN = 1 << 13
"""Bytes by which another encoding is told."""


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what a reader should know about how it was read."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _noting_damage(content[len(mark) :].decode(encoding, "replace"), encoding)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if damaged < len(re.findall(r"[^\x00-\x7f\ufffd]", text)):
        return _noting_damage(text, "utf-8")
    text = _windows_1252(content)
    found = _foreign(content) if _looks_foreign(text) else None
    if found:
        return content.decode(found, "replace"), (f"not UTF-8; read as {found.replace('_', '-').upper()}",)
    return text, ("not UTF-8; read as Windows-1252",)


def legible(name: str) -> str:
    """A file's name in letters. Python holds bytes that aren't UTF-8 as lone surrogates (PEP 383)."""
    try:
        return decode(name.encode("utf-8", "surrogateescape"))[0]
    except UnicodeEncodeError:  # the halves of characters that Windows lets stand in names
        return name.encode("utf-8", "replace").decode()


def is_text(text: str) -> bool:
    """Whether decoded content can be meant for reading: hardly any control characters."""
    return len(CONTROL.findall(text)) <= max(FEW_CONTROL, MOST_CONTROL * len(text))


def _noting_damage(text: str, encoding: str) -> tuple[str, tuple[str, ...]]:
    damaged = text.count("\ufffd")
    return text, (f"{damaged} damaged characters in {encoding.upper()} text",) if damaged else ()


def _looks_foreign(text: str) -> bool:
    """Whether text that was read as Windows-1252 is in none of its languages."""
    return is_text(text) and sum(map(str.isascii, text)) < (1 - MOST_ACCENTS) * len(text)


def _foreign(content: bytes) -> str | None:
    """The encoding that the bytes look like most, as Shift JIS or KOI8-R; None where they look like none."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SEEN]).best()
    return best.encoding if best else None


def _windows_1252(content: bytes) -> str:
    """Every byte has a character: the five that Windows-1252 leaves open are read as Latin-1, as browsers do."""
    # https://encoding.spec.whatwg.org/#legacy-single-byte-encodings
    return content.decode("cp1252", "storycast_latin1")


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("storycast_latin1", _as_latin_1)
