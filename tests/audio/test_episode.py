"""What players get: sound MP3s of exactly the planned length, with the planned silence, at the right loudness."""

import itertools
import re
import subprocess

import mutagen.mp3
import numpy as np
import pytest
import soundfile

from fakes import STORIES, article, made, story
from storycast.audio.mp3 import DELAY, PADDING
from storycast.cli.opening import registry
from storycast.engines.espeak import Espeak
from storycast.model import SAMPLES_PER_FRAME, Pause
from storycast.narration.directors import DIRECTORS, director
from storycast.narration.narrate import Cast
from storycast.reading.formats import read

RATE = 44100


@pytest.fixture(scope="session", params=STORIES, ids=lambda path: path.stem)
def spoken(request, tmp_path_factory):
    """A story of our show, spoken by the embedded voice."""
    engine = Espeak()
    cast = Cast(engine.voice(None, "en"), director(next(iter(DIRECTORS))), longest=engine.longest)
    folder = tmp_path_factory.mktemp("spoken")
    episode, _, _ = made(
        read(request.param.read_bytes(), name=request.param.name), folder, engine=Heard(engine), cast=cast
    )
    return episode, folder / "episode.mp3"


class Heard:
    """An engine that also has the list that `made` looks at."""

    def __init__(self, engine):
        self.heard, self.online = [], engine.online
        self.fingerprint, self.expressible, self.speak = engine.fingerprint, engine.expressible, engine.speak


@pytest.fixture(scope="session")
def beeped(tmp_path_factory):
    """Three made-up stories told in tones, one of them a single word."""
    folder = tmp_path_factory.mktemp("beeped")
    stories = [story(1), story(2, paragraphs=30), article("Word.", title="")]
    return [(made(text, folder, name=f"{n}.mp3")[0], folder / f"{n}.mp3") for n, text in enumerate(stories)]


def test_validators_find_nothing(spoken, beeped, tool):
    """ffmpeg, mp3val and mpg123 have nothing to say of any episode."""
    ffmpeg, mp3val, mpg123 = tool("ffmpeg"), tool("mp3val"), tool("mpg123")
    for _, path in [spoken, *beeped]:
        command = [ffmpeg, "-v", "error", "-i", path, "-f", "null", "-"]
        decoded = subprocess.run(command, capture_output=True, check=True)
        assert decoded.stderr == b""
        told = subprocess.run([mp3val, path], capture_output=True, text=True, check=True).stdout
        assert "WARNING" not in told
        assert "ERROR" not in told
        played = subprocess.run([mpg123, "-t", path], capture_output=True, text=True, check=True).stderr
        assert "decoding of" in played.lower()
        assert not re.search(r"error|warning|resync|illegal", played, re.IGNORECASE)


def test_all_players_agree_on_the_length_to_the_sample(spoken, beeped, tool):
    """Decoded samples = frames x 1152 - delay - padding = what the timeline says."""
    ffmpeg, mpg123 = tool("ffmpeg"), tool("mpg123")
    for episode, path in [spoken, *beeped]:
        length = episode.timeline.length
        assert length == episode.timeline.frames * SAMPLES_PER_FRAME - DELAY - PADDING
        command = [ffmpeg, "-v", "error", "-i", path, "-f", "s16le", "-"]
        by_ffmpeg = subprocess.run(command, capture_output=True, check=True)
        by_mpg123 = subprocess.run([mpg123, "-q", "-s", path], capture_output=True, check=True)
        assert len(by_ffmpeg.stdout) // 2 == length
        assert len(by_mpg123.stdout) // 2 == length
        assert round(mutagen.mp3.MP3(path).info.length * RATE) == length
        assert len(soundfile.read(path)[0]) == length


def test_the_info_header_counts_exactly(beeped):
    """Its frames are the frames that follow it, its bytes all from its own frame on."""
    for episode, path in beeped:
        mp3 = path.read_bytes()
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0), strict=True))
        audio = mp3[start:]
        at = audio.index(b"Info")
        frames, size = (int.from_bytes(audio[at + n : at + n + 4], "big") for n in (8, 12))
        sizes = list(frame_sizes(audio))
        assert frames == episode.timeline.frames == len(sizes) - 1
        assert size == len(audio) == sum(sizes)
        assert list(audio[at + 16 : at + 116]) == sorted(audio[at + 16 : at + 116])


def frame_sizes(audio):
    """The size of each frame of 96 kbit/s at 44.1 kHz."""
    at = 0
    while at < len(audio):
        assert audio[at : at + 2] == b"\xff\xfb"
        size = 144 * 96000 // 44100 + (audio[at + 2] >> 1 & 1)
        yield size
        at += size


def test_the_pauses_heard_are_the_pauses_planned(spoken):
    """Silence in the decoded MP3 is within 40 ms of the plan, at every pause over 300 ms."""
    episode, path = spoken
    samples = np.abs(soundfile.read(path)[0])
    lines = [line for beat in episode.script.beats for line in beat.lines]
    pauses = [line for line in lines[:-1] if isinstance(line, Pause)]
    for pause, (before, after) in zip(pauses, itertools.pairwise(episode.timeline.heard), strict=True):
        if pause.length <= 300:
            continue
        middle = (before.end + after.start) // 2
        loud = np.flatnonzero(samples[before.start : after.end] > 10 ** (-50 / 20)) + before.start
        silence = loud[np.searchsorted(loud, middle)] - loud[np.searchsorted(loud, middle) - 1]
        assert abs(silence / RATE * 1000 - pause.length) <= 40, (before.utterance.text, after.utterance.text)


def test_loudness_is_what_podcasts_want(spoken, tool):
    """Within 1 LU of -19 LUFS (mono), true peak at most -1 dBTP."""
    _, path = spoken
    command = [tool("ffmpeg"), "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true:framelog=verbose"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", told)[-1])
    assert abs(loudness + 19) <= 1
    assert peak <= -1


def test_words_are_heard_when_the_transcript_says(spoken):
    """Cues never overlap, words lie inside their cue, and sound begins within 50 ms of a cue's start."""
    episode, path = spoken
    samples = np.abs(soundfile.read(path)[0])
    cues = episode.transcript.cues
    assert all(a.end <= b.start for a, b in itertools.pairwise(cues))
    for cue in cues:
        words = [*cue.words]
        assert (words[0].start, words[-1].end) == (cue.start, cue.end)
        assert all(a.end == b.start and a.start <= a.end for a, b in itertools.pairwise(words))
        start = int(cue.start * RATE / 1000)
        sounding = np.flatnonzero(samples[start - RATE // 10 : start + RATE // 5] > 10 ** (-50 / 20))
        assert abs(sounding[0] - RATE // 10) <= RATE // 20


def test_every_engine_can_be_made():
    """The registry makes the engines that the door hands out."""
    assert registry().voice_named("tone", "en")[1].engine == "tone"
