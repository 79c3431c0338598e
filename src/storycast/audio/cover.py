"""Cover art where none is given: the show's name, the title, and the story's own arc as a range of hills.

Directories ask for a square JPEG or PNG of 1400 to 3000 pixels, RGB, without transparency (Apple, "Show artwork");
players show it as small as 55 pixels. The same words and arc give the same bytes with the same version of Pillow.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from storycast.audio.lettering import Space, letter

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE, SMALL_SIDE = 3000, 600
"""Pixels: for directories, and for pages and tags."""
LARGEST = 512 * 1024
"""Bytes that directories take, and that may ride on every download inside the tag."""
_SMALLEST_SIDE = 1400
_QUALITIES = (90, 80, 70, 55, 40)
_FORMATS = {"JPEG", "PNG"}
_MARGIN = 230
_WIDTH = SIDE - 2 * _MARGIN
_SHOW_SPACE = Space(left=_MARGIN, top=_MARGIN, width=_WIDTH, height=180, largest=150)
_TITLE_SPACE = Space(left=_MARGIN, top=470, width=_WIDTH, height=1060, largest=600)
_FOOT, _RISE = 2640, 800
"""Where the farthest hill stands, and how high a climax rises over it."""
_HILLS = 4
_DISC = 240
_SAMPLED = 96
"""Pixels of a side that are enough to tell a picture's colour."""
_GREY = 5e-4
"""Chroma squared, on the average, of a picture without a colour of its own."""
_TO_LMS = (
    (0.4122214708, 0.2119034982, 0.0883024619),
    (0.5363325363, 0.6806995451, 0.2817188376),
    (0.0514459929, 0.1073969566, 0.6299787005),
)
_TO_AB = ((1.9779984951, 0.0259040371), (-2.4285922050, 0.7827717662), (0.4505937099, -0.8086757660))
"""From linear sRGB to OKLab's two colours (https://bottosson.github.io/posts/oklab)."""


def cover(
    title: str, show: str, *, curve: Sequence[float], colours: tuple[str, str, str, str], side: int = SIDE
) -> bytes:
    """A square JPEG of so many pixels a side, and at most 512 KB.

    `curve` is the tension of the story over its length, 0 to 1, at two points or more; `colours` are those of the sky,
    of the disc over the climax, and of the farthest and the nearest hill, as `#rrggbb`. Words in a script that no font
    at hand can draw are left out, and the hills stand for the story alone.
    """
    from PIL import Image, ImageColor, ImageDraw

    sky, disc, far, near = (ImageColor.getrgb(colour) for colour in colours)
    drawn = min(SIDE // 2, 2 * side)
    scale = drawn / SIDE
    rough = Image.new("RGB", (drawn, drawn), sky)
    pen = ImageDraw.Draw(rough)
    x, y = _summit(curve)
    pen.circle((x * scale, y * scale), _DISC * scale, fill=disc)
    for hill in range(_HILLS):
        share = hill / (_HILLS - 1)
        shade = tuple(round(a + (b - a) * share) for a, b in zip(far, near, strict=True))
        pen.polygon([(x * scale, y * scale) for x, y in _ridge(curve, share)], fill=shade)
    # Both smooth the edges, quicker than any other filter.
    picture = rough.reduce(2) if drawn == 2 * side else rough.resize((side, side), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(picture)
    letter(pen, show, _SHOW_SPACE.at_scale(side / SIDE), fill=disc)
    letter(pen, title, _TITLE_SPACE.at_scale(side / SIDE), fill=(255, 255, 255))
    return _jpeg(picture)


def shrunk(picture: bytes, *, side: int = SMALL_SIDE) -> bytes:
    """The picture as a JPEG of at most `side` pixels and 512 KB, for pages and tags; `ValueError` if it is none."""
    from PIL.Image import Resampling

    small = _opened(picture, at_least=2 * side).convert("RGB")
    small.thumbnail((side, side), Resampling.LANCZOS)
    return _jpeg(small)


def faults(picture: bytes) -> tuple[str, ...]:
    """What directories would refuse in a cover, in words; nothing if it will do. Raises `ValueError` if it is none."""
    opened = _opened(picture)
    width, height = opened.size
    checks = {
        f"it is {opened.format}, not JPEG or PNG": opened.format not in _FORMATS,
        f"it is {width} x {height}, not square": width != height,
        f"it is {width} x {height}, not between 1400 and 3000 pixels": not _SMALLEST_SIDE <= width <= SIDE,
        f"its colours are {opened.mode}, not RGB without transparency": opened.mode != "RGB",
        f"it has {len(picture) / 1024:.0f} KB, more than 512": len(picture) > LARGEST,
    }
    return tuple(fault for fault, found in checks.items() if found)


def hue_of(picture: bytes) -> float | None:
    """The hue that stands out in a picture, in degrees of OKLCH; None where it is all but grey, or no picture."""
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.draft("RGB", (_SAMPLED, _SAMPLED))
            small = opened.convert("RGB").resize((_SAMPLED, _SAMPLED))
    except (UnidentifiedImageError, OSError):
        return None
    shown = np.asarray(small, dtype=float).reshape(-1, 3) / 255
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's curve
    a_b = np.cbrt(linear @ _TO_LMS) @ _TO_AB
    vivid = (a_b * np.hypot(*a_b.T)[:, None]).mean(axis=0)
    return float(np.degrees(np.arctan2(vivid[1], vivid[0])) % 360) if np.hypot(*vivid) > _GREY else None


def _summit(curve: Sequence[float]) -> tuple[float, float]:
    """Where the disc stands: half behind the highest point of the farthest hill, and inside the margins."""
    summit = max(curve)
    places = [index for index, height in enumerate(curve) if height == summit]
    x = SIDE * places[len(places) // 2] / (len(curve) - 1)
    inset = _MARGIN + _DISC
    return min(max(x, inset), SIDE - inset), _FOOT - _RISE * summit - _DISC * 0.2


def _ridge(curve: Sequence[float], share: float) -> Iterator[tuple[float, float]]:
    """A hill as a polygon: the arc, flatter and lower the nearer it is; `share` runs from 0, farthest, to 1."""
    step = SIDE / (len(curve) - 1)
    for index, height in enumerate(curve):
        yield index * step, _FOOT + (SIDE - _FOOT) * 0.8 * share - _RISE * height * (1 - 0.8 * share)
    yield SIDE, SIDE
    yield 0, SIDE


def _opened(picture: bytes, *, at_least: int = 0) -> Image:
    """The picture; a JPEG of many more pixels than are asked for is decoded at an eighth, a quarter or a half."""
    from PIL import Image, UnidentifiedImageError

    try:
        opened = Image.open(io.BytesIO(picture))
        if at_least:
            opened.draft("RGB", (at_least, at_least))
        opened.load()
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("not a picture that can be read") from error
    return opened


def _jpeg(picture: Image) -> bytes:
    """The picture at the best quality that stays under the limit."""
    for quality in _QUALITIES:
        drawn = io.BytesIO()
        picture.save(drawn, "JPEG", quality=quality, optimize=True)
        if drawn.tell() <= LARGEST:
            break
    return drawn.getvalue()
