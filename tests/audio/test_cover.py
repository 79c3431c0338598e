"""Covers that directories take, drawn from the story."""

import io

import pytest
from PIL import Image, ImageChops

from storycast.audio.cover import LARGEST, SIDE, SMALL_SIDE, cover, faults, hue_of, shrunk

CURVE = (0.1, 0.5, 0.3, 0.7, 1.0, 0.4, 0.05)
COLOURS = ("#204060", "#f0e0b0", "#6080a0", "#102030")
TITLES = (
    "Das Café am Fluß, в котором ждали",
    '<script>alert(1)</script> ]]> & "quotes"',
    "🎧 " + "x" * 300,
    "word " * 80,
    "",
    "\x00\u202e",
    "הלילה האחרון",
    "東京から京都まで歩いた人の話",
    "\U00012000\U00012001",
)


def drawn(title="Salt", show="Tides & Tales", curve=CURVE):
    return cover(title, show, curve=curve, colours=COLOURS)


def opened(picture):
    return Image.open(io.BytesIO(picture))


@pytest.mark.parametrize("title", TITLES)
def test_any_title_makes_a_cover_that_directories_take(title):
    """3000 x 3000 RGB JPEG of at most 512 KB, whatever the title."""
    picture = drawn(title)
    assert faults(picture) == ()
    assert (opened(picture).format, opened(picture).size) == ("JPEG", (SIDE, SIDE))


def test_the_same_story_has_the_same_cover():
    """The same words and arc give the same bytes; another arc gives another picture."""
    assert drawn() == drawn()
    assert drawn() != drawn(curve=CURVE[::-1])


def test_letters_stay_clear_of_the_hills():
    """Where the title ends, the sky goes on: nothing is drawn over the letters."""
    tall = opened(drawn("word " * 80, curve=(1.0,) * 9))
    empty = opened(drawn("", curve=(1.0,) * 9))
    lower = (0, 1560, SIDE, SIDE)
    differences = ImageChops.difference(tall.crop(lower), empty.crop(lower)).getextrema()
    assert max(high for _, high in differences) < 100


def test_a_title_can_be_read_in_a_list():
    """At 55 pixels a short title still has strokes that differ from the sky."""
    small = opened(shrunk(drawn("Salt"), side=55)).convert("L").crop((0, 8, 55, 28))
    low, high = small.getextrema()
    assert high - low > 120


@pytest.mark.parametrize("side", [SMALL_SIDE, 55])
def test_a_small_copy_for_pages(side):
    """Of the size asked for, and light."""
    small = shrunk(drawn(), side=side)
    assert opened(small).size == (side, side)
    assert len(small) < LARGEST // 4


def made(size, mode="RGB", format="PNG"):
    picture = io.BytesIO()
    Image.new(mode, size).save(picture, format)
    return picture.getvalue()


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (made((1400, 1400)), ()),
        (made((1399, 1399)), ("it is 1399 x 1399, not between 1400 and 3000 pixels",)),
        (made((2000, 1500)), ("it is 2000 x 1500, not square",)),
        (made((1500, 1500), "RGBA"), ("its colours are RGBA, not RGB without transparency",)),
        (
            made((1500, 1500), format="GIF"),
            ("it is GIF, not JPEG or PNG", "its colours are P, not RGB without transparency"),
        ),
    ],
)
def test_what_directories_would_refuse(picture, expected):
    """Each fault is told in words."""
    assert faults(picture) == expected


@pytest.mark.parametrize("given", [b"", b"not a picture", made((9, 9))[:30]])
def test_what_is_no_picture(given):
    """Files that can't be read are refused at once."""
    with pytest.raises(ValueError, match="not a picture"):
        shrunk(given)


def painted(*stripes):
    picture = Image.new("RGB", (100, 100))
    for number, colour in enumerate(stripes):
        picture.paste(colour, (0, number * 100 // len(stripes), 100, 100))
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (painted("#ff0000"), 29.2),
        (painted("#0000ff"), 264.1),
        (painted("#f2ebdf", "#f2ebdf", "#f2ebdf", "#d9432a"), 32.2),
        (painted("#808080", "#ffffff"), None),
        (b"no picture", None),
    ],
)
def test_the_colour_that_stands_out(picture, expected):
    """A small vivid stretch counts for more than much paper; greys have no colour."""
    assert hue_of(picture) == (expected if expected is None else pytest.approx(expected, abs=1))
