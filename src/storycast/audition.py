"""The conductor of an audition: a voice in, five seconds of it out, in an MP3 of its own."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from storycast import __version__
from storycast.audio import clip, loudness, mp3, tags
from storycast.engines.base import Engine
from storycast.files import written
from storycast.model import AudioFormat, Milliseconds, Speech, Utterance, Voice, primary

LENGTH = Milliseconds(5000)
LINES = {
    "de": "Es war spät, und der Regen hatte aufgehört. Wer stand da vor der Tür?",
    "en": "It was late, and the rain had stopped. Who was that, standing at the door?",
    "es": "Era tarde y la lluvia había parado. ¿Quién estaba ahí, delante de la puerta?",
    "fr": "Il était tard, et la pluie avait cessé. Qui donc se tenait devant la porte ?",
    "it": "Era tardi e la pioggia era finita. Chi c'era, lì davanti alla porta?",
    "nl": "Het was laat en de regen was opgehouden. Wie stond daar voor de deur?",
    "pt": "Era tarde, e a chuva tinha parado. Quem estava ali, diante da porta?",
}
COUNTING = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""What a voice says whose language we have no line for: it reads figures in its own."""


def audition(engine: Engine, voice: Voice, out: Path) -> None:
    """The voice's sample as an MP3 at `out`, whole or not there. Raises `EngineError`, `OutputError`."""
    line = LINES.get(primary(voice.language), COUNTING)
    speech = _first(engine.speak(Utterance(line, voice)), LENGTH)
    form = AudioFormat()
    sound = clip.at_level(speech, form.rate, loudness.gain(loudness.powers(speech)))
    missing = LENGTH - len(sound) // 2 * 1000 // form.rate
    frames, count = mp3.encoded([sound, clip.silence(Milliseconds(max(0, missing)), form.rate)], form)
    with written(out) as file:
        file.write(tags.tag_bytes(tags.Tag(str(voice), language=voice.language, voice=str(voice), version=__version__)))
        file.write(mp3.info_frame([(count, len(frames))], form))
        file.write(frames)


def _first(speech: Speech, length: Milliseconds) -> Speech:
    """Its first seconds, from the first sound on, the end faded."""
    samples = clip.trimmed(speech).samples[: 2 * (length * speech.rate // 1000)]
    return clip.trimmed(replace(speech, samples=samples, marks=()))
