"""The picture of an episode shows what is heard, where it is heard."""

import xml.etree.ElementTree as ET

import pytest

from storycast.model import Frames, Heard, Hertz, Milliseconds, Role, Samples, Timeline, Why
from storycast.rendering.waveform import HeardPause, holds, levels, waveform_svg
from tales import tell

SVG = "{http://www.w3.org/2000/svg}"
EPISODE = tell("The keeper’s last night")


def picture(loud=(0.5, 0.0, 1.0), episode=EPISODE):
    text = waveform_svg(loud, beats=episode.chapters, holds=holds(episode), duration=episode.duration)
    return {part.get("class"): part for part in ET.fromstring(text)}


def test_only_pauses_held_for_effect_are_marked():
    """A dot where the narrator holds, with its length and reason."""
    held = holds(EPISODE)
    assert held
    assert {hold.why for hold in held} == {Why.DRAMATIC}
    assert [dot[0].text for dot in picture()["holds"]] == ["Pause of 1.2 seconds: before a turn"] * len(held)


def test_dots_do_not_crowd():
    """Where pauses stand close together, the longest has the dot."""
    near = [
        HeardPause(Milliseconds(at), Milliseconds(at + long), Why.DRAMATIC, "")
        for at, long in ((0, 900), (100, 1500), (900, 900))
    ]
    svg = waveform_svg((), beats=(), holds=near, duration=Milliseconds(10_000))
    dots = {part.get("class"): part for part in ET.fromstring(svg)}["holds"]
    assert [dot[0].text for dot in dots] == ["Pause of 1.5 seconds", "Pause of 0.9 seconds"]


def test_loud_places_are_tall_and_silence_is_empty():
    """Bars are as tall as the sound is strong there; the loudest is full height."""
    utterance = EPISODE.timeline.heard[0].utterance
    heard = (Heard(utterance, 0, Samples(0), Samples(200)), Heard(utterance, 0, Samples(600), Samples(800)))
    timeline = Timeline(Hertz(1000), Frames(0), (), heard, Frames(1), Samples(800))
    assert levels(timeline, [(0.9, 0.1, 0.1, 0.9), (0.9, 1.0, 0.0)], bars=4) == pytest.approx((0.2**0.5, 0.0, 0.0, 1.0))
    assert levels(timeline, [(), ()], bars=4) == (0.0,) * 4


def test_every_bar_is_drawn():
    """A bar that is nothing is left out."""
    assert picture()["bars"].get("d").count("M") == 2


def test_the_picture_is_told_in_words():
    """What the eye sees, the ear can be told."""
    title = ET.fromstring(waveform_svg((), beats=EPISODE.chapters, holds=(), duration=EPISODE.duration)).find(
        f"{SVG}title"
    )
    assert title.text == "Waveform over the arc of the story: hook, setup, rising, low, climax."


def test_an_episode_of_one_beat():
    """No borders, and still a curve."""
    assert picture(episode=tell("Salt", ["It was."], [Role.CLIMAX]))["beats"].get("d") == ""
