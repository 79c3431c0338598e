"""Words drawn as large as their space allows, in a font that has their letters."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_OWN = "SourceSerifPro-Bold.ttf"
"""From the package `font-source-serif-pro`: Latin, Greek and Cyrillic letters, the same on every machine."""
_SYSTEM = (
    *("NotoSerif-Bold.ttf", "NotoSans-Bold.ttf", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc"),
    *("DejaVuSerif-Bold.ttf", "DejaVuSans-Bold.ttf", "DroidSansFallbackFull.ttf"),
    *("timesbd.ttf", "msgothic.ttc", "msyhbd.ttc", "malgunbd.ttf", "Nirmala.ttf"),
    *("Times New Roman Bold.ttf", "PingFang.ttc", "Arial Unicode.ttf"),
)
"""Where our own lacks a letter: what Linux, Windows and macOS commonly have."""
_LEFT_OUT = {"So", "Sk", "Cc", "Cf", "Cn", "Co", "Cs"}
"""Unicode categories that no title needs on a cover: pictographs, controls, formats."""
_NO_GLYPH = "\U0010fffe"
_UNIT = r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff-]+-?|-+"
"""A line may break between words, after a hyphen, and after each kana or Han character. Compiled for a cover only."""
_MEASURED_AT = 200
"""Size at which lengths are taken; they grow in proportion."""
_LEADING = 1.1
_SMALLER = 0.95


class Space(Struct, frozen=True):
    """A box for words, in pixels, and the largest and the smallest size that they may have."""

    left: int
    top: int
    width: int
    height: int
    largest: int
    smallest: int = 100

    def at_scale(self, scale: float) -> Space:
        """The space in a picture so many times as large."""
        return Space(*(round(measure * scale) for measure in astuple(self)))


def letter(pen: ImageDraw, text: str, space: Space, *, fill: tuple[int, ...]) -> None:
    """Draws the text into the top of the space, on as many lines as it takes; what doesn't fit is cut with "…".

    Pictographs are left out, and so is the whole text where no font at hand has its letters.
    """
    words = _drawable(text)
    font = _font_for(words)
    if not font:
        return
    size, lines = _fitted(words, space, font)
    sized = font.font_variant(size=size)
    right = _reads_from_right(words)
    for number, line in enumerate(lines):
        at = (space.left + space.width * right, space.top + number * round(size * _LEADING))
        pen.text(at, line, fill=fill, font=sized, anchor="ra" if right else "la")


def _drawable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if unicodedata.category(character) in _LEFT_OUT else character for character in composed)
    return " ".join(kept.split())


def _reads_from_right(text: str) -> bool:
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((direction in {"R", "AL"} for direction in directions if direction in {"L", "R", "AL"}), False)


def _font_for(text: str) -> FreeTypeFont | None:
    """The first font that has all the letters; none where there is nothing to draw, or no one to set it rightly."""
    from PIL import features

    complex_script = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
    if not text or (complex_script and not features.check("raqm")):
        return None
    return next((font for font in _fonts() if _has_letters(font, text)), None)


def _fonts() -> Iterator[FreeTypeFont]:
    yield from filter(None, (_font(name) for name in (_OWN, *_SYSTEM)))


@cache
def _font(name: str) -> FreeTypeFont | None:
    from PIL import ImageFont

    try:
        if name == _OWN:
            own = files("font_source_serif_pro").joinpath("files", name).read_bytes()
            return ImageFont.truetype(io.BytesIO(own), _MEASURED_AT)
        return ImageFont.truetype(name, _MEASURED_AT)
    except OSError:
        return None


def _has_letters(font: FreeTypeFont, text: str) -> bool:
    """Whether no character of the text is drawn as the font's sign for a missing one."""
    missing = bytes(font.getmask(_NO_GLYPH))
    return all(bytes(font.getmask(character)) != missing for character in set(text) if not character.isspace())


def _fitted(text: str, space: Space, font: FreeTypeFont) -> tuple[int, list[str]]:
    """The largest size at which the text fits the space, and its lines; at the smallest, as many as fit."""
    size, length = space.largest, cache(font.getlength)
    while size >= space.smallest:
        lines = _wrapped(_units(text), space.width * _MEASURED_AT / size, length)
        if lines and len(lines) * size * _LEADING <= space.height:
            return size, lines
        size = int(size * _SMALLER)
    lines = _wrapped(list(text), space.width * _MEASURED_AT / space.smallest, length)
    most = max(int(space.height / space.smallest / _LEADING), 1)
    cut = lines[:most] if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-2].rstrip()}…"]
    return space.smallest, [line.strip() for line in cut]


def _units(text: str) -> list[str]:
    """What stays together on a line, each with the space after it."""
    return [
        text[match.start() : match.end()] + " " * text[match.end() :].startswith(" ")
        for match in re.finditer(_UNIT, text)
    ]


def _wrapped(units: Sequence[str], width: float, length: Callable[[str], float]) -> list[str]:
    """The units on lines of at most that width, evened out; no lines where a single unit is wider."""
    if max(length(unit.rstrip()) for unit in units) > width:
        return []
    lines = _filled(units, width, length)
    narrow, wide = max(length(unit) for unit in units), width
    while wide - narrow > _MEASURED_AT / 4:
        middle = (narrow + wide) / 2
        if len(_filled(units, middle, length)) == len(lines):
            wide = middle
        else:
            narrow = middle
    return _filled(units, wide, length)


def _filled(units: Sequence[str], width: float, length: Callable[[str], float]) -> list[str]:
    lines = [""]
    for unit in units:
        if lines[-1] and length((lines[-1] + unit).rstrip()) > width:
            lines.append("")
        lines[-1] += unit
    return [line.rstrip() for line in lines]
