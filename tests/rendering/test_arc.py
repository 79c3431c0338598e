"""The curve of a story and the colours that come with it."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from storycast.model import Chapter, Milliseconds, Role
from storycast.rendering.arc import arc, colour, dark, hue, light, outline, poster


def told(*roles, length=1000):
    return [Chapter(Milliseconds(n * length), Milliseconds((n + 1) * length), "", role) for n, role in enumerate(roles)]


def luminance(hexed):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(hexed[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_role_has_a_height():
    """A beat of any role can be drawn."""
    for role in Role:
        assert max(arc(told(role))) <= 1


def test_the_climax_is_the_summit():
    """The curve is highest where the climax is heard."""
    curve = arc(told(Role.HOOK, Role.RISING, Role.CLIMAX, Role.REFLECTION))
    assert abs(curve.index(max(curve)) / (len(curve) - 1) - 2.5 / 4) < 0.02


def test_rising_beats_rise():
    """Several in a row climb towards the climax, and stay under it."""
    curve = arc(told(*[Role.RISING] * 4, Role.CLIMAX))
    middles = curve[20::40]
    assert len(middles) == 5
    assert list(middles) == sorted(set(middles))


@pytest.mark.parametrize("beats", [[], told(Role.CLIMAX), told(Role.HOOK, length=0)])
def test_short_stories_have_a_curve_too(beats):
    """One beat, no length, or none at all: a curve of as many points as any, between 0 and 1."""
    curve = arc(beats)
    assert len(curve) == 200
    assert all(0 <= height <= 1 for height in curve)
    assert max(curve) > 0.5


@given(st.lists(st.sampled_from(Role), min_size=1, max_size=8))
def test_the_curve_is_smooth(roles):
    """No jump between neighbouring points where there are many to a beat."""
    curve = arc(told(*roles))
    assert all(abs(after - before) < 0.2 for before, after in pairwise(curve))


def test_a_small_edit_leaves_the_curve_alone():
    """A beat that grows by a word moves nothing, so the cover stays the same file."""
    beats = told(Role.HOOK, Role.RISING, Role.LOW, Role.CLIMAX, Role.REFLECTION, length=60_000)
    longer = [*beats[:4], replace(beats[4], end=Milliseconds(beats[4].end + 300))]
    assert arc(longer) == arc(beats)


@given(st.lists(st.tuples(st.sampled_from(Role), st.integers(1, 90_000), st.integers(1, 90_000)), max_size=60))
def test_what_shows_no_time_is_drawn_once(beats):
    """However long the beats become: a cover, and the colour of its page, hang on their roles alone."""
    one, other = (
        [
            Chapter(Milliseconds(end - beat[which]), Milliseconds(end), "", beat[0])
            for beat, end in zip(beats, accumulate(beat[which] for beat in beats), strict=True)
        ]
        for which in (1, 2)
    )
    assert outline(one) == outline(other)


def test_where_no_time_is_shown_the_curve_is_that_of_beats_of_one_length():
    beats = told(Role.HOOK, Role.RISING, Role.LOW, Role.CLIMAX, Role.REFLECTION)
    assert outline(beats) == arc(beats)


@pytest.mark.parametrize("degrees", range(0, 360, 15))
def test_texts_can_be_read_on_any_hue(degrees):
    """4.5:1 for texts on paper and tint, 3:1 for lines, in light and dark; white letters on a cover's sky."""
    for palette in (light(degrees), dark(degrees)):
        for text in (palette.ink, palette.muted, palette.accent):
            assert contrast(text, palette.paper) >= 4.5
            assert contrast(text, palette.tint) >= 4.5
        assert contrast(palette.line, palette.paper) >= 3
    sky, moon, *_ = poster(degrees)
    assert contrast("#ffffff", sky) >= 4.5
    assert contrast(moon, sky) >= 3


def test_episodes_of_a_show_are_a_family():
    """Hues of one show lie near each other; another show has another."""
    calm, tense = hue("Tides", arc(told(Role.LOW))), hue("Tides", arc(told(Role.CLIMAX)))
    assert 0 < abs((calm - tense + 180) % 360 - 180) < 90
    assert hue("Tides", [0.5]) != hue("Tales", [0.5])
    assert hue("Tides", [0.5], own=29.0) == 29.0


@pytest.mark.parametrize(
    ("given", "expected"), [((1, 0, 0), "#ffffff"), ((0, 0, 0), "#000000"), ((0.628, 0.2577, 29.23), "#ff0000")]
)
def test_colours_are_those_of_oklch(given, expected):
    """White, black and sRGB's red, as published."""
    assert colour(*given) == expected
