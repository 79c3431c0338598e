"""What is begun while a voice is waited for changes nothing of what is heard."""

import time
from array import array

import pytest
from msgspec.structs import replace

from fakes import Listening, article, made
from storycast.narration.narrate import Cast
from storycast.narration.plain import Plain

STORY = article(
    *(text for n in range(24) for text in ("***", f"The lamp went out at {n}. Nobody rowed. A horn, {n} times."))
)
LAST = len(STORY.blocks) - 1


class Shouting(Listening):
    """A voice that is louder in the second half, so that the gain of the whole isn't that of the beginning."""

    def speak(self, utterance):
        speech = super().speak(utterance)
        if utterance.at.block < LAST / 2:
            speech = replace(speech, samples=array("h", (s // 8 for s in array("h", speech.samples))).tobytes())
        return speech


class Steady(Listening):
    """The same without."""


def slow(voice, segments):
    """The voice, as one that has to be waited for; it holds its last words back until a beat has been encoded."""

    class Slow(voice):
        def speak(self, utterance):
            ends = time.monotonic() + 20
            while utterance.at.block == LAST and not list(segments.glob("**/*")):
                assert time.monotonic() < ends, "no beat was encoded while the voice was waited for"
                time.sleep(0.01)
            return super().speak(utterance)

    return Slow()


@pytest.mark.parametrize("voice", [Steady, Shouting])
def test_beats_are_encoded_while_a_voice_is_waited_for(tmp_path, voice):
    """The MP3 is that of a voice that is not waited for, and each beat of it counts once."""
    cast = Cast(voice().voice(None, "en"), Plain())
    _, wanted, _ = made(STORY, tmp_path, store=tmp_path / "here", engine=voice(), cast=cast)
    waited = slow(voice, tmp_path / "there/segments")
    episode, told, _ = made(STORY, tmp_path, store=tmp_path / "there", engine=waited, cast=cast, ahead=True)
    assert told == wanted
    assert episode.tally.encoded == episode.tally.beats > 3
    again, same, _ = made(STORY, tmp_path, store=tmp_path / "there", engine=waited, cast=cast, ahead=True)
    assert (same, again.tally.encoded) == (wanted, 0)
