"""Music round the words: as loud as the speech, joined in silence, and no beat hears of it."""

import json
import subprocess

import numpy as np
import pytest
import soundfile

from fakes import article, made
from storycast.audio import loudness
from storycast.audio.music import levelled
from storycast.errors import UnknownSetting
from storycast.model import Hertz, Speech, Why
from storycast.produce import Music

RATE = Hertz(44100)
STORY = article("The sea leaves it. Nobody asks why.", "***", "Then it was gone.", "***", "And nobody had asked.")


def chord(seconds, rate=RATE, level=0.1):
    at = np.arange(int(seconds * rate)) / rate
    return level * sum(np.sin(2 * np.pi * tone * at) for tone in (262, 330, 392)) / 3


@pytest.fixture
def files(tmp_path):
    """Music of other rates, channels and formats than an episode's."""
    soundfile.write(tmp_path / "intro.wav", np.stack([chord(4, 48000)] * 2, axis=1), 48000)
    soundfile.write(tmp_path / "sting.flac", chord(1.5, 22050, 0.9), 22050)
    soundfile.write(tmp_path / "outro.ogg", chord(3), RATE)
    return Music(tmp_path / "intro.wav", tmp_path / "outro.ogg", tmp_path / "sting.flac")


def speech(samples, rate=RATE):
    return Speech((samples * 32767).astype("<i2").tobytes(), rate)


@pytest.mark.parametrize("level", [0.01, 0.3, 0.99])
@pytest.mark.parametrize("rate", [22050, 44100, 48000])
def test_it_is_as_loud_as_speech_and_silent_at_its_ends(level, rate):
    played = np.frombuffer(levelled(speech(chord(6, rate, level), Hertz(rate)), RATE), "<i2")
    assert played[0] == played[-1] == 0
    measured = loudness.integrated(loudness.powers(Speech(played.tobytes(), RATE)))
    assert measured == pytest.approx(loudness.TARGET, abs=1.0)


@pytest.mark.parametrize("length", [0.001, 0.05, 1.0])
def test_short_pieces_are_faded_too(length):
    played = np.frombuffer(levelled(speech(chord(length)), RATE), "<i2")
    assert len(played) == pytest.approx(length * RATE, abs=RATE / 1000 + 1)  # and a millisecond of silence
    assert abs(int(played[-1])) < 100


def test_each_piece_has_its_place(files, tmp_path):
    """The intro before the first word, stings between sections, the outro after the last word; silence round each."""
    plain, _, _ = made(STORY, tmp_path / "plain")
    played, _, _ = made(STORY, tmp_path / "music", music=files)
    music = [placed for placed in played.timeline.placed if not placed.segment.soundings]
    closings = [beat.lines[-1].why for beat in played.script.beats]
    assert len(music) == 2 + closings.count(Why.SECTION)
    assert closings.count(Why.SECTION) >= 1
    assert played.timeline.placed[0] == music[0]
    assert played.timeline.placed[-1] == music[-1]
    added = played.duration - plain.duration
    assert (
        4000 + 1500 * closings.count(Why.SECTION) + 3000 < added < 4000 + 1500 * len(music) + 3000 + 1400 * len(music)
    )
    assert played.chapters[0].start == 0
    assert played.chapters[-1].end == played.duration


def test_no_beat_is_spoken_or_encoded_anew_for_it(files, tmp_path):
    made(STORY, tmp_path / "a", store=tmp_path / "store")
    played, _, _ = made(STORY, tmp_path / "b", store=tmp_path / "store", music=files)
    assert (played.tally.spoken, played.tally.encoded) == (0, 0)


def test_it_is_heard_where_the_timeline_says_and_joins_in_silence(files, tmp_path):
    played, _, _ = made(STORY, tmp_path / "music", music=files)
    samples, rate = soundfile.read(tmp_path / "music/episode.mp3")
    assert (rate, len(samples)) == (RATE, played.timeline.length)
    delay = 1105  # of the encoder and the decoder, which a player takes off
    for placed in played.timeline.placed:
        begin = placed.at * 1152
        assert np.abs(samples[begin : begin + 20]).max() < 0.01
        end = min(begin + placed.segment.length + delay, len(samples) - 1)
        assert np.abs(samples[end + 1152 : end + 2000]).max(initial=0) < 0.001
        if not placed.segment.soundings:
            middle = begin + placed.segment.length // 2
            assert np.abs(samples[middle : middle + 1000]).max() > 0.05
    for heard in played.timeline.heard:
        assert np.abs(samples[heard.start : heard.end]).max() > 0.05


def test_players_find_no_fault_with_it(files, tmp_path, tool):
    played, _, _ = made(STORY, tmp_path / "music", music=files)
    path = str(tmp_path / "music/episode.mp3")
    command = [tool("ffprobe", "ffmpeg"), "-v", "warning", "-show_format", "-of", "json", path]
    read = subprocess.run(command, capture_output=True, check=True)
    assert read.stderr == b""
    assert float(json.loads(read.stdout)["format"]["duration"]) == pytest.approx(played.duration / 1000, abs=0.03)
    assert "WARNING" not in subprocess.run([tool("mp3val"), path], capture_output=True, text=True, check=True).stdout


def test_a_build_from_nothing_gives_the_same_bytes(files, tmp_path):
    _, first, _ = made(STORY, tmp_path / "a", music=files)
    _, again, _ = made(STORY, tmp_path / "b", music=files)
    assert first == again


def test_one_file_may_open_and_close_the_episode(files, tmp_path):
    both = Music(intro=files.intro, outro=files.intro)
    played, _, _ = made(STORY, tmp_path / "music", music=both)
    assert [p.segment.key for p in played.timeline.placed].count(played.timeline.placed[0].segment.key) == 2


def test_what_holds_no_sound_is_named(tmp_path):
    (tmp_path / "noise.wav").write_bytes(b"no sound")
    for name, complaint in (("noise.wav", "give a WAV, FLAC, Ogg or MP3"), ("gone.wav", "no music there")):
        with pytest.raises(UnknownSetting, match=f"{name}: .*{complaint}"):
            made(STORY, tmp_path / "music", music=Music(intro=tmp_path / name))


def test_silence_is_no_music_but_no_fault(tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros(RATE), RATE)
    played, _, _ = made(STORY, tmp_path / "music", music=Music(intro=tmp_path / "silence.wav"))
    assert played.timeline.placed[0].segment.length == pytest.approx(RATE, abs=RATE / 1000)
