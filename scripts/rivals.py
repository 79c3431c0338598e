"""Other ways to make an MP3 of a text, to be timed beside ours: `python rivals.py plain|pipe|bound TEXT OUT`."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import warnings
from pathlib import Path


def plain(text: str, out: str) -> None:
    """What a first script does: a process a sentence, joined by pydub, exported through ffmpeg."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    whole = AudioSegment.empty()
    for sentence in sentences(text):
        speak = ["espeak-ng", "-v", "en-us", "--stdout", "--", sentence]
        spoken = subprocess.run(speak, capture_output=True, check=True)
        whole += AudioSegment.from_wav(io.BytesIO(spoken.stdout)) + AudioSegment.silent(300)
    whole.export(out, format="mp3", bitrate="64k")


def pipe(text: str, out: str) -> None:
    """One voice, no beats, no pauses: eSpeak's sound straight into ffmpeg."""
    speak = ["espeak-ng", "-v", "en-us", "--stdout"]
    encode = ["ffmpeg", "-y", "-loglevel", "error", "-i", "-", "-ar", "44100", "-b:a", "96k", out]
    with (
        subprocess.Popen(speak, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as speaking,
        subprocess.Popen(encode, stdin=speaking.stdout),
    ):
        speaking.stdin.write(text.encode())
        speaking.stdin.close()


def bound(text: str, _: str) -> None:
    """Prints the seconds that an hour needs at least: its codecs' own rates, measured on a stretch of it."""
    import lameenc
    import numpy as np
    import soxr

    from storycast.engines.espeak import Espeak
    from storycast.model import Utterance

    engine = Espeak()
    voice = engine.voice(None, "en")
    engine.speak(Utterance("Begin.", voice))
    began = time.process_time()
    sound = b"".join(engine.speak(Utterance(sentence, voice)).samples for sentence in sentences(text)[:150])
    took = {"eSpeak": time.process_time() - began}
    samples = np.frombuffer(sound, "<i2").astype(np.float32)
    hours = len(samples) / 22050 / 3600
    began = time.process_time()
    wide = soxr.resample(samples, 22050, 44100).astype("<i2").tobytes()
    took["soxr"] = time.process_time() - began
    for quality in (5, 7):
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_channels(1)
        encoder.set_in_sample_rate(44100)
        encoder.set_bit_rate(96)
        encoder.set_quality(quality)
        began = time.process_time()
        encoder.encode(wide)
        took[f"LAME {quality}"] = time.process_time() - began
        cores = os.cpu_count() or 1
        print(quality, (took["eSpeak"] + took["soxr"] + took[f"LAME {quality}"]) / hours / cores)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", " ".join(text.replace("#", "").split()))


if __name__ == "__main__":
    {"plain": plain, "pipe": pipe, "bound": bound}[sys.argv[1]](Path(sys.argv[2]).read_text("utf-8"), sys.argv[3])
